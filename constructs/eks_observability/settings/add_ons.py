"""EKS add-ons that the cluster's observability stands on."""

from typing import Annotated

from eks_observability.settings.section import Section, Text

AddOnVersion = Annotated[
    str,
    Text(
        r"^v\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?-eksbuild\.\d+$",
        "an add-on version with EKS's build, such as v1.2.3-eksbuild.1",
    ),
]


class AddOn(Section):
    """One EKS add-on."""

    manage: bool = True
    """Whether to install it. `false` where the cluster has it already, as an add-on or otherwise,
    or where you want to do without: then it is left alone."""

    version: AddOnVersion | None = None
    """Its version, as `aws eks describe-addon-versions` lists them. Default: the one EKS has for
    the cluster's Kubernetes version, chosen when it is installed and then kept."""


class AddOns(Section):
    """EKS add-ons. They are free; what they run takes room on the nodes."""

    metrics_server: AddOn = AddOn()
    """metrics-server, behind `kubectl top` and horizontal autoscaling."""

    pod_identity_agent: AddOn = AddOn()
    """eks-pod-identity-agent, which hands pods the credentials of their role. Installed with
    `workload_identity: pod_identity` only, and not in Auto Mode, which has it built in."""

    cert_manager: AddOn = AddOn()
    """cert-manager, which the operator behind the collectors needs before it is installed. With
    `metrics.collector: adot` only."""

    adot: AddOn = AddOn()
    """adot, the operator behind the collectors. With `metrics.collector: adot` only."""

    kube_state_metrics: AddOn = AddOn()
    """kube-state-metrics, which tells what Kubernetes objects want and are. With `metrics` and its
    target only."""

    node_exporter: AddOn = AddOn()
    """prometheus-node-exporter, on each node. With `metrics` and its target only."""
