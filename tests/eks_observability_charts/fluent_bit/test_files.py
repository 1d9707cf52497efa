"""The configuration of Fluent Bit on nodes."""

from collections.abc import Mapping
from typing import Any

import pytest

from eks_observability_charts.fluent_bit.buffer import Buffer
from eks_observability_charts.fluent_bit.files import files
from eks_observability_charts.fluent_bit.logs import ContainerLogs
from eks_observability_charts.fluent_bit.outputs import LokiOutput
from tests.eks_observability_charts.fluent_bit.classic import Read, included, pipeline, sections

LOKI = LokiOutput(host="loki.example.com", user="42", secret_arn="arn:aws:secretsmanager:1")


def made(**chosen: Any) -> Mapping[str, str]:
    arguments: dict[str, Any] = {
        "logs": ContainerLogs(),
        "namespace": "amazon-cloudwatch",
        "outputs": (),
        "buffer": Buffer(),
        "create_log_groups": False,
        **chosen,
    }
    return files(arguments.pop("logs"), **arguments)


def of(group: str, kind: str, plugin: str, **chosen: Any) -> Read:
    """The first section of a kind and plugin in a group's file."""
    found = sections(made(**chosen)[f"{group}-log.conf"])
    return next(each for each in found if (each.name, each.plugin) == (kind, plugin))


def test_the_files_are_those_of_the_quick_start() -> None:
    assert made().keys() == {
        "fluent-bit.conf",
        "application-log.conf",
        "dataplane-log.conf",
        "host-log.conf",
        "parsers.conf",
    }


def test_the_main_file_includes_the_groups() -> None:
    expected = ["application-log.conf", "dataplane-log.conf", "host-log.conf"]
    assert included(made()) == expected


@pytest.mark.parametrize("group", ["application", "dataplane", "host"])
def test_a_group_that_is_off_is_left_out(group: str) -> None:
    chosen: dict[str, Any] = {group: False}
    without = made(logs=ContainerLogs(**chosen))
    assert f"{group}-log.conf" not in without
    assert f"{group}-log.conf" not in included(without)


def test_something_is_collected() -> None:
    with pytest.raises(ValueError, match="must be collected"):
        made(logs=ContainerLogs(application=False, dataplane=False, host=False))


@pytest.mark.parametrize(
    ("group", "prefix"),
    [("application", "${HOST_NAME}-"), ("dataplane", "${HOST_NAME}-"), ("host", "${HOST_NAME}.")],
)
def test_groups_and_streams_are_named_as_in_the_quick_start(group: str, prefix: str) -> None:
    output = of(group, "OUTPUT", "cloudwatch_logs")
    assert output.value("log_group_name") == f"/aws/containerinsights/${{CLUSTER_NAME}}/{group}"
    assert output.value("log_stream_prefix") == prefix


@pytest.mark.parametrize("group", ["application", "dataplane", "host"])
@pytest.mark.parametrize(("create", "written"), [(False, "Off"), (True, "On")])
def test_log_groups_are_created_only_if_asked_for(group: str, create: bool, written: str) -> None:
    output = of(group, "OUTPUT", "cloudwatch_logs", create_log_groups=create)
    assert output.value("auto_create_group") == written


def test_every_input_waits_on_disk() -> None:
    inputs = [each for each in pipeline(made()) if each.name == "INPUT"]
    assert [each.value("storage.type") for each in inputs] == ["filesystem"] * 4


def test_every_output_is_bounded_and_tried_for_ever() -> None:
    outputs = [each for each in pipeline(made(outputs=[LOKI])) if each.name == "OUTPUT"]
    assert len(outputs) == 4
    for output in outputs:
        assert output.value("storage.total_limit_size") == "524288000"
        assert output.value("Retry_Limit") == "no_limits"


def test_every_file_position_is_kept() -> None:
    inputs = [each for each in pipeline(made()) if each.name == "INPUT"]
    assert all(each.value("DB").startswith("/var/fluent-bit/state/") for each in inputs)


