"""What a simulated cluster answers over HTTP."""

import gzip
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from eks_observability_ops.components import exposition_server as served
from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.local_http import fetch
from eks_observability_ops.components.simulated_cluster import SimulatedCluster


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A port that answers who is asked."""
    number = free_port()
    server = served.serve(number, {"/metrics": lambda node: f"of_node {node}\n"})
    yield number
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("address", "node"), [("127.1.0.1", 0), ("127.1.1.0", 255)])
def test_each_node_answers_at_its_address(port: int, address: str, node: int) -> None:
    assert fetch(f"http://{address}:{port}/metrics") == f"of_node {node}\n"


def test_who_takes_gzip_is_given_it(port: int) -> None:
    url = f"http://127.1.0.1:{port}/metrics"
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert gzip.decompress(answer.read()) == b"of_node 0\n"


def test_other_paths_are_not_there(port: int) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(f"http://127.1.0.1:{port}/configz")


def test_a_kubelet_and_the_control_plane_have_the_paths_that_are_scraped() -> None:
    answers = served.answers_of(SimulatedCluster(nodes=1))

    assert set(answers[served.KUBELET]) == {"/metrics", "/metrics/cadvisor"}
    assert (
        "/apis/metrics.eks.amazonaws.com/v1/ksh/container/metrics" in answers[served.CONTROL_PLANE]
    )
