"""Dashboards, ours and the community's: written where they differ from what was written last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .log import log
from .marks import TAG, Mark, mark_in, may_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .grafana_api import Grafana

VERSIONS: Final = 100
"""More than Grafana keeps of a dashboard, unless told otherwise (20)."""
MOST: Final = 5000
"""The most that a search gives at once."""


@dataclass(frozen=True)
class Dashboard:
    """A dashboard that is asked for."""

    uid: str
    folder: str
    digest: str
    load: Callable[[], dict[str, Any]]
    """Its JSON; called where it is written, for that may be a download."""


@dataclass(frozen=True)
class Found:
    """A dashboard that is there."""

    version: int
    touched: bool
    """Whether a person has saved or moved it after us, or made it."""
    mark: Mark | None
    """What was written here last."""


class Dashboards:
    """The dashboards that are asked for, and those that are there.

    Args:
        grafana: Where.
        wanted: What is asked for, by uid.
        owner: Who writes.
        policy: What to do where a person edited: refuse, overwrite or keep.
    """

    def __init__(
        self, grafana: Grafana, wanted: Mapping[str, Dashboard], *, owner: str, policy: str
    ) -> None:
        self._grafana, self._owner, self._policy = grafana, owner, policy
        self._wanted = wanted
        self.refused: list[str] = []
        """Those that a person edited, or made, and that are not to be written over."""
        self.left: list[str] = []
        """Those that stay as a person edited them."""
        self.deleted: set[str] = set()
        """Those that were deleted; a search may still show them."""
        self._to_write: dict[str, int] = {}
        for uid in wanted:
            self._plan(uid)

    def write(self) -> None:
        """Write what differs; Grafana refuses if somebody saves at the same time."""
        for uid, version in self._to_write.items():
            want = self._wanted[uid]
            body = {**want.load(), "id": None, "uid": uid, "version": version}
            body["tags"] = [*(tag for tag in body.get("tags") or [] if tag != TAG), TAG]
            log("dashboard", uid=uid, folder=want.folder, after_version=version)
            self._grafana.send(
                "POST",
                "/api/dashboards/db",
                {
                    "dashboard": body,
                    "folderUid": want.folder,
                    "message": str(Mark(self._owner, want.folder, want.digest)),
                    "overwrite": False,
                },
            )

    def remove_others(self, once: Iterable[str]) -> None:
        """Delete those of ours that are not asked for, unless a person edited them.

        Args:
            once: Uids that were asked for before: a search may not show yet what is new.
        """
        found = self._grafana.get("/api/search", type="dash-db", tag=TAG, limit=MOST) or []
        for uid in sorted({*once, *(one["uid"] for one in found)} - self._wanted.keys()):
            have = self._find(uid)
            if not have or not have.mark:
                continue
            if have.touched and self._policy != "overwrite":
                self._leave(uid)
                continue
            log("delete", dashboard=uid)
            self._grafana.send("DELETE", f"/api/dashboards/uid/{uid}")
            self.deleted.add(uid)

    def _plan(self, uid: str) -> None:
        have, want = self._find(uid), self._wanted[uid]
        if have is None:
            self._to_write[uid] = 0
            return
        same = bool(have.mark) and have.mark == Mark(self._owner, want.folder, want.digest)
        if not have.touched:
            self._to_write |= {} if same else {uid: have.version}
            return
        write = may_write(policy=self._policy, same=same)
        if write:
            self._to_write[uid] = have.version
        elif write is None:
            self.refused.append(uid)
        else:
            self._leave(uid)

    def _leave(self, uid: str) -> None:
        log("left as it was edited", dashboard=uid)
        self.left.append(uid)

    def _find(self, uid: str) -> Found | None:
        there = self._grafana.get(f"/api/dashboards/uid/{uid}")
        if there is None:
            return None
        answer = self._grafana.get(f"/api/dashboards/uid/{uid}/versions", limit=VERSIONS) or []
        # Grafana 11 put the list into an object.
        versions = answer["versions"] if isinstance(answer, dict) else answer
        newest_first = sorted(versions, key=lambda one: int(one["version"]), reverse=True)
        marks = [mark_in(one.get("message", ""), self._owner) for one in newest_first]
        newest = marks[0] if marks else None
        moved = newest is not None and newest.folder != there["meta"].get("folderUid")
        return Found(
            version=there["dashboard"]["version"],
            touched=newest is None or moved,
            mark=next(filter(None, marks), None),
        )
