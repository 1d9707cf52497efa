"""One pass over a workspace: everything is read, and then what differs is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from .asset import our_dashboards
from .community import community_dashboards, uid_of
from .dashboards import Dashboards
from .errors import EditedError, LaterError, RefusedError
from .folders import NO_HOME, remove_folders, write_folders, write_home, write_teams
from .log import log
from .sources import Sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .asset import S3
    from .grafana_api import Grafana

    Properties = Mapping[str, Any]

NOTHING: Final[Properties] = {}


class Content:
    """What a workspace shall hold, and held before.

    Args:
        grafana: The workspace.
        properties: What is asked for; `NOTHING` takes everything of ours away.
        before: What was asked for before, whether it came to be or not.
        owner: Who writes.
        policy: What to do where a person edited: refuse, overwrite or keep.
    """

    def __init__(
        self,
        grafana: Grafana,
        properties: Properties,
        before: Properties,
        *,
        owner: str,
        policy: str,
    ) -> None:
        self._grafana, self._asked, self._before = grafana, properties, before
        self._owner, self._policy = owner, policy
        self._overwrite = policy == "overwrite"

    def converge(self, s3: S3) -> dict[str, str]:
        """Take the workspace to what is asked for; the same however often it is done.

        Returns:
            What to tell CloudFormation.

        Raises:
            EditedError: A person edited what is to be written; nothing was.
        """
        sources, dashboards = self._plan(s3)
        refused = sources.refused + dashboards.refused
        if refused:
            raise EditedError(_edited(refused))
        self._install_plugins()
        sources.write()
        folders, teams = self._asked.get("Folders", []), self._asked.get("Teams", [])
        was, old_teams = self._before.get("Folders", []), self._before.get("Teams", [])
        write_folders(self._grafana, folders, was, overwrite=self._overwrite)
        dashboards.write()
        home, old_home = (it.get("HomeDashboard", NO_HOME) for it in (self._asked, self._before))
        write_home(self._grafana, home, old_home, overwrite=self._overwrite)
        dashboards.remove_others(_uids(self._before))
        kept = {folder["Uid"] for folder in folders}
        gone = [folder for folder in was if folder["Uid"] not in kept]
        remove_folders(self._grafana, gone, dashboards.deleted)
        write_teams(self._grafana, folders, teams, old_teams, overwrite=self._overwrite)
        write_teams(self._grafana, gone, [], old_teams, overwrite=self._overwrite)
        sources.remove_others()
        left = sorted({*sources.left, *dashboards.left})
        return {"LeftAsEdited": ", ".join(left) or "nothing", "Writes": str(self._grafana.writes)}

    def _plan(self, s3: S3) -> tuple[Sources, Dashboards]:
        wanted_sources = _sources(self._asked)
        wanted = [] if not self._asked else list(our_dashboards(s3, **_place(self._asked)))
        wanted += community_dashboards(self._asked.get("CommunityDashboards", []), wanted_sources)
        who = {"owner": self._owner, "policy": self._policy}
        return (
            Sources(self._grafana, wanted_sources, **who),
            Dashboards(self._grafana, {one.uid: one for one in wanted}, **who),
        )

    def _install_plugins(self) -> None:
        """Install what is missing. Plugins stay for good: other data sources may need them."""
        for plugin in self._asked.get("Plugins", []):
            path = f"/api/plugins/{plugin}"
            if self._grafana.get(f"{path}/settings") is not None:
                continue
            log("plugin", id=plugin)
            try:
                self._grafana.send("POST", f"{path}/install", {})
            except RefusedError as error:
                if error.status != 409:
                    raise
                log("plugin is there already", id=plugin)
            if self._grafana.get(f"{path}/settings") is None:
                msg = f"the plugin {plugin} is being installed"
                raise LaterError(msg)


def _sources(properties: Properties) -> Sequence[dict[str, Any]]:
    """The data sources of properties: JSON in one text, for CloudFormation knows only text."""
    read: list[dict[str, Any]] = json.loads(properties.get("DataSources", "[]"))
    return read


def _place(properties: Properties) -> dict[str, str]:
    return {"bucket": properties["AssetBucket"], "key": properties["AssetKey"]}


def _uids(properties: Properties) -> list[str]:
    community = map(uid_of, properties.get("CommunityDashboards", []))
    return [*properties.get("Dashboards", []), *community]


def _edited(uids: Sequence[str]) -> str:
    return (
        f"a person edited or made {', '.join(uids)} in Grafana, and grafana.edited_by_hand is "
        "`refuse`; nothing was written. Save the edits under another name and restore the version "
        "before them, or set `overwrite` to lose them or `keep` to leave them."
    )
