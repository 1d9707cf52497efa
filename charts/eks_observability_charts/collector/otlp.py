"""What applications send by OTLP, and where it goes, as values."""

from dataclasses import dataclass

from eks_observability_charts.collector.remote_write import RemoteWrite


@dataclass(frozen=True, kw_only=True)
class XRay:
    """X-Ray, whose API takes segments."""

    indexed_attributes: tuple[str, ...] = ()
    """Attributes by which traces can be searched. Those of a resource begin with `otel.resource.`.
    Default: none."""

    log_groups: tuple[str, ...] = ()
    """Log groups that X-Ray's console looks into for a trace's events. Default: none."""


@dataclass(frozen=True, kw_only=True)
class XRayOtlp:
    """X-Ray's OTLP endpoint, which takes spans where Transaction Search is on."""

    endpoint: str
    """Its URL with the path, `https://xray.<Region>.amazonaws.com/v1/traces`."""


@dataclass(frozen=True, kw_only=True)
class LogGroup:
    """A stream of CloudWatch Logs, which has to exist."""

    group: str
    """Name of the log group."""

    stream: str
    """Name of the log stream in it."""

    endpoint: str | None = None
    """URL that takes OTLP, with the path. Default: `https://logs.<Region>.amazonaws.com/v1/logs`."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """Keeps a part of all traces, decided by their ids before anything is known of them.

    Raises:
        ValueError: The ratio is below 0 or above 1.
    """

    ratio: float
    """Which part is kept, 0 to 1."""

    def __post_init__(self) -> None:
        """Refuse what is no part."""
        _check(self.ratio)


@dataclass(frozen=True, kw_only=True)
class Tail:
    """Keeps all traces with an error, all slow ones and a part of the rest.

    Raises:
        ValueError: The ratio is below 0 or above 1.
    """

    ratio: float
    """Which part of the rest is kept, 0 to 1."""

    slow_milliseconds: int = 1000
    """From which duration on a trace is slow, in milliseconds."""

    def __post_init__(self) -> None:
        """Refuse what is no part."""
        _check(self.ratio)


@dataclass(frozen=True, kw_only=True)
class Otlp:
    """What a cluster's applications may send, and where it goes."""

    cluster: str
    """The cluster's name."""

    region: str
    """The cluster's Region, which requests for X-Ray and CloudWatch are signed for."""

    account: str
    """The cluster's account."""

    traces: XRay | XRayOtlp
    """Where traces go."""

    metrics: RemoteWrite | None = None
    """Where metrics go. Default: they are refused."""

    logs: LogGroup | None = None
    """Where logs go. Default: they are refused."""

    sampling: Head | Tail | None = None
    """Which traces are kept. Default: all that arrive."""

    sampling_rules: bool = False
    """Whether SDKs may ask the collector for X-Ray's sampling rules, at port 2000."""


def _check(ratio: float) -> None:
    if not 0 <= ratio <= 1:
        msg = f"'ratio' is {ratio:g}, not between 0 and 1"
        raise ValueError(msg)
