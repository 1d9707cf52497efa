"""The check of cwagentconfig.json finds what is wrong with one."""

from typing import Any

import pytest

from tests.eks_observability_charts.cloudwatch_agent_schema import problems


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ({"agents": {}}, "/agents: unknown"),
        ({"agent": {"regoin": "eu-central-1"}}, "/agent/regoin: unknown"),
        ({"agent": "eu-central-1"}, "/agent: not an object"),
        ({"agent": {"quiet": "true"}}, "/agent/quiet: not bool"),
        ({"logs": {"force_flush_interval": 0}}, "/logs/force_flush_interval: not from 1 to 172800"),
        ({"logs": {"force_flush_interval": True}}, "/logs/force_flush_interval: not int"),
    ],
)
def test_what_the_agent_does_not_know_is_found(config: Any, problem: str) -> None:
    assert problems(config) == [problem]


def test_a_configuration_that_says_nothing_is_fine() -> None:
    assert problems({}) == []
