"""DevOps Guru in memory."""

import datetime
from typing import Any

import pytest

from eks_observability.handlers.devops_guru import errors, handler

TOPIC = "arn:aws:sns:eu-central-1:111122223333:eks-observability-alerts"
KINDS = {"AWS_SERVICE", "AWS_CLOUD_FORMATION", "AWS_TAGS"}


class FakeGuru:
    """One account and Region; lists have one entry a page."""

    def __init__(self, aws_error: Any) -> None:
        self.aws_error = aws_error
        self.stacks: list[str] = []
        """Names, or `*` alone for everything."""
        self.tags: dict[str, list[str]] = {}
        self.logs: str | None = None
        """Of log anomaly detection; None is an account that never had it."""
        self.channels: dict[str, dict[str, Any]] = {}
        self.made = 0

    def get_resource_collection(
        self, resource_collection_type: str, next_token: str = f"{0:036}"
    ) -> dict[str, Any]:
        assert resource_collection_type in KINDS
        at = int(next_token)
        if resource_collection_type == "AWS_TAGS":
            found: list[Any] = [
                {"AppBoundaryKey": key, "TagValues": values} for key, values in self.tags.items()
            ]
            collection: dict[str, Any] = {"Tags": found[at : at + 1]}
        else:
            everything = resource_collection_type == "AWS_SERVICE"
            found = [name for name in self.stacks if (name == "*") == everything]
            collection = {"CloudFormation": {"StackNames": found[at : at + 1]}}
        if not found:
            raise self.aws_error(code="ResourceNotFoundException", status=404)
        page: dict[str, Any] = {"ResourceCollection": collection}
        return page | ({"NextToken": f"{at + 1:036}"} if found[at + 1 :] else {})

    def update_resource_collection(
        self, action: str, resource_collection: dict[str, Any]
    ) -> dict[str, Any]:
        adds = action == "ADD"
        names = resource_collection.get("CloudFormation", {}).get("StackNames", [])
        (tag,) = resource_collection.get("Tags", [None])
        values = tag["TagValues"] if tag else []
        assert 0 < len(names) + len(values) <= 100
        self._change(self.stacks, names, adds=adds)
        if tag:
            self._change(self.tags.setdefault(tag["AppBoundaryKey"], []), values, adds=adds)
            self.tags = {key: values for key, values in self.tags.items() if values}
        kinds = ["*" in self.stacks, bool(set(self.stacks) - {"*"}), *self.tags]
        assert sum(map(bool, kinds)) <= 1, "only one kind can be enabled at a time"
        return {}

    def describe_service_integration(self) -> dict[str, Any]:
        if self.logs is None:
            raise self.aws_error(code="ResourceNotFoundException", status=404)
        return {"ServiceIntegration": {"LogsAnomalyDetection": {"OptInStatus": self.logs}}}

    def update_service_integration(self, service_integration: dict[str, Any]) -> dict[str, Any]:
        self.logs = service_integration["LogsAnomalyDetection"]["OptInStatus"]
        return {}

    def list_notification_channels(self, next_token: str = f"{0:036}") -> dict[str, Any]:
        at, listed = int(next_token), list(self.channels.items())
        page: dict[str, Any] = {
            "Channels": [{"Id": key, "Config": config} for key, config in listed[at : at + 1]]
        }
        return page | ({"NextToken": f"{at + 1:036}"} if listed[at + 1 :] else {})

    def add_notification_channel(self, config: dict[str, Any]) -> dict[str, Any]:
        if len(self.channels) == 2:
            raise self.aws_error(code="ServiceQuotaExceededException", status=402)
        self.made += 1
        key = f"00000000-0000-4000-8000-{self.made:012}"
        self.channels[key] = config
        return {"Id": key}

    def remove_notification_channel(self, id: str) -> dict[str, Any]:
        del self.channels[id]
        return {}

    def tells(self) -> dict[str, list[str]]:
        """The severities that each topic is told."""
        return {
            config["Sns"]["TopicArn"]: config.get("Filters", {}).get("Severities", [])
            for config in self.channels.values()
        }

    @staticmethod
    def _change(have: list[str], named: list[str], *, adds: bool) -> None:
        have[:] = [name for name in have if name not in named] + (named if adds else [])


@pytest.fixture
def guru(network: Any, aws_error: Any) -> FakeGuru:
    network.service = FakeGuru(aws_error)
    return network.service  # type: ignore[no-any-return] # the network takes any service


@pytest.fixture
def stack(cloudformation: Any, guru: FakeGuru) -> Any:
    """CloudFormation, with the one resource that the handler serves."""
    return cloudformation(handler)


@pytest.fixture
def asking() -> Any:
    """The properties that ask for everything; None takes one out."""

    def properties(**changes: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "Stacks": ["*"],
            "LogAnomalyDetection": "true",
            "TopicArn": TOPIC,
            "Severities": ["HIGH", "MEDIUM"],
        }
        return {key: value for key, value in (asked | changes).items() if value is not None}

    return properties


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes it another day than the day of the test."""

    def becomes(year: int, month: int, day: int) -> None:
        class Clock(datetime.datetime):
            @classmethod
            def now(cls, tz: datetime.tzinfo | None = None) -> "Clock":
                return cls(year, month, day, tzinfo=tz)

        monkeypatch.setattr(errors, "datetime", Clock)

    becomes(2027, 9, 29)
    return becomes
