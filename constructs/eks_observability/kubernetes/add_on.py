"""An EKS add-on: software that EKS installs into a cluster, and updates when it is told to."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct, IDependable

from eks_observability.notes import note_change

OnConflict = Literal["NONE", "OVERWRITE", "PRESERVE"]
"""Whose value holds where EKS and somebody else want different ones."""

_VERSION: Final = re.compile(r"v\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?-eksbuild\.\d+")


class AddOnError(ValueError):
    """An add-on is asked for that cannot be had."""


class AddOn(Construct):
    """Installs an EKS add-on, and removes it on destroy.

    It is for a cluster that has not got the add-on. Where the cluster has it already, EKS refuses
    a second one ("Addon already exists") and the deployment rolls back: leave the add-on out then,
    as settings do with `manage: false`. Where the same software is there without EKS knowing of
    it, from a Helm chart or a manifest, EKS finds fields that others have set, and `on_conflict`
    decides; docs/agents/add-ons.md has the messages, and what to do.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        name: EKS's name of the add-on, e.g. "metrics-server" (`aws eks describe-addon-versions`).
        version: Its version, e.g. "v0.8.0-eksbuild.2". Default: EKS's own for the cluster's
            Kubernetes version when it is installed; later deployments leave it as it is.
        configuration: Its configuration values, which EKS checks against the version's schema
            (`aws eks describe-addon-configuration`). Default: the add-on's own.
        namespace: Where it is installed. Default: the add-on's own. EKS moves none: another one
            means to delete the add-on and to install it anew.
        service_account_role: Role that its service account names, for IRSA. Default: none.
        pod_identities: Role of each service account, by the account's name, for EKS Pod Identity.
            Default: none.
        on_conflict: NONE changes nothing that others have set: installing over it fails, and so
            may an update. OVERWRITE puts EKS's value in its place, both times. PRESERVE keeps on
            updates what others have changed, and is like NONE when installing (EKS API Reference,
            CreateAddon and UpdateAddon, resolveConflicts).
        preserve_on_delete: Whether its software stays in the cluster on destroy, unmanaged.

    Raises:
        AddOnError: The version is not one of an EKS add-on.
    """

    ready: IDependable
    """The add-on, for what needs it to depend on."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        name: str,
        version: str | None = None,
        configuration: Mapping[str, Any] | None = None,
        namespace: str | None = None,
        service_account_role: iam.IRole | None = None,
        pod_identities: Mapping[str, iam.IRole] | None = None,
        on_conflict: OnConflict = "NONE",
        preserve_on_delete: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)

        if version and not _VERSION.fullmatch(version):
            msg = (
                f"{version!r} is no version of an EKS add-on: those are like v1.2.3-eksbuild.1 "
                f"(aws eks describe-addon-versions --addon-name {name}); none takes EKS's default"
            )
            raise AddOnError(msg)
        roles = dict(sorted((pod_identities or {}).items()))
        add_on = eks.CfnAddon(
            self,
            "AddOn",
            cluster_name=cluster.cluster_name,
            addon_name=name,
            addon_version=version or None,
            configuration_values=_as_json(configuration) if configuration else None,
            namespace_config=eks.CfnAddon.NamespaceConfigProperty(namespace=namespace)
            if namespace
            else None,
            service_account_role_arn=service_account_role.role_arn
            if service_account_role
            else None,
            pod_identity_associations=[
                eks.CfnAddon.PodIdentityAssociationProperty(
                    service_account=account, role_arn=role.role_arn
                )
                for account, role in roles.items()
            ]
            or None,
            resolve_conflicts=on_conflict,
            preserve_on_delete=preserve_on_delete,
        )
        # With their policies: pods that start before them are denied, and some give up.
        for role in filter(None, (service_account_role, *roles.values())):
            add_on.node.add_dependency(role)
        self.ready = add_on
        self._note(name, on_conflict, preserve_on_delete=preserve_on_delete)

    def _note(self, name: str, on_conflict: OnConflict, *, preserve_on_delete: bool) -> None:
        if on_conflict == "OVERWRITE":
            note_change(
                self,
                f"what is there of {name} becomes the EKS add-on's, with EKS's values in place of "
                "others'; nothing puts those back",
            )
        if preserve_on_delete:
            note_change(self, f"destroy leaves the software of {name} in the cluster, unmanaged")


def _as_json(configuration: Mapping[str, Any]) -> str:
    """The same text for the same values, in whatever order they come."""
    return json.dumps(configuration, sort_keys=True, separators=(",", ":"))
