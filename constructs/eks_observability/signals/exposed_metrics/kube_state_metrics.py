"""What kube-state-metrics exposes.

Namespace and name tell objects apart at any moment, as the Kubernetes API has it, so `uid` goes
without loss; a container's `container_id`, `image_id` and `image_spec` go because pod and name tell
containers apart, and a node's `system_uuid` because its name does. What changes with every restart
or pod would make new series of old ones.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.kube_state_metrics_cluster import CLUSTER
from eks_observability.signals.exposed_metrics.kube_state_metrics_workloads import WORKLOADS
from eks_observability.signals.exposed_metrics.model import Exposition

KUBE_STATE_METRICS: Final = Exposition(
    families=(*CLUSTER, *WORKLOADS),
    droppable=("container_id", "image_id", "image_spec", "system_uuid", "uid"),
)
