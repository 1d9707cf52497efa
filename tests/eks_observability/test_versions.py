"""Which kubectl a cluster gets."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from eks_observability.versions import KUBECTL_VERSIONS, kubectl_layer_for

ROOT = Path(__file__).parents[2]


def test_the_kubectl_versions_are_those_that_are_pinned() -> None:
    requirements = (ROOT / "requirements.in").read_text(encoding="utf-8")
    pinned = re.findall(r"^aws-cdk\.lambda-layer-kubectl-v(\d+)==", requirements, re.MULTILINE)
    assert [f"1.{minor}" for minor in pinned] == list(KUBECTL_VERSIONS)


@pytest.mark.parametrize("version", KUBECTL_VERSIONS)
def test_a_cluster_gets_the_kubectl_of_its_own_version(version: str) -> None:
    layer = kubectl_layer_for(version)
    assert (layer.kubernetes_version, layer.fits_exactly) == (version, True)


@pytest.mark.parametrize(("version", "nearest"), [("1.32", "1.33"), ("1.38", "1.37")])
def test_a_cluster_one_minor_apart_gets_the_nearest_kubectl(version: str, nearest: str) -> None:
    layer = kubectl_layer_for(version)
    assert (layer.kubernetes_version, layer.fits_exactly) == (nearest, False)


@pytest.mark.parametrize("version", ["1.31", "1.39", "1.9"])
def test_a_cluster_two_minors_apart_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match=rf"Kubernetes {re.escape(version)}; .* 1\.32 to 1\.38"):
        kubectl_layer_for(version)


def test_the_refusal_says_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"add the aws-cdk\.lambda-layer-kubectl-v39 package"):
        kubectl_layer_for("1.39")


@pytest.mark.parametrize("version", ["1.36.2", "v1.36", "2.0", "1", ""])
def test_what_is_no_minor_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="is not a Kubernetes minor version"):
        kubectl_layer_for(version)


def test_versions_knows_nothing_of_cdk() -> None:
    script = "import sys, eks_observability.versions; sys.exit('aws_cdk' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT / "constructs")
