"""AWS' control API of a Grafana workspace in memory, and S3's GetObject."""

import json
from typing import Any, Final

WORKSPACE: Final = "g-0123456789"
ENDPOINT: Final = f"{WORKSPACE}.grafana-workspace.eu-central-1.amazonaws.com"
SECRET: Final = "glsa_never-to-be-seen"


class FakeControl:
    """Amazon Managed Grafana's API, and S3's GetObject."""

    def __init__(self, aws_error: Any) -> None:
        self.aws_error = aws_error
        self.statuses: list[str] = []
        """What DescribeWorkspace answers next, each once; then ACTIVE."""
        self.configuration: dict[str, Any] = {"plugins": {"pluginAdminEnabled": True}}
        self.accounts: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, dict[str, str]] = {}
        """Living tokens: what is secret, and of which account, by their id."""
        self.issued: list[str] = []
        self.lives: list[int] = []
        self.objects: dict[str, bytes] = {}
        self.missing = False

    @property
    def status(self) -> str:
        return self.statuses[0] if self.statuses else "ACTIVE"

    def describe_workspace(self, workspace_id: str) -> dict[str, Any]:
        self._there()
        status = self.statuses.pop(0) if self.statuses else "ACTIVE"
        workspace = {
            **{"id": workspace_id, "endpoint": ENDPOINT, "status": status, "created": 0},
            **{"modified": 0, "dataSources": [], "grafanaVersion": "12.4"},
            "authentication": {"providers": ["AWS_SSO"]},
        }
        if status == "DEGRADED":
            workspace["degradedWorkspaceReason"] = "KMS_KEY_DISABLED"
        return {"workspace": workspace}

    def describe_workspace_configuration(self, workspace_id: str) -> dict[str, Any]:
        self._there()
        return {"configuration": json.dumps(self.configuration)}

    def update_workspace_configuration(self, workspace_id: str, configuration: str) -> None:
        self._write()
        self.configuration = json.loads(configuration)
        self.statuses = ["UPDATING", "UPDATING"]

    def list_workspace_service_accounts(
        self, workspace_id: str, next_token: str = "0"
    ) -> dict[str, Any]:
        self._there()
        accounts, start = list(self.accounts.values()), int(next_token)
        page: dict[str, Any] = {"workspaceId": workspace_id}
        page["serviceAccounts"] = accounts[start : start + 1]
        return page | ({"nextToken": str(start + 1)} if accounts[start + 1 :] else {})

    def create_workspace_service_account(
        self, workspace_id: str, name: str, grafana_role: str
    ) -> dict[str, Any]:
        self._write()
        if any(account["name"] == name for account in self.accounts.values()):
            raise self.aws_error(code="ConflictException", message="name is taken", status=409)
        id_ = str(len(self.issued) + len(self.accounts) + 1)
        account = {"id": id_, "name": name, "grafanaRole": grafana_role}
        self.accounts[id_] = {**account, "isDisabled": "false"}
        return {**account, "workspaceId": workspace_id}

    def create_workspace_service_account_token(
        self, workspace_id: str, service_account_id: str, name: str, seconds_to_live: int
    ) -> dict[str, Any]:
        self._write()
        assert self.accounts[service_account_id]["grafanaRole"] == "ADMIN"
        id_ = f"t{len(self.issued)}"
        key = f"{SECRET}-{id_}"
        self.issued.append(key)
        self.lives.append(seconds_to_live)
        self.tokens[id_] = {"key": key, "account": service_account_id}
        token = {"id": id_, "name": name, "key": key}
        return {
            "serviceAccountToken": token,
            "serviceAccountId": service_account_id,
            "workspaceId": workspace_id,
        }

    def delete_workspace_service_account_token(
        self, workspace_id: str, service_account_id: str, token_id: str
    ) -> dict[str, Any]:
        self._write()
        if not self.tokens.pop(token_id, None):
            raise self.aws_error(code="ResourceNotFoundException", status=404)
        answer = {"serviceAccountId": service_account_id, "workspaceId": workspace_id}
        return {**answer, "tokenId": token_id}

    def delete_workspace_service_account(
        self, workspace_id: str, service_account_id: str
    ) -> dict[str, Any]:
        self._write()
        if not self.accounts.pop(service_account_id, None):
            raise self.aws_error(code="ResourceNotFoundException", status=404)
        self.tokens = {
            id_: token
            for id_, token in self.tokens.items()
            if token["account"] != service_account_id
        }
        return {"serviceAccountId": service_account_id, "workspaceId": workspace_id}

    def get_object(self, bucket: str, key: str, **_asked: str) -> dict[str, Any]:
        assert bucket == "assets"
        if key not in self.objects:
            raise self.aws_error(code="NoSuchKey", status=404)
        return {"Body": self.objects[key]}

    def _there(self) -> None:
        if self.missing:
            raise self.aws_error(code="ResourceNotFoundException", status=404)

    def _write(self) -> None:
        self._there()
        if self.status != "ACTIVE":
            raise self.aws_error(code="ConflictException", message=self.status, status=409)
