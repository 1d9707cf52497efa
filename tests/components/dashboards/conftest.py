"""A cluster that is observed, and what a Prometheus answers of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from eks_observability.settings.alerts import Alerts
from eks_observability.settings.metrics import Metrics
from eks_observability.signals.kept_series import kept_for
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors.authority import Authority
from tests.components.collectors.cluster import Place
from tests.components.collectors.network import add_addresses
from tests.components.dashboards.observed import Observed, observed

_NAMESPACE = "dashboards"


@pytest.fixture(scope="session")
def place(
    isolated: bool,
    unavailable: Callable[[str], NoReturn],
    supervisor: Supervisor,
    kubernetes_api: KubernetesApi,
) -> Place:
    """A namespace for the collectors, and addresses for what they scrape."""
    if not isolated or not add_addresses():
        unavailable("Addresses of pods need a network of the run's own.")
    folder = supervisor.new_folder("dashboards")
    kubernetes_api.must("create", "namespace", _NAMESPACE)
    return Place(
        api=kubernetes_api,
        namespace=_NAMESPACE,
        folder=folder,
        authority=Authority(folder, "dashboards-authority"),
        write_url="",
    )


@pytest.fixture(scope="session")
def cluster(
    supervisor: Supervisor, collector: Collector, program: Callable[[str], Path], place: Place
) -> Iterator[Observed]:
    """The cluster, observed with what is kept for rules and dashboards."""
    kept = kept_for(Metrics(enabled=True), Alerts(), dashboards=True)
    with observed(supervisor, collector, program("prometheus"), place, kept) as here:
        yield here
