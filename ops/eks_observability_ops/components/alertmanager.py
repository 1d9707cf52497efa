"""amtool, which says whether an alert routing is right, and Alertmanager, which delivers."""

import json
from collections.abc import Mapping, Sequence
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

    def check(self, configuration: str, files: Mapping[str, str] | None = None) -> Answer:
        """Checks an Alertmanager configuration; code 0 means that it is accepted.

        Args:
            configuration: Its text.
            files: Template files that it names, by name. Default: none.
        """
        file = self._write(configuration, files)
        return self.supervisor.run([self.program, "check-config", file])

    def receivers(
        self,
        configuration: str,
        labels: Mapping[str, str],
        files: Mapping[str, str] | None = None,
    ) -> list[str]:
        """Returns the receivers that an alert with these labels reaches.

        Raises:
            ProgramError: The configuration is wrong.
        """
        file = self._write(configuration, files)
        pairs = [f"{name}={value}" for name, value in labels.items()]
        answer = self.supervisor.run(
            [self.program, "config", "routes", "test", f"--config.file={file}", *pairs]
        )
        if answer.code:
            raise ProgramError(answer.text)
        return answer.output.strip().split(",")

    def render(self, templates: str, text: str, group: Mapping[str, object]) -> str:
        """Returns what `text` says of a group of alerts.

        Args:
            templates: A file of templates.
            text: What is rendered, which may use them.
            group: The group, as Alertmanager posts it to a webhook.

        Raises:
            ProgramError: A template is wrong.
        """
        folder = self.supervisor.new_folder("templates")
        (folder / "file.tmpl").write_text(templates, encoding="utf-8")
        (folder / "group.json").write_text(json.dumps(group), encoding="utf-8")
        options = [f"--template.glob={folder / '*.tmpl'}", f"--template.text={text}"]
        options += ["--template.type=text", f"--template.data={folder / 'group.json'}"]
        answer = self.supervisor.run([self.program, "template", "render", *options])
        if answer.code:
            raise ProgramError(answer.text)
        return answer.output

    def _write(self, configuration: str, files: Mapping[str, str] | None = None) -> Path:
        return _written(self.supervisor.new_folder("routing"), configuration, files)


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
        self.post([{"labels": dict(labels)} for labels in alerts])

    def post(self, alerts: Sequence[Mapping[str, object]]) -> None:
        """Posts alerts as Prometheus does, with labels, annotations, `startsAt` and `endsAt`.

        Raises:
            OSError: Alertmanager refused them.
        """
        headers = {"Content-Type": "application/json"}
        fetch(f"{self.url}/api/v2/alerts", body=json.dumps(alerts).encode(), headers=headers)


def start_alertmanager(
    supervisor: Supervisor,
    program: Path,
    configuration: str,
    files: Mapping[str, str] | None = None,
) -> Alertmanager:
    """Starts an Alertmanager that stands alone, and returns when it answers.

    Args:
        supervisor: Starts it, and ends it.
        program: Where it is.
        configuration: The text of its configuration.
        files: Template files that the configuration names, by name. Default: none.

    Raises:
        ProgramError: It did not become ready, as with a wrong configuration.
    """
    folder = supervisor.new_folder("alertmanager")
    _written(folder, configuration, files)
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


def _written(folder: Path, configuration: str, files: Mapping[str, str] | None) -> Path:
    for name, text in (files or {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    file = folder / "alertmanager.yaml"
    file.write_text(configuration, encoding="utf-8")
    return file
