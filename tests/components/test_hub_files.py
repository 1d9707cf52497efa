"""The hub's plain files, read by the programs that they are for."""

from pathlib import Path

import aws_cdk as cdk
import pytest

from eks_observability.settings import Settings
from eks_observability.stacks.hub import HubStack
from eks_observability_ops.artifacts import artifacts
from eks_observability_ops.assembly import read_assembly
from eks_observability_ops.components.alertmanager import Amtool
from eks_observability_ops.components.prometheus import Promtool

SETTINGS = Settings.model_validate(
    {
        "clusters": (
            {
                "name": "myipv4cluster",
                "region": "eu-central-1",
                "account": "111122223333",
                "kubernetes_version": "1.36",
                "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/"
                "EXAMPLED539D4633E53DE1B71EXAMPLE",
                "authentication_mode": "API",
            },
        ),
        "alerts": {"emails": ("oncall@example.com",)},
    }
)
RULES = ("eks-observability-recording-rules", "eks-observability-alerts")


@pytest.fixture(scope="module", params=[False, True], ids=["without Grafana", "with Grafana"])
def files(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The text of each file, by its path."""
    grafana = SETTINGS.grafana.model_copy(update={"enabled": request.param})
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("assembly")))
    HubStack(app, settings=SETTINGS.model_copy(update={"grafana": grafana}))
    stacks = read_assembly(Path(app.synth().directory))
    return {str(path): text for path, text in artifacts(stacks)}


@pytest.mark.parametrize("name", RULES)
def test_rules_are_files_that_prometheus_reads(
    files: dict[str, str], promtool: Promtool, name: str
) -> None:
    answer = promtool.check_rules(files[f"hub/rules/{name}.yaml"])

    assert answer.code == 0, answer


def test_alert_routing_is_a_file_that_alertmanager_reads(
    files: dict[str, str], amtool: Amtool
) -> None:
    templates = {
        path.removeprefix("hub/"): text
        for path, text in files.items()
        if path.startswith("hub/") and path.count("/") == 1 and not path.endswith(".yaml")
    }

    answer = amtool.check(files["hub/alertmanager.yaml"], templates)

    assert answer.code == 0, answer
    assert "1 templates" in answer.output
