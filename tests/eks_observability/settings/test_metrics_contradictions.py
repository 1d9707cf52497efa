"""Settings of metrics that cannot be had together, and the way out that each message names."""

import re
from collections.abc import Callable

import pytest

from eks_observability.settings import Mistake, Settings
from eks_observability.settings.metrics_contradictions import BUILT_IN_JOBS
from eks_observability.signals import jobs

Load = Callable[[str], Settings]
Mistakes = Callable[[str], tuple[Mistake, ...]]
MessageFor = Callable[[str, str], str]

VPC = """\
    vpc:
      id: vpc-0123456789abcdef0
      private_subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
      security_groups: [sg-0123456789abcdef0]
"""
WORKSPACE = "ws-12345678-1234-1234-1234-123456789012"


def elsewhere(cluster: str) -> str:
    """Two clusters, the second in another Region."""
    other = cluster.removeprefix("clusters:\n").replace("eu-central-1", "eu-west-1")
    return cluster + other.replace("myipv4cluster", "other")


def test_collectors_are_refused_on_fargate(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}    compute: fargate\ncontainer_insights: {{mode: off}}\n"

    assert "metrics: {collector: managed}" in message_for(text, "clusters[0].compute")


def test_a_managed_scraper_needs_the_network(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}metrics: {{collector: managed}}\n"

    assert "give vpc with id" in message_for(text, "clusters[0].vpc")


def test_a_managed_scraper_is_taken_with_the_network(cluster: str, load: Load) -> None:
    load(f"{cluster}{VPC}metrics: {{collector: managed}}\n")


def test_vpc_endpoints_need_the_network(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}vpc_endpoints: {{enabled: true}}\n"

    assert "give vpc with id" in message_for(text, "clusters[0].vpc")


def test_an_endpoint_reaches_no_workspace_in_another_region(
    cluster: str, message_for: MessageFor
) -> None:
    other = cluster.removeprefix("clusters:\n").replace("eu-central-1", "eu-west-1")
    own = f"    metrics: {{workspace_id: {WORKSPACE}}}\n    vpc_endpoints: {{enabled: true}}\n"
    hub = 'hub: {account: "111122223333", region: eu-central-1}\n'
    text = f"{cluster}{other.replace('myipv4cluster', 'other')}{VPC}{own}{hub}"

    assert "the workspace is in eu-central-1" in message_for(
        text, "clusters[1].vpc_endpoints.services"
    )


def test_a_managed_scraper_takes_no_monitors(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}{VPC}metrics: {{collector: managed, monitors: true}}\n"

    assert "knows no ServiceMonitor" in message_for(text, "metrics.monitors")


def test_a_managed_scraper_has_no_resources(cluster: str, message_for: MessageFor) -> None:
    node = "{cpu_request_millicores: 50, memory_request_mebibytes: 64, memory_limit_mebibytes: 128}"
    text = f"{cluster}{VPC}metrics: {{collector: managed, resources: {{node: {node}}}}}\n"

    assert "take them out" in message_for(text, "metrics.resources")


def test_a_scrape_job_without_targets_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}metrics: {{scrape_jobs: [{{name: shop, targets: []}}]}}\n"

    assert "one entry at least" in message_for(text, "metrics.scrape_jobs[0].targets")


@pytest.mark.parametrize("target", ["http://shop:80", "shop", "shop:80/metrics"])
def test_a_target_is_a_host_and_a_port(cluster: str, message_for: MessageFor, target: str) -> None:
    text = f"{cluster}metrics: {{scrape_jobs: [{{name: shop, targets: ['{target}']}}]}}\n"

    assert "a host and a port" in message_for(text, "metrics.scrape_jobs[0].targets[0]")


def test_an_interval_shorter_than_its_timeout_is_refused(
    cluster: str, message_for: MessageFor
) -> None:
    text = f"{cluster}metrics: {{interval_seconds: 15, timeout_seconds: 20}}\n"

    assert message_for(text, "metrics.timeout_seconds") == (
        "a timeout of 20 s is above the interval of 15 s: lower it to 15, or raise interval_seconds"
    )


def test_an_interval_shorter_than_the_usual_timeout_is_refused(
    cluster: str, message_for: MessageFor
) -> None:
    job = "{name: shop, targets: ['shop:80'], interval_seconds: 10}"
    text = f"{cluster}metrics: {{timeout_seconds: 20, scrape_jobs: [{job}]}}\n"

    assert "20 s is above the interval of 10 s" in message_for(
        text, "metrics.scrape_jobs[0].timeout_seconds"
    )


def test_a_jobs_own_timeout_is_held_against_its_interval(
    cluster: str, message_for: MessageFor
) -> None:
    job = "{name: shop, targets: ['shop:80'], interval_seconds: 30, timeout_seconds: 40}"
    text = f"{cluster}metrics: {{scrape_jobs: [{job}]}}\n"

    assert "lower it to 30" in message_for(text, "metrics.scrape_jobs[0].timeout_seconds")


@pytest.mark.parametrize("name", ["kubelet", "collector"])
def test_a_job_of_a_name_that_is_there_is_refused(
    cluster: str, message_for: MessageFor, name: str
) -> None:
    text = f"{cluster}metrics: {{scrape_jobs: [{{name: {name}, targets: ['shop:80']}}]}}\n"

    assert f"a job {name} already" in message_for(text, "metrics.scrape_jobs[0].name")


def test_two_jobs_of_one_name_are_refused(cluster: str, message_for: MessageFor) -> None:
    job = "{name: shop, targets: ['shop:80']}"
    text = f"{cluster}metrics: {{scrape_jobs: [{job}, {job}]}}\n"

    assert "a job shop already" in message_for(text, "metrics.scrape_jobs[1].name")


