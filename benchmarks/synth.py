"""How long `cdk synth` takes, as ratios against baselines of the same run. A part of RESULTS.md.

    make bench

Every figure is of a whole process, the CDK CLI included. The commands take turns, five rounds, and
the medians are compared, because a machine's speed drifts.
"""

import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.append(str(Path(__file__).resolve().parents[1]))

from benchmarks import results

ROOT: Final = Path(__file__).resolve().parents[1]
ROUNDS: Final = 5
FLEET: Final = 50
IMPORTS: Final = (
    *("aws_cdk", "aws_cdk.aws_cloudwatch", "aws_cdk.aws_lambda", "aws_cdk.custom_resources"),
    *("aws_cdk.aws_eks_v2", "cdk_nag", "cdk8s_plus_27"),
)
"""What the app imports, or will for charts, in this order."""
PACKAGES: Final = ("aws_cdk", "cdk8s", "cdk8s_plus_27", "cdk_nag", "constructs")
"""The packages whose modules the floor imports too."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One finished process."""

    seconds: float
    """Wall time."""

    megabytes: float
    """Peak memory of the largest process in its tree."""


def main() -> None:
    """Run the benchmark and write its results."""
    modules = cdk_modules()
    with tempfile.TemporaryDirectory() as folder:
        fleet = Path(folder) / "fleet.yaml"
        fleet.write_text(fleet_settings(FLEET), encoding="utf-8")
        floor = ["python3", "benchmarks/floor.py"]
        commands = {
            "sample": synth(folder, "python3 app.py"),
            "empty": synth(folder, shlex.join(floor)),
            "floor": synth(folder, shlex.join([*floor, *modules])),
            "fleet": [*synth(folder, "python3 app.py"), "--context", f"settings={fleet}"],
        }
        runs = measure(commands)
    text = report(runs, import_times())
    results.write("Synthesis", text)
    print(text)


def synth(folder: str, app: str) -> list[str]:
    """The command that synthesizes `app` into a folder of its own."""
    output = str(Path(folder) / "cdk.out")
    return ["cdk", "synth", "--quiet", "--app", app, "--output", output]


def fleet_settings(size: int) -> str:
    """The sample settings with `size` clusters in place of one."""
    sample = (ROOT / "observability.yaml").read_text(encoding="utf-8").splitlines()
    cluster = [
        line for line in sample if line.startswith(("  - name:", "    ")) and "#" not in line
    ]
    facts = cluster[: next(i for i, line in enumerate(cluster) if "mode:" in line) + 1]
    lines = ["clusters:"]
    for number in range(size):
        lines += [line.replace("myipv4cluster", f"cluster-{number}") for line in facts]
    return "\n".join(lines) + "\n"


def measure(commands: Mapping[str, Sequence[str]]) -> dict[str, list[Run]]:
    """Run the commands in turns: one round that does not count, then `ROUNDS` that do."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(ROUNDS + 1):
        for name, command in commands.items():
            print(f"round {number} of {ROUNDS}: {name} ...", file=sys.stderr, flush=True)
            run = once(command)
            if number:
                runs[name].append(run)
    return runs


def once(command: Sequence[str]) -> Run:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: It failed; a benchmark of that would mean nothing.
    """
    start = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(seconds=time.monotonic() - start, megabytes=kilobytes / 1024)


def cdk_modules() -> list[str]:
    """The CDK and cdk8s modules that are imported once the app is built; some come in by use."""
    script = (
        "import sys, app; app.build_app(); print(*sorted(m for m in sys.modules "
        f"if m.split('.')[0] in {PACKAGES} and '_jsii' not in m and '_private' not in m))"
    )
    return subprocess.check_output(["python3", "-c", script], cwd=ROOT, text=True).split()


def import_times() -> dict[str, float]:
    """Seconds that importing each of `IMPORTS` adds, one after another in one process."""
    script = (
        "import importlib, sys, time\n"
        "for module in sys.argv[1:]:\n"
        "    start = time.perf_counter()\n"
        "    importlib.import_module(module)\n"
        "    print(module, time.perf_counter() - start)\n"
    )
    command = ["python3", "-c", script, *IMPORTS]
    lines = subprocess.check_output(command, cwd=ROOT, text=True).splitlines()
    return {module: float(spent) for module, spent in (line.split() for line in lines)}


def report(runs: Mapping[str, Sequence[Run]], imports: Mapping[str, float]) -> str:
    """The part of RESULTS.md."""
    seconds = {name: statistics.median(run.seconds for run in of) for name, of in runs.items()}
    memory = {name: statistics.median(run.megabytes for run in of) for name, of in runs.items()}
    extra = (seconds["fleet"] - seconds["sample"]) / (FLEET - 1)
    what = {
        "sample": "`observability.yaml` as it stands",
        "empty": "an app with one empty stack",
        "floor": "the same, importing every CDK and cdk8s module that the app imports",
        "fleet": f"{FLEET} clusters in one settings file",
    }
    rows = [
        f"| {what[name]} | {seconds[name]:.2f} | {seconds[name] / seconds['floor']:.2f} "
        f"| {memory[name]:.0f} |"
        for name in what
    ]
    return "\n".join(
        [
            f"On {results.machine()}. Medians of {ROUNDS} rounds in which the commands took turns.",
            "",
            "| `cdk synth` of | seconds | to the floor | peak MB |",
            "|---|---|---|---|",
            *rows,
            "",
            "Goal: the sample at most 1.30 times the floor. It is "
            f"{seconds['sample'] / seconds['floor']:.2f}.",
            "",
            f"Goal: at most 0.50 s per extra cluster at {FLEET}. It is {extra:.2f} s.",
            "",
            "### Imports",
            "",
            "| module | seconds it adds, in this order |",
            "|---|---|",
            *(f"| `{name}` | {spent:.2f} |" for name, spent in imports.items()),
            "",
        ]
    )


if __name__ == "__main__":
    main()
