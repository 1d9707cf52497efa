"""Data sources: each remembers what was written of it, beside the settings of its plugin.

`jsonData` keeps what its plugin does not know. So what a person changed since is seen by comparing,
and what Grafana or the plugin added is not taken for a change.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from .log import log
from .marks import may_write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .grafana_api import Grafana

    Source = dict[str, Any]

KEY: Final = "eksObservability"
"""In `jsonData`: whose the data source is, and what was written of it, as JSON."""


class Sources:
    """The data sources that are asked for, and those that are there.

    Args:
        grafana: Where.
        wanted: Each as `POST /api/datasources` takes it, with a `uid`.
        owner: Who writes.
        policy: What to do where a person edited: refuse, overwrite or keep.
    """

    def __init__(
        self, grafana: Grafana, wanted: Sequence[Source], *, owner: str, policy: str
    ) -> None:
        self._grafana, self._owner, self._policy = grafana, owner, policy
        self._wanted = {source["uid"]: source for source in wanted}
        self._there = {source["uid"]: source for source in grafana.get("/api/datasources") or []}
        self.refused: list[str] = []
        """Those that a person edited, or made, and that are not to be written over."""
        self.left: list[str] = []
        """Those that stay as a person edited them."""
        self._to_write: list[str] = []
        for uid in self._wanted:
            self._plan(uid)

    def write(self) -> None:
        """Write what differs."""
        for uid in self._to_write:
            log("data source", uid=uid, made=uid not in self._there)
            want, have = self._marked(self._wanted[uid]), self._there.get(uid)
            if not have:
                self._grafana.send("POST", "/api/datasources", want)
                continue
            ours = set(_wrote(have, self._owner).get("jsonData", {}))
            kept = {key: value for key, value in have["jsonData"].items() if key not in ours}
            body = {**want, "jsonData": {**kept, **want["jsonData"]}, "version": have["version"]}
            self._grafana.send("PUT", f"/api/datasources/uid/{uid}", body)

    def remove_others(self) -> None:
        """Delete those of ours that are not asked for, unless a person edited them."""
        for uid, have in self._there.items():
            wrote = _wrote(have, self._owner)
            if uid in self._wanted or not wrote:
                continue
            if _touched(have, wrote) and self._policy != "overwrite":
                log("left as it was edited", data_source=uid)
                self.left.append(uid)
                continue
            log("delete", data_source=uid)
            self._grafana.send("DELETE", f"/api/datasources/uid/{uid}")

    def _plan(self, uid: str) -> None:
        have, want = self._there.get(uid), self._wanted[uid]
        if have is None:
            self._to_write.append(uid)
            return
        wrote = _wrote(have, self._owner)
        if wrote and not _touched(have, wrote):
            self._to_write += [uid] if wrote != want else []
            return
        write = may_write(policy=self._policy, same=wrote == want)
        if write:
            self._to_write.append(uid)
        elif write is None:
            self.refused.append(uid)
        else:
            log("left as it was edited", data_source=uid)
            self.left.append(uid)

    def _marked(self, want: Source) -> Source:
        mark = {"owner": self._owner, "wrote": json.dumps(want, sort_keys=True)}
        return {**want, "jsonData": {**want.get("jsonData", {}), KEY: mark}}


def _wrote(have: Source, owner: str) -> Source:
    """What was written of a data source that is `owner`'s; empty if it is not."""
    mark = (have.get("jsonData") or {}).get(KEY, {})
    wrote: Source = json.loads(mark["wrote"]) if mark.get("owner") == owner else {}
    return wrote


def _touched(have: Source, wrote: Source) -> bool:
    """Whether anything that was written has another value now."""
    flat = {key: value for key, value in wrote.items() if key != "jsonData"}
    inner = wrote.get("jsonData", {})
    return any(have.get(key) != value for key, value in flat.items()) or any(
        have["jsonData"].get(key) != value for key, value in inner.items()
    )
