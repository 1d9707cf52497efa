"""Which metrics each scrape job's targets expose."""
