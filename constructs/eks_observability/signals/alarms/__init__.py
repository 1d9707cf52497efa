"""CloudWatch alarms on a cluster, as values, one module a subject."""
