"""What the settings say of agents, in the charts' own terms."""

from eks_observability.settings.workloads import Agents, ContainerResources
from eks_observability_charts.placement import Placement, Toleration
from eks_observability_charts.resources import Resources


def placement_of(agents: Agents) -> Placement:
    """Where agents run."""
    return Placement(tolerations=tolerations_of(agents), priority_class=agents.priority_class)


def placement_of_one(agents: Agents) -> Placement:
    """Where an agent runs of which there is one pod.

    It puts up with no taint that has to be named and is not: a pod that puts up with all of them
    stays on a node that is lost. A full node needs no room for it, for it may run on another.
    """
    named = tuple(each for each in tolerations_of(agents) if each.key)
    return Placement(tolerations=named, priority_class=None)


def tolerations_of(agents: Agents) -> tuple[Toleration, ...]:
    """Taints that keep no agent away."""
    return tuple(Toleration(**each.model_dump()) for each in agents.tolerations)


def resources_of(resources: ContainerResources | None, *, default: Resources) -> Resources:
    """What a container asks of its node, or `default` where the settings say nothing of it."""
    return Resources(**resources.model_dump()) if resources else default
