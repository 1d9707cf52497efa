"""Where container logs go besides CloudWatch: what the settings say, in the chart's own terms."""

from collections.abc import Iterator

from eks_observability.settings.log_outputs import LogOutputs
from eks_observability_charts.fluent_bit.outputs import (
    LokiOutput,
    OpenSearchOutput,
    Output,
    SplunkOutput,
)


def outputs_of(settings: LogOutputs, *, region: str) -> tuple[Output, ...]:
    """Every destination that the settings name.

    Args:
        settings: What they say.
        region: The Region by which requests to OpenSearch are signed where no domain says its own.
    """
    return tuple(_outputs(settings, region))


def secrets_of(settings: LogOutputs) -> tuple[str, ...]:
    """ARNs of the secrets that Fluent Bit fetches to reach them."""
    found = (
        settings.opensearch.password_secret_arn if settings.opensearch else None,
        settings.loki.password_secret_arn if settings.loki else None,
        settings.splunk.token_secret_arn if settings.splunk else None,
    )
    return tuple(dict.fromkeys(arn for arn in found if arn))


def _outputs(settings: LogOutputs, region: str) -> Iterator[Output]:
    if opensearch := settings.opensearch:
        yield OpenSearchOutput(
            host=opensearch.host,
            region=opensearch.domain_arn.split(":")[3] if opensearch.domain_arn else region,
            prefix=opensearch.index,
            user=opensearch.user,
            secret_arn=opensearch.password_secret_arn,
        )
    if loki := settings.loki:
        yield LokiOutput(
            host=loki.host,
            port=loki.port,
            tls=loki.tls,
            tenant=loki.tenant_id,
            user=loki.user,
            secret_arn=loki.password_secret_arn,
        )
    if splunk := settings.splunk:
        yield SplunkOutput(
            host=splunk.host,
            port=splunk.port,
            index=splunk.index,
            secret_arn=splunk.token_secret_arn,
        )
