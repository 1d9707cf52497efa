"""Every version of what is not a Python package, each with its source, and nowhere else."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class KubectlLayer:
    """A Lambda layer with kubectl, from one of the packages requirements.txt pins."""

    kubernetes_version: str
    """The Kubernetes minor version its kubectl is of."""

    fits_exactly: bool
    """Whether that is the cluster's own version; if not, it is one minor apart."""


_OLDEST: Final = 33
_NEWEST: Final = 37
KUBECTL_VERSIONS: Final = tuple(f"1.{minor}" for minor in range(_OLDEST, _NEWEST + 1))
"""Kubernetes versions that a kubectl layer is installed for: the aws-cdk.lambda-layer-kubectl-v*
packages of requirements.in, one for each version EKS supports."""


def kubectl_layer_for(kubernetes_version: str) -> KubectlLayer:
    """The kubectl for a cluster: of its own version, or of the nearest one minor apart.

    One minor apart, either way, is what Kubernetes supports (Kubernetes documentation, "Version
    Skew Policy", kubectl).

    Args:
        kubernetes_version: The cluster's minor version, e.g. "1.36".

    Raises:
        ValueError: No installed kubectl is near enough, or this is not a minor version.
    """
    match = re.fullmatch(r"1\.(\d+)", kubernetes_version)
    if not match:
        msg = f'{kubernetes_version!r} is not a Kubernetes minor version such as "1.{_NEWEST}"'
        raise ValueError(msg)
    minor = int(match[1])
    nearest = min(max(minor, _OLDEST), _NEWEST)
    if abs(nearest - minor) > 1:
        msg = (
            f"no kubectl here supports Kubernetes {kubernetes_version}; those installed work with "
            f"1.{_OLDEST - 1} to 1.{_NEWEST + 1}. Upgrade the cluster, or add the "
            f"aws-cdk.lambda-layer-kubectl-v{minor} package to requirements.in and versions.py"
        )
        raise ValueError(msg)
    return KubectlLayer(kubernetes_version=f"1.{nearest}", fits_exactly=nearest == minor)


_PUBLIC_REGISTRY: Final = "public.ecr.aws"


@dataclass(frozen=True, kw_only=True)
class Image:
    """A container image, for x86 and ARM."""

    repository: str
    """Its repository, below the registry's host."""

    tag: str
    """Its version."""

    host: str = _PUBLIC_REGISTRY
    """The registry's host. Default: AWS's public one."""

    def address(self, registry: str | None = None) -> str:
        """What a pod names to run it.

        Args:
            registry: A registry that mirrors AWS's public one, and with it only the images that are
                there. Default: each image's own registry.
        """
        mirrored = registry if self.host == _PUBLIC_REGISTRY else None
        return f"{mirrored or self.host}/{self.repository}:{self.tag}"


# Both as amazon-cloudwatch-observability 6.4.0 has them: aws-observability/helm-charts,
# charts/amazon-cloudwatch-observability/values.yaml.
CLOUDWATCH_AGENT: Final = Image(
    repository="cloudwatch-agent/cloudwatch-agent", tag="1.300070.0b1586"
)
"""The CloudWatch agent."""

FLUENT_BIT: Final = Image(repository="aws-observability/aws-for-fluent-bit", tag="3.4.8")
"""Fluent Bit 4, as AWS builds it. 2.x cannot read the journal of Amazon Linux 2023
(aws-for-fluent-bit#831)."""

ADOT_COLLECTOR: Final = Image(repository="aws-observability/aws-otel-collector", tag="v0.48.0")
"""The collector of the AWS Distro for OpenTelemetry: of OpenTelemetry 0.151, as its EKS add-on's
operator is (aws-otel/aws-otel.github.io, release v0.151.0-eksbuild.2 of the add-on)."""

# Agents that the operator puts into pods. Each has the command `cp -r`, by which the operator takes
# it out of its image, since aws-otel-java-instrumentation#843, aws-otel-python-instrumentation#285
# and aws-otel-js-instrumentation#108.
ADOT_JAVA: Final = Image(
    repository="aws-observability/adot-autoinstrumentation-java", tag="v2.30.0"
)
"""ADOT's agent for Java, as amazon-cloudwatch-observability 6.6.0 has it (aws-observability/
helm-charts#359)."""

ADOT_PYTHON: Final = Image(
    repository="aws-observability/adot-autoinstrumentation-python", tag="v0.17.1"
)
"""ADOT's agent for Python, as amazon-cloudwatch-observability 6.2.0 has it (aws-observability/
helm-charts#315)."""

ADOT_NODEJS: Final = Image(
    repository="aws-observability/adot-autoinstrumentation-node", tag="v0.12.0"
)
"""ADOT's agent for Node.js (aws-observability/aws-otel-js-instrumentation, release v0.12.0)."""

ADOT_DOTNET: Final = Image(
    repository="aws-observability/adot-autoinstrumentation-dotnet", tag="v1.15.0"
)
"""ADOT's agent for .NET, as amazon-cloudwatch-observability 6.6.0 has it (aws-observability/
helm-charts#359)."""

OTEL_GO: Final = Image(
    host="ghcr.io",
    repository="open-telemetry/opentelemetry-go-instrumentation/autoinstrumentation-go",
    tag="v0.24.0",
)
"""OpenTelemetry's agent for Go (open-telemetry/opentelemetry-go-instrumentation, release v0.24.0).
AWS has none of its own."""

AWS_CLI: Final = Image(repository="aws-cli/aws-cli", tag="2.31.0")
"""The AWS CLI, which fetches credentials of log destinations (aws/aws-cli, tag 2.31.0)."""

BUSYBOX: Final = Image(repository="docker/library/busybox", tag="1.37.0")
"""BusyBox of the demo's logger and traffic generator (Docker Official Images, mirrored by AWS)."""

SAMPLE_APP: Final = Image(repository="aws-otel-test/aws-otel-java-spark", tag="1.17.0")
"""The demo's emitter, with ADOT's agent for Java in it (aws-otel-community, sample-configs/
sample-app.yaml). Its tags besides this one are commits and `latest`. Its AWS SDK of 2022 knows
IRSA and not EKS Pod Identity, which needs 2.21.30 (EKS User Guide, "Use pod identity with the AWS
SDK"); its agent speaks gRPC unless told otherwise, which that of 2.0 and later does not."""
