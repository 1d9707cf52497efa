"""By which attributes X-Ray finds traces."""

from eks_observability.settings.tracing import Tracing
from eks_observability.tracing.indexed_attributes import DEFAULT, RESOURCE, indexed_attributes
from eks_observability_charts.collector.otlp_pipeline import POD_ATTRIBUTES

ANNOTATIONS = 50
"""What X-Ray takes of a trace."""


def test_a_trace_is_found_by_where_it_comes_from() -> None:
    assert {"otel.resource.k8s.cluster.name", "otel.resource.k8s.namespace.name"} <= set(
        indexed_attributes()
    )


def test_those_of_the_settings_come_besides() -> None:
    assert indexed_attributes(["http.route"]) == (*DEFAULT, "http.route")


def test_none_is_there_twice() -> None:
    assert indexed_attributes(DEFAULT[:2]) == DEFAULT


def test_all_that_the_settings_take_fit_into_a_trace() -> None:
    (most,) = [
        each.max_length
        for each in Tracing.model_fields["indexed_attributes"].metadata
        if hasattr(each, "max_length")
    ]

    assert len(DEFAULT) + most <= ANNOTATIONS


def test_collectors_say_each_of_them() -> None:
    said = {*POD_ATTRIBUTES, "k8s.cluster.name", "k8s.node.name"}

    assert {each.removeprefix(RESOURCE) for each in DEFAULT} <= said
