#!/usr/bin/env python3
"""The CDK app: reads the settings and makes a stack for each thing they ask for."""

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

sys.path.extend(str(Path(__file__).resolve().parent / root) for root in ("constructs", "charts"))

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

from eks_observability.settings import SettingsError, load_settings
from eks_observability.settings.devops_guru_contradictions import ended_by
from eks_observability.signals.alarm_checks import unknown_alarms
from eks_observability.signals.anomaly_detectors.checks import too_many_detectors
from eks_observability.signals.rule_checks import rule_contradictions
from eks_observability.stacks.cluster import ClusterStack
from eks_observability.stacks.demo import DemoStack
from eks_observability.stacks.devops_guru import DevOpsGuruStack
from eks_observability.stacks.hub import HubStack
from eks_observability.stacks.hub_need import hub_is_needed, needs_hub

ROOT: Final = Path(__file__).resolve().parent


def build_app(
    context: Mapping[str, Any] | None = None,
    outdir: str | None = None,
    today: date | None = None,
) -> cdk.App:
    """The whole app, every template checked by cdk-nag when it is synthesized.

    Templates are the same whether or not the CDK CLI runs the app: the feature flags are read from
    cdk.json also when nobody passes them, and nothing that differs between machines is written.

    Args:
        context: CDK context; `settings` names the settings file. What the CDK CLI passes wins.
            Default: only what cdk.json says.
        outdir: Where to synthesize to. Default: where the CDK CLI says, or a temporary folder.
        today: The day by which a service that is asked for may have ended; templates do not depend
            on it. Default: today.

    Returns:
        The app, ready for `synth()`.

    Raises:
        SettingsError: The settings file holds mistakes.
    """
    flags = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    app = cdk.App(
        context={**flags, **(context or {})},
        outdir=outdir,
        analytics_reporting=False,
        stack_traces=False,
    )
    checks = (
        *(rule_contradictions, unknown_alarms, too_many_detectors),
        ended_by(today or date.today()),
    )
    try:
        file = Path(app.node.try_get_context("settings") or _default_settings())
        settings = load_settings(file, checks=checks)
    except SettingsError:
        # CDK makes the folder along with the app; a folder that has other things in it stays.
        with suppress(OSError):
            Path(app.outdir).rmdir()
        raise
    hub = HubStack(app, settings=settings) if hub_is_needed(settings) else None
    if settings.devops_guru.enabled:
        DevOpsGuruStack(app, settings=settings, hub=hub)
    for cluster in settings.clusters:
        stack = ClusterStack(app, settings=settings, cluster=cluster)
        if hub and needs_hub(settings, cluster):
            stack.add_stack_dependency(hub)
        if settings.capabilities_of(cluster).demo.runs:
            # What takes its logs and traces is there before it, and goes after it.
            DemoStack(app, settings=settings, cluster=cluster).add_stack_dependency(stack)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return app


def _default_settings() -> Path:
    """observability.yaml beside this file, named as people name it when they stand there."""
    file = ROOT / "observability.yaml"
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


def main() -> int:
    """Synthesize.

    Returns:
        The exit code: 0; 1 where a template breaks a rule, which CDK has printed then; 2 where the
        settings hold mistakes, and then nothing is written.
    """
    try:
        build_app().synth()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except RuntimeError as error:
        if not str(error).startswith("ValidationFailed"):
            raise
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
