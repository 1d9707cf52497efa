"""Panels and columns of which dashboards have many."""

from collections.abc import Mapping

from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Column, Lines, Number, Texts
from eks_observability.signals.dashboards.model import Panel, PromQl
from eks_observability.signals.dashboards.thresholds import Step, above_percent, plain


def number(
    title: str,
    description: str,
    expr: str,
    *,
    unit: str = "short",
    thresholds: tuple[Step, ...] = plain(),
    texts: Texts | None = None,
    decimals: int | None = None,
    no_value: str = "Nothing reported",
    width: int = 4,
) -> Panel:
    """A large number with its course behind it.

    Args:
        title: What is shown.
        description: What it means.
        expr: The query: it has one answer.
        unit: Unit of the value. Default: a plain number.
        thresholds: From where on it has which color. Default: blue.
        texts: What stands there instead of some values. Default: the value.
        decimals: Digits behind the point. Default: as many as it takes.
        no_value: What stands there when there is no answer.
        width: Columns, of 24.
    """
    return Panel(
        title=title,
        description=description,
        queries=(PromQl(expr=expr),),
        unit=unit,
        look=Number(texts=texts or {}),
        width=width,
        height=4,
        thresholds=thresholds,
        decimals=decimals,
        no_value=no_value,
    )


def share(title: str, description: str, expr: str, *, percent: float, width: int = 4) -> Panel:
    """A large number that is a share.

    Args:
        title: What is shown.
        description: What it means.
        expr: The query: it has one answer, of which 1 is all.
        percent: From where on it is red.
        width: Columns, of 24.
    """
    return number(
        title,
        description,
        expr,
        unit="percentunit",
        thresholds=above_percent(percent),
        decimals=1,
        width=width,
    )


def lines(
    title: str,
    description: str,
    series: Mapping[str, str],
    *,
    unit: str = "short",
    look: Lines | None = None,
    thresholds: tuple[Step, ...] = (),
    links: tuple[Link, ...] = (),
    no_value: str = "Nothing reported",
    width: int = 12,
) -> Panel:
    """Lines over time, from 0 on unless some of them are drawn downwards.

    Args:
        title: What is shown.
        description: What it means.
        series: Queries by what their series are called, with labels as `{{pod}}`.
        unit: Unit of their values. Default: a plain number.
        look: How they look. Default: each by itself, with a table of their latest and highest.
        thresholds: From where on values have which color. Default: none is worse than another.
        links: Where a click on a value leads. Default: nowhere.
        no_value: What stands there when no query answers.
        width: Columns, of 24.
    """
    how = look or Lines()
    return Panel(
        title=title,
        description=description,
        queries=tuple(PromQl(expr=expr, legend=legend) for legend, expr in series.items()),
        unit=unit,
        look=how,
        width=width,
        thresholds=thresholds,
        minimum=None if how.mirrored else 0,
        no_value=no_value,
        links=links,
    )


def share_column(name: str, title: str, *, percent: float) -> Column:
    """A column of shares, as bars that are red where an alert begins.

    Args:
        name: The values, such as `Value #B`. 1 is all.
        title: What is above it.
        percent: From where on it is red.
    """
    return Column(
        name=name,
        title=title,
        unit="percentunit",
        bar=True,
        thresholds=above_percent(percent),
        width=150,
    )
