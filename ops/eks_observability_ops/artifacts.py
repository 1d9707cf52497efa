"""Writes what a synthesized app puts into AWS and the cluster as plain files, for review or GitOps.

    python -m eks_observability_ops.artifacts cdk.out dist

The files are taken out of the templates, so they are what a deploy would send, to the letter.
"""

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eks_observability_ops import manifests
from eks_observability_ops.assembly import AssemblyError, SynthesizedStack, read_assembly


def main(arguments: Sequence[str]) -> int:
    """Write the artifacts of one assembly into a folder, replacing it whole.

    Returns:
        The exit code: 0, or 2 where the arguments or the assembly are no good.
    """
    if len(arguments) != 2:
        print("usage: artifacts ASSEMBLY FOLDER", file=sys.stderr)
        return 2
    assembly, folder = map(Path, arguments)
    try:
        files = dict(artifacts(read_assembly(assembly)))
    except AssemblyError as error:
        print(error, file=sys.stderr)
        return 2
    write(files, folder)
    print(f"\nWrote {len(files)} files into {folder}/")
    for name in files:
        print(f"  {folder / name}")
    return 0


def write(files: Mapping[Path, str], folder: Path) -> None:
    """Replace `folder` by `files`, in one step: it is never seen half-written."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name, text in files.items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_text(text, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def artifacts(stacks: Sequence[SynthesizedStack]) -> Iterator[tuple[Path, str]]:
    """Every artifact of the stacks: its path below `dist/`, and its text."""
    regions = Counter(cluster for cluster, _ in {(each.cluster, each.region) for each in stacks})
    placeholders: dict[str, str] = {}
    for stack in stacks:
        if stack.cluster is None:
            continue
        unique = regions[stack.cluster] == 1
        folder = Path(stack.cluster if unique else f"{stack.cluster}-{stack.region}")
        yield from _in_cluster(stack, folder, placeholders)
        for properties in stack.resources("AWS::CloudWatch::Dashboard"):
            body = json.loads(render(properties["DashboardBody"], stack, placeholders))
            name = folder / "cloudwatch" / f"{properties['DashboardName']}.json"
            yield name, json.dumps(body, indent=2, ensure_ascii=False) + "\n"
    yield Path("README.md"), _readme(placeholders)


def _in_cluster(
    stack: SynthesizedStack, folder: Path, placeholders: dict[str, str]
) -> Iterator[tuple[Path, str]]:
    """What a stack deploys into the cluster: a file a chart, and its agents' own configuration."""
    charts: dict[str, list[manifests.KubernetesBody]] = {}
    for logical_id, name in stack.charts.items():
        manifest = stack.template["Resources"][logical_id]["Properties"]["Manifest"]
        charts.setdefault(name, []).extend(json.loads(render(manifest, stack, placeholders)))
    for name, bodies in charts.items():
        yield folder / "manifests" / f"{name}.yaml", manifests.to_yaml(bodies)
        for file, text in manifests.configuration_files(bodies):
            yield folder / "agents" / name / file, text


def render(value: object, stack: SynthesizedStack, placeholders: dict[str, str]) -> str:
    """A template's text value, with `${PLACEHOLDER}` for what only a deploy knows.

    Args:
        value: Text, or one of the intrinsic functions Fn::Join, Fn::GetAtt and Ref.
        stack: The stack whose template it stands in.
        placeholders: Where each placeholder met is explained; added to.
    """
    match value:
        case str():
            return value
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(render(part, stack, placeholders) for part in parts)
        case {"Fn::GetAtt": [str(resource), str(attribute)]}:
            placeholder = f"{resource}.{attribute}"
            placeholders[placeholder] = f"attribute {attribute} of {resource} in {stack.name}"
        case {"Ref": str(placeholder)}:
            placeholders[placeholder] = f"{placeholder} in {stack.name}"
        case _:
            msg = f"no plain text for {value!r}"
            raise TypeError(msg)
    return f"${{{placeholder}}}"


def _readme(placeholders: Mapping[str, str]) -> str:
    lines = [
        "# Artifacts",
        "",
        "What the stacks put into AWS and into the cluster, taken out of their templates.",
        "",
        "| placeholder | what it is |",
        "|---|---|",
        *(f"| `${{{name}}}` | {meaning} |" for name, meaning in sorted(placeholders.items())),
    ]
    if not placeholders:
        lines[4:] = ["No file holds a placeholder: every value is known before the deploy."]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
