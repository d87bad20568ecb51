"""`infofacts check` as a command: files, formats, exit codes; `tests/test_check.py` has the rules."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from infofacts.model import FactBase
from infofacts.text import builtin
from tests.conftest import ROOT, Records, Run, one_fact

UNKNOWN_UNIT = str(ROOT / "tests" / "check" / "invalid" / "unknown-unit.toml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Another version of the shipped base, beside its source."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copy(builtin(), tmp_path / "copy.toml")
    return tmp_path / "copy.toml"


def test_a_copy_of_the_shipped_base_is_proven_by_itself(
    run: Run, copy: Path, base: FactBase
) -> None:
    code, out, err = run("check", str(copy))
    assert (code, out) == (0, "")
    assert err.startswith(f"infofacts: {len(base.facts)} facts in {copy}: ")


def test_what_is_missing_in_a_copy_is_not_found_in_the_shipped_base(run: Run, copy: Path) -> None:
    """A label, a fact, and a fact's year: three edits, each with its problems."""
    text = copy.read_text("utf-8").replace('en = "5G base stations"\n', "", 1)
    start = text.index("[beidou.satellites.2023]")
    text = text[:start] + text[text.index("\n\n", start) :].lstrip()
    moved = "[operating-systems.harmonyos.{}]"
    copy.write_text(text.replace(moved.format(2023), moved.format(2021)), "utf-8")
    code, out, _ = run("check", "--coverage", str(copy))
    assert code == 1 and ": 5g.base-stations: missing-label: only one label, '5G基站总数'" in out
    assert "beidou.satellites: empty-indicator" in out
    assert re.search(r"\b45\b", out)  # the satellites, a number that no fact quotes now
    assert "operating-systems.harmonyos.2021: unsupported-year: " in out


def test_a_file_that_cannot_be_read_is_exit_3(run: Run, tmp_path: Path) -> None:
    """Not 1, as a problem is."""
    gone, broken = tmp_path / "gone.toml", tmp_path / "broken.toml"
    broken.write_text("[a\n", "utf-8")
    assert run("check", str(gone))[:2] == (3, f"{gone}:1: -: unreadable: there is no such file\n")
    code, out, _ = run("check", str(broken))
    assert code == 3 and out.startswith(f"{broken}:1: -: syntax: column 3: ")


def test_problems_are_records_in_every_format(run: Run, records: Records) -> None:
    asked = ("check", UNKNOWN_UNIT, "--no-builtin")
    (problem,) = records(*asked)
    message = "unit '弄' is not known; a scale word (万, 亿 …) comes first; declare your own as "
    whole = f'{message}[units."弄"]'
    assert (problem["line"], problem["code"], problem["message"]) == (16, "unknown-unit", whole)
    out = run(*asked, "-f", "csv")[1]
    assert out.splitlines()[0] == "file,line,address,code,message" and message in out
    header, rule, row = run(*asked, "-f", "md")[1].splitlines()
    assert header == "| File | Line | Address | Code | Message |" and set(rule) <= set("|-: ")
    assert f"| 16 | net.base-stations.2023 | unknown-unit | {message}" in row


def test_coverage_is_counted_on_stderr_beside_records(run: Run) -> None:
    code, out, err = run("check", "--coverage", "-f", "json")
    assert (code, out) == (0, "[]\n")
    counts = r"(\d+) number tokens: (\d+) covered by quotes, (\d+) excused .*, 0 uncovered"
    match = re.search(counts, err)
    assert match and int(match[1]) == int(match[2]) + int(match[3]) > 1000


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ('value = "337.7"\nunit = "万个"', "15: m.a.2023: wrong-type: a text cannot have unit"),
        (
            f"value = 1\nas_of = {'9' * 70}",
            "as_of must be a date: 2023, 2023-12 or 2023-12-31, not a huge number",
        ),
    ],
)
def test_a_wrong_value_is_a_short_message(own: Run, fact: str, message: str) -> None:
    assert message in own(one_fact(fact), "check")[1]


def test_an_empty_name_is_no_file(run: Run) -> None:
    assert run("check", "")[:2] == (3, ".:1: -: unreadable: is not a file\n")
