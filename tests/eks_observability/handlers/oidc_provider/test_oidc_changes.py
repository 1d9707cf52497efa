"""The provider: when it is made, completed or left, and what is remembered."""

from typing import Any

import pytest

STS = "sts.amazonaws.com"
MADE_BY = "eks-observability:made-by"
STACK = "arn:aws:cloudformation:eu-central-1:111122223333:stack/demo/1a2b3c"
OTHER = "https://oidc.eks.eu-central-1.amazonaws.com/id/OTHERED539D4633E53DE1B71EXAMPLE0"


def test_create_makes_a_provider_that_is_absent(
    stack: Any, iam: Any, arn: str, asking: Any, network: Any
) -> None:
    answer = stack.create(**asking())

    assert iam.providers[arn].client_ids == [STS]
    assert network.writes == ["CreateOpenIDConnectProvider"]
    assert answer["Data"] == {"Arn": arn}
    assert answer["PhysicalResourceId"] == f"{arn}?before=absent"


def test_iam_finds_the_thumbprint_itself(stack: Any, asking: Any, network: Any) -> None:
    stack.create(**asking())

    [asked] = network.made("CreateOpenIDConnectProvider")
    assert "ThumbprintList" not in asked
    assert asked["Url"] == asking()["Issuer"]


def test_what_is_made_has_the_users_tags_and_one_that_names_the_stack(
    stack: Any, iam: Any, arn: str, asking: Any
) -> None:
    stack.create(**asking(team="platform"))

    assert iam.providers[arn].tags == {"team": "platform", MADE_BY: STACK}


def test_create_leaves_a_provider_that_is_complete_as_it_is(
    stack: Any, have: Any, arn: str, asking: Any, network: Any
) -> None:
    provider = have("other", STS, owner="terraform")

    stack.create(**asking(team="platform"))

    assert network.writes == []
    assert provider.tags == {"owner": "terraform"}
    assert stack.physical_id == f"{arn}?before=complete"


@pytest.mark.parametrize("before", [[], ["other"]])
def test_create_adds_the_client_id_that_a_provider_lacks(
    stack: Any, have: Any, arn: str, asking: Any, network: Any, before: list[str]
) -> None:
    provider = have(*before)

    stack.create(**asking(team="platform"))

    assert provider.client_ids == [*before, STS]
    assert network.writes == ["AddClientIDToOpenIDConnectProvider"]
    assert stack.physical_id == f"{arn}?before=incomplete"


def test_a_provider_that_somebody_makes_at_the_same_time_is_theirs(
    stack: Any, iam: Any, have: Any, arn: str, asking: Any, network: Any
) -> None:
    have(STS)
    iam.hidden = 3

    stack.create(**asking())

    assert stack.physical_id == f"{arn}?before=complete"
    assert network.naps == [1, 2]


def test_a_create_whose_answer_was_lost_is_known_by_its_tag(
    stack: Any, iam: Any, have: Any, arn: str, asking: Any
) -> None:
    have(STS, **{MADE_BY: STACK})
    iam.hidden = 1

    stack.create(**asking())

    assert stack.physical_id == f"{arn}?before=absent"


def test_what_this_app_made_and_left_is_taken_up_again(
    stack: Any, have: Any, arn: str, asking: Any
) -> None:
    provider = have(STS, **{MADE_BY: "an older stack"})

    stack.create(**asking(team="platform"))

    assert provider.tags == {MADE_BY: "an older stack", "team": "platform"}
    assert stack.physical_id == f"{arn}?before=absent"


def test_update_with_the_same_values_writes_nothing(
    stack: Any, asking: Any, network: Any, arn: str
) -> None:
    stack.create(**asking(team="platform"))
    network.calls = []

    stack.update(**asking(team="platform"))

    assert network.writes == []
    assert stack.physical_id == f"{arn}?before=absent"


def test_update_changes_adds_and_takes_off_tags_of_what_was_made(
    stack: Any, iam: Any, arn: str, asking: Any
) -> None:
    stack.create(**asking(team="platform", cost="42", stage="test"))
    iam.providers[arn].tags["theirs"] = "stays"

    stack.update(**asking(team="observability", stage="test", new="yes"))

    assert iam.providers[arn].tags == {
        "team": "observability",
        "stage": "test",
        "new": "yes",
        "theirs": "stays",
        MADE_BY: STACK,
    }


def test_tags_are_taken_off_before_others_are_given(stack: Any, asking: Any, network: Any) -> None:
    stack.create(**asking(Team="platform"))

    stack.update(**asking(team="platform"))

    assert network.writes[1:] == ["UntagOpenIDConnectProvider", "TagOpenIDConnectProvider"]


def test_update_leaves_the_tags_of_what_was_found(
    stack: Any, have: Any, asking: Any, network: Any
) -> None:
    have(STS)
    stack.create(**asking(team="platform"))

    stack.update(**asking(team="observability"))

    assert network.writes == []


@pytest.mark.parametrize("found", [False, True])
def test_update_makes_a_provider_again_that_somebody_deleted(
    stack: Any, iam: Any, have: Any, arn: str, asking: Any, found: bool
) -> None:
    if found:
        have(STS)
    stack.create(**asking())
    remembered = stack.physical_id
    iam.providers.clear()

    stack.update(**asking(team="platform"))

    assert iam.providers[arn].client_ids == [STS]
    assert stack.physical_id == remembered


def test_update_to_another_issuer_makes_its_provider_and_deletes_the_first(
    stack: Any, iam: Any, arn: str, asking: Any
) -> None:
    stack.create(**asking())

    stack.update(**asking(OTHER))

    other = f"{arn.partition('/')[0]}/{OTHER.removeprefix('https://')}"
    assert list(iam.providers) == [other]
    assert stack.physical_id == f"{other}?before=absent"


def test_another_change_of_the_provider_is_waited_for(
    stack: Any, iam: Any, arn: str, asking: Any, network: Any
) -> None:
    network.fail("CreateOpenIDConnectProvider", "ConcurrentModification", status=409, times=3)

    stack.create(**asking())

    assert arn in iam.providers
    assert network.naps == [1, 2, 4]


def test_a_partition_other_than_aws_has_arns_of_its_own(
    stack: Any, asking: Any, network: Any
) -> None:
    event = stack.event("Create", asking())
    event["StackId"] = event["StackId"].replace("arn:aws:", "arn:aws-cn:")

    answer = stack.handler.on_event(event, None)

    assert answer["PhysicalResourceId"].startswith("arn:aws-cn:iam::111122223333:oidc-provider/")
