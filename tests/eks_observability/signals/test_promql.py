"""What a PromQL expression asks for."""

import pytest

from eks_observability.signals.promql import LabelMatcher, PromQlError, Selector, selectors


def only(expr: str) -> Selector:
    (selector,) = selectors(expr)
    return selector


def metrics(expr: str) -> set[str]:
    return {selector.metric for selector in selectors(expr)}


@pytest.mark.parametrize(
    "expr",
    [
        "a",
        "rate(a[5m] offset 1h)",
        "max_over_time(a[1h:1m])",
        "-a",
        "(a)",
        "sum by (x) (a)",
        "topk(scalar(a), a)",
        "histogram_quantile(0.9, a)",
        '{__name__="a"}',
        "a @ end()",
        "1 + a",
        "vector(1) unless a",
    ],
)
def test_a_metric_is_found_wherever_it_stands(expr: str) -> None:
    assert metrics(expr) == {"a"}


def test_both_sides_of_an_operator_are_read() -> None:
    assert metrics("a / on (x) b or c") == {"a", "b", "c"}


def test_the_parameter_of_an_aggregation_is_read() -> None:
    assert metrics("quantile(scalar(a), b)") == {"a", "b"}


def test_an_expression_without_selector_asks_for_nothing() -> None:
    assert selectors("vector(time())") == ()


def test_matchers_are_as_written() -> None:
    selector = only('a{job="x", le=~"1|2", n!="y", m!~"z.*"}')

    assert [(each.name, each.operator, each.value) for each in selector.matchers] == [
        ("job", "=", "x"),
        ("le", "=~", "1|2"),
        ("n", "!=", "y"),
        ("m", "!~", "z.*"),
    ]


@pytest.mark.parametrize(
    "expr",
    [
        'a{l="1"}',
        "sum by (l) (a)",
        "sum without (l) (a)",
        "a * on (l) a",
        "a * ignoring (l) a",
        "a * on () group_left (l) a",
        'label_replace(a, "l", "$1", "m", "(.*)")',
        'label_replace(a, "m", "$1", "l", "(.*)")',
        'label_join(a, "m", ",", "l", "k")',
        'sort_by_label(a, "l")',
        'sort_by_label_desc(a, "l")',
    ],
)
def test_a_label_is_mentioned_wherever_it_stands(expr: str) -> None:
    assert all("l" in selector.labels for selector in selectors(expr))


def test_labels_mentioned_anywhere_count_for_every_selector() -> None:
    assert all({"x", "y"} <= each.labels for each in selectors("sum by (x) (a) / on (y) b"))


@pytest.mark.parametrize("expr", ["sum without (l) (a)", "a * ignoring (l) a"])
def test_grouping_by_all_labels_but_some_depends_on_all(expr: str) -> None:
    assert all(selector.all_labels for selector in selectors(expr))


@pytest.mark.parametrize("expr", ["sum by (l) (a)", "a * on (l) a", "a * a", "sum(a)"])
def test_grouping_by_some_labels_depends_on_those_alone(expr: str) -> None:
    assert not any(selector.all_labels for selector in selectors(expr))


@pytest.mark.parametrize(
    ("expr", "position"),
    [
        ("", 1),
        ("sum(", 5),
        ("rate(a)", 7),
        ("foo bar", 5),
        ("a == == b", 6),
        ("sum by (x (rate(a[5m])", 11),
        ('rate(a{job="x"[5m])', 7),
        ("histogram_quantile(0.9 sum(x))", 24),
        ("sum(rate(a[5m])) by (x) > > 1", 27),
        ("nosuch(a)", 7),
        ('a{b=~"["}', 6),
        ("a{b=1}", 5),
    ],
)
def test_what_is_not_promql_is_refused_with_its_place(expr: str, position: int) -> None:
    with pytest.raises(PromQlError, match="this is not PromQL") as caught:
        selectors(expr)

    assert caught.value.position == position


def test_a_refusal_shows_what_stands_at_the_place() -> None:
    with pytest.raises(PromQlError, match=r"\(character 5, at bar\)"):
        selectors("foo bar")


def test_a_refusal_says_when_an_end_is_missing() -> None:
    with pytest.raises(PromQlError, match=r"unclosed left parenthesis \(its end\)"):
        selectors("sum(a")


def test_a_selector_without_a_metric_is_refused() -> None:
    with pytest.raises(PromQlError, match="names no metric, so nobody can tell what to scrape"):
        selectors('sum({job="a"})')


@pytest.mark.parametrize("name", ['=~"a.*"', '!="a", b="1"', '="a", __name__="b"'])
def test_a_metric_named_by_a_pattern_is_refused(name: str) -> None:
    with pytest.raises(PromQlError, match="names its metric by a pattern"):
        selectors(f"{{__name__{name}}}")


def test_alternatives_of_matchers_are_refused() -> None:
    with pytest.raises(PromQlError, match="not PromQL of Prometheus"):
        selectors('a{b="1" or c="2"}')


def test_an_expression_nests_as_deep_as_settings_allow() -> None:
    assert metrics("(" * 4_000 + "a" + ")" * 4_000) == {"a"}


@pytest.mark.parametrize(
    ("matcher", "label", "expected"),
    [
        ('l="a"', "a", True),
        ('l="a"', "b", False),
        ('l!="a"', "b", True),
        ('l=~"a|b"', "b", True),
        ('l=~"a"', "ab", False),
        ('l!~"a|b"', "b", False),
        ('l!~"a"', "c", True),
    ],
)
def test_a_matcher_takes_all_of_a_value(matcher: str, label: str, *, expected: bool) -> None:
    (found,) = only(f"m{{{matcher}}}").of_label("l")

    assert found.matches(label) is expected


def test_a_pattern_that_python_does_not_know_matches() -> None:
    assert LabelMatcher(name="l", operator="=~", value=r"\Qa\E").matches("b")
