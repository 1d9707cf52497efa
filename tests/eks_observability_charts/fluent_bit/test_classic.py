"""The checks of a configuration find what is wrong with it."""

import pytest

from tests.eks_observability_charts.fluent_bit.classic import (
    MAIN,
    ClassicError,
    check,
    sections,
)

RIGHT = """\
[SERVICE]
    Flush 5

@INCLUDE more.conf
"""
MORE = """\
[INPUT]
    name   tail
    Tag    application.*
    Path   /var/log/${HOST_NAME}

[OUTPUT]
    Name   cloudwatch_logs
    Match  application.*
"""


def files(more: str = MORE, main: str = RIGHT) -> dict[str, str]:
    return {MAIN: main, "more.conf": more, "parsers.conf": "[PARSER]\n    Name json\n"}


def test_a_right_configuration_passes() -> None:
    check(files(), {"HOST_NAME"})


def test_keys_count_in_any_case() -> None:
    check(files(MORE.replace("Tag", "TAG").replace("Match", "mATCH")), {"HOST_NAME"})


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("Path  ", "Paths ", "unknown key of INPUT tail: Paths"),
        ("Match  application.*", "Match  application.*\n    log_grup x", "log_grup"),
        ("tail", "tails", "unknown plugin of INPUT: tails"),
        ("[INPUT]", "[INPUTT]", "unknown plugin of INPUTT"),
        ("[INPUT]", "[INPUT", "bad header"),
        ("    Path", "  Path", "indented"),
        ("Path   /var/log/${HOST_NAME}", "Path", "without a value"),
        ("Match  application.*", "Match  aplication.*", "nothing has a tag like aplication"),
        ("${HOST_NAME}", "${HOSTNAME}", "variables that nothing sets: {'HOSTNAME'}"),
        ("Path ", "multiline.parser perl\n    Path", "unknown multiline parsers: {'perl'}"),
    ],
)
def test_a_wrong_configuration_does_not(right: str, wrong: str, message: str) -> None:
    assert right in MORE
    with pytest.raises(ClassicError, match=message.replace("{", r"\{").replace("}", r"\}")):
        check(files(MORE.replace(right, wrong)), {"HOST_NAME"})


def test_an_unknown_key_of_the_service_is_found() -> None:
    with pytest.raises(ClassicError, match="unknown key of SERVICE : Flsh"):
        check(files(main=RIGHT.replace("Flush", "Flsh")), {"HOST_NAME"})


def test_a_file_that_is_not_there_is_found() -> None:
    with pytest.raises(ClassicError, match="not there"):
        check(files(main=RIGHT.replace("more", "less")), {"HOST_NAME"})


def test_records_that_are_sent_nowhere_are_found() -> None:
    with pytest.raises(ClassicError, match=r"host\.systemd is sent nowhere"):
        check(files(f"{MORE}\n[INPUT]\n    Name systemd\n    Tag host.systemd\n"), {"HOST_NAME"})


def test_a_shared_database_is_found() -> None:
    shared = MORE.replace("    Path", "    DB x\n    Path", 1)
    with pytest.raises(ClassicError, match="share a database"):
        check(files(shared + shared), {"HOST_NAME"})


def test_keys_may_repeat() -> None:
    [section] = sections("[FILTER]\n    Name modify\n    Rename a b\n    Rename c d\n")
    assert section.values("rename") == ["a b", "c d"]
