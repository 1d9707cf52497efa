"""A namespace that says what its pods may do."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

PodSecurity = Literal["privileged", "baseline", "restricted"]
"""A Pod Security Standard, from all that a node can do to hardly more than arithmetic."""

PodSecurityMode = Literal["audit", "enforce", "warn"]
"""What becomes of a pod that breaks the standard: it is logged, refused, or its maker is warned."""

EVERY_MODE: Final[tuple[PodSecurityMode, ...]] = ("audit", "enforce", "warn")
"""It is refused, logged, and its maker is told."""


class NamespaceChart(cdk8s.Chart):
    """A namespace that admits only pods within a Pod Security Standard.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        name: The namespace's name.
        pod_security: The standard; what breaks it is refused, and the offender and the audit log
            are told. Default: the strictest.
        modes: What becomes of what breaks the standard. Without "enforce" it is let in, for a
            namespace that others may use too.
        labels: More labels. Default: none.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        name: str,
        pod_security: PodSecurity = "restricted",
        modes: Sequence[PodSecurityMode] = EVERY_MODE,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(scope, chart_id, disable_resource_name_hashes=True)

        add_namespace(self, name=name, pod_security=pod_security, modes=modes, labels=labels)


def add_namespace(
    chart: cdk8s.Chart,
    *,
    name: str,
    pod_security: PodSecurity = "restricted",
    modes: Sequence[PodSecurityMode] = EVERY_MODE,
    labels: Mapping[str, str] | None = None,
) -> None:
    """Put into a chart the namespace it is for.

    Such a chart has no namespace of its own: cdk8s would put the namespace itself into it.

    Args:
        chart: The chart.
        name: As in `NamespaceChart`, and so are the others.
        pod_security: The standard.
        modes: What becomes of what breaks it.
        labels: More labels.
    """
    standard = {f"pod-security.kubernetes.io/{mode}": pod_security for mode in modes}
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
