"""What a reviewer wants to know of a construct: which existing things it changes, what it costs.

Notes travel as construct metadata in the cloud assembly, next to the template they speak of, so
that whoever has `cdk.out` can read them; `make synth` prints them.
"""

from typing import Final

from constructs import Construct

CHANGES: Final = "eks-observability:changes"
"""Metadata type: what the construct changes on what exists already, and what undoes it."""

COSTS: Final = "eks-observability:costs"
"""Metadata type: what the construct costs, by what it is measured, and how to spend less."""

CLUSTER: Final = "eks-observability:cluster"
"""Metadata type: the name of the cluster that a stack is for."""

CHART: Final = "eks-observability:chart"
"""Metadata type: the chart that a deployed Kubernetes object comes from."""


def note_change(scope: Construct, text: str) -> None:
    """Say that `scope` changes something that it did not make."""
    scope.node.add_metadata(CHANGES, text)


def note_cost(scope: Construct, text: str) -> None:
    """Say that `scope` costs money."""
    scope.node.add_metadata(COSTS, text)


def note_cluster(scope: Construct, name: str) -> None:
    """Say that the stack `scope` is for one cluster."""
    scope.node.add_metadata(CLUSTER, name)


def note_chart(scope: Construct, name: str) -> None:
    """Say that the resource `scope` deploys an object of the chart `name`."""
    scope.node.add_metadata(CHART, name)
