"""What is said beforehand of the agents on each node."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Template

from eks_observability.cloudwatch.container_insights import AddOnInsights, AgentInsights
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.notes import CHANGES
from eks_observability.settings.container_insights import ContainerInsights
from eks_observability.settings.workloads import Agents

TemplateOf = Callable[[Callable[[cdk.Stack, eks.ICluster], object]], Template]

AGENT = "every Linux node runs a CloudWatch agent"
LAST = ": docs/footprint.md; destroy ends that"


def note(template_of: TemplateOf, settings: dict[str, Any], **options: Any) -> str:
    """The one note on what exists already."""
    found: list[object] = []

    def build(stack: cdk.Stack, cluster: eks.ICluster) -> None:
        wanted, agents = ContainerInsights.model_validate(settings), Agents(**options)
        made: AddOnInsights | AgentInsights
        if wanted.mode == "addon":
            # Only IRSA asks the cluster for its OpenID Connect provider.
            made = AddOnInsights(
                stack,
                "It",
                cluster=cluster,
                settings=wanted,
                agents=agents,
                identity="pod_identity",
            )
        else:
            access = ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36")
            made = AgentInsights(
                stack,
                "It",
                cluster=cluster,
                access=access,
                settings=wanted,
                agents=agents,
                identity="pod_identity",
            )
        found.extend(each.data for each in made.node.metadata if each.type == CHANGES)

    template_of(build)
    (only,) = found
    return str(only)


def test_agents_run_on_every_node_and_first(template_of: TemplateOf) -> None:
    assert note(template_of, {}) == (
        f"{AGENT} and Fluent Bit, whatever its taints (agents.tolerations) and before other pods "
        f"(agents.priority_class){LAST}"
    )


def test_without_a_priority_class_they_do_not_come_first(template_of: TemplateOf) -> None:
    assert note(template_of, {}, priority_class=None) == (
        f"{AGENT} and Fluent Bit, whatever its taints (agents.tolerations){LAST}"
    )


def test_the_add_on_has_a_priority_of_its_own(template_of: TemplateOf) -> None:
    assert note(template_of, {"mode": "addon"}) == (
        f"{AGENT} and Fluent Bit, whatever its taints (agents.tolerations){LAST}"
    )


@pytest.mark.parametrize("settings", [{}, {"mode": "addon"}])
def test_with_other_tolerations_taints_keep_them_away(
    template_of: TemplateOf, settings: dict[str, Any]
) -> None:
    assert "unless its taints forbid it" in note(template_of, settings, tolerations=())


@pytest.mark.parametrize(
    "settings",
    [
        {"container_logs": {"enabled": False}},
        {"mode": "addon", "addon": {"logs": "off"}},
    ],
)
def test_without_logs_there_is_no_fluent_bit(
    template_of: TemplateOf, settings: dict[str, Any]
) -> None:
    assert note(template_of, settings).startswith(f"{AGENT}, ")
