"""Questions that logs answer, one module a subject."""
