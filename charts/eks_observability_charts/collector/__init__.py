"""OpenTelemetry collectors that scrape a cluster and write to Amazon Managed Prometheus."""
