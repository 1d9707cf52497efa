"""Dashboards of the community, by id and revision, from grafana.com and from nowhere else."""

from __future__ import annotations

import urllib.request
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from .dashboards import Dashboard
from .errors import LaterError, RefusedError
from .grafana_api import PASSING, read
from .marks import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOST: Final = "https://grafana.com"
PROMETHEUS: Final = {"prometheus", "grafana-amazonprometheus-datasource"}
"""Plugins that answer PromQL."""
ONLY_FOR_IMPORT: Final = ("__inputs", "__requires", "__elements", "id", "uid", "version")


def community_dashboards(
    asked: Sequence[Mapping[str, str]], sources: Sequence[Mapping[str, Any]]
) -> Iterator[Dashboard]:
    """What is asked for; downloaded where it is written, for a revision never changes.

    Args:
        asked: `Id`, `Revision` and the uid of a `Folder`, each.
        sources: The data sources that their inputs become.
    """
    kinds = {source["uid"]: source["type"] for source in sources}
    for one in asked:
        yield Dashboard(
            uid=uid_of(one),
            folder=one["Folder"],
            digest=digest_of([one["Id"], one["Revision"], kinds]),
            load=partial(_loaded, one["Id"], one["Revision"], sources),
        )


def uid_of(asked: Mapping[str, str]) -> str:
    """The uid that a dashboard of the community has here."""
    return f"eks-community-{asked['Id']}"


def _loaded(id_: str, revision: str, sources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    path = f"/api/dashboards/{id_}/revisions/{revision}/download"
    request = urllib.request.Request(HOST + path, headers={"Accept": "application/json"})
    try:
        dashboard = read(urllib.request.build_opener(), request, HOST + path)
    except RefusedError as error:
        if error.status in PASSING:
            raise LaterError(str(error)) from error
        if error.status == 404:
            msg = f"grafana.com has no revision {revision} of a dashboard {id_}: look it up there"
            raise RefusedError(0, path, msg) from error
        raise
    values = {one["name"]: _value(one, sources) for one in dashboard.get("__inputs", [])}
    kept = {key: value for key, value in dashboard.items() if key not in ONLY_FOR_IMPORT}
    mapped: dict[str, Any] = _mapped(kept, values)
    return mapped


def _value(asked: Mapping[str, Any], sources: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401 - text or a reference
    """What an input of an import becomes: a data source of ours, or its own constant."""
    if asked.get("type") != "datasource":
        return str(asked.get("value", ""))
    plugin = asked.get("pluginId")
    like = PROMETHEUS if plugin in PROMETHEUS else {plugin}
    for source in sources:
        if source["type"] in like:
            return {"type": source["type"], "uid": source["uid"]}
    msg = f"its input {asked['name']} is a data source of the type {plugin}, and there is none"
    raise RefusedError(0, "the import", msg)


def _mapped(value: Any, inputs: Mapping[str, Any], key: str = "") -> Any:  # noqa: ANN401 - any JSON
    """A value with its inputs replaced: whole references where a data source stands."""
    if isinstance(value, dict):
        return {name: _mapped(inner, inputs, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_mapped(inner, inputs) for inner in value]
    if not isinstance(value, str):
        return value
    for name, real in inputs.items():
        text = real["uid"] if isinstance(real, dict) else real
        if key == "datasource" and value == f"${{{name}}}":
            return real
        value = value.replace(f"${{{name}}}", text)
    return value
