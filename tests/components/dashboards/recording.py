"""Answers to the queries of all dashboards, as they are drawn."""

import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

from eks_observability_ops.components.prometheus import Course
from tests.components.dashboards.observed import Observed
from tests.components.dashboards.questions import BOARDS, QUESTIONS, panels
from tests.components.dashboards.samples import sample


def recorded(cluster: Observed, *, seconds: float, step_seconds: int) -> Mapping[str, Any]:
    """All dashboards with answers to their queries, of the time until now.

    Args:
        cluster: The cluster.
        seconds: How much time.
        step_seconds: Seconds between two values.
    """
    end = time.time()
    start = end - seconds
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for question in QUESTIONS:
        answer = cluster.answer(question, start=start, step_seconds=step_seconds)
        series = [_series(each) for each in answer]
        found.setdefault((question.uid, question.panel_id), {})[question.ref] = {"series": series}
    for board in BOARDS:
        for panel in panels(board):
            for target in panel.get("targets") or ():
                if "expr" not in target:
                    answers = found.setdefault((board["uid"], panel["id"]), {})
                    answers[target["refId"]] = sample(panel, target, (start, end))
    return {"start": start, "end": end, "boards": [_board(board, found) for board in BOARDS]}


def _series(course: Course) -> Mapping[str, Any]:
    values: Sequence[tuple[float, float | None]] = [
        (at, value if math.isfinite(value) else None) for at, value in course.values
    ]
    return {"labels": dict(course.labels), "values": values}


def _board(
    board: Mapping[str, Any], found: Mapping[tuple[str, int], Mapping[str, Any]]
) -> Mapping[str, Any]:
    answers = {str(number): each for (uid, number), each in found.items() if uid == board["uid"]}
    return {"board": board, "answers": answers}
