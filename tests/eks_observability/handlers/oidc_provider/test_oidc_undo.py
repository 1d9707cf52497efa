"""What a Delete takes away, and what it leaves for those who rely on it."""

import json
from typing import Any

import pytest

STS = "sts.amazonaws.com"
MADE_BY = "eks-observability:made-by"
PAUSES = [1, 2, 4, 8, 16]


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def principals(arn: str) -> dict[str, object]:
    """A role's trust in the provider, in each way that IAM lets it be written."""
    other = "arn:aws:iam::111122223333:saml-provider/other"
    one = {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity"}
    return {
        "text": [one | {"Principal": {"Federated": arn}}],
        "list": [one | {"Principal": {"Federated": [other, arn]}}],
        "beside others": [one | {"Principal": {"AWS": "*", "Federated": arn}}],
        "second statement": [one | {"Principal": "*"}, one | {"Principal": {"Federated": arn}}],
        "one statement": one | {"Principal": {"Federated": arn}},
    }


def strangers(arn: str) -> dict[str, object]:
    one = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    return {
        "service": [one | {"Principal": {"Service": "ec2.amazonaws.com"}}],
        "everybody": [one | {"Principal": "*"}],
        "all but": [one | {"NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}}],
        "another issuer": [one | {"Principal": {"Federated": f"{arn}0"}}],
        "the same in another account": [
            one | {"Principal": {"Federated": arn.replace("111122223333", "444455556666")}}
        ],
        "nothing": [],
    }


def test_delete_deletes_what_was_made(stack: Any, iam: Any, asking: Any) -> None:
    stack.create(**asking())

    stack.delete()

    assert iam.providers == {}


@pytest.mark.parametrize("client_ids", [[STS], ["other", STS]])
def test_delete_leaves_what_was_found(
    stack: Any, have: Any, asking: Any, network: Any, client_ids: list[str]
) -> None:
    have(*client_ids)
    stack.create(**asking())
    network.calls = []

    stack.delete()

    assert network.calls == []


def test_delete_removes_the_client_id_that_was_added(stack: Any, have: Any, asking: Any) -> None:
    provider = have("other")
    stack.create(**asking())

    stack.delete()

    assert provider.client_ids == ["other"]


@pytest.mark.parametrize("made", [True, False])
@pytest.mark.parametrize("way", principals(""))
def test_what_a_role_trusts_stays(
    stack: Any, iam: Any, have: Any, arn: str, asking: Any, way: str, made: bool
) -> None:
    if not made:
        have("other")
    stack.create(**asking())
    iam.roles = {"payments": {"Version": "2012-10-17", "Statement": principals(arn)[way]}}

    stack.delete()

    assert STS in iam.providers[arn].client_ids


@pytest.mark.parametrize("who", strangers(""))
def test_a_role_that_trusts_somebody_else_keeps_nothing(
    stack: Any, iam: Any, arn: str, asking: Any, who: str, network: Any
) -> None:
    stack.create(**asking())
    iam.roles = {"payments": {"Version": "2012-10-17", "Statement": strangers(arn)[who]}}

    stack.delete()

    assert iam.providers == {}
    assert network.naps == []


def test_the_log_says_which_roles_keep_it(
    stack: Any, trust: Any, arn: str, asking: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    stack.create(**asking())
    trust("payments")
    trust("orders")

    stack.delete()

    assert said(capsys)[-1] == {
        "what": "kept, for roles trust it",
        "provider": arn,
        "roles": ["orders", "payments"],
    }


def test_all_pages_of_roles_are_read(stack: Any, trust: Any, asking: Any, network: Any) -> None:
    stack.create(**asking())
    trust()

    stack.delete()

    assert [asked.get("Marker") for asked in network.made("ListRoles")][:2] == [None, "2"]


def test_a_role_that_is_just_deleted_is_waited_for(
    stack: Any, iam: Any, trust: Any, asking: Any, network: Any
) -> None:
    stack.create(**asking())
    trust()
    iam.fading = 3

    stack.delete()

    assert iam.providers == {}
    assert network.naps == PAUSES[:3]


def test_half_a_minute_is_enough_to_see_that_a_role_stays(
    stack: Any, iam: Any, arn: str, trust: Any, asking: Any, network: Any
) -> None:
    stack.create(**asking())
    trust()

    stack.delete()

    assert arn in iam.providers
    assert network.naps == PAUSES


def test_what_somebody_took_over_by_taking_the_tag_off_stays(
    stack: Any, iam: Any, arn: str, asking: Any
) -> None:
    stack.create(**asking())
    del iam.providers[arn].tags[MADE_BY]

    stack.delete()

    assert arn in iam.providers


def test_what_somebody_made_again_stays(
    stack: Any, iam: Any, have: Any, arn: str, asking: Any
) -> None:
    stack.create(**asking())
    have(STS, owner="terraform")

    stack.delete()

    assert arn in iam.providers


@pytest.mark.parametrize("before", [None, "other"])
def test_delete_of_a_provider_that_is_gone_is_done(
    stack: Any, iam: Any, have: Any, asking: Any, network: Any, before: str | None
) -> None:
    if before:
        have(before)
    stack.create(**asking())
    iam.providers.clear()
    network.calls = []

    stack.delete()

    assert network.writes == []


@pytest.mark.parametrize(
    ("before", "operation"),
    [
        (None, "DeleteOpenIDConnectProvider"),
        ("other", "RemoveClientIDFromOpenIDConnectProvider"),
    ],
)
def test_delete_of_a_provider_that_goes_away_meanwhile_is_done(
    stack: Any, have: Any, asking: Any, network: Any, before: str | None, operation: str
) -> None:
    if before:
        have(before)
    stack.create(**asking())
    network.fail(operation, "NoSuchEntity", status=404)

    stack.delete()

    assert len(network.made(operation)) == 1


def test_delete_of_an_id_that_is_not_ours_touches_nothing(
    stack: Any, have: Any, arn: str, asking: Any, network: Any
) -> None:
    have(STS)
    stack.physical_id = arn

    stack.send("Delete", asking())

    assert network.calls == []
