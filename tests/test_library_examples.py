"""The examples of docs/library.md run as they stand."""

import re
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

PAGE = (Path(__file__).parents[1] / "docs" / "library.md").read_text(encoding="utf-8")
WHOLE, SINGLE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def run(example: str) -> Template:
    names: dict[str, Any] = {}
    exec(compile(example, "docs/library.md", "exec"), names)
    stack = names["stack"]
    assert isinstance(stack, cdk.Stack)
    return Template.from_stack(stack)


@pytest.fixture(scope="module")
def whole() -> Template:
    return run(WHOLE)


def test_the_default_that_the_example_changes_is_changed(whole: Template) -> None:
    whole.all_resources_properties("Custom::LogRetention", {"RetentionInDays": "90"})


@pytest.mark.parametrize(
    "part",
    [
        "AWS::CloudWatch::Dashboard",
        "Custom::EksControlPlaneLogging",
        "Custom::IamOidcProvider",
    ],
)
def test_the_first_example_has_every_part(whole: Template, part: str) -> None:
    whole.resource_count_is(part, 1)


def test_the_first_example_deploys_the_agents(whole: Template) -> None:
    manifests = whole.find_resources("Custom::AWSCDK-EKS-KubernetesResource")

    assert len([one for one in manifests.values() if "DaemonSet" in str(one)]) == 2


def test_the_second_example_puts_logging_on_a_cluster_of_its_own() -> None:
    template = run(SINGLE)
    (cluster,) = template.find_resources("AWS::EKS::Cluster")

    template.has_resource_properties(
        "Custom::EksControlPlaneLogging",
        {"ClusterName": {"Ref": cluster}, "Types": ["api", "audit"]},
    )
