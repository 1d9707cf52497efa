"""Files that cannot be read as settings at all, and what every message carries."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eks_observability.settings import Mistake, Settings, SettingsError, load_settings

OnlyMistake = Callable[[str], Mistake]
Mistakes = Callable[[str], tuple[Mistake, ...]]


def test_the_sample_is_one_cluster_named_myipv4cluster(load: Callable[[str], Settings]) -> None:
    sample = Path(__file__).parents[3] / "observability.yaml"

    assert [c.name for c in load(sample.read_text(encoding="utf-8")).clusters] == ["myipv4cluster"]


def test_a_missing_file_is_named_with_the_way_to_name_another(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.yaml: no such file; `-c settings=PATH`"):
        load_settings(tmp_path / "none.yaml")


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="this is a folder"):
        load_settings(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "observability.yaml"
    file.write_bytes(b"clusters: \xff")

    with pytest.raises(SettingsError, match=r"not UTF-8 text \(byte 10\)"):
        load_settings(file)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_an_empty_file_is_told_what_it_needs(only_mistake: OnlyMistake, text: str) -> None:
    assert "clusters" in only_mistake(text).message


@pytest.mark.parametrize(
    ("text", "line", "column", "why"),
    [
        ("clusters: [1\nx: 2\n", 2, 2, "expected ',' or ']'"),
        ("a: b: c\n", 1, 5, "mapping values are not allowed"),
        ("clusters:\n\t- name: a\n", 2, 1, "cannot start any token"),
        ("a: 1\n---\nb: 2\n", 2, 1, "expected a single document"),
        ("a: *nowhere\n", 1, 4, "undefined alias"),
    ],
)
def test_what_is_not_yaml_is_reported_with_line_and_column(
    only_mistake: OnlyMistake, text: str, line: int, column: int, why: str
) -> None:
    mistake = only_mistake(text)

    assert (mistake.line, mistake.column) == (line, column)
    assert why in mistake.message


def test_a_character_yaml_does_not_allow_is_refused(only_mistake: OnlyMistake) -> None:
    assert "not YAML" in only_mistake("a: \x00\n").message


def test_a_file_that_is_a_list_is_refused(only_mistake: OnlyMistake) -> None:
    assert only_mistake("- a\n").message == "found a list, expected a mapping (key: value)"


def test_a_duplicate_key_names_the_line_of_the_first(
    cluster: str, only_mistake: OnlyMistake
) -> None:
    mistake = only_mistake(f"{cluster}dashboard: {{}}\ndashboard: {{}}\n")

    assert (mistake.line, mistake.path) == (9, "dashboard")
    assert mistake.message == "duplicate key 'dashboard': it stands on line 8 already"


def test_a_value_that_contains_itself_is_refused(mistakes: Mistakes) -> None:
    found = mistakes("clusters: &a\n  - *a\n")

    assert "this value contains itself" in {mistake.message for mistake in found}


def test_a_key_that_is_not_text_is_refused(cluster: str, only_mistake: OnlyMistake) -> None:
    assert "unknown key" in only_mistake(f"{cluster}? [a]\n: 1\n").message


def test_all_mistakes_are_reported_at_once_in_the_order_of_their_lines(
    cluster: str, mistakes: Mistakes
) -> None:
    text = cluster.replace("eu-central-1\n", "eu-centrl-1\n", 1) + (
        "dashbord: {}\nlog_retention:\n  days: 31\n  days: 30\n"
    )

    assert [(m.line, m.path) for m in mistakes(text)] == [
        (3, "clusters[0].region"),
        (8, "dashbord"),
        (10, "log_retention.days"),
        (11, "log_retention.days"),
    ]


def test_a_mistake_reads_as_file_line_column_setting_and_message(tmp_path: Path) -> None:
    file = tmp_path / "observability.yaml"
    file.write_text("dashboard: 1\n", encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        load_settings(file)

    assert str(caught.value).splitlines()[1] == (
        f"{file}:1:12: dashboard: found 1, expected a mapping (key: value)"
    )


def test_anchors_and_aliases_repeat_a_value(cluster: str, load: Callable[[str], Settings]) -> None:
    settings = load(f"{cluster}log_retention:\n  days: &d 7\n  groups: {{host: *d}}\n")

    assert settings.log_retention.groups.host == 7


def test_numbers_follow_yaml_1_2(cluster: str, load: Callable[[str], Settings]) -> None:
    settings = load(
        f"{cluster}log_retention:\n  days: 0x1e\n  groups: {{host: 0o5, dataplane: 007}}\n"
    )

    retention = settings.log_retention
    assert (retention.days, retention.groups.host, retention.groups.dataplane) == (30, 5, 7)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('!!int "abc"', "found 'abc', expected a whole number"),
        ("!!int", "found '', expected a whole number"),
        ("1_", "found '1_', expected a whole number"),
        ("!!float abc", "found 'abc', expected a number"),
        ("!!null abc", "found 'abc', expected nothing at all"),
        ("!!bool maybe", "found 'maybe', expected true or false"),
        ("9" * 5_000, f"found '{'9' * 40}...', expected a whole number of 18 digits at most"),
        (f"0x{'f' * 5_000}", "expected a whole number of 18 digits at most"),
    ],
)
def test_a_value_that_is_not_what_yaml_takes_it_for_is_refused_once_where_it_stands(
    cluster: str, only_mistake: OnlyMistake, written: str, expected: str
) -> None:
    mistake = only_mistake(f"{cluster}log_retention:\n  days: {written}\n")

    assert (mistake.line, mistake.path) == (9, "log_retention.days")
    assert expected in mistake.message


def test_a_value_at_fault_is_refused_even_where_nothing_is_allowed(
    cluster: str, only_mistake: OnlyMistake
) -> None:
    text = f"{cluster}log_retention:\n  kms_key_arn: !!int alias\n"

    assert only_mistake(text).message.startswith("found 'alias', expected a whole number")


@pytest.mark.parametrize("written", [".inf", "-.INF", "+.Inf", ".nan", ".NaN", ".NAN"])
def test_a_number_without_end_is_no_number_of_days(
    cluster: str, only_mistake: OnlyMistake, written: str
) -> None:
    text = f"{cluster}log_retention:\n  days: {written}\n"

    assert "expected a number of days" in only_mistake(text).message


@pytest.mark.parametrize(("written", "value"), [("TRUE", True), ("False", False)])
def test_true_and_false_may_be_written_in_capitals(
    cluster: str, load: Callable[[str], Settings], written: str, value: bool
) -> None:
    assert load(f"{cluster}dashboard: {{enabled: {written}}}\n").dashboard.enabled is value


def test_the_yes_of_an_older_yaml_is_refused(cluster: str, only_mistake: OnlyMistake) -> None:
    text = f"%YAML 1.1\n---\n{cluster}dashboard: {{enabled: yes}}\n"

    assert only_mistake(text).message.startswith("found 'yes', expected true or false")


@pytest.mark.parametrize("bracket", ["[", "- ", "? ", "{a: "])
def test_what_is_nested_without_end_is_refused(only_mistake: OnlyMistake, bracket: str) -> None:
    assert "nested too deeply" in only_mistake(bracket * 500).message


@pytest.mark.parametrize("escape", ["\\UFFFFFFFF", "\\U00110000"])
def test_an_escape_of_no_character_is_refused(only_mistake: OnlyMistake, escape: str) -> None:
    assert "of no character there is" in only_mistake(f'a: "{escape}"\n').message


def test_a_section_that_is_left_empty_is_reported_where_its_key_stands(
    cluster: str, only_mistake: OnlyMistake
) -> None:
    mistake = only_mistake(f"{cluster}dashboard:\n\ntags: {{}}\n")

    assert (mistake.line, mistake.path) == (8, "dashboard")


def test_a_merge_key_brings_what_the_mapping_does_not_say_itself(
    cluster: str, load: Callable[[str], Settings]
) -> None:
    text = cluster.replace("  - name", "  - &first\n    name") + "  - <<: *first\n    name: other\n"

    first, other = load(text).clusters
    assert (other.name, other.region) == ("other", first.region)


def test_a_mistake_in_what_was_merged_is_reported_where_it_stands(
    cluster: str, mistakes: Mistakes
) -> None:
    text = cluster.replace("  - name", "  - &first\n    name").replace("eu-central-1\n", "eu\n", 1)

    found = mistakes(f"{text}  - <<: [*first]\n    name: other\n")

    assert [(m.line, m.path) for m in found] == [
        (4, "clusters[0].region"),
        (4, "clusters[1].region"),
    ]


@pytest.mark.parametrize("merged", ["1", "[1]"])
def test_merging_what_is_no_mapping_is_refused(
    cluster: str, only_mistake: OnlyMistake, merged: str
) -> None:
    assert "<< takes another mapping" in only_mistake(f"{cluster}    <<: {merged}\n").message


def test_a_merge_brings_what_was_merged_into_its_mapping(
    cluster: str, load: Callable[[str], Settings]
) -> None:
    text = cluster.replace("  - name", "  - &first\n    name") + (
        "  - &second\n    <<: *first\n    name: second\n    kubernetes_version: '1.35'\n"
        "  - <<: *second\n    name: third\n"
    )
    first, second, third = load(text).clusters

    assert (third.name, third.region) == ("third", first.region)
    assert third.kubernetes_version == second.kubernetes_version


@pytest.mark.parametrize("merged", ["*a", "{<<: *a}", "[*a]"])
def test_merging_a_mapping_into_itself_is_refused(mistakes: Mistakes, merged: str) -> None:
    found = mistakes(f"clusters:\n  - &a\n    <<: {merged}\n")

    assert "<< takes another mapping, or a list of them" in {one.message for one in found}
