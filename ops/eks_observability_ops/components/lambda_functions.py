"""The Lambda functions of a stack on loopback, and the two AWS operations that reach them.

Each function is a process that runs the folder of the cloud assembly that the template names: those
of Node.js by the Node.js of this virtual environment, those of Python by its Python. What calls
functions does it as on AWS, through the API of Lambda; an execution of a state machine is noted.
"""

import json
import sys
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eks_observability_ops.components.cloud_assembly import StackTemplate
from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.local_http import Reply, Request, answers, fetch, listening
from eks_observability_ops.components.node_packages import NODE
from eks_observability_ops.components.running import Process, ProgramError, Supervisor

_RUNTIMES = Path(__file__).parent
_READY_SECONDS = 60
_ANSWER_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """One call of a function, and what became of it."""

    function: str
    """Its ARN."""
    event: dict[str, Any]
    result: Any = None
    error: dict[str, Any] | None = None
    """What Lambda says of an exception; None if there was none."""


@dataclass(kw_only=True)
class LambdaFunctions:
    """The functions of one stack; each is started when first invoked."""

    supervisor: Supervisor
    stack: StackTemplate
    node_packages: Path
    environment: Mapping[str, str]
    """What all functions get besides their own variables."""
    invocations: list[Invocation] = field(default_factory=list)
    executions: list[tuple[str, str]] = field(default_factory=list)
    """State machine and input of those that were started, oldest first."""
    _processes: dict[str, tuple[Process, str]] = field(default_factory=dict)
    _endpoint: str = ""

    def invoke(self, arn: str, event: dict[str, Any]) -> Invocation:
        """Invokes a function, and returns when it has."""
        _, url = self._processes.get(arn) or self._start(arn)
        answer = json.loads(fetch(url, body=json.dumps(event).encode(), seconds=_ANSWER_SECONDS))
        made = Invocation(
            function=arn, event=event, result=answer.get("result"), error=answer.get("error")
        )
        self.invocations.append(made)
        return made

    def of_runtime(self, runtime: str) -> list[Invocation]:
        """Returns the invocations of the functions whose runtime starts with `runtime`."""
        return [
            one
            for one in self.invocations
            if self.stack.function(one.function).runtime.startswith(runtime)
        ]

    def log(self, runtime: str) -> str:
        """Returns all that functions printed whose runtime starts with `runtime`."""
        logs = [
            process.log()
            for arn, (process, _) in self._processes.items()
            if self.stack.function(arn).runtime.startswith(runtime)
        ]
        return "".join(logs)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serves Lambda's Invoke and Step Functions' StartExecution, and ends the functions."""
        with listening(self._answer) as port:
            self._endpoint = f"http://127.0.0.1:{port}"
            try:
                yield
            finally:
                for process, _ in self._processes.values():
                    process.stop()

    def _start(self, arn: str) -> tuple[Process, str]:
        code, port = self.stack.function(arn), free_port()
        python = code.runtime.startswith("python")
        program = [sys.executable, "-P", _RUNTIMES / "lambda_runtime.py"]
        argv = program if python else [NODE, _RUNTIMES / "lambda_runtime.js"]
        url = f"http://127.0.0.1:{port}"
        process = self.supervisor.serve(
            [*argv, str(port), code.handler],
            lambda _: answers(url),
            seconds=_READY_SECONDS,
            folder=code.folder,
            environment={
                **self.environment,
                **code.environment,
                "PYTHONDONTWRITEBYTECODE": "1",
                "NODE_PATH": str(self.node_packages),
                "AWS_ENDPOINT_URL_LAMBDA": self._endpoint,
                "AWS_ENDPOINT_URL_SFN": self._endpoint,
            },
        )
        process.name = code.handler
        self._processes[arn] = process, url
        return process, url

    def _answer(self, request: Request) -> Reply:
        body = json.loads(request.body)
        if request.headers.get("x-amz-target", "").endswith(".StartExecution"):
            self.executions.append((body["stateMachineArn"], body["input"]))
            started = {"executionArn": f"{body['stateMachineArn']}:1", "startDate": 0}
            return Reply(
                body=json.dumps(started).encode(),
                headers={"Content-Type": "application/x-amz-json-1.0"},
            )
        match urllib.parse.unquote(request.path).split("/"):
            case ["", "2015-03-31", "functions", arn, "invocations"]:
                made = self.invoke(arn, body)
            case _:
                msg = f"Neither Invoke nor StartExecution: {request.method} {request.path}"
                raise ProgramError(msg)
        headers = {"X-Amz-Function-Error": "Unhandled"} if made.error else {}
        return Reply(body=json.dumps(made.error or made.result).encode(), headers=headers)