def test_a_managed_scraper_needs_a_private_endpoint(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}    endpoint_access: public\n{VPC}metrics: {{collector: managed}}\n"

    assert "endpointPrivateAccess=true" in message_for(text, "clusters[0].endpoint_access")


def test_a_managed_scraper_needs_two_subnets(cluster: str, message_for: MessageFor) -> None:
    vpc = VPC.replace(", subnet-0123456789abcdef1", "")
    text = f"{cluster}{vpc}metrics: {{collector: managed}}\n"

    assert "2 subnets" in message_for(text, "clusters[0].vpc.private_subnets")


def test_a_managed_scraper_stands_where_its_workspace_does(
    cluster: str, message_for: MessageFor
) -> None:
    own = f"metrics: {{collector: managed, workspace_id: {WORKSPACE}}}\n"
    text = f'{cluster}{VPC}{own}hub: {{account: "444455556666"}}\n'

    assert "of its own account and Region" in message_for(text, "clusters[0].metrics")


def test_a_managed_scraper_writes_to_no_workspace_with_a_key_of_ones_own(
    cluster: str, message_for: MessageFor
) -> None:
    key = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"
    hub = f"hub: {{workspace: {{kms_key_arn: '{key}'}}}}\n"
    text = f"{cluster}{VPC}metrics: {{collector: managed}}\n{hub}"

    assert "set collector: adot" in message_for(text, "clusters[0].metrics")


@pytest.mark.parametrize(
    ("name", "kind"), [("private_subnets", "subnet"), ("security_groups", "sg")]
)
def test_a_managed_scraper_takes_five_places_at_most(
    cluster: str, message_for: MessageFor, name: str, kind: str
) -> None:
    six = ", ".join(f"{kind}-0123456789abcde{number:02}" for number in range(6))
    vpc = re.sub(rf"{name}: .*", f"{name}: [{six}]", VPC)
    text = f"{cluster}{vpc}metrics: {{collector: managed}}\n"

    assert "takes 5 at most, found 6" in message_for(text, f"clusters[0].vpc.{name}")


def test_a_managed_scraper_resolves_no_names(cluster: str, message_for: MessageFor) -> None:
    job = "{name: shop, targets: ['10.0.0.1:80', 'shop.shop.svc:80']}"
    text = f"{cluster}{VPC}metrics: {{collector: managed, scrape_jobs: [{job}]}}\n"

    assert "found shop.shop.svc:80" in message_for(text, "metrics.scrape_jobs[0].targets[1]")


def test_a_managed_scraper_is_not_that_fast(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}{VPC}metrics: {{collector: managed, interval_seconds: 15}}\n"

    assert "every 30 s at the most, found 15" in message_for(text, "metrics.interval_seconds")


def test_clusters_in_two_regions_have_to_say_where_the_hub_is(
    cluster: str, message_for: MessageFor
) -> None:
    message = message_for(elsewhere(cluster), "hub")

    assert "111122223333 in eu-central-1, 111122223333 in eu-west-1" in message


def test_a_cluster_in_another_region_than_the_hub_needs_the_workspaces_id(
    cluster: str, message_for: MessageFor
) -> None:
    hub = 'hub: {account: "111122223333", region: eu-central-1}\n'

    assert "give metrics.workspace_id" in message_for(
        elsewhere(cluster) + hub, "clusters[1].metrics"
    )


def test_a_cluster_in_another_region_writes_to_the_workspace_it_names(
    cluster: str, load: Load
) -> None:
    hub = 'hub: {account: "111122223333", region: eu-central-1}\n'
    own = f"    metrics: {{workspace_id: {WORKSPACE}}}\n"

    assert load(elsewhere(cluster) + own + hub).hub_place == ("111122223333", "eu-central-1")


def test_two_clusters_of_one_name_need_labels_of_their_own(
    cluster: str, message_for: MessageFor
) -> None:
    same = elsewhere(cluster).replace("name: other", "name: myipv4cluster")
    own = f"    metrics: {{workspace_id: {WORKSPACE}}}\n"
    hub = 'hub: {account: "111122223333", region: eu-central-1}\n'
    message = message_for(same + own + hub, "clusters[1].metrics.cluster_label")

    assert message.endswith("such as myipv4cluster-eu-west-1")


def test_two_clusters_of_one_name_are_told_apart_by_their_labels(cluster: str, load: Load) -> None:
    same = elsewhere(cluster).replace("name: other", "name: myipv4cluster")
    own = f"    metrics: {{workspace_id: {WORKSPACE}, cluster_label: west}}\n"
    settings = load(same + own + 'hub: {account: "111122223333", region: eu-central-1}\n')

    assert [settings.cluster_label(one) for one in settings.clusters] == ["myipv4cluster", "west"]


def test_a_cluster_without_metrics_may_stand_anywhere(cluster: str, load: Load) -> None:
    own = "    metrics: {enabled: false}\n"

    assert len(load(elsewhere(cluster) + own).collecting) == 1


def test_the_hub_is_where_the_clusters_are(cluster: str, load: Load) -> None:
    assert load(cluster).hub_place == ("111122223333", "eu-central-1")


@pytest.mark.parametrize("target", ["vpc_cni", "coredns"])
def test_auto_mode_has_no_pod_of_what_it_runs_itself(cluster: str, load: Load, target: str) -> None:
    settings = load(f"{cluster}    compute: auto_mode\n")

    assert not getattr(settings.capabilities_of(settings.clusters[0]).metrics.targets, target)


def test_the_names_of_built_in_jobs_are_those_of_the_signals() -> None:
    assert {*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR} == {*BUILT_IN_JOBS}
