"""What the operator puts into pods, by the chart's word."""

from collections.abc import Mapping
from typing import Any

import cdk8s
import pytest

from eks_observability_charts.collector.instrumentation_chart import (
    Always,
    InstrumentationChart,
    Language,
    XRayRules,
    annotation_of,
)

LANGUAGES: tuple[Language, ...] = ("java", "python", "nodejs", "dotnet", "go")
WITH_X_RAY = ("java", "python", "nodejs", "dotnet")
IMAGES: Mapping[Language, str] = {language: f"{language}:1" for language in LANGUAGES}


def made(**arguments: Any) -> dict[str, Any]:
    chart = InstrumentationChart(cdk8s.Testing.app(), "it", **{"images": IMAGES, **arguments})
    (only,) = cdk8s.Testing.synth(chart)
    return dict(only)


def spec(**arguments: Any) -> dict[str, Any]:
    return dict(made(**arguments)["spec"])


def variables(part: Mapping[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in part.get("env", [])}


def test_pods_name_it_by_its_namespace_and_name() -> None:
    metadata = made()["metadata"]

    assert (metadata["namespace"], metadata["name"]) == ("prometheus", "observability")


def test_agents_send_to_the_collector_on_their_node() -> None:
    assert spec()["exporter"] == {"endpoint": "http://observability-collector.prometheus:4318"}


def test_agents_speak_what_that_port_understands() -> None:
    assert variables(spec())["OTEL_EXPORTER_OTLP_PROTOCOL"] == "http/protobuf"


def test_traces_go_on_across_services_of_aws_as_well() -> None:
    assert spec()["propagators"] == ["tracecontext", "baggage", "xray"]


def test_every_trace_is_begun_by_default() -> None:
    assert spec()["sampler"] == {"type": "parentbased_always_on"}


@pytest.mark.parametrize("language", WITH_X_RAY)
def test_x_ray_may_be_asked_how_many_to_begin(language: str) -> None:
    asked = variables(spec(sampler=XRayRules(otherwise=0.05))[language])

    assert (asked["OTEL_TRACES_SAMPLER"], asked["OTEL_TRACES_SAMPLER_ARG"]) == (
        "xray",
        "endpoint=http://observability-collector.prometheus:2000",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_asks_x_ray_where_every_trace_is_begun(language: str) -> None:
    assert "OTEL_TRACES_SAMPLER" not in variables(spec(sampler=Always())[language])


def test_go_which_cannot_ask_begins_the_same_share() -> None:
    found = spec(sampler=XRayRules(otherwise=0.05))

    assert found["sampler"] == {"type": "parentbased_traceidratio", "argument": "0.05"}
    assert "OTEL_TRACES_SAMPLER" not in variables(found["go"])


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_no_share_is_below_none_or_above_all(share: float) -> None:
    with pytest.raises(ValueError, match=f"'otherwise' is {share:g}, not between 0 and 1"):
        XRayRules(otherwise=share)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_image(language: str) -> None:
    assert spec()[language]["image"] == f"{language}:1"


def test_a_language_without_an_image_is_not_there() -> None:
    found = spec(images={"java": "java:1"})

    assert [language for language in LANGUAGES if language in found] == ["java"]


def test_pythons_agent_is_adots() -> None:
    assert variables(spec()["python"])["OTEL_PYTHON_DISTRO"] == "aws_distro"


def test_dotnets_agent_is_adots() -> None:
    plugin = variables(spec()["dotnet"])["OTEL_DOTNET_AUTO_PLUGINS"]

    assert plugin.startswith("AWS.Distro.OpenTelemetry.AutoInstrumentation.Plugin")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agent_cannot_take_its_pods_memory(language: str) -> None:
    part = spec()[language]
    resources = part["resources" if language == "java" else "resourceRequirements"]

    assert resources["limits"]["memory"].endswith("Mi")


def test_metrics_are_sent_by_default() -> None:
    assert variables(spec())["OTEL_METRICS_EXPORTER"] == "otlp"


def test_metrics_may_be_left_out() -> None:
    assert variables(spec(metrics=False))["OTEL_METRICS_EXPORTER"] == "none"


def test_logs_are_left_to_whoever_reads_container_logs() -> None:
    assert variables(spec())["OTEL_LOGS_EXPORTER"] == "none"


def test_logs_may_be_sent() -> None:
    assert variables(spec(logs=True))["OTEL_LOGS_EXPORTER"] == "otlp"


def test_a_pod_asks_by_its_language() -> None:
    assert annotation_of("nodejs") == "instrumentation.opentelemetry.io/inject-nodejs"
