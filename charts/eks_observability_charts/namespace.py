"""A namespace that says what its pods may do."""

from collections.abc import Mapping
from typing import Literal

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

PodSecurity = Literal["privileged", "baseline", "restricted"]
"""A Pod Security Standard, from all that a node can do to hardly more than arithmetic."""


class NamespaceChart(cdk8s.Chart):
    """A namespace that admits only pods within a Pod Security Standard.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        name: The namespace's name.
        pod_security: The standard; what breaks it is refused, and the offender and the audit log
            are told. Default: the strictest.
        labels: More labels. Default: none.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        name: str,
        pod_security: PodSecurity = "restricted",
        labels: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(scope, chart_id, disable_resource_name_hashes=True)

        add_namespace(self, name=name, pod_security=pod_security, labels=labels)


def add_namespace(
    chart: cdk8s.Chart,
    *,
    name: str,
    pod_security: PodSecurity = "restricted",
    labels: Mapping[str, str] | None = None,
) -> None:
    """Put into a chart the namespace it is for.

    Such a chart has no namespace of its own: cdk8s would put the namespace itself into it.

    Args:
        chart: The chart.
        name: As in `NamespaceChart`, and so are the others.
        pod_security: The standard.
        labels: More labels.
    """
    standard = {
        f"pod-security.kubernetes.io/{mode}": pod_security for mode in ("audit", "enforce", "warn")
    }
    kplus.Namespace(
        chart,
        "namespace",
        metadata=cdk8s.ApiObjectMetadata(
            name=name,
            labels={
                **(labels or {}),
                **standard,
                "app.kubernetes.io/managed-by": "eks-observability",
            },
        ),
    )
