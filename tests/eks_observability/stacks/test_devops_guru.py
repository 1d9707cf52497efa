"""The stack of DevOps Guru."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from app import build_app
from eks_observability.settings import Settings, SettingsError
from eks_observability.stacks.devops_guru import DevOpsGuruStack
from eks_observability.stacks.hub import HubStack

FACTS = {
    "name": "myipv4cluster",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
RESOURCE = "Custom::DevOpsGuru"
STILL_THERE = date(2026, 12, 1)


def stack(*, with_hub: bool = True, **settings: Any) -> DevOpsGuruStack:
    guru = {"enabled": True, **settings.pop("devops_guru", {})}
    values = Settings.model_validate({"clusters": (FACTS,), "devops_guru": guru, **settings})
    app = cdk.App()
    hub = HubStack(app, settings=values) if with_hub else None
    return DevOpsGuruStack(app, settings=values, hub=hub)


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.from_stack(stack())


def synthesized(folder: Path, today: date = STILL_THERE, **settings: Any) -> set[str]:
    """The names of the stacks of an app."""
    file = folder / "settings.yaml"
    file.write_text(json.dumps({"clusters": [FACTS], **settings}), encoding="utf-8")
    assembly = build_app({"settings": str(file)}, outdir=str(folder / "out"), today=today).synth()
    return {each.stack_name for each in assembly.stacks}


def test_it_tells_the_topic_of_the_hub(template: Template) -> None:
    topic = "arn:aws:sns:eu-central-1:111122223333:eks-observability-alerts"

    template.has_resource_properties(RESOURCE, {"TopicArn": topic})


def test_it_looks_at_all_and_at_logs_and_tells_what_is_not_low(template: Template) -> None:
    template.has_resource_properties(
        RESOURCE,
        {"Stacks": ["*"], "LogAnomalyDetection": "true", "Severities": ["HIGH", "MEDIUM"]},
    )


def test_a_tag_of_the_settings_is_taken() -> None:
    tags = {"key": "devops-guru-eks", "values": ("shop",)}
    made = Template.from_stack(stack(devops_guru={"tags": tags}))

    made.has_resource_properties(RESOURCE, {"TagKey": "devops-guru-eks", "TagValues": ["shop"]})


def test_stacks_of_the_settings_are_taken() -> None:
    made = Template.from_stack(stack(devops_guru={"stacks": ("shop",)}))

    made.has_resource_properties(RESOURCE, {"Stacks": ["shop"]})


def test_it_comes_after_the_hub() -> None:
    assert [each.stack_name for each in stack().dependencies] == ["EksObservability-Hub"]


@pytest.mark.parametrize("without", [{"with_hub": False}, {"alerts": {"enabled": False}}])
def test_it_tells_nobody_where_there_is_no_topic(without: dict[str, Any]) -> None:
    made = Template.from_stack(stack(**without))

    made.has_resource_properties(RESOURCE, {"TopicArn": Match.absent()})


def publishers(**settings: Any) -> tuple[list[str], list[str]]:
    """Who may publish to the hub's topic of alerts, and who may use its key."""
    values = Settings.model_validate({"clusters": (FACTS,), **settings})
    made = Template.from_stack(HubStack(cdk.App(), settings=values))
    (policy,) = (
        found["Properties"]["PolicyDocument"]["Statement"]
        for found in made.find_resources("AWS::SNS::TopicPolicy").values()
        if "DeliveryAlerts" in json.dumps(found["Properties"]["Topics"])
    )
    (key,) = made.find_resources("AWS::KMS::Key").values()
    topic, keys = (
        [json.dumps(each["Principal"]) for each in statements if "devops" in json.dumps(each)]
        for statements in (policy, key["Properties"]["KeyPolicy"]["Statement"])
    )
    return topic, keys


@pytest.mark.parametrize(
    "alone", [{}, {"metrics": {"enabled": False}, "alarms": {"enabled": False}}]
)
def test_the_topic_and_its_key_let_it_in(alone: dict[str, Any]) -> None:
    topic, key = publishers(devops_guru={"enabled": True}, **alone)

    assert topic == ['{"Service": "eu-central-1.devops-guru.amazonaws.com"}']
    assert len(key) == 1


def test_what_is_off_is_let_in_nowhere() -> None:
    assert publishers() == ([], [])


def test_it_takes_nothing_of_another_stack(template: Template) -> None:
    assert "Fn::ImportValue" not in json.dumps(template.to_json())


def test_it_says_whether_what_was_there_is_left(template: Template) -> None:
    template.has_output("Collection", {"Value": {"Fn::GetAtt": Match.array_with(["Collection"])}})


def test_it_stands_in_the_hubs_account_and_region() -> None:
    made = stack(hub={"account": "444455556666", "region": "eu-west-1"})

    assert (made.account, made.region) == ("444455556666", "eu-west-1")


def test_the_app_has_no_such_stack_by_default(tmp_path: Path) -> None:
    assert "EksObservability-DevOpsGuru" not in synthesized(tmp_path)


def test_the_app_has_it_when_it_is_asked_for(tmp_path: Path) -> None:
    names = synthesized(tmp_path, devops_guru={"enabled": True})

    assert "EksObservability-DevOpsGuru" in names


def test_the_app_refuses_it_once_it_has_ended(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ended on 2027-09-30"):
        synthesized(tmp_path, date(2027, 9, 30), devops_guru={"enabled": True})
