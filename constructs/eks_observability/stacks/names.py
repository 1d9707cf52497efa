"""What stacks of a cluster are called."""

import hashlib


def stack_name_part(cluster_name: str) -> str:
    """The cluster's name in a stack's, where CloudFormation allows no underscore.

    A name that has one gets a digest, so that a_b and a-b stay two stacks. It is cut to the 100
    characters that a cluster's name can have, because a stack's name has 128 at most.
    """
    if "_" not in cluster_name:
        return cluster_name
    digest = hashlib.sha256(cluster_name.encode()).hexdigest()[:6]
    return f"{cluster_name[:93].replace('_', '-')}-{digest}"
