"""The files of the configuration of Fluent Bit on nodes."""

from collections.abc import Mapping, Sequence
from typing import Final

from eks_observability_charts.fluent_bit import destinations, pipelines
from eks_observability_charts.fluent_bit.buffer import Buffer
from eks_observability_charts.fluent_bit.config import Section, render
from eks_observability_charts.fluent_bit.logs import ContainerLogs
from eks_observability_charts.fluent_bit.outputs import Output
from eks_observability_charts.fluent_bit.secrets import FILE
from eks_observability_charts.fluent_bit.service import parsers, service

# Streams are named as in AWS's quick start, so that queries find them.
_STREAM_PREFIXES: Final[Mapping[destinations.Group, str]] = {
    "application": "${HOST_NAME}-",
    "dataplane": "${HOST_NAME}-",
    "host": "${HOST_NAME}.",
}


def files(
    logs: ContainerLogs,
    *,
    namespace: str,
    outputs: Sequence[Output],
    buffer: Buffer,
    create_log_groups: bool,
) -> Mapping[str, str]:
    """The files by name; fluent-bit.conf is the one that includes the others.

    Args:
        logs: Which logs are collected.
        namespace: Where the agents run.
        outputs: Destinations besides CloudWatch.
        buffer: How much may wait.
        create_log_groups: Whether a missing log group is created.

    Raises:
        ValueError: No logs are to be collected.
    """
    pipelines_by_file = {
        f"{group}-log.conf": (
            *sections,
            destinations.cloudwatch(
                group,
                stream=(("log_stream_prefix", _STREAM_PREFIXES[group]),),
                create=create_log_groups,
                buffer=buffer,
            ),
        )
        for group, sections in _collected(logs, namespace).items()
    }
    secrets = [FILE] if destinations.secrets(outputs) else []
    main = (service(buffer), *destinations.forward(outputs, buffer=buffer))
    return {
        "fluent-bit.conf": render(main, includes=[*secrets, *pipelines_by_file]),
        "parsers.conf": render(parsers()),
        **{name: render(sections) for name, sections in pipelines_by_file.items()},
    }


def _collected(
    logs: ContainerLogs, namespace: str
) -> Mapping[destinations.Group, tuple[Section, ...]]:
    groups: dict[destinations.Group, tuple[Section, ...]] = {}
    if logs.application:
        groups["application"] = pipelines.application(logs, namespace=namespace)
    if logs.dataplane:
        groups["dataplane"] = pipelines.dataplane()
    if logs.host:
        groups["host"] = pipelines.host()
    if not groups:
        msg = "one of 'application', 'dataplane' and 'host' logs must be collected"
        raise ValueError(msg)
    return groups
