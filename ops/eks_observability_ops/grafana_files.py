"""What the hub puts into Grafana, as plain files: dashboards as one imports them, data sources."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from eks_observability_ops.assembly import SynthesizedStack
from eks_observability_ops.rendering import ArtifactError, Placeholders, render

FOLDER: Final = Path("hub") / "grafana"
DATA_SOURCES: Final = "datasources.json"


def files(stack: SynthesizedStack, placeholders: Placeholders) -> Iterator[tuple[Path, str]]:
    """The dashboards and data sources of a stack; nothing where it has none.

    Raises:
        ArtifactError: The dashboards are not where the template has them.
    """
    for content in stack.resources("Custom::GrafanaContent"):
        sources = render(content["DataSources"], stack, placeholders)
        yield FOLDER / DATA_SOURCES, _indented(sources)
        yield from _dashboards(stack.template_file.parent / f"asset.{content['AssetKey']}")


def _dashboards(asset: Path) -> Iterator[tuple[Path, str]]:
    """Each dashboard of the asset that the handler reads, by its uid."""
    if not asset.is_file():
        msg = f"{asset} is missing, which has the dashboards: synthesize again"
        raise ArtifactError(msg)
    with zipfile.ZipFile(asset) as packed:
        for each in json.loads(packed.read("content.json"))["dashboards"]:
            text = packed.read(each["file"]).decode()
            yield FOLDER / "dashboards" / f"{each['uid']}.json", _indented(text)


def _indented(text: str) -> str:
    """JSON as people read it."""
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
