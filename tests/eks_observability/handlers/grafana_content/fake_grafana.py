"""Grafana's HTTP API and grafana.com's, at the edge of urllib."""

import io
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from itertools import repeat
from typing import Any

from tests.eks_observability.handlers.grafana_content.fake_control import ENDPOINT, FakeControl
from tests.eks_observability.handlers.grafana_content.fake_store import HttpError, Store


class FakeGrafana(Store):
    """Grafana's HTTP API as it is documented, for bearers of a living token."""

    def __init__(self, control: FakeControl) -> None:
        super().__init__()
        self.control = control
        self.catalogue = {"grafana-x-ray-datasource", "grafana-amazonprometheus-datasource"}
        self.teams: list[dict[str, Any]] = []
        self.preferences: dict[str, Any] = {"theme": "dark", "timezone": "utc"}
        self.community: dict[str, Any] = {}
        self.requests: list[tuple[str, str]] = []
        self.before: Callable[[str, str], object] = lambda _method, _path: None
        self.lost: dict[str, Iterator[bool]] = {}
        self.faults: list[tuple[str, str, Iterator[Exception]]] = []

    @property
    def writes(self) -> list[str]:
        return [f"{method} {path}" for method, path in self.requests if method != "GET"]

    def fail(
        self, method: str, path: str, error: int | Exception, message: str = "no", times: int = 9999
    ) -> None:
        """Let the next `times` requests of a path, a regular expression, fail."""
        fault = HttpError(error, message) if isinstance(error, int) else error
        self.faults.append((method, path, repeat(fault, times)))

    def lose_answers(self, path: str, times: int) -> None:
        """Do what the next requests of a path ask, and let the answers be lost."""
        self.lost[path] = repeat(True, times)

    def open(self, _opener: object, request: urllib.request.Request, timeout: float) -> "Response":
        assert timeout <= 30
        url = urllib.parse.urlsplit(request.full_url)
        assert url.scheme == "https"
        path = url.path + (f"?{url.query}" if url.query else "")
        self.requests.append((request.get_method(), path))
        self.before(request.get_method(), path)
        try:
            return Response(self._answer(request, url, path))
        except HttpError as error:
            body = io.BytesIO(json.dumps(error.body).encode())
            raise urllib.error.HTTPError(
                request.full_url, error.code, "", Message(), body
            ) from None

    def _answer(
        self, request: urllib.request.Request, url: urllib.parse.SplitResult, path: str
    ) -> Any:
        method = request.get_method()
        for of, pattern, faults in self.faults:
            if of == method and re.search(pattern, path) and (fault := next(faults, None)):
                raise fault
        if url.hostname == "grafana.com":
            assert not request.has_header("Authorization")
            if url.path not in self.community:
                raise HttpError(404, "Not found")
            return self.community[url.path]
        assert url.hostname == ENDPOINT
        living = {f"Bearer {token['key']}" for token in self.control.tokens.values()}
        if request.get_header("Authorization") not in living:
            raise HttpError(401, "Invalid API key")
        assert isinstance(request.data, bytes | None)
        body = json.loads(request.data) if request.data else None
        query = {key: value[0] for key, value in urllib.parse.parse_qs(url.query).items()}
        for of, pattern, answer in ROUTES:
            if of == method and (found := re.fullmatch(pattern, url.path)):
                answered = answer(self, *found.groups(), body=body, query=query)
                if next(self.lost.get(url.path, iter(())), None):
                    raise OSError(url.path)
                return answered
        raise HttpError(404, f"no route {method} {url.path}")

    # The rest

    def get_plugin(self, id_: str, **_asked: Any) -> Any:
        if id_ not in self.plugins:
            raise HttpError(404, "Plugin not found, no installed plugin with that id")
        return {"id": id_}

    def install(self, id_: str, **_asked: Any) -> Any:
        enabled = self.control.configuration.get("plugins", {}).get("pluginAdminEnabled")
        if not enabled or id_ not in self.catalogue:
            raise HttpError(404, "plugin not found")
        if id_ in self.plugins:
            raise HttpError(409, "Plugin is already installed")
        self.plugins.add(id_)
        return ""

    def find_team(self, *, query: Mapping[str, str], **_asked: Any) -> Any:
        return {"teams": [one for one in self.teams if one["name"] == query["name"]]}

    def add_team(self, *, body: Any, **_asked: Any) -> Any:
        self.teams.append({"id": len(self.teams) + 1, "name": body["name"]})
        return {"message": "Team created", "teamId": len(self.teams)}

    def get_preferences(self, **_asked: Any) -> Any:
        return self.preferences

    def patch_preferences(self, *, body: Any, **_asked: Any) -> Any:
        uid = body["homeDashboardUID"]
        if uid and uid not in self.dashboards:
            raise HttpError(404, "Dashboard not found")
        self.preferences |= body
        return {"message": "Preferences updated"}

    # A person at work

    def edit(
        self, uid: str, *, folder: str | None = None, message: str = "", **changes: Any
    ) -> None:
        """Save a dashboard as a person does in the editor."""
        have = self.dashboards.get(uid, {"json": {"uid": uid, "version": 0}, "folder": folder})
        dashboard = {**have["json"], **changes}
        body = {"dashboard": dashboard, "folderUid": folder or have["folder"], "message": message}
        self.save(body={**body, "overwrite": False})

    def level_of(self, team: str, folder: str) -> int | None:
        """What a team may do in a folder."""
        ids = {one["name"]: one["id"] for one in self.teams}
        for one in self.permissions[folder]:
            if team in ids and one["teamId"] == ids[team]:
                return int(one["permission"])
        return None


