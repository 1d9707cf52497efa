"""OUTPUT sections: CloudWatch Logs, and whatever else is asked for."""

from collections.abc import Mapping, Sequence
from typing import Literal

from eks_observability_charts.fluent_bit.buffer import Buffer
from eks_observability_charts.fluent_bit.config import OFF, ON, Section, size
from eks_observability_charts.fluent_bit.outputs import Entries, Output

Group = Literal["application", "dataplane", "host", "events"]
"""Logs that share a log group, /aws/containerinsights/<cluster>/<group>."""


def cloudwatch(group: Group, *, stream: Entries, create: bool, buffer: Buffer) -> Section:
    """Sends a group of logs to its log group (manual: "Amazon CloudWatch").

    Args:
        group: Which logs.
        stream: The key that names the log stream.
        create: Whether to create a log group that is missing, which then keeps logs for ever.
        buffer: How much may wait.
    """
    return Section(
        "OUTPUT",
        (
            ("Name", "cloudwatch_logs"),
            ("Match", f"{group}.*"),
            ("region", "${AWS_REGION}"),
            ("log_group_name", f"/aws/containerinsights/${{CLUSTER_NAME}}/{group}"),
            *stream,
            ("auto_create_group", ON if create else OFF),
            *_waiting(buffer),
        ),
    )


def forward(outputs: Sequence[Output], *, buffer: Buffer) -> tuple[Section, ...]:
    """Sends every record to more destinations.

    Args:
        outputs: The destinations.
        buffer: How much may wait for each.
    """
    return tuple(
        Section(
            "OUTPUT",
            (*output.entries(_references(number, output)), ("Match", "*"), *_waiting(buffer)),
        )
        for number, output in enumerate(outputs, start=1)
    )


def variables(outputs: Sequence[Output]) -> Mapping[str, str]:
    """Environment that the sections of `forward` refer to, without secrets."""
    return {
        _variable(number, part): value
        for number, output in enumerate(outputs, start=1)
        for part, value in output.variables().items()
    }


def secrets(outputs: Sequence[Output]) -> Mapping[str, str]:
    """ARNs of the secrets that the sections of `forward` refer to, by variable."""
    return {
        _variable(number, "SECRET"): output.secret_arn
        for number, output in enumerate(outputs, start=1)
        if output.secret_arn
    }


def _references(number: int, output: Output) -> Mapping[str, str]:
    return {part: f"${{{_variable(number, part)}}}" for part in (*output.variables(), "SECRET")}


def _variable(number: int, part: str) -> str:
    return f"OUTPUT_{number}_{part}"


def _waiting(buffer: Buffer) -> Entries:
    """A destination that is away is tried until it is back, as long as there is room."""
    return (
        ("Retry_Limit", "no_limits"),
        ("storage.total_limit_size", size(buffer.disk_mebibytes)),
    )
