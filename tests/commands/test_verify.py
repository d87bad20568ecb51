"""`infofacts verify` as a command: records, formats, exit codes, files; `tests/test_verify.py` has
what it finds."""

from __future__ import annotations

import csv
import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from infofacts.commands import verify
from infofacts.views.wrap import cells
from tests.conftest import Run, one_fact

# The record of the contract, retyped by hand on purpose.
KEYS = (
    "file line column end_column text value unit bound year verdict fact printed suggestion message "
    "source quote"
).split()
DRAFT = """# 2023年信息化简报

2023年底，我国 5G 基站达 **337.7 万个**，比上年末净增106.5万个；网民规模 10.29亿人。
2018年网民8.3亿人，是1997年的1330多倍；2022年数据产量32.85ZB。

By the end of 2020 China had more than 700,000 5G base stations.
"""
VERDICTS = ["stated", "derived", "differs", "rounded", "unknown", "other-year", "consistent"]


@pytest.fixture
def draft(tmp_path: Path) -> str:
    """A draft with a number of every verdict."""
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, "utf-8")
    return str(path)


def found(run: Run, *args: str, stdin: str = "") -> list[dict[str, Any]]:
    """The records of a command line, numbers exact."""
    out = run("verify", *args, "-f", "json", stdin=stdin.encode())[1]
    records: list[dict[str, Any]] = json.loads(out, parse_float=Decimal)
    return records


def test_a_record_for_every_number(run: Run, draft: str) -> None:
    records = found(run, draft)
    assert [each["verdict"] for each in records] == VERDICTS
    assert all(list(each) == KEYS for each in records)
    first, _, wrong, *_, other, last = records
    assert first["file"] == draft and (first["line"], first["column"]) == (3, 20)
    assert first["end_column"] - first["column"] == len(first["text"]) == len("337.7 万个")
    assert (first["value"], first["unit"], first["bound"]) == (3377000, "个", "=")
    assert (first["year"], first["fact"]) == (2023, "5g.base-stations.2023")
    assert first["quote"] and first["source"] == "nidr-2023" and first["suggestion"] is None
    assert (wrong["printed"], wrong["suggestion"]) == ("10.92亿人", "10.92亿人")
    assert (other["fact"], other["suggestion"]) == ("data-resources.production.2023", "8.1ZB")
    assert (last["line"], last["text"], last["bound"]) == (6, "700,000", ">")


