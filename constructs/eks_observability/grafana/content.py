"""What is in a workspace of Grafana: data sources, folders, dashboards, what teams may do."""

import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3_assets as s3_assets
from constructs import Construct

from eks_observability.grafana.data_sources import DataSource
from eks_observability.grafana.reference import GrafanaReference
from eks_observability.handler_network import HandlerNetwork
from eks_observability.handler_provider import HandlerProvider
from eks_observability.notes import note_change, note_cost

LONGEST_UID: Final = 40
"""The longest uid that Grafana takes (Dashboard HTTP API)."""

PREFIX: Final = "eks-"
"""What uids of ours begin with: no other folder or dashboard has such a one by chance."""

_OLD_NAMES: Final = {3119: "eks-cluster"}
"""Dashboards of the community whose panels use names of metrics and labels from before Kubernetes
1.16, and ours that shows the same by the names of today."""
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip: the first that a zip can have."""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder of dashboards."""

    uid: str
    """What it is called in addresses."""

    title: str
    """What people see."""


@dataclass(frozen=True, kw_only=True)
class DashboardFile:
    """A dashboard as Grafana takes it."""

    uid: str
    """What it is called in addresses; stays when the title changes."""

    folder: str
    """The uid of the folder it is in."""

    text: str
    """Its JSON, known when synthesizing."""


