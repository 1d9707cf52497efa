"""What nodes use over time."""

from typing import Final

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Lines
from eks_observability.signals.dashboards.model import Panel, PromQl
from eks_observability.signals.dashboards.parts import lines
from eks_observability.signals.dashboards.queries import nodes as queries
from eks_observability.signals.dashboards.thresholds import above_percent

LINKS: Final = (
    Link(title="Pods of this node", to="pods", labels=(("node", "node"),)),
    Link(title="Logs of this node", to="logs", labels=(("node", "node"),)),
)
"""Where a click on a node leads."""


def shares(limits: AlertThresholds) -> tuple[Panel, ...]:
    """CPU and memory in use, of each node."""
    return (
        lines(
            "CPU by node",
            "CPU in use of all that the node has: not idle, not waiting for disks, not taken by "
            "the hypervisor.",
            {"{{node}}": queries.cpu_share()},
            unit="percentunit",
            thresholds=above_percent(limits.node_cpu_percent),
            links=LINKS,
        ),
        lines(
            "Memory by node",
            "Memory that could not be had without swapping, of all that the node has. Before the "
            "last of it is gone, the kubelet evicts pods.",
            {"{{node}}": queries.memory_share()},
            unit="percentunit",
            thresholds=above_percent(limits.node_memory_percent),
            links=LINKS,
        ),
    )


def parts() -> tuple[Panel, ...]:
    """What CPU and memory are used for."""
    return (
        lines(
            "CPU by what it does",
            "Cores that are busy, of all nodes together. `iowait` waits for disks; `steal` is "
            "taken by the hypervisor, as of instances without CPU credits.",
            {"{{mode}}": queries.cpu_by_mode()},
            look=Lines(stacked=True),
            width=8,
        ),
        lines(
            "Load per core",
            "Processes that run or wait for a core or a disk, on average over five minutes, for "
            "each core. Above 1 they wait for each other.",
            {"{{node}}": queries.load_per_core()},
            links=LINKS,
            width=8,
        ),
        lines(
            "Memory by what it holds",
            "Memory of all nodes together. The kernel gives cache and buffers away when programs "
            "need them.",
            {
                "In use": queries.memory_used(),
                "Cache": queries.memory_of("Cached"),
                "Buffers": queries.memory_of("Buffers"),
                "Free": queries.memory_of("MemFree"),
            },
            unit="bytes",
            width=8,
        ),
    )


def requests(limits: AlertThresholds) -> tuple[Panel, ...]:
    """Pods of each node, and what they request."""
    return (
        lines(
            "Pods by node",
            "Pods that run or are about to, of those that the node can take.",
            {"{{node}}": queries.pods_share()},
            unit="percentunit",
            thresholds=above_percent(limits.kubelet_pods_percent),
            links=LINKS,
            width=8,
        ),
        *(
            lines(
                f"{title} requests by node",
                f"{title} that pods have requested, of what the node gives to pods. The scheduler "
                "goes by requests, whatever is in use.",
                {"{{node}}": queries.requested_share(resource)},
                unit="percentunit",
                links=LINKS,
                width=8,
            )
            for title, resource in (("CPU", "cpu"), ("Memory", "memory"))
        ),
    )


def disks(limits: AlertThresholds) -> tuple[Panel, ...]:
    """File systems and disks."""
    device = "{{node}} {{device}}"
    full = above_percent(limits.node_filesystem_percent)
    return (
        lines(
            "Fullness of file systems",
            "Bytes in use of each file system that can be written. Volumes of pods are on the "
            "dashboard Persistent volumes.",
            {device: queries.file_systems()},
            unit="percentunit",
            thresholds=full,
            links=LINKS,
        ),
        lines(
            "Inodes in use",
            "Inodes in use of each file system that can be written. Without any left, no file can "
            "be made, however much space there is.",
            {device: queries.inodes()},
            unit="percentunit",
            thresholds=full,
            links=LINKS,
        ),
        lines(
            "Disk traffic",
            "Bytes a second from disks and to them, downwards.",
            {
                "{{node}} read": queries.disk_bytes("read"),
                "{{node}} written": queries.disk_bytes("written"),
            },
            unit="Bps",
            look=Lines(mirrored=(".+ written",)),
            links=LINKS,
        ),
        lines(
            "Disks busy",
            "The share of time in which a disk had something to do. Near 100 % for long, programs "
            "wait for it, or its volume is at its limit.",
            {device: queries.disk_busy()},
            unit="percentunit",
            links=LINKS,
        ),
    )


def network() -> tuple[Panel, ...]:
    """Network, and clocks that go by it."""
    return (
        lines(
            "Network traffic",
            "Bytes a second that nodes receive, and send, downwards. Interfaces of pods are not "
            "counted again.",
            {
                "{{node}} received": queries.network_bytes("receive"),
                "{{node}} sent": queries.network_bytes("transmit"),
            },
            unit="Bps",
            look=Lines(mirrored=(".+ sent",)),
            links=LINKS,
        ),
        lines(
            "Network errors and drops",
            "Packets a second that an interface could not take or send. Drops without errors mean "
            "that an instance is at its limit.",
            {
                "{{node}} in bad": queries.network_failures("receive", "errs"),
                "{{node}} out bad": queries.network_failures("transmit", "errs"),
                "{{node}} in dropped": queries.network_failures("receive", "drop"),
                "{{node}} out dropped": queries.network_failures("transmit", "drop"),
            },
            unit="pps",
            links=LINKS,
        ),
        lines(
            "Tracked connections",
            "Connections that the kernel tracks, of those it can. At 100 % new ones are dropped, "
            "and Services time out.",
            {"{{node}}": queries.connections_share()},
            unit="percentunit",
            links=LINKS,
        ),
        Panel(
            title="Clocks",
            description="How far a node's clock is from its time server's. Certificates, tokens "
            "and samples go wrong when it is much.",
            queries=(PromQl(expr=queries.clock_offset(), legend="{{node}}"),),
            unit="s",
            links=LINKS,
        ),
    )
