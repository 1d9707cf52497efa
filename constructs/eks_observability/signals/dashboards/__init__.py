"""Dashboards of Grafana as values, one module a subject; `rendering` makes JSON of them."""
