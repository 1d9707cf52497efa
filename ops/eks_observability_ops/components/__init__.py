"""The real programs that our artifacts are for: how they are built, found, started and stopped."""
