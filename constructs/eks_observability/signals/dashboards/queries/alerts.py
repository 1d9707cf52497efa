"""Which alerts fire, and which have fired.

`ALERTS` is 1 while an alert is pending or firing (Prometheus documentation, "Alerting rules"), with
the labels of the alert. The watchdog always fires, and is no news.
"""

from typing import Final

_SHOWN: Final = 'cluster=~"$cluster", severity=~"$severity", alertname!="Watchdog"'
_FIRING: Final = f'ALERTS{{alertstate="firing", {_SHOWN}}}'


def firing(severity: str) -> str:
    """Alerts that fire, of a severity.

    Args:
        severity: Such as `critical`.
    """
    of_severity = f'alertname!="Watchdog", cluster=~"$cluster", severity="{severity}"'
    return f'count(ALERTS{{alertstate="firing", {of_severity}}}) or vector(0)'


def pending() -> str:
    """Alerts that will fire if it goes on like this."""
    return f'count(ALERTS{{alertstate="pending", {_SHOWN}}}) or vector(0)'


def watchdog() -> str:
    """1 while rules are evaluated: the watchdog fires then."""
    fires = 'ALERTS{alertname="Watchdog", alertstate="firing"}'
    return f"(count({fires}) or vector(0)) > bool 0"


def each() -> str:
    """1 for each alert that fires, with where."""
    labels = "severity, alertname, cluster, namespace, node, pod, persistentvolumeclaim, job"
    return f"max by ({labels}) ({_FIRING})"


def number_by(label: str) -> str:
    """Alerts that fire, by a label of theirs.

    Args:
        label: Such as `cluster`.
    """
    return f"count by ({label}) ({_FIRING})"


def number_by_namespace() -> str:
    """Alerts that fire, by cluster and namespace, of those that are about a namespace."""
    return f'count by (cluster, namespace) (ALERTS{{alertstate="firing", namespace!="", {_SHOWN}}})'


def history() -> str:
    """1 while an alert fires, by name and cluster."""
    return f"max by (alertname, cluster) ({_FIRING})"


def time_firing() -> str:
    """The share of the time shown in which an alert fired, by name, cluster and severity."""
    one = f"max by (alertname, cluster, severity) ({_FIRING})"
    shown = "[$__range:$__interval]"
    return f"sum_over_time(({one}){shown}) / scalar(count_over_time(vector(1){shown}))"
