"""What fetches credentials, run with a shell and an `aws` that answers without AWS."""

import os
import subprocess
from pathlib import Path

import cdk8s
import pytest

from eks_observability_charts.fluent_bit.secrets import FILE, Secrets

ARNS = {
    "OUTPUT_1_SECRET": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:one",
    "OUTPUT_2_SECRET": "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:two",
}

AWS = """\
#!/bin/sh
echo "$*" >> "$CALLS"
case "$6" in
  *:one) printf '%s\\n' "$ONE" ;;
  *) printf 'second\\n' ;;
esac
[ "$ONE" != refused ]
"""


def command() -> list[str]:
    chart = cdk8s.Chart(cdk8s.App(), "chart")
    container = Secrets(chart, "secrets", arns=ARNS, image="aws-cli:2", region="x").container
    assert container.command is not None
    assert container.args is not None
    return [*container.command, *container.args]


def fetch(folder: Path, one: str) -> subprocess.CompletedProcess[str]:
    """Run the container's command, whose file and whose `aws` are in a folder."""
    program = folder / "aws"
    program.write_text(AWS, encoding="utf-8")
    program.chmod(0o755)
    environment = {
        "PATH": f"{folder}:{os.defpath}",
        "CALLS": str(folder / "calls"),
        "ONE": one,
    }
    here = [part.replace(FILE, str(folder / "secrets.conf")) for part in command()]
    return subprocess.run(here, env=environment, capture_output=True, text=True, check=False)


def test_each_credential_becomes_a_variable(tmp_path: Path) -> None:
    assert fetch(tmp_path, "first").returncode == 0
    text = (tmp_path / "secrets.conf").read_text(encoding="utf-8")
    assert text == "@SET OUTPUT_1_SECRET=first\n@SET OUTPUT_2_SECRET=second\n"


@pytest.mark.parametrize("value", ["a%sb", "a\\nb", "a'b\"c", "$HOME `id` $(id)", "a b=c;d", "-n"])
def test_a_credential_is_kept_as_it_is(tmp_path: Path, value: str) -> None:
    assert fetch(tmp_path, value).returncode == 0
    text = (tmp_path / "secrets.conf").read_text(encoding="utf-8")
    assert text.splitlines()[0] == f"@SET OUTPUT_1_SECRET={value}"


def test_nobody_but_its_group_reads_the_file(tmp_path: Path) -> None:
    fetch(tmp_path, "first")
    assert (tmp_path / "secrets.conf").stat().st_mode & 0o777 == 0o440


def test_the_file_is_written_anew_when_the_container_is_started_again(tmp_path: Path) -> None:
    fetch(tmp_path, "first")
    assert fetch(tmp_path, "changed").returncode == 0
    assert "OUTPUT_1_SECRET=changed\n" in (tmp_path / "secrets.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize("value", ["", "None", "first\n[OUTPUT]\n    Name stdout"])
def test_a_credential_is_one_line(tmp_path: Path, value: str) -> None:
    ended = fetch(tmp_path, value)
    assert ended.returncode == 1
    assert ended.stderr == "The secret of OUTPUT_1_SECRET must be one line of text.\n"


def test_a_refusal_ends_the_container(tmp_path: Path) -> None:
    assert fetch(tmp_path, "refused").returncode != 0


def test_no_credential_is_printed_or_passed_on(tmp_path: Path) -> None:
    ended = fetch(tmp_path, "first")
    assert (ended.stdout, ended.stderr) == ("", "")
    assert "first" not in (tmp_path / "calls").read_text(encoding="utf-8")


def test_each_secret_is_asked_for_once_where_it_is(tmp_path: Path) -> None:
    fetch(tmp_path, "first")
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    expected = (
        "secretsmanager get-secret-value --region {} --secret-id {} --query SecretString "
        "--output text"
    )
    regions = ("eu-central-1", "cn-north-1")
    assert calls == [expected.format(*each) for each in zip(regions, ARNS.values(), strict=True)]
