"""What a person may ask of every command: years, formats, languages, names as they come."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infofacts.factfile import builtin_path
from infofacts.model import FactBase
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


def test_the_years_of_a_search_are_looked_for_in_all_that_it_finds(run: Run) -> None:
    """Not only in the best few: 网络 is a word of hundreds."""
    for year in ("2018", "2020"):
        best = run("search", "网络", "-y", year, "-f", "json")
        every = run("search", "网络", "-y", year, "-n", "2000", "-f", "json")
        assert best[0] == 0 and json.loads(best[1]) == json.loads(every[1])[:10]


def test_a_name_that_only_derived_figures_have_is_told(run: Run, base: FactBase) -> None:
    stated = {fact.indicator_id for fact in base.facts.values()}
    unstated = [each for key, each in base.indicators.items() if key not in stated]
    assert unstated
    for each in unstated:
        code, _, err = run("search", each.zh)
        assert code == 0
        assert f"{each.id} has no value; show {each.id} --derived computes it" in err


@pytest.mark.parametrize("years", ["2030", "2030:", ":1990", "2030:2031"])
@pytest.mark.parametrize("form", [(), ("-f", "json")])
def test_get_says_no_where_nothing_is_of_the_years(
    run: Run, years: str, form: tuple[str, ...]
) -> None:
    code, out, err = run("get", "5g.users", "-y", years, *form)
    assert code == 1 and not out.strip()
    assert err.startswith("infofacts: 5g.users has no value of")


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
    code, out, err = run("check", str(copy))
    assert (code, out) == (0, "")
    assert err.startswith(f"infofacts: 1216 facts in {copy}: ")
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
    assert row.endswith(f"| 16 | net.base-stations.2023 | unknown-unit | {message} |")


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


# ---------------------------------------------------------------- no answer is no output
@pytest.mark.parametrize(
    "argv",
    [
        ("export", "-y", "2030"),
        ("export", "-y", "2030", "-f", "json"),
        ("export", "--no-builtin", "-f", "csv"),
        ("list", "--no-builtin"),
        ("search", "5G", "--no-builtin"),
        ("show", "5g", "--no-builtin"),
        ("list", "-y", "2030"),
        ("get", "nope", "-f", "json"),
        ("get", "nope", "-f", "table"),
        ("show", "nope", "-f", "json"),
        ("search", "5G", "-y", "2030", "-f", "json"),
    ],
)
def test_where_there_is_nothing_nothing_is_printed(run: Run, argv: tuple[str, ...]) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (1, "") and err.startswith("infofacts: ")
    assert ("name one with --facts" in err) is ("--no-builtin" in argv)


def test_an_export_of_nothing_writes_no_file(run: Run, tmp_path: Path) -> None:
    for name in ("x.db", "x.json", "x.parquet"):
        assert run("export", "-y", "2030", "-o", str(tmp_path / name))[0] == 1
    assert not list(tmp_path.iterdir())


def test_get_of_records_gives_those_that_there_are(run: Run) -> None:
    code, out, _ = run("get", "nope", "5g.users.2023", "-f", "json")
    assert code == 1 and [record["id"] for record in json.loads(out)] == ["5g.users.2023"]
    assert run("get", "nope", "-f", "xlsx")[0] == 2


# ---------------------------------------------------------------- years in a name
@pytest.mark.parametrize(
    "name",
    [
        "5g.base-stations.2022", "2022年5G基站总数", "2022年的5G基站总数", "5G基站总数2022年",
        "5G基站总数2022", "5G基站总数 2022年", "5G base stations in 2022", "5G base stations 2022",
        "2022 5G base stations",
    ],
)  # fmt: skip
def test_a_name_may_have_its_year_before_or_behind_it(run: Run, name: str) -> None:
    assert run("get", name) == (0, "2312000\n", "")


def test_digits_that_belong_to_a_name_are_no_year(run: Run) -> None:
    assert run("get", "IPv62023")[0] == 1
    assert run("get", "5g.base-stations2022")[0] == 1


def test_a_search_of_the_newest_year_finds_the_newest(run: Run) -> None:
    newest = json.loads(run("get", "5g.base-stations", "-f", "json")[1])[0]["year"]
    _, out, _ = run("search", "5G基站总数", "-y", "latest", "-n", "1", "-f", "json")
    assert json.loads(out)[0]["id"] == f"5g.base-stations.{newest}"
    _, out, _ = run("search", "5G基站总数", "-y", "2022", "-n", "1", "-f", "json")
    assert json.loads(out)[0]["id"] == "5g.base-stations.2022"


# ---------------------------------------------------------------- what is said
def test_every_line_on_stderr_says_who_talks(run: Run) -> None:
    for argv in (("compare", "5g.users", "-y", "1999"), ("show", "nope", "nix"), ("compare", "5g", "-y", "2023")):  # fmt: skip
        _, _, err = run(*argv)
        assert err and all(line.startswith("infofacts: ") for line in err.splitlines()), argv


def test_what_an_indicator_lacks_is_said_with_what_it_has(run: Run) -> None:
    assert "5g.users has no change of 2023; it has 5g." in run("show", "5g.users.2023.change")[2]
    assert "5g.users has no value of 1999; it has 5g." in run("show", "5g.users.1999")[2]
    for command in ("get", "show"):
        _, _, err = run(command, "5g.users-per-base-station")
        assert err.endswith(
            "show 5g.users-per-base-station --derived computes it: 5g.users / 5g.base-stations\n"
        )


def test_a_wrong_language_is_blamed_on_who_said_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "infofacts: --lang xx: expected" in run("show", "5g", "--lang", "xx")[2]
    monkeypatch.setenv("INFOFACTS_LANG", "yy")
    assert "infofacts: INFOFACTS_LANG=yy: expected" in run("show", "5g")[2]
    assert "infofacts: --lang xx: expected" in run("show", "5g", "--lang", "xx")[2]


@pytest.mark.parametrize(("scale", "code"), [("", 2), ("Million", 0), ("MILLION", 0), ("x", 2)])
def test_a_scale_is_a_scale_word(run: Run, scale: str, code: int) -> None:
    assert run("get", "5g.base-stations.2023", "--in", scale)[:2] == (code, "3.377\n" * (not code))


def test_a_format_that_export_cannot_write_names_those_it_can(run: Run) -> None:
    code, _, err = run("export", "-f", "xlsx")
    assert code == 2 and "sqlite, parquet, datapackage" in err


def test_list_of_a_fact_lists_that_fact(run: Run) -> None:
    _, out, _ = run("list", "5g.users.2023", "-f", "jsonl")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["5g.users.2023"]
    _, out, _ = run("list", "broadband.gigabit-users.2023.change", "-f", "jsonl")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [
        "broadband.gigabit-users.2023.change"
    ]


def test_what_is_measured_on_another_basis_is_a_break(run: Run) -> None:
    """FP16 operations are not those of another precision, a number per head is no number."""
    for one, other in (
        ("computing-power.intelligent-capacity.2023", "computing-power.intelligent-capacity-fp16"),
        ("computing-power.capacity.2024", "computing-power.capacity-caict.2025"),
        ("5g.base-stations.2023", "5g.base-stations-per-10000-people.2023"),
    ):
        _, out, _ = run("compare", one, other, "-f", "json")
        assert "break" in json.loads(out)[1]["warnings"]
        _, out, _ = run("compare", one, other, "-f", "table", "--lang", "en")
        assert "measured on different bases" in " ".join(out.split())
    _, out, _ = run("compare", "5g.users.2023", "internet-users.users.2023", "-f", "json")
    assert "break" not in json.loads(out)[1]["warnings"]


def test_a_formula_in_english_is_in_english(run: Run) -> None:
    _, out, _ = run("show", "survey-skills.programming", "--derived", "--lang", "en", "-f", "table")
    assert "22.1% − 7 percentage points = about 15%" in " ".join(out.split())
    _, out, _ = run(
        "show", "5g.users-per-base-station.2023", "--derived", "--lang", "en", "-f", "md"
    )
    assert "805 million users ÷ 3.377 million = about 238.4 users" in out


# ---------------------------------------------------------------- what a shell offers
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("cite x --style gb", ["gbt7714-2025", "gbt7714-2015"]),
        ("show 5g -f j", ["json", "jsonl"]),
        ("export -f p", ["parquet"]),
        ("show 5g --lang b", ["both"]),
        ("get x --field pri", ["printed"]),
        ("get x --in b", ["billion"]),
        ("show 5g -y l", ["latest"]),
    ],
)
def test_options_complete_with_their_words(typed: str, offered: list[str]) -> None:
    words = ["infofacts", *typed.split()]
    asked = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        PROGRAM, cwd=ROOT, env={**os.environ, **asked, "_INFOFACTS_COMPLETE": "complete_bash"},
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.split() == offered


@pytest.mark.parametrize("command", ["show", "get", "list", "cite", "source"])
def test_a_name_and_years_that_disagree_are_bad_usage(run: Run, command: str) -> None:
    code, out, err = run(command, "5g.base-stations.2023", "-y", "2022")
    assert (code, out) == (2, "")
    assert "5g.base-stations.2023 is of 2023, not of the years asked for" in err
