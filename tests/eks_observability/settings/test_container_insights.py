"""What the settings may say of Container Insights, and of the agents behind it."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Mistake, Settings

Load = Callable[[str], Settings]
OnlyMistake = Callable[[str], Mistake]

SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:logs-abcdef"
DOMAIN = "arn:aws:es:eu-central-1:111122223333:domain/logs"


def test_the_agents_are_deployed_from_here_by_default(load: Load, cluster: str) -> None:
    assert load(cluster).container_insights.mode == "manifests"


def test_the_bare_word_off_is_a_mode(load: Load, cluster: str) -> None:
    assert load(f"{cluster}container_insights: {{mode: off}}\n").container_insights.mode == "off"


def test_an_unknown_mode_gets_those_there_are(only_mistake: OnlyMistake, cluster: str) -> None:
    found = only_mistake(f"{cluster}container_insights: {{mode: manifest}}\n")

    assert found.message == (
        "found 'manifest', allowed: manifests, addon, off; did you mean manifests?"
    )


@pytest.mark.parametrize("what", ["namespaces", "containers"])
def test_what_is_both_included_and_excluded_is_refused(
    only_mistake: OnlyMistake, cluster: str, what: str
) -> None:
    text = f"""\
container_insights:
  container_logs:
    include_{what}: [shop, web]
    exclude_{what}: [web]
"""
    found = only_mistake(cluster + text)

    assert found.message == f"web is in include_{what} too: take it out of one of them"


def test_a_namespace_that_kubernetes_does_not_allow_is_refused(
    only_mistake: OnlyMistake, cluster: str
) -> None:
    text = "container_insights: {container_logs: {exclude_namespaces: [kube_system]}}\n"
    found = only_mistake(cluster + text)

    assert "kube_system" in found.message


def test_a_memory_limit_below_the_request_is_refused(
    only_mistake: OnlyMistake, cluster: str
) -> None:
    text = """\
container_insights:
  agent:
    resources:
      cpu_request_millicores: 100
      memory_request_mebibytes: 200
      memory_limit_mebibytes: 100