def test_what_was_there_before_is_not_read() -> None:
    assert of("application", "INPUT", "tail").value("Read_from_Head") == "Off"
    assert of("host", "INPUT", "systemd").value("Read_From_Tail") == "On"


def test_memory_is_bounded() -> None:
    [service] = [each for each in pipeline(made()) if each.name == "SERVICE"]
    assert service.value("storage.max_chunks_up") == "16"


def test_stack_traces_are_joined_before_anything_else_is_done() -> None:
    filters = [
        each.plugin for each in sections(made()["application-log.conf"]) if each.name == "FILTER"
    ]
    assert filters == ["multiline", "kubernetes"]
    assert of("application", "FILTER", "multiline").value("multiline.parser") == "java, go, python"


def test_pods_are_asked_for_at_the_nodes_own_kubelet() -> None:
    kubernetes = of("application", "FILTER", "kubernetes")
    assert kubernetes.value("Use_Kubelet") == "On"
    assert kubernetes.value("Kubelet_Host") == "${HOST_IP}"
    assert kubernetes.value("tls.verify") == "On"


def test_the_prefix_of_tags_is_what_comes_before_a_files_name() -> None:
    tag = of("application", "INPUT", "tail").value("Tag")
    prefix = of("application", "FILTER", "kubernetes").value("Kube_Tag_Prefix")
    assert prefix == tag.removesuffix("*") + "var.log.containers."


def test_a_json_line_is_sent_once() -> None:
    assert of("application", "FILTER", "kubernetes").value("Keep_Log") == "Off"


def test_pods_may_opt_out() -> None:
    assert of("application", "FILTER", "kubernetes").value("K8S-Logging.Exclude") == "On"


def test_chosen_namespaces_reach_the_input() -> None:
    logs = ContainerLogs(include_namespaces=("shop",), exclude_containers=("proxy",))
    tail = of("application", "INPUT", "tail", logs=logs)
    assert tail.value("Path") == "/var/log/containers/*_shop_*.log"
    assert f"/var/log/containers/*_proxy-{'?' * 64}.log" in tail.value("Exclude_Path")


def test_namespaces_do_not_restrict_the_data_plane() -> None:
    chosen = {"logs": ContainerLogs(include_namespaces=("shop",))}
    expected = of("dataplane", "INPUT", "tail").entries
    assert of("dataplane", "INPUT", "tail", **chosen).entries == expected


def test_units_of_the_data_plane_are_in_one_group_alone() -> None:
    units = of("dataplane", "INPUT", "systemd").values("Systemd_Filter")
    assert units == ["_SYSTEMD_UNIT=containerd.service", "_SYSTEMD_UNIT=kubelet.service"]
    excluded = of("host", "FILTER", "grep").value("Exclude")
    assert excluded == r"_SYSTEMD_UNIT ^(containerd|kubelet)\.service$"


def test_the_rest_of_the_journal_is_one_stream_a_node() -> None:
    assert of("host", "INPUT", "systemd").value("Tag") == "host.systemd"


@pytest.mark.parametrize("group", ["dataplane", "host"])
def test_records_of_nodes_name_their_node(group: str) -> None:
    records = [each.values("Record") for each in sections(made()[f"{group}-log.conf"])]
    assert ["node ${HOST_NAME}"] in records


def test_no_instance_metadata_is_asked_for() -> None:
    assert "aws" not in {each.plugin for each in pipeline(made()) if each.name == "FILTER"}


def test_credentials_are_included_first() -> None:
    assert included(made(outputs=[LOKI]))[0] == "/secrets/secrets.conf"


def test_there_is_no_file_of_credentials_without_any() -> None:
    assert "/secrets" not in made()["fluent-bit.conf"]


def test_pods_may_ask_for_parsers() -> None:
    parsers = sections(made()["parsers.conf"])
    assert [each.value("Name") for each in parsers] == ["json", "logfmt"]
