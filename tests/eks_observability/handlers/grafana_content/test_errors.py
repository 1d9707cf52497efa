"""Every error that botocore knows of the operations used, and what Grafana answers."""

from typing import Any

import botocore.exceptions
import botocore.session
import pytest

from eks_observability.handlers.grafana_content.errors import GrafanaContentError

PASSING = {"ConflictException", "InternalServerException", "ThrottlingException"}
EXPECTED = {
    "AccessDeniedException": "allows grafana:{operation}, a service control policy or a",
    "ResourceNotFoundException": "There is no such workspace in eu-central-1: compare its id",
    "ServiceQuotaExceededException": "as many service accounts as it may have",
    "ValidationException": "Service accounts need Grafana 9",
    "AnErrorToCome": "answered AnErrorToCome",
}
OPERATIONS = [
    "DescribeWorkspace",
    "ListWorkspaceServiceAccounts",
    "CreateWorkspaceServiceAccount",
    "CreateWorkspaceServiceAccountToken",
    "DeleteWorkspaceServiceAccountToken",
    "DeleteWorkspaceServiceAccount",
    "UpdateWorkspaceConfiguration",
    "DescribeWorkspaceConfiguration",
]
MODEL = botocore.session.Session().get_service_model("grafana")
LISTED = [
    (operation, error.name, error.metadata["error"]["httpStatusCode"])
    for operation in OPERATIONS
    for error in MODEL.operation_model(operation).error_shapes
    if not (operation.startswith("Delete") and error.name == "ResourceNotFoundException")
]
FAILING = [one for one in LISTED if one[1] not in PASSING]
WAITED_FOR = [one for one in LISTED if one[1] in PASSING and not one[0].endswith("Configuration")]
PLUGIN = {"Plugins": ["grafana-x-ray-datasource"], "sources": []}


@pytest.fixture(autouse=True)
def without_plugin_admin(control: Any) -> None:
    control.configuration = {}


@pytest.mark.parametrize(
    ("operation", "error", "status"),
    [*FAILING, *((operation, "AnErrorToCome", 400) for operation in OPERATIONS)],
)
def test_an_error_is_explained(
    stack: Any, asking: Any, network: Any, operation: str, error: str, status: int
) -> None:
    network.fail(operation, error, "because.", status=status)

    with pytest.raises(GrafanaContentError) as caught:
        stack.create(**asking(**PLUGIN))

    message = str(caught.value)
    assert EXPECTED[error].format(operation=operation) in message
    assert "workspace g-0123456789 (account 111122223333, eu-central-1) was not" in message
    assert f"{operation} answered {error}." in message
    assert message.endswith("AWS says: because.")


@pytest.mark.parametrize(("operation", "error", "status"), WAITED_FOR)
def test_what_passes_is_waited_for(
    stack: Any,
    asking: Any,
    network: Any,
    control: Any,
    operation: str,
    error: str,
    status: int,
) -> None:
    network.fail(operation, error, status=status, times=12)

    stack.create(**asking(**PLUGIN))

    assert control.tokens == control.accounts == {}


def test_a_conflict_of_the_configuration_is_waited_for(
    stack: Any, asking: Any, network: Any, control: Any
) -> None:
    network.fail("UpdateWorkspaceConfiguration", "ConflictException", status=409, times=5)

    stack.create(**asking(**PLUGIN))

    assert control.configuration["plugins"]["pluginAdminEnabled"]


def test_aws_that_cannot_be_reached_is_waited_for(
    stack: Any, asking: Any, network: Any, grafana: Any
) -> None:
    url = "https://grafana.example"
    error = botocore.exceptions.EndpointConnectionError(endpoint_url=url)
    network.fail("DescribeWorkspace", error, times=5)

    stack.create(**asking(**PLUGIN))

    assert grafana.dashboards