def test_a_number_with_a_minus_is_negative(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text("2023年，最低气温零下5度，增速为-3.2%，比上年下降3.1%。\n", "utf-8")
    records = json.loads(run("verify", str(path), "-f", "json")[1])
    assert [record["value"] for record in records] == [-5, -3.2, 3.1]


def test_a_suggestion_is_in_the_language_and_scale_of_the_draft(run: Run) -> None:
    (record,) = found(run, stdin="China had 1.029 billion internet users at the end of 2023.")
    assert record["suggestion"] == "1.092 billion"
    (record,) = found(run, stdin="2023年底，5G基站373.7万个。")
    assert record["suggestion"] == "337.7万个"


def test_exit_codes(run: Run, draft: str) -> None:
    right, unknown = "2023年底，5G基站达337.7万个。".encode(), "某厂有12.7万个零件。".encode()
    assert run("verify", draft)[0] == 1
    assert run("verify", stdin=right)[0] == 0
    assert run("verify", "--strict", stdin=right)[0] == 0
    assert run("verify", stdin=unknown)[0] == 0
    assert run("verify", "--strict", stdin=unknown)[0] == 1


def test_lines_for_editors(run: Run, draft: str) -> None:
    code, out, err = run("verify", draft, "-f", "lines")
    lines = out.splitlines()
    assert len(lines) == len(VERDICTS)
    assert lines[0].startswith(f"{draft}:3:20: stated: 337.7 万个: stated as 337.7万个")
    assert lines[2] == (
        f"{draft}:3:50: differs: 10.29亿人: the base has 10.92亿人 (internet-users.users.2023)"
    )
    counted = "7 numbers: 1 stated, 1 rounded, 1 consistent, 1 derived, 1 differs, 1 other-year, 1 unknown"
    assert err == f"infofacts: {counted}\n" and code == 1


def test_every_format_has_the_same_records(
    run: Run, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where they are written a few at a time."""
    whole = {
        fmt: run("verify", draft, "-f", fmt)[1] for fmt in ("tsv", "csv", "json", "jsonl", "md")
    }
    texts = [each["text"] for each in json.loads(whole["json"])]
    assert [json.loads(line)["text"] for line in whole["jsonl"].splitlines()] == texts
    table = list(csv.DictReader(io.StringIO(whole["csv"])))
    assert [row["text"] for row in table] == texts and list(table[0]) == KEYS
    assert [line.split("\t")[4] for line in whole["tsv"].splitlines()[1:]] == texts
    assert len(whole["md"].splitlines()) == len(texts) + 2
    assert run("verify", draft)[1] == whole["tsv"]
    monkeypatch.setattr(verify, "AT_ONCE", 1)
    for fmt, text in whole.items():
        assert run("verify", draft, "-f", fmt)[1] == text, fmt


def test_nothing_to_find(run: Run) -> None:
    for fmt, nothing in (("json", "[]\n"), ("tsv", ""), ("lines", ""), ("md", "")):
        assert run("verify", "-f", fmt) == (0, nothing, "infofacts: no numbers\n")


def test_footnotes(run: Run, draft: str) -> None:
    out = run("verify", "--annotate", "--lang", "zh", draft)[1]
    assert "**337.7 万个[^1]**，比上年末净增106.5万个[^1]；网民规模 10.29亿人。" in out
    assert "2018年网民8.3亿人[^2]，是1997年的1330多倍" in out
    note = "[^1]: 337.7万个 (5g.base-stations.2023). 国家互联网信息办公室. 国家信息化发展报告（2023年）"
    assert note in out
    without = out.partition("\n[^1]: ")[0]
    for number in range(1, 4):
        without = without.replace(f"[^{number}]", "")
    assert without == DRAFT


def test_several_files_and_standard_input(run: Run, draft: str, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("2023年底，5G基站达337.7万个。", "utf-8")
    records = found(run, draft, str(other), "-", stdin="2023年底，网民10.92亿人。")
    assert [each["file"] for each in records] == [draft] * 7 + [str(other), "-"]


def test_the_year_of_a_text_without_years(run: Run) -> None:
    text = "网民规模达10.67亿，去年为10.32亿。"
    assert [each["verdict"] for each in found(run, stdin=text)] == ["stated", "unknown"]
    assert [each["verdict"] for each in found(run, "-y", "2022", stdin=text)] == ["stated"] * 2
    records = found(run, "-y", "2023", stdin=text)
    assert [each["verdict"] for each in records] == ["other-year", "other-year"]
    assert [each["suggestion"] for each in records] == ["10.92亿", "10.67亿"]
    assert run("verify", "-y", "2020:2023")[0] == 2


def test_a_base_of_ones_own(own: Run, tmp_path: Path) -> None:
    fact = 'value = 5.2\nunit = "万盏"\nquote = "全市路灯5.2万盏"'
    mine = one_fact(fact).replace('zh = "甲"', 'zh = "路灯数量"')
    path = tmp_path / "draft.txt"
    path.write_text("2023年，路灯数量达5.2万盏，网民10.92亿人。", "utf-8")
    code, out, _ = own(mine, "verify", str(path), "-f", "jsonl")
    records = list(map(json.loads, out.splitlines()))
    assert [each["fact"] for each in records] == ["m.a.2023", None] and code == 0
    path.write_text("2023年，路灯数量达2.5万盏。", "utf-8")
    assert own(mine, "verify", str(path))[0] == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("网民10.92亿人".encode("gb18030"), "not UTF-8 (byte 0xcd)"),
        ("网民10.92亿人".encode("utf-16"), "UTF-16, not UTF-8"),
        (b"\x7fELF\0\1", "a binary file, not a text"),
    ],
)
def test_what_is_no_text(run: Run, tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "draft.txt"
    path.write_bytes(data)
    code, out, err = run("verify", str(path))
    assert (code, out) == (2, "") and str(path) in err and message in err


def test_files_that_are_not_there(run: Run, tmp_path: Path) -> None:
    for path, message in (("none.txt", "No such file"), (".", "Is a directory")):
        code, out, err = run("verify", str(tmp_path / path))
        assert (code, out) == (2, "") and message in err


def test_a_very_long_line_is_read_in_pieces(run: Run) -> None:
    sentence = "2023年底，5G基站达337.7万个。"
    many = 3000
    records = found(run, stdin=sentence * many)
    assert len(records) == many and {each["verdict"] for each in records} == {"stated"}
    columns = [each["column"] for each in records]
    assert columns == [13 + number * len(sentence) for number in range(many)]


def test_the_screen_at_three_widths(run: Run, draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        out = run("verify", draft, "-f", "table", "--lang", "en")[1]
        assert max(sum(map(cells, line)) for line in out.splitlines()) <= width
        assert "【10.29亿人】" in out and "✗ differs" in out and "→ 10.92亿人" in out
        assert (
            out.rstrip().endswith(
                "7 numbers · 1 stated · 1 rounded · 1 consistent · 1 derived · 1 differs · 1 other year"
                " · 1 unknown"
            )
            or width < 100
        )


# ---------------------------------------------------------------- other documents
def test_the_extra_is_named_where_it_is_missing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, library in (("a.docx", "pypandoc"), ("a.pdf", "pypdfium2")):
        (tmp_path / name).write_bytes(b"PK")
        monkeypatch.setitem(sys.modules, library, None)
        code, _, err = run("verify", str(tmp_path / name))
        assert code == 2 and f"needs {library}" in err and "infofacts[documents]" in err


@pytest.mark.parametrize("ending", ["docx", "odt", "html"])
def test_documents_by_pandoc(run: Run, tmp_path: Path, ending: str) -> None:
    pypandoc = pytest.importorskip("pypandoc")
    path = tmp_path / f"draft.{ending}"
    table = "| 年末 | 2018 | 2019 |\n|---|---|---|\n| 蜂窝物联网(亿户) | 6.71 | 10.3 |\n"
    pypandoc.convert_text(DRAFT + "\n" + table, ending, "gfm", outputfile=str(path))
    verdicts = [each["verdict"] for each in found(run, str(path))]
    assert verdicts == [*VERDICTS, "stated", "stated"]
    path.write_bytes(b"no document")
    if ending != "html":
        code, _, err = run("verify", str(path))
        assert code == 2 and "pandoc cannot read it" in err


PDF = b"""%%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R
/Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> endobj
4 0 obj <</Length %d>> stream
%s
endstream endobj
trailer <</Root 1 0 R>>
"""


def test_pdf(run: Run, tmp_path: Path) -> None:
    """A line end inside a sentence is a blank."""
    pytest.importorskip("pypdfium2")
    page = (
        b"BT /F1 12 Tf 50 700 Td (At the end of 2023 China had 3.377) Tj"
        b" 0 -14 Td (million 5G base stations.) Tj ET"
    )
    path = tmp_path / "draft.pdf"
    path.write_bytes(PDF % (len(page), page))
    assert [each["verdict"] for each in found(run, str(path))] == ["stated"]
    path.write_bytes(b"%PDF-1.4 broken")
    code, _, err = run("verify", str(path))
    assert code == 2 and "not a PDF that can be read" in err


def test_blanks_of_a_pdf_between_chinese_characters_and_digits(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "infofacts.verify.documents._pdf_pages",
        lambda path: ["截至2023 年底，5G 基站总数达 33\r\n7.7 万\r\n个。 网民\r\n10.92 亿 人。"],
    )
    path = tmp_path / "draft.pdf"
    records = found(run, str(path))
    assert [each["verdict"] for each in records] == ["stated", "stated"]
    assert records[0]["text"] == "337.7万个"
