"""Alerts as values, one module a subject."""
