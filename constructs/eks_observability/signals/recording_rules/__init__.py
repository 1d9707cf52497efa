"""Recording rules as values, one module a subject."""
