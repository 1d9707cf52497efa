"""All targets of a cluster: as they are where they can be, else their recorded expositions."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from eks_observability_ops.components.kubernetes_api import KubernetesApi
from tests.components.collectors.authority import Authority
from tests.components.collectors.kubernetes import add_api_server, add_pod, may
from tests.components.collectors.serving import Program, forwarding, serving

EXPOSITIONS: Final = Path(__file__).parents[1] / "expositions"

NODE_IP: Final = "192.0.2.11"
API_SERVER: Final = "192.0.2.10"
CONTROL_PLANE: Final = "192.0.2.20"
CONTROL_PLANE_PORT: Final = 8443
COREDNS: Final = "192.0.2.53"
KUBE_STATE_METRICS: Final = "192.0.2.80"

_COMPONENTS: Final = {"ksh": "kube-scheduler", "kcm": "kube-controller-manager"}
_COMPONENT_PATH: Final = "/apis/metrics.eks.amazonaws.com/v1/{}/container/metrics"


def exposition(name: str) -> str:
    """What a target exposes, as it was recorded."""
    return (EXPOSITIONS / f"{name}.txt").read_text(encoding="utf-8")


def kubelet_admits(api: KubernetesApi) -> Callable[[str, str], bool]:
    """Whom a kubelet tells its metrics (Kubernetes documentation, "Kubelet authorization")."""
    attributes = {"verb": "get", "resource": "nodes", "subresource": "metrics"}
    return lambda token, _path: may(api, token, attributes)


def eks_admits(api: KubernetesApi) -> Callable[[str, str], bool]:
    """Whom EKS hands out the control plane's metrics to."""

    def admits(token: str, path: str) -> bool:
        component = path.split("/")[4]
        attributes = {
            "verb": "get",
            "group": "metrics.eks.amazonaws.com",
            "version": "v1",
            "resource": component,
            "subresource": "metrics",
            "name": "container",
        }
        return may(api, token, attributes)

    return admits


def kubelet(api: KubernetesApi, authority: Authority, host: str = NODE_IP) -> Program:
    """A kubelet that checks who asks, as EKS sets it up."""
    return Program(
        host=host,
        port=10250,
        pages={
            "/metrics": exposition("kubelet"),
            "/metrics/cadvisor": exposition("kubelet-cadvisor"),
        },
        tls=authority.server(host),
        admits=kubelet_admits(api),
    )


@contextmanager
def node_targets(api: KubernetesApi, authority: Authority) -> Iterator[None]:
    """What the collector on a node scrapes there, but for the node exporter."""
    cni = Program(host=NODE_IP, port=61678, pages={"/metrics": exposition("vpc-cni")})
    with serving(kubelet(api, authority)), serving(cni):
        yield


@contextmanager
def cluster_targets(api: KubernetesApi, authority: Authority) -> Iterator[None]:
    """What the collector of the cluster scrapes."""
    control_plane = Program(
        host=CONTROL_PLANE,
        port=CONTROL_PLANE_PORT,
        pages={_COMPONENT_PATH.format(it): exposition(name) for it, name in _COMPONENTS.items()},
        tls=authority.server("kubernetes.default.svc"),
        admits=eks_admits(api),
    )
    coredns = Program(host=COREDNS, port=9153, pages={"/metrics": exposition("coredns")})
    state = Program(
        host=KUBE_STATE_METRICS, port=8080, pages={"/metrics": exposition("kube-state-metrics")}
    )
    with ExitStack() as stack:
        for program in (control_plane, coredns, state):
            stack.enter_context(serving(program))
        port = int(api.url.rpartition(":")[2])
        stack.enter_context(forwarding(API_SERVER, port, to=port))
        add_api_server(api, ip=API_SERVER, port=port)
        add_pod(
            api,
            "coredns-1",
            namespace="kube-system",
            ip=COREDNS,
            ports={"dns": 53, "metrics": 9153},
            labels={"k8s-app": "kube-dns"},
        )
        add_pod(
            api,
            "kube-state-metrics-1",
            namespace="kube-system",
            ip=KUBE_STATE_METRICS,
            ports={"http": 8080, "telemetry": 8081},
            labels={"app.kubernetes.io/name": "kube-state-metrics"},
        )
        yield
