"""Pictures as files, and those in the documentation."""

from pathlib import Path

from eks_observability.signals import jobs
from eks_observability.signals.dashboards.all import dashboards
from eks_observability.signals.dashboards.links import uid
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability_ops.dashboard_sheet.files import write

DOCS = Path(__file__).parents[3] / "docs"
EVERYTHING = DashboardScope(jobs=frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR}))


def test_pictures_of_dashboards_that_are_gone_go(tmp_path: Path) -> None:
    (tmp_path / "eks-old.svg").touch()
    row = {"id": 1, "type": "row", "title": "Row", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}}
    board = {"uid": "eks-new", "title": "New", "panels": [row]}
    write({"start": 0, "end": 1, "boards": [{"board": board, "answers": {}}]}, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["eks-new.svg"]


def test_the_documentation_has_a_picture_of_each_dashboard() -> None:
    wanted = {f"{uid(each.subject)}.svg" for each in dashboards(EVERYTHING)}
    assert {file.name for file in (DOCS / "dashboards").iterdir()} == wanted, (
        "stale: run `make dashboards-sheet`"
    )
