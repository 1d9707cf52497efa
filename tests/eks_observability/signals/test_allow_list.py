"""What kube-state-metrics is told to expose."""

import re

from eks_observability.settings.alerts import Alerts
from eks_observability.settings.metrics import Metrics
from eks_observability.signals.allow_list import allow_list
from eks_observability.signals.kept_series import KeptSeries, kept_for


def test_a_metric_is_named_as_a_whole() -> None:
    assert allow_list(KeptSeries(metrics=("kube_pod_info",))) == ("^kube_pod_info$",)


def test_a_pattern_is_for_the_whole_of_a_name() -> None:
    (value,) = allow_list(KeptSeries(metrics=("kube_a|kube_b",)))

    assert re.search(value, "kube_b")
    assert not re.search(value, "kube_bc")


def test_series_of_a_scrape_are_not_exposed() -> None:
    assert allow_list(KeptSeries(metrics=("up", "scrape_samples_scraped"))) == ()


def test_no_value_holds_the_comma_that_separates_them() -> None:
    kept = kept_for(Metrics(), Alerts())["kube-state-metrics"]

    assert len(",".join(allow_list(kept)).split(",")) == len(kept.metrics) - 1
