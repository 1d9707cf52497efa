"""Text that has a form: what is said of text that has not."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Mistake, Settings

Load = Callable[[str], Settings]
OnlyMistake = Callable[[str], Mistake]

LOGS = "container_insights: {container_logs: "

FORMS = [
    ("agents: {image_registry: '%s'}", "https://registry.example.com", "without scheme"),
    ("add_ons: {metrics_server: {version: '%s'}}", "v0.8.0", "an add-on version with EKS's build"),
    (LOGS + "{exclude_namespaces: ['%s']}}", "kube_system", "lower-case letters, digits and hyph"),
    (
        LOGS + "{outputs: {loki: {host: '%s', anonymous: true}}}}",
        "https://loki.example.com",
        "a host name without scheme, port and path",
    ),
    (
        LOGS + "{outputs: {splunk: {host: a, token_secret_arn: '%s'}}}}",
        "alias/logs",
        "the ARN of a secret",
    ),
    (
        LOGS + "{outputs: {opensearch: {host: a, domain_arn: '%s'}}}}",
        "logs",
        "the ARN of a domain",
    ),
    (
        LOGS + "{outputs: {opensearch: {host: a, index: '%s', domain_arn: '"
        "arn:aws:es:eu-central-1:111122223333:domain/logs'}}}}",
        "EKS",
        "lower-case letters",
    ),
    (
        "log_metrics: {filters: [{name: '%s', log_group: host, pattern: ERROR}]}",
        "orders failed",
        "1 to 255 letters",
    ),
    ("dashboard: {name: '%s'}", "My dashboard", "letters, digits, hyphens and underscores"),
    ("log_retention: {kms_key_arn: '%s'}", "alias/logs", "the ARN of a key (not of an alias)"),
    ("metrics: {cluster_label: '%s'}", 'shop"', "letters, digits, spaces"),
    ("metrics: {cluster_label: '%s'}", "${env:HOME}", "letters, digits, spaces"),
    ("metrics: {workspace_id: '%s'}", "myamp", "the id of a workspace"),
    ("metrics: {keep: ['%s']}", "container fs", "the name of a metric, or a regular expression"),
    ("metrics: {scrape_jobs: [{name: a, targets: ['%s']}]}", "http://shop:80", "without scheme"),
    ("metrics: {scrape_jobs: [{name: '%s', targets: ['a:80']}]}", "Shop", "1 to 63 lower-case"),
    ("hub: {workspace: {alias: '%s'}}", " myamp", "1 to 100 characters"),
    ("hub: {workspace: {kms_key_arn: '%s'}}", "alias/amp", "not of an alias"),
    ("alerts: {emails: ['%s']}", "oncall", "an e-mail address"),
    ("alerts: {runbooks_url: '%s'}", "docs/runbooks", "an https URL"),
]
"""Lines of a settings file, text that has not the form asked for there, and what it is told."""


@pytest.mark.parametrize(("line", "wrong", "expected"), FORMS)
def test_text_of_another_form_is_told_which_in_words(
    cluster: str, only_mistake: OnlyMistake, line: str, wrong: str, expected: str
) -> None:
    message = only_mistake(f"{cluster}{line % wrong}\n").message

    assert message.startswith("found ")
    assert expected in message


@pytest.mark.parametrize(("line", "wrong", "expected"), FORMS)
def test_the_example_in_the_answer_has_the_form(
    cluster: str, only_mistake: OnlyMistake, load: Load, line: str, wrong: str, expected: str
) -> None:
    example = only_mistake(f"{cluster}{line % wrong}\n").message.partition("such as ")[2]

    load(f"{cluster}{line % example}\n")


@pytest.mark.parametrize("end", ["\\n", "٣"])
def test_a_form_holds_for_the_text_to_its_end(
    cluster: str, only_mistake: OnlyMistake, end: str
) -> None:
    text = f'{cluster}add_ons: {{metrics_server: {{version: "v1.2.3-eksbuild.1{end}"}}}}\n'

    assert "an add-on version" in only_mistake(text).message


def test_editors_are_told_the_form_as_a_pattern() -> None:
    name = Settings.model_json_schema()["$defs"]["Dashboard"]["properties"]["name"]

    assert name["pattern"].startswith("^[0-9A-Za-z_-]{1,")
