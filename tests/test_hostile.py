"""Fact bases from an unknown hand: a clear error or the exact data, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

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


def test_an_empty_base_is_fine_and_empty(run: Run, mine: Path) -> None:
    mine.write_bytes(b"")
    assert run("get", "5g.users.2023", "--facts", str(mine))[1] == "805000000\n"
    assert run("list", "--facts", str(mine), "--no-builtin")[0] == 0


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
