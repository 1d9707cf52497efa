"""The README beside the artifacts."""

from pathlib import Path

import pytest

from eks_observability_ops.artifacts_readme import TITLE, readme

NOTES = {
    "a/metrics-kept.txt": "names the metrics that are kept by name",
    "a/kube-state-metrics-allow-list.txt": '--metric-allowlist="$(cat kube-state-metrics-',
    "hub/alertmanager.yaml": "as Alertmanager reads it",
    "a/collectors/observability.yaml": "`${env:NAME}` in `collectors/`",
}


def test_it_begins_with_the_title_that_a_folder_of_artifacts_is_known_by() -> None:
    assert readme((), {}).startswith(f"{TITLE}\n")


@pytest.mark.parametrize(("file", "said"), NOTES.items())
def test_a_file_that_needs_explaining_is_explained(file: str, said: str) -> None:
    assert said in readme([Path(file)], {})


@pytest.mark.parametrize("said", NOTES.values())
def test_a_file_that_is_not_there_is_not_explained(said: str) -> None:
    assert said not in readme([Path("a/manifests/agent.yaml")], {})


def test_each_placeholder_is_a_line() -> None:
    assert "| `${A.Arn}` | attribute Arn of A | Hub |" in readme(
        (), {("Hub", "A.Arn"): "attribute Arn of A"}
    )


def test_it_says_that_there_is_no_placeholder() -> None:
    assert "No file holds a placeholder" in readme((), {})
