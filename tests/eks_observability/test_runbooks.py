"""Runbooks name settings, alerts and recorded series that there are."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from eks_observability.settings.model import Settings
from eks_observability.signals import jobs
from eks_observability.signals.rule_groups import ALERT_NAMES, recording_groups
from eks_observability.signals.rules import Scope

PAGES = sorted((Path(__file__).parents[2] / "docs" / "runbooks").rglob("*.md"))
SETTING = re.compile(
    r"`((?:alarms|alerts|container_insights|demo|devops_guru|hub|log_metrics|log_retention|metrics|tracing"
    r"|vpc_endpoints|add_ons|control_plane_logging)(?:\.[a-z_]+)*)[`:]"
)
RECORDED = re.compile(r"\b[a-z_]+:[a-z_]+:[a-z0-9_]+")
page = pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def settings(section: type[BaseModel], above: str = "") -> Iterator[str]:
    """The paths of all settings, as a person writes them."""
    for name, field in section.model_fields.items():
        yield f"{above}{name}"
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from settings(inner, f"{above}{name}.")


@page
def test_a_runbook_names_settings_there_are(page: Path) -> None:
    assert set(SETTING.findall(text_of(page))) <= set(settings(Settings))


@page
def test_a_runbook_names_series_there_are(page: Path) -> None:
    everything = frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR})
    groups = recording_groups(Scope(clusters=("a",), jobs=everything))
    recorded = {rule.name for group in groups for rule in group.rules}

    assert set(RECORDED.findall(text_of(page))) <= recorded


@page
def test_a_runbook_sends_to_alerts_there_are(page: Path) -> None:
    sent = re.findall(r"\b[Ss]ee ((?:[A-Z][a-z]+){2,})", text_of(page))

    assert set(sent) <= set(ALERT_NAMES)


@page
def test_the_commands_of_a_runbook_are_in_a_block(page: Path) -> None:
    commands = text_of(page).split("## First commands\n")[1].split("\n## ")[0]

    assert "```sh\n" in commands


@page
def test_a_runbook_is_short(page: Path) -> None:
    assert len(text_of(page).splitlines()) <= 60
