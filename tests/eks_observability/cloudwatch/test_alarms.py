"""The alarms on a cluster: what they watch, who is told, and what keeps still."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from eks_observability.cloudwatch.alarms import DESCRIPTION, ClusterAlarms
from eks_observability.notes import COSTS
from eks_observability.settings.alarms import Alarms
from eks_observability.settings.container_insights import ContainerInsights
from eks_observability.settings.log_metrics import BY_DEFAULT
from eks_observability.signals.alarms.subjects import MESSAGES

TemplateOf = Callable[[Any], Template]

TOPIC = "arn:aws:sns:eu-central-1:111122223333:eks-observability-alerts"
SINGLE, COMPOSITE = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"


def made(template_of: TemplateOf, *, unusual: bool = False, **other: Any) -> Template:
    """What alarms make of a cluster that everything is measured of, told to one topic."""

    def build(stack: Any, cluster: Any) -> None:
        bands = [cloudwatch.Alarm.from_alarm_arn(stack, "Band", f"{TOPIC}:band")]
        arguments = {
            "log_metrics": BY_DEFAULT,
            "listened_to": [sns.Topic.from_topic_arn(stack, "Topic", TOPIC)],
            "unusual": bands if unusual else [],
        }
        ClusterAlarms(stack, "It", cluster=cluster, **arguments | other)

    return template_of(build)


@pytest.fixture(scope="module")
def template(template_of: TemplateOf) -> Template:
    return made(template_of, unusual=True)


def of_kind(template: Template, kind: str) -> dict[str, dict[str, Any]]:
    """Properties by name, without the cluster's before it."""
    found = [each["Properties"] for each in template.find_resources(kind).values()]
    return {each["AlarmName"].removeprefix("myipv4cluster-"): each for each in found}


def parts(rule: dict[str, Any]) -> list[str]:
    """A composite alarm's rule, as its pieces of text and the alarms it names."""
    pieces = rule["Fn::Join"][1]
    return [each if isinstance(each, str) else each["Fn::GetAtt"][0] for each in pieces]


def test_no_single_alarm_tells_anybody(template: Template) -> None:
    for alarm in of_kind(template, SINGLE).values():
        assert not {"AlarmActions", "OKActions", "InsufficientDataActions"} & alarm.keys()


def test_every_single_alarm_is_in_a_message(template: Template) -> None:
    rules = [parts(each["AlarmRule"]) for each in of_kind(template, COMPOSITE).values()]
    named = {piece for rule in rules for piece in rule}

    assert set(template.find_resources(SINGLE)) <= named


@pytest.mark.parametrize("name", [*(message.name for message in MESSAGES), "Unusual"])
def test_every_message_reaches_people(template: Template, name: str) -> None:
    assert of_kind(template, COMPOSITE)[name]["AlarmActions"] == [TOPIC]


def test_it_is_said_that_a_failure_is_over(template: Template) -> None:
    assert of_kind(template, COMPOSITE)["NodesLost"]["OKActions"] == [TOPIC]


def test_what_somebody_changed_is_never_over(template: Template) -> None:
    assert "OKActions" not in of_kind(template, COMPOSITE)["AccessChanged"]


@pytest.mark.parametrize("name", ["NodesFull", "WorkloadsFail"])
def test_what_follows_from_failed_nodes_keeps_still(template: Template, name: str) -> None:
    alarm = of_kind(template, COMPOSITE)[name]
    suppressor = template.find_resources(SINGLE)[alarm["ActionsSuppressor"]["Fn::GetAtt"][0]]

    assert suppressor["Properties"]["AlarmName"] == "myipv4cluster-NodesFailed"


def test_a_consequence_waits_as_long_as_its_cause_takes_to_be_noticed(template: Template) -> None:
    cause = of_kind(template, SINGLE)["NodesFailed"]
    alarm = of_kind(template, COMPOSITE)["WorkloadsFail"]

    assert cause["Period"] * cause["EvaluationPeriods"] == alarm["ActionsSuppressorWaitPeriod"]


@pytest.mark.parametrize("name", ["NodesLost", "ControlPlaneFails", "AccessTried"])
def test_what_has_no_cause_waits_for_nothing(template: Template, name: str) -> None:
    assert "ActionsSuppressor" not in of_kind(template, COMPOSITE)[name]


def test_one_of_a_messages_alarms_is_enough(template: Template) -> None:
    rule = parts(of_kind(template, COMPOSITE)["AccessTried"]["AlarmRule"])

    assert [rule[0], rule[2], rule[4]] == ['(ALARM("', '") OR ALARM("', '"))']


def test_what_is_unusual_keeps_still_while_something_is_wrong(template: Template) -> None:
    rule = "".join(parts(of_kind(template, COMPOSITE)["Unusual"]["AlarmRule"]))

    assert rule.startswith(f'((ALARM("{TOPIC}:band")) AND (NOT (')
    assert all(name in rule for name in template.find_resources(SINGLE))


def test_nothing_unusual_is_no_message(template_of: TemplateOf) -> None:
    assert "Unusual" not in of_kind(made(template_of), COMPOSITE)


def test_an_alarm_names_its_page(template: Template) -> None:
    for name, alarm in of_kind(template, SINGLE).items():
        assert alarm["AlarmDescription"].endswith(f" docs/runbooks/cloudwatch/{name}.md")


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: str(message.name))
def test_a_message_names_the_page_of_each_of_its_alarms(template: Template, message: Any) -> None:
    text = of_kind(template, COMPOSITE)[message.name]["AlarmDescription"]

    assert all(f"\ndocs/runbooks/cloudwatch/{name}.md" in text for name in message.alarms)


