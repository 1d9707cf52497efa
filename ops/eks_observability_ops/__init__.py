"""The verbs around a deploy: what runs on a laptop or in CI and never in the stacks."""
