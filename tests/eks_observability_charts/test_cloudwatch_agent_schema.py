"""The check of cwagentconfig.json finds what is wrong with one."""

from typing import Any

import pytest

from tests.eks_observability_charts.cloudwatch_agent_schema import problems

KUBERNETES = "/logs/metrics_collected/kubernetes"


def of_kubernetes(**keys: object) -> dict[str, Any]:
    return {"logs": {"metrics_collected": {"kubernetes": keys}}}


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ({"agents": {}}, "/agents: unknown"),
        ({"agent": {"regoin": "eu-central-1"}}, "/agent/regoin: unknown"),
        ({"agent": "eu-central-1"}, "/agent: not an object"),
        ({"agent": {"quiet": True}}, "/agent/quiet: unknown"),
        ({"agent": {"debug": "true"}}, "/agent/debug: not bool"),
        ({"agent": {"region": ""}}, "/agent/region: not from 1 to 64"),
        ({"logs": {}}, "/logs/metrics_collected: missing"),
        (of_kubernetes(cluster_name="c" * 513), f"{KUBERNETES}/cluster_name: not from 1 to 512"),
        (
            of_kubernetes(metrics_collection_interval=0),
            f"{KUBERNETES}/metrics_collection_interval: not from 1 to 172800",
        ),
        (
            of_kubernetes(metrics_collection_interval=True),
            f"{KUBERNETES}/metrics_collection_interval: not int",
        ),
    ],
)
def test_what_the_agent_does_not_know_is_found(config: Any, problem: str) -> None:
    assert problems(config) == [problem]


def test_a_configuration_that_says_nothing_is_fine() -> None:
    assert problems({}) == []
