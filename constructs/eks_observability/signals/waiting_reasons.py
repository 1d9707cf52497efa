"""Why containers wait, as the kubelet says it, told apart by what to do about it."""

from typing import Final

CRASHES: Final = "CrashLoopBackOff"
"""They end each time that they are started."""

NO_IMAGE: Final = (
    "ErrImagePull|ImagePullBackOff|ErrImageNeverPull|ImageInspectError|InvalidImageName|"
    "RegistryUnavailable|SignatureValidationFailed"
)
"""Their image cannot be had."""

NO_START: Final = (
    "CreateContainerConfigError|CreateContainerError|RunContainerError|PostStartHookError"
)
"""They cannot be started."""
