"""Checks of settings by those who know more than the settings do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eks_observability.settings import Settings, SettingsError, load_settings
from eks_observability.settings.contradiction import Contradiction


def complain(settings: Settings) -> Iterator[Contradiction]:
    """Finds fault with a cluster's name, twice."""
    message = f"{settings.clusters[0].name} is no good"
    yield Contradiction(("clusters", 0, "name"), message)
    yield Contradiction(("clusters", 0, "name"), message)


@pytest.fixture
def file(tmp_path: Path, cluster: str) -> Path:
    """A settings file that is right."""
    file = tmp_path / "observability.yaml"
    file.write_text(cluster, encoding="utf-8")
    return file


def test_what_a_check_finds_is_a_mistake_at_its_place_once(file: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(file, checks=(complain,))

    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.path) == (2, "clusters[0].name")
    assert mistake.message == "myipv4cluster is no good"


def test_what_a_check_finds_is_said_along_with_other_contradictions(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + "    compute: fargate\n", encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        load_settings(file, checks=(complain,))

    paths = {mistake.path for mistake in caught.value.mistakes}
    assert paths == {"clusters[0].name", "clusters[0].compute"}


def test_nothing_else_is_checked_by_default(file: Path) -> None:
    assert load_settings(file).clusters[0].name == "myipv4cluster"
