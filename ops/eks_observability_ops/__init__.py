"""The verbs around a deploy: set up, summarize, write artifacts, write the reference pages."""
