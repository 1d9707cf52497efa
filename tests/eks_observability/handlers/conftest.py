"""AWS behind real botocore clients, and CloudFormation and the provider framework before a handler.

botocore builds, validates, signs, sends and retries requests and parses answers: only the network
is ours.
"""

import io
import json
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

import boto3
import botocore.session
import pytest
from botocore import xform_name
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.model import OperationModel
from botocore.validate import ParamValidator

CREATE_FAILED = "AWSCDK::CustomResourceProviderFramework::CREATE_FAILED"
RESPONSE_URL = "https://cloudformation-custom-resource-response.example/?X-Amz-Signature=presigned"
SECRET_KEY = "never-to-be-seen-in-a-log"


class AwsError(Exception):
    def __init__(self, code: str, message: str = "it says no", status: int = 400) -> None:
        super().__init__(code)
        self.code, self.message, self.status = code, message, status


class Body(io.BytesIO):
    def stream(self, **_options: object) -> Iterator[bytes]:
        yield self.read()


class Network:
    """Answers each request with the method of `service` that is named as the operation."""

    def __init__(self) -> None:
        self.service: Any = None
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: dict[str, Iterator[Exception]] = {}
        self.naps: list[float] = []
        self._asked: tuple[OperationModel, dict[str, Any]]

    def fail(
        self,
        operation: str,
        error: str | Exception,
        message: str = "no",
        *,
        status: int = 400,
        times: int = 10_000,
    ) -> None:
        """Let the next `times` calls of `operation` fail."""
        fault = AwsError(error, message, status) if isinstance(error, str) else error
        self.faults[operation] = repeat(fault, times)

    def made(self, *operations: str) -> list[dict[str, Any]]:
        """The parameters of the calls of `operations`."""
        return [params for operation, params in self.calls if operation in operations]

    @property
    def writes(self) -> list[str]:
        reads = ("Describe", "Get", "List")
        return [operation for operation, _ in self.calls if not operation.startswith(reads)]

    def build(self, params: dict[str, Any], model: OperationModel, **_kwargs: object) -> None:
        self._asked = model, dict(params)

    def send(self, request: AWSPreparedRequest, **_kwargs: object) -> AWSResponse:
        model, params = self._asked
        self.calls.append((model.name, params))
        try:
            if fault := next(self.faults.get(model.name, iter(())), None):
                raise fault
            asked = {xform_name(name): value for name, value in params.items()}
            answer = getattr(self.service, xform_name(model.name))(**asked) or {}
        except AwsError as error:
            answer = {"__type": error.code, "message": error.message}
            headers, status = {"x-amzn-errortype": error.code}, error.status
        else:
            headers, status = {}, 200
            if model.output_shape:
                report = ParamValidator().validate(answer, model.output_shape)
                assert not report.has_errors(), report.generate_report()
        if model.has_streaming_output and "Body" in answer:
            return AWSResponse(request.url, status, headers, Body(answer["Body"]))  # type: ignore[arg-type] # as below
        xml = model.service_model.metadata["protocol"] in {"query", "rest-xml"}
        raw = Body((as_xml(answer, model) if xml else json.dumps(answer)).encode())
        return AWSResponse(request.url, status, headers, raw)  # type: ignore[arg-type] # as botocore's own tests


def as_xml(answer: dict[str, Any], model: OperationModel) -> str:
    """An answer or an error as AWS' query protocol writes it."""
    if "__type" in answer:
        error = xml_of({"Code": answer["__type"], "Message": answer["message"]})
        return f"<ErrorResponse><Error>{error}</Error></ErrorResponse>"
    result = f"<{model.name}Result>{xml_of(answer)}</{model.name}Result>"
    return f"<{model.name}Response>{result}</{model.name}Response>"


def xml_of(value: Any) -> str:
    match value:
        case dict():
            return "".join(f"<{key}>{xml_of(one)}</{key}>" for key, one in value.items())
        case list():
            return "".join(f"<member>{xml_of(one)}</member>" for one in value)
        case bool():
            return str(value).lower()
        case _:
            return escape(str(value))


@pytest.fixture(scope="session")
def aws_session() -> boto3.Session:
    return boto3.Session(botocore_session=botocore.session.Session())


