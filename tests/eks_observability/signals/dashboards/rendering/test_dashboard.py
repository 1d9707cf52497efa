"""Dashboards as Grafana's JSON."""

import json
from typing import Any

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as sdk

from eks_observability.signals import jobs
from eks_observability.signals.dashboards.all import dashboards
from eks_observability.signals.dashboards.links import Link, uid
from eks_observability.signals.dashboards.looks import (
    Bars,
    Column,
    Directory,
    Lines,
    Number,
    Plugin,
    States,
    Table,
    Text,
)
from eks_observability.signals.dashboards.model import (
    CLOUDWATCH,
    Dashboard,
    Panel,
    PluginQuery,
    PromQl,
    Row,
)
from eks_observability.signals.dashboards.rendering.dashboard import json_of
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import above
from eks_observability.signals.dashboards.variables import CLUSTER, node

MADE = dashboards(DashboardScope(jobs=frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR})))


def rendered(*panels: Panel, collapsed: bool = False, cluster: str | None = None) -> dict[str, Any]:
    """The JSON of a dashboard of these panels."""
    found: dict[str, Any] = json.loads(
        json_of(
            Dashboard(
                subject="a",
                title="A",
                description="One.",
                variables=(CLUSTER, node()),
                rows=(Row(title="R", panels=panels, collapsed=collapsed),),
            ),
            cluster=cluster,
        )
    )
    return found


def panel(**how: Any) -> Panel:
    return Panel(title="T", description="D.", **{"queries": (PromQl(expr="up"),), **how})


def of(**how: Any) -> dict[str, Any]:
    """The JSON of one panel."""
    found: dict[str, Any] = rendered(panel(**how))["panels"][1]
    return found


def test_it_is_in_the_schema_that_grafana_12_reads() -> None:
    assert rendered()["schemaVersion"] == 42


def test_it_says_who_it_is() -> None:
    assert rendered()["uid"] == "eks-a"


def test_it_is_found_by_its_tag_and_finds_others() -> None:
    found = rendered()

    assert found["tags"] == found["links"][0]["tags"]
    assert found["links"][0]["type"] == "dashboards"


def test_its_menu_takes_along_what_is_chosen_and_the_time() -> None:
    menu = rendered()["links"][0]

    assert (menu["includeVars"], menu["keepTime"], menu["asDropdown"]) == (True, True, True)


def test_its_menu_is_not_hidden_behind_dots() -> None:
    assert "placement" not in rendered()["links"][0]


def test_panels_follow_their_row() -> None:
    assert [each["type"] for each in rendered(panel(), panel())["panels"]] == [
        *("row", "timeseries", "timeseries")
    ]


def test_panels_of_a_closed_row_are_in_it() -> None:
    row = rendered(panel(), collapsed=True)["panels"]

    assert len(row) == len(row[0]["panels"]) == 1


def test_each_panel_has_a_number_of_its_own() -> None:
    assert [each["id"] for each in rendered(panel(), panel())["panels"]] == [1, 2, 3]


def test_a_variable_asks_for_the_values_of_a_label() -> None:
    found = rendered()["templating"]["list"][0]

    assert found["query"]["query"] == "label_values(up, cluster)"
    assert found["datasource"] == {"type": "grafana-amazonprometheus-datasource", "uid": "amp"}


def test_one_cluster_is_chosen_at_a_time() -> None:
    found = rendered()["templating"]["list"][0]

    assert (found["multi"], found["includeAll"], found.get("current")) == (False, False, None)


def test_a_cluster_can_be_the_one_that_is_chosen_at_first() -> None:
    assert rendered(cluster="shop")["templating"]["list"][0]["current"]["value"] == "shop"


def test_everything_else_is_chosen_at_first() -> None:
    found = rendered()["templating"]["list"][1]

    assert (found["multi"], found["includeAll"], found["allValue"]) == (True, True, ".*")
    assert found["current"]["value"] == ["$__all"]


def test_a_query_asks_amp() -> None:
    target = of()["targets"][0]

    assert (target["datasource"]["uid"], target["expr"], target["range"]) == ("amp", "up", True)


def test_the_data_source_knows_how_often_is_scraped() -> None:
    assert "interval" not in of()["targets"][0]


def test_queries_have_the_letters_that_a_table_goes_by() -> None:
    found = of(queries=(PromQl(expr="up"), PromQl(expr="up")))

    assert [target["refId"] for target in found["targets"]] == ["A", "B"]


def test_a_query_of_another_plugin_goes_there() -> None:
    found = of(queries=(PluginQuery(source=CLOUDWATCH, query={"queryMode": "Logs"}),))

    assert found["datasource"] == found["targets"][0]["datasource"]
    assert found["targets"][0] == {
        "datasource": {"type": "cloudwatch", "uid": "cloudwatch"},
        "queryMode": "Logs",
        "refId": "A",
    }


def test_lines_show_where_an_alert_begins() -> None:
    found = of(thresholds=above(0.9))["fieldConfig"]["defaults"]

    assert found["thresholds"]["steps"][1] == {"color": "red", "value": 0.9}
    assert found["custom"]["thresholdsStyle"] == {"mode": "dashed"}


def test_lines_can_stand_on_each_other() -> None:
    custom = of(look=Lines(stacked=True))["fieldConfig"]["defaults"]["custom"]

    assert custom["stacking"]["mode"] == "normal"


