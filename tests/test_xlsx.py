"""The workbook of `export -o facts.xlsx`, read back by openpyxl and, where it is, LibreOffice."""

from __future__ import annotations

import csv
import subprocess
from decimal import Decimal
from pathlib import Path
from shutil import which
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from infofacts.formats import xlsx
from infofacts.formats._tables import FACT_COLUMNS, fact_rows
from infofacts.formats.tsv import cell
from infofacts.model import FactBase
from tests.conftest import Run
from tests.tools.read_everywhere import HARD


def rows_of(path: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet."""
    sheet = openpyxl.load_workbook(path)[name]
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All facts as a workbook."""
    from infofacts.app import main

    path = tmp_path_factory.mktemp("xlsx") / "facts.xlsx"
    assert main(["export", "-o", str(path)]) == 0
    return path


@pytest.fixture
def hard(run: Run, tmp_path: Path) -> Path:
    """Facts that are hard to write as a workbook."""
    (tmp_path / "hard.toml").write_text(HARD, "utf-8")
    path, facts = tmp_path / "hard.xlsx", str(tmp_path / "hard.toml")
    assert run("export", "-o", str(path), "--no-builtin", "--facts", facts) == (0, "", "")
    return path


def test_every_fact_reads_back_equal(book: Path, base: FactBase) -> None:
    found = rows_of(book, "facts")
    assert list(found[0]) == list(FACT_COLUMNS)
    for row, fact in zip(found, base.facts.values(), strict=True):
        for name, value in next(fact_rows([fact])).items():
            if isinstance(value, Decimal):
                assert Decimal(str(row[name])) == value, fact.id
            elif value is None or isinstance(value, int):
                assert row[name] == value
            else:
                assert (row[name] or "") == cell(value), (fact.id, name)


FORMATS = {
    "5g.base-stations.2023": r'0\.0,"万个"',
    "broadband.gigabit-users.2023": r'0\.00,,"亿户"',
    "patents.ict-pct-applications.2023": r'0\.0000"万件"',
    "patents.share-ict-pct.2023": '#,##0.00"%"',
    "5g.economic-divisions.2023": '#,##0"个"',
}


def test_numbers_have_the_formats_of_their_units(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["facts"]
    column = FACT_COLUMNS.index("value")
    formats = {row[0].value: row[column].number_format for row in sheet.iter_rows(min_row=2)}
    assert {name: formats[name] for name in FORMATS} == FORMATS


def test_series_have_a_column_for_each_year(book: Path, base: FactBase) -> None:
    rows = {row["indicator"]: row for row in rows_of(book, "series")}
    assert rows["5g.base-stations"]["2023"] == 3377000
    assert rows["5g.base-stations"]["2012"] is None


def test_sources_are_those_of_the_facts(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "5g.xlsx"
    assert run("export", "5g.users", "-o", str(path)) == (0, "", "")
    used = {row["source"] for row in rows_of(path, "facts")}
    assert {row["id"] for row in rows_of(path, "sources")} == used


def test_the_heading_stays_and_addresses_are_links(book: Path) -> None:
    sheets = openpyxl.load_workbook(book).worksheets
    assert [sheet.freeze_panes for sheet in sheets] == ["B2", "B2", "A2"]
    assert all(sheet.auto_filter.ref for sheet in sheets)
    url = FACT_COLUMNS.index("url")
    linked = [row[url] for row in sheets[0].iter_rows(min_row=2) if row[url].value]
    assert linked and all(each.hyperlink and each.hyperlink.target for each in linked)
    labels = FACT_COLUMNS.index("zh")
    assert 20 < sheets[0].column_dimensions[get_column_letter(labels + 1)].width < 60


def test_a_long_number_is_a_text_with_a_note(hard: Path) -> None:
    sheet = openpyxl.load_workbook(hard)["facts"]
    column = FACT_COLUMNS.index("value")
    cells = {row[0].value: row[column] for row in sheet.iter_rows(min_row=2)}
    long = cells["hard.long.2023"]
    assert long.value == "1234567890123456789.123456789" and long.comment
    assert "15 digits" in long.comment.text
    rows = {row["id"]: row for row in rows_of(hard, "facts")}
    assert rows["hard.words.2023"]["text"] == "01"
    assert rows["hard.range.2023"]["items"] == "500000000; 1000000000"


def test_no_text_is_a_formula(run: Run, tmp_path: Path) -> None:
    text = '=HYPERLINK("http://example.org","x")'
    own = HARD.replace('value = "01"', f"value = '{text}'")
    (tmp_path / "f.toml").write_text(own, "utf-8")
    path = tmp_path / "f.xlsx"
    assert (
        run("export", "-o", str(path), "--no-builtin", "--facts", str(tmp_path / "f.toml"))[0] == 0
    )
    sheet = openpyxl.load_workbook(path)["facts"]
    cells = [each for row in sheet.iter_rows() for each in row if each.value == text]
    assert [each.data_type for each in cells] == ["s"] or len(cells) == 2  # text, and as printed
    assert all(each.data_type == "s" for each in cells)


def test_the_missing_library_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    code, out, err = run("export", "-o", str(tmp_path / "f.xlsx"))
    assert (code, out) == (2, "") and "pip install 'infofacts[excel]'" in err
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_shows_the_printed_scale(book: Path, tmp_path: Path) -> None:
    shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", shown, "--outdir", str(tmp_path), str(book)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if "javaldx" not in line] == []
    with open(tmp_path / "facts.csv", newline="", encoding="utf-8") as file:
        values = {row["id"]: row["value"] for row in csv.DictReader(file)}
    wanted = ["337.7万个", "1.63亿户", "3.1500万件", "37.32%", "71个"]
    assert [values[name] for name in FORMATS] == wanted


def test_what_a_sheet_cannot_hold_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A cell that is too long is cut, with a note; too many rows are refused."""
    facts, path = tmp_path / "facts.toml", tmp_path / "facts.xlsx"
    facts.write_text(
        '[a]\nzh = "甲"\nen = "A"\n[a.b]\nzh = "乙"\nen = "B"\n'
        f'[a.b.2023]\nvalue = "{"长" * 20}"\n[a.b.2024]\nvalue = "{"长" * 21}"\n',
        "utf-8",
    )
    asked = ("export", "-o", str(path), "--no-builtin", "--facts", str(facts))
    monkeypatch.setattr(xlsx, "CHARACTERS", 20)
    monkeypatch.setattr(xlsx, "ROWS", 3)
    assert run(*asked) == (0, "", "")
    sheet = openpyxl.load_workbook(path)["facts"]
    column = next(cell.column for cell in sheet[1] if cell.value == "text")
    cells = [sheet.cell(row, column) for row in (2, 3)]
    assert [cell.value for cell in cells] == ["长" * 20, "长" * 19 + "…"]
    notes = [cell.comment.text if cell.comment else "" for cell in cells]
    assert notes == ["", "cut: a cell holds 20 characters"]
    monkeypatch.setattr(xlsx, "ROWS", 2)
    message = "infofacts: --format xlsx: a sheet has at most 2 rows\n"
    assert run(*asked) == (1, "", message)
