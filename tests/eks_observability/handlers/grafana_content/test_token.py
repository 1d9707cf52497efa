"""The token: nobody sees it, it lives minutes, and it is deleted however a run ends."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from eks_observability.handlers.grafana_content import control as control_api
from eks_observability.handlers.grafana_content import grafana_api, handler
from eks_observability.handlers.grafana_content.errors import GrafanaContentError
from tests.eks_observability.handlers.grafana_content.fake_control import SECRET

ACCOUNT = "eks-observability-eu-central-1-demo"
ALL = {
    "Teams": [{"Name": "platform", "Permission": "View"}],
    "HomeDashboard": "eks-cluster",
    "Plugins": ["grafana-amazonprometheus-datasource"],
}


class Killed(BaseException):
    """Lambda ends the process: no code of the handler runs any more."""


class Context:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        self.seconds -= 1
        return int(self.seconds * 1000)


def all_went_well(stack: Any, asking: Any, _grafana: Any) -> None:
    stack.create(**asking(**ALL))
    stack.update(**asking({"eks-pods": "Pods"}, **ALL))
    stack.delete()


def grafana_refuses(stack: Any, asking: Any, grafana: Any) -> None:
    grafana.fail("POST", "/api/dashboards/db", 400, "because")
    with pytest.raises(GrafanaContentError):
        stack.create(**asking(**ALL))


def grafana_is_down(stack: Any, asking: Any, grafana: Any) -> None:
    grafana.fail("GET", "/api/", OSError("connection refused"))
    with pytest.raises(TimeoutError):
        stack.create(**asking(**ALL))


def a_person_edited(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(**ALL))
    grafana.edit("eks-cluster", panels=["mine"])
    with pytest.raises(GrafanaContentError):
        stack.update(**asking({"eks-cluster": "New"}, **ALL))


def the_code_is_wrong(stack: Any, asking: Any, grafana: Any) -> None:
    grafana.fail("POST", "/api/folders", ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        stack.create(**asking(**ALL))


OUTCOMES = [all_went_well, grafana_refuses, grafana_is_down, a_person_edited, the_code_is_wrong]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_token_and_its_account_are_deleted(
    stack: Any,
    asking: Any,
    grafana: Any,
    control: Any,
    outcome: Callable[[Any, Any, Any], None],
) -> None:
    outcome(stack, asking, grafana)

    assert control.issued
    assert control.tokens == control.accounts == {}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_nobody_sees_the_token_or_another_secret_and_each_line_is_json(
    stack: Any,
    asking: Any,
    grafana: Any,
    outcome: Callable[[Any, Any, Any], None],
    unspeakable: tuple[str, ...],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers: list[Any] = []
    for entry in ("on_event", "is_complete"):
        real = getattr(handler, entry)

        def answering(event: Any, context: Any, real: Any = real) -> Any:
            try:
                answers.append(real(event, context))
            except Exception as error:
                answers.append(str(error))
                raise
            return answers[-1]

        monkeypatch.setattr(handler, entry, answering)

    outcome(stack, asking, grafana)

    out, err = capfd.readouterr()
    assert all(json.loads(line)["what"] for line in out.splitlines())
    assert '"ResponseURL": "..."' in out
    for secret in (SECRET, *unspeakable):
        assert secret not in out + err + caplog.text + json.dumps(answers)
    assert SECRET not in json.dumps([grafana.dashboards, grafana.sources, grafana.folders])


def test_it_lives_ten_minutes_at_most(stack: Any, asking: Any, control: Any) -> None:
    stack.create(**asking())

    assert control.lives == [600]


def test_its_account_is_named_after_the_stack(stack: Any, asking: Any, network: Any) -> None:
    stack.create(**asking())

    [account] = network.made("CreateWorkspaceServiceAccount")
    assert (account["name"], account["grafanaRole"]) == (ACCOUNT, "ADMIN")


def killed_at(grafana: Any, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Let the process end where Grafana is asked for a path, before anything is cleaned up."""

    def die(_method: str, asked: str) -> None:
        if asked.startswith(path):
            monkeypatch.setattr(control_api.Control, "_forget", lambda *_made: None)
            raise Killed

    grafana.before = die


