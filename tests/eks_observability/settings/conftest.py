"""A settings file that is right, to break in one place per test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eks_observability.settings import Mistake, Settings, SettingsError, load_settings

CLUSTER = """\
clusters:
  - name: myipv4cluster
    region: eu-central-1
    account: "111122223333"
    kubernetes_version: "1.36"
    oidc_issuer: https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
    authentication_mode: API_AND_CONFIG_MAP
"""


@pytest.fixture
def cluster() -> str:
    """The text of a settings file with one cluster and nothing else."""
    return CLUSTER


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Settings]:
    """Loads a settings file that holds the given text."""

    def load_text(text: str) -> Settings:
        file = tmp_path / "observability.yaml"
        file.write_text(text, encoding="utf-8")
        return load_settings(file)

    return load_text


@pytest.fixture
def mistakes(load: Callable[[str], Settings]) -> Callable[[str], tuple[Mistake, ...]]:
    """The mistakes in a settings file that holds the given text; there must be one at least."""

    def mistakes_in(text: str) -> tuple[Mistake, ...]:
        with pytest.raises(SettingsError) as caught:
            load(text)
        return caught.value.mistakes

    return mistakes_in


@pytest.fixture
def only_mistake(mistakes: Callable[[str], tuple[Mistake, ...]]) -> Callable[[str], Mistake]:
    """The one mistake in a settings file that holds the given text; there must be no other."""

    def mistake_in(text: str) -> Mistake:
        found = mistakes(text)
        assert len(found) == 1, found
        return found[0]

    return mistake_in


@pytest.fixture
def message_for(only_mistake: Callable[[str], Mistake]) -> Callable[[str, str], str]:
    """What is said of a path in the given text; nothing else may be wrong there."""

    def message_in(text: str, path: str) -> str:
        mistake = only_mistake(text)
        assert mistake.path == path
        return mistake.message

    return message_in
