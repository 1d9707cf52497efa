"""What is observed, as values: queries and metrics. Knows nothing of CDK."""
