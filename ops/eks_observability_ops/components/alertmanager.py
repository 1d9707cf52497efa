"""amtool, which says whether an alert routing is right, and Alertmanager, which delivers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.local_http import answers, fetch
from eks_observability_ops.components.running import Answer, Process, ProgramError, Supervisor

_READY_SECONDS = 15


@dataclass(frozen=True, kw_only=True)
class Amtool:
    """The amtool program."""

    supervisor: Supervisor
    program: Path

    def check(self, configuration: str) -> Answer:
        """Checks an Alertmanager configuration; code 0 means that it is accepted."""
        file = self._write(configuration)
        return self.supervisor.run([self.program, "check-config", file])

    def receivers(self, configuration: str, labels: Mapping[str, str]) -> list[str]:
        """Returns the receivers that an alert with these labels reaches.

        Raises:
            ProgramError: The configuration is wrong.
        """
        file = self._write(configuration)
        pairs = [f"{name}={value}" for name, value in labels.items()]
        answer = self.supervisor.run(
            [self.program, "config", "routes", "test", f"--config.file={file}", *pairs]
        )
        if answer.code:
            raise ProgramError(answer.text)
        return answer.output.strip().split(",")

    def _write(self, configuration: str) -> Path:
        file = self.supervisor.new_folder("routing") / "alertmanager.yaml"
        file.write_text(configuration, encoding="utf-8")
        return file


@dataclass(frozen=True, kw_only=True)
class Alertmanager:
    """A running Alertmanager."""

    process: Process
    url: str

    def send(self, *alerts: Mapping[str, str]) -> None:
        """Sends firing alerts, each given by its labels.

        Raises:
            OSError: Alertmanager refused them.
        """
        body = json.dumps([{"labels": dict(labels)} for labels in alerts]).encode()
        headers = {"Content-Type": "application/json"}
        fetch(f"{self.url}/api/v2/alerts", body=body, headers=headers)


def start_alertmanager(supervisor: Supervisor, program: Path, configuration: str) -> Alertmanager:
    """Starts an Alertmanager that stands alone, and returns when it answers.

    Raises:
        ProgramError: It did not become ready, as with a wrong configuration.
    """
    folder = supervisor.new_folder("alertmanager")
    (folder / "alertmanager.yaml").write_text(configuration, encoding="utf-8")
    url = f"http://127.0.0.1:{free_port()}"
    process = supervisor.serve(
        [
            program,
            f"--config.file={folder / 'alertmanager.yaml'}",
            f"--storage.path={folder / 'data'}",
            f"--web.listen-address={url.removeprefix('http://')}",
            "--cluster.listen-address=",
        ],
        lambda _: answers(f"{url}/-/ready"),
        seconds=_READY_SECONDS,
        folder=folder,
    )
    return Alertmanager(process=process, url=url)
