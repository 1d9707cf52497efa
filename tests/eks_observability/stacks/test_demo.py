"""The stack of the demo applications."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from app import build_app
from eks_observability.settings import Settings
from eks_observability.stacks.demo import DemoStack

MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"
FACTS = {
    "name": "myipv4cluster",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}


def stack(**settings: Any) -> DemoStack:
    values = Settings.model_validate({"clusters": (FACTS,), **settings})
    return DemoStack(cdk.App(), settings=values, cluster=values.clusters[0])


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.from_stack(stack())


def manifest(template: Template, kind: str) -> dict[str, Any]:
    """The resource that deploys the object of a kind."""
    found = template.find_resources(MANIFEST).values()
    (only,) = [one for one in found if f'"kind":"{kind}"' in one["Properties"]["Manifest"]]
    return dict(only)


def test_it_runs_the_chapters_logger(template: Template) -> None:
    (pod,) = json.loads(manifest(template, "Pod")["Properties"]["Manifest"])

    assert (pod["metadata"]["namespace"], pod["metadata"]["name"]) == ("logger-app", "logger")


def test_its_namespace_is_its_own(template: Template) -> None:
    assert manifest(template, "Namespace")["Properties"]["Overwrite"] is False


def test_its_namespace_goes_with_it(template: Template) -> None:
    assert manifest(template, "Namespace")["DeletionPolicy"] == "Delete"


def test_it_takes_nothing_of_another_stack(template: Template) -> None:
    assert "Fn::ImportValue" not in json.dumps(template.to_json())


def test_its_image_comes_from_the_mirror() -> None:
    made = Template.from_stack(stack(agents={"image_registry": "registry.example.com"}))

    assert "registry.example.com/docker" in manifest(made, "Pod")["Properties"]["Manifest"]


def test_its_name_in_cloudformation_says_what_it_is_for() -> None:
    assert stack().stack_name == "EksObservability-Demo-myipv4cluster"


def demos(folder: Path, **settings: Any) -> list[str]:
    """The ids of the Demo stacks of an app with one cluster."""
    file = folder / "settings.yaml"
    file.write_text(json.dumps({"clusters": [FACTS], **settings}), encoding="utf-8")
    app = build_app({"settings": str(file)}, outdir=str(folder / "out"))
    return [one.node.id for one in app.node.children if one.node.id.startswith("Demo-")]


def test_there_is_no_demo_by_default(tmp_path: Path) -> None:
    assert demos(tmp_path) == []


def test_a_cluster_whose_settings_ask_for_it_has_a_demo(tmp_path: Path) -> None:
    assert demos(tmp_path, demo={"logger": True}) == ["Demo-myipv4cluster-eu-central-1"]
