"""Which alerts nobody is told of while another fires, because that one says it all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

OBJECTS: Final = (
    ("node",),
    ("namespace", "pod"),
    ("namespace", "persistentvolumeclaim"),
)
"""Labels that name what an alert is about. While a critical one fires about an object, nobody is
told of its warnings."""

STRONGER: Final[Mapping[str, tuple[str, ...]]] = {
    "ApiServerErrorBudgetBurnsFast": ("ApiServerErrorBudgetBurnsSlowly",),
    "ApiServerLatencyBudgetBurnsFast": ("ApiServerLatencyBudgetBurnsSlowly",),
}
"""Alerts about a whole cluster, and those that say the same less urgently, or follow from them."""

Inhibition = Mapping[str, Sequence[str]]
"""An entry of `inhibit_rules`."""


def inhibitions() -> Iterator[Inhibition]:
    """Entries of Alertmanager's `inhibit_rules`, each within one cluster."""
    for labels in OBJECTS:
        named = [f'{label}!=""' for label in labels]
        # A pod's alert may name its node too: the node is then not what it is about.
        named += ['namespace=""'] if "namespace" not in labels else []
        yield {
            "source_matchers": ['severity="critical"', *named],
            "target_matchers": ['severity=~"warning|info"', *named],
            "equal": ["cluster", *labels],
        }
    for alert, weaker in STRONGER.items():
        yield {
            "source_matchers": [f'alertname="{alert}"'],
            "target_matchers": [f'alertname=~"{"|".join(weaker)}"'],
            "equal": ["cluster"],
        }
