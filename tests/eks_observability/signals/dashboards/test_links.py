"""Ways from one dashboard to another."""

from eks_observability.signals.dashboards.links import Link, uid, url


def test_a_uid_names_the_subject() -> None:
    assert uid("nodes") == "eks-nodes"


def test_clusters_have_dashboards_of_their_own() -> None:
    assert len({uid("nodes"), uid("nodes", "shop"), uid("nodes", "bank")}) == 3


def test_a_uid_is_always_the_same() -> None:
    assert uid("nodes", "shop") == "eks-nodes-8d9001d3"


def test_a_link_takes_along_the_cluster_and_the_time() -> None:
    found = url(Link(title="a", to="pods"))

    assert found == "/d/eks-pods?${cluster:queryparam}&${__url_time_range}"


def test_a_click_on_a_series_chooses_by_its_labels() -> None:
    found = url(Link(title="a", to="pods", labels=(("node", "instance"),)))

    assert "&var-node=${__field.labels.instance}&" in found


def test_a_click_in_a_table_chooses_by_its_line() -> None:
    found = url(Link(title="a", to="pods", labels=(("node", "node"),)), of_table=True)

    assert "&var-node=${__data.fields.node}&" in found


def test_a_link_can_say_what_is_chosen() -> None:
    assert "&var-phase=Failed&" in url(Link(title="a", to="pods", values=(("phase", "Failed"),)))


def test_links_between_dashboards_of_a_cluster_stay_there() -> None:
    assert url(Link(title="a", to="pods"), "shop").startswith(f"/d/{uid('pods', 'shop')}?")
