"""Traces: which applications may send them, where they go, and how many are kept."""

from typing import Annotated, Literal

from pydantic import Field

from eks_observability.settings.section import Section, Text
from eks_observability.settings.workloads import ContainerResources, Name

Ratio = Annotated[float, Field(ge=0, le=1)]
"""A share, from 0 for none to 1 for all."""

Attribute = Annotated[
    str,
    Text(
        r"^[A-Za-z_][A-Za-z0-9_.-]{0,249}$",
        "the name of an attribute, such as http.route, or otel.resource. and the name of one of a "
        "resource's, such as otel.resource.k8s.pod.name",
    ),
]

Language = Literal["java", "python", "nodejs", "dotnet", "go"]
"""A language whose programs the operator instruments."""


class Sampling(Section):
    """Which traces the collectors keep, of those that applications send."""

    at: Literal["off", "head", "tail"] = "off"
    """`off`: all. `head`: a share, decided by the trace's id as each span comes. `tail`: all that
    have an error or are slow, and a share of the others, decided once a trace is complete, by
    collectors of their own that hold it until then."""

    ratio: Ratio = 1.0
    """The share that is kept, from 0 to 1; with `at: tail` of traces without error that are not
    slow."""

    slow_milliseconds: Annotated[int, Field(ge=1, le=3_600_000)] = 1000
    """From where on a trace is slow, in milliseconds, with `at: tail`."""


class SamplingRule(Section):
    """What X-Ray answers programs of the cluster that ask it how many traces to begin.

    Those that do not ask, and such are all without an X-Ray sampler, begin every trace.
    """

    enabled: bool = False
    """Whether to make it, and to have collectors pass on what programs ask X-Ray, at port 2000. It
    is for every program in EKS of the account and Region: it wins over X-Ray's rule `Default`,
    which somebody may have changed."""

    fixed_rate: Ratio = 0.05
    """The share of requests that are traced beyond the reservoir, from 0 to 1."""

    reservoir_per_second: Annotated[int, Field(ge=0, le=100_000)] = 1
    """Requests a second that are traced in any case."""

    priority: Annotated[int, Field(ge=1, le=9999)] = 9000
    """Which rule is asked first where several fit: that of the lowest number."""


class XRayGroup(Section):
    """The X-Ray group of the cluster: a filter by which its traces are found."""

    enabled: bool = True
    """Whether to make it."""

    insights: bool = True
    """Whether X-Ray looks for anomalies in it. Costs: by traces that it looks at."""

    notifications: bool = False
    """Whether X-Ray sends what it found to Amazon EventBridge."""


class Instrumentation(Section):
    """Instrumentation of programs without a change to their code."""

    namespaces: dict[Name, Annotated[tuple[Language, ...], Field(min_length=1)]] = Field(default={})
    """Namespaces that are there, whose pods are instrumented when they start, and for which
    languages: with several, each pod has to say which of its containers is in which. What runs
    already stays as it is until it is started again. Default: none."""


class Tracing(Section):
    """Traces of any application that speaks OTLP, in AWS X-Ray, with its metrics and its logs.

    Costs: traces recorded, and asked for (X-Ray), beyond the free ones of each month.
    """

    enabled: bool = True
    """Whether collectors take OTLP, at observability-collector.prometheus, ports 4317 (gRPC) and
    4318 (HTTP). Off by itself on Fargate, which has no nodes to run them on."""

    destination: Literal["x_ray", "otlp"] = "x_ray"
    """`x_ray`: X-Ray's own API. `otlp`: X-Ray's OTLP endpoint, which keeps every span in CloudWatch
    Logs, and needs `hub.transaction_search`."""

    metrics: bool = True
    """Whether to take applications' metrics too, which go to the hub's workspace. With `metrics`
    only."""

    logs: bool = True
    """Whether to take applications' logs too, which go to the log group
    `/aws/containerinsights/<cluster>/otlp`. With `log_retention` only, which makes it."""

    namespaces: tuple[Name, ...] = ()
    """Namespaces whose pods may send. Default: all of the cluster, and nobody from outside."""

    indexed_attributes: Annotated[tuple[Attribute, ...], Field(max_length=40)] = ()
    """Attributes of spans by which X-Ray can search, besides those of cluster, namespace and
    workload. With `destination: x_ray` only. Default: none."""

    sampling: Sampling = Sampling()
    """Which traces the collectors keep."""

    sampling_rule: SamplingRule = SamplingRule()
    """How many traces programs begin that ask X-Ray."""

    group: XRayGroup = XRayGroup()
    """The X-Ray group of the cluster."""

    instrumentation: Instrumentation = Instrumentation()
    """Instrumentation of programs without a change to their code."""

    resources: ContainerResources | None = None
    """What each of the collectors asks that decide with `sampling.at: tail`. Default: as in
    docs/footprint.md."""
