"""Tables that other programs read as they do by themselves: every row, each column of one type."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import subprocess
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from shutil import which
from typing import Any

import duckdb
import pandas
import polars
import pytest

from infofacts.formats import RECORD_FORMATS
from infofacts.model import FactBase
from tests.conftest import Records, Run
from tests.tools.read_everywhere import HARD, WORDS


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The options for the built-in facts and some that are hard to write."""
    path = tmp_path_factory.mktemp("hard") / "hard.toml"
    path.write_text(HARD, "utf-8")
    return ["--facts", str(path)]


@pytest.fixture
def table(run: Run, hard: list[str], tmp_path: Path) -> Path:
    """All facts as CSV."""
    path = tmp_path / "facts.csv"
    assert run("export", "-o", str(path), *hard) == (0, "", "")
    return path


def test_polars_reads_csv(table: Path, base: FactBase) -> None:
    frame = polars.read_csv(table)
    types = [frame.schema[name] for name in ("year", "value", "since", "as_of", "text", "lines")]
    text = polars.String
    assert types == [polars.Int64, polars.Float64, text, text, text, text]
    assert frame.height == len(base.facts) + 4
    numbers = [fact.number for fact in base.facts.values() if fact.number is not None]
    assert frame["value"].drop_nulls().to_list()[:-1] == list(map(float, numbers))
    assert frame.filter(id="hard.words.2023")["quote"].item() == WORDS


def test_pandas_reads_csv(table: Path, base: FactBase) -> None:
    frame = pandas.read_csv(table).set_index("id")
    assert len(frame) == len(base.facts) + 4 and frame.loc["hard.words.2023", "quote"] == WORDS
    assert str(frame["value"].dtype) == "float64" and str(frame["year"].dtype) == "int64"
    assert set(frame["since"].dropna()) >= {"2022", "2022-H2"}


def test_duckdb_reads_csv_and_sums_it_exactly(table: Path, base: FactBase) -> None:
    found = duckdb.execute(
        f"SELECT count(*), sum(value::DECIMAL(38, 9)) FROM read_csv('{table}', "
        "types = {'value': 'DECIMAL(38, 9)'}) WHERE topic <> 'hard'"
    ).fetchone()
    numbers = [fact.number for fact in base.facts.values() if fact.number is not None]
    assert found == (len(base.facts), sum(numbers))
    types = duckdb.execute(f"SELECT typeof(value), typeof(since) FROM '{table}'").fetchone()
    assert types == ("DOUBLE", "VARCHAR")


def test_pyarrow_reads_csv_and_tsv(run: Run, hard: list[str], table: Path) -> None:
    arrow = import_module("pyarrow.csv")  # which has no types
    tabs = arrow.ParseOptions(delimiter="\t")
    other = table.with_suffix(".tsv")
    assert run("export", "-o", str(other), *hard) == (0, "", "")
    one, two = arrow.read_csv(table), arrow.read_csv(other, parse_options=tabs)
    assert one.num_rows == two.num_rows and one.schema.names == two.schema.names
    assert [str(each.schema.field("value").type) for each in (one, two)] == ["double", "double"]
    assert [str(each.schema.field("since").type) for each in (one, two)] == ["string", "string"]


def test_no_field_of_tsv_has_a_quotation_mark(run: Run, hard: list[str], base: FactBase) -> None:
    """With which most readers think that a field begins or ends."""
    out = run("export", "-f", "tsv", *hard)[1]
    assert '"' not in out and len(out.splitlines()) == len(base.facts) + 5
    row = next(line.split("\t") for line in out.splitlines() if line.startswith("hard.mark"))
    assert r"\u0022A\u0022 of \u0022B" in row


