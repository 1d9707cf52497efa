"""A stack's custom resources behind the CDK's own provider framework, with moto as AWS."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from eks_observability_ops.components.aws import Aws
from eks_observability_ops.components.cloud_assembly import StackTemplate
from eks_observability_ops.components.custom_resource import CustomResource, Responses
from eks_observability_ops.components.eks_updates import EksUpdates
from eks_observability_ops.components.lambda_functions import LambdaFunctions
from eks_observability_ops.components.running import Supervisor


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """A stack whose functions can be invoked."""

    functions: LambdaFunctions
    responses: Responses
    eks: EksUpdates

    def resource(self, kind: str, **properties: str) -> CustomResource:
        """Returns the one resource of a type that has these properties, not created yet."""
        resources = self.functions.stack.resources(kind)
        [found] = [one for one in resources if one.items() >= properties.items()]
        return CustomResource(
            functions=self.functions, responses=self.responses, kind=kind, properties=found
        )


@contextmanager
def deployed(
    supervisor: Supervisor,
    aws: Aws,
    *,
    assembly: Path,
    node_packages: Path,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Deployed]:
    """Makes the stack of a cloud assembly usable until left.

    Args:
        supervisor: Runs the functions.
        aws: What the handlers change.
        assembly: The folder that was synthesized to.
        node_packages: The node_modules folder of Lambda's runtime.
        environment: More variables of the functions, such as where a service is that moto lacks.
            Default: none.
    """
    folder = supervisor.new_folder("responses")
    responses = Responses(certificate=folder / "responses.pem")
    eks = EksUpdates(moto=aws.url)
    with ExitStack() as servers:
        servers.enter_context(responses.listening())
        servers.enter_context(eks.listening())
        functions = LambdaFunctions(
            supervisor=supervisor,
            stack=StackTemplate(assembly),
            node_packages=node_packages,
            environment={
                "AWS_ENDPOINT_URL": eks.url,
                "NODE_EXTRA_CA_CERTS": str(responses.certificate),
                "RESPONSE_PORT": str(responses.port),
                **(environment or {}),
            },
        )
        servers.enter_context(functions.serving())
        yield Deployed(functions=functions, responses=responses, eks=eks)
