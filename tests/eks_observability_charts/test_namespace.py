"""The namespace chart."""

from typing import Any

import cdk8s
import pytest

from eks_observability_charts.namespace import NamespaceChart, PodSecurity

STANDARDS: tuple[PodSecurity, ...] = ("privileged", "baseline", "restricted")


def namespace(**arguments: Any) -> dict[str, Any]:
    [body] = NamespaceChart(cdk8s.App(), "namespace", name="prometheus", **arguments).to_json()
    return dict(body)


def labels(**arguments: Any) -> dict[str, str]:
    return dict(namespace(**arguments)["metadata"]["labels"])


def test_the_chart_is_one_namespace() -> None:
    assert namespace()["kind"] == "Namespace"


def test_the_namespace_has_exactly_its_name() -> None:
    assert namespace()["metadata"]["name"] == "prometheus"


def test_pods_are_restricted_by_default() -> None:
    assert labels()["pod-security.kubernetes.io/enforce"] == "restricted"


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("mode", ["audit", "enforce", "warn"])
def test_the_standard_holds_in_every_mode(standard: PodSecurity, mode: str) -> None:
    assert labels(pod_security=standard)[f"pod-security.kubernetes.io/{mode}"] == standard


def test_the_namespace_says_who_manages_it() -> None:
    assert labels()["app.kubernetes.io/managed-by"] == "eks-observability"


def test_more_labels_are_added() -> None:
    assert labels(labels={"team": "platform"})["team"] == "platform"


def test_more_labels_do_not_weaken_the_standard() -> None:
    weaker = {"pod-security.kubernetes.io/enforce": "privileged"}
    assert labels(labels=weaker)["pod-security.kubernetes.io/enforce"] == "restricted"


def test_a_namespace_that_others_use_too_refuses_nobody() -> None:
    found = labels(modes=("audit", "warn"))

    assert "pod-security.kubernetes.io/enforce" not in found
    assert found["pod-security.kubernetes.io/warn"] == "restricted"
