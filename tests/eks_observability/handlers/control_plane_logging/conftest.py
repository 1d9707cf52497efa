"""EKS in memory."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from eks_observability.handlers.control_plane_logging import handler

NO_CHANGE = "No changes needed for the logging config provided"
ALL = {"api", "audit", "authenticator", "controllerManager", "scheduler"}


@dataclass
class Cluster:
    enabled: set[str]
    status: str = "ACTIVE"
    polls_left: int = 0
    running: dict[str, Any] = field(default_factory=dict)
    target: set[str] = field(default_factory=set)


class FakeEks:
    """Clusters whose updates take `polls` answers of DescribeCluster, and replay under a token."""

    def __init__(self, aws_error: Any, polls: int = 2) -> None:
        self.aws_error, self.polls = aws_error, polls
        self.clusters: dict[str, Cluster] = {"demo": Cluster(set())}
        self.updates: dict[str, dict[str, Any]] = {}
        self.failure: tuple[str, list[dict[str, Any]]] | None = None
        self.behind = False
        """Whether DescribeCluster shows what was before the last update."""

    def describe_cluster(self, name: str) -> dict[str, Any]:
        cluster = self._cluster(name)
        if cluster.status == "UPDATING":
            cluster.polls_left -= 1
            if cluster.polls_left < 0:
                self._finish(cluster)
        on = set() if self.behind else cluster.enabled
        return {"cluster": {"name": name, "status": cluster.status, "logging": shown(on)}}

    def update_cluster_config(
        self, name: str, logging: dict[str, Any], client_request_token: str
    ) -> dict[str, Any]:
        cluster = self._cluster(name)
        if replay := self.updates.get(client_request_token):
            return {"update": replay}
        if cluster.status != "ACTIVE":
            raise self.aws_error(
                code="ResourceInUseException", message="Cluster has an update", status=409
            )
        target = set(cluster.enabled)
        for setup in logging["clusterLogging"]:
            assert set(setup["types"]) <= ALL
            target = (
                (target | set(setup["types"])) if setup["enabled"] else target - {*setup["types"]}
            )
        if target == cluster.enabled:
            raise self.aws_error(code="InvalidParameterException", message=NO_CHANGE)
        update = {"id": f"u{len(self.updates)}", "status": "InProgress", "type": "LoggingUpdate"}
        self.updates[client_request_token] = update
        self.begin(name, target, update)
        return {"update": dict(update)}

    def describe_update(self, name: str, update_id: str) -> dict[str, Any]:
        self._cluster(name)
        return {"update": next(u for u in self.updates.values() if u["id"] == update_id)}

    def begin(self, name: str, target: set[str], update: dict[str, Any] | None = None) -> None:
        """Begin an update; without `update` it is somebody else's."""
        cluster = self.clusters[name]
        cluster.status, cluster.polls_left = "UPDATING", self.polls
        cluster.target, cluster.running = target, {} if update is None else update

    def _finish(self, cluster: Cluster) -> None:
        cluster.status = "ACTIVE"
        if self.failure:
            cluster.running["status"], cluster.running["errors"] = self.failure
        else:
            cluster.running["status"], cluster.enabled = "Successful", cluster.target

    def _cluster(self, name: str) -> Cluster:
        if name not in self.clusters:
            raise self.aws_error(
                code="ResourceNotFoundException", message=f"No cluster found: {name}.", status=404
            )
        return self.clusters[name]


def shown(on: set[str]) -> dict[str, Any]:
    """As EKS shows it: types that are off stand in an entry of their own."""
    setups = [{"types": sorted(on), "enabled": True}, {"types": sorted(ALL - on), "enabled": False}]
    return {"clusterLogging": [setup for setup in setups if setup["types"]]}


@pytest.fixture
def eks(network: Any, aws_error: Any) -> FakeEks:
    network.service = FakeEks(aws_error)
    return network.service  # type: ignore[no-any-return]


@pytest.fixture
def cluster(eks: FakeEks) -> Cluster:
    return eks.clusters["demo"]


@pytest.fixture
def stack(cloudformation: Any, eks: FakeEks) -> Any:
    """CloudFormation, with the one resource that the handler serves."""
    return cloudformation(handler)
