"""Dashboards of the community."""

from typing import Any

import pytest

from eks_observability.handlers.grafana_content.errors import GrafanaContentError

AT = "/api/dashboards/3119/revisions/2/download"
ASKED = {"CommunityDashboards": [{"Id": "3119", "Revision": "2", "Folder": "eks-observability"}]}
UID = "eks-community-3119"
AMP = {"type": "grafana-amazonprometheus-datasource", "uid": "amp"}


def published(**more: Any) -> dict[str, Any]:
    """A dashboard as grafana.com gives it."""
    inputs = [
        {"name": "DS_PROM", "type": "datasource", "pluginId": "prometheus"},
        {"name": "DS_CW", "type": "datasource", "pluginId": "cloudwatch"},
        {"name": "VAR_STEP", "type": "constant", "value": "5m"},
    ]
    body = {"__inputs": inputs, "__requires": [], "id": 7, "uid": "theirs", "version": 9}
    return {**body, "title": "Kubernetes cluster monitoring", "tags": ["kubernetes"], **more}


@pytest.fixture(autouse=True)
def on_grafana_com(grafana: Any) -> None:
    grafana.community[AT] = published()


def panels_of(grafana: Any) -> Any:
    return grafana.dashboards[UID]["json"]["panels"]


def test_it_is_written_under_a_uid_of_its_number(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(**ASKED))

    made = grafana.dashboards[UID]["json"]
    assert made["title"] == "Kubernetes cluster monitoring"
    assert made["tags"] == ["kubernetes", "eks-observability"]
    assert not [key for key in made if key.startswith("__")]


@pytest.mark.parametrize(
    ("panel", "becomes"),
    [
        ({"datasource": "${DS_PROM}"}, {"datasource": AMP}),
        (
            {"datasource": {"type": "prometheus", "uid": "${DS_PROM}"}},
            {"datasource": {"type": "prometheus", "uid": "amp"}},
        ),
        (
            {"datasource": "${DS_CW}"},
            {"datasource": {"type": "cloudwatch", "uid": "cloudwatch"}},
        ),
        ({"targets": [{"interval": "${VAR_STEP}"}]}, {"targets": [{"interval": "5m"}]}),
        ({"expr": "up[${VAR_STEP}] ${other}"}, {"expr": "up[5m] ${other}"}),
        ({"datasource": None, "span": 4}, {"datasource": None, "span": 4}),
        ({"datasource": "theirs"}, {"datasource": "theirs"}),
    ],
)
def test_its_inputs_become_ours(
    stack: Any, asking: Any, grafana: Any, panel: Any, becomes: Any
) -> None:
    grafana.community[AT] = published(panels=[panel])

    stack.create(**asking(**ASKED))

    assert panels_of(grafana) == [becomes]


def test_a_source_of_the_core_plugin_answers_promql_too(
    stack: Any, asking: Any, grafana: Any
) -> None:
    grafana.community[AT] = published(__inputs=published()["__inputs"][:1], panels=["${DS_PROM}"])
    source = {"uid": "metrics", "name": "AMP", "type": "prometheus"}

    stack.create(**asking(sources=[source], **ASKED))

    assert panels_of(grafana) == ["metrics"]


def test_a_dashboard_without_inputs_is_written_as_it_is(
    stack: Any, asking: Any, grafana: Any
) -> None:
    grafana.community[AT] = {"title": "Old", "tags": None}

    stack.create(**asking(**ASKED))

    assert grafana.dashboards[UID]["json"]["title"] == "Old"


def test_it_is_downloaded_from_grafana_com_once(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(**ASKED))
    stack.update(**asking(**ASKED))

    assert grafana.requests.count(("GET", AT)) == 1


def test_another_revision_is_another_dashboard_under_the_same_uid(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking(**ASKED))
    grafana.community["/api/dashboards/3119/revisions/3/download"] = published(title="Third")

    stack.update(
        **asking(CommunityDashboards=[{**ASKED["CommunityDashboards"][0], "Revision": "3"}])
    )

    assert grafana.dashboards[UID]["json"]["title"] == "Third"


def test_it_goes_when_it_is_no_longer_asked_for(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(**ASKED))
    grafana.not_in_search = {UID}

    stack.update(**asking())

    assert list(grafana.dashboards) == ["eks-cluster"]


def test_one_that_does_not_exist_is_explained(stack: Any, asking: Any, grafana: Any) -> None:
    grafana.community.clear()

    with pytest.raises(
        GrafanaContentError, match=r"grafana\.com has no revision 2 of a dashboard 3119"
    ):
        stack.create(**asking(**ASKED))


def test_an_input_for_which_there_is_no_data_source_is_explained(
    stack: Any, asking: Any, grafana: Any
) -> None:
    inputs = [{"name": "DS_LOKI", "type": "datasource", "pluginId": "loki"}]
    grafana.community[AT] = published(__inputs=inputs)

    with pytest.raises(GrafanaContentError, match="DS_LOKI is a data source of the type loki"):
        stack.create(**asking(**ASKED))


def test_grafana_com_that_is_down_is_waited_for(stack: Any, asking: Any, grafana: Any) -> None:
    grafana.fail("GET", AT, 503, times=2)

    stack.create(**asking(**ASKED))

    assert UID in grafana.dashboards


def test_grafana_com_that_refuses_is_explained(stack: Any, asking: Any, grafana: Any) -> None:
    grafana.fail("GET", AT, 451, "unavailable for legal reasons")

    with pytest.raises(GrafanaContentError, match=f"https://grafana.com{AT} answered 451"):
        stack.create(**asking(**ASKED))


def test_an_answer_that_is_no_json_is_waited_for(stack: Any, asking: Any, grafana: Any) -> None:
    grafana.community[AT] = "<html>"

    with pytest.raises(TimeoutError):
        stack.create(**asking(**ASKED))
