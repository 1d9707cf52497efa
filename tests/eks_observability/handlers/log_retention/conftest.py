"""CloudWatch Logs in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from eks_observability.handlers.log_retention import handler

KEY = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000001"
DAYS = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922}


@dataclass
class Group:
    retention: int | None = None
    key: str | None = None
    streams: list[str] = field(default_factory=list)


class FakeLogs:
    """Log groups, shown two a page."""

    def __init__(self, aws_error: Any) -> None:
        self.aws_error = aws_error
        self.groups: dict[str, Group] = {}
        self.hidden = 0
        """How often DescribeLogGroups still does not show what there is."""

    def describe_log_groups(
        self, log_group_name_prefix: str, next_token: str = "0"
    ) -> dict[str, Any]:
        if self.hidden:
            self.hidden -= 1
            return {"logGroups": []}
        start = int(next_token)
        names = sorted(name for name in self.groups if name.startswith(log_group_name_prefix))
        page: dict[str, Any] = {
            "logGroups": [self._shown(name) for name in names[start : start + 2]]
        }
        return page | ({"nextToken": str(start + 2)} if names[start + 2 :] else {})

    def describe_log_streams(self, log_group_name: str, limit: int) -> dict[str, Any]:
        streams = [{"logStreamName": name} for name in self._group(log_group_name).streams]
        return {"logStreams": streams[:limit]}

    def create_log_group(self, log_group_name: str, kms_key_id: str | None = None) -> None:
        if log_group_name in self.groups:
            raise self.aws_error(code="ResourceAlreadyExistsException")
        self.groups[log_group_name] = Group(key=kms_key_id)

    def delete_log_group(self, log_group_name: str) -> None:
        self._group(log_group_name)
        del self.groups[log_group_name]

    def put_retention_policy(self, log_group_name: str, retention_in_days: int) -> None:
        assert retention_in_days in DAYS
        self._group(log_group_name).retention = retention_in_days

    def delete_retention_policy(self, log_group_name: str) -> None:
        self._group(log_group_name).retention = None

    def associate_kms_key(self, log_group_name: str, kms_key_id: str) -> None:
        self._group(log_group_name).key = kms_key_id

    def disassociate_kms_key(self, log_group_name: str) -> None:
        self._group(log_group_name).key = None

    def _group(self, name: str) -> Group:
        if name not in self.groups:
            raise self.aws_error(code="ResourceNotFoundException")
        return self.groups[name]

    def _shown(self, name: str) -> dict[str, Any]:
        group = self.groups[name]
        shown = {"retentionInDays": group.retention, "kmsKeyId": group.key}
        return {"logGroupName": name} | {key: value for key, value in shown.items() if value}


@pytest.fixture
def logs(network: Any, aws_error: Any) -> FakeLogs:
    network.service = FakeLogs(aws_error)
    return network.service  # type: ignore[no-any-return] # the network takes any service


@pytest.fixture
def have(logs: FakeLogs) -> Callable[..., Group]:
    """Makes the group that the tests are about."""

    def make(retention: int | None = None, key: str | None = None) -> Group:
        logs.groups["/aws/eks/demo/cluster"] = group = Group(retention, key)
        return group

    return make


@pytest.fixture
def stack(cloudformation: Any, logs: FakeLogs) -> Any:
    """CloudFormation, with the one resource that the handler serves."""
    return cloudformation(handler)