@pytest.fixture
def network(aws_session: boto3.Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    network = Network()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", aws_session)
    monkeypatch.setattr(time, "sleep", network.naps.append)
    hooks: dict[str, Any] = {"before-parameter-build": network.build, "before-send": network.send}
    for event, hook in hooks.items():
        aws_session.events.register(event, hook)
    yield network
    for event, hook in hooks.items():
        aws_session.events.unregister(event, hook)


class CloudFormation:
    """Sends a handler what CloudFormation and the provider framework send, for one resource.

    After framework.js of aws-cdk-lib 2.275.0: what `on_event` returns is merged into the event that
    `is_complete` gets; a failed `on_event` of a Create leaves a marker, whose Delete is ignored.
    """

    def __init__(self, handler: ModuleType, polls: int = 20) -> None:
        self.handler, self.polls = handler, polls
        self.physical_id = ""
        self.properties: dict[str, Any] = {}
        self.requests = 0
        self.between_polls: Callable[[], object] = lambda: None

    def create(self, **properties: object) -> dict[str, Any]:
        self.properties = properties
        try:
            return self.send("Create", properties)
        finally:
            self.physical_id = self.physical_id or CREATE_FAILED

    def update(self, **properties: object) -> dict[str, Any]:
        """Update, and then delete what was replaced."""
        old_id, old = self.physical_id, self.properties
        answer = self.send("Update", properties, old)
        new_id, self.properties = self.physical_id, properties
        if new_id != old_id:
            self.physical_id = old_id
            self.send("Delete", old)
            self.physical_id = new_id
        return answer

    def delete(self) -> dict[str, Any]:
        if self.physical_id == CREATE_FAILED:
            return {}
        return self.send("Delete", self.properties)

    def send(
        self, kind: str, properties: Mapping[str, object], old: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        """Send one event and poll until it is complete; the answer that CloudFormation gets."""
        event = self.event(kind, properties, old)
        answer = over_the_wire(self.handler.on_event(over_the_wire(event), None))
        assert kind != "Delete" or answer["PhysicalResourceId"] == self.physical_id
        self.physical_id = answer["PhysicalResourceId"]
        assert len(self.physical_id.encode()) < 1024
        event |= answer
        if not hasattr(self.handler, "is_complete"):
            return event
        for _ in range(self.polls):
            step = over_the_wire(self.handler.is_complete(over_the_wire(event), None))
            if step["IsComplete"]:
                return {**event, **step, "Data": {**event.get("Data", {}), **step.get("Data", {})}}
            assert not step.get("Data"), '"Data" is not allowed if "IsComplete" is "False"'
            self.between_polls()
        message = "Operation timed out"
        raise TimeoutError(message)

    def event(
        self, kind: str, properties: Mapping[str, object], old: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        """The event as the handler gets it, under a RequestId of its own."""
        self.requests += 1
        event: dict[str, Any] = {
            "RequestType": kind,
            "RequestId": f"00000000-0000-4000-8000-{self.requests:012}",
            "ResponseURL": RESPONSE_URL,
            "StackId": "arn:aws:cloudformation:eu-central-1:111122223333:stack/demo/1a2b3c",
            "LogicalResourceId": "Resource",
            "ResourceType": "Custom::Resource",
            "ResourceProperties": framed(properties),
        }
        if kind != "Create":
            event["PhysicalResourceId"] = self.physical_id
        if old is not None:
            event["OldResourceProperties"] = framed(old)
        return event


def framed(properties: Mapping[str, object]) -> dict[str, object]:
    token = "arn:aws:lambda:eu-central-1:111122223333:function:framework"
    return {"ServiceToken": token, "ServiceTimeout": "1500", **properties}


def over_the_wire(value: Any) -> Any:
    return json.loads(json.dumps(value))


@pytest.fixture
def aws_error() -> type[AwsError]:
    return AwsError


@pytest.fixture
def cloudformation() -> type[CloudFormation]:
    return CloudFormation


@pytest.fixture
def unspeakable() -> tuple[str, ...]:
    """What no handler may ever log."""
    return RESPONSE_URL, "presigned", SECRET_KEY
