"""What is told of Kubernetes objects."""

from collections.abc import Mapping
from typing import Any

import pytest

from eks_observability_ops.components.kube_state import TABLES, exposition
from eks_observability_ops.components.kube_state_values import quantity

POD: dict[str, Any] = {
    "metadata": {
        "name": "web-1",
        "namespace": "shop",
        "uid": "u-1",
        "creationTimestamp": "2026-01-01T00:00:00Z",
        "ownerReferences": [{"kind": "ReplicaSet", "name": "web", "controller": True}],
    },
    "spec": {
        "nodeName": "node-1",
        "restartPolicy": "Always",
        "containers": [
            {
                "name": "app",
                "image": "app:1",
                "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}},
            }
        ],
    },
    "status": {
        "phase": "Running",
        "conditions": [
            {"type": "Ready", "status": "False", "lastTransitionTime": "2026-01-01T00:00:01Z"}
        ],
        "containerStatuses": [
            {
                "name": "app",
                "image": "app:1",
                "ready": False,
                "restartCount": 3,
                "state": {"waiting": {"reason": "CrashLoopBackOff"}},
                "lastState": {
                    "terminated": {
                        "reason": "OOMKilled",
                        "exitCode": 137,
                        "finishedAt": "2026-01-01T00:00:02Z",
                    }
                },
            }
        ],
    },
}
OF_POD = 'namespace="shop",pod="web-1",uid="u-1"'
OF_APP = f'{OF_POD},container="app"'
CONTAINER = "kube_pod_container"


def lines(**objects: Mapping[str, Any]) -> list[str]:
    text = exposition({kind: [one] for kind, one in objects.items()})
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    "line",
    [
        f'{CONTAINER}_status_waiting_reason{{{OF_APP},reason="CrashLoopBackOff"}} 1',
        f'{CONTAINER}_status_last_terminated_reason{{{OF_APP},reason="OOMKilled"}} 1',
        f"{CONTAINER}_status_last_terminated_exitcode{{{OF_APP}}} 137",
        f"{CONTAINER}_status_last_terminated_timestamp{{{OF_APP}}} 1767225602",
        f"{CONTAINER}_status_restarts_total{{{OF_APP}}} 3",
        f"{CONTAINER}_status_running{{{OF_APP}}} 0",
        f'{CONTAINER}_resource_requests{{{OF_APP},node="node-1",resource="cpu",unit="core"}} 0.1',
        f'{CONTAINER}_resource_requests{{{OF_APP},node="node-1",'
        'resource="memory",unit="byte"} 67108864',
        f'kube_pod_owner{{{OF_POD},owner_kind="ReplicaSet",owner_name="web",'
        'owner_is_controller="true"} 1',
        f'kube_pod_status_phase{{{OF_POD},phase="Running"}} 1',
        f'kube_pod_status_phase{{{OF_POD},phase="Pending"}} 0',
        f'kube_pod_status_ready{{{OF_POD},condition="false"}} 1',
        f"kube_pod_created{{{OF_POD}}} 1767225600",
    ],
)
def test_a_pod_is_told_of(line: str) -> None:
    assert line in lines(pods=POD)


def test_what_a_pod_is_not_in_has_no_series() -> None:
    assert [
        line for line in lines(pods=POD) if "terminated_reason" in line and "last" not in line
    ] == []
    assert [line for line in lines(pods=POD) if "ready_time" in line] == []


def test_restarts_are_a_counter() -> None:
    assert "# TYPE kube_pod_container_status_restarts_total counter" in exposition({})


def test_every_metric_is_named_even_if_nothing_is_told() -> None:
    named = {line.split(" ")[2] for line in exposition({}).splitlines()}

    assert named == {name for _, table in TABLES.values() for name in table}


def test_conditions_are_three_series_with_the_reason_where_it_is_told() -> None:
    deployment = {
        "metadata": {"name": "web", "namespace": "shop"},
        "status": {"conditions": [{"type": "Available", "status": "True", "reason": "Enough"}]},
    }
    of = 'namespace="shop",deployment="web",reason="Enough",condition="Available"'

    assert [line for line in lines(deployments=deployment) if "condition" in line] == [
        f'kube_deployment_status_condition{{{of},status="true"}} 1',
        f'kube_deployment_status_condition{{{of},status="false"}} 0',
        f'kube_deployment_status_condition{{{of},status="unknown"}} 0',
    ]


def test_a_failed_job_says_why() -> None:
    job = {
        "metadata": {"name": "move", "namespace": "shop"},
        "status": {
            "failed": 2,
            "conditions": [{"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded"}],
        },
    }

    assert (
        'kube_job_status_failed{namespace="shop",job_name="move",reason="BackoffLimitExceeded"} 2'
        in lines(jobs=job)
    )


def test_an_unsealed_text_is_escaped() -> None:
    cron_job = {"metadata": {"name": 'a"b', "namespace": "shop"}, "spec": {"schedule": "@daily"}}

    assert [line for line in lines(cronjobs=cron_job) if 'cronjob="a\\"b"' in line]


@pytest.mark.parametrize(
    ("text", "number"),
    [("100m", 0.1), ("64Mi", 67_108_864), ("1Gi", 1_073_741_824), ("2k", 2000), ("3", 3)],
)
def test_quantities_are_numbers(text: str, number: float) -> None:
    assert quantity(text) == pytest.approx(number)
