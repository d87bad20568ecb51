"""Fact bases from an unknown hand: a clear error or the exact data, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

HEAD = '[sources.me]\ntitle = "T"\npublisher = "P"\n\n'
NASTY = "a\x1b]52;c;aGk=\x07b\u202ec\u200bd\x85e[bold]f[/bold]:smile:"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


BROKEN = {
    "syntax": (b"[a]\nx = \n", ":2:5: "),
    "duplicate table": (b"[a]\n[a]\n", ":2:"),
    "latin-1": ("[a]\nzh = 'é'\n".encode("latin-1"), ":2:7: is not UTF-8"),
    "utf-16": ("[a]\n".encode("utf-16"), ":1:1: is not UTF-8"),
    "BOM": (b"\xef\xbb\xbf[a]\n", ":1:1: begins with a byte order mark"),
    "control character": (b'[a]\nzh = "\x01"\n', ":2:"),
    "infinite": (b"[a.b.2023]\nvalue = inf\n", ":2: a.b.2023: wrong-type: "),
    "not a number": (b"[a.b.2023]\nvalue = nan\n", ":2: a.b.2023: wrong-type: "),
    "huge exponent": (b"[a.b.2023]\nvalue = 1e999999\n", ":2: a.b.2023: wrong-type: "),
    "tiny exponent": (b"[a.b.2023]\nvalue = 1e-999999\n", ":2: a.b.2023: wrong-type: "),
    "6000 digits": (b"[a.b.2023]\nvalue = " + b"9" * 6000 + b"\n", ":2: "),
    "500 digits": (b"[a.b.2023]\nvalue = " + b"9" * 500 + b"\n", ":2: a.b.2023: wrong-type: "),
    "deep arrays": (b"x = " + b"[" * 20000 + b"]" * 20000 + b"\n", ":1"),
    "deep tables": (b"a" + b".a" * 40000 + b" = 1\n", ":1: "),
    "deep headers": (b"[a" + b".a" * 40000 + b"]\n", ":1: "),
    "boolean value": (b"[a.b.2023]\nvalue = true\n", ":2: a.b.2023: wrong-type: "),
    "a number for a topic": (b"a = 1\n", ":1: a: wrong-type: "),
    "a text outside": (
        b'[sources.s]\ntitle = "T"\npublisher = "P"\nfile = "../../etc/passwd"\n',
        ":4: sources.s: wrong-type: ",
    ),
    "an absolute text": (
        b'[sources.s]\ntitle = "T"\npublisher = "P"\nfile = "/etc/passwd"\n',
        ":4: sources.s: wrong-type: ",
    ),
    "spaces": (b"[a]\n" + b" " * 200000 + b"x\n", ":2:"),
    "garbage": (b"\x00" * 1000000, ":1:1: "),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_base_is_told_with_its_place(run: Run, mine: Path, what: str) -> None:
    """Exit 3, nothing on stdout, file:line (and column where TOML itself is broken)."""
    content, place = BROKEN[what]
    mine.write_bytes(content)
    code, out, err = run("show", "5g", "--facts", str(mine))
    assert (code, out) == (3, ""), err
    assert err.startswith(f"infofacts: {mine}") and place in err
    assert "Traceback" not in err and len(err) < 1000


def test_what_is_no_file_is_said(run: Run, mine: Path, tmp_path: Path) -> None:
    os.mkfifo(mine)
    for path, words in (
        (mine, "is not a file"), (tmp_path, "is not a file"), (tmp_path / "x", "no such file"),
    ):  # fmt: skip
        code, out, err = run("show", "5g", "--facts", str(path))
        assert (code, out) == (3, "") and words in err


@pytest.mark.parametrize("text", ["", "\n\n", "# mine\n"])
def test_an_empty_base_is_told(run: Run, mine: Path, text: str) -> None:
    """It was perhaps cut off: an answer without it would be another one."""
    mine.write_text(text, "utf-8")
    told = f"{mine}:1:1: is empty; a fact base begins with a table, as [topic]"
    for argv in (("get", "5g.users.2023"), ("list", "--no-builtin")):
        assert run(*argv, "--facts", str(mine)) == (3, "", f"infofacts: {told}\n")
    assert run("check", str(mine))[0] == 3


def nasty_base(mine: Path) -> Path:
    text = json.dumps(NASTY)
    for char in (0x7F, 0x85, 0x202E, 0x200B):  # TOML's escapes
        text = text.replace(chr(char), f"\\u{char:04x}")
    formula = json.dumps("=HYPERLINK(1)")
    mine.write_text(
        f"{HEAD}[t]\nzh = {text}\nen = {formula}\n\n[t.i]\nzh = {text}\nen = {formula}\n\n"
        f"[t.i.2023]\nvalue = {text}\nquote = {text}\nnote = {text}\n\n"
        '[t.n]\nzh = "负"\nen = "Negative"\n\n[t.n.2023]\nvalue = -5\nunit = "%"\nquote = "5%"\n',
        "utf-8",
    )
    return mine


@pytest.mark.parametrize(
    "args", [["show", "t"], ["show", "t.i"], ["list", "t"], ["search", "bold"]]
)
@pytest.mark.parametrize("fmt", ["table", "md"])
def test_people_never_see_what_acts_on_a_terminal(
    run: Run, mine: Path, args: list[str], fmt: str
) -> None:
    _, out, err = run(*args, "-f", fmt, "--facts", str(nasty_base(mine)), "--no-builtin")
    assert not set(out + err) & set("\x1b\x07\u202e\u200b\x85")
    assert "\\u{1b}" in out.replace("\\\\", "\\").replace("\\{", "{") and "smile" in out


def test_machine_formats_carry_the_data_exactly(run: Run, mine: Path) -> None:
    path = str(nasty_base(mine))
    _, out, _ = run("export", "-f", "json", "--facts", path, "--no-builtin")
    assert json.loads(out)[0]["value"] == NASTY
    _, out, _ = run("export", "-f", "csv", "--facts", path, "--no-builtin")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows[0]["value"] == NASTY and rows[0]["en"] == "'=HYPERLINK(1)"
    assert rows[1]["value"] == "-5"
    _, out, _ = run("export", "-f", "csv", "--raw", "--facts", path, "--no-builtin")
    assert list(csv.DictReader(io.StringIO(out)))[0]["en"] == "=HYPERLINK(1)"


def test_names_and_messages_are_made_visible(run: Run, mine: Path) -> None:
    code, out, err = run("show", NASTY)
    assert (code, out) == (1, "") and "\x1b" not in err and "\\x1b" in err
    mine.write_text(f'{HEAD}["t\\u001b[31m"]\nzh = "T"\n', "utf-8")
    code, out, _ = run("check", str(mine))
    assert code == 1 and "\x1b" not in out and "bad-id" in out


# ---------------------------------------------------------------- in every place at once
def quoted(text: str) -> str:
    """A TOML string; what TOML does not allow in one as it is becomes an escape."""
    return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in text) + '"'


def nasty_everywhere(path: Path, text: str) -> Path:
    """A base with a text in every field that takes one, for sources, groups and facts of all kinds."""
    value = quoted(text)
    labels = f"zh = {value}\nen = {value}\n"
    notes = f"aliases = [{value}]\nnote = {value}\nnote_en = {value}\n"
    fact = (
        f"quote = {value}\nalso = [{value}]\nscope = {value}\nnote = {value}\nnote_en = {value}\n"
    )
    number = f"unit = {value}\nbound = {value}\nprinted = {value}\n"
    inner = f"{{ value = 3, unit = {value}, bound = {value}, quote = {value} }}"
    other = f"[{{ value = 4, source = {value}, quote = {value}, url = {value}, scope = {value} }}]"
    path.write_text(
        f"[sources.me]\ntitle = {value}\ntitle_en = {value}\npublisher = {value}\n"
        f"publisher_en = {value}\nurl = {value}\ntype = {value}\n\n"
        f"[groups.g]\n{labels}\n[t]\n{labels}{notes}group = {value}\n\n"
        f"[t.i]\n{labels}{notes}counts = {value}\nformula = {value}\n\n"
        f"[t.i.2022]\nvalue = 5\n{number}{fact}break = {value}\nbreak_en = {value}\n\n"
        f"[t.i.2023]\nvalue = 6\n{number}{fact}change = {inner}\ngrowth = {inner}\nrank = {inner}\n"
        f"others = {other}\nurl = {value}\nconfirmed_by = [{value}]\n\n"
        f"[t.s]\n{labels}\n[t.s.2023]\nvalue = {value}\nvalue_en = {value}\nsource = {value}\n{fact}\n"
        f"[t.l]\n{labels}\n[t.l.2023]\nvalue = [{value}, {value}]\n{fact}",
        "utf-8",
    )
    return path


UNSEEN = "\x00\x07\b\r\x1b\x7f\x85\x9b\u00ad\u061c\u200b\u200d\u2028\u202e\u2066\ufeff\U000e0041"
EVERY_COMMAND = [
    ["show", "t"], ["show", "t.i"], ["show", "t.s", "t.l"], ["list"], ["list", "t"], ["search", "bold"],
    ["compare", "t.i", "-y", "2022:2023"], ["compare", "t.i.2022", "t.i.2023", "--force"],
    ["source"], ["source", "t.i"], ["export"],
]  # fmt: skip


@pytest.mark.parametrize("args", EVERY_COMMAND, ids=" ".join)
def test_no_field_reaches_a_person_unseen(run: Run, mine: Path, args: list[str]) -> None:
    """In tables, in Markdown and in what is said: \\u{…} instead, and markup stays text."""
    path = nasty_everywhere(mine, f"{UNSEEN}[bold]f[/bold]:smile:")
    for fmt in ("table", "md"):
        for lang in ("zh", "en", "both"):
            options = ["-f", fmt, "--lang", lang, "--facts", str(path), "--no-builtin"]
            code, out, err = run(*args, *options)
            assert code in (0, 1), err
            assert not set(out + err) & set(UNSEEN) - {"\r", "\n"} and "\r" not in out + err
            assert "[bold]" in out.replace("\\", "") or args == ["list"] or code == 1


@pytest.mark.parametrize(
    "style", ["gbt7714-2025", "gbt7714-2015", "apa", "bibtex", "ris", "csl-json"]
)
def test_no_field_reaches_a_citation_unseen(run: Run, mine: Path, style: str) -> None:
    """CSL-JSON has escapes of its own, for control characters."""
    path = nasty_everywhere(mine, f"{UNSEEN}[bold]")
    code, out, err = run("cite", "t.i", "--style", style, "--facts", str(path), "--no-builtin")
    assert code == 0 and "bold" in out, err
    acting = set(UNSEEN) if style != "csl-json" else {c for c in UNSEEN if c < " "}
    assert not set(out + err) & acting


@pytest.mark.parametrize("fmt", ["json", "jsonl", "csv", "tsv"])
def test_every_field_is_exact_for_machines(run: Run, mine: Path, fmt: str) -> None:
    text = f"{UNSEEN}[bold]\t\n\"'\\,"
    path = nasty_everywhere(mine, text)
    _, out, _ = run("export", "-f", fmt, "--raw", "--facts", str(path), "--no-builtin")
    rows: list[dict[str, Any]]
    if fmt == "json":
        rows = json.loads(out)
    elif fmt == "jsonl":
        rows = [json.loads(line) for line in out.split("\n") if line]
    elif fmt == "csv":
        rows = list(csv.DictReader(io.StringIO(out, newline="")))
    else:
        head, *lines = [line.split("\t") for line in out.split("\n") if line]
        rows = [dict(zip(head, map(unescaped, line), strict=True)) for line in lines]
    values = {row["id"]: row for row in rows}
    assert values["t.s.2023"]["value"] == text == values["t.i.2023"]["quote"]
    assert {row["zh"] for row in rows} == {row["scope"] for row in rows} == {text}
    assert values["t.i.2023"]["printed"] == text


def unescaped(cell: str) -> str:
    """A TSV cell as it was: backslash, tab and line breaks had escapes."""
    escapes = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
    return re.sub(
        r"\\(?:u([0-9a-f]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else escapes[m[2]], cell
    )


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "-", "+"],
)
def test_no_text_in_a_csv_is_run_by_a_spreadsheet(run: Run, mine: Path, formula: str) -> None:
    """A ' stands before it, in every column of texts; --raw leaves it alone, and so do numbers."""
    path = nasty_everywhere(mine, formula)
    for raw in ([], ["--raw"]):
        _, out, _ = run("export", "-f", "csv", *raw, "--facts", str(path), "--no-builtin")
        wanted = formula if raw else f"'{formula}"
        for row in csv.DictReader(io.StringIO(out, newline="")):
            assert row["zh"] == row["quote"] == wanted
            assert {row[column] for column in ("note", "also")} <= {"", wanted}


