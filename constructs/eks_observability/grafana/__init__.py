"""Amazon Managed Grafana: the workspace, who gets in, and what is in it."""
