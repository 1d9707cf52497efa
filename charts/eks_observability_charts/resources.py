"""What a container asks of its node, and where it is stopped."""

from dataclasses import dataclass

import cdk8s
import cdk8s_plus_27 as kplus


@dataclass(frozen=True, kw_only=True)
class Resources:
    """Requests and limits of one container.

    There is no CPU limit on purpose: an agent that is throttled falls behind just when its node is
    busy, and the request alone decides how the CPU is shared.
    """

    cpu_request_millicores: int
    """CPU that is set aside for it, in thousandths of one."""

    memory_request_mebibytes: int
    """Memory that is set aside for it, in MiB."""

    memory_limit_mebibytes: int
    """Memory at which it is killed, in MiB."""

    def to_container(self) -> kplus.ContainerResources:
        """The same, as a container of cdk8s-plus takes it."""
        return kplus.ContainerResources(
            cpu=kplus.CpuResources(request=kplus.Cpu.millis(self.cpu_request_millicores)),
            memory=kplus.MemoryResources(
                request=cdk8s.Size.mebibytes(self.memory_request_mebibytes),
                limit=cdk8s.Size.mebibytes(self.memory_limit_mebibytes),
            ),
        )
