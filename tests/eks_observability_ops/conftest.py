"""A small cloud assembly, in the form the CDK writes them."""

import json
from pathlib import Path
from typing import Any

import pytest

BODY = {
    "Fn::Join": ["", ['{"widgets":[{"arn":"', {"Ref": "Topic"}, '"}]}']],
}


MANIFEST = {
    "Fn::Join": [
        "",
        [
            '[{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"agent","annotations":'
            '{"role":"',
            {"Fn::GetAtt": ["Role", "Arn"]},
            '"}}}]',
        ],
    ],
}
CONFIG_MAP = (
    '[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"config"},'
    '"data":{"agent.conf":"first\\nsecond\\n"}}]'
)


def stack_artifact(name: str, region: str) -> dict[str, Any]:
    return {
        "type": "aws:cloudformation:stack",
        "environment": f"aws://111122223333/{region}",
        "displayName": f"{name}-{region}",
        "properties": {"templateFile": f"{name}-{region}.json", "stackName": name},
        "additionalMetadataFile": f"{name}-{region}.metadata.json",
    }


@pytest.fixture
def assembly(tmp_path: Path) -> Path:
    """An assembly with one stack in each of two Regions, for clusters of the same name."""
    folder = tmp_path / "cdk.out"
    folder.mkdir()
    stacks = [stack_artifact("Cluster-a", region) for region in ("eu-central-1", "eu-west-1")]
    artifacts = {one["displayName"]: one for one in stacks} | {"Tree": {"type": "cdk:tree"}}
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    template = {
        "Resources": {
            "One": {"Type": "AWS::SNS::Topic"},
            "Two": {"Type": "AWS::SNS::Topic"},
            "Account": {
                "Type": "Custom::AWSCDK-EKS-KubernetesResource",
                "Properties": {"Manifest": MANIFEST},
            },
            "Config": {
                "Type": "Custom::AWSCDK-EKS-KubernetesResource",
                "Properties": {"Manifest": CONFIG_MAP},
            },
            "Board": {
                "Type": "AWS::CloudWatch::Dashboard",
                "Properties": {"DashboardName": "EKS-Dashboard", "DashboardBody": BODY},
            },
        }
    }
    metadata = {
        "/a": [
            {"type": "eks-observability:cluster", "data": "a"},
            {"type": "eks-observability:changes", "data": "log group x: kept 30 days"},
            {"type": "aws:cdk:creationStack", "data": ["..."]},
        ],
        "/a/account": [
            {"type": "aws:cdk:logicalId", "data": "Account"},
            {"type": "eks-observability:chart", "data": "agent"},
        ],
        "/a/config": [
            {"type": "aws:cdk:logicalId", "data": "Config"},
            {"type": "eks-observability:chart", "data": "agent"},
        ],
        "/a/b": [{"type": "eks-observability:costs", "data": "a dashboard: 3 USD"}],
    }
    for one in stacks:
        (folder / one["properties"]["templateFile"]).write_text(json.dumps(template))
        (folder / one["additionalMetadataFile"]).write_text(json.dumps(metadata))
    return folder
