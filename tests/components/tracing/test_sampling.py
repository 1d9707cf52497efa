"""Sampling keeps what it says, whole traces of it, and really drops the rest."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import cdk8s
import pytest

from eks_observability_charts.collector.names import SAMPLER_ACCOUNT, SAMPLER_COLLECTOR
from eks_observability_charts.collector.otlp import Head, Tail
from eks_observability_charts.collector.sampler_chart import SamplerChart
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.otlp_sink import OtlpSink
from eks_observability_ops.components.otlp_values import Span
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors.cluster import Place
from tests.components.collectors.deployed import resource, running
from tests.components.collectors.kubernetes import apply_all
from tests.components.collectors.pace import faster
from tests.components.tracing.applications import Application
from tests.components.tracing.cluster import OTLP, PAYMENTS, SHOP, XRAY_URL, Node, node
from tests.components.tracing.substitutes import tracing_run

FINE = 400
FAILED = SLOW = 20
SPANS_OF_A_TRACE = 2
