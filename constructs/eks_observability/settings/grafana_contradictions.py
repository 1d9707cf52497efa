"""Settings of Grafana that are right each for itself, and cannot be had together."""

from collections.abc import Iterable, Iterator
from typing import Final

from eks_observability.settings.aws import GRAFANA_REGIONS
from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.document import Path
from eks_observability.settings.grafana import Grafana
from eks_observability.settings.model import Settings

_ABOVE: Final[Path] = ("grafana",)
_WITHOUT_VPC: Final = "ap-northeast-2"
"""Where Grafana cannot be connected to a VPC (Amazon Managed Grafana API, VpcConfiguration)."""


def grafana_contradictions(settings: Settings) -> Iterator[Contradiction]:
    """Every contradiction in the settings of Grafana.

    Where it is switched off, only what is named twice counts: the rest may stay written down.
    """
    grafana = settings.grafana
    yield from _two_roles(grafana)
    yield from _named_twice(grafana)
    if not grafana.enabled:
        return
    yield from _place(settings)
    if grafana.workspace.id:
        return
    yield from _sign_in(grafana)
    if grafana.workspace.network and not grafana.workspace.vpc:
        message = (
            "the function that puts data sources and dashboards there has to come from an address "
            "that gets in: give grafana.workspace.vpc too, with subnets whose VPC endpoint or NAT "
            "address is let in"
        )
        yield Contradiction((*_ABOVE, "workspace", "network"), message)
    if grafana.plugins and not grafana.workspace.plugin_admin:
        message = (
            "nobody can install plugins where grafana.workspace.plugin_admin is false: set it to "
            "true, or take these out"
        )
        yield Contradiction((*_ABOVE, "plugins"), message)


def _two_roles(grafana: Grafana) -> Iterator[Contradiction]:
    """The same user or group named twice: Grafana knows one role for each."""
    for kind in ("users", "groups"):
        seen: dict[str, str] = {}
        for role in ("admins", "editors", "viewers"):
            people: Iterable[str] = getattr(getattr(grafana.access, role), kind)
            for place, person in enumerate(people):
                other = seen.setdefault(person.casefold(), role)
                if other != role or place != list(people).index(person):
                    message = (
                        f"{person} is among the {other} already, and has one role in Grafana: name "
                        "it once"
                    )
                    yield Contradiction((*_ABOVE, "access", role, kind, place), message)


def _named_twice(grafana: Grafana) -> Iterator[Contradiction]:
    """Teams and community dashboards of which only one could be had."""
    named: dict[str, list[object]] = {
        "teams": [each.name for each in grafana.teams],
        "community_dashboards": [each.id for each in grafana.community_dashboards],
        "plugins": list(grafana.plugins),
    }
    keys = {"teams": ("name",), "community_dashboards": ("id",), "plugins": ()}
    for what, names in named.items():
        for place, name in enumerate(names):
            if name in names[:place]:
                message = f"{name} stands here already: take one of the two out"
                yield Contradiction((*_ABOVE, what, place, *keys[what]), message)


def _place(settings: Settings) -> Iterator[Contradiction]:
    """Where Grafana cannot be."""
    _, region = settings.hub_place
    if not settings.collecting:
        message = (
            "Grafana shows what is in the hub's workspace, and no cluster writes there: set "
            "metrics.enabled: true, or grafana.enabled: false"
        )
        yield Contradiction((*_ABOVE, "enabled"), message)
    elif region not in GRAFANA_REGIONS:
        message = (
            f"Amazon Managed Grafana does not run in {region}, where the hub is: set "
            f"grafana.enabled: false, or hub.region to one of {', '.join(GRAFANA_REGIONS)}"
        )
        yield Contradiction((*_ABOVE, "enabled"), message)
    if settings.grafana.workspace.vpc and region == _WITHOUT_VPC:
        message = f"Grafana cannot be connected to a VPC in {region}: take vpc out"
        yield Contradiction((*_ABOVE, "workspace", "vpc"), message)


def _sign_in(grafana: Grafana) -> Iterator[Contradiction]:
    """SAML and IAM Identity Center, each with what belongs to the other."""
    workspace = grafana.workspace
    people = (grafana.access.admins, grafana.access.editors, grafana.access.viewers)
    if workspace.authentication == "saml":
        if workspace.saml is None:
            message = (
                "SAML needs the identity provider's metadata: give grafana.workspace.saml with "
                "metadata_url or metadata_xml, and admin_roles"
            )
            yield Contradiction((*_ABOVE, "workspace", "authentication"), message)
        if any(each.users or each.groups for each in people):
            message = (
                "these are of IAM Identity Center, and people sign in by SAML: say their roles "
                "with grafana.workspace.saml.admin_roles and editor_roles, or set authentication: "
                "aws_sso"
            )
            yield Contradiction((*_ABOVE, "access"), message)
    elif workspace.saml:
        message = "this is of authentication: saml, and that is aws_sso: set it, or take this out"
        yield Contradiction((*_ABOVE, "workspace", "saml"), message)
