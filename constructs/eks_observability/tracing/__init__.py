"""Traces of applications in AWS X-Ray."""
