"""Amazon DevOps Guru: what is taken, and what is said of what is not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from eks_observability.settings import Settings, SettingsError, load_settings
from eks_observability.settings.devops_guru_contradictions import ended_by

Load = Callable[[str], Settings]
MessageFor = Callable[[str, str], str]

LAST = date(2027, 9, 29)
END = date(2027, 9, 30)


def test_it_is_off_by_default(cluster: str, load: Load) -> None:
    assert not load(cluster).devops_guru.enabled


def test_it_looks_at_stacks_or_tags_and_not_at_both(cluster: str, message_for: MessageFor) -> None:
    both = "{enabled: true, stacks: [shop], tags: {key: devops-guru-eks}}"

    assert "not at both" in message_for(f"{cluster}devops_guru: {both}\n", "devops_guru.tags")


@pytest.mark.parametrize("key", ["devops-guru-eks", "Devops-guru-rds", "DEVOPS-GURU-x"])
def test_a_tag_begins_with_its_name(cluster: str, load: Load, key: str) -> None:
    tags = load(f"{cluster}devops_guru: {{tags: {{key: {key}}}}}\n").devops_guru.tags

    assert tags
    assert tags.values == ("*",)


def test_a_tag_of_another_name_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}devops_guru: {{tags: {{key: team}}}}\n"

    assert "begins with devops-guru-" in message_for(text, "devops_guru.tags.key")


def test_it_is_taken_until_its_last_day(cluster: str, tmp_path: Path) -> None:
    file = tmp_path / "observability.yaml"
    file.write_text(f"{cluster}devops_guru: {{enabled: true}}\n", encoding="utf-8")

    assert load_settings(file, checks=(ended_by(LAST),)).devops_guru.enabled


@pytest.mark.parametrize("today", [END, date(2028, 1, 1)])
def test_it_is_refused_once_it_has_ended(cluster: str, tmp_path: Path, today: date) -> None:
    file = tmp_path / "observability.yaml"
    file.write_text(f"{cluster}devops_guru: {{enabled: true}}\n", encoding="utf-8")

    with pytest.raises(SettingsError, match="ended on 2027-09-30: set this to false"):
        load_settings(file, checks=(ended_by(today),))


def test_what_is_off_may_have_ended(cluster: str, tmp_path: Path) -> None:
    file = tmp_path / "observability.yaml"
    file.write_text(f"{cluster}devops_guru: {{stacks: [shop]}}\n", encoding="utf-8")

    assert not load_settings(file, checks=(ended_by(END),)).devops_guru.enabled
