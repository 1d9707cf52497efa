"""Queries that have no answer here, and why. Each is asked all the same, to see that it is so."""

from collections.abc import Mapping
from typing import Final

_NOT_LOST: Final = "Collectors have this series from the first sample on that they lose."

SILENT: Final[Mapping[str, str]] = {
    "eks-workloads: Jobs that failed: A": "No Job of the recorded cluster failed.",
    "eks-api-server: Turned away or cut off: A": "Flow control turned nothing away.",
    "eks-api-server: Turned away or cut off: B": "No request was ended early.",
    "eks-api-server: Webhooks that refuse or fail: A": "No webhook refused anything.",
    "eks-api-server: Webhooks that refuse or fail: B": "Every webhook could be asked.",
    "eks-collectors: Targets without an answer: A": "All targets answer.",
    "eks-collectors: Lost samples: B": _NOT_LOST,
    "eks-collectors: Lost samples: C": _NOT_LOST,
}
"""The reason, by the query's name: dashboard, panel and query."""

BLANK: Final = frozenset(
    {
        "eks-workloads: Jobs that failed",
        "eks-api-server: Turned away or cut off",
        "eks-api-server: Webhooks that refuse or fail",
        "eks-collectors: Targets without an answer",
    }
)
"""Panels without any answer here: they say so in words, and that is the good news."""
