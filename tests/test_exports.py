"""What `export` writes for other programs is read back by them, and is the base."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas
import pytest
from pytest import MonkeyPatch
from sqlite_utils import Database

from infofacts.app import main
from infofacts.derive import with_derived
from infofacts.formats import BASE_FORMATS, RECORD_FORMATS, format_of, load
from infofacts.formats.parquet import DECIMALS, WHOLE_DIGITS
from infofacts.model import RECORD, FactBase, recorded
from tests.adding import Program
from tests.conftest import ROOT, Run

SMALL = (ROOT / "tests" / "data" / "small.toml").read_text("utf-8")


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a fact base of one's own is."""
    return tmp_path_factory.mktemp("own") / "own.toml"


def alone(own: Path, value: str = "", more: str = "") -> list[str]:
    """The options for a base that holds this value alone, or none."""
    fact = f'[mine.thing.2023]\nvalue = {value}\nquote = "q"\n' if value else ""
    own.write_text(SMALL + fact + more, "utf-8")
    return ["--no-builtin", "--facts", str(own)]


def exported(run: Run, path: Path, fmt: str, *args: str) -> Path:
    """The path that an export was written to, silently."""
    assert run("export", "-f", fmt, "-o", str(path), *args) == (0, "", "")
    return path


def restored(row: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON record that a row of `facts` stands for, but for lists in English."""
    record = dict(row)
    parts = [record["value"], record["text"], record["items"]]
    (record["value"],) = (part for part in parts if part is not None)
    assert record.pop("indicator_id") == f"{record['topic']}.{record['indicator']}"
    return record


def same(rows: Iterable[Mapping[str, Any]], base: FactBase) -> None:
    """Assert that the rows are the facts of the base, record for record and in its order.

    A record may have an empty text (no section, no quote); a row has null for it.
    """
    found = [restored(row) for row in rows]
    records = [{"url": None} | fact.to_dict() for fact in base.facts.values()]
    for record in records:
        if isinstance(english := record["value_en"], list):
            record["value_en"] = "; ".join(map(str, english))
        if isinstance(record["value"], list):  # of a range the digits of both ends
            record["value"] = record["items"]
    assert found == [{k: None if v == "" else v for k, v in one.items()} for one in records]
    assert all(type(record["value"]) in (Decimal, str, list) for record in found)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The shipped base with derived facts, opened by sqlite-utils."""
    path = tmp_path_factory.mktemp("sqlite") / "facts.db"
    assert main(["export", "--derived", "-f", "sqlite", "-o", str(path)]) == 0
    opened = Database(str(path))
    yield opened
    opened.close()


def from_sqlite(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its exact number and with its lists."""
    exact = row["exact"]
    lists = {k: row[k] and json.loads(row[k]) for k in ("items", "lines", "also")}
    cells = {k: row[k] for k in (*RECORD, "url", "indicator_id")}
    english = json.loads(row["value_en"] or "null")
    lists["value_en"] = "; ".join(english) if isinstance(english, list) else english
    return cells | lists | {"value": None if exact is None else Decimal(exact)}


def test_records_in_columns_are_those_of_each_fact(base: FactBase) -> None:
    for bundled in (True, False):
        facts = [fact for fact in base.facts.values() if (fact.line is not None) == bundled]
        columns = recorded(facts)
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        assert rows == [fact.to_dict() for fact in facts] != []


def test_sqlite_holds_every_record(database: Database, base: FactBase) -> None:
    same(map(from_sqlite, database.table("facts").rows), with_derived(base))


def test_sqlite_reckons_with_the_numbers(database: Database, base: FactBase) -> None:
    """`value` sorts and compares as a number, and gives every number of the base back."""
    rows = list(database.query("select value, exact from facts where exact is not null"))
    assert all(Decimal(str(row["value"])) == Decimal(row["exact"]) for row in rows)
    largest = next(database.query("select id from facts where value > 2e12 order by value desc"))
    numbers = {f.id: f.number for f in with_derived(base).facts.values() if f.number is not None}
    assert numbers[largest["id"]] == max(numbers.values())


def test_sqlite_keeps_all_digits_of_any_number(run: Run, tmp_path: Path, own: Path) -> None:
    number = "12345678901234567890123.456789012345678901234567890"
    path = exported(run, tmp_path / "f.db", "sqlite", *alone(own, number))
    with closing(sqlite3.connect(path)) as connection:
        (exact,) = connection.execute("select exact from facts").fetchone()
    assert Decimal(exact) == Decimal(number)


def test_sqlite_tables_are_joined_by_foreign_keys(database: Database, base: FactBase) -> None:
    tables = ("facts", "indicators", "topics", "sources")
    keys = {(t, k.column, k.other_table) for t in tables for k in database.table(t).foreign_keys}
    of_facts = {("topic", "topics"), ("indicator_id", "indicators"), ("source", "sources")}
    assert keys == {("facts", *key) for key in of_facts} | {("indicators", "topic", "topics")}
    assert list(database.query("pragma foreign_key_check")) == []
    for table in tables[1:]:
        assert database.table(table).pks == ["id"]
        assert [row["id"] for row in database.table(table).rows] == list(getattr(base, table))


def test_sqlite_describes_things_in_both_languages(database: Database, base: FactBase) -> None:
    row = database.table("indicators").get("5g.base-stations")
    indicator = base.indicators["5g.base-stations"]
    assert (row["zh"], row["en"]) == (indicator.zh, indicator.en)
    assert json.loads(row["aliases"]) == list(indicator.aliases)
    assert database.table("topics").get("5g")["group_en"] == "Capability"
    source = database.table("sources").get("nidr-2023")
    assert source["title_en"] == "National Informatization Development Report (2023)"
    assert source["file"] == "000_333d2c848634e4fd.txt" and len(source["sha256"]) == 64


SEARCHES = {
    "5g.base-stations": [
        "基站", "5G基站", "5G 基站", "base stations", "base station", '"337.7"', '"337.7万个"',
    ],
    "internet-users.users": ["网民"],
    "broadband.gigabit-users": ["互联网宽带接入用户"],
    "iot.users": ["物联网"],
}  # fmt: skip


@pytest.mark.parametrize("indicator", SEARCHES)
def test_sqlite_utils_searches(database: Database, indicator: str) -> None:
    """Words of two characters too, which no tokenizer of SQLite finds in Chinese."""
    for words in SEARCHES[indicator]:
        found = database.table("facts").search(words)
        assert indicator in {row["indicator_id"] for row in found}, words


def test_sqlite_utils_finds_every_label_and_no_more(database: Database, base: FactBase) -> None:
    facts = database.table("facts")
    stated = {fact.indicator_id for fact in base.facts.values()}
    for indicator in (base.indicators[i] for i in stated):
        for label in (indicator.zh, indicator.en):
            found = {row["indicator_id"] for row in facts.search(label, quote=True)}
            assert indicator.id in found, label
    assert not list(facts.search("鬼站")) and not list(facts.search("unicorns"))


def test_a_label_ranks_above_a_quote(database: Database) -> None:
    first = next(database.table("facts").search("网民规模"))
    assert first["indicator_id"] == "internet-users.users"


def queried(sql: str) -> list[dict[str, Any]]:
    """The rows that DuckDB answers with."""
    cursor = duckdb.execute(sql)
    assert cursor.description
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def in_base_order(rows: list[dict[str, Any]], base: FactBase) -> list[dict[str, Any]]:
    """Rows that are in the order of topic, indicator and year, in that of the base."""
    order = [(row["topic"], row["indicator"], row["year"]) for row in rows]
    assert order == sorted(order)
    of = {row["id"]: row for row in rows}
    return [of[ident] for ident in with_derived(base).facts if ident in of]


def test_duckdb_reads_parquet_exactly(run: Run, tmp_path: Path, base: FactBase) -> None:
    path = exported(run, tmp_path / "facts.parquet", "parquet", "--derived")
    same(in_base_order(queried(f"select * from '{path}'"), base), with_derived(base))
    types = {row["column_name"]: row["column_type"] for row in queried(f"describe from '{path}'")}
    assert types["value"] == "DECIMAL(38,9)" and types["year"] == "INTEGER"
    assert types["lines"] == "INTEGER[]" and types["also"] == "VARCHAR[]"


def test_pandas_reads_parquet_exactly(run: Run, tmp_path: Path, base: FactBase) -> None:
    frame = pandas.read_parquet(exported(run, tmp_path / "facts.parquet", "parquet"))
    numbers = dict(zip(frame["id"], frame["value"], strict=True))
    assert numbers == {ident: fact.number for ident, fact in base.facts.items()}
    assert any(isinstance(number, Decimal) for number in numbers.values())


def test_statistics_rule_out_row_groups(run: Run, tmp_path: Path) -> None:
    """The topics of one row group are not among those of another."""
    own = tmp_path / "own.toml"
    own.write_text(many(40, 60, 3), "utf-8")
    path = tmp_path / "f.parquet"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("infofacts.formats.parquet.GROUP", 1000)
        exported(run, path, "parquet", "--no-builtin", "--facts", str(own))
    file = import_module("pyarrow.parquet").ParquetFile(path)
    groups = [file.metadata.row_group(n) for n in range(file.metadata.num_row_groups)]
    at = file.schema_arrow.names.index("topic")
    ends = [(g.column(at).statistics.min, g.column(at).statistics.max) for g in groups]
    assert len(groups) == 8 and ends == sorted(ends) and ends[0][1] <= ends[1][0]
    assert {g.column(0).compression for g in groups} == {"SNAPPY"}
    assert [each.column_index for each in groups[0].sorting_columns][0] == at


def many(topics: int, indicators: int, years: int) -> str:
    """A base of many facts."""
    lines = [SMALL.partition("[mine]")[0]]
    for t in range(topics):
        lines.append(f'[t{t}]\nzh = "题{t}"\nen = "Topic {t}"')
        for i in range(indicators):
            lines.append(f'[t{t}.i{i}]\nzh = "甲{t}-{i}"\nen = "Thing {t}-{i}"')
            for year in range(2020, 2020 + years):
                quote = f"{year}年有{t * i}.5万个"
                fact = f'value = {t * i}.5\nunit = "万个"\nquote = "{quote}"'
                lines.append(f"[t{t}.i{i}.{year}]\n{fact}")
    return "\n".join(lines)


@pytest.mark.parametrize("fmt", ["parquet", "jsonl", "csv", "tsv"])
def test_a_large_base_is_written_in_parts(run: Run, tmp_path: Path, fmt: str) -> None:
    """As one that is in memory at once: the same bytes."""
    (tmp_path / "own.toml").write_text(many(9, 6, 3), "utf-8")
    alone = ["--no-builtin", "--facts"]
    big = exported(run, tmp_path / "own.db", "sqlite", *alone, str(tmp_path / "own.toml"))
    whole = exported(run, tmp_path / "whole", fmt, *alone, str(big)).read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("infofacts.parts.MOST", 40)
        parts = exported(run, tmp_path / "parts", fmt, *alone, str(big)).read_bytes()
    assert parts == whole and len(whole) > 1000


def test_a_large_base_is_partitioned_in_parts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(many(9, 6, 3), "utf-8")
    alone = ["--no-builtin", "--facts"]
    big = exported(run, tmp_path / "own.db", "sqlite", *alone, str(tmp_path / "own.toml"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("infofacts.parts.MOST", 40)
        patch.setattr("infofacts.formats.parquet.GROUP", 80)
        path = exported(run, tmp_path / "f", "parquet", "--partition", "year", *alone, str(big))
    found = queried(
        f"select year, count(*) as n, sum(value) as s from '{path}/*/*.parquet' group by 1"
    )
    assert {row["year"]: row["n"] for row in found} == {2020: 54, 2021: 54, 2022: 54}


def test_duckdb_reads_a_folder_for_each_year(run: Run, tmp_path: Path, base: FactBase) -> None:
    path = exported(run, tmp_path / "facts", "parquet", "--partition", "year")
    years = {fact.year for fact in base.facts.values()}
    assert {part.name for part in path.iterdir()} == {f"year={year}" for year in years}
    rows = queried(f"from read_parquet('{path}/*/*.parquet', hive_partitioning=true)")
    of = {row["id"]: row for row in rows}
    assert len(rows) == len(base.facts)
    same((of[fact] for fact in base.facts), base)


NUMBERS = {
    "1" * WHOLE_DIGITS + "." + "1" * DECIMALS: True,
    "-" + "9" * WHOLE_DIGITS + ".0": True,
    "1" + "0" * WHOLE_DIGITS + ".0": False,
    "0." + "0" * DECIMALS + "1": False,
}


@pytest.mark.parametrize(("number", "fits"), NUMBERS.items())
def test_parquet_refuses_loss(run: Run, tmp_path: Path, own: Path, number: str, fits: bool) -> None:
    path = tmp_path / "f.parquet"
    code, out, err = run("export", "-f", "parquet", "-o", str(path), *alone(own, number))
    if fits:
        assert (code, out, err) == (0, "", "")
        assert queried(f"select value from '{path}'") == [{"value": Decimal(number)}]
    else:
        assert code == 1 and "mine.thing.2023 has more than" in err and not path.exists()


def test_parquet_names_missing_library(run: Run, tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, out, err = run("export", "-f", "parquet", "-o", str(tmp_path / "f.parquet"))
    assert (code, out) == (2, "") and "pip install 'infofacts[parquet]'" in err
    assert list(tmp_path.iterdir()) == []


def rows_of(package: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a resource as frictionless reads them."""
    with frictionless.Package(str(package / "datapackage.json")).get_resource(name) as resource:
        return [row.to_dict() for row in resource.row_stream]  # type-checked by the schema


def valid(package: Path) -> bool:
    return bool(frictionless.validate(str(package / "datapackage.json")).valid)


def test_frictionless_accepts_and_reads_it(run: Run, tmp_path: Path, base: FactBase) -> None:
    package = exported(run, tmp_path / "package", "datapackage", "--derived")
    assert valid(package)
    same(rows_of(package, "facts"), with_derived(base))
    for name in ("indicators", "topics", "sources"):
        assert [row["id"] for row in rows_of(package, name)] == list(getattr(base, name))


def test_the_data_package_says_what_it_holds(run: Run, tmp_path: Path, base: FactBase) -> None:
    package = exported(run, tmp_path / "package", "datapackage")
    described = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert described["profile"] == "tabular-data-package"
    assert [source["name"] for source in described["sources"]] == list(base.sources)
    units = {unit["name"]: unit.get("title") for unit in described["units"]}
    assert units["户"] == "users" and units["个百分点"] == "percentage points"
    assert set(units) == {fact.unit for fact in base.facts.values() if fact.unit}
    schemas = {resource["name"]: resource["schema"] for resource in described["resources"]}
    assert {schema["primaryKey"] for schema in schemas.values()} == {"id"}
    types = {field["name"]: field["type"] for field in schemas["facts"]["fields"]}
    assert (types["value"], types["year"], types["also"]) == ("number", "integer", "array")
    of = {key["reference"]["resource"] for key in schemas["facts"]["foreignKeys"]}
    assert of == {"topics", "indicators", "sources"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("indicators.csv", "5g.base-stations,5g,", "5g.base-stations,6g,"),
        ("topics.csv", "\r\n5g,", "\r\nquantum,"),
        ("datapackage.json", '"type": "number"', '"type": "integer"'),
    ],
)
def test_frictionless_sees_a_fault(run: Run, tmp_path: Path, file: str, old: str, new: str) -> None:
    """The proof above can fail: foreign keys, primary keys and types are looked at."""
    package = exported(run, tmp_path / "package", "datapackage")
    described = json.loads((package / "datapackage.json").read_text("utf-8"))
    for resource in described["resources"]:  # without these, which notice any change
        del resource["hash"], resource["bytes"]
    (package / "datapackage.json").write_text(json.dumps(described, indent=2), "utf-8")
    assert valid(package)
    text = (package / file).read_bytes().decode()
    assert old in text
    (package / file).write_bytes(text.replace(old, new).encode())
    assert not valid(package)


def test_formulas_are_defused_in_a_package_unless_raw(run: Run, tmp_path: Path, own: Path) -> None:
    options = alone(own, '"=1+1"')
    safe = exported(run, tmp_path / "safe", "datapackage", *options)
    raw = exported(run, tmp_path / "raw", "datapackage", "--raw", *options)
    assert [row["text"] for row in rows_of(safe, "facts")] == ["'=1+1"]
    assert [row["text"] for row in rows_of(raw, "facts")] == ["=1+1"]


@pytest.mark.parametrize("fmt", BASE_FORMATS)
def test_the_same_base_gives_the_same_bytes(run: Run, tmp_path: Path, fmt: str) -> None:
    paths = (exported(run, tmp_path / name, fmt, "-y", "2022") for name in ("one", "two"))
    one, two = ([path, *sorted(path.rglob("*"))] for path in paths)
    first, second = ([p.read_bytes() for p in each if p.is_file()] for each in (one, two))
    assert [p.name for p in one[1:]] == [p.name for p in two[1:]] and first == second and first


def test_an_export_of_a_year_holds_no_other(run: Run, tmp_path: Path, base: FactBase) -> None:
    path = exported(run, tmp_path / "f.parquet", "parquet", "-y", "2022")
    found = {row["id"] for row in queried(f"select id from '{path}'")}
    assert found == {fact.id for fact in base.facts.values() if fact.year == 2022}


def test_no_facts_are_an_export_too(run: Run, tmp_path: Path, own: Path) -> None:
    none = alone(own)
    path = exported(run, tmp_path / "package", "datapackage", *none)
    assert valid(path) and rows_of(path, "facts") == []
    path = exported(run, tmp_path / "f.parquet", "parquet", *none)
    assert queried(f"from read_parquet('{path}')") == []
    path = exported(run, tmp_path / "years", "parquet", "--partition", "year", *none)
    assert list(path.iterdir()) == []
    with closing(sqlite3.connect(exported(run, tmp_path / "f.db", "sqlite", *none))) as database:
        assert database.execute("select * from facts").fetchall() == []


@pytest.mark.parametrize("fmt", BASE_FORMATS)
def test_an_unknown_source_is_refused(run: Run, tmp_path: Path, own: Path, fmt: str) -> None:
    path = tmp_path / "out"
    options = alone(own, "1", 'source = "nobody"\n')
    code, out, err = run("export", "-f", fmt, "-o", str(path), *options)
    assert (code, out) == (1, "") and "mine.thing.2023 names the source 'nobody'" in err
    assert not path.exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        *((["export", "-f", fmt], "--output") for fmt in BASE_FORMATS),
        *((["show", "5g", "-f", fmt], "only export writes it") for fmt in BASE_FORMATS),
        (["export", "-f", "parquet", "-o", "x", "--partition", "colour"], "--partition colour"),
        (["export", "-f", "sqlite", "-o", "x", "--partition", "year"], "only --format parquet"),
        (["export", "-o", "x", "--partition", "year"], "only --format parquet"),
        (["export", "-f", "xml", "-o", "x"], "--format xml"),
    ],
)
def test_options_that_do_not_go_together(
    run: Run, tmp_path: Path, monkeypatch: MonkeyPatch, args: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*args)
    assert (code, out) == (2, "") and words in err
    assert list(tmp_path.iterdir()) == []


