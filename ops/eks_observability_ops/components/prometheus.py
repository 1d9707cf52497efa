"""Prometheus that takes what a collector sends, and promtool."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.local_http import answers, fetch_json
from eks_observability_ops.components.running import Answer, Process, Supervisor

_READY_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One series of a query's answer."""

    labels: Mapping[str, str]
    value: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """One series of a query's answer over time."""

    labels: Mapping[str, str]
    values: tuple[tuple[float, float], ...]
    """Unix times and values, where there is one."""


@dataclass(frozen=True, kw_only=True)
class Prometheus:
    """A running Prometheus with an empty store."""

    process: Process
    url: str

    @property
    def write_url(self) -> str:
        """Where remote write goes, as to an AMP workspace."""
        return f"{self.url}/api/v1/write"

    def query(self, expression: str) -> list[Sample]:
        """Returns the value of a PromQL expression now.

        Raises:
            OSError: Prometheus refused the expression.
        """
        answer = fetch_json(f"{self.url}/api/v1/query", query=expression)
        result = answer["data"]["result"]
        if answer["data"]["resultType"] == "scalar":
            return [Sample(labels={}, value=float(result[1]))]
        return [Sample(labels=one["metric"], value=float(one["value"][1])) for one in result]

    def query_range(
        self, expression: str, *, start: float, end: float, step_seconds: int
    ) -> list[Course]:
        """Returns the values of a PromQL expression over time.

        Args:
            expression: The expression.
            start: From when on, in Unix time.
            end: Until when.
            step_seconds: Seconds between two values.

        Raises:
            OSError: Prometheus refused the expression.
        """
        answer = fetch_json(
            f"{self.url}/api/v1/query_range",
            query=expression,
            start=f"{start:.3f}",
            end=f"{end:.3f}",
            step=str(step_seconds),
        )
        return [
            Course(
                labels=one["metric"],
                values=tuple((float(time), float(value)) for time, value in one["values"]),
            )
            for one in answer["data"]["result"]
        ]

    def wait_for(self, expression: str, *, seconds: float = 20) -> list[Sample]:
        """Returns the value of an expression as soon as there is one.

        Raises:
            TimeoutError: There was none after `seconds`.
        """
        deadline = time.monotonic() + seconds
        while not (samples := self.query(expression)):
            if time.monotonic() > deadline:
                msg = f"{expression} had no value for {seconds:.0f} s."
                raise TimeoutError(msg)
            time.sleep(0.1)
        return samples


def start_prometheus(
    supervisor: Supervisor, program: Path, *, rules: str | None = None
) -> Prometheus:
    """Starts Prometheus, and returns when it answers.

    Args:
        supervisor: Who ends it.
        program: The prometheus executable.
        rules: A rule file's YAML, evaluated each second. Default: none.

    Raises:
        ProgramError: It did not become ready, as with wrong rules.
    """
    folder = supervisor.new_folder("prometheus")
    configuration = "global: {evaluation_interval: 1s}\n"
    if rules is not None:
        (folder / "rules.yaml").write_text(rules, encoding="utf-8")
        configuration += "rule_files: [rules.yaml]\n"
    (folder / "prometheus.yaml").write_text(configuration, encoding="utf-8")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = supervisor.serve(
        [
            program,
            f"--config.file={folder / 'prometheus.yaml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--web.enable-remote-write-receiver",
        ],
        lambda _: answers(f"{url}/-/ready"),
        seconds=_READY_SECONDS,
        folder=folder,
    )
    return Prometheus(process=process, url=url)


@dataclass(frozen=True, kw_only=True)
class Promtool:
    """The promtool program."""

    supervisor: Supervisor
    program: Path

    def check_rules(self, rules: str) -> Answer:
        """Checks a rule file as strictly as promtool can; code 0 means that it is accepted."""
        folder = self._folder({"rules.yaml": rules})
        return self.supervisor.run(
            [self.program, "check", "rules", "--lint=all", "--lint-fatal", "rules.yaml"],
            folder=folder,
        )

    def check_configuration(self, configuration: str) -> Answer:
        """Checks a configuration of Prometheus; code 0 means that it is accepted.

        Files that it names have to exist.
        """
        folder = self._folder({"prometheus.yaml": configuration})
        return self.supervisor.run(
            [self.program, "check", "config", "--lint=all", "--lint-fatal", "prometheus.yaml"],
            folder=folder,
        )

    def test_rules(self, files: Mapping[str, str], test: str) -> Answer:
        """Runs a rule test; code 0 means that every expectation held.

        Args:
            files: Rule files by name, as the test's `rule_files` lists them.
            test: The test's YAML.
        """
        folder = self._folder({**files, "test.yaml": test})
        return self.supervisor.run([self.program, "test", "rules", "test.yaml"], folder=folder)

    def _folder(self, files: Mapping[str, str]) -> Path:
        folder = self.supervisor.new_folder("rules")
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder
