"""The commands answer from the shipped base: show, get, search, list, export."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from infofacts.model import FactBase
from tests.conftest import ROOT, Run

# The record of the contract, retyped by hand on purpose.
KEYS = (
    "id topic indicator year zh en measure value unit bound printed as_of scope status since "
    "formula note source section line lines quote also"
).split()


# ---------------------------------------------------------------- get
@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (["5g.base-stations.2023"], "3377000"),
        (["5g.base-stations.2023", "--in", "万"], "337.7"),
        (["5g.base-stations.2023", "--in", "million"], "3.377"),
        (["5g.base-stations.2023", "--field", "printed"], "337.7万个"),
        (["operating-systems.harmonyos.2023", "--field", "printed"], "超7亿台"),
        (["operating-systems.harmonyos.2023", "--field", "bound"], ">"),
        (["patents.share-authorized.2023"], "45"),
        (["patents.share-authorized.2023", "--field", "printed"], "四成半"),
        (["broadband.10g-pon-ports.2023.change"], "7792000"),
        (["broadband.10g-pon-ports.2023.change", "--field", "since"], "2022"),
        (["software.revenue.2023"], "12325800000000"),
        (["software.revenue.2023", "--in", "亿"], "123258"),
        (["integrated-circuits.output.2023"], "351400000000"),
        (["integrated-circuits.output.2023.growth"], "6.9"),
        (["survey-smart-home.users.2022"], "68.4"),
        (["survey-smart-home.users.2023"], "83.4"),
        (["rural.internet-penetration.2023"], "66.5"),
        (["5G基站总数", "-y", "2023"], "3377000"),
        (["5g base STATIONS.2023"], "3377000"),
        (["5g.base-stations.2023", "--field", "lines"], "31\t207"),
        (["operating-systems.harmonyos.2023", "--field", "note"], ""),
    ],
)
def test_get_prints_the_bare_value_and_nothing_else(run: Run, args: list[str], answer: str) -> None:
    assert run("get", *args) == (0, f"{answer}\n", "")


def test_get_answers_every_name_in_order_and_says_what_is_missing(run: Run) -> None:
    code, out, err = run("get", "5g.base-stations.2023", "5g.base-sations.2023", "5g.users.2023")
    assert (code, out) == (1, "3377000\n\n805000000\n")
    assert "'5g.base-sations.2023'" in err and "5g.base-stations" in err


def test_get_separates_the_items_of_a_list_by_tabs(run: Run, base: FactBase) -> None:
    code, out, _ = run("get", "provinces.top-ten.2023")
    assert code == 0
    assert out == "浙江\t北京\t上海\t广东\t江苏\t福建\t山东\t四川\t重庆\t天津\n"


def test_get_over_years_keeps_the_place_of_a_year_without_a_value(run: Run) -> None:
    """A tab a year, nothing (never 0) where there is no value, and the year is said."""
    code, out, err = run("get", "5g.base-stations", "-y", "2018:2020", "--in", "万")
    assert (code, out) == (1, "\t13\t71.8\n") and "of 2018" in err


def test_show_says_the_years_without_a_value(run: Run) -> None:
    code, out, err = run("show", "5g.base-stations", "-y", "2017:2019")
    assert code == 0 and len(out.splitlines()) == 2
    assert err == "infofacts: 5g.base-stations has no value of 2017, 2018\n"


def test_a_topic_shows_the_newest_year_and_the_reports_beside_it(run: Run) -> None:
    _, out, _ = run("show", "5g", "-f", "jsonl")
    ids = [json.loads(line)["id"] for line in out.splitlines()]
    assert ids[:2] == ["5g.base-stations.2025", "5g.base-stations.2023"]
    _, out, _ = run("show", "5g", "-y", "latest", "-f", "jsonl")
    assert "5g.base-stations.2023" not in out


def test_get_reads_names_from_standard_input() -> None:
    names = "5g.base-stations.2023\n\nsurvey-smart-home.users.2022\n"
    done = subprocess.run(
        [sys.executable, "-m", "infofacts", "get", "-"], input=names, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "3377000\n\n68.4\n")
    assert done.stderr.startswith("infofacts: nothing is named ''")


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["5g"], 1, "is a topic"),
        (["5g.base-stations.1987"], 1, "of 1987"),
        (["ipv6.mobile-traffic-share.2023", "--in", "万"], 1, "not a count"),
        (["5g.users.2023", "--in", "dozen"], 2, "--in dozen"),
        (["5g.users.2023", "--field", "colour"], 2, "--field colour"),
        (["5g.users", "-y", "tomorrow"], 2, "--year tomorrow"),
        (["5g.users", "--format", "xml"], 2, "--format xml"),
        (["5g.users", "--lang"], 2, ""),
    ],
)
def test_get_says_no_with_its_exit_code(run: Run, args: list[str], code: int, words: str) -> None:
    got, out, err = run("get", *args)
    assert (got, out.strip()) == (code, "")
    assert words in err and "Traceback" not in err


# ---------------------------------------------------------------- show
def test_show_a_topic_as_the_contracts_array(run: Run) -> None:
    code, out, err = run("show", "5g", "-f", "json")
    records = json.loads(out, parse_float=Decimal)
    assert (code, err) == (0, "")
    found = {record["id"]: record for record in records}
    assert all(record["topic"] == "5g" for record in records)
    assert list(found["5g.base-stations.2023"]) == KEYS
    record = found["5g.base-stations.2023"]
    assert record["value"] == 3377000 and record["lines"] == [31, 207]
    assert record["section"] == "第二篇 › 二 › （一）" and record["line"] == 207
    assert (record["bound"], record["unit"], record["as_of"]) == ("=", "个", "2023-12-31")


@pytest.mark.parametrize("name", ["物联网", "IPv6", "5G base stations", "ipv6", "5G网络", "宽带"])
def test_show_takes_labels_and_aliases(run: Run, name: str) -> None:
    code, out, err = run("show", name)
    assert (code, err) == (0, "") and out.startswith("id\ttopic\t")


def test_show_of_an_unknown_name_prints_nothing_and_names_the_nearest(run: Run) -> None:
    code, out, err = run("show", "5g-base")
    assert (code, out) == (1, "")
    assert "5g.base-stations" in err


def test_show_is_all_or_nothing(run: Run) -> None:
    code, out, err = run("show", "5g", "nonsense", "rubbish")
    assert (code, out) == (1, "")
    assert "'nonsense'" in err and "'rubbish'" in err


def test_a_card_says_the_words_and_the_place(run: Run) -> None:
    _, out, _ = run("show", "operating-systems.harmonyos", "-f", "table", "--lang", "zh")
    assert "超7亿台" in out and "鸿蒙装机超7亿台" in out
    assert "第二篇 › 一 › （一）" in out and "国家信息化发展报告（2023年）" in out


def test_english_reads_english(run: Run) -> None:
    _, out, _ = run("show", "broadband.gigabit-users", "-y", "2023", "-f", "table", "--lang", "en")
    assert "163 million users" in out and "Fixed broadband users at 1000 Mbps and above" in out


def test_the_language_comes_from_the_option_then_the_variable_then_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def heading(*args: str) -> str:
        return run("show", "5g.users", "-f", "table", *args)[1].splitlines()[0]

    assert heading() == "5G移动电话用户 · 5G mobile phone users  5g.users"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert heading() == "5G移动电话用户  5g.users"
    monkeypatch.setenv("INFOFACTS_LANG", "en")
    assert heading() == "5G mobile phone users  5g.users"
    assert heading("--lang", "zh") == "5G移动电话用户  5g.users"


def test_ranks_are_ranks(run: Run, base: FactBase) -> None:
    ranks = [f for f in base.facts.values() if f.topic == "computing-power" and f.measure == "rank"]
    assert [(f.value, f.scope) for f in ranks] == [(Decimal(2), "world")]
    code, out, _ = run("get", ranks[0].id)
    assert (code, out) == (0, "2\n")


# ---------------------------------------------------------------- search and list
@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["5G基站数量"], "5g.base-stations"),
        (["how", "many", "5G", "base", "stations"], "5g.base-stations"),
        (["网民规模"], "internet-users.users"),
        (["鸿蒙"], "operating-systems.harmonyos"),
        (["smart home"], "survey-smart-home.users"),
    ],
)
def test_search_puts_the_right_fact_first(run: Run, words: list[str], first: str) -> None:
    code, out, _ = run("search", *words, "-f", "jsonl")
    assert code == 0
    assert json.loads(out.splitlines()[0])["id"].startswith(first)


def test_search_finds_words_of_a_quote(run: Run) -> None:
    _, out, _ = run("search", "率先在全球将6425-7125MHz频段", "-f", "jsonl")
    assert json.loads(out.splitlines()[0])["topic"] == "spectrum"


def test_search_without_a_hit_is_no(run: Run) -> None:
    code, out, err = run("search", "zzzzqqqq")
    assert (code, out) == (1, "") and "zzzzqqqq" in err


def test_search_gives_at_most_n(run: Run) -> None:
    _, out, _ = run("search", "5G", "-n", "3", "-f", "jsonl")
    assert len(out.splitlines()) == 3


def test_list_counts_the_topics(run: Run, base: FactBase) -> None:
    code, out, _ = run("list", "-f", "json")
    records = json.loads(out)
    assert code == 0 and [r["topic"] for r in records] == list(base.topics)
    assert sum(r["facts"] for r in records) == len(base.facts)
    assert sum(r["indicators"] for r in records) == len(base.indicators)


def test_list_of_a_topic_gives_its_addresses(run: Run, base: FactBase) -> None:
    code, out, _ = run("list", "5g")
    ids = [line.split("\t")[0] for line in out.splitlines()]
    assert code == 0 and ids[0] == "id"
    assert ids[1:] == [f.id for f in base.facts.values() if f.topic == "5g"]


# ---------------------------------------------------------------- export
def test_every_format_gives_back_every_fact(run: Run, base: FactBase) -> None:
    wanted = {fact.id: fact for fact in base.facts.values()}
    jsonl = [
        json.loads(x, parse_float=Decimal) for x in run("export", "-f", "jsonl")[1].splitlines()
    ]
    whole = json.loads(run("export", "-f", "json")[1], parse_float=Decimal)
    assert jsonl == whole and [r["id"] for r in whole] == list(wanted)
    rows = list(csv.DictReader(io.StringIO(run("export", "-f", "csv", "--raw")[1])))
    lines = [line.split("\t") for line in run("export", "-f", "tsv")[1].splitlines()]
    assert len(rows) == len(lines) - 1 == len(whole)
    for record, row, cells in zip(whole, rows, lines[1:], strict=True):
        fact = wanted[record["id"]]
        value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
        assert record["value"] == value
        assert row["id"] == cells[0] == fact.id and row["printed"] == fact.printed
        if isinstance(value, Decimal):
            assert Decimal(row["value"]) == value and "E" not in row["value"]


def test_export_to_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    code, out, _ = run("export", "-f", "jsonl", "-o", str(path))
    assert (code, out) == (0, "")
    assert path.read_text("utf-8") == run("export", "-f", "jsonl")[1]
    code, _, err = run("export", "-o", str(tmp_path / "no" / "where.tsv"))
    assert code == 2 and "--output" in err


def test_records_keep_the_contract(base: FactBase) -> None:
    for fact in base.facts.values():
        record = fact.to_dict()
        assert [key for key in record if key != "url"] == KEYS
        assert record["bound"] in ("=", ">", ">=", "<", "<=", "~")
        assert record["measure"] in ("level", "change", "growth", "rank")
        assert ("url" in record) == (record["line"] is None)


# ---------------------------------------------------------------- the process
def test_a_closed_pipe_is_success() -> None:
    script = f"{sys.executable} -m infofacts export -f jsonl | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=ROOT)
    lines = done.stdout.splitlines()
    assert (len(lines), lines[-1], done.stderr) == (2, "0", "")


def test_version_and_help(run: Run) -> None:
    code, out, _ = run("--version")
    assert code == 0 and out.startswith("infofacts ")
    for command in ("show", "get", "search", "list", "compare", "check", "export"):
        code, out, _ = run(command, "-h")
        assert code == 0 and "Example: infofacts " in out


def test_an_overlay_replaces_a_fact_and_adds_one(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        '[sources.me]\ntitle = "My notes"\npublisher = "Me"\n\n'
        '[5g.base-stations.2023]\nvalue = 1\nunit = "万个"\nquote = "1万个"\n\n'
        '[mine]\nzh = "我的"\nen = "Mine"\n\n[mine.cats]\nzh = "猫"\nen = "Cats"\n\n'
        '[mine.cats.2024]\nvalue = 3\nunit = "只"\nquote = "3只"\n',
        "utf-8",
    )
    assert run("get", "5g.base-stations.2023", "mine.cats", "--facts", str(mine))[1] == "10000\n3\n"
    assert run("check", str(mine))[0] == 0
    assert run("get", "5g.base-stations.2023", "--facts", str(mine), "--no-builtin")[1] == "10000\n"
    code, out, err = run("get", "5g.users.2023", "--facts", str(mine), "--no-builtin")
    assert (code, out) == (1, "\n") and "5g.users.2023" in err
