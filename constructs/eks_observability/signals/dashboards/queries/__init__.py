"""What the panels of dashboards ask for, one module a subject, apart from how it is shown."""
