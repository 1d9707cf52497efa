"""How the OpenTelemetry operator instruments programs without a change to their code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import cdk8s
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.collector.custom_resource import container_resources
from eks_observability_charts.collector.names import NAMESPACE, NODE_COLLECTOR
from eks_observability_charts.collector.ports import OTLP_HTTP_PORT, SAMPLING_RULES_PORT
from eks_observability_charts.resources import Resources

Language = Literal["java", "python", "nodejs", "dotnet", "go"]
"""A language whose programs the operator instruments."""

INSTRUMENTATION: Final = "observability"
"""Name of the object."""

# Over HTTP for all: the agent for Python has no gRPC (aws-otel-python-instrumentation, Dockerfile),
# the operator gives .NET and Go HTTP as well (opentelemetry-operator, README), and a collector that
# is reached one way fails one way.
_PROTOCOL: Final = "http/protobuf"

# What ADOT's distributions ask for before they do more than upstream's do, such as X-Ray's sampler
# (amazon-cloudwatch-agent-operator, pkg/instrumentation/defaultinstrumentation.go).
_DISTRIBUTIONS: Final[Mapping[Language, Mapping[str, str]]] = {
    "python": {
        "OTEL_PYTHON_DISTRO": "aws_distro",
        "OTEL_PYTHON_CONFIGURATOR": "aws_configurator",
    },
    "dotnet": {
        "OTEL_DOTNET_DISTRO": "aws_distro",
        "OTEL_DOTNET_CONFIGURATOR": "aws_configurator",
        "OTEL_DOTNET_AUTO_PLUGINS": (
            "AWS.Distro.OpenTelemetry.AutoInstrumentation.Plugin, "
            "AWS.Distro.OpenTelemetry.AutoInstrumentation"
        ),
    },
}

_WITHOUT_X_RAY: Final[frozenset[Language]] = frozenset({"go"})
"""Languages whose agent has no sampler of X-Ray's."""

RESOURCES: Final[Mapping[Language, Resources]] = {
    "java": Resources(
        cpu_request_millicores=50, memory_request_mebibytes=64, memory_limit_mebibytes=64
    ),
    "python": Resources(
        cpu_request_millicores=50, memory_request_mebibytes=32, memory_limit_mebibytes=64
    ),
    "nodejs": Resources(
        cpu_request_millicores=50, memory_request_mebibytes=128, memory_limit_mebibytes=128
    ),
    "dotnet": Resources(
        cpu_request_millicores=50, memory_request_mebibytes=128, memory_limit_mebibytes=128
    ),
    "go": Resources(
        cpu_request_millicores=50, memory_request_mebibytes=64, memory_limit_mebibytes=256
    ),
}
"""What the container with an agent is given: one that copies a few files before the program starts,
as AWS has it (aws-cdk, @aws-cdk/aws-applicationsignals-alpha), and for Go one that runs beside it.
"""


@dataclass(frozen=True)
class Always:
    """Every trace is begun."""


@dataclass(frozen=True, kw_only=True)
class XRayRules:
    """X-Ray is asked how many traces to begin, by way of the collector on the node."""

    otherwise: float
    """The share of traces that are begun where the agent cannot ask, from 0 to 1.

    Raises:
        ValueError: It is below 0 or above 1.
    """

    def __post_init__(self) -> None:
        """Refuse what is no share."""
        if not 0 <= self.otherwise <= 1:
            msg = f"'otherwise' is {self.otherwise:g}, not between 0 and 1"
            raise ValueError(msg)


class InstrumentationChart(cdk8s.Chart):
    """The Instrumentation `observability`: what the operator puts into pods that ask for it.

    Alone it changes nothing. A pod asks by an annotation of its own, or of its namespace, and is
    given an agent when it is made: see `annotation_of`.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        images: Images of the agents, by language. Languages without one cannot be asked for.
        sampler: How many traces programs begin. Each is followed to its end by whom it calls, and
            one that came from elsewhere is begun where it came from.
        metrics: Whether agents send metrics.
        logs: Whether agents send what programs log. Container logs have it too, as a rule.
        namespace: Namespace of the object and of the collectors, which has to exist.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        images: Mapping[Language, str],
        sampler: Always | XRayRules = Always(),
        metrics: bool = True,
        logs: bool = False,
        namespace: str = NAMESPACE,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(INSTRUMENTATION),
            disable_resource_name_hashes=True,
        )
        host = f"{NODE_COLLECTOR}-collector.{namespace}"
        everywhere = {
            "OTEL_EXPORTER_OTLP_PROTOCOL": _PROTOCOL,
            "OTEL_TRACES_EXPORTER": "otlp",
            "OTEL_METRICS_EXPORTER": "otlp" if metrics else "none",
            "OTEL_LOGS_EXPORTER": "otlp" if logs else "none",
        }
        made = cdk8s.ApiObject(
            self,
            "instrumentation",
            api_version="opentelemetry.io/v1alpha1",
            kind="Instrumentation",
            metadata=cdk8s.ApiObjectMetadata(name=INSTRUMENTATION),
        )
        spec: dict[str, Any] = {
            "exporter": {"endpoint": f"http://{host}:{OTLP_HTTP_PORT}"},
            "propagators": ["tracecontext", "baggage", "xray"],
            "sampler": _sampler(sampler),
            "env": _variables(everywhere),
            **{
                language: _language(language, image, sampler=sampler, host=host)
                for language, image in images.items()
            },
        }
        made.add_json_patch(cdk8s.JsonPatch.add("/spec", spec))


def annotation_of(language: Language) -> str:
    """The annotation of a pod, or of its namespace, that asks for a language's agent.

    Its value is the namespace and the name of the object: `INSTRUMENTED_BY`.
    """
    return f"instrumentation.opentelemetry.io/inject-{language}"


INSTRUMENTED_BY: Final = f"{NAMESPACE}/{INSTRUMENTATION}"
"""Value of the annotation."""


def _sampler(sampler: Always | XRayRules) -> dict[str, str]:
    if isinstance(sampler, XRayRules):
        return {"type": "parentbased_traceidratio", "argument": f"{sampler.otherwise:g}"}
    return {"type": "parentbased_always_on"}


def _language(
    language: Language, image: str, *, sampler: Always | XRayRules, host: str
) -> dict[str, Any]:
    variables = dict(_DISTRIBUTIONS.get(language, {}))
    if isinstance(sampler, XRayRules) and language not in _WITHOUT_X_RAY:
        variables["OTEL_TRACES_SAMPLER"] = "xray"
        variables["OTEL_TRACES_SAMPLER_ARG"] = f"endpoint=http://{host}:{SAMPLING_RULES_PORT}"
    # The operator's types have one name for it of Java and another of all others.
    resources = "resources" if language == "java" else "resourceRequirements"
    return {
        "image": image,
        **({"env": _variables(variables)} if variables else {}),
        resources: container_resources(RESOURCES[language]),
    }


def _variables(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in values.items()]
