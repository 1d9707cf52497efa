"""Prometheus takes the configuration of AMP's managed scraper, but for the file of its token."""

import json
from pathlib import Path
from typing import Any

import pytest

from eks_observability.prometheus.scraper_configuration import scraper_configuration
from eks_observability.settings.alerts import Alerts
from eks_observability.settings.metrics import Metrics
from eks_observability.signals.kept_series import kept_for
from eks_observability_charts.collector.kubernetes import TOKEN_FILE
from eks_observability_ops.components.prometheus import Promtool


def configuration(token: Path, **settings: Any) -> str:
    metrics = Metrics.model_validate({"collector": "managed", **settings})
    kept = kept_for(metrics, Alerts())
    made = json.dumps(scraper_configuration(metrics, kept, cluster_label="shop"))
    assert TOKEN_FILE in made
    return made.replace(TOKEN_FILE, str(token))


@pytest.fixture
def token(tmp_path: Path) -> Path:
    """A file that a token could be in."""
    file = tmp_path / "token"
    file.write_text("token", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"targets": {"pods": {"keep": "used"}}, "keep": ("container_fs_.*",)},
        {"scrape_jobs": ({"name": "shop", "targets": ("10.0.0.1:80",), "timeout_seconds": 5},)},
    ],
    ids=["by default", "only what is used", "a job of ones own"],
)
def test_prometheus_takes_it(promtool: Promtool, token: Path, settings: dict[str, Any]) -> None:
    answer = promtool.check_configuration(configuration(token, **settings))

    assert answer.code == 0, answer.text


def test_prometheus_would_refuse_a_key_that_is_wrong(promtool: Promtool, token: Path) -> None:
    wrong = configuration(token).replace("honor_timestamps", "honour_timestamps")
    answer = promtool.check_configuration(wrong)

    assert answer.code == 1
    assert "honour_timestamps" in answer.text
