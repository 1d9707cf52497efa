"""What is built, from what, and why: the one table of real programs.

Versions stand here and in the go.mod of each module; a test compares the two.
"""

from dataclasses import dataclass

_KUBERNETES_VERSION = (
    "-X k8s.io/component-base/version.gitVersion=v1.34.4",
    "-X k8s.io/component-base/version.gitMajor=1",
    "-X k8s.io/component-base/version.gitMinor=34",
)
# The other service discoveries bring cloud SDKs, a third of the build, and are not used.
_PROMETHEUS_TAGS = ("remove_all_sd", "enable_kubernetes_sd")


@dataclass(frozen=True, kw_only=True)
class Program:
    """One executable, and the reason that it is here."""

    name: str
    """Name of the executable."""
    version: str
    """Version of `requirement`, as go.mod writes it, without the leading v."""
    module: str
    """Folder under tests/components/modules with the frozen go.mod and go.sum."""
    requirement: str
    """The Go module whose version is `version`."""
    package: str
    """What `go build` is given."""
    why: str
    """What only this program can tell."""
    tags: tuple[str, ...] = ()
    """Build tags. Default: none."""
    linker: tuple[str, ...] = ()
    """Linker flags besides `-s -w`. Default: none."""
    generator: str | None = None
    """Program that writes the source from builder.yaml. Default: none, `package` is the source."""
    placeholder: str | None = None
    """File that upstream's release adds and go:embed must find. Default: none."""
    optional: bool = False
    """Whether only benchmarks use it, so that it is built when named and not by default."""


def _kubernetes(name: str, why: str, *, optional: bool = False) -> Program:
    return Program(
        name=name,
        version="1.34.4",
        module="kubernetes",
        requirement="k8s.io/kubernetes",
        package=f"k8s.io/kubernetes/cmd/{name}",
        why=why,
        linker=_KUBERNETES_VERSION,
        optional=optional,
    )


def _prometheus(name: str, why: str) -> Program:
    return Program(
        name=name,
        version="0.316.0",
        module="prometheus",
        requirement="github.com/prometheus/prometheus",
        package=f"github.com/prometheus/prometheus/cmd/{name}",
        why=why,
        tags=_PROMETHEUS_TAGS,
        linker=("-X github.com/prometheus/common/version.Version=3.16.0",),
    )


# The longest first: two modules are built at a time.
PROGRAMS = (
    Program(
        name="ocb",
        version="0.155.0",
        module="otel_builder",
        requirement="go.opentelemetry.io/collector/cmd/builder",
        package="go.opentelemetry.io/collector/cmd/builder",
        why="writes the collector's main.go from its component list",
    ),
    Program(
        name="collector",
        version="0.155.0",
        module="collector",
        requirement="go.opentelemetry.io/collector/otelcol",
        package=".",
        why="collector configurations; spec.config has no schema in the CRD",
        generator="ocb",
    ),
    _kubernetes("kube-apiserver", "manifests: strict fields, CRD schemas, RBAC, Pod Security"),
    _kubernetes("kubectl", "applies manifests as an operator does"),
    Program(
        name="etcd",
        version="3.6.4",
        module="kubernetes",
        requirement="go.etcd.io/etcd/server/v3",
        package="go.etcd.io/etcd/server/v3",
        why="holds the API server's objects",
    ),
    _prometheus("prometheus", "rules and queries on data that the collector really sent"),
    _prometheus("promtool", "rule files and rule tests"),
    Program(
        name="amtool",
        version="0.34.0",
        module="alertmanager",
        requirement="github.com/prometheus/alertmanager",
        package="github.com/prometheus/alertmanager/cmd/amtool",
        why="alert routing: which receiver an alert reaches",
    ),
    Program(
        name="alertmanager",
        version="0.34.0",
        module="alertmanager",
        requirement="github.com/prometheus/alertmanager",
        package="github.com/prometheus/alertmanager/cmd/alertmanager",
        why="alert delivery: grouping, inhibition, what a receiver is sent",
        placeholder="ui/app/dist/index.html",
    ),
    Program(
        name="node_exporter",
        version="1.12.1",
        module="node_exporter",
        requirement="github.com/prometheus/node_exporter",
        package="github.com/prometheus/node_exporter",
        why="node metrics under their real names",
    ),
    Program(
        name="kwok",
        version="0.8.0",
        module="kwok",
        requirement="sigs.k8s.io/kwok",
        package="sigs.k8s.io/kwok/cmd/kwok",
        why="thousands of nodes and pods without their containers",
        optional=True,
    ),
    _kubernetes("kube-controller-manager", "what controllers make of a manifest", optional=True),
    _kubernetes("kube-scheduler", "whether and where a pod fits", optional=True),
    _kubernetes("kubelet", "a node that runs containers, real cAdvisor metrics", optional=True),
    _kubernetes("kube-proxy", "Services with internalTrafficPolicy Local", optional=True),
)


def named(name: str) -> Program:
    """Returns the program of that name.

    Raises:
        KeyError: No program of the table is called `name`.
    """
    for program in PROGRAMS:
        if program.name == name:
            return program
    raise KeyError(name)
