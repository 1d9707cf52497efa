"""What a container asks of its node."""

from typing import Any

import cdk8s
import cdk8s_plus_27 as kplus

from eks_observability_charts.resources import Resources


def resources() -> dict[str, Any]:
    """Those of a container that is given 50 m, 100 MiB and 250 MiB."""
    given = Resources(
        cpu_request_millicores=50, memory_request_mebibytes=100, memory_limit_mebibytes=250
    )
    chart = cdk8s.Chart(cdk8s.App(), "chart")
    container = kplus.ContainerProps(image="a:1", resources=given.to_container())
    kplus.Pod(chart, "pod", containers=[container])
    [made] = cdk8s.Testing.synth(chart)
    found: dict[str, Any] = made["spec"]["containers"][0]["resources"]
    return found


def test_it_asks_for_what_is_set_aside() -> None:
    assert resources()["requests"] == {"cpu": "50m", "memory": "100Mi"}


def test_it_is_stopped_by_memory_and_not_by_cpu() -> None:
    assert resources()["limits"] == {"memory": "250Mi"}
