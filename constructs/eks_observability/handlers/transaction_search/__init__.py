"""Switches Transaction Search on for an account and a Region."""
