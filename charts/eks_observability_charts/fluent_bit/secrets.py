"""Credentials that reach Fluent Bit without standing in a manifest, a command line or a log."""

from collections.abc import Mapping
from typing import Final

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts.resources import Resources

FILE: Final = "/secrets/secrets.conf"
"""Commands that set a variable to each credential, for Fluent Bit to include."""

GROUP: Final = 65532
"""Owns the file. Fluent Bit is root, yet without the privilege to read what is not its own."""

_USER: Final = 65532
_RESOURCES: Final = Resources(
    cpu_request_millicores=10, memory_request_mebibytes=64, memory_limit_mebibytes=256
)

# @SET works wherever a file is included, and before any section is looked at (Fluent Bit manual,
# "Commands"; fluent-bit, flb_cf_fluentbit.c and flb_config.c). A second line would be a command
# or a section of its own. printf is the shell's, so no process has the credential as an argument.
# A secret is asked for in the Region that its ARN names: clusters of several may share one.
_SCRIPT: Final = f"""\
set -eu
umask 0337
rm -f {FILE}
while [ "$#" -gt 0 ]; do
  rest=${{2#arn:*:secretsmanager:}}
  value=$(aws secretsmanager get-secret-value --region "${{rest%%:*}}" --secret-id "$2" \\
    --query SecretString --output text)
  case "$value" in
    '' | None | *'
'*) echo "The secret of $1 must be one line of text." >&2; exit 1 ;;
  esac
  printf '@SET %s=%s\\n' "$1" "$value"
  shift 2
done > {FILE}
"""


class Secrets(Construct):
    """Fetches credentials from AWS Secrets Manager before Fluent Bit starts.

    The file is in memory, ends with the pod, and is readable by its group alone (0440). A new
    value is fetched when the pod is started again.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        arns: ARN of each secret, by the variable that is set to it.
        image: An image with a shell and the AWS CLI.
        region: Region of the cluster, where the CLI asks for the credentials of its role.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        arns: Mapping[str, str],
        image: str,
        region: str,
    ) -> None:
        super().__init__(scope, construct_id)

        volume = self._memory("secrets")
        self.mount = kplus.VolumeMount(path="/secrets", volume=volume, read_only=True)
        self.container = kplus.ContainerProps(
            name="secrets",
            image=image,
            image_pull_policy=kplus.ImagePullPolicy.IF_NOT_PRESENT,
            command=["/bin/sh", "-c", _SCRIPT, "secrets"],
            args=[part for variable, arn in arns.items() for part in (variable, arn)],
            env_variables={
                "AWS_REGION": kplus.EnvValue.from_value(region),
                # The CLI keeps the credentials of its role below it.
                "HOME": kplus.EnvValue.from_value("/tmp"),
            },
            resources=_RESOURCES.to_container(),
            security_context=kplus.ContainerSecurityContextProps(user=_USER, group=GROUP),
            volume_mounts=[
                kplus.VolumeMount(path="/secrets", volume=volume),
                kplus.VolumeMount(path="/tmp", volume=self._memory("tmp")),
            ],
        )

    def _memory(self, name: str) -> kplus.Volume:
        return kplus.Volume.from_empty_dir(
            self,
            name,
            name,
            medium=kplus.EmptyDirMedium.MEMORY,
            size_limit=cdk8s.Size.mebibytes(1),
        )
