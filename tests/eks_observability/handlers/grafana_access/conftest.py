"""Amazon Managed Grafana in memory."""

from typing import Any

import pytest

from eks_observability.handlers.grafana_access import handler

Person = tuple[str, str]
WORKSPACE = "g-0123456789"


class FakeGrafana:
    """A workspace, and who has which role in it, shown two a page."""

    def __init__(self, aws_error: Any) -> None:
        self.aws_error = aws_error
        self.status = ["ACTIVE"]
        """What DescribeWorkspace answers, in turn; the last for ever."""
        self.reason: str | None = None
        self.providers = ["AWS_SSO"]
        self.roles: dict[Person, str] = {}
        self.strangers: dict[str, tuple[int, str]] = {}
        """What is said of an id instead of doing what is asked, by id."""
        self.hidden = 0
        """How many changes it answers without making them."""
        self.late = 0
        """How often ListPermissions still shows what was."""
        self._shown: dict[Person, str] = {}

    def describe_workspace(self, workspace_id: str) -> dict[str, Any]:
        self._found(workspace_id)
        status = self.status.pop(0) if self.status[1:] else self.status[0]
        workspace: dict[str, Any] = {
            "id": WORKSPACE,
            "status": status,
            "created": 1_700_000_000,
            "modified": 1_700_000_000,
            "dataSources": [],
            "endpoint": f"{WORKSPACE}.grafana-workspace.eu-central-1.amazonaws.com",
            "grafanaVersion": "12.4",
            "authentication": {"providers": self.providers},
        }
        reason = {"degradedWorkspaceReason": self.reason} if self.reason else {}
        return {"workspace": workspace | reason}

    def list_permissions(self, workspace_id: str, next_token: str = "0") -> dict[str, Any]:
        self._found(workspace_id)
        if self.late:
            self.late -= 1
        else:
            self._shown = dict(self.roles)
        start = int(next_token)
        entries = [
            {"user": {"type": kind, "id": person}, "role": role}
            for (kind, person), role in sorted(self._shown.items())
        ]
        page = {"permissions": entries[start : start + 2]}
        return page | ({"nextToken": str(start + 2)} if entries[start + 2 :] else {})

    def update_permissions(
        self, workspace_id: str, update_instruction_batch: list[dict[str, Any]]
    ) -> dict[str, Any]:
        self._found(workspace_id)
        errors = []
        for instruction in update_instruction_batch:
            for user in instruction["users"]:
                person = user["type"], user["id"]
                if user["id"] in self.strangers:
                    code, message = self.strangers[user["id"]]
                    caused = instruction | {"users": [user]}
                    errors.append({"code": code, "message": message, "causedBy": caused})
                elif self.hidden:
                    pass
                elif instruction["action"] == "ADD":
                    assert person not in self.roles, "what a second role does is not documented"
                    self.roles[person] = instruction["role"]
                else:
                    assert self.roles.pop(person) == instruction["role"]
        self.hidden = max(0, self.hidden - 1)
        return {"errors": errors}

    def _found(self, workspace_id: str) -> None:
        if workspace_id != WORKSPACE:
            raise self.aws_error(code="ResourceNotFoundException", status=404)


@pytest.fixture
def grafana(network: Any, aws_error: Any) -> FakeGrafana:
    network.service = FakeGrafana(aws_error)
    return network.service  # type: ignore[no-any-return] # the network takes any service


@pytest.fixture
def stack(cloudformation: Any, grafana: FakeGrafana) -> Any:
    """CloudFormation, with the one resource that the handler serves."""
    return cloudformation(handler)


@pytest.fixture
def asking() -> Any:
    """The properties that ask for these users and groups."""

    def properties(
        users: dict[str, str] | None = None, groups: dict[str, str] | None = None
    ) -> dict[str, Any]:
        return {"WorkspaceId": WORKSPACE, "Users": users or {}, "Groups": groups or {}}

    return properties
