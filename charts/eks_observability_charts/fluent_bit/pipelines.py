"""What is read, and what becomes of it before it is sent, for each group of logs."""

from collections.abc import Iterable
from typing import Final

from eks_observability_charts.fluent_bit.config import OFF, ON, Section
from eks_observability_charts.fluent_bit.logs import DATAPLANE_PATHS, ContainerLogs
from eks_observability_charts.fluent_bit.service import STATE

_DATAPLANE_UNITS: Final = ("containerd", "kubelet")
_SERVICE_ACCOUNT: Final = "/var/run/secrets/kubernetes.io/serviceaccount"


def application(logs: ContainerLogs, *, namespace: str) -> tuple[Section, ...]:
    """Containers' logs: joined, and described by their pods.

    Args:
        logs: Which are read.
        namespace: Where the agents run.
    """
    read = _tail(
        "application.*",
        logs.paths(),
        database="flb_container.db",
        excluded=logs.excluded_paths(namespace),
    )
    return (read, _stack_traces("application.*"), _kubernetes())


def dataplane() -> tuple[Section, ...]:
    """Logs of kubelet and containerd from the journal, and of the data plane's pods."""
    units = (("Systemd_Filter", f"_SYSTEMD_UNIT={unit}.service") for unit in _DATAPLANE_UNITS)
    return (
        _journal("dataplane.systemd.*", "systemd.db", units),
        _tail("dataplane.tail.*", DATAPLANE_PATHS, database="flb_dataplane_tail.db"),
        *_journal_record("dataplane.systemd.*"),
        _node("dataplane.*"),
    )


def host() -> tuple[Section, ...]:
    """The nodes' journal without what is `dataplane`.

    There are no files to read instead: neither AL2023 nor Bottlerocket runs rsyslog.
    """
    return (
        # Not `host.*`, which makes a stream of every session and every mount.
        _journal("host.systemd", "flb_host_systemd.db"),
        Section(
            "FILTER",
            (
                ("Name", "grep"),
                ("Match", "host.*"),
                ("Exclude", rf"_SYSTEMD_UNIT ^({'|'.join(_DATAPLANE_UNITS)})\.service$"),
            ),
        ),
        *_journal_record("host.*"),
        _node("host.*"),
    )


def _tail(
    tag: str, paths: Iterable[str], *, database: str, excluded: Iterable[str] = ()
) -> Section:
    """Follows containers' logs (manual: "Tail")."""
    leaves_out = ", ".join(excluded)
    return Section(
        "INPUT",
        (
            ("Name", "tail"),
            ("Tag", tag),
            ("Path", ", ".join(paths)),
            *((("Exclude_Path", leaves_out),) if leaves_out else ()),
            # Joins what the runtime cut at 16 KiB.
            ("multiline.parser", "docker, cri"),
            ("DB", f"{STATE}/{database}"),
            ("DB.locking", "true"),
            ("Read_from_Head", OFF),
            # Of a line in a file, which has at most 16 KiB; the manual's default stops the file.
            ("Skip_Long_Lines", ON),
            ("Refresh_Interval", "10"),
            ("Rotate_Wait", "30"),
            ("storage.type", "filesystem"),
        ),
    )


def _journal(tag: str, database: str, filters: Iterable[tuple[str, str]] = ()) -> Section:
    """Follows systemd's journal (manual: "Systemd")."""
    return Section(
        "INPUT",
        (
            ("Name", "systemd"),
            ("Tag", tag),
            ("Path", "/var/log/journal"),
            *filters,
            ("DB", f"{STATE}/{database}"),
            ("Read_From_Tail", ON),
            ("storage.type", "filesystem"),
        ),
    )


def _stack_traces(match: str) -> Section:
    """Joins stack traces (manual: "Multiline").

    It has to be the first filter: what it joined passes through all filters from the start. Joined
    records are kept on disk, because everything pauses when the memory for them is full.
    """
    return Section(
        "FILTER",
        (
            ("Name", "multiline"),
            ("Match", match),
            ("multiline.key_content", "log"),
            ("multiline.parser", "java, go, python"),
            ("mode", "parser"),
            ("buffer", ON),
            ("flush_ms", "2000"),
            ("emitter_name", "stack_traces"),
            ("emitter_storage.type", "filesystem"),
            ("emitter_mem_buf_limit", "10M"),
        ),
    )


def _kubernetes() -> Section:
    """Adds what the node's kubelet knows about the pod (manual: "Kubernetes").

    The kubelet's certificate is checked, though not for its name, because it is asked by address.
    """
    return Section(
        "FILTER",
        (
            ("Name", "kubernetes"),
            ("Match", "application.*"),
            ("Kube_Tag_Prefix", "application.var.log.containers."),
            ("Kube_CA_File", f"{_SERVICE_ACCOUNT}/ca.crt"),
            ("Kube_Token_File", f"{_SERVICE_ACCOUNT}/token"),
            ("Use_Kubelet", ON),
            ("Kubelet_Host", "${HOST_IP}"),
            ("Kubelet_Port", "10250"),
            ("tls.verify", ON),
            ("Kube_Meta_Cache_TTL", "300s"),
            # As much as it takes: a kubelet answers with all pods of its node.
            ("Buffer_Size", "0"),
            ("Merge_Log", ON),
            ("Merge_Log_Key", "log_processed"),
            # What is in log_processed is not sent, and paid for, a second time as text.
            ("Keep_Log", OFF),
            ("Labels", ON),
            ("Annotations", OFF),
            ("K8S-Logging.Parser", ON),
            ("K8S-Logging.Exclude", ON),
        ),
    )


def _journal_record(match: str) -> tuple[Section, ...]:
    """Leaves of a journal record what AWS's quick start leaves of it."""
    names = (
        ("_HOSTNAME", "hostname"),
        ("_SYSTEMD_UNIT", "systemd_unit"),
        ("MESSAGE", "message"),
    )
    return (
        Section(
            "FILTER",
            (
                ("Name", "modify"),
                ("Match", match),
                *(("Rename", f"{old} {new}") for old, new in names),
            ),
        ),
        Section(
            "FILTER",
            (
                ("Name", "record_modifier"),
                ("Match", match),
                *(("Allowlist_key", new) for _, new in names),
            ),
        ),
    )


def _node(match: str) -> Section:
    """Says which node a record is from (manual: "Record modifier")."""
    return Section(
        "FILTER",
        (("Name", "record_modifier"), ("Match", match), ("Record", "node ${HOST_NAME}")),
    )
