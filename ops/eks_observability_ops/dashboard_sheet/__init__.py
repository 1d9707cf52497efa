"""Pictures of dashboards, drawn from Grafana's JSON and recorded answers, without Grafana."""
