"""The Lambda function that runs kubectl, as AWS CDK ships it, without a cloud around it."""

import json
import os
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.running import Answer

_HANDLER: Final = "package/custom-resource-handlers/dist/aws-eks-v2/kubectl-handler"
_CALL: Final = "import json, sys; from index import handler; handler(json.load(sys.stdin), None)"
# Instead of the AWS CLI, of which the handler wants a kubeconfig and nothing else.
_AWS: Final = """#!/bin/sh
while [ "$1" != --kubeconfig ]; do shift; done
cp '{kubeconfig}' "$2"
"""


@dataclass(frozen=True, kw_only=True)
class KubectlHandler:
    """The function, and the API that its kubectl speaks to."""

    api: KubernetesApi
    folder: Path

    def call(
        self, request: Literal["Create", "Update", "Delete"], resource: Mapping[str, Any]
    ) -> Answer:
        """What becomes of a resource of a template, as the provider framework asks for it.

        Args:
            request: The type of the request.
            resource: The resource, with the values that a deploy would put in.
        """
        event = {
            "RequestType": request,
            "ResourceType": resource["Type"],
            "ResourceProperties": {**resource["Properties"], "ClusterName": "a"},
        }
        return self.api.supervisor.run(
            [sys.executable, "-c", _CALL],
            environment={
                "PATH": f"{self.folder / 'bin'}:{os.defpath}",
                "PYTHONPATH": str(self.folder / "handler"),
                "TEST_OUTDIR": str(self.folder),
            },
            standard_input=json.dumps(event),
        )


def unpack(api: KubernetesApi, folder: Path) -> KubectlHandler:
    """The function of the AWS CDK that is installed, unpacked into `folder`."""
    (archive,) = (
        each
        for each in files("aws_cdk._jsii").iterdir()
        if each.name.startswith("aws-cdk-lib@") and each.name.endswith(".tgz")
    )
    with tarfile.open(str(archive)) as package:
        for member in package:
            if member.isfile() and member.name.startswith(f"{_HANDLER}/"):
                member.name = member.name.removeprefix(f"{_HANDLER}/")
                package.extract(member, folder / "handler", filter="data")
    programs = folder / "bin"
    programs.mkdir()
    (programs / "kubectl").symlink_to(api.kubectl_program)
    (programs / "aws").write_text(_AWS.format(kubeconfig=api.kubeconfig), encoding="utf-8")
    (programs / "aws").chmod(0o700)
    return KubectlHandler(api=api, folder=folder)
