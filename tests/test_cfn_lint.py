"""cfn-lint on the templates: every rule, warnings and informational ones included.

cdk-nag's rules and CDK's own validation run whenever the app is synthesized, and end it.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import build_app

ROOT = Path(__file__).parents[1]

# What CDK writes and gives no way to change, neither of it wrong:
IGNORED = (
    "W3005",  # a function depends on its role by name, besides by reference
    "I1022",  # text is put together with Fn::Join, where Fn::Sub is shorter
)


@pytest.mark.parametrize("settings", ["observability.yaml", "tests/variants.yaml"])
def test_cfn_lint_finds_nothing(settings: str, tmp_path: Path) -> None:
    build_app({"settings": str(ROOT / settings)}, outdir=str(tmp_path)).synth()
    templates = [str(file) for file in tmp_path.glob("*.template.json")]
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--include-checks", "I"]

    finished = subprocess.run(
        [*command, "--ignore-checks", *IGNORED, "--format", "json", "--", *templates],
        capture_output=True,
        text=True,
        check=False,
    )

    assert templates
    assert finished.stderr == ""
    assert [(one["Rule"]["Id"], one["Message"]) for one in json.loads(finished.stdout)] == []
