"""Custom resource: who may do what in a Grafana workspace."""
