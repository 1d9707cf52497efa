"""The parts of a configuration that are the same wherever Fluent Bit runs."""

from typing import Final

from eks_observability_charts.fluent_bit.buffer import Buffer
from eks_observability_charts.fluent_bit.config import OFF, ON, Section

STATE: Final = "/var/fluent-bit/state"
"""Where positions and waiting records are kept: the path of AWS's quick start, so that Fluent Bit
carries on where a quick start's left off."""

HTTP_PORT: Final = 2020
"""Port of Fluent Bit's own health and metrics."""

GRACE_SECONDS: Final = 30
"""How long Fluent Bit goes on sending after it is told to stop, in seconds."""


def service(buffer: Buffer) -> Section:
    """The SERVICE section.

    The manual names its keys in "Configuration file" (flush, logs, HTTP), "Buffering and storage"
    (storage), "Scheduling and retries" (scheduler) and "Monitoring" (health).

    Args:
        buffer: How much may wait.
    """
    return Section(
        "SERVICE",
        (
            ("Flush", "5"),
            ("Grace", str(GRACE_SECONDS)),
            # A line that is cut or dropped is a warning, and nowhere else to be seen.
            ("Log_Level", "warn"),
            ("Daemon", OFF),
            ("Parsers_File", "parsers.conf"),
            ("HTTP_Server", ON),
            # The kubelet asks at the pod's address.
            ("HTTP_Listen", "0.0.0.0"),
            ("HTTP_Port", str(HTTP_PORT)),
            ("Health_Check", ON),
            ("storage.path", f"{STATE}/flb-storage/"),
            ("storage.sync", "normal"),
            ("storage.checksum", OFF),
            ("storage.max_chunks_up", str(buffer.chunks_in_memory)),
            ("storage.backlog.mem_limit", "5M"),
            # A file that a power cut left broken would keep its room for ever.
            ("storage.delete_irrecoverable_chunks", ON),
            ("storage.metrics", ON),
            ("scheduler.base", "5"),
            # By default a chunk may wait 33 minutes after the destination is back.
            ("scheduler.cap", "60"),
        ),
    )


def parsers() -> tuple[Section, ...]:
    """Formats that a pod may ask for by the annotation `fluentbit.io/parser`."""
    return tuple(
        Section("PARSER", (("Name", name), ("Format", name))) for name in ("json", "logfmt")
    )