@pytest.mark.parametrize("path", ["/api/datasources", "/api/folders", "/api/dashboards/db"])
@pytest.mark.parametrize("then", ["create", "delete"])
def test_what_a_killed_run_left_is_deleted_by_the_next(
    stack: Any, asking: Any, grafana: Any, control: Any, path: str, then: str
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        killed_at(grafana, monkeypatch, path)
        with pytest.raises(Killed):
            stack.create(**asking())
    grafana.before = lambda _method, _path: None
    [left] = control.tokens.values()

    if then == "create":
        stack.send("Create", asking())
    else:
        stack.delete()

    assert left["key"] in control.issued
    assert control.tokens == control.accounts == {}
    assert bool(grafana.dashboards) == (then == "create")


def test_accounts_of_others_stay(stack: Any, asking: Any, control: Any) -> None:
    theirs = {
        str(number): {"id": str(number), "name": name, "grafanaRole": "ADMIN", "isDisabled": "no"}
        for number, name in enumerate(["theirs", f"{ACCOUNT}-2", ACCOUNT], start=100)
    }
    control.accounts = dict(theirs)

    stack.create(**asking())

    assert [account["name"] for account in control.accounts.values()] == ["theirs", f"{ACCOUNT}-2"]


def test_a_run_whose_time_is_over_deletes_its_token_and_the_next_goes_on(
    stack: Any, asking: Any, grafana: Any, control: Any
) -> None:
    event = stack.event("Create", asking({f"eks-{number}": "It" for number in range(30)}))
    event |= handler.on_event(event, None)
    done = []

    for _ in range(3):
        context = Context(grafana_api.SECONDS_TO_SPARE + 66)
        done.append(handler.is_complete(event, context)["IsComplete"])
        assert control.tokens == {}

    assert (done[0], done[-1]) == (False, True)
    assert len(grafana.dashboards) == 30
    assert all(len(versions) == 1 for versions in grafana.versions.values())


@pytest.mark.parametrize(
    ("operation", "left"),
    [("DeleteWorkspaceServiceAccountToken", 0), ("DeleteWorkspaceServiceAccount", 1)],
)
def test_a_deletion_that_fails_fails_the_run_and_the_other_is_done(
    stack: Any, asking: Any, network: Any, control: Any, operation: str, left: int
) -> None:
    network.fail(operation, "AccessDeniedException", status=403)

    with pytest.raises(GrafanaContentError, match=f"{operation} answered AccessDenied"):
        stack.create(**asking())

    assert control.tokens == {}
    assert len(control.accounts) == left


def test_a_deletion_that_fails_does_not_hide_why_the_run_failed(
    stack: Any, asking: Any, network: Any, grafana: Any
) -> None:
    grafana.fail("POST", "/api/dashboards/db", 400, "because")
    network.fail("DeleteWorkspaceServiceAccount", "AccessDeniedException", status=403)

    with pytest.raises(GrafanaContentError, match="answered 400: because"):
        stack.create(**asking())


def test_a_deletion_is_tried_with_growing_pauses(
    stack: Any, asking: Any, network: Any, control: Any
) -> None:
    network.fail("DeleteWorkspaceServiceAccountToken", "ConflictException", status=409, times=4)

    stack.create(**asking())

    assert [nap for nap in network.naps if nap in {2, 4, 8}] == [2, 4, 8]
    assert control.tokens == {}


@pytest.mark.parametrize(
    "operation", ["DeleteWorkspaceServiceAccountToken", "DeleteWorkspaceServiceAccount"]
)
def test_what_somebody_else_deleted_is_no_failure(
    stack: Any, asking: Any, network: Any, operation: str
) -> None:
    network.fail(operation, "ResourceNotFoundException", status=404)

    assert stack.create(**asking())["IsComplete"]


def test_the_control_api_is_asked_about_once_a_second(
    stack: Any, asking: Any, network: Any
) -> None:
    stack.create(**asking())

    control = [operation for operation, _ in network.calls if operation != "GetObject"]
    # on_event and is_complete have a client each.
    assert len(network.naps) == len(control) - 2
    assert all(0.9 < nap < len(control) for nap in network.naps)
