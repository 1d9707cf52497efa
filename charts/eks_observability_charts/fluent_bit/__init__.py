"""Fluent Bit: logs of containers, of the data plane and of nodes, and Kubernetes events."""
