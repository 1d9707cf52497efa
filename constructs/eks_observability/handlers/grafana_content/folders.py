"""Folders, what teams may do in them, and the page that opens first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .errors import RefusedError
from .log import log

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from .grafana_api import Grafana

    Folder = Mapping[str, str]
    Team = Mapping[str, str]

LEVELS: Final = {"View": 1, "Edit": 2, "Admin": 4}
"""Grafana's number of a permission (Folder Permissions HTTP API)."""
NO_HOME: Final = ""
"""Grafana's own home page."""


def write_folders(
    grafana: Grafana, wanted: Sequence[Folder], before: Sequence[Folder], *, overwrite: bool
) -> None:
    """Make folders, and rename those whose name is still what we gave them."""
    titles = {folder["Uid"]: folder["Title"] for folder in before}
    for folder in wanted:
        uid, title = folder["Uid"], folder["Title"]
        have = grafana.get(f"/api/folders/{uid}")
        if have is None:
            log("folder", uid=uid, title=title)
            grafana.send("POST", "/api/folders", {"uid": uid, "title": title})
        elif have["title"] == title:
            continue
        elif overwrite or have["title"] == titles.get(uid):
            log("folder renamed", uid=uid, before=have["title"], after=title)
            body = {"title": title, "version": have["version"]}
            grafana.send("PUT", f"/api/folders/{uid}", body)
        else:
            log("left as it was renamed", folder=uid, title=have["title"])


def remove_folders(grafana: Grafana, folders: Sequence[Folder], deleted: Collection[str]) -> None:
    """Delete folders that nothing is left in, besides dashboards that were just `deleted`."""
    for folder in folders:
        uid = folder["Uid"]
        inside = grafana.get("/api/search", folderUIDs=uid, limit=1 + len(deleted)) or []
        if others := [one["uid"] for one in inside if one["uid"] not in deleted]:
            log("kept, for it is in use", folder=uid, by=others)
            continue
        if grafana.get(f"/api/folders/{uid}") is None:
            continue
        try:
            grafana.send("DELETE", f"/api/folders/{uid}?forceDeleteRules=false")
        except RefusedError as error:
            if error.status != 400:
                raise
            log("kept, for Grafana's alert rules are in it", folder=uid)
        else:
            log("delete", folder=uid)


def write_teams(
    grafana: Grafana,
    folders: Sequence[Folder],
    wanted: Sequence[Team],
    before: Sequence[Team],
    *,
    overwrite: bool,
) -> None:
    """Give teams their permission on each folder, and take back what we gave others.

    A team that is not there is made, without members; it stays for good, for people join it by
    hand. What a person set since is left, unless told to overwrite.
    """
    want = {team["Name"]: LEVELS[team["Permission"]] for team in wanted}
    old = {team["Name"]: LEVELS[team["Permission"]] for team in before}
    if not want and not old:
        return
    ids = {name: _team(grafana, name, make=name in want) for name in {**old, **want}}
    for folder in folders:
        path = f"/api/folders/{folder['Uid']}/permissions"
        have = [one for one in grafana.get(path) or [] if not one.get("inherited")]
        levels = {one["teamId"]: one["permission"] for one in have if one.get("teamId")}
        target = dict(levels)
        for name, team in ids.items():
            if team and (overwrite or levels.get(team) in {None, old.get(name), want.get(name)}):
                target[team] = want.get(name, 0)
        target = {team: level for team, level in target.items() if level}
        if target != levels:
            log("team permissions", folder=folder["Uid"], before=levels, after=target)
            others = [_item(one) for one in have if not one.get("teamId")]
            teams = [{"teamId": team, "permission": level} for team, level in target.items()]
            grafana.send("POST", path, {"items": others + teams})


def _team(grafana: Grafana, name: str, *, make: bool) -> int | None:
    found = (grafana.get("/api/teams/search", name=name) or {}).get("teams", [])
    if ids := [int(team["id"]) for team in found if team["name"] == name]:
        return ids[0]
    if not make:
        return None
    log("team", name=name)
    return int(grafana.send("POST", "/api/teams", {"name": name})["teamId"])


def _item(have: Mapping[str, Any]) -> dict[str, Any]:
    """An entry that is there, as it is sent."""
    who = {key: have[key] for key in ("role", "userId") if have.get(key)}
    return {**who, "permission": have["permission"]}


def write_home(grafana: Grafana, wanted: str, before: str, *, overwrite: bool) -> None:
    """Make a dashboard the home page, unless a person chose one.

    Args:
        grafana: Where.
        wanted: Its uid, or `NO_HOME`.
        before: What we asked for before.
        overwrite: Whether to do so nevertheless.
    """
    path = "/api/org/preferences"
    have = (grafana.get(path) or {}).get("homeDashboardUID") or NO_HOME
    if have == wanted:
        return
    ours = {NO_HOME, before} if wanted else {before}
    if have in ours or (overwrite and wanted):
        log("home page", before=have, after=wanted)
        grafana.send("PATCH", path, {"homeDashboardUID": wanted})
    else:
        log("left as it was chosen", home=have)
