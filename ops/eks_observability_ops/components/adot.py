"""The components of ADOT's collector, and which of them the collector that we build has.

A configuration may use these and no other: ADOT has no connector and no transform processor.
"""

from collections.abc import Mapping

# Source: aws-observability/aws-otel-collector, pkg/defaultcomponents/defaults.go.
ADOT_COMPONENTS: Mapping[str, frozenset[str]] = {
    "receivers": frozenset(
        {
            "awscontainerinsightreceiver",
            "awsecscontainermetrics",
            "awsxray",
            "filelog",
            "jaeger",
            "kafka",
            "otlp",
            "prometheus",
            "statsd",
            "zipkin",
        }
    ),
    "processors": frozenset(
        {
            "attributes",
            "batch",
            "cumulativetodelta",
            "deltatorate",
            "filter",
            "groupbytrace",
            "k8sattributes",
            "memory_limiter",
            "metricsgeneration",
            "metricstransform",
            "probabilistic_sampler",
            "resource",
            "resourcedetection",
            "span",
            "tail_sampling",
        }
    ),
    "exporters": frozenset(
        {
            "awscloudwatchlogs",
            "awsemf",
            "awsxray",
            "datadog",
            "debug",
            "file",
            "kafka",
            "loadbalancing",
            "logzio",
            "otlp",
            "otlphttp",
            "prometheus",
            "prometheusremotewrite",
            "signalfx",
        }
    ),
    "connectors": frozenset(),
    "extensions": frozenset(
        {
            "awsproxy",
            "ecs_observer",
            "file_storage",
            "health_check",
            "pprof",
            "sigv4auth",
            "zpages",
        }
    ),
}
"""Names of ADOT's components as a configuration writes them, by kind."""

_REFUSED = "no usable version of its Go module is published where the others are"
_ECS = "for ECS"
_ELSEWHERE = "sends to or reads from a system that this project does not use"
_UNUSED = "no configuration of this project uses it"

NOT_BUILT: Mapping[tuple[str, str], str] = {
    ("exporters", "awscloudwatchlogs"): _REFUSED,
    ("exporters", "awsemf"): _REFUSED,
    ("exporters", "awsxray"): _REFUSED,
    ("exporters", "datadog"): _ELSEWHERE,
    ("exporters", "kafka"): _ELSEWHERE,
    ("exporters", "loadbalancing"): _REFUSED,
    ("exporters", "logzio"): _ELSEWHERE,
    ("exporters", "prometheus"): _UNUSED,
    ("exporters", "signalfx"): _ELSEWHERE,
    ("extensions", "awsproxy"): _REFUSED,
    ("extensions", "ecs_observer"): _ECS,
    ("processors", "deltatorate"): _UNUSED,
    ("processors", "metricsgeneration"): _UNUSED,
    ("processors", "span"): _UNUSED,
    ("receivers", "awscontainerinsightreceiver"): _UNUSED,
    ("receivers", "awsecscontainermetrics"): _ECS,
    ("receivers", "awsxray"): _UNUSED,
    ("receivers", "filelog"): _UNUSED,
    ("receivers", "jaeger"): _ELSEWHERE,
    ("receivers", "kafka"): _ELSEWHERE,
    ("receivers", "zipkin"): _ELSEWHERE,
}
"""What ADOT has and the collector that we build has not, with the reason."""

OLD_NAMES: Mapping[str, str] = {
    "k8s_attributes": "k8sattributes",
    "metrics_transform": "metricstransform",
    "otlp_grpc": "otlp",
    "otlp_http": "otlphttp",
    "prometheus_remote_write": "prometheusremotewrite",
    "resource_detection": "resourcedetection",
}
"""From names of the newer collector that we build to those that ADOT knows: write the latter."""
