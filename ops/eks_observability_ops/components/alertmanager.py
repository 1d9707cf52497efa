"""amtool, which says whether an alert routing is right and where an alert goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eks_observability_ops.components.running import Answer, ProgramError, Supervisor


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