class GrafanaContent(Construct):
    """Writes what differs into a workspace, and takes away what is ours and no longer asked for.

    CloudFormation has no such resources. The handler has a token for the minutes that it works, and
    remembers in Grafana what it wrote: docs/decisions/0013-grafana-content.md.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        workspace: The workspace.
        folders: The folders, at least one.
        dashboards: The dashboards, each in one of `folders`.
        data_sources: The data sources. What else has their uids counts as edited by hand.
        plugins: Ids of plugins to install where they are missing; they stay on destroy. Plugin
            administration is switched on for that, and is as before on destroy.
        home: Uid of the dashboard that opens first, where nobody chose another. Default: none.
        community_dashboards: Revisions of dashboards of grafana.com, by their numbers there. The
            handler downloads them from there, into the first of `folders`. Default: none.
        teams: What teams of Grafana may do in `folders`, by their names. Default: nothing more than
            their members' roles let them.
        edited_by_hand: What becomes of what a person edited in Grafana: "keep" leaves it, "refuse"
            fails where it would be lost, "overwrite" writes over it.
        network: Where the handler runs. Default: outside any VPC.

    Raises:
        ValueError: A uid is not one of ours, too long, there twice, or names nothing; or a
            dashboard's JSON is none or holds a token.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        workspace: GrafanaReference,
        folders: Sequence[Folder],
        dashboards: Sequence[DashboardFile],
        data_sources: Sequence[DataSource] = (),
        plugins: Sequence[str] = (),
        home: str | None = None,
        community_dashboards: Mapping[int, int] | None = None,
        teams: Mapping[str, Literal["view", "edit", "admin"]] | None = None,
        edited_by_hand: Literal["keep", "refuse", "overwrite"] = "keep",
        network: HandlerNetwork | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        _check(folders, dashboards, home)
        asset = self._asset(dashboards)
        provider = HandlerProvider(
            self,
            "Handler",
            handler="grafana_content",
            statements=_statements(workspace, asset),
            wait=cdk.Duration.minutes(45),
            poll=cdk.Duration.seconds(15),
            network=network,
        )
        self.resource = cdk.CustomResource(
            self,
            "Resource",
            resource_type="Custom::GrafanaContent",
            service_token=provider.service_token,
            service_timeout=provider.service_timeout,
            properties={
                "WorkspaceId": workspace.id,
                "AssetBucket": asset.s3_bucket_name,
                "AssetKey": asset.s3_object_key,
                "Dashboards": sorted(each.uid for each in dashboards),
                "DataSources": self._json([each.body() for each in data_sources]),
                "Folders": [{"Uid": each.uid, "Title": each.title} for each in folders],
                "Plugins": sorted(set(plugins)),
                "HomeDashboard": home or "",
                "CommunityDashboards": [
                    {"Id": str(number), "Revision": str(revision), "Folder": folders[0].uid}
                    for number, revision in sorted((community_dashboards or {}).items())
                ],
                "Teams": [
                    {"Name": name, "Permission": permission.capitalize()}
                    for name, permission in sorted((teams or {}).items())
                ],
                "EditedByHand": edited_by_hand,
            },
        )
        self._warn_of_old_names(community_dashboards or {})
        self._note(workspace, edited_by_hand)

    def _asset(self, dashboards: Sequence[DashboardFile]) -> s3_assets.Asset:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "dashboards.zip"
            _pack(path, dashboards)
            # The asset is copied at once.
            return s3_assets.Asset(self, "Dashboards", path=str(path))

    def _json(self, value: object) -> str:
        """A value as one text, for CloudFormation makes text of every number and truth."""
        return cdk.Stack.of(self).to_json_string(value)

    def _warn_of_old_names(self, asked: Mapping[int, int]) -> None:
        for number in asked.keys() & _OLD_NAMES.keys():
            cdk.Annotations.of(self).add_warning_v2(
                f"eks-observability:oldNames{number}",
                f"dashboard {number} of grafana.com asks for metrics and labels by names from "
                "before Kubernetes 1.16 (pod_name, container_name), so most of its panels stay "
                f"empty: the dashboard {_OLD_NAMES[number]} shows the same, and more, by the names "
                "of today",
            )

    def _note(self, workspace: GrafanaReference, edited_by_hand: str) -> None:
        # "A user who ... made an API request at least once" (Amazon Managed Grafana pricing).
        note_cost(
            self,
            "Grafana's content: the service account that writes it counts as a user with an "
            "editor's price, in each month in which what is written changes",
        )
        if cdk.Token.is_unresolved(workspace.id):
            return
        edits = {
            "keep": "what a person edited is left",
            "refuse": "a deploy fails where it would write over what a person edited",
            "overwrite": "WHAT A PERSON EDITED IS WRITTEN OVER",
        }[edited_by_hand]
        note_change(
            self,
            f"Grafana workspace {workspace.id}: data sources, folders, dashboards, the home page "
            f"where nobody chose one; {edits}; destroy takes away what is ours and unedited, and "
            "leaves plugins and teams",
        )


def _check(
    folders: Sequence[Folder], dashboards: Sequence[DashboardFile], home: str | None
) -> None:
    known = [each.uid for each in folders]
    uids = [each.uid for each in dashboards]
    for kind, names in (("folder", known), ("dashboard", uids)):
        for uid in names:
            if not uid.startswith(PREFIX) or len(uid) > LONGEST_UID or names.count(uid) > 1:
                msg = (
                    f"{uid!r} is no uid for a {kind}: it begins with {PREFIX}, is {LONGEST_UID} "
                    "characters long at most, and there once"
                )
                raise ValueError(msg)
    for each in dashboards:
        if each.folder not in known:
            msg = f"dashboard {each.uid} is in the folder {each.folder!r}: use one of {known}"
            raise ValueError(msg)
        _check_text(each)
    if not folders or (home and home not in uids):
        msg = f"the home page {home} is none of {uids}" if folders else "there is no folder"
        raise ValueError(msg)


def _check_text(dashboard: DashboardFile) -> None:
    if cdk.Token.is_unresolved(dashboard.text):
        msg = f"dashboard {dashboard.uid} holds what is only known when deploying"
        raise ValueError(msg)
    try:
        json.loads(dashboard.text)
    except ValueError as error:
        msg = f"dashboard {dashboard.uid} is no JSON: {error}"
        raise ValueError(msg) from error


def _pack(path: Path, dashboards: Sequence[DashboardFile]) -> None:
    """Write the zip: the same bytes for the same dashboards, on every machine."""
    files = {f"dashboards/{each.folder}/{each.uid}.json": each for each in dashboards}
    index = [
        {"uid": each.uid, "folder": each.folder, "file": name}
        for name, each in sorted(files.items())
    ]
    texts = {name: each.text for name, each in files.items()}
    texts["content.json"] = json.dumps({"dashboards": index}, indent=1)
    # Uncompressed: what compression makes depends on the version of zlib.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        for name, text in sorted(texts.items()):
            entry = zipfile.ZipInfo(name, _FIRST_DATE)
            entry.create_system = 3
            packed.writestr(entry, text)


def _statements(
    workspace: GrafanaReference, asset: s3_assets.Asset
) -> Sequence[iam.PolicyStatement]:
    """What the handler calls: this workspace and this object, and no others."""
    calls = (
        *("DescribeWorkspace", "ListWorkspaceServiceAccounts"),
        *("CreateWorkspaceServiceAccount", "DeleteWorkspaceServiceAccount"),
        *("CreateWorkspaceServiceAccountToken", "DeleteWorkspaceServiceAccountToken"),
        # Also without plugins: taking the last out of the settings puts it back.
        *("DescribeWorkspaceConfiguration", "UpdateWorkspaceConfiguration"),
    )
    return [
        iam.PolicyStatement(
            actions=[f"grafana:{call}" for call in calls], resources=[workspace.arn]
        ),
        iam.PolicyStatement(
            actions=["s3:GetObject"], resources=[asset.bucket.arn_for_objects(asset.s3_object_key)]
        ),
    ]
