"""The RBAC resource by which a kubelet is asked."""

import pytest

from eks_observability_charts.kubelet import pods_of_kubelet


@pytest.mark.parametrize("version", ["1.33", "1.36", "1.40"])
def test_a_kubelet_that_knows_finer_rights_is_asked_by_them(version: str) -> None:
    assert pods_of_kubelet(version) == "nodes/pods"


@pytest.mark.parametrize("version", ["1.32", "1.9"])
def test_an_older_kubelet_is_asked_through_its_proxy(version: str) -> None:
    assert pods_of_kubelet(version) == "nodes/proxy"
