"""The custom resource `Instrumentation`, as far as what is written here needs it.

The operator's module is refused by the registry that the other programs are built from, so that
this is written after its types (open-telemetry/opentelemetry-operator, apis/v1alpha1/
instrumentation_types.go, propagators.go and samplers.go): the fields have their names, types and
values there, and whatever else is written is an unknown field, which the API server refuses.
"""

from typing import Any, Final

_PROPAGATORS: Final = ("tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace")
_SAMPLERS: Final = (
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
    "jaeger_remote",
    "xray",
)
_TEXT: Final = {"type": "string"}
_QUANTITY: Final = {
    "anyOf": [{"type": "integer"}, {"type": "string"}],
    "x-kubernetes-int-or-string": True,
}
_QUANTITIES: Final = {"type": "object", "additionalProperties": _QUANTITY}


def definition() -> dict[str, Any]:
    """The custom resource definition."""
    spec = _object(
        exporter=_object(endpoint=_TEXT),
        resource=_object(
            resourceAttributes={"type": "object", "additionalProperties": _TEXT},
            addK8sUIDAttributes={"type": "boolean"},
        ),
        propagators={"type": "array", "items": _one_of((*_PROPAGATORS, "none"))},
        sampler=_object(type=_one_of(_SAMPLERS), argument=_TEXT),
        defaults=_object(useLabelsForResourceAttributes={"type": "boolean"}),
        env=_variables(),
        java=_language("resources"),
        **{
            each: _language("resourceRequirements") for each in ("nodejs", "python", "dotnet", "go")
        },
    )
    schema = _object(apiVersion=_TEXT, kind=_TEXT, metadata={"type": "object"}, spec=spec)
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "instrumentations.opentelemetry.io"},
        "spec": {
            "group": "opentelemetry.io",
            "scope": "Namespaced",
            "names": {
                "kind": "Instrumentation",
                "listKind": "InstrumentationList",
                "plural": "instrumentations",
                "singular": "instrumentation",
            },
            "versions": [
                {
                    "name": "v1alpha1",
                    "served": True,
                    "storage": True,
                    "schema": {"openAPIV3Schema": schema},
                }
            ],
        },
    }


def _language(resources: str) -> dict[str, Any]:
    needs = _object(limits=_QUANTITIES, requests=_QUANTITIES)
    return _object(image=_TEXT, env=_variables(), volumeLimitSize=_QUANTITY, **{resources: needs})


def _variables() -> dict[str, Any]:
    return {"type": "array", "items": {**_object(name=_TEXT, value=_TEXT), "required": ["name"]}}


def _one_of(values: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}
