"""The Lambda functions behind a custom resource, built from one folder of `handlers/`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import custom_resources as cr
from constructs import Construct

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.handler_network import HandlerNetwork

HANDLERS: Final = Path(__file__).parent / "handlers"
_WAITERS: Final = ("isComplete", "onTimeout")


class HandlerProvider(Construct):
    """Runs a handler for CloudFormation, with the rights it needs and no others.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        handler: Name of the folder in `handlers/`; its `handler.py` has `on_event`. A folder with
            more modules than that one is deployed as a package, whose modules import each other.
        statements: What the handler may do, besides writing its own log.
        wait: How long `is_complete` of the same file is asked until it says yes. Default: it has
            none, all is done when `on_event` returns.
        poll: Time between two questions.
        network: Where the handler's functions run. Default: outside any VPC.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        handler: str,
        statements: Sequence[iam.PolicyStatement],
        wait: cdk.Duration | None = None,
        poll: cdk.Duration | None = None,
        network: HandlerNetwork | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        self._log_group = logs.LogGroup(
            self,
            "Log",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        self._code, self._module = _code_of(handler)
        role = self._role("Role")
        for statement in statements:
            role.add_to_policy(statement)
        if network:
            network.let_in(role)

        on_event = self._function("OnEvent", entry="on_event", role=role)
        is_complete = self._function("IsComplete", entry="is_complete", role=role) if wait else None
        for function in filter(None, (on_event, is_complete)):
            if network:
                network.put(function)
        self._provider = cr.Provider(
            self,
            "Framework",
            on_event_handler=on_event,
            is_complete_handler=is_complete,
            total_timeout=wait,
            query_interval=poll if wait else None,
            log_group=self._log_group,
            framework_on_event_role=self._role("FrameworkRole"),
            framework_complete_and_timeout_role=self._role("WaiterRole") if wait else None,
        )
        # CloudFormation's own limit for a custom resource that never answers is an hour
        # (aws-cdk#33837); this one comes just after the provider's own, which says more.
        self.service_timeout = cdk.Duration.seconds(int(wait.to_seconds()) + 600 if wait else 600)
        self._acknowledge_framework([on_event, is_complete] if is_complete else [on_event])

    @property
    def service_token(self) -> str:
        """What a `CustomResource` names to be served by this handler."""
        return self._provider.service_token

    def _role(self, role_id: str) -> iam.Role:
        role = iam.Role(self, role_id, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self._log_group.grant_write(role)
        return role

    def _function(self, function_id: str, *, entry: str, role: iam.Role) -> lambda_.Function:
        return lambda_.Function(
            self,
            function_id,
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.ARM_64,
            handler=f"{self._module}.{entry}",
            code=self._code,
            role=role,
            log_group=self._log_group,
            memory_size=256,
            timeout=cdk.Duration.minutes(5),
        )

    def _acknowledge_framework(self, functions: Sequence[lambda_.Function]) -> None:
        """Accept what the CDK's provider framework does and gives no way to change."""
        called = "The framework may call this one function; the wildcard is its versions."
        quiet = "The machine only asks is_complete, and each answer is in that function's log."
        found = (self._provider.node.try_find_child(f"framework-{name}") for name in _WAITERS)
        all_functions = [*functions, *(one for one in found if isinstance(one, lambda_.Function))]
        cdk.Validations.of(self).acknowledge(
            cdk.Acknowledgment(id="AwsSolutions-SF1", reason=quiet),
            cdk.Acknowledgment(id="AwsSolutions-SF2", reason=quiet),
            *(wildcard_resource(self, f"{one.function_arn}:*", called) for one in all_functions),
        )


def _code_of(handler: str) -> tuple[lambda_.Code, str]:
    """The code of a handler, and what Lambda imports of it."""
    folder = HANDLERS / handler
    if {path.name for path in folder.glob("*.py")} == {"__init__.py", "handler.py"}:
        return lambda_.Code.from_asset(str(folder), exclude=["__pycache__"]), "handler"
    others = sorted(f"/{path.name}" for path in HANDLERS.iterdir() if path.name != handler)
    code = lambda_.Code.from_asset(
        str(HANDLERS), exclude=[*others, "__pycache__"], ignore_mode=cdk.IgnoreMode.GIT
    )
    return code, f"{handler}.handler"
