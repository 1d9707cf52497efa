"""Configuration files as values."""

import pytest

from eks_observability_charts.fluent_bit.config import Section, render, size
from tests.eks_observability_charts.fluent_bit.classic import sections


def test_a_section_reads_back_as_it_was() -> None:
    entries = (("Name", "modify"), ("Match", "*"), ("Rename", "a b"), ("Rename", "c d"))
    [section] = sections(render([Section("FILTER", entries)]))
    assert (section.name, section.entries) == ("FILTER", entries)


def test_sections_keep_their_order() -> None:
    written = [Section("FILTER", (("Name", name),)) for name in ("multiline", "kubernetes")]
    assert [each.plugin for each in sections(render(written))] == ["multiline", "kubernetes"]


def test_files_are_included_after_the_sections() -> None:
    text = render([Section("SERVICE", (("Flush", "5"),))], includes=["a.conf", "b.conf"])
    assert text.endswith("\n\n@INCLUDE a.conf\n@INCLUDE b.conf\n")


@pytest.mark.parametrize("value", ["", "  ", "loki\n    Match *", "a\r\n[OUTPUT]", "a\u2028b"])
def test_a_value_is_one_line(value: str) -> None:
    with pytest.raises(ValueError, match="'Host' of a Fluent Bit OUTPUT must be one line"):
        Section("OUTPUT", (("Name", "loki"), ("Host", value)))


def test_sizes_are_bytes() -> None:
    assert size(500) == "524288000"
