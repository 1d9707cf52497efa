"""The README beside the artifacts: what is not said by the files themselves."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from eks_observability_ops import grafana_files, hub_files
from eks_observability_ops.collector_files import ALLOW_LIST, COLLECTORS, METRICS_KEPT
from eks_observability_ops.rendering import Placeholders

TITLE: Final = "# Artifacts"
"""How it begins, by which a folder of artifacts is known."""


def readme(written: Collection[Path], placeholders: Placeholders) -> str:
    """What the files are, and where to find what each placeholder stands for.

    Args:
        written: Paths of the files, below the folder that it stands in.
        placeholders: What each placeholder in them stands for.
    """
    names = {path.name for path in written} | {path.parent.name for path in written}
    blocks = [
        TITLE,
        "What the stacks put into AWS and into the cluster, taken out of their templates.",
        *_notes(names),
        _table(placeholders),
        "`${NAME}` in `agents/` is a variable of the agent's own: the environment of its container "
        "sets it, or for a credential `/secrets/secrets.conf`, which is written in the pod.",
    ]
    return "\n\n".join(blocks) + "\n"


def _notes(names: Collection[str]) -> Iterator[str]:
    if COLLECTORS in names:
        yield "`${env:NAME}` in `collectors/` is in the environment of the collector's container."
    if METRICS_KEPT in names:
        yield (
            f"`{METRICS_KEPT}` names the metrics that are kept by name. Jobs that keep all they "
            "find, such as pods and your own, add theirs."
        )
    if ALLOW_LIST in names:
        yield (
            f"`{ALLOW_LIST}` is for a kube-state-metrics that you run yourself: started with "
            f'`--metric-allowlist="$(cat {ALLOW_LIST})"`, it exposes what is kept and no more.'
        )
    if hub_files.ALERT_MANAGER in names:
        yield (
            f"`hub/{hub_files.ALERT_MANAGER}` is as Alertmanager reads it, and "
            f"`hub/{hub_files.WHOLE_DEFINITION}` as AMP takes it, with its templates."
        )
    if grafana_files.DATA_SOURCES in names:
        yield (
            "`hub/grafana/dashboards/` is as Grafana imports it by hand (Dashboards, New, Import), "
            f"into one that has data sources of the uids in `{grafana_files.DATA_SOURCES}`, each "
            "of which `POST /api/datasources` takes."
        )


def _table(placeholders: Placeholders) -> str:
    if not placeholders:
        return "No file holds a placeholder: every value is known before the deploy."
    return "\n".join(
        [
            "| placeholder | what it is | in the stack |",
            "|---|---|---|",
            *(
                f"| `${{{name}}}` | {meaning} | {stack} |"
                for (stack, name), meaning in sorted(placeholders.items())
            ),
        ]
    )
