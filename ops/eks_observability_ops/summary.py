"""Says in a page what was synthesized: `python -m eks_observability_ops.summary cdk.out`."""

import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from eks_observability_ops.assembly import AssemblyError, SynthesizedStack, read_assembly


def main(arguments: Sequence[str]) -> int:
    """Print the summary of the assembly in the given folder.

    Returns:
        The exit code: 0, or 2 where there is no assembly.
    """
    folder = Path(arguments[0] if arguments else "cdk.out")
    try:
        stacks = read_assembly(folder)
    except AssemblyError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(summarize(stacks, folder)))
    return 0


def summarize(stacks: Sequence[SynthesizedStack], folder: Path) -> Iterator[str]:
    """What a reviewer asks of a synthesized app, line by line."""
    yield f"Synthesized {_count(len(stacks), 'stack')} into {folder}/"
    for stack in stacks:
        kinds = stack.kinds()
        yield ""
        yield f"{stack.name} ({stack.account}, {stack.region}): {_count(kinds.total(), 'resource')}"
        for kind, number in sorted(kinds.items(), key=lambda item: (-item[1], item[0])):
            yield f"{number:5}  {kind}"
    yield from _section("Changes to what exists already", [s.changes for s in stacks])
    yield from _section("Costs money", [s.costs for s in stacks])
    yield from _section("Warnings", [s.warnings for s in stacks])
    yield ""
    yield "Look next"
    yield f"  {stacks[0].template_file}: the template itself" if stacks else "  docs/settings.md"
    yield "  make artifacts: dashboards and manifests as plain files, in dist/"
    yield "  docs/cost.md and docs/teardown.md: what each part costs, and how it goes away"
    yield "  make deploy: all of it into AWS"


def _section(title: str, texts: Sequence[Sequence[str]]) -> Iterator[str]:
    yield ""
    yield title
    lines = list(dict.fromkeys(text for of_stack in texts for text in of_stack))
    for line in lines or ["none"]:
        yield textwrap.fill(line, 100, initial_indent="  - ", subsequent_indent="    ")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
