"""Programs that are instrumented without a change to their code, by namespace."""

import json
from collections.abc import Mapping
from typing import Final, cast

import aws_cdk as cdk
import cdk8s
from aws_cdk import aws_eks_v2 as eks
from constructs import Construct

from eks_observability import versions
from eks_observability.kubernetes.chart_manifest import ChartManifest
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.notes import note_change
from eks_observability.settings.tracing import Tracing
from eks_observability.settings.workloads import Agents
from eks_observability_charts.collector.instrumentation_chart import (
    INSTRUMENTED_BY,
    Always,
    InstrumentationChart,
    Language,
    XRayRules,
    annotation_of,
)

_IMAGES: Final[Mapping[Language, versions.Image]] = {
    "java": versions.ADOT_JAVA,
    "python": versions.ADOT_PYTHON,
    "nodejs": versions.ADOT_NODEJS,
    "dotnet": versions.ADOT_DOTNET,
    "go": versions.OTEL_GO,
}

# kubectl's own Lambda function ends by then; CloudFormation would wait an hour (aws-cdk#33837).
_SERVICE_TIMEOUT_SECONDS: Final = "900"


class InstrumentedNamespaces(Construct):
    """The operator's Instrumentation, and namespaces whose pods it is for.

    A namespace has to be there: it is annotated, and neither made nor taken over. The operator
    reads the annotation when a pod is made, so that what runs stays as it is until somebody starts
    it again; nothing here does. One resource for each annotation, so that one that is no longer
    asked for is taken off. All of them are taken off before the Instrumentation goes.

    This has to depend on the EKS add-on `adot`, whose operator it speaks to, and on the namespace
    `prometheus`, which the collectors' construct makes.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        access: The way into the cluster.
        settings: Which namespaces and languages, and how many traces are begun.
        agents: Where images come from. Default: as the settings' own defaults.
        metrics: Whether collectors take metrics of applications. Default: no, and agents send none.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        access: ClusterAccess,
        settings: Tracing,
        agents: Agents | None = None,
        metrics: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)

        self._access = access
        self._registry = (agents or Agents()).image_registry
        self._namespaces: dict[str, tuple[Language, ...]] = {
            name: tuple(dict.fromkeys(languages))
            for name, languages in settings.instrumentation.namespaces.items()
        }
        chart = InstrumentationChart(
            cdk8s.App(),
            "instrumentation",
            images=self._images(),
            sampler=_sampler(settings),
            metrics=metrics,
        )
        self._object = ChartManifest(self, "Object", access=access, chart=chart)
        for namespace, languages in self._namespaces.items():
            for language in languages:
                self._annotate(namespace, language)
            self._note(namespace, languages)
        self._warn()

    def _images(self) -> dict[Language, str]:
        wanted = {each for languages in self._namespaces.values() for each in languages}
        return {
            language: image.address(self._registry)
            for language, image in _IMAGES.items()
            if language in wanted
        }

    def _annotate(self, namespace: str, language: Language) -> None:
        key = annotation_of(language)
        patch = eks.KubernetesPatch(
            self,
            f"{namespace}:{language}",
            cluster=self._access.cluster,
            resource_name=f"namespace/{namespace}",
            apply_patch=_annotated(key, INSTRUMENTED_BY),
            restore_patch={},
            patch_type=eks.PatchType.MERGE,
        )
        patch.node.add_dependency(self._access.ready, self._object)
        resource = cast("cdk.CfnResource", patch.node.find_child("Resource").node.default_child)
        # A value that is null takes a key away (RFC 7396), and no null gets through jsii.
        restore = json.dumps(_annotated(key, None), separators=(",", ":"))
        resource.add_property_override("RestorePatchJson", restore)
        resource.add_property_override("ServiceTimeout", _SERVICE_TIMEOUT_SECONDS)

    def _note(self, namespace: str, languages: tuple[Language, ...]) -> None:
        beside = (
            "; a privileged container runs beside each program in Go" if "go" in languages else ""
        )
        note_change(
            self,
            f"namespace {namespace}: annotated, and its pods that start from then on are "
            f"instrumented ({', '.join(languages)}){beside}; what runs is not started again; "
            "destroy takes the annotations off, and pods keep their agent until they are replaced",
        )

    def _warn(self) -> None:
        """Warn of what the operator passes over without an error."""
        several = [name for name, languages in self._namespaces.items() if len(languages) > 1]
        if several:
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:severalLanguages",
                f"in {', '.join(several)} each pod has to name its containers for each language "
                "(instrumentation.opentelemetry.io/java-container-names and the like), or the "
                "operator instruments none: docs/instrumentation.md.",
            )
        if "go" in self._images():
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:goInstrumentation",
                "Go is instrumented by a privileged container as root beside the program, which "
                "namespaces that enforce a Pod Security Standard refuse, pod and all; its image is "
                "on ghcr.io, which agents.image_registry does not mirror; and the operator of the "
                "EKS add-on adot has it off: docs/instrumentation.md.",
            )


def _sampler(settings: Tracing) -> Always | XRayRules:
    """How many traces programs begin: all, where collectors are to choose among them."""
    rule = settings.sampling_rule
    if settings.sampling.at != "off" or not rule.enabled:
        return Always()
    return XRayRules(otherwise=rule.fixed_rate)


def _annotated(key: str, value: str | None) -> dict[str, object]:
    return {"metadata": {"annotations": {key: value}}}
