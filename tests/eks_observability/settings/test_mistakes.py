"""Too much, too little, too long: what was found, and what is allowed."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Mistake

OnlyMistake = Callable[[str], Mistake]
MessageFor = Callable[[str, str], str]

METRIC = "{name: Errors, log_group: host, pattern: ERROR}"


@pytest.mark.parametrize("seconds", [9, -1, 301, 10**17])
def test_a_number_out_of_range_is_told_both_bounds(
    cluster: str, message_for: MessageFor, seconds: int
) -> None:
    text = f"{cluster}container_insights: {{agent: {{interval_seconds: {seconds}}}}}\n"

    assert message_for(text, "container_insights.agent.interval_seconds") == (
        f"found {seconds}, allowed: 10 to 300 seconds"
    )


@pytest.mark.parametrize("length", [0, 1025])
def test_text_that_is_too_short_or_too_long_is_told_both_bounds(
    cluster: str, message_for: MessageFor, length: int
) -> None:
    metric = METRIC.replace("ERROR", f"'{'x' * length}'")

    assert message_for(
        f"{cluster}log_metrics: {{filters: [{metric}]}}\n", "log_metrics.filters[0].pattern"
    ) == (f"found {length} characters, allowed: 1 to 1024")


def test_a_list_that_is_too_long_is_told_how_long_it_may_be(
    cluster: str, message_for: MessageFor
) -> None:
    text = f"{cluster}log_metrics: {{filters: [{', '.join([METRIC] * 101)}]}}\n"

    assert message_for(text, "log_metrics.filters") == "found 101 entries, allowed: 100 or fewer"


@pytest.mark.parametrize("key", ["", "k" * 129])
def test_a_key_that_is_too_short_or_too_long_is_reported_where_it_stands(
    cluster: str, only_mistake: OnlyMistake, key: str
) -> None:
    mistake = only_mistake(f"{cluster}tags:\n  team: shop\n  '{key}': x\n")

    assert (mistake.line, mistake.column, mistake.path) == (10, 3, f"tags.{key}")
    assert mistake.message == f"found a key of {len(key)} characters, allowed: 1 to 128"


def test_a_tag_may_be_called_key_in_brackets(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}tags: {{'[key]': 1}}\n"

    assert message_for(text, "tags.[key]").startswith("found 1, which YAML takes for a number")
