"""Which pods reach a collector."""

from typing import Any

import pytest

from eks_observability_charts.collector.network_policy import pods_in, pods_of


def test_pods_of_all_namespaces_are_those_of_the_cluster_and_nobody_elses() -> None:
    # Without `ipBlock`, an address outside the cluster is no sender.
    assert pods_in([]) == [{"namespaceSelector": {}}]


def test_namespaces_are_named_by_a_label_that_nobody_can_take() -> None:
    (sender,) = pods_in(["web", "shop"])
    expected: dict[str, Any] = {
        "key": "kubernetes.io/metadata.name",
        "operator": "In",
        "values": ["shop", "web"],
    }
    assert sender == {"namespaceSelector": {"matchExpressions": [expected]}}


def test_pods_are_selected_as_the_operators_services_select_them() -> None:
    assert pods_of("observability", namespace="prometheus") == {
        "matchLabels": {
            "app.kubernetes.io/component": "opentelemetry-collector",
            "app.kubernetes.io/instance": "prometheus.observability",
        }
    }


def test_names_that_are_no_label_together_are_refused() -> None:
    with pytest.raises(ValueError, match="63 letters"):
        pods_of("observability", namespace="n" * 50)
