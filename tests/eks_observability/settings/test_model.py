"""What a cluster gets: defaults, exceptions for one cluster, and the mistakes people make there."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Capabilities, Settings

Load = Callable[[str], Settings]
MessageFor = Callable[[str, str], str]


def fleet(cluster: str, *names: str) -> str:
    one = cluster.removeprefix("clusters:\n")
    return "clusters:\n" + "".join(one.replace("myipv4cluster", name) for name in names)


def capabilities(settings: Settings, index: int = 0) -> Capabilities:
    return settings.capabilities_of(settings.clusters[index])


def test_audit_and_authenticator_logs_are_the_default(cluster: str, load: Load) -> None:
    assert load(cluster).control_plane_logging.types == ("audit", "authenticator")


def test_thirty_days_are_the_default(cluster: str, load: Load) -> None:
    assert load(cluster).log_retention.days == 30


def test_nothing_is_deleted_on_destroy_by_default(cluster: str, load: Load) -> None:
    assert load(cluster).log_retention.on_destroy == "keep"


@pytest.mark.parametrize(
    ("days", "nearest"), [(0, 1), (31, 30), (-1, 1), (10_000, 3653), (46, 60), (2, 1)]
)
def test_days_that_cloudwatch_refuses_get_the_nearest_it_allows(
    cluster: str, message_for: MessageFor, days: int, nearest: int
) -> None:
    text = f"{cluster}log_retention:\n  days: {days}\n"

    assert f"the nearest it allows is {nearest} (" in message_for(text, "log_retention.days")


@pytest.mark.parametrize("days", ["never", "30.0", '"30"', "true", "[30]", "~"])
def test_what_is_no_number_of_days_is_refused(
    cluster: str, message_for: MessageFor, days: str
) -> None:
    text = f"{cluster}log_retention:\n  days: {days}\n"

    assert "or the word forever" in message_for(text, "log_retention.days")


def test_forever_is_taken_when_it_is_said(cluster: str, load: Load) -> None:
    assert load(f"{cluster}log_retention:\n  days: forever\n").log_retention.days == "forever"


def test_a_log_group_that_is_not_there_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}log_retention:\n  groups: {{aplication: 7}}\n"

    assert "did you mean application?" in message_for(text, "log_retention.groups.aplication")


def test_a_log_type_that_does_not_exist_gets_the_nearest(
    cluster: str, message_for: MessageFor
) -> None:
    text = f"{cluster}control_plane_logging:\n  types: [audit, controllermanager]\n"

    assert "did you mean controllerManager?" in message_for(text, "control_plane_logging.types[1]")


def test_an_empty_list_of_log_types_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}control_plane_logging:\n  types: []\n"

    assert "empty" in message_for(text, "control_plane_logging.types")


@pytest.mark.parametrize("value", ["yes", "1", '"true"'])
def test_enabled_is_true_or_false(cluster: str, message_for: MessageFor, value: str) -> None:
    text = f"{cluster}dashboard:\n  enabled: {value}\n"

    assert "expected true or false" in message_for(text, "dashboard.enabled")


def test_an_unknown_key_gets_the_nearest_and_all_that_are_allowed(
    cluster: str, message_for: MessageFor
) -> None:
    assert message_for(f"{cluster}dashbord: {{}}\n", "dashbord") == (
        "unknown key; did you mean dashboard? "
        "(allowed: control_plane_logging, log_retention, dashboard, container_insights, "
        "log_metrics, metrics, tracing, alarms, vpc_endpoints, agents, workload_identity, add_ons, "
        "demo, clusters, hub, alerts, grafana, devops_guru, tags)"
    )


def test_a_key_of_the_cluster_is_checked_against_the_clusters_keys(
    cluster: str, message_for: MessageFor
) -> None:
    message = message_for(f"{cluster}    regoin: x\n", "clusters[0].regoin")

    assert "did you mean region?" in message


def test_a_kms_key_is_given_by_its_arn(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}log_retention:\n  kms_key_arn: alias/logs\n"

    assert "found 'alias/logs'" in message_for(text, "log_retention.kms_key_arn")


def test_a_tag_that_yaml_makes_a_number_of_is_to_be_quoted(
    cluster: str, message_for: MessageFor
) -> None:
    text = f"{cluster}tags:\n  cost-center: 0815\n"

    assert message_for(text, "tags.cost-center").endswith('write "0815"')


def test_what_one_cluster_says_wins_for_it_alone(cluster: str, load: Load) -> None:
    text = fleet(cluster, "a", "b") + "    log_retention: {days: 90}\nlog_retention: {days: 7}\n"
    settings = load(text)

    assert [capabilities(settings, i).log_retention.days for i in (0, 1)] == [7, 90]


def test_a_cluster_overrides_single_keys_and_keeps_the_rest(cluster: str, load: Load) -> None:
    text = (
        f"{cluster}    log_retention: {{groups: {{host: 3}}}}\n"
        "log_retention: {days: 7, groups: {application: 14}}\n"
    )
    retention = capabilities(load(text)).log_retention

    assert (retention.days, retention.groups.application, retention.groups.host) == (7, 14, 3)


def test_a_section_left_empty_in_a_cluster_changes_nothing(cluster: str, load: Load) -> None:
    text = f"{cluster}    log_retention:\nlog_retention: {{days: 7}}\n"

    assert capabilities(load(text)).log_retention.days == 7


def test_one_cluster_alone_has_the_dashboard_name_as_it_is(cluster: str, load: Load) -> None:
    assert capabilities(load(cluster)).dashboard.name == "EKS-Dashboard"


def test_clusters_that_share_a_region_have_their_names_in_front(cluster: str, load: Load) -> None:
    settings = load(fleet(cluster, "a", "b"))

    assert [capabilities(settings, i).dashboard.name for i in (0, 1)] == [
        "a-EKS-Dashboard",
        "b-EKS-Dashboard",
    ]


def test_clusters_in_other_accounts_do_not_share_names(cluster: str, load: Load) -> None:
    text = fleet(cluster, "a", "b").replace("111122223333", "444455556666", 1)
    text += "metrics: {enabled: false}\n"

    assert capabilities(load(text)).dashboard.name == "EKS-Dashboard"


def test_a_name_given_for_one_cluster_is_left_as_it_is(cluster: str, load: Load) -> None:
    text = fleet(cluster, "a", "b") + "    dashboard: {name: Mine}\n"

    assert capabilities(load(text), 1).dashboard.name == "Mine"
