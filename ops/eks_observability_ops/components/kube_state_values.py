"""What kube-state-metrics makes of the fields of a Kubernetes object."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

Object = Mapping[str, Any]
Row = tuple[Mapping[str, str], float]
"""Labels and value of a series."""

Rows = Callable[[Object], Iterable[Row]]
"""The series of one object."""

Table = Mapping[str, tuple[str, Rows]]
"""The metrics of a kind of object: by name, the help and the series of one object."""

_FACTORS: Final = {
    **{"m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12},
    **{"Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40},
}
_UNITS: Final = {"cpu": "core", "pods": "integer"}


def at(thing: Object, path: str, default: object = None) -> Any:  # noqa: ANN401 - an API's JSON
    """What stands at a path of keys with dots between them; `default` where nothing does."""
    found: Any = thing
    for key in path.split("."):
        if not isinstance(found, Mapping) or key not in found:
            return default
        found = found[key]
    return found


def quantity(text: object) -> float:
    """A Kubernetes quantity, such as 100m or 64Mi, as a number."""
    written = str(text)
    for suffix in sorted(_FACTORS, key=len, reverse=True):
        if written.endswith(suffix):
            return float(written.removesuffix(suffix)) * _FACTORS[suffix]
    return float(written)


def unix(time: str) -> float:
    """An RFC 3339 time in seconds since 1970."""
    return datetime.fromisoformat(time).timestamp()


def number(path: str, default: float | None = None) -> Rows:
    """One series with the number at a path; none where there is nothing and no default."""

    def rows(thing: Object) -> Iterator[Row]:
        value = at(thing, path, default)
        if value is not None:
            yield {}, float(value)

    return rows


def time(path: str) -> Rows:
    """One series with the time at a path, in seconds since 1970; none where there is no time."""

    def rows(thing: Object) -> Iterator[Row]:
        value = at(thing, path)
        if value:
            yield {}, unix(value)

    return rows


def info(**labels: str) -> Rows:
    """One series of value 1, with a label for each path; empty where there is nothing."""

    def rows(thing: Object) -> Iterator[Row]:
        yield {name: str(at(thing, path, "")) for name, path in labels.items()}, 1.0

    return rows


def never(_thing: Object) -> Iterable[Row]:
    """No series: what it tells of is not there, or asked for by a flag."""
    return ()


def one_of(label: str, path: str, *values: str) -> Rows:
    """A series for each value that a field may have: 1 for the one it has, 0 for the others."""

    def rows(thing: Object) -> Iterator[Row]:
        actual = at(thing, path)
        for value in values:
            yield {label: value}, float(actual == value)

    return rows


def conditions(label: str, *, reason: bool = False) -> Rows:
    """Three series for each condition: whether it is true, false or unknown."""

    def rows(thing: Object) -> Iterator[Row]:
        for condition in at(thing, "status.conditions", ()):
            own = {"reason": condition.get("reason", "")} if reason else {}
            for status in ("true", "false", "unknown"):
                labels = {**own, label: condition["type"], "status": status}
                yield labels, float(condition["status"].lower() == status)

    return rows


def owners(thing: Object) -> Iterator[Row]:
    """A series for each owner; one that says that there is none."""
    names = ("owner_kind", "owner_name", "owner_is_controller")
    for owner in at(thing, "metadata.ownerReferences", ()):
        is_controller = str(owner.get("controller", False)).lower()
        yield dict(zip(names, (owner["kind"], owner["name"], is_controller), strict=True)), 1.0
    if not at(thing, "metadata.ownerReferences"):
        yield dict.fromkeys(names, ""), 1.0


def resources(path: str) -> Rows:
    """A series for each resource at a path."""

    def rows(thing: Object) -> Iterator[Row]:
        for name, amount in sorted(at(thing, path, {}).items()):
            labels = {"resource": name.replace("-", "_"), "unit": _UNITS.get(name, "byte")}
            yield labels, quantity(amount)

    return rows


CREATED: Final = ("Unix creation timestamp", time("metadata.creationTimestamp"))
DELETED: Final = ("Unix deletion timestamp", time("metadata.deletionTimestamp"))
VERSION: Final = (
    "Resource version representing a specific version of the object.",
    number("metadata.resourceVersion"),
)


def common(prefix: str) -> Table:
    """What is told of objects of every kind; of labels and annotations only if a flag asks."""
    return {
        f"{prefix}_created": CREATED,
        f"{prefix}_labels": ("Kubernetes labels converted to Prometheus labels.", never),
        f"{prefix}_annotations": (
            "Kubernetes annotations converted to Prometheus labels.",
            never,
        ),
    }


def numbers(prefix: str, kind: str, /, **paths: str) -> Table:
    """Counts, 0 where the API has none, by the end of the metric's name."""
    return {
        f"{prefix}_{name}": (f"The {name.replace('_', ' ')} of a {kind}.", number(path, 0))
        for name, path in paths.items()
    }


def flag(path: str) -> Rows:
    """One series: 1 where a field is true, else 0."""

    def rows(thing: Object) -> Iterator[Row]:
        yield {}, float(bool(at(thing, path, False)))

    return rows
