"""The alert manager definition of the Hub stack, and a real Alertmanager that is given it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import parse_qs

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from ruamel.yaml import YAML

from eks_observability.settings import Settings
from eks_observability.stacks.hub import HubStack
from eks_observability_ops.components.alertmanager import Alertmanager, start_alertmanager
from eks_observability_ops.components.local_http import Reply, Request, listening
from eks_observability_ops.components.running import Supervisor

CLUSTER = {
    "name": "shop-prod",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
SLACK = {"workspace_id": "T07EA123LEP", "channel_id": "C07EZ1ABC23"}


@dataclass(frozen=True)
class Definition:
    """What AMP is given."""

    routing: str
    """Alertmanager's own configuration."""

    templates: Mapping[str, str]
    """Its template files."""


@pytest.fixture(scope="session")
def definition() -> Definition:
    """The definition in the template of a hub whose alerts go to e-mail and to Slack."""
    settings = Settings.model_validate(
        {"clusters": (CLUSTER,), "alerts": {"emails": ("oncall@example.com",), "slack": (SLACK,)}}
    )
    template = Template.from_stack(HubStack(cdk.App(), settings=settings))
    (workspace,) = template.find_resources("AWS::APS::Workspace").values()
    read = YAML(typ="safe").load(workspace["Properties"]["AlertManagerDefinition"])
    assert set(read) == {"template_files", "alertmanager_config"}
    return Definition(routing=read["alertmanager_config"], templates=read["template_files"])


@dataclass(frozen=True, kw_only=True)
class Sns:
    """What was published to topics, on loopback in the place of Amazon SNS."""

    url: str
    """Its address."""

    published: Mapping[str, "Queue[dict[str, str]]"] = field(
        default_factory=lambda: {name: Queue() for name in ("alerts", "chat", "watchdog")}
    )
    """By the topic's last word: parameters of the API's Publish, such as Subject and Message."""

    def next(self, topic: str) -> dict[str, str]:
        """The next message to a topic, which comes within half a minute."""
        return self.published[topic].get(timeout=30)


@pytest.fixture
def sns() -> Iterator[Sns]:
    """Amazon SNS' Publish, on loopback."""
    published = Sns(url="").published

    def answer(request: Request) -> Reply:
        asked = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        assert asked["Action"] == "Publish"
        published[asked["TopicArn"].rpartition("-")[2]].put(asked)
        result = "<PublishResult><MessageId>1</MessageId></PublishResult>"
        return Reply(body=f"<PublishResponse>{result}</PublishResponse>".encode())

    with listening(answer) as port:
        yield Sns(url=f"http://127.0.0.1:{port}/", published=published)


StartAt = Callable[..., Alertmanager]


@pytest.fixture(scope="session")
def start_at(
    supervisor: Supervisor, program: Callable[[str], Path], definition: Definition
) -> StartAt:
    """Starts Alertmanager with the definition, and another address of Amazon SNS.

    With `hurry`, groups wait for nothing.
    """

    def begin(url: str, *, hurry: bool = False) -> Alertmanager:
        configuration: dict[str, Any] = YAML(typ="safe").load(definition.routing)
        for receiver in configuration["receivers"]:
            for each in receiver["sns_configs"]:
                each["api_url"] = url
        if hurry:
            route = configuration["route"]
            for each in (route, *route["routes"]):
                each |= {"group_wait": "0s", "group_interval": "1s"}
        return start_alertmanager(
            supervisor, program("alertmanager"), _yaml(configuration), definition.templates
        )

    return begin


@pytest.fixture
def start(start_at: StartAt, sns: Sns) -> StartAt:
    """Starts Alertmanager with the definition, and `sns` in the place of Amazon SNS."""
    return partial(start_at, sns.url)


def _yaml(value: object) -> str:
    text = StringIO()
    YAML(typ="safe").dump(value, text)
    return text.getvalue()
