"""The control plane's own logs: which are switched on."""

from typing import Annotated

from pydantic import Field

from eks_observability.settings.aws import LogType
from eks_observability.settings.section import Section


class ControlPlaneLogging(Section):
    """The control plane's own logs, in `/aws/eks/<cluster>/cluster`.

    Costs: CloudWatch Logs ingestion, and storage for as long as `log_retention` says.
    """

    enabled: bool = True
    """Whether to switch the types below on. What was on before stays on, and on destroy the
    cluster's logging is put back to what it was."""

    types: Annotated[tuple[LogType, ...], Field(min_length=1)] = ("audit", "authenticator")
    """The types to switch on: who did what (audit), who signed in as whom (authenticator), and the
    components' own messages (api, controllerManager, scheduler)."""
