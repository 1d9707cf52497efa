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

from eks_observability_ops import collector_files, grafana_files, hub_files, manifests
from eks_observability_ops.artifacts_readme import TITLE, readme
from eks_observability_ops.assembly import AssemblyError, SynthesizedStack, read_assembly
from eks_observability_ops.rendering import ArtifactError, Placeholders, render


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
    written = readme.is_file() and readme.read_text(encoding="utf-8").startswith(TITLE)
    return written or not any(folder.iterdir())


def artifacts(stacks: Sequence[SynthesizedStack]) -> Iterator[tuple[Path, str]]:
    """Every artifact of the stacks: its path below `dist/`, and its text."""
    placeholders: Placeholders = {}
    written = []
    for path, text in _taken_out(stacks, placeholders):
        written.append(path)
        yield path, text
    yield Path("README.md"), readme(written, placeholders)


def _taken_out(
    stacks: Sequence[SynthesizedStack], placeholders: Placeholders
) -> Iterator[tuple[Path, str]]:
    regions = Counter(cluster for cluster, _ in {(each.cluster, each.region) for each in stacks})
    for stack in stacks:
        yield from hub_files.files(stack, placeholders)
        yield from grafana_files.files(stack, placeholders)
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


def _in_cluster(
    stack: SynthesizedStack, folder: Path, placeholders: Placeholders
) -> Iterator[tuple[Path, str]]:
    """What a stack deploys into the cluster: a file a chart, and its agents' own configuration.

    What scrapes the cluster is part of it, wherever it runs.
    """
    charts: dict[str, list[manifests.KubernetesBody]] = {}
    for logical_id, name in stack.charts.items():
        manifest = stack.template["Resources"][logical_id]["Properties"]["Manifest"]
        charts.setdefault(name, []).extend(json.loads(render(manifest, stack, placeholders)))
    scrapers = collector_files.of_managed_scraper(stack, placeholders)
    for name, bodies in charts.items():
        scrapers |= collector_files.of_collectors(bodies)
        yield folder / "manifests" / f"{name}.yaml", manifests.to_yaml(bodies)
        for file, text in manifests.configuration_files(bodies):
            yield folder / "agents" / name / file, text
    for path, text in collector_files.files(scrapers):
        yield folder / path, text


def _indented(text: str) -> str:
    """JSON as people read it."""
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