def test_lines_can_be_drawn_downwards() -> None:
    override = of(look=Lines(mirrored=(".+ sent",)))["fieldConfig"]["overrides"][0]

    assert override["matcher"] == {"id": "byRegexp", "options": "/^(.+ sent)$/"}
    assert override["properties"] == [{"id": "custom.transform", "value": "negative-Y"}]


def test_limits_are_dashed() -> None:
    override = of(look=Lines(limits=("Limit",)))["fieldConfig"]["overrides"][0]

    assert override["matcher"]["options"] == "Limit"
    assert override["properties"][0]["value"]["fill"] == "dash"


def test_a_number_is_the_latest_value() -> None:
    options = of(look=Number())["options"]

    assert options["reduceOptions"] == {"calcs": ["lastNotNull"], "values": False}
    assert options["graphMode"] == "area"


def test_a_number_can_be_a_text() -> None:
    defaults = of(look=Number(texts={"1": ("Up", "green")}))["fieldConfig"]["defaults"]

    assert defaults["mappings"][0]["options"]["1"]["text"] == "Up"


def test_a_table_asks_for_the_latest_values_as_a_table() -> None:
    target = of(look=Table(columns=(), sort="a"))["targets"][0]

    assert (target["format"], target["instant"], target.get("range")) == ("table", True, None)


def table(queries: int) -> dict[str, Any]:
    columns = (
        Column(name="node", title="Node", links=(Link(title="a", to="nodes"),)),
        Column(name="Value #A", title="CPU", unit="percentunit", bar=True, width=100),
    )
    return of(look=Table(columns=columns, sort="CPU"), queries=(PromQl(expr="up"),) * queries)


def test_a_table_has_the_columns_that_are_named_in_their_order() -> None:
    steps = {each["id"]: each["options"] for each in table(2)["transformations"]}

    assert list(steps) == ["filterFieldsByName", "merge", "organize"]
    assert steps["filterFieldsByName"]["include"]["names"] == ["node", "Value #A"]
    assert steps["organize"]["indexByName"] == {"node": 0, "Value #A": 1}
    assert steps["organize"]["renameByName"] == {"node": "Node", "Value #A": "CPU"}


def test_the_value_of_a_single_query_has_no_letter() -> None:
    organized = table(1)["transformations"][-1]["options"]

    assert organized["renameByName"] == {"node": "Node", "Value": "CPU"}


def test_a_column_has_a_unit_a_width_and_links_of_its_own() -> None:
    first, second = table(2)["fieldConfig"]["overrides"]

    assert first["properties"][0]["id"] == "links"
    assert {each["id"] for each in second["properties"]} >= {"unit", "custom.width", "max"}


@pytest.mark.parametrize(
    ("look", "kind"),
    [
        (Bars(), "bargauge"),
        (States(texts={"1": ("Up", "green")}), "state-timeline"),
        (Text(markdown="a"), "text"),
        (Plugin(type="logs", options={"wrapLogMessage": True}), "logs"),
    ],
)
def test_there_are_other_looks(look: Any, kind: str) -> None:
    assert of(look=look)["type"] == kind


def test_a_text_needs_no_data_source() -> None:
    assert "datasource" not in of(look=Text(markdown="a"), queries=())


def test_a_directory_leads_to_dashboards() -> None:
    entries = ((Link(title="Nodes", to="nodes", kept=()), "All nodes."),)
    found = of(look=Directory(entries=entries), queries=())

    assert found["options"]["content"] == "- [Nodes](/d/eks-nodes?${__url_time_range}): All nodes."


def test_dashboards_of_a_cluster_lead_to_each_other() -> None:
    nodes = next(each for each in MADE if each.subject == "nodes")
    text = json_of(nodes, cluster="shop")

    assert f'"uid":"{uid("nodes", "shop")}"' in text
    assert f"/d/{uid('pods', 'shop')}?" in text
    assert "/d/eks-pods?" not in text


def test_a_dashboard_of_all_clusters_is_there_once() -> None:
    home = next(each for each in MADE if each.subject == "home")
    text = json_of(home, cluster="shop")

    assert '"uid":"eks-home"' in text
    assert "/d/eks-alerts?" in text
    assert f"/d/{uid('cluster', 'shop')}?" in text


@pytest.mark.parametrize("dashboard", MADE, ids=lambda each: each.subject)
def test_the_same_dashboard_is_the_same_bytes(dashboard: Dashboard) -> None:
    assert json_of(dashboard) == json_of(dashboard)


@pytest.mark.parametrize("dashboard", MADE, ids=lambda each: each.subject)
def test_a_dashboard_is_small(dashboard: Dashboard) -> None:
    assert len(json_of(dashboard)) < 60_000


@pytest.mark.parametrize("dashboard", MADE, ids=lambda each: each.subject)
def test_every_query_names_its_data_source_by_uid(dashboard: Dashboard) -> None:
    for each in json.loads(json_of(dashboard))["panels"]:
        for target in each.get("targets", []):
            assert target["datasource"]["uid"] in ("amp", "cloudwatch", "xray")


def without_links(value: Any) -> Any:
    """JSON without links, of which the types know more than Grafana needs."""
    if isinstance(value, dict):
        return {name: without_links(each) for name, each in value.items() if name != "links"}
    return [without_links(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("dashboard", MADE, ids=lambda each: each.subject)
def test_grafanas_types_read_it_as_it_was_meant(dashboard: Dashboard) -> None:
    found = json.loads(json_of(dashboard))
    again = json.loads(json.dumps(sdk.Dashboard.from_json(found), cls=JSONEncoder))

    assert without_links(again) == without_links(json.loads(json_of(dashboard)))
