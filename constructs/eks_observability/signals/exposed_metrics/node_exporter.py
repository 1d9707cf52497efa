"""What the node exporter exposes. Every label tells series apart: none can be dropped."""

from typing import Final

from eks_observability.signals.exposed_metrics.go_runtime import GO_RUNTIME
from eks_observability.signals.exposed_metrics.model import Exposition
from eks_observability.signals.exposed_metrics.node_exporter_hardware import HARDWARE
from eks_observability.signals.exposed_metrics.node_exporter_system import SYSTEM

NODE_EXPORTER: Final = Exposition(families=(*HARDWARE, *SYSTEM, *GO_RUNTIME))
