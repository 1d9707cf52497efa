"""What finds by itself that something is unusual."""
