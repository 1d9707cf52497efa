"""AWS' APIs on loopback, as far as moto has them."""

import sys
from dataclasses import dataclass

import boto3

from eks_observability_ops.components.environment import AWS_ENVIRONMENT, free_port
from eks_observability_ops.components.local_http import answers, fetch
from eks_observability_ops.components.running import Process, Supervisor

_READY_SECONDS = 30
ACCOUNT = "111122223333"


@dataclass(frozen=True, kw_only=True)
class Aws:
    """A running moto server: the AWS account `ACCOUNT`."""

    process: Process
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs so that its AWS SDK asks this server and nobody else."""
        return {**AWS_ENVIRONMENT, "AWS_ENDPOINT_URL": self.url}

    def session(self, *, region: str = AWS_ENVIRONMENT["AWS_REGION"]) -> boto3.Session:
        """Returns a session; give its clients `endpoint_url=aws.url`."""
        return boto3.Session(
            aws_access_key_id=AWS_ENVIRONMENT["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=AWS_ENVIRONMENT["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=AWS_ENVIRONMENT["AWS_SESSION_TOKEN"],
            region_name=region,
        )

    def empty(self) -> None:
        """Deletes all that the account has."""
        fetch(f"{self.url}/moto-api/reset", body=b"")


def start_aws(supervisor: Supervisor) -> Aws:
    """Starts a moto server, and returns when it answers.

    Raises:
        ProgramError: It did not become ready.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = supervisor.serve(
        [sys.executable, "-m", "moto.server", "--host=127.0.0.1", f"--port={port}"],
        lambda _: answers(f"{url}/moto-api/"),
        seconds=_READY_SECONDS,
        environment={"MOTO_ACCOUNT_ID": ACCOUNT},
    )
    process.name = "moto"
    return Aws(process=process, url=url)
