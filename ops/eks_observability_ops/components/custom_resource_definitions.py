"""Where the custom resources of the OpenTelemetry operator and of cert-manager come from.

They are data of their projects and stay out of this repository: a folder `shared/crds` beside the
checkout has them, or `make components` downloads them into its cache.
"""

import hashlib
import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from eks_observability_ops.components.cache import BUILD_COMMAND, cache_folder

CRDS_VARIABLE = "EKS_OBSERVABILITY_CRDS"
_BESIDE_THE_CHECKOUT = Path(__file__).parents[4] / "shared" / "crds"
_TIMEOUT_SECONDS = 30
_GITHUB = "https://raw.githubusercontent.com"
_OPERATOR = f"{_GITHUB}/open-telemetry/opentelemetry-operator/v0.151.0/config/crd/bases"
_CERT_MANAGER = f"{_GITHUB}/cert-manager/cert-manager/v1.21.1/deploy/crds"


class DefinitionsError(Exception):
    """The definitions are not there; the message says what would bring them."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One file of custom resource definitions, as its project released it."""

    name: str
    url: str
    sha256: str


DEFINITIONS = (
    Definition(
        name="acme.cert-manager.io_challenges.yaml",
        url=f"{_CERT_MANAGER}/acme.cert-manager.io_challenges.yaml",
        sha256="c8eb2b7d3571960c0ba93c74d3c01567f909555026d951868bc0b4d2b5d74852",
    ),
    Definition(
        name="acme.cert-manager.io_orders.yaml",
        url=f"{_CERT_MANAGER}/acme.cert-manager.io_orders.yaml",
        sha256="b1e9c938b9724482cc0612aac949b40e062001fc9732234c591f24cb9ffc5ca7",
    ),
    Definition(
        name="cert-manager.io_certificaterequests.yaml",
        url=f"{_CERT_MANAGER}/cert-manager.io_certificaterequests.yaml",
        sha256="74cf3801ab146a1745498de5f3b619cde6f2dc89ae03755084be08129ce726c3",
    ),
    Definition(
        name="cert-manager.io_certificates.yaml",
        url=f"{_CERT_MANAGER}/cert-manager.io_certificates.yaml",
        sha256="c0d1a3f51f8b13ba55b34300aa495606e3f4104eebc69d9c7b63efbcdebf70c3",
    ),
    Definition(
        name="cert-manager.io_clusterissuers.yaml",
        url=f"{_CERT_MANAGER}/cert-manager.io_clusterissuers.yaml",
        sha256="75d80fae3824c968bdbe81c25a76f1b2a5de984f602bf6dd98e8a4e88202e220",
    ),
    Definition(
        name="cert-manager.io_issuers.yaml",
        url=f"{_CERT_MANAGER}/cert-manager.io_issuers.yaml",
        sha256="7068bfbe8baf0ea51896ecc5513e928241532f4ae895d9b760f006a9ba66ea1c",
    ),
    Definition(
        name="opentelemetrycollectors.yaml",
        url=f"{_OPERATOR}/opentelemetry.io_opentelemetrycollectors.yaml",
        sha256="7c289b535a5a9313ce5d11c775dcf0595c9a89959aacc56e79de821502ea15da",
    ),
)


def find_definitions() -> Path | None:
    """Returns the folder that has all definitions, or None.

    $EKS_OBSERVABILITY_CRDS names it; else it is beside the checkout, or in the components' cache.
    """
    chosen = os.environ.get(CRDS_VARIABLE)
    folders = [Path(chosen)] if chosen else [_BESIDE_THE_CHECKOUT, _downloads()]
    return next((folder for folder in folders if _complete(folder)), None)


def fetch_definitions() -> Path:
    """Returns the folder that has all definitions, downloading them if need be.

    Raises:
        DefinitionsError: One cannot be had, or is not the file that its project released.
    """
    found = find_definitions()
    if found:
        return found
    folder = _downloads()
    folder.mkdir(parents=True, exist_ok=True)
    for definition in DEFINITIONS:
        _download(definition, folder)
    return folder


def require_definitions() -> list[Path]:
    """Returns the files of all definitions, without asking the network.

    Raises:
        DefinitionsError: They are not there.
    """
    found = find_definitions()
    if found is None:
        msg = (
            f"The custom resource definitions are not there: run `{BUILD_COMMAND}`, which downloads"
            f" them, or name a folder that has them in {CRDS_VARIABLE}."
        )
        raise DefinitionsError(msg)
    return [found / definition.name for definition in DEFINITIONS]


def _downloads() -> Path:
    return cache_folder() / "crds"


def _complete(folder: Path) -> bool:
    return all((folder / definition.name).is_file() for definition in DEFINITIONS)


def _download(definition: Definition, folder: Path) -> None:
    try:
        with urllib.request.urlopen(definition.url, timeout=_TIMEOUT_SECONDS) as answer:
            text = answer.read()
    except OSError as error:
        msg = f"{definition.url}: {error}. {CRDS_VARIABLE} can name a folder that has the files."
        raise DefinitionsError(msg) from error
    found = hashlib.sha256(text).hexdigest()
    if found != definition.sha256:
        msg = f"{definition.url} has SHA-256 {found}, not {definition.sha256}."
        raise DefinitionsError(msg)
    partial = folder / f"{definition.name}.partial"
    partial.write_bytes(text)
    partial.rename(folder / definition.name)
