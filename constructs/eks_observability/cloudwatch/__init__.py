"""The native CloudWatch part: control-plane logging, log retention, the dashboard."""
