"""Which logs are collected, and the names of the files that they stand in."""

import re
from dataclasses import dataclass, fields
from itertools import product
from typing import Final

_FOLDER: Final = "/var/log/containers"
_NAME: Final = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")

# Every name is exact, though a container's may begin with another's: neither a pod's, a
# namespace's nor a container's name has an underscore, and the id after the last dash has 64
# characters (Fluent Bit manual, "Kubernetes" filter, the regular expression of tags).
_ID: Final = "?" * 64

DATAPLANE_PATHS: Final = (
    f"{_FOLDER}/aws-node*_kube-system_*.log",
    f"{_FOLDER}/kube-proxy*_kube-system_*.log",
)
"""Pods that are the data plane, as in AWS's quick start, but in their namespace alone."""

OPERATOR_CONTAINER: Final = "otc-container"
"""The container of a collector that the OpenTelemetry Operator runs (opentelemetry-operator,
internal/naming)."""


@dataclass(frozen=True, kw_only=True)
class ContainerLogs:
    """Which logs are collected.

    Namespaces and containers restrict the application logs alone; `dataplane` and `host` are all
    or nothing. A log that is both included and excluded, one by its namespace and the other by its
    container, is excluded.

    Raises:
        ValueError: A name is none that Kubernetes allows (RFC 1123 label), or one is both included
            and excluded.
    """

    include_namespaces: tuple[str, ...] = ()
    """The only namespaces whose containers are read. Default: all."""

    exclude_namespaces: tuple[str, ...] = ()
    """Namespaces whose containers are not read. Default: none."""

    include_containers: tuple[str, ...] = ()
    """The only containers that are read, in whichever namespace. Default: all."""

    exclude_containers: tuple[str, ...] = ()
    """Containers that are not read, in whichever namespace. Default: none."""

    application: bool = True
    """Whether containers' logs are read at all."""

    dataplane: bool = True
    """Whether logs of kubelet, containerd, kube-proxy and the VPC CNI are read."""

    host: bool = True
    """Whether the rest of the nodes' journal is read."""

    def __post_init__(self) -> None:
        """Refuse what cannot be a name, and contradictions."""
        for field in fields(self):
            names = getattr(self, field.name)
            for name in names if isinstance(names, tuple) else ():
                if not _NAME.fullmatch(name):
                    msg = f"'{field.name}' must be names of Kubernetes, not {name!r}"
                    raise ValueError(msg)
        _no_both("namespaces", self.include_namespaces, self.exclude_namespaces)
        _no_both("containers", self.include_containers, self.exclude_containers)

    def paths(self) -> tuple[str, ...]:
        """Patterns of the application logs that are read, of which a file matches one at most."""
        if not self.include_namespaces and not self.include_containers:
            return (f"{_FOLDER}/*.log",)
        namespaces = self.include_namespaces or ("*",)
        containers = [f"{name}-{_ID}" for name in self.include_containers] or ["*"]
        return tuple(
            f"{_FOLDER}/*_{namespace}_{container}.log"
            for namespace, container in product(namespaces, containers)
        )

    def excluded_paths(self, namespace: str) -> tuple[str, ...]:
        """Patterns of the application logs that are not read.

        Args:
            namespace: Where Fluent Bit and the CloudWatch agent run. What they and the collector
                write is left out: a line about a line that failed to be sent would be a circle.
        """
        agents = (
            (namespace, "fluent-bit"),
            (namespace, "cloudwatch-agent"),
            ("prometheus", OPERATOR_CONTAINER),
        )
        return (
            *DATAPLANE_PATHS,
            *(f"{_FOLDER}/*_{where}_{container}-{_ID}.log" for where, container in agents),
            *(f"{_FOLDER}/*_{name}_*.log" for name in self.exclude_namespaces),
            *(f"{_FOLDER}/*_{name}-{_ID}.log" for name in self.exclude_containers),
        )


def _no_both(what: str, included: tuple[str, ...], excluded: tuple[str, ...]) -> None:
    if both := sorted(set(included) & set(excluded)):
        msg = f"{what} cannot be both included and excluded: {', '.join(both)}"
        raise ValueError(msg)
