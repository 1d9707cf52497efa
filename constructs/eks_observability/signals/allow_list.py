"""What kube-state-metrics is told to expose, by those who run it themselves.

Its EKS add-on takes no such list that AWS documents, so there what is not kept is dropped at the
scrape. A list at the source spares kube-state-metrics and the collector the work besides.
"""

from eks_observability.signals.exposed_metrics.catalogue import OF_EVERY_SCRAPE
from eks_observability.signals.kept_series import KeptSeries


def allow_list(kept: KeptSeries) -> tuple[str, ...]:
    """Values of its option `--metric-allowlist`, to be joined by commas.

    Each is a regular expression, and kube-state-metrics would take a part of a name for the whole
    (kube-state-metrics, pkg/allowdenylist/allowdenylist.go), so each says where a name ends.

    Args:
        kept: What is kept of the job `kube-state-metrics`.
    """
    return tuple(
        f"^{name}$" if name.isidentifier() else f"^(?:{name})$"
        for name in kept.metrics
        if name not in OF_EVERY_SCRAPE
    )
