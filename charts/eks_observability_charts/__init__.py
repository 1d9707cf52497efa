"""The workloads as cdk8s charts, one file a workload. They take plain values and know no CDK."""
