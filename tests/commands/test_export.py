"""`infofacts export` to standard output and files; `tests/test_exports.py` reads the files back."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from infofacts.model import FactBase
from tests.conftest import KEYS, Records, Run, one_fact


def test_every_format_gives_back_every_fact(run: Run, records: Records, base: FactBase) -> None:
    whole = records("export")
    lines = run("export", "-f", "jsonl")[1].splitlines()
    assert [json.loads(line, parse_float=Decimal) for line in lines] == whole
    rows = list(csv.DictReader(io.StringIO(run("export", "-f", "csv", "--raw")[1])))
    cells = [line.split("\t") for line in run("export", "-f", "tsv")[1].splitlines()[1:]]
    for record, row, line, fact in zip(whole, rows, cells, base.facts.values(), strict=True):
        value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
        assert record["value"] == value
        assert record["id"] == row["id"] == line[0] == fact.id and row["printed"] == fact.printed
        if isinstance(value, Decimal):
            assert Decimal(row["value"]) == value and "E" not in row["value"]


def test_every_record_keeps_the_contract(records: Records) -> None:
    for record in records("export"):
        assert [key for key in record if key != "url"] == KEYS
        assert record["bound"] in ("=", ">", ">=", "<", "<=", "~")
        assert record["measure"] in ("level", "change", "growth", "rank")
        assert ("url" in record) == (record["line"] is None)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.json", b"["),
        ("a.JSONL", b"{"),
        ("a.csv", b"id,topic"),
        ("a.md", b"|"),
        ("a.txt", b"id\ttopic"),
        ("a.db", b"SQLite format 3"),
    ],
)
def test_the_format_is_that_of_the_file_name(
    run: Run, tmp_path: Path, name: str, begins: bytes
) -> None:
    assert run("export", "-y", "2021", "-o", str(tmp_path / name)) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_format_option_goes_before_the_file_name(run: Run, tmp_path: Path) -> None:
    assert run("export", "-f", "jsonl", "-o", str(tmp_path / "a.csv")) == (0, "", "")
    assert (tmp_path / "a.csv").read_text("utf-8") == run("export", "-f", "jsonl")[1]


@pytest.mark.parametrize("name", ["x.db", "x.json", "x.parquet"])
def test_an_export_of_nothing_writes_no_file(run: Run, tmp_path: Path, name: str) -> None:
    assert run("export", "-y", "2030", "-o", str(tmp_path / name))[0] == 1
    assert not list(tmp_path.iterdir())


def test_a_dash_is_standard_output(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("export", "-y", "2023", "-f", "jsonl", "-o", "-")
    assert code == 0 and json.loads(out.splitlines()[0])["year"] == 2023
    assert not list(tmp_path.iterdir())


def test_an_export_does_not_replace_what_it_is_made_of(own: Run, mine: Path) -> None:
    source = mine.with_name("text.txt")
    source.write_text("有3只", "utf-8")
    base = one_fact('value = 3\nquote = "3只"', 'file = "text.txt"\n')
    for path in (mine, source):
        code, _, err = own(base, "export", "-f", "json", "-o", str(path))
        assert code == 2 and "is a file of the fact base itself" in err
    assert (mine.read_text("utf-8"), source.read_text("utf-8")) == (base, "有3只")


def test_a_write_protected_file_is_not_replaced(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.json"
    file.write_text("mine", "utf-8")
    file.chmod(0o444)
    monkeypatch.setattr("os.access", lambda path, mode: path != file)  # root may do anything
    code, _, err = run("export", "-o", str(file))
    assert code == 2 and "write-protected" in err
    assert file.read_text("utf-8") == "mine"


def test_a_file_name_with_another_ending_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "y.foo"
    code, out, err = run("export", "-o", str(file))
    assert (code, out) == (2, "") and f"--output {file}: expected a file name with .tsv, " in err
    assert not list(tmp_path.iterdir())
    assert run("export", "-y", "2023", "-f", "csv", "-o", str(file))[0] == 0 and file.exists()
