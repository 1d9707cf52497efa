"""Traces of a cluster's applications, in AWS X-Ray."""
