"""Switches DevOps Guru on for an account and a Region."""
