"""Names in alarms.off that no alarm has."""

from pathlib import Path

import pytest

from eks_observability.settings import SettingsError, load_settings
from eks_observability.signals.alarm_checks import unknown_alarms

CLUSTER = """\
clusters:
  - name: myipv4cluster
    region: eu-central-1
    account: "111122223333"
    kubernetes_version: "1.36"
    oidc_issuer: https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
    authentication_mode: API
"""


def mistakes(tmp_path: Path, further: str) -> list[tuple[str, str]]:
    """Where a settings file is wrong, and why."""
    file = tmp_path / "observability.yaml"
    file.write_text(CLUSTER + further, encoding="utf-8")
    try:
        load_settings(file, checks=(unknown_alarms,))
    except SettingsError as error:
        return [(mistake.path, mistake.message) for mistake in error.mistakes]
    return []


def test_an_unknown_name_is_a_mistake_with_the_nearest_one(tmp_path: Path) -> None:
    [(path, message)] = mistakes(tmp_path, "alarms: {off: [NodesSilent, NodeCpuHihg]}\n")

    assert path == "alarms.off[1]"
    assert message == (
        "found NodeCpuHihg, allowed: names of alarms, which docs/alarms.md lists; did you mean "
        "NodeCpuHigh?"
    )


def test_a_clusters_own_names_are_looked_at(tmp_path: Path) -> None:
    [(path, _)] = mistakes(tmp_path, "    alarms: {off: [Nonesuch]}\n")

    assert path == "clusters[0].alarms.off[0]"


def test_a_message_is_answered_with_the_alarms_in_it(tmp_path: Path) -> None:
    [(_, message)] = mistakes(tmp_path, "alarms: {off: [AccessTried]}\n")

    assert message.endswith("; AccessTried is made of UnauthorizedCalls, AnonymousCalls")


@pytest.mark.parametrize("name", ["NodesFailed", "NodeCpuUnusual"])
def test_alarms_there_are_can_be_left_out(tmp_path: Path, name: str) -> None:
    assert not mistakes(tmp_path, f"alarms: {{off: [{name}]}}\n")
