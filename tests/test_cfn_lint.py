"""cfn-lint on the sample's templates: every rule, warnings and informational ones included."""

import json
import subprocess
import sys
from pathlib import Path

from app import build_app

# What CDK writes and gives no way to change, neither of it wrong:
IGNORED = (
    "W3005",  # a function depends on its role by name, besides by reference
    "I1022",  # text is put together with Fn::Join, where Fn::Sub is shorter
)


def test_cfn_lint_finds_nothing(tmp_path: Path) -> None:
    build_app(outdir=str(tmp_path)).synth()
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