UID = r"([^/]+)"
ROUTES: list[tuple[str, str, Callable[..., Any]]] = [
    ("GET", "/api/datasources", FakeGrafana.list_sources),
    ("POST", "/api/datasources", FakeGrafana.add_source),
    ("PUT", f"/api/datasources/uid/{UID}", FakeGrafana.put_source),
    ("DELETE", f"/api/datasources/uid/{UID}", FakeGrafana.delete_source),
    ("GET", f"/api/folders/{UID}", FakeGrafana.get_folder),
    ("POST", "/api/folders", FakeGrafana.add_folder),
    ("PUT", f"/api/folders/{UID}", FakeGrafana.put_folder),
    ("DELETE", f"/api/folders/{UID}", FakeGrafana.delete_folder),
    ("GET", f"/api/folders/{UID}/permissions", FakeGrafana.get_permissions),
    ("POST", f"/api/folders/{UID}/permissions", FakeGrafana.set_permissions),
    ("GET", f"/api/dashboards/uid/{UID}", FakeGrafana.get_dashboard),
    ("GET", f"/api/dashboards/uid/{UID}/versions", FakeGrafana.list_versions),
    ("POST", "/api/dashboards/db", FakeGrafana.save),
    ("DELETE", f"/api/dashboards/uid/{UID}", FakeGrafana.delete_dashboard),
    ("GET", "/api/search", FakeGrafana.search),
    ("GET", f"/api/plugins/{UID}/settings", FakeGrafana.get_plugin),
    ("POST", f"/api/plugins/{UID}/install", FakeGrafana.install),
    ("GET", "/api/teams/search", FakeGrafana.find_team),
    ("POST", "/api/teams", FakeGrafana.add_team),
    ("GET", "/api/org/preferences", FakeGrafana.get_preferences),
    ("PATCH", "/api/org/preferences", FakeGrafana.patch_preferences),
]


class Response:
    """What an opener answers; text is sent as it is."""

    def __init__(self, answer: Any) -> None:
        self._text = answer if isinstance(answer, str) else json.dumps(answer)

    def __enter__(self) -> "Response":  # noqa: D105 - says itself
        return self

    def __exit__(self, *_error: object) -> None:
        """Close nothing."""

    def read(self, _most: int) -> bytes:
        return self._text.encode()