@pytest.mark.skipif(not which("sqlite3"), reason="sqlite3 is not installed")
@pytest.mark.parametrize(("name", "mode"), [("f.csv", "csv"), ("f.tsv", "tabs")])
def test_sqlite3_imports_every_row(
    run: Run, hard: list[str], base: FactBase, tmp_path: Path, name: str, mode: str
) -> None:
    path = tmp_path / name
    assert run("export", "-o", str(path), *hard) == (0, "", "")
    command = ["sqlite3", "-cmd", f".mode {mode}", "-cmd", f".import {path} t", ":memory:"]
    done = subprocess.run([*command, "SELECT count(*) FROM t"], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == (str(len(base.facts) + 4), "")


def test_a_value_is_in_a_column_of_its_kind(run: Run, hard: list[str]) -> None:
    for fmt, raw in (("csv", ["--raw"]), ("tsv", [])):
        out = run("export", "-f", fmt, "hard", *raw, *hard)[1]
        dialect: Any = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if fmt == "tsv" else {}
        rows = {r["id"]: r for r in csv.DictReader(io.StringIO(out), **dialect)}
        cells = {key: (r["value"], r["text"], r["items"]) for key, r in rows.items()}
        assert cells["hard.words.2023"] == ("", "01", "")
        assert cells["hard.range.2023"] == ("", "", "500000000; 1000000000")
        assert cells["hard.long.2023"] == ("1234567890123456789.123456789", "", "")


def test_json_keeps_the_value_and_adds_columns(records: Records, hard: list[str]) -> None:
    found = {record["id"]: record for record in records("export", "hard", *hard)}
    cells = {key: (r["value"], r["text"], r["items"]) for key, r in found.items()}
    assert cells["hard.words.2023"] == ("01", "01", None)
    ends = [Decimal("500000000"), Decimal("1000000000")]
    assert cells["hard.range.2023"] == (ends, None, ["500000000", "1000000000"])
    assert cells["hard.long.2023"][0] == Decimal("1234567890123456789.123456789")


def test_since_is_always_a_text(records: Records) -> None:
    periods = {record["since"] for record in records("export")}
    assert {"2022", "2022-H2"} <= periods and not any(isinstance(p, int) for p in periods)


def test_records_are_in_both_languages(records: Records, base: FactBase) -> None:
    for record in records("export", "--derived"):
        assert bool(record["unit"]) == bool(record["unit_en"]), record["id"]
        assert bool(record["note"]) == bool(record["note_en"]), record["id"]
        assert bool(record["section"]) == bool(record["section_en"]), record["id"]
        if record["text"] or (record["items"] and record["bound"] != "~"):
            assert record["value_en"], record["id"]
        for name in ("unit_en", "section_en"):
            assert (record[name] or "").isprintable() and not any(
                "\u4e00" <= char <= "\u9fff" for char in record[name] or ""
            )
    fact = records("show", "broadband.gigabit-users.2023")[0]
    assert (fact["unit"], fact["unit_en"]) == ("户", "users")
    assert (fact["section"], fact["section_en"]) == ("第二篇 › 二 › （一）", "Part 2 › 2 › (1)")
    assert records("show", "provinces.top-ten")[0]["value_en"][0] == "Zhejiang"


def test_csv_for_excel_begins_with_its_mark(run: Run) -> None:
    code, out, _ = run("show", "5g", "-f", "csv-excel")
    assert code == 0 and out == "\ufeff" + run("show", "5g", "-f", "csv")[1]


@pytest.mark.parametrize("fmt", RECORD_FORMATS)
def test_a_name_with_gz_is_compressed(run: Run, tmp_path: Path, fmt: str) -> None:
    name = fmt if fmt != "csv-excel" else "csv"
    for path in (tmp_path / f"one.{name}.gz", tmp_path / f"two.{name}.gz"):
        assert run("export", "5g", "-f", fmt, "-o", str(path)) == (0, "", "")
    first, second = (path.read_bytes() for path in sorted(tmp_path.iterdir()))
    assert first == second and gzip.decompress(first).decode() == run("export", "5g", "-f", fmt)[1]


@pytest.mark.parametrize("name", ["f.xml", "f.db.gz", "f.gz", "f.parquet.gz"])
def test_an_unknown_ending_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    code, out, err = run("export", "-o", str(tmp_path / name))
    assert (code, out) == (2, "") and "expected a file name with .tsv, .txt, .csv, " in err
    assert not list(tmp_path.iterdir())


def test_names_choose_what_is_exported(run: Run, records: Records, tmp_path: Path) -> None:
    topics = {record["topic"] for record in records("export", "5g", "物联网")}
    assert topics == {"5g", "iot"}
    assert {r["indicator"] for r in records("export", "5g.users", "-y", "2021:2023")} == {"users"}
    path = tmp_path / "5g.db"
    assert run("export", "5g", "-o", str(path)) == (0, "", "")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT id FROM topics").fetchall() == [("5g",)]
    connection.close()
    code, out, err = run("export", "nonsense")
    assert (code, out) == (1, "") and "nothing is named" in err


def test_wide_has_a_row_for_each_indicator(run: Run, records: Records) -> None:
    rows = {row["indicator"]: row for row in records("export", "5g", "--wide")}
    assert rows["5g.base-stations"]["2023"] == Decimal(3377000)
    assert rows["5g.users"]["unit_en"] == "users" and "5g.verticals" not in rows
    out, err = run("export", "5g", "--wide", "-f", "csv")[1:]
    heads = out.splitlines()[0].split(",")
    assert heads[:9] == "indicator topic zh en measure unit unit_en scope bounds".split()
    assert rows["5g.base-stations"]["bounds"] == "2019 >"
    assert heads[9:] == sorted(heads[9:]) and "left out" in err and "5g.verticals.2023" in err
    (phones,) = records("export", "operating-systems.harmonyos", "--wide")
    assert phones["bounds"] == "2023 >; 2024 >"
    growth = records("export", "--wide", "--measure", "growth")
    assert {row["measure"] for row in growth} == {"growth"}
    assert "| 2023 |" in run("export", "5g", "--wide", "-f", "md")[1]
    assert run("export", "--wide", "-f", "sqlite", "-o", "x")[0] == 2


def test_numbers_of_json_keep_their_digits(run: Run, hard: list[str]) -> None:
    """Also those that no float of Python is written with."""
    line = run("export", "hard.long", "-f", "jsonl", *hard)[1]
    assert '"value": 1234567890123456789.123456789,' in line
    assert json.loads(line, parse_float=Decimal)["value"] == Decimal(
        "1234567890123456789.123456789"
    )