def test_a_number_in_a_csv_stays_a_number(run: Run, mine: Path) -> None:
    body = '[t.i.2023]\nvalue = -5.50\nunit = "%"\nquote = "q"\n'
    mine.write_text(f'{HEAD}[t]\nzh = "T"\n\n[t.i]\nzh = "I"\n\n{body}', "utf-8")
    _, out, _ = run("export", "-f", "csv", "--facts", str(mine), "--no-builtin")
    assert next(csv.DictReader(io.StringIO(out)))["value"] == "-5.5"


# ---------------------------------------------------------------- names of files, options, files that change
def test_no_name_of_a_file_or_option_reaches_a_person_unseen(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "\x1b]52;c;aGk=\x07\u202e"
    folder.mkdir()
    (folder / "bad.toml").write_text("[a\n")
    (folder / "odd.toml").write_text('[a]\nzh = "A"\nnonsense = 1\n')
    bad, odd = str(folder / "bad.toml"), str(folder / "odd.toml")
    for args in (
        ["show", "5g", "--facts", bad], ["show", "5g", "--facts", odd], ["check", bad], ["check", odd],
        ["export", "-o", str(folder)], ["export", "-o", f"{folder}/no/where"], ["show", "--\x1b[31m"],
        ["\x1b[31m"], ["show", "5g", "-f", "\x1b[31m"], ["show", "5g", "-y", "\x1b[31m"],
        ["get", "5g.users", "--in", "\x1b[31m"], ["cite", "5g", "--style", "\x1b[31m"],
        ["search", "\x1b[31mq\u202e"], ["get", "5g.users", "--field", "\x1b[31m"], ["list", "\x1b[31m"],
        ["show", "5g", "--lang", "\x1b[31m"], ["export", "--partition", "\x1b[31m", "-o", "x"],
        ["search", "5g", "-n", "\x1b[31m"], ["compare", "\x1b[31m", "\x9b"],
    ):  # fmt: skip
        code, out, err = run(*args)
        assert code in (1, 2, 3), args
        assert not set(out + err) & set("\x1b\x07\u202e\x9b"), args


def test_a_file_that_vanishes_or_is_not_ours_is_told(
    run: Run, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a look and the reading, and where the reading is not allowed."""
    monkeypatch.setattr("infofacts.tomlfile.is_file", lambda path: True)
    code, out, err = run("show", "5g", "--facts", str(mine))
    assert (code, out) == (3, "")
    assert err == f"infofacts: {mine}: cannot be read: No such file or directory\n"

    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refused)
    code, out, err = run("check", str(mine), "--no-builtin")
    assert (code, out) == (3, f"{mine}:1: -: unreadable: cannot be read: Permission denied\n")
    assert err == "infofacts: 1 problem\n"


@pytest.mark.parametrize("what", ["\0", "[", "a = 1\n", "# comment\n", "x = [\n", '"', "é"])
def test_a_large_file_is_refused_as_fast_as_it_is_read(run: Run, mine: Path, what: str) -> None:
    """Ten million characters of one kind."""
    mine.write_text(what * (10_000_000 // len(what)), "utf-8")
    began = time.process_time()
    code, out, err = run("get", "5g.users.2023", "--facts", str(mine))
    assert (code, out) == (3, "")
    assert time.process_time() - began < 5 and len(err) < 1000
    assert err.startswith(f"infofacts: {mine}:")
