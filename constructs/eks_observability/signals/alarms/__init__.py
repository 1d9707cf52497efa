"""CloudWatch alarms as values, one module a subject."""
