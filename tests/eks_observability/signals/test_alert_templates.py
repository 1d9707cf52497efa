"""Texts of alerts that Prometheus reads, and those that it does not."""

from pathlib import Path

import pytest

from eks_observability.settings import SettingsError, load_settings
from eks_observability.signals.alert_templates import template_fault
from eks_observability.signals.rule_checks import rule_contradictions
from eks_observability.signals.rule_groups import EVERYTHING, alert_groups
from eks_observability.signals.rules import Alert

SAMPLE = Path(__file__).parents[3] / "observability.yaml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "All is well.",
        "{{ $value | humanizePercentage }} of {{ $labels.cluster }}.",
        '{{ range query "up" }}{{ .Labels.job }}{{ end }}',
        '{{ with $first := query "up" }}{{ $first }}{{ end }}',
        '{{ printf "%s costs $5" $labels.pod }}',
        "It costs $5.",
    ],
)
def test_a_text_that_prometheus_reads_is_taken(text: str) -> None:
    assert template_fault(text) == ""


@pytest.mark.parametrize("text", ["{{ $labels.cluster }", "$labels }}", "{{ $value }} of {{ x"])
def test_braces_have_to_be_closed(text: str) -> None:
    assert "has to be closed" in template_fault(text)


def test_a_variable_that_is_misspelt_gets_the_nearest() -> None:
    assert "did you mean $labels?" in template_fault("{{ $label.cluster }}")


def test_a_variable_that_nothing_defines_is_named() -> None:
    assert template_fault("{{ $pod }}").startswith("found $pod, which nothing defines")


def test_every_text_of_ours_is_taken() -> None:
    rules = [rule for group in alert_groups(EVERYTHING) for rule in group.rules]
    texts = [
        text for one in rules if isinstance(one, Alert) for text in (one.summary, one.description)
    ]

    assert len(texts) > 100
    assert [text for text in texts if template_fault(text)] == []


def test_a_setting_is_refused_where_it_stands(tmp_path: Path) -> None:
    own = (
        "  alerts:\n    - {name: ShopFails, expr: 'up{job=\"kubelet\"} == 0', severity: info,"
        " summary: Fails., description: '{{ $label.pod }}'}\n"
    )
    file = tmp_path / "settings.yaml"
    text = SAMPLE.read_text(encoding="utf-8").replace(
        "alerts:\n  enabled", f"alerts:\n{own}  enabled"
    )
    file.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        load_settings(file, checks=(rule_contradictions,))

    assert [one.path for one in caught.value.mistakes] == ["alerts.alerts[0].description"]
