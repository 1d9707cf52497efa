"""The collector refuses what ADOT's collector refuses, and says why."""

import pytest

from eks_observability_ops.components.adot import ADOT_COMPONENTS, NOT_BUILT, OLD_NAMES
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.running import ProgramError

GOOD = """
receivers:
  otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}}}
processors:
  batch: {}
exporters:
  debug: {}
service:
  pipelines:
    traces: {receivers: [otlp], processors: [batch], exporters: [debug]}
"""
SIGNED = """
receivers:
  otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}}}
exporters:
  prometheusremotewrite:
    endpoint: http://127.0.0.1:9/api/v1/remote_write
    auth: {authenticator: sigv4auth}
service:
  pipelines:
    metrics: {receivers: [otlp], exporters: [prometheusremotewrite]}
"""


def test_a_configuration_is_accepted(collector: Collector) -> None:
    answer = collector.validate(GOOD)
    assert answer.code == 0, answer.text


def test_an_unknown_key_of_a_receiver_is_refused(collector: Collector) -> None:
    answer = collector.validate(GOOD.replace("endpoint", "endpont"))
    assert answer.code == 1
    assert "'receivers' error reading configuration for \"otlp\"" in answer.text
    assert "'configgrpc.ServerConfig' has invalid keys: endpont" in answer.text


def test_an_unknown_component_is_refused(collector: Collector) -> None:
    answer = collector.validate(GOOD.replace("batch", "transform"))
    assert answer.code == 1
    assert '\'processors\' unknown type: "transform" for id: "transform"' in answer.text


def test_a_component_that_is_not_declared_is_refused(collector: Collector) -> None:
    answer = collector.validate(GOOD.replace("processors: [batch]", "processors: [filter]"))
    assert answer.code == 1
    assert 'references processor "filter" which is not configured' in answer.text


def test_a_missing_authenticator_is_found_only_on_start(collector: Collector) -> None:
    assert collector.validate(SIGNED).code == 0
    with pytest.raises(ProgramError, match='failed to resolve authenticator "sigv4auth"'):
        collector.start(SIGNED)


def test_a_collector_that_was_refused_runs_no_more(collector: Collector) -> None:
    with pytest.raises(ProgramError, match="collector ended with code 1"):
        collector.start("receivers: {}")
    assert collector.supervisor.processes[-1].code() == 1


def test_environment_variables_reach_the_configuration(collector: Collector) -> None:
    configuration = GOOD.replace("debug: {}", "debug: {verbosity: '${env:VERBOSITY}'}")
    assert collector.validate(configuration, environment={"VERBOSITY": "detailed"}).code == 0
    assert "loud" in collector.validate(configuration, environment={"VERBOSITY": "loud"}).text


def test_a_running_collector_shows_its_own_metrics_and_log(collector: Collector) -> None:
    with collector.running(GOOD) as running:
        assert running.total("otelcol_process_uptime.*") > 0
        assert "Everything is ready" in running.log()
    assert running.process.code() == 0


def test_the_components_are_adots_as_far_as_they_can_be_built(collector: Collector) -> None:
    left_out = {kind: {name for of, name in NOT_BUILT if of == kind} for kind in ADOT_COMPONENTS}
    expected = {kind: names - left_out[kind] for kind, names in ADOT_COMPONENTS.items()}
    assert {
        kind: {OLD_NAMES.get(name, name) for name in names}
        for kind, names in collector.components().items()
    } == expected


@pytest.mark.parametrize(("new", "old"), OLD_NAMES.items())
def test_a_renamed_component_still_takes_the_name_that_adot_knows(
    collector: Collector, new: str, old: str
) -> None:
    kind = next(kind for kind, names in collector.components().items() if new in names)
    answer = collector.validate(with_component(kind, old))
    assert "unknown type" not in answer.text
    assert f'unknown type: "{old}x"' in collector.validate(with_component(kind, f"{old}x")).text


def with_component(kind: str, name: str) -> str:
    """Returns a configuration that has one more component, without any of its settings."""
    return GOOD.replace(f"{kind}:\n", f"{kind}:\n  {name}: {{}}\n")


def test_only_components_of_adot_are_left_out_and_each_for_a_reason() -> None:
    assert all(name in ADOT_COMPONENTS[kind] for kind, name in NOT_BUILT)
    assert all(NOT_BUILT.values())


def test_the_aws_exporters_that_cannot_be_built_are_named() -> None:
    for name in ("awscloudwatchlogs", "awsemf", "awsxray"):
        assert "Go module" in NOT_BUILT["exporters", name]
