"""What holds for every test: it reads no credentials, and sends nothing off this machine."""

from collections.abc import Iterator

import pytest

from eks_observability_ops.components.environment import AWS_ENVIRONMENT
from eks_observability_ops.components.loopback import only_loopback


@pytest.fixture(scope="session", autouse=True)
def _no_credentials() -> Iterator[None]:
    """Credentials that open nothing, and no question to the metadata address."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in AWS_ENVIRONMENT.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(autouse=True)
def _on_loopback() -> Iterator[None]:
    """Fails the test that sends something off loopback."""
    with only_loopback():
        yield
