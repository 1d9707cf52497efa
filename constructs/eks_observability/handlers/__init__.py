"""Lambda code of custom resources, one folder each; nothing here knows of CDK."""
