"""The Lambda layer that holds kubectl."""

import importlib
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from eks_observability.versions import kubectl_layer_for


def kubectl_layer(
    scope: Construct, construct_id: str, *, kubernetes_version: str
) -> lambda_.ILayerVersion:
    """Make the layer whose kubectl fits a cluster.

    Each version is a Python package of its own, and only this one is imported: imports take time.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        kubernetes_version: The cluster's minor version, e.g. "1.36".

    Raises:
        ValueError: No installed kubectl is near enough.
    """
    minor = kubectl_layer_for(kubernetes_version).kubernetes_version.removeprefix("1.")
    package = importlib.import_module(f"aws_cdk.lambda_layer_kubectl_v{minor}")
    layer = getattr(package, f"KubectlV{minor}Layer")
    return cast("lambda_.ILayerVersion", layer(scope, construct_id))


def warn_of_skew(scope: Construct, *, kubernetes_version: str) -> None:
    """Warn, when synthesizing, that a cluster's kubectl is one minor version apart from it."""
    layer = kubectl_layer_for(kubernetes_version)
    if not layer.fits_exactly:
        cdk.Annotations.of(scope).add_warning_v2(
            "eks-observability:kubectlSkew",
            f"There is no kubectl {kubernetes_version} here; the cluster gets kubectl "
            f"{layer.kubernetes_version}. One minor version apart is supported, two are not.",
        )
