"""Applications that prove that what is observed arrives."""

from eks_observability.settings.section import Section


class Demo(Section):
    """Small applications that prove that what is observed arrives, in a stack of their own."""

    logger: bool = False
    """Whether to run the `logger` pod in namespace `logger-app`: it prints four lines, and ends."""

    emitter: bool = False
    """Whether to run the `emitter` in namespace `adot`, which sends traces, and what calls it all
    the time. With `tracing` only. Costs: its traces."""

    aws_sdk_call: bool = False
    """Whether the emitter also lists the account's S3 buckets, which its role then allows: traces
    of it show a call of AWS."""

    @property
    def runs(self) -> bool:
        """Whether there is anything to run."""
        return self.logger or self.emitter