"""
    found = only_mistake(cluster + text)

    assert "a limit of 100 MiB is below the request of 200 MiB" in found.message


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("opensearch: {host: logs.example.com}", "this output has no credentials"),
        ("opensearch: {host: logs.example.com, user: shop}", "user and password_secret_arn belong"),
        (
            "opensearch: {host: logs.example.com, user: shop, "
            f'password_secret_arn: "{SECRET}", domain_arn: "{DOMAIN}"}}',
            "or two kinds",
        ),
        ("loki: {host: loki.example.com}", "this output has no credentials"),
        ("loki: {host: loki.example.com, user: shop}", "user and password_secret_arn belong"),
        (
            f'loki: {{host: loki.example.com, user: shop, password_secret_arn: "{SECRET}", '
            "anonymous: true}",
            "or two kinds",
        ),
        (
            f'loki: {{host: loki.example.com, user: shop, password_secret_arn: "{SECRET}", '
            "tls: false}",
            "a password would travel unencrypted",
        ),
        ("splunk: {host: splunk.example.com}", "this key is missing"),
        (
            "splunk: {host: splunk.example.com, token_secret_arn: 0123-4567}",
            "expected the ARN of a secret",
        ),
    ],
)
def test_an_output_without_credentials_is_refused(
    only_mistake: OnlyMistake, cluster: str, output: str, message: str
) -> None:
    text = f"container_insights: {{container_logs: {{outputs: {{{output}}}}}}}\n"

    assert message in only_mistake(cluster + text).message


@pytest.mark.parametrize(
    "output",
    [
        f'opensearch: {{host: logs.example.com, domain_arn: "{DOMAIN}"}}',
        f'opensearch: {{host: logs.example.com, user: a, password_secret_arn: "{SECRET}"}}',
        "loki: {host: loki.monitoring, tls: false, anonymous: true}",
        f'loki: {{host: loki.example.com, user: a, password_secret_arn: "{SECRET}"}}',
        f'splunk: {{host: splunk.example.com, token_secret_arn: "{SECRET}"}}',
    ],
)
def test_an_output_with_one_kind_of_credentials_is_taken(
    load: Load, cluster: str, output: str
) -> None:
    text = f"container_insights: {{container_logs: {{outputs: {{{output}}}}}}}\n"
    outputs = load(cluster + text).container_insights.container_logs.outputs

    assert outputs.model_dump(exclude_none=True)


@pytest.mark.parametrize(
    ("output", "key"),
    [
        (f'loki: {{user: "", password_secret_arn: "{SECRET}"', "user"),
        (f'opensearch: {{user: "a:b", password_secret_arn: "{SECRET}"', "user"),
        ('loki: {tenant_id: "a\\nb", anonymous: true', "tenant_id"),
        ('loki: {tenant_id: "${HOST_IP}", anonymous: true', "tenant_id"),
        (f'splunk: {{index: " ", token_secret_arn: "{SECRET}"', "index"),
    ],
)
def test_what_a_destination_cannot_be_told_is_refused(
    only_mistake: OnlyMistake, cluster: str, output: str, key: str
) -> None:
    outputs = f"{{{output}, host: logs.example.com}}}}"
    found = only_mistake(
        f"{cluster}container_insights: {{container_logs: {{outputs: {outputs}}}}}\n"
    )

    assert found.path.rpartition(".")[2] == key


@pytest.mark.parametrize(
    ("toleration", "message"),
    [
        ("{operator: Equal, key: dedicated}", "give key and value"),
        ("{operator: Equal, value: batch}", "give key and value"),
        ("{key: dedicated, value: batch}", "the operator Exists takes no value"),
    ],
)
def test_a_toleration_that_kubernetes_refuses_is_refused_here(
    only_mistake: OnlyMistake, cluster: str, toleration: str, message: str
) -> None:
    found = only_mistake(f"{cluster}agents: {{tolerations: [{toleration}]}}\n")

    assert message in found.message


@pytest.mark.parametrize("registry", ["https://registry.example.com", "registry.example.com/"])
def test_a_registry_is_named_without_scheme_and_slash(
    only_mistake: OnlyMistake, cluster: str, registry: str
) -> None:
    found = only_mistake(f'{cluster}agents: {{image_registry: "{registry}"}}\n')

    assert found.path == "agents.image_registry"


@pytest.mark.parametrize("name", ['""', "My Class", "-high"])
def test_a_priority_class_has_a_name_that_kubernetes_allows(
    only_mistake: OnlyMistake, cluster: str, name: str
) -> None:
    found = only_mistake(f"{cluster}agents: {{priority_class: {name}}}\n")

    assert "the name of a PriorityClass" in found.message


def test_agents_may_do_without_a_priority_class(load: Load, cluster: str) -> None:
    assert load(f"{cluster}agents: {{priority_class: null}}\n").agents.priority_class is None


def test_an_add_on_version_names_the_build_of_eks(only_mistake: OnlyMistake, cluster: str) -> None:
    found = only_mistake(f"{cluster}add_ons: {{metrics_server: {{version: v0.8.0}}}}\n")

    assert found.path == "add_ons.metrics_server.version"


def test_a_metric_of_an_unknown_log_group_gets_those_there_are(
    only_mistake: OnlyMistake, cluster: str
) -> None:
    text = "log_metrics: {filters: [{name: A, log_group: aplication, pattern: ERROR}]}\n"
    found = only_mistake(cluster + text)

    assert found.message.endswith("did you mean application?")


def test_a_secret_that_is_put_where_its_arn_belongs_is_not_repeated(
    cluster: str, mistakes: Callable[[str], tuple[Mistake, ...]]
) -> None:
    output = "splunk: {host: splunk.example.com, token_secret_arn: 0123-4567-89ab}"
    (found,) = mistakes(
        f"{cluster}container_insights: {{container_logs: {{outputs: {{{output}}}}}}}\n"
    )

    assert "0123" not in found.message


def test_a_malformed_arn_of_a_secret_is_one_mistake(
    cluster: str, mistakes: Callable[[str], tuple[Mistake, ...]]
) -> None:
    output = "loki: {host: loki.example.com, user: shop, password_secret_arn: pass}"
    found = mistakes(
        f"{cluster}container_insights: {{container_logs: {{outputs: {{{output}}}}}}}\n"
    )

    assert [each.path.rpartition(".")[2] for each in found] == ["password_secret_arn"]
