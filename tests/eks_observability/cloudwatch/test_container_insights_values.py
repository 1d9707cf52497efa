"""The configuration values of the Container Insights add-on."""

from typing import Any

import jsonschema
import pytest

from eks_observability.cloudwatch.container_insights_values import (
    ContainerInsightsValues,
    Logs,
    Metrics,
    check_version,
)
from eks_observability.kubernetes.add_on import AddOnError
from eks_observability_charts.placement import Toleration


def section(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


ENABLED = {"type": "boolean"}
SWITCH = section(enabled=ENABLED)
# Of the keys in values.yaml of aws-observability/helm-charts 6.4.0 those that are written here,
# with the types that templates/_helpers.tpl insists on.
DOCUMENTED = section(
    applicationSignals=SWITCH,
    containerInsights=SWITCH,
    containerLogs=SWITCH,
    manager=section(
        applicationSignals=section(
            autoMonitor=section(
                monitorAllServices={"type": "boolean"}, restartPods={"type": "boolean"}
            )
        )
    ),
    otelContainerInsights=section(
        enabled=ENABLED,
        logs=SWITCH,
        metricResolution={"type": "string", "pattern": "^[0-9]+s$"},
    ),
    tolerations={
        "type": "array",
        "items": section(
            key={"type": "string"},
            operator={"enum": ["Exists", "Equal"]},
            value={"type": "string"},
            effect={"enum": ["NoSchedule", "PreferNoSchedule", "NoExecute"]},
        ),
    },
)
POSSIBLE: list[tuple[Metrics, Logs]] = [
    ("otel", "fluent_bit"),
    ("otel", "otel"),
    ("otel", "off"),
    ("classic", "fluent_bit"),
    ("classic", "off"),
]


def values(**arguments: Any) -> dict[str, Any]:
    return ContainerInsightsValues(**arguments).to_json()


@pytest.mark.parametrize(("metrics", "logs"), POSSIBLE)
@pytest.mark.parametrize("application_signals", [True, False])
def test_every_key_is_documented(
    metrics: Metrics, logs: Logs, *, application_signals: bool
) -> None:
    taint = Toleration(key="gpu", effect="NoSchedule")
    made = values(
        metrics=metrics,
        logs=logs,
        application_signals=application_signals,
        tolerations=(taint,),
    )
    jsonschema.validate(made, DOCUMENTED)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("otelContainerInsight",), {"enabled": True}),
        (("otelContainerInsights", "metricsResolution"), "30s"),
        (("manager", "applicationSignals", "autoMonitor", "restart"), False),
        (("containerInsights", "enabled"), "true"),
        (("otelContainerInsights", "metricResolution"), "1m"),
    ],
)
def test_the_table_of_documented_keys_refuses_others(path: tuple[str, ...], value: object) -> None:
    made = values()
    at: Any = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, DOCUMENTED)


def test_an_unknown_value_cannot_be_asked_for() -> None:
    with pytest.raises(TypeError, match="metricResolution"):
        values(metricResolution="30s")


def test_otel_metrics_and_fluent_bit_are_the_default() -> None:
    made = values()
    assert made["otelContainerInsights"] == {
        "enabled": True,
        "logs": {"enabled": False},
        "metricResolution": "30s",
    }
    assert made["containerLogs"] == {"enabled": True}


@pytest.mark.parametrize(("metrics", "logs"), POSSIBLE)
def test_metrics_are_of_one_kind(metrics: Metrics, logs: Logs) -> None:
    made = values(metrics=metrics, logs=logs)
    assert made["otelContainerInsights"]["enabled"] is (metrics == "otel")
    assert made["containerInsights"]["enabled"] is (metrics == "classic")


@pytest.mark.parametrize(("metrics", "logs"), POSSIBLE)
def test_logs_are_sent_once_at_most(metrics: Metrics, logs: Logs) -> None:
    made = values(metrics=metrics, logs=logs)
    assert made["containerLogs"]["enabled"] is (logs == "fluent_bit")
    assert made["otelContainerInsights"]["logs"]["enabled"] is (logs == "otel")


def test_otel_logs_without_otel_metrics_are_refused() -> None:
    with pytest.raises(AddOnError, match="come with metrics 'otel' only"):
        ContainerInsightsValues(metrics="classic", logs="otel")


def test_application_signals_are_switched_off_by_default() -> None:
    assert values()["applicationSignals"] == {"enabled": False}


def test_no_workload_is_annotated_by_default() -> None:
    auto_monitor = values()["manager"]["applicationSignals"]["autoMonitor"]
    assert auto_monitor == {"monitorAllServices": False, "restartPods": False}


def test_application_signals_restart_no_workload() -> None:
    made = values(application_signals=True)
    assert made["applicationSignals"] == {"enabled": True}
    assert made["manager"]["applicationSignals"]["autoMonitor"] == {"restartPods": False}


def test_the_resolution_is_in_seconds() -> None:
    made = values(metric_resolution_seconds=60)
    assert made["otelContainerInsights"]["metricResolution"] == "60s"


@pytest.mark.parametrize("seconds", [0, -30])
def test_a_resolution_below_a_second_is_refused(seconds: int) -> None:
    with pytest.raises(AddOnError, match=f"1 second or more, not {seconds}"):
        ContainerInsightsValues(metric_resolution_seconds=seconds)


def test_tolerations_are_left_to_the_chart_by_default() -> None:
    assert "tolerations" not in values()


def test_other_tolerations_are_passed_on() -> None:
    made = values(tolerations=(Toleration(key="gpu", effect="NoSchedule"),))
    assert made["tolerations"] == [{"key": "gpu", "operator": "Exists", "effect": "NoSchedule"}]


@pytest.mark.parametrize(
    "version", [None, "", "v6.2.0-eksbuild.1", "v6.10.0-eksbuild.1", "v10.0.0-eksbuild.1"]
)
def test_versions_from_6_2_on_are_taken(version: str | None) -> None:
    check_version(version)


@pytest.mark.parametrize("version", ["v6.1.0-eksbuild.3", "v5.4.0-eksbuild.1", "v1.9.0-eksbuild.1"])
def test_older_versions_are_refused(version: str) -> None:
    with pytest.raises(AddOnError, match=r"is too old .* take v6\.2\.0 or newer"):
        check_version(version)