def test_the_end_of_a_files_name_says_its_format() -> None:
    names = "a.CSV a.tsv a.json a.jsonl a.ndjson a.md a.db a.sqlite a.sqlite3 a.parquet a.txt a"
    asked = [format_of(name) for name in names.split()]
    printed = ["csv", "tsv", "json", "jsonl", "jsonl", "md"]
    assert asked == [*printed, "sqlite", "sqlite", "sqlite", "parquet", "tsv", None]


def test_every_format_declares_what_it_is() -> None:
    """And no two share the end of a file's name."""
    modules = [load(fmt) for fmt in (*RECORD_FORMATS, *BASE_FORMATS)]
    assert all(module.__doc__ and callable(module.write) for module in modules)
    endings = [ending for module in modules for ending in module.ENDINGS]
    assert len(endings) == len(set(endings)) and ".md" not in endings


RECORDS = "FLAT = False\ndef write(records, raw):\n    return f'a toy of {len(records)}'\n"
WHOLE = "def write(base, options):\n    return {'': f'a toy of {len(base.facts)}'.encode()}\n"


@pytest.mark.parametrize("behind", ["csv", "sqlite"])
def test_a_format_is_added_by_one_file_and_one_name(tmp_path: Path, own: Path, behind: str) -> None:
    """Help, completion, mistakes, the ends of files' names and `export` itself know it then."""
    of_records = ("csv, toy, json", RECORDS)
    listed, text = of_records if behind == "csv" else ("also sqlite, toy, parquet", WHOLE)
    toy, one = Program(tmp_path), alone(own, "1")
    declared = "ENDINGS = ('.toy',)\nNEEDS = {}\n"
    toy.add_file("formats/toy.py", declared.format(None) + text)
    toy.add_name("formats", behind, "toy")
    assert listed in " ".join(toy.run("export", "--help").split())
    assert listed in toy.run("export", "-f", "nope", *one)
    assert toy.completed("export -f to") == ["toy"]
    path = tmp_path / "facts.toy"
    assert toy.run("export", "-o", str(path), *one) == ""
    assert path.read_text() == "a toy of 1"
    (tmp_path / "infofacts/formats/toy.py").write_text(declared.format("('nolib', 'toy')") + text)
    assert "pip install 'infofacts[toy]'" in toy.run("export", "-o", str(path), *one)