def test_pages_are_where_they_can_be_read(template_of: TemplateOf) -> None:
    template = made(template_of, runbooks_url="https://example.com/runbooks/")
    page = "https://example.com/runbooks/cloudwatch/NodesFailed.md"

    assert page in of_kind(template, SINGLE)["NodesFailed"]["AlarmDescription"]
    assert page in of_kind(template, COMPOSITE)["NodesLost"]["AlarmDescription"]


def test_a_long_address_is_said_once(template_of: TemplateOf) -> None:
    url = f"https://example.com/{'a' * 400}"
    template = made(template_of, runbooks_url=url)
    text = of_kind(template, COMPOSITE)["NodesFull"]["AlarmDescription"]

    assert text.endswith(f"Each has its page in {url}/cloudwatch/")
    assert len(text) <= DESCRIPTION


def test_nobody_told_is_no_action(template_of: TemplateOf) -> None:
    template = made(template_of, listened_to=[])

    assert not any("AlarmActions" in each for each in of_kind(template, COMPOSITE).values())


def test_a_metric_of_the_cluster_has_its_one_dimension(template: Template) -> None:
    alarm = of_kind(template, SINGLE)["NodesFailed"]

    assert alarm["Namespace"] == "ContainerInsights"
    assert alarm["Dimensions"] == [{"Name": "ClusterName", "Value": "myipv4cluster"}]


def test_a_metric_of_the_control_plane_is_eks_own(template: Template) -> None:
    _, failed, requests = of_kind(template, SINGLE)["ApiServerErrors"]["Metrics"]

    for each in (failed, requests):
        metric = each["MetricStat"]["Metric"]
        assert metric["Namespace"] == "AWS/EKS"
        assert metric["Dimensions"] == [{"Name": "ClusterName", "Value": "myipv4cluster"}]


def test_a_metric_of_logs_is_in_the_clusters_namespace(template: Template) -> None:
    alarm = of_kind(template, SINGLE)["AwsAuthChanged"]

    assert alarm["Namespace"] == "EksObservability/myipv4cluster"
    assert "Dimensions" not in alarm


def test_changes_of_access_entries_are_those_the_rule_matches(template: Template) -> None:
    (rule,) = template.find_resources("AWS::Events::Rule")
    alarm = of_kind(template, SINGLE)["AccessEntriesChanged"]

    assert alarm["Dimensions"] == [{"Name": "RuleName", "Value": {"Ref": rule}}]


def test_a_rule_is_not_made_for_an_alarm_that_is_off(template_of: TemplateOf) -> None:
    template = made(template_of, settings=Alarms(off=("AccessEntriesChanged",)))

    template.resource_count_is("AWS::Events::Rule", 0)


def test_a_message_of_which_all_is_off_is_not_there(template_of: TemplateOf) -> None:
    off = Alarms(off=("AccessEntriesChanged", "AwsAuthChanged"))

    assert "AccessChanged" not in of_kind(made(template_of, settings=off), COMPOSITE)


def test_without_the_cause_a_consequence_is_said(template_of: TemplateOf) -> None:
    template = made(template_of, settings=Alarms(off=("NodesFailed",)))

    assert "ActionsSuppressor" not in of_kind(template, COMPOSITE)["WorkloadsFail"]


def test_without_container_insights_nodes_are_not_watched(template_of: TemplateOf) -> None:
    template = made(template_of, container_insights=ContainerInsights(mode="off"))

    assert not {"NodesLost", "NodesFull"} & of_kind(template, COMPOSITE).keys()


@pytest.mark.parametrize(
    ("interval", "period", "periods"), [(10, 60, 15), (90, 120, 7), (300, 300, 3)]
)
def test_one_value_is_never_of_less_than_one_measurement(
    template_of: TemplateOf, interval: int, period: int, periods: int
) -> None:
    insights = ContainerInsights.model_validate({"agent": {"interval_seconds": interval}})
    alarm = of_kind(made(template_of, container_insights=insights), SINGLE)["NodeCpuHigh"]

    assert (alarm["Period"], alarm["EvaluationPeriods"]) == (period, periods)


def test_silence_is_an_alarm(template: Template) -> None:
    alarm = of_kind(template, SINGLE)["NodesSilent"]

    assert alarm["TreatMissingData"] == "breaching"
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanThreshold", 1)


def test_names_are_those_of_the_cluster(template: Template) -> None:
    names = [
        each["Properties"]["AlarmName"]
        for kind in (SINGLE, COMPOSITE)
        for each in template.find_resources(kind).values()
    ]

    assert all(name.startswith("myipv4cluster-") for name in names)
    assert len(set(names)) == len(names) == 20


def test_it_says_what_it_costs(template_of: TemplateOf) -> None:
    notes: list[str] = []

    def build(stack: Any, cluster: Any) -> None:
        alarms = ClusterAlarms(stack, "It", cluster=cluster, log_metrics=BY_DEFAULT)
        notes.extend(str(each.data) for each in alarms.node.metadata if each.type == COSTS)

    template_of(build)
    assert [note.partition(":")[0] for note in notes] == [
        "13 CloudWatch alarms on 18 metrics, and 6 composite alarms"
    ]
