"""Recorded expositions that go on."""

from dataclasses import replace

from tests.components.collectors.exposition import samples
from tests.components.collectors.targets import exposition
from tests.components.dashboards.expositions import NODES, merged, of_cluster, of_node
from tests.components.dashboards.moving import Moving, moving, recorded_at

COUNTER = "# TYPE a counter\na 60\n"
HISTOGRAM = """# TYPE h histogram
h_bucket{le="1"} 4
h_bucket{le="+Inf"} 10
h_sum 12
h_count 10
"""


def later(page: Moving, seconds: float) -> dict[str, float]:
    """Values after some seconds, by series."""
    text = replace(page, started=page.started - seconds).page()
    return {f"{name}{labels.get('le', '')}": value for name, labels, value in samples(text)}


def test_what_counts_grows_at_the_pace_it_has_grown_at() -> None:
    page = moving(COUNTER, took_seconds=60)
    assert 60 <= later(page, 0)["a"] < 61
    assert 600 < later(page, 600)["a"] < 720


def test_what_counts_never_falls() -> None:
    page = moving(COUNTER, took_seconds=60)
    values = [later(page, seconds)["a"] for seconds in range(0, 600, 7)]
    assert values == sorted(values)


def test_a_histogram_stays_one() -> None:
    found = later(moving(HISTOGRAM, took_seconds=60), 100)
    assert found["h_bucket+Inf"] == found["h_count"]
    assert abs(found["h_bucket1"] / found["h_count"] - 0.4) < 0.05


def test_a_bucket_counts_in_whole_numbers() -> None:
    found = later(moving(HISTOGRAM, took_seconds=60), 100)
    assert found["h_bucket1"].is_integer()


def test_parts_of_a_whole_stay_so_where_all_grow_together() -> None:
    found = later(moving(f"{COUNTER}# TYPE b counter\nb 15\n", together=True), 500)
    assert round(found["a"] / found["b"], 6) == 4


def test_what_is_measured_goes_up_and_down_around_what_was_recorded() -> None:
    page = moving("# TYPE go_goroutines gauge\ngo_goroutines 1000\n")
    values = [later(page, seconds)["go_goroutines"] for seconds in range(0, 600, 7)]
    assert min(values) < 1000 < max(values)


def test_what_is_wanted_stays() -> None:
    page = moving("# TYPE kube_deployment_spec_replicas gauge\nkube_deployment_spec_replicas 3\n")
    assert later(page, 100)["kube_deployment_spec_replicas"] == 3


def test_a_date_is_as_long_ago_as_it_was() -> None:
    born = recorded_at() - 100
    page = moving(f"# TYPE kube_pod_created gauge\nkube_pod_created {born}\n")
    assert abs(page.started - later(page, 0)["kube_pod_created"] - 100) < 1


def test_two_of_a_kind_move_at_times_of_their_own() -> None:
    one, other = (moving(COUNTER, took_seconds=60, whose=node) for node in ("a", "b"))
    assert later(one, 50) != later(other, 50)


def test_nothing_that_was_recorded_is_lost() -> None:
    pages = {**of_cluster(), **of_node(1)}
    for name, page in pages.items():
        there = {(series, *sorted(labels.items())) for series, labels, _ in samples(page())}
        for series, labels, _ in samples(exposition(name)):
            assert (series, *sorted(labels.items())) in there, name


def test_each_node_has_pods_of_its_own() -> None:
    pods = [
        {
            labels["pod"]
            for _, labels, _ in samples(of_node(number)["kubelet-cadvisor"]())
            if labels.get("pod", "").startswith("service-")
        }
        for number in range(len(NODES))
    ]
    assert all(pods)
    assert not pods[0] & pods[1]


def test_series_that_are_there_are_not_there_twice() -> None:
    assert merged(COUNTER, '# TYPE a counter\na 1\na{b="c"} 2\n') == (
        '# TYPE a counter\na 60\na{b="c"} 2\n'
    )
