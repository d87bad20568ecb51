"""What a person may ask of every command: years, formats, languages, names as they come."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infofacts.factbase import builtin_path
from tests.conftest import ROOT, Run

PROGRAM = [sys.executable, "-m", "infofacts"]


# ---------------------------------------------------------------- names as they come
def test_names_from_a_pipe_are_answered_one_by_one() -> None:
    """Another program asks, reads the answer, and asks again."""
    asked = [
        ("5g.base-stations.2023", "3377000"),
        ("nope", ""),
        ("", ""),
        ("5g.users.2023", "805000000"),
    ]
    with subprocess.Popen(
        [*PROGRAM, "get", "-"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdin and process.stdout and process.stderr
        for name, answer in asked:
            process.stdin.write(f"{name}\n")
            process.stdin.flush()
            assert process.stdout.readline() == f"{answer}\n"
        process.stdin.close()
        told = process.stderr.read()
    assert process.returncode == 1 and "'nope'" in told and told.count("\n") == 2


def test_an_endless_list_of_names_ends_with_its_reader() -> None:
    """No memory is taken by what is not read yet."""
    script = (
        f"ulimit -v 2000000; yes 5g.users.2023 | '{sys.executable}' -m infofacts get - | head -2; "
    )
    done = subprocess.run(
        ["bash", "-c", script + 'echo "${PIPESTATUS[1]}"'], cwd=ROOT, capture_output=True, timeout=60, check=True
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (b"805000000\n805000000\n0\n", b"")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_is_a_name(end: str) -> None:
    names = end.join((" 5g.users.2023", "5G基站总数.2023 ", "", "x\x0by", "5g.users.2022"))
    done = subprocess.run(
        [*PROGRAM, "get", "-"], cwd=ROOT, input=names.encode(), capture_output=True
    )
    assert done.stdout.split(b"\n") == [b"805000000", b"3377000", b"", b"", b"561000000", b""]


# ---------------------------------------------------------------- years
@pytest.mark.parametrize("years", ["2020", "2019:2020", "2020,1999"])
def test_search_finds_what_is_of_the_years(run: Run, years: str) -> None:
    code, out, _ = run("search", "网民规模", "-y", years, "-f", "json")
    hits = json.loads(out)
    assert code == 0 and hits[0]["id"] == "internet-users.users.2020"
    assert {hit["year"] for hit in hits} <= {2019, 2020}


def test_search_says_no_where_nothing_is_of_the_year(run: Run) -> None:
    assert run("search", "网民规模", "-y", "1990") == (
        1,
        "",
        "infofacts: nothing found for '网民规模'\n",
    )


def test_list_counts_and_lists_what_is_of_the_years(run: Run) -> None:
    _, out, _ = run("list", "-y", "2021", "-f", "json")
    counted = {row["topic"]: (row["indicators"], row["facts"]) for row in json.loads(out)}
    assert counted["5g"] == (2, 2) and "courts" not in counted
    _, out, _ = run("list", "5g", "-y", "2021")
    assert [line.split("\t")[0] for line in out.splitlines()] == [
        "id",
        "5g.base-stations.2021",
        "5g.users.2021",
    ]
    _, out, _ = run("list", "5g.base-stations", "-y", "latest", "-f", "json")
    assert [row["year"] for row in json.loads(out)] == [2025]


@pytest.mark.parametrize("topic", [[], ["5g"]])
def test_list_says_no_where_nothing_is_of_the_year(run: Run, topic: list[str]) -> None:
    code, out, err = run("list", *topic, "-y", "1990")
    assert (code, out) == (1, "") and "nothing of the years asked for" in err


# ---------------------------------------------------------------- citations
def test_citations_are_records_too(run: Run) -> None:
    code, out, err = run(
        "cite", "5g.base-stations.2023", "5g.users", "-f", "json", "--style", "apa"
    )
    first, second = json.loads(out)
    assert (code, err) == (0, "")
    assert (first["id"], second["id"]) == ("5g.base-stations.2023", "5g.users.2025")
    assert first["style"] == "apa"
    assert first["citation"] == run("cite", "5g.base-stations.2023", "--style", "apa")[1]
    assert second["citation"] == run("cite", "5g.users.2025", "--style", "apa")[1]


def test_places_are_given_in_english_if_asked_for(run: Run) -> None:
    _, zh, _ = run("cite", "5g.base-stations.2023")
    _, en, _ = run("cite", "5g.base-stations.2023", "--lang", "en")
    assert en == zh.replace("第二篇 › 二 › （一）", "Part 2 › 2 › (1)") != zh
    assert run("cite", "5g", "--lang", "fr")[0] == 2


# ---------------------------------------------------------------- check
@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Another version of the shipped base, beside its source."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copy(builtin_path(), tmp_path / "copy.toml")
    return tmp_path / "copy.toml"


def test_another_version_of_the_base_is_proven_by_itself(run: Run, copy: Path) -> None:
    """What is missing in it must not be found in the shipped one."""
    assert run("check", str(copy)) == (0, "", f"infofacts: 1216 facts proven in {copy}\n")
    text = copy.read_text("utf-8")
    copy.write_text(text.replace('en = "5G base stations"\n', "", 1), "utf-8")
    code, out, _ = run("check", str(copy))
    assert code == 1 and ": 5g.base-stations: missing-label: only one label, '5G基站总数'" in out


def test_a_fact_that_went_missing_leaves_its_numbers_uncovered(run: Run, copy: Path) -> None:
    text = copy.read_text("utf-8")
    start = text.index("[beidou.satellites.2023]")
    end = text.index("\n\n", start)
    copy.write_text(text[:start] + text[end:].lstrip(), "utf-8")
    code, out, _ = run("check", "--coverage", str(copy))
    assert code == 1 and "beidou.satellites: empty-indicator" in out and "45" in out


def test_a_fact_that_is_moved_to_another_year_is_told(run: Run, copy: Path) -> None:
    text = copy.read_text("utf-8")
    copy.write_text(text.replace("[operating-systems.harmonyos.2023]", "[operating-systems.harmonyos.2021]"), "utf-8")  # fmt: skip
    code, out, _ = run("check", str(copy))
    assert code == 1 and "operating-systems.harmonyos.2021: unsupported-year: " in out


def test_a_file_that_cannot_be_read_is_another_answer_than_a_problem(
    run: Run, tmp_path: Path
) -> None:
    gone, broken = tmp_path / "gone.toml", tmp_path / "broken.toml"
    broken.write_text("[a\n", "utf-8")
    assert run("check", str(gone))[:2] == (3, f"{gone}:1: -: unreadable: there is no such file\n")
    code, out, _ = run("check", str(broken))
    assert code == 3 and out.startswith(f"{broken}:1: -: syntax: column 3: ")


def test_a_check_answers_in_every_format(run: Run) -> None:
    path = "tests/data/invalid/unknown-unit.toml"
    message = "unit '弄' is not known; a scale word (万, 亿 …) stands first"
    _, out, _ = run("check", str(ROOT / path), "--no-builtin", "-f", "csv")
    assert out.splitlines()[0] == "file,line,address,code,message" and message in out
    _, out, _ = run("check", str(ROOT / path), "--no-builtin", "-f", "md")
    header, rule, row = out.splitlines()
    assert header == "| File | Line | Address | Code | Message |" and set(rule) <= set("|-: ")
    assert row.endswith(f"| 14 | net.base-stations.2023 | unknown-unit | {message} |")


def test_the_coverage_is_told_beside_records(run: Run) -> None:
    code, out, err = run("check", "--coverage", "-f", "json")
    assert (code, json.loads(out)) == (0, [])
    assert "1148 number tokens" in err and "0 uncovered" in err


# ---------------------------------------------------------------- the rest
@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.json", "["),
        ("a.JSONL", "{"),
        ("a.csv", "id,topic"),
        ("a.md", "|"),
        ("a.txt", "id\ttopic"),
    ],
)
def test_the_name_of_a_file_says_its_format(
    run: Run, tmp_path: Path, name: str, begins: str
) -> None:
    assert run("export", "-o", str(tmp_path / name)) == (0, "", "")
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert run("export", "-o", str(tmp_path / name), "-f", "jsonl")[0] == 0
    assert (tmp_path / name).read_text("utf-8").startswith('{"id"')


def test_a_database_is_named_so_too(run: Run, tmp_path: Path) -> None:
    assert run("export", "-o", str(tmp_path / "a.db"))[0] == 0
    assert (tmp_path / "a.db").read_bytes().startswith(b"SQLite format 3")


def test_a_source_is_shown_by_its_id(run: Run) -> None:
    code, out, _ = run("source", "nidr-2023", "-f", "json")
    (source,) = json.loads(out)
    assert code == 0 and source["id"] == "nidr-2023" and source["facts"] > 1000
    assert "nidr-2023" in run("source", "nidr-2023", "-f", "table")[1]
    assert run("source", "nidr-2023", "5g")[0] == 1


def test_the_value_of_a_rank_is_the_rank(run: Run) -> None:
    assert run("get", "computing-power.world-rank") == (0, "2\n", "")
    table = run("show", "computing-power.world-rank", "-f", "table", "--lang", "zh")[1]
    assert "全球第2" in table and "变化" not in table
    code, _, err = run("compare", "computing-power.world-rank", "strategy.internet-users-rank")
    assert code == 1 and "is a rank, not a quantity" in err


def test_growth_alone_is_no_value(run: Run) -> None:
    """A bare 3.4 would be read as the value added itself."""
    code, out, err = run("get", "electronics.value-added")
    assert (code, out) == (1, "\n") and "electronics.value-added.2023.growth" in err


@pytest.mark.parametrize(
    ("lang", "shown"), [("zh", "近50%"), ("en", "nearly 50%"), ("both", "近50%")]
)
def test_a_comparison_keeps_the_printed_word_of_a_bound(run: Run, lang: str, shown: str) -> None:
    args = ("compare", "ipv6.mobile-traffic-share", "-y", "2021,2022", "-f", "table")
    assert shown in run(*args, "--lang", lang)[1]
    zh = run(
        "compare", "broadband.gigabit-users", "-y", "2023,2024", "-f", "table", "--lang", "zh"
    )[1]
    assert "突破2亿户" in zh


def test_nothing_is_suggested_from_the_middle_of_words(run: Run) -> None:
    """nope is no part of blockchain.open-source-projects."""
    assert run("get", "nope")[2] == "infofacts: nothing is named 'nope'; try infofacts search\n"
    assert "5g.base-stations" in run("get", "base station")[2]
    assert "5g.base-stations" in run("get", "基站")[2]


def test_nothing_is_derived_from_a_change_with_a_caveat(run: Run) -> None:
    for name in ("data-resources.share-dcmm-robust", "public-data.open-datasets"):
        _, out, _ = run("show", name, "--derived", "-f", "json")
        assert {fact["status"] for fact in json.loads(out)} == {"stated"}


def test_an_asterisk_of_the_text_is_no_mark(run: Run) -> None:
    _, out, _ = run("source", "evaluation-index.mark-survey", "-f", "json")
    (found,) = json.loads(out)
    assert found["exact"] == "注：\\*表示该项指标数据使用了网络问卷调查统计结果"


# ---------------------------------------------------------------- what a message says
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('value = "337.7"\nunit = "万个"', "16: net.base-stations.2023: wrong-type: a text has no unit"),
        (f"value = 1\nas_of = {'9' * 70}", "as_of must be a date: 2023, 2023-12 or 2023-12-31, not a huge number"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_in_short(run: Run, tmp_path: Path, line: str, told: str) -> None:
    good = (ROOT / "tests/data/invalid/unknown-unit.toml").read_text("utf-8")
    path = tmp_path / "bad.toml"
    head = good[: good.index("[net.base-stations.2023]")]
    path.write_text(f"{head}[net.base-stations.2023]\n{line}\n", "utf-8")
    assert told in run("check", str(path), "--no-builtin")[1]
