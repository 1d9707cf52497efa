"""Which containers' files are read."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from eks_observability_charts.fluent_bit.logs import ContainerLogs

ID = "0123456789abcdef" * 4


def reads(namespace: str, container: str, *, pod: str = "shop-7d4-x1", **chosen: Any) -> bool:
    """Whether a container's file is read, by the rules of glob(3) and fnmatch(3)."""
    logs = ContainerLogs(**chosen)
    path = f"/var/log/containers/{pod}_{namespace}_{container}-{ID}.log"
    return any(fnmatchcase(path, each) for each in logs.paths()) and not any(
        fnmatchcase(path, each) for each in logs.excluded_paths("amazon-cloudwatch")
    )


def test_every_container_is_read_by_default() -> None:
    assert reads("shop", "web")


def test_everything_is_collected_by_default() -> None:
    logs = ContainerLogs()
    assert (logs.application, logs.dataplane, logs.host) == (True, True, True)


@pytest.mark.parametrize(
    ("namespace", "read"), [("shop", True), ("pay", True), ("shop-test", False), ("test", False)]
)
def test_only_included_namespaces_are_read(namespace: str, read: bool) -> None:
    assert reads(namespace, "web", include_namespaces=("shop", "pay")) is read


@pytest.mark.parametrize(("namespace", "read"), [("shop", False), ("my-shop", True), ("a", True)])
def test_excluded_namespaces_are_not_read(namespace: str, read: bool) -> None:
    assert reads(namespace, "web", exclude_namespaces=("shop",)) is read


@pytest.mark.parametrize(
    ("container", "read"), [("web", True), ("web-proxy", False), ("my-web", False), ("db", False)]
)
def test_only_included_containers_are_read(container: str, read: bool) -> None:
    assert reads("shop", container, include_containers=("web",)) is read


@pytest.mark.parametrize(
    ("container", "read"), [("web", False), ("web-proxy", True), ("my-web", True)]
)
def test_excluded_containers_are_not_read(container: str, read: bool) -> None:
    assert reads("shop", container, exclude_containers=("web",)) is read


@pytest.mark.parametrize(
    ("namespace", "container", "read"),
    [("shop", "web", True), ("shop", "db", False), ("pay", "web", False)],
)
def test_a_container_is_included_in_its_namespace_alone(
    namespace: str, container: str, read: bool
) -> None:
    found = reads(namespace, container, include_namespaces=("shop",), include_containers=("web",))
    assert found is read


def test_an_excluded_container_of_an_included_namespace_is_not_read() -> None:
    assert not reads("shop", "web", include_namespaces=("shop",), exclude_containers=("web",))


def test_a_pod_that_is_named_like_a_namespace_is_read() -> None:
    assert reads("shop", "web", pod="pay", exclude_namespaces=("pay",))


@pytest.mark.parametrize(
    ("namespace", "container"),
    [
        ("amazon-cloudwatch", "fluent-bit"),
        ("amazon-cloudwatch", "cloudwatch-agent"),
        ("prometheus", "otc-container"),
    ],
)
def test_our_own_agents_are_not_read(namespace: str, container: str) -> None:
    assert not reads(namespace, container, include_namespaces=(namespace,))


def test_agents_of_others_are_read() -> None:
    assert reads("shop", "fluent-bit")


def test_what_fetches_our_secrets_is_read() -> None:
    assert reads("amazon-cloudwatch", "secrets")


@pytest.mark.parametrize("pod", ["aws-node-x1", "kube-proxy-x1"])
def test_pods_of_the_data_plane_are_no_application(pod: str) -> None:
    assert not reads("kube-system", "main", pod=pod)
    assert reads("shop", "main", pod=pod)


def test_a_namespace_cannot_be_both() -> None:
    with pytest.raises(ValueError, match=r"namespaces cannot be both .* excluded: a, b"):
        ContainerLogs(include_namespaces=("b", "a", "c"), exclude_namespaces=("a", "b"))


def test_a_container_cannot_be_both() -> None:
    with pytest.raises(ValueError, match=r"containers cannot be both .* excluded: web"):
        ContainerLogs(include_containers=("web",), exclude_containers=("web",))


@pytest.mark.parametrize("name", ["", "shop-*", "Shop", "a,b", "a_b", "-a", "a" * 64, "a\n"])
@pytest.mark.parametrize(
    "field",
    ["include_namespaces", "exclude_namespaces", "include_containers", "exclude_containers"],
)
def test_names_are_names_of_kubernetes(field: str, name: str) -> None:
    chosen: dict[str, Any] = {field: (name,)}
    with pytest.raises(ValueError, match=f"'{field}' must be names of Kubernetes"):
        reads("shop", "web", **chosen)
