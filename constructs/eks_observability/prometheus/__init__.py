"""Amazon Managed Service for Prometheus (AMP): the workspace, its rules, and whom alerts reach."""
