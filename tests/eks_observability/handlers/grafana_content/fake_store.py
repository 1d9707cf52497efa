"""What Grafana keeps, behind its HTTP API as that is documented."""

from collections.abc import Mapping
from typing import Any, Final

VERSIONS_KEPT: Final = 20
LONGEST_UID: Final = 40


class HttpError(Exception):
    def __init__(self, code: int, message: str, **more: str) -> None:
        super().__init__(message)
        self.code, self.body = code, {"message": message, **more}


class Store:
    """Data sources, folders and dashboards; each method answers one request."""

    def __init__(self) -> None:
        self.sources: dict[str, dict[str, Any]] = {}
        self.folders: dict[str, dict[str, Any]] = {}
        self.dashboards: dict[str, dict[str, Any]] = {}
        self.versions: dict[str, list[dict[str, Any]]] = {}
        self.permissions: dict[str, list[dict[str, Any]]] = {}
        self.plugins: set[str] = {"prometheus", "cloudwatch"}
        self.with_alert_rules: set[str] = set()
        self.old_versions_api = False
        self.not_in_search: set[str] = set()

    # Data sources

    def list_sources(self, **_asked: Any) -> Any:
        return list(self.sources.values())

    def add_source(self, *, body: Any, **_asked: Any) -> Any:
        if any(body["name"] == one["name"] for one in self.sources.values()):
            raise HttpError(409, "data source with the same name already exists")
        if body["type"] not in self.plugins:
            raise HttpError(400, "plugin is not installed")
        self.sources[body["uid"]] = {"id": 1, "isDefault": False, **body, "version": 1}
        return {"message": "Datasource added"}

    def put_source(self, uid: str, *, body: Any, **_asked: Any) -> Any:
        if body["version"] != self.sources[uid]["version"]:
            raise HttpError(409, "Datasource has already been updated by someone else.")
        self.sources[uid] = {"isDefault": False, **body, "version": body["version"] + 1}
        return {"message": "Datasource updated"}

    def delete_source(self, uid: str, **_asked: Any) -> Any:
        del self.sources[uid]
        return {"message": "Data source deleted"}

    # Folders

    def get_folder(self, uid: str, **_asked: Any) -> Any:
        if uid not in self.folders:
            raise HttpError(404, "folder not found")
        return self.folders[uid]

    def add_folder(self, *, body: Any, **_asked: Any) -> Any:
        uid = body["uid"]
        assert len(uid) <= LONGEST_UID
        if uid in self.folders:
            raise HttpError(409, "a folder with the same uid already exists")
        self.folders[uid] = {"uid": uid, "title": body["title"], "version": 1}
        self.permissions[uid] = [
            {"userId": 0, "teamId": 0, "role": "Viewer", "permission": 1, "inherited": False},
            {"userId": 0, "teamId": 0, "role": "Editor", "permission": 2, "inherited": False},
            {"userId": 7, "teamId": 0, "permission": 4, "inherited": False},
            {"userId": 0, "teamId": 0, "role": "Admin", "permission": 4, "inherited": True},
        ]
        return self.folders[uid]

    def put_folder(self, uid: str, *, body: Any, **_asked: Any) -> Any:
        have = self.folders[uid]
        if have["version"] != body["version"]:
            message = "The folder has been changed by someone else"
            raise HttpError(412, message, status="version-mismatch")
        have |= {"title": body["title"], "version": have["version"] + 1}
        return have

    def delete_folder(self, uid: str, *, query: Mapping[str, str], **_asked: Any) -> Any:
        assert query["forceDeleteRules"] == "false"
        if uid in self.with_alert_rules:
            raise HttpError(400, "folder contains alert rules")
        inside = [one for one, it in self.dashboards.items() if it["folder"] == uid]
        assert not inside, "Grafana would delete the dashboards too"
        del self.folders[uid]
        return {"message": "Folder deleted"}

    def get_permissions(self, uid: str, **_asked: Any) -> Any:
        self.get_folder(uid)
        return self.permissions[uid]

    def set_permissions(self, uid: str, *, body: Any, **_asked: Any) -> Any:
        inherited = [one for one in self.permissions[uid] if one["inherited"]]
        set_ = [{"userId": 0, "teamId": 0, "inherited": False, **one} for one in body["items"]]
        self.permissions[uid] = [*set_, *inherited]
        return {"message": "Folder permissions updated"}

    # Dashboards

    def get_dashboard(self, uid: str, **_asked: Any) -> Any:
        if uid not in self.dashboards:
            raise HttpError(404, "Dashboard not found")
        have = self.dashboards[uid]
        return {"dashboard": have["json"], "meta": {"folderUid": have["folder"]}}

    def list_versions(self, uid: str, *, query: Mapping[str, str], **_asked: Any) -> Any:
        versions = self.versions[uid][: int(query["limit"])]
        return versions if self.old_versions_api else {"continueToken": "", "versions": versions}

    def save(self, *, body: Any, **_asked: Any) -> Any:
        dashboard = body["dashboard"]
        uid, have = dashboard["uid"], self.dashboards.get(dashboard["uid"])
        if len(uid) > LONGEST_UID or not dashboard.get("title"):
            raise HttpError(400, "bad dashboard")
        if body["folderUid"] not in self.folders:
            raise HttpError(400, "folder not found")
        version = have["json"]["version"] if have else 0
        if dashboard["version"] != version and not body["overwrite"]:
            message = "The dashboard has been changed by someone else"
            raise HttpError(412, message, status="version-mismatch")
        stored = {**dashboard, "id": 1, "version": version + 1}
        self.dashboards[uid] = {"json": stored, "folder": body["folderUid"]}
        entry = {"version": version + 1, "message": body.get("message", "")}
        self.versions[uid] = [entry, *self.versions.get(uid, [])][:VERSIONS_KEPT]
        return {"uid": uid, "status": "success", "version": version + 1}

    def delete_dashboard(self, uid: str, **_asked: Any) -> Any:
        self.get_dashboard(uid)
        del self.dashboards[uid], self.versions[uid]
        return {"message": "Dashboard deleted"}

    def search(self, *, query: Mapping[str, str], **_asked: Any) -> Any:
        return [
            {"uid": uid, "type": "dash-db"}
            for uid, have in self.dashboards.items()
            if uid not in self.not_in_search
            and ("tag" not in query or query["tag"] in have["json"].get("tags", []))
            and query.get("folderUIDs", have["folder"]) == have["folder"]
        ]
