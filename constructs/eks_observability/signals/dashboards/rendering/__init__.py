"""Dashboards as Grafana's JSON, by Grafana's own types. Who imports this loads all of them."""
