"""What the control-plane logs answer, all of it."""

from eks_observability.signals.log_queries import audit, authenticator, scheduler
from eks_observability.signals.log_queries.model import LogQuery


def queries() -> tuple[LogQuery, ...]:
    """Every query over `/aws/eks/<cluster>/cluster`, in the order of a dashboard."""
    return (
        *audit.access(),
        *audit.refusals(),
        *authenticator.sign_ins(),
        *audit.load(),
        *scheduler.placements(),
    )
