"""The layer that holds kubectl."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from eks_observability.kubernetes.kubectl_layer import kubectl_layer


@pytest.mark.parametrize(
    ("cluster", "kubectl"), [("1.32", "1.33"), ("1.33", "1.33"), ("1.37", "1.37")]
)
def test_the_layer_fits_the_cluster(
    new_stack: Callable[[], cdk.Stack], cluster: str, kubectl: str
) -> None:
    stack = new_stack()
    kubectl_layer(stack, "Layer", kubernetes_version=cluster)
    description = Match.string_like_regexp(rf"^/opt/kubectl/kubectl {kubectl}\.")
    Template.from_stack(stack).has_resource_properties(
        "AWS::Lambda::LayerVersion", {"Description": description}
    )


def test_a_cluster_without_a_layer_is_refused(new_stack: Callable[[], cdk.Stack]) -> None:
    with pytest.raises(ValueError, match=r"no kubectl here supports Kubernetes 1\.31"):
        kubectl_layer(new_stack(), "Layer", kubernetes_version="1.31")
