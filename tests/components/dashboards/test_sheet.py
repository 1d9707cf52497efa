"""Pictures of all dashboards, drawn with what a Prometheus answers.

With a folder in $DASHBOARDS_SHEET the documentation's pictures are drawn anew: `make
dashboards-sheet`. Rates of five minutes take as long to be whole, so that runs longer.
"""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from eks_observability_ops.dashboard_sheet.files import write
from tests.components.dashboards.observed import Observed
from tests.components.dashboards.questions import BOARDS, panels
from tests.components.dashboards.recording import recorded
from tests.components.dashboards.silent import BLANK

DOCS = os.environ.get("DASHBOARDS_SHEET")
WAIT_SECONDS, SHOWN_SECONDS = (300, 240) if DOCS else (0, 60)
BYTES = 150_000


@pytest.fixture(scope="module")
def answers(cluster: Observed) -> Mapping[str, Any]:
    """All dashboards with their answers."""
    time.sleep(max(0, cluster.since + WAIT_SECONDS + SHOWN_SECONDS - time.time()))
    return recorded(cluster, seconds=SHOWN_SECONDS, step_seconds=10)


@pytest.fixture(scope="module")
def pictures(
    answers: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    """The picture of each dashboard, by uid."""
    folder = Path(DOCS) if DOCS else tmp_path_factory.mktemp("dashboards")
    # Through JSON, as what is drawn is read.
    return {file.stem: file for file in write(json.loads(json.dumps(answers)), folder)}


def test_each_dashboard_has_a_picture(pictures: Mapping[str, Path]) -> None:
    assert sorted(pictures) == sorted(board["uid"] for board in BOARDS)


@pytest.mark.parametrize("uid", [board["uid"] for board in BOARDS])
def test_a_picture_is_small(pictures: Mapping[str, Path], uid: str) -> None:
    assert pictures[uid].stat().st_size < BYTES


@pytest.mark.parametrize("uid", [board["uid"] for board in BOARDS])
def test_a_picture_has_the_title_of_each_panel(pictures: Mapping[str, Path], uid: str) -> None:
    board = next(each for each in BOARDS if each["uid"] == uid)
    said = {each.text for each in ET.parse(pictures[uid]).iter() if each.text}
    for panel in panels(board):
        assert any(
            text.rstrip("…") and panel["title"].startswith(text.rstrip("…")) for text in said
        )


def test_no_panel_is_blank_but_those_that_show_that_all_is_well(
    answers: Mapping[str, Any],
) -> None:
    blank = {
        f"{one['board']['uid']}: {panel['title']}"
        for one in answers["boards"]
        for panel in panels(one["board"])
        if panel.get("targets")
        and not any(
            answer.get("rows") or answer.get("nodes") or _has_value(answer)
            for answer in one["answers"][str(panel["id"])].values()
        )
    }
    assert blank == set(BLANK)


def _has_value(answer: Mapping[str, Any]) -> bool:
    return any(value is not None for one in answer.get("series", ()) for _, value in one["values"])