def test_a_workspace_that_does_not_exist_is_explained_before_anything_is_done(
    stack: Any, asking: Any, control: Any, network: Any
) -> None:
    control.missing = True

    with pytest.raises(GrafanaContentError, match="There is no such workspace"):
        stack.create(**asking(**PLUGIN))

    assert [operation for operation, _ in network.calls] == ["DescribeWorkspaceConfiguration"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("NoSuchKey", "The asset is gone"), ("AccessDenied", "The role of the handler may read")],
)
def test_an_asset_that_cannot_be_read_is_explained(
    stack: Any, asking: Any, network: Any, code: str, expected: str
) -> None:
    network.fail("GetObject", code, status=403)

    with pytest.raises(GrafanaContentError, match=f"GetObject answered {code}. {expected}"):
        stack.create(**asking(**PLUGIN))


def test_an_asset_that_iam_does_not_give_out_yet_is_waited_for(
    stack: Any, asking: Any, grafana: Any, network: Any
) -> None:
    network.fail("GetObject", "AccessDenied", status=403, times=5)

    stack.create(**asking(**PLUGIN))

    assert grafana.dashboards


def test_an_asset_that_is_gone_is_explained(stack: Any, asking: Any, control: Any) -> None:
    asked = asking(**PLUGIN)
    control.objects.clear()

    with pytest.raises(GrafanaContentError, match="deploy again, which uploads it"):
        stack.create(**asked)


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [
        ("POST", "/api/dashboards/db", 400, "does not accept what it was sent"),
        ("POST", "/api/dashboards/db", 412, "Another dashboard of the folder has this title"),
        ("GET", "/api/datasources", 401, "does not know a token that it has just given out"),
        ("GET", "/api/datasources", 403, "Where the workspace has network access control"),
        ("POST", "/api/datasources", 409, "Another one has this name: rename either."),
        ("POST", "/install", 404, "Grafana's catalogue has none of that name"),
        ("POST", "/api/folders", 418, "answered 418: because"),
    ],
)
def test_what_grafana_refuses_is_explained(
    stack: Any, asking: Any, grafana: Any, method: str, path: str, status: int, expected: str
) -> None:
    grafana.fail(method, path, status, "because")

    with pytest.raises(GrafanaContentError) as caught:
        stack.create(**asking())

    assert f" answered {status}: because" in str(caught.value)
    assert f"{method} /api/" in str(caught.value)
    assert expected in str(caught.value)


def test_a_folder_that_grafana_does_not_let_go_of_is_explained(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    grafana.fail("DELETE", "/api/folders", 418, "because")

    with pytest.raises(GrafanaContentError, match=r"forceDeleteRules=false answered 418"):
        stack.delete()


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize(("method", "path"), [("GET", "/api/"), ("POST", "/api/dashboards/db")])
def test_grafana_that_cannot_answer_is_waited_for(
    stack: Any, asking: Any, grafana: Any, method: str, path: str, status: int
) -> None:
    grafana.fail(method, path, status, times=7)

    stack.create(**asking())

    assert len(grafana.versions["eks-cluster"]) == 1


@pytest.mark.parametrize(
    "error", [OSError("connection refused"), TimeoutError("timed out"), ConnectionResetError()]
)
def test_grafana_that_cannot_be_reached_is_waited_for(
    stack: Any, asking: Any, grafana: Any, error: OSError
) -> None:
    grafana.fail("GET", "/api/", error, times=7)

    stack.create(**asking())

    assert grafana.dashboards


def test_a_token_that_is_not_known_at_once_is_no_failure(
    stack: Any, asking: Any, grafana: Any, network: Any
) -> None:
    grafana.fail("GET", "/api/", 401, times=4)

    stack.create(**asking())

    assert [nap for nap in network.naps if nap in {2, 4, 8}] == [2, 4, 8]


def test_a_write_whose_answer_was_lost_is_not_repeated(
    stack: Any, asking: Any, grafana: Any
) -> None:
    grafana.lose_answers("/api/dashboards/db", times=1)

    stack.create(**asking())

    assert len(grafana.versions["eks-cluster"]) == 1


def test_an_error_is_short_enough_for_cloudformation(stack: Any, asking: Any, network: Any) -> None:
    network.fail("DescribeWorkspaceConfiguration", "AccessDeniedException", "because " * 1000)

    with pytest.raises(GrafanaContentError) as caught:
        stack.create(**asking())

    assert len(str(caught.value)) == 2000
