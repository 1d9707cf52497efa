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
from typing import Final

from eks_observability_ops import manifests
from eks_observability_ops.assembly import AssemblyError, SynthesizedStack, read_assembly

Placeholders = dict[tuple[str, str], str]
"""What each placeholder stands for, by the stack it is of and its name."""

_TITLE: Final = "# Artifacts"


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
        write(files, folder)
    except (ArtifactError, AssemblyError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"\nWrote {len(files)} files into {folder}/")
    for name in files:
        print(f"  {folder / name}")
    return 0


class ArtifactError(Exception):
    """Artifacts that cannot be written, or a folder that they cannot be written to."""


def write(files: Mapping[Path, str], folder: Path) -> None:
    """Replace `folder` by `files`: what is there is whole, the old or the new.

    Raises:
        ArtifactError: The folder holds something else than artifacts.
    """
    if folder.exists() and not _holds_artifacts(folder):
        msg = f"{folder} holds other things than artifacts: name another folder, or empty it"
        raise ArtifactError(msg)
    fresh, old = (folder.with_name(f"{folder.name}.{state}") for state in ("new", "old"))
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    for name, text in files.items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_text(text, encoding="utf-8")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _holds_artifacts(folder: Path) -> bool:
    """Whether everything in a folder was written here, or there is nothing in it."""
    if not folder.is_dir():
        return False
    readme = folder / "README.md"
    written = readme.is_file() and readme.read_text(encoding="utf-8").startswith(_TITLE)
    return written or not any(folder.iterdir())


def artifacts(stacks: Sequence[SynthesizedStack]) -> Iterator[tuple[Path, str]]:
    """Every artifact of the stacks: its path below `dist/`, and its text."""
    regions = Counter(cluster for cluster, _ in {(each.cluster, each.region) for each in stacks})
    placeholders: Placeholders = {}
    for stack in stacks:
        if stack.cluster is None:
            continue
        unique = regions[stack.cluster] == 1
        folder = Path(stack.cluster if unique else f"{stack.cluster}-{stack.region}")
        yield from _in_cluster(stack, folder, placeholders)
        for properties in stack.resources("AWS::EKS::Addon"):
            if values := properties.get("ConfigurationValues"):
                name = folder / "add-ons" / f"{properties['AddonName']}.json"
                yield name, _indented(render(values, stack, placeholders))
        for properties in stack.resources("AWS::CloudWatch::Dashboard"):
            name = folder / "cloudwatch" / f"{properties['DashboardName']}.json"
            yield name, _indented(render(properties["DashboardBody"], stack, placeholders))
    yield Path("README.md"), _readme(placeholders)


def _in_cluster(
    stack: SynthesizedStack, folder: Path, placeholders: Placeholders
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


def _indented(text: str) -> str:
    """JSON as people read it."""
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def render(value: object, stack: SynthesizedStack, placeholders: Placeholders) -> str:
    """A template's text value, with `${PLACEHOLDER}` for what only a deploy knows.

    Args:
        value: Text, or one of the intrinsic functions Fn::Join, Fn::GetAtt and Ref.
        stack: The stack whose template it stands in.
        placeholders: Where each placeholder met is explained; added to.

    Raises:
        ArtifactError: The value is none of these.
    """
    match value:
        case str():
            return value
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(render(part, stack, placeholders) for part in parts)
        case {"Fn::GetAtt": [str(resource), str(attribute)]}:
            placeholder = f"{resource}.{attribute}"
            placeholders[stack.label, placeholder] = f"attribute {attribute} of {resource}"
        case {"Ref": str(placeholder)}:
            placeholders[stack.label, placeholder] = placeholder
        case _:
            msg = f"{stack.name} has a value that is no plain text: {value!r}"
            raise ArtifactError(msg)
    return f"${{{placeholder}}}"


def _readme(placeholders: Placeholders) -> str:
    lines = [
        _TITLE,
        "",
        "What the stacks put into AWS and into the cluster, taken out of their templates.",
        "",
        "| placeholder | what it is | in the stack |",
        "|---|---|---|",
        *(
            f"| `${{{name}}}` | {meaning} | {stack} |"
            for (stack, name), meaning in sorted(placeholders.items())
        ),
    ]
    if not placeholders:
        lines[4:] = ["No file holds a placeholder: every value is known before the deploy."]
    variables = (
        "`${NAME}` in `agents/` is a variable of the agent's own: the environment of its container "
        "sets it, or for a credential `/secrets/secrets.conf`, which is written in the pod."
    )
    return "\n".join([*lines, "", variables, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
