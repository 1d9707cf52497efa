"""RESULTS.md has one part a benchmark."""

from pathlib import Path

from benchmarks.results import write


def test_a_part_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    for part in ("first", "second"):
        write("Speed", f"{part}\n\n### In detail\n\nmuch", to=file)

    assert file.read_text(encoding="utf-8") == (
        "# Results\n\n## Speed\n\nsecond\n\n### In detail\n\nmuch\n"
    )


def test_other_parts_stay_where_they_are(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    for heading, text in (("Speed", "1"), ("Size", "2"), ("Speed", "3")):
        write(heading, text, to=file)

    assert file.read_text(encoding="utf-8") == "# Results\n\n## Speed\n\n3\n\n## Size\n\n2\n"
