"""Settings that cannot be had together, wherever in the file the two of them stand."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Mistake, Settings

Load = Callable[[str], Settings]
OnlyMistake = Callable[[str], Mistake]

AGENT = "container_insights: {agent: {interval_seconds: 30}"
Mistakes = Callable[[str], tuple[Mistake, ...]]


def of_cluster(cluster: str, text: str) -> str:
    """The file with a line more in its one cluster, which stands at the end."""
    return f"{cluster}    {text}\n"


def test_settings_of_the_manifests_are_refused_with_the_add_on(
    only_mistake: OnlyMistake, cluster: str
) -> None:
    found = only_mistake(f"{cluster}{AGENT}, mode: addon}}\n")

    assert found.message == (
        "these settings belong to mode: manifests, and the mode is addon: take them out, or set "
        "mode: manifests. A cluster has one of the two, never both"
    )


def test_settings_of_the_add_on_are_refused_with_the_manifests(
    only_mistake: OnlyMistake, cluster: str
) -> None:
    found = only_mistake(f"{cluster}container_insights: {{addon: {{logs: otel}}}}\n")

    assert found.path == "container_insights.addon"


def test_a_contradiction_is_reported_where_it_stands(
    only_mistake: OnlyMistake, cluster: str
) -> None:
    found = only_mistake(
        f"{cluster}container_insights:\n  mode: addon\n  agent: {{interval_seconds: 30}}\n"
    )

    assert (found.line, found.path) == (10, "container_insights.agent")


def test_agent_settings_may_stay_while_all_is_off(load: Load, cluster: str) -> None:
    load(f"{cluster}{AGENT}, mode: off}}\n")


def test_the_top_may_set_up_agents_that_one_cluster_does_not_have(load: Load, cluster: str) -> None:
    other = cluster.replace("clusters:\n", "").replace("myipv4cluster", "other")
    with_add_on = of_cluster(cluster, "container_insights: {mode: addon}")

    load(f"{with_add_on}{other}{AGENT}}}\n")


def test_a_cluster_contradicts_the_mode_at_the_top(only_mistake: OnlyMistake, cluster: str) -> None:
    text = of_cluster(cluster, f"{AGENT}}}")
    found = only_mistake(f"{text}container_insights: {{mode: addon}}\n")

    assert found.path == "clusters[0].container_insights.agent"


def test_a_cluster_excludes_a_namespace_that_the_top_includes(
    only_mistake: OnlyMistake, cluster: str
) -> None:
    own = "container_insights: {container_logs: {exclude_namespaces: [shop]}}"
    top = "container_insights: {container_logs: {include_namespaces: [shop]}}\n"
    found = only_mistake(of_cluster(cluster, own) + top)

    assert found.message == "shop is in include_namespaces too: take it out of one of them"


def test_pod_identity_is_refused_on_fargate(only_mistake: OnlyMistake, cluster: str) -> None:
    text = of_cluster(cluster, "compute: fargate")
    found = only_mistake(
        f"{text}container_insights: {{mode: off}}\nmetrics: {{enabled: false}}\n"
        "workload_identity: pod_identity\n"
    )

    assert found.message.startswith("EKS Pod Identity does not work on Fargate")


def test_agents_for_every_node_are_refused_on_fargate(
    only_mistake: OnlyMistake, cluster: str
) -> None:
    text = of_cluster(cluster, "compute: fargate")
    found = only_mistake(f"{text}metrics: {{enabled: false}}\n")

    assert "Fargate runs no DaemonSet" in found.message


def test_a_fargate_cluster_without_agents_is_taken(load: Load, cluster: str) -> None:
    text = of_cluster(cluster, "compute: fargate")
    load(f"{text}container_insights: {{mode: off}}\nmetrics: {{enabled: false}}\n")


def test_pod_identity_is_taken_on_instances(load: Load, cluster: str) -> None:
    load(f"{cluster}workload_identity: pod_identity\n")


def test_a_cluster_takes_another_identity_than_the_rest(load: Load, cluster: str) -> None:
    settings = load(of_cluster(cluster, "workload_identity: pod_identity"))

    assert settings.capabilities_of(settings.clusters[0]).workload_identity == "pod_identity"


def fleet(cluster: str, name: str, *, own: str = "") -> str:
    """Two clusters in one Region, the second named `name`, with the line `own` at its end."""
    other = cluster.removeprefix("clusters:\n").replace("myipv4cluster", name)
    return f"{cluster}{other}{own}"


@pytest.mark.parametrize("length", [150, 154])
def test_a_dashboard_name_is_taken_that_fits_with_the_clusters_in_front(
    load: Load, cluster: str, length: int
) -> None:
    text = fleet(cluster, "c" * 100) + f"dashboard: {{name: {'d' * length}}}\n"
    settings = load(text)

    name = settings.capabilities_of(settings.clusters[1]).dashboard.name
    assert len(name) == 100 + 1 + length


def test_a_dashboard_name_is_refused_that_is_too_long_with_the_clusters_in_front(
    only_mistake: OnlyMistake, cluster: str
) -> None:
    found = only_mistake(fleet(cluster, "c" * 100) + f"dashboard: {{name: {'d' * 155}}}\n")

    assert (found.line, found.path) == (14, "dashboard.name")
    assert found.message == (
        "found 155 characters; clusters that share an account and a Region have their names in "
        f"front, which makes 256 for {'c' * 100}, and CloudWatch allows 255: shorten it to 154, or "
        "give that cluster a dashboard.name of its own"
    )


@pytest.mark.parametrize("own", ["{name: Mine}", "{enabled: false}"])
def test_a_long_dashboard_name_is_taken_where_the_cluster_does_not_bear_it(
    load: Load, cluster: str, own: str
) -> None:
    text = fleet(cluster, "c" * 100, own=f"    dashboard: {own}\n")

    load(f"{text}dashboard: {{name: {'d' * 155}}}\n")


def test_a_dashboard_name_alone_in_its_region_has_all_the_room(load: Load, cluster: str) -> None:
    assert len(load(f"{cluster}dashboard: {{name: {'d' * 255}}}\n").dashboard.name) == 255


def test_what_is_written_down_as_it_is_by_default_contradicts_nothing(
    load: Load, cluster: str
) -> None:
    load(f"{cluster}container_insights: {{mode: addon, agent: {{interval_seconds: 60}}}}\n")


def test_two_dashboards_of_one_name_are_refused(cluster: str, mistakes: Mistakes) -> None:
    first = of_cluster(cluster, "dashboard: {name: shop}")
    second = first.replace("clusters:\n", "").replace("myipv4cluster", "other")
    (found,) = mistakes(first + second)

    assert found.message.startswith("the dashboard of myipv4cluster has the name shop already")


def test_a_metric_that_is_counted_twice_is_refused(cluster: str, mistakes: Mistakes) -> None:
    metric = "{name: A, log_group: host, pattern: a}"
    (found,) = mistakes(f"{cluster}log_metrics: {{filters: [{metric}, {metric}]}}\n")

    assert (found.path, found.message) == (
        "log_metrics.filters[1].name",
        "A is counted already: give this metric another name",
    )


def test_a_metric_that_is_counted_by_default_is_not_counted_again(
    cluster: str, mistakes: Mistakes
) -> None:
    metric = "{name: ApplicationErrors, log_group: host, pattern: a}"
    (found,) = mistakes(f"{cluster}log_metrics: {{filters: [{metric}]}}\n")

    assert found.path == "log_metrics.filters[0].name"


def test_the_add_on_is_refused_where_nobody_makes_its_groups(
    cluster: str, mistakes: Mistakes
) -> None:
    off = "log_retention: {enabled: false}"
    (found,) = mistakes(f"{cluster}{off}\ncontainer_insights: {{mode: addon}}\n")

    assert found.message.startswith("the add-on's log groups are made by log_retention")


def test_a_cluster_that_gets_nothing_is_refused(cluster: str, mistakes: Mistakes) -> None:
    sections = ("control_plane_logging", "log_retention", "dashboard", "metrics", "tracing")
    off = "".join(f"{name}: {{enabled: false}}\n" for name in sections)
    off += "container_insights: {mode: off}\nadd_ons: {metrics_server: {manage: false}}\n"
    (found,) = mistakes(cluster + off)

    assert found.message == (
        "everything is switched off for myipv4cluster: take it out of the file"
    )
