"""What anomaly detectors of the workspace watch, as values, one module a subject."""
