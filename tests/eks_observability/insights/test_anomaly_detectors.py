"""Anomaly detectors in a workspace."""

from dataclasses import replace
from typing import Any

import aws_cdk as cdk
import botocore.session
import pytest
from aws_cdk.assertions import Template
from botocore.validate import ParamValidator

from eks_observability.insights.anomaly_detectors import AnomalyDetectors
from eks_observability.notes import COSTS
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.signals.anomaly_detectors.watched import DETECTORS, MOST, Watched, watched
from eks_observability.signals.rule_groups import EVERYTHING

WORKSPACE = WorkspaceReference(id="ws-1", account="111122223333", region="eu-central-1")
LONG = "a cluster (of ours) whose label no alias takes, because it has spaces"
CLUSTERS = ("shop", LONG)


@pytest.fixture
def stack() -> cdk.Stack:
    return cdk.Stack(cdk.App(), "Stack")


@pytest.fixture(scope="module")
def template() -> Template:
    stack = cdk.Stack(cdk.App(), "Stack")
    wanted = watched(replace(EVERYTHING, watched=CLUSTERS))
    AnomalyDetectors(stack, "It", workspace=WORKSPACE, watched=wanted)
    return Template.from_stack(stack)


@pytest.fixture(scope="module")
def made(template: Template) -> list[dict[str, Any]]:
    found = template.find_resources("AWS::APS::AnomalyDetector").values()
    return [one["Properties"] for one in found]


def forest(detector: dict[str, Any]) -> dict[str, Any]:
    return dict(detector["Configuration"]["RandomCutForest"])


def test_each_symptom_is_watched_in_each_cluster(template: Template) -> None:
    template.resource_count_is("AWS::APS::AnomalyDetector", len(DETECTORS) * len(CLUSTERS))


def test_no_two_detectors_share_a_name(made: list[dict[str, Any]]) -> None:
    assert len({one["Alias"] for one in made}) == len(made)


def test_detectors_are_in_the_workspace(made: list[dict[str, Any]]) -> None:
    assert {one["Workspace"] for one in made} == {WORKSPACE.arn}


def test_a_detector_says_of_what_cluster_it_is(made: list[dict[str, Any]]) -> None:
    (cpu,) = [one for one in made if one["Alias"] == "eks-node-cpu.shop"]

    assert cpu["Labels"] == [{"Key": "cluster", "Value": "shop"}]
    assert forest(cpu)["Query"] == (
        'avg(cluster:node_cpu_utilization:ratio_rate5m{cluster="shop"})'
    )


def test_only_what_is_above_the_usual_counts(made: list[dict[str, Any]]) -> None:
    for one in made:
        assert forest(one)["IgnoreNearExpectedFromBelow"] == {"Amount": 1_000_000}
        assert 0 < forest(one)["IgnoreNearExpectedFromAbove"]["Amount"] < 10


def test_a_gap_is_no_anomaly(made: list[dict[str, Any]]) -> None:
    assert all(one["MissingDataAction"] == {"Skip": True} for one in made)


def test_the_api_takes_each_of_them(made: list[dict[str, Any]]) -> None:
    model = botocore.session.get_session().get_service_model("amp")
    shape = model.operation_model("CreateAnomalyDetector").input_shape
    assert shape
    for one in made:
        request = {
            "workspaceId": "ws-1",
            "alias": one["Alias"],
            "evaluationIntervalInSeconds": one["EvaluationIntervalInSeconds"],
            "missingDataAction": lower(one["MissingDataAction"]),
            "configuration": lower(one["Configuration"]),
            "labels": {each["Key"]: each["Value"] for each in one["Labels"]},
        }
        report = ParamValidator().validate(request, shape)
        assert not report.has_errors(), report.generate_report()


def lower(value: Any) -> Any:
    """The same as the API has it: keys begin with a small letter."""
    if not isinstance(value, dict):
        return value
    return {f"{key[0].lower()}{key[1:]}": lower(each) for key, each in value.items()}


def test_more_than_a_stack_can_hold_is_refused(stack: cdk.Stack) -> None:
    wanted = [
        Watched(detector=DETECTORS[0], cluster=f"shop-{number}") for number in range(MOST + 1)
    ]

    with pytest.raises(ValueError, match="401 clusters have 401 anomaly detectors, and a stack"):
        AnomalyDetectors(stack, "It", workspace=WORKSPACE, watched=wanted)


def test_it_says_what_they_cost(stack: cdk.Stack) -> None:
    made = AnomalyDetectors(stack, "It", workspace=WORKSPACE, watched=[])

    assert [entry.type for entry in made.node.metadata] == [COSTS]
