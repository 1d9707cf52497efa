"""Every version of what is not a Python package, each with its source, and nowhere else."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class KubectlLayer:
    """A Lambda layer with kubectl, from one of the packages requirements.txt pins."""

    kubernetes_version: str
    """The Kubernetes minor version its kubectl is of."""

    fits_exactly: bool
    """Whether that is the cluster's own version; if not, it is one minor apart."""


_OLDEST: Final = 33
_NEWEST: Final = 37
KUBECTL_VERSIONS: Final = tuple(f"1.{minor}" for minor in range(_OLDEST, _NEWEST + 1))
"""Kubernetes versions that a kubectl layer is installed for: the aws-cdk.lambda-layer-kubectl-v*
packages of requirements.in, one for each version EKS supports."""


def kubectl_layer_for(kubernetes_version: str) -> KubectlLayer:
    """The kubectl for a cluster: of its own version, or of the nearest one minor apart.

    One minor apart, either way, is what Kubernetes supports (Kubernetes documentation, "Version
    Skew Policy", kubectl).

    Args:
        kubernetes_version: The cluster's minor version, e.g. "1.36".

    Raises:
        ValueError: No installed kubectl is near enough, or this is not a minor version.
    """
    match = re.fullmatch(r"1\.(\d+)", kubernetes_version)
    if not match:
        msg = f'{kubernetes_version!r} is not a Kubernetes minor version such as "1.{_NEWEST}"'
        raise ValueError(msg)
    minor = int(match[1])
    nearest = min(max(minor, _OLDEST), _NEWEST)
    if abs(nearest - minor) > 1:
        msg = (
            f"no kubectl here supports Kubernetes {kubernetes_version}; those installed work with "
            f"1.{_OLDEST - 1} to 1.{_NEWEST + 1}. Upgrade the cluster, or add the "
            f"aws-cdk.lambda-layer-kubectl-v{minor} package to requirements.in and versions.py"
        )
        raise ValueError(msg)
    return KubectlLayer(kubernetes_version=f"1.{nearest}", fits_exactly=nearest == minor)
