"""What the Kubernetes API server exposes. Every label tells series apart: none can be dropped."""

from typing import Final

from eks_observability.signals.exposed_metrics.api_server_requests import REQUESTS
from eks_observability.signals.exposed_metrics.api_server_storage import STORAGE
from eks_observability.signals.exposed_metrics.go_runtime import GO_RUNTIME
from eks_observability.signals.exposed_metrics.kubernetes_component import KUBERNETES_COMPONENT
from eks_observability.signals.exposed_metrics.model import Exposition

API_SERVER: Final = Exposition(families=(*REQUESTS, *STORAGE, *KUBERNETES_COMPONENT, *GO_RUNTIME))
