"""Lambda code of `Custom::LogRetention`; the folder is what is deployed."""
