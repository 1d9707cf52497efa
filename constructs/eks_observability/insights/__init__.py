"""What is unusual, found without a threshold."""
