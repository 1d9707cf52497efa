"""A custom resource as CloudFormation and Step Functions drive it: requests, polls, responses.

The functions are those that the template names, the CDK's provider framework among them, so that
nothing here knows how the framework talks to a handler. Time is counted and not spent.
"""

import ipaddress
import json
import ssl
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from eks_observability_ops.components.lambda_functions import Invocation, LambdaFunctions
from eks_observability_ops.components.local_http import Reply, Request, listening
from eks_observability_ops.components.running import ProgramError

SIGNATURE = "X-Amz-Signature=presigned"
"""In each ResponseURL: who has it can answer in the resource's name."""
_LARGEST_RESPONSE = 4096
_LOOPBACK = ipaddress.ip_address("127.0.0.1")
_STACK = "arn:aws:cloudformation:eu-central-1:111122223333:stack/demo/1a2b3c"


@dataclass(kw_only=True)
class Responses:
    """What was PUT to the ResponseURL; the certificate is the server's own."""

    certificate: Path
    port: int = 0
    received: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Takes responses as CloudFormation does: by HTTPS, of 4096 bytes at most."""
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(_write_certificate(self.certificate))
        with listening(self._take, tls=tls) as self.port:
            yield

    def _take(self, request: Request) -> Reply:
        fits = len(request.body) <= _LARGEST_RESPONSE
        if request.method != "PUT" or SIGNATURE not in request.path or not fits:
            return Reply(status=400)
        self.received.append(json.loads(request.body))
        return Reply()


@dataclass(kw_only=True)
class CustomResource:
    """One resource of a stack, from its creation to its deletion."""

    functions: LambdaFunctions
    responses: Responses
    kind: str
    properties: dict[str, Any]
    """As the template has them; an update changes them."""
    physical_id: str = ""
    """What the last response said."""
    waited_seconds: int = 0
    """How long a waiter would have slept between polls, in all."""
    between_polls: Callable[[], object] = lambda: None
    """Called where a waiter sleeps."""

    def create(self) -> dict[str, Any]:
        """Creates it, and returns the response."""
        return self._send("Create")

    def update(self, **properties: object) -> dict[str, Any]:
        """Changes properties, and returns the response.

        Raises:
            ProgramError: That replaced the resource. CloudFormation would delete the old one now,
                which is not played here.
        """
        before, old_id = self.properties, self.physical_id
        self.properties = {**before, **properties}
        response = self._send("Update", OldResourceProperties=before)
        if response["Status"] == "FAILED":
            self.properties, self.physical_id = before, old_id
        elif response["PhysicalResourceId"] != old_id:
            msg = (
                f"The update replaced {old_id}, which is not played here: test the handler itself."
            )
            raise ProgramError(msg)
        return response

    def delete(self) -> dict[str, Any]:
        """Deletes it, and returns the response."""
        return self._send("Delete")

    def _send(self, request: str, **more: object) -> dict[str, Any]:
        event = {
            "RequestType": request,
            "RequestId": str(uuid.uuid4()),
            "ResponseURL": f"https://{_LOOPBACK}:{self.responses.port}/response?{SIGNATURE}",
            "StackId": _STACK,
            "LogicalResourceId": "Resource",
            "ResourceType": self.kind,
            "ResourceProperties": self.properties,
            **({} if request == "Create" else {"PhysicalResourceId": self.physical_id}),
            **more,
        }
        self.responses.received.clear()
        self.functions.executions.clear()
        self._must(self.functions.invoke(self.properties["ServiceToken"], event))
        for machine, given in self.functions.executions:
            self._execute(self.functions.stack.machine(machine), json.loads(given))
        [response] = self.responses.received
        if response["RequestId"] != event["RequestId"]:
            msg = f"Not the answer to {event['RequestId']}: {response}"
            raise ProgramError(msg)
        self.physical_id = response["PhysicalResourceId"]
        return response

    def _execute(self, machine: dict[str, Any], given: dict[str, Any]) -> None:
        """Runs a state machine of tasks that are repeated and then caught, whatever they raise."""
        state = machine["States"][machine["StartAt"]]
        while not (made := self._task(state, given)).error:
            if state.get("End"):
                return
            state, given = machine["States"][state["Next"]], made.result
        if "Catch" not in state:
            self._must(made)
        [catch] = state["Catch"]
        _check_all(catch)
        cause = {"Error": made.error["errorType"], "Cause": json.dumps(made.error)}
        following = {"StartAt": catch["Next"], "States": machine["States"]}
        self._execute(following, cause)

    def _task(self, state: dict[str, Any], given: dict[str, Any]) -> Invocation:
        [retry] = state.get("Retry") or [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 0}]
        _check_all(retry)
        made = self.functions.invoke(state["Resource"], given)
        for _ in range(retry["MaxAttempts"]):
            if not made.error:
                break
            self.waited_seconds += retry["IntervalSeconds"]
            self.between_polls()
            made = self.functions.invoke(state["Resource"], given)
        return made

    def _must(self, made: Invocation) -> None:
        if made.error:
            msg = f"{made.function} raised what nobody catches: {made.error}"
            raise ProgramError(msg)


def _check_all(rule: dict[str, Any]) -> None:
    if rule["ErrorEquals"] != ["States.ALL"] or rule.get("BackoffRate", 1) != 1:
        msg = f"The waiter has another rule than this can follow: {rule}"
        raise ProgramError(msg)


def _write_certificate(file: Path) -> Path:
    """Writes a key and a certificate for the loopback address that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "responses")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(_LOOPBACK)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file
