"""Complete observability for an existing EKS cluster, as AWS CDK constructs and stacks."""