@pytest.mark.parametrize("fmt", ["sqlite", "parquet", "jsonl", "md"])
def test_a_replaced_file_is_whole_and_keeps_its_mode(run: Run, tmp_path: Path, fmt: str) -> None:
    path = tmp_path / "facts"
    path.write_bytes(b"old" * 10_000_000)
    path.chmod(0o640)
    exported(run, path, fmt, "-y", "2022")
    assert b"old" * 3 not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_usual_permissions(run: Run, tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    path = exported(run, tmp_path / "facts.db", "sqlite", "-y", "2022")
    assert path.stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("fmt", [*BASE_FORMATS, "csv"])
@pytest.mark.parametrize("taken", ["folder", "link", "pipe"])
def test_only_a_plain_file_is_replaced(run: Run, tmp_path: Path, taken: str, fmt: str) -> None:
    path, target = tmp_path / "out", tmp_path / "target"
    if taken == "folder":
        path.mkdir()
        (path / "kept").write_text("kept")
    elif taken == "link":
        target.write_text("kept")
        path.symlink_to(target)
    else:
        os.mkfifo(path)
    before = sorted((p, p.lstat().st_mode) for p in tmp_path.rglob("*"))
    code, out, err = run("export", "-y", "2022", "-f", fmt, "-o", str(path))
    assert (code, out) == (2, "") and f"--output {path}: " in err and "Traceback" not in err
    assert sorted((p, p.lstat().st_mode) for p in tmp_path.rglob("*")) == before


def test_an_empty_folder_is_filled(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "package"
    path.mkdir(mode=0o750)
    assert (exported(run, path, "datapackage") / "facts.csv").exists()
    assert stat.S_IMODE(path.stat().st_mode) == 0o750


@pytest.mark.parametrize("fmt", [*BASE_FORMATS, "csv"])
def test_a_folder_that_is_not_there_is_not_made(run: Run, tmp_path: Path, fmt: str) -> None:
    code, out, err = run("export", "-y", "2022", "-f", fmt, "-o", str(tmp_path / "no" / "f"))
    assert (code, out) == (2, "") and "no/f: No such file or directory" in err
    assert list(tmp_path.iterdir()) == []


def test_full_disk_leaves_the_old_file(run: Run, tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    path = tmp_path / "facts.db"
    path.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    code, _, err = run("export", "-y", "2022", "-f", "sqlite", "-o", str(path))
    assert (code, err) == (3, f"infofacts: {path}: No space left on device\n")
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_sqlite_has_a_view_of_each_topic(database: Database, base: FactBase) -> None:
    views = set(database.view_names())
    assert views == {"facts_words", *(f"topic_{topic}" for topic in base.topics)}
    rows = list(database.query('select id, unit_en from "topic_5g" where year = 2023'))
    own = [f for f in with_derived(base).facts.values() if (f.topic, f.year) == ("5g", 2023)]
    assert rows == [{"id": fact.id, "unit_en": fact.unit_en} for fact in own]


def test_sqlite_utils_rebuilds_the_index_and_adds_to_it(run: Run, tmp_path: Path) -> None:
    """Words of two Chinese characters, glued units and English are found as before."""
    path = exported(run, tmp_path / "f.db", "sqlite", "5g", "computing-power")
    opened = Database(str(path))
    facts = opened.table("facts")
    words = (
        "基站",
        "5G基站",
        "337.7万个",
        "EFLOPS",
        "230EFLOPS",
        "base station",
        "5G base stations",
    )

    def found() -> list[set[str]]:
        return [{row["id"] for row in facts.search(word, quote=True)} for word in words]

    before = found()
    facts.rebuild_fts()
    assert found() == before and all(before)
    row = dict(facts.get("5g.base-stations.2023"))
    new = {"id": "5g.base-stations.2031", "year": 2031, "quote": "2031年有三百座魔法基站"}
    facts.insert(row | new)
    facts.rebuild_fts()
    assert [hit["id"] for hit in facts.search("魔法")] == ["5g.base-stations.2031"]
    opened.close()
    _, out, _ = run("search", "魔法基站", "-f", "jsonl", "--facts", str(path), "--no-builtin")
    assert json.loads(out.splitlines()[0])["year"] == 2031


def test_a_database_that_cannot_be_written_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own: Path
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("infofacts.formats.sqlite.fill", full)
    asked = ("export", "-o", str(tmp_path / "f.db"), *alone(own, "1"))
    message = "infofacts: --format sqlite: database or disk is full\n"
    assert run(*asked) == (1, "", message)


FORGED = {
    "digits": (
        "UPDATE facts SET quantity = replace(quantity, '337.7', 'NaN')",
        "5g.base-stations.2023: its digits are no number",
    ),
    "a label": ("UPDATE groups SET zh = x'00'", "the label of a group is no text"),
    "a computed figure": (
        "UPDATE facts SET status = 'derived' WHERE id = '5g.base-stations.2023'",
        "5g.base-stations.2023: status must be one of stated, preliminary, revised, ",
    ),
    "a status": (
        "UPDATE facts SET status = 'sure' WHERE id = '5g.base-stations.2023'",
        "5g.base-stations.2023: status must be one of stated, ",
    ),
    "a quote": (
        f"UPDATE facts SET note = '{'a' * 100_001}' WHERE id = '5g.base-stations.2023'",
        "5g.base-stations.2023: note has 100,001 characters; the limit is ",
    ),
    "a bound": (
        "UPDATE facts SET bound = '!' WHERE id = '5g.base-stations.2023'",
        "5g.base-stations.2023: its bound is unknown",
    ),
    "a section": (
        f"UPDATE facts SET section = '{'a' * 5_001}' WHERE id = '5g.base-stations.2023'",
        "5g.base-stations.2023: its section has more than 5,000 characters",
    ),
    "years": (
        "UPDATE facts SET years = 0 WHERE id = '5g.base-stations.2023'",
        "5g.base-stations.2023: years must be",
    ),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_database_says_nothing_that_a_file_could_not_say(
    run: Run, tmp_path: Path, kind: str
) -> None:
    forged, message = FORGED[kind]
    path = exported(run, tmp_path / "f.db", "sqlite", "--topic", "5g")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(forged)
        connection.commit()
    code, out, err = run("show", "5g", "--no-builtin", "--facts", str(path), "-f", "tsv")
    assert (code, out) == (3, "") and message in err, err
