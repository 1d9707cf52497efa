"""Metrics that AWS publishes by itself, one module a subject."""
