"""Fact bases and command lines from a stranger: a clear error or the exact data, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import pytest

from infofacts import load
from infofacts.printed import has_minus, may_fall, places, says_fall
from infofacts.text import visible
from tests.conftest import PROGRAM, ROOT, Env, Run, one_fact

CATS = 'value = 3\nunit = "只"\nquote = "3只"\nas_of = "2023"'
LINE = b"[a.b.2023]\nvalue = "


def bounded(*args: str, env: Env) -> tuple[int, str, str]:
    """Run a process with bounds on memory and processor time: who exceeds them is killed."""
    limits = 'ulimit -v 1500000 -t 20; exec "$@"'
    done = subprocess.run(
        ["bash", "-c", limits, "-", *PROGRAM, *args], cwd=ROOT, env=env, capture_output=True,
        timeout=300, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


# ---------------------------------------------------------------- files that are no fact base
BROKEN = {
    "syntax": (b"[a]\nx = \n", ":2:5: "),
    "duplicate table": (b"[a]\n[a]\n", ":2:"),
    "latin-1": ("[a]\nzh = 'é'\n".encode("latin-1"), ":2:7: is not UTF-8"),
    "utf-16": ("[a]\n".encode("utf-16"), ":1:1: is not UTF-8"),
    "no UTF-8 in a comment": (b"a = 1\nb\xff", ":2:2: is not UTF-8"),
    "BOM": (b"\xef\xbb\xbf[a\n", ":1:3: "),
    "control character": (b'[a]\nzh = "\x01"\n', ":2:"),
    "infinite": (LINE + b"inf\n", ":2: a.b.2023: wrong-type: "),
    "not a number": (LINE + b"nan\n", ":2: a.b.2023: wrong-type: "),
    "large exponent": (LINE + b"1e60\n", "not 1E+60"),
    "huge exponent": (LINE + b"1e999999\n", ":2: a.b.2023: wrong-type: "),
    "tiny exponent": (LINE + b"1e-999999\n", ":2: a.b.2023: wrong-type: "),
    "exponent out of bounds": (
        LINE + b"1e99999999999999999999\n",
        ":2: 1e99999999999999999999 is too large a number\n",
    ),
    "6000 digits": (LINE + b"9" * 6000 + b"\n", ":2: "),
    "500 digits": (LINE + b"9" * 500 + b"\n", ":2: a.b.2023: wrong-type: "),
    "deep arrays": (b"x = " + b"[" * 20000 + b"]" * 20000 + b"\n", ":1"),
    "deep tables": (b"a" + b".a" * 40000 + b" = 1\n", ":1: "),
    "deep headers": (b"[a" + b".a" * 40000 + b"]\n", ":1: "),
    "boolean value": (LINE + b"true\n", ":2: a.b.2023: wrong-type: "),
    "a number for a topic": (b"a = 1\n", ":1: a: wrong-type: "),
    "spaces": (b"[a]\n" + b" " * 200000 + b"x\n", ":2:"),
    "garbage": (b"\x00" * 1000000, ":1:1: "),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_base_is_reported_with_its_place(run: Run, mine: Path, what: str) -> None:
    """Exit 3, nothing on stdout, FILE:LINE (and column where TOML itself is broken)."""
    content, place = BROKEN[what]
    mine.write_bytes(content)
    code, out, err = run("show", "5g", "--facts", str(mine))
    assert (code, out) == (3, ""), err
    assert err.startswith(f"infofacts: {mine}") and place in err
    assert not {"Traceback", "Decimal"} & set(re.findall(r"\w+", err)) and len(err) < 1000


def test_what_is_no_file_is_reported(run: Run, tmp_path: Path) -> None:
    """Nor is a pipe opened to see whether it is a database."""
    for name in ("fifo.toml", "fifo.db"):
        os.mkfifo(tmp_path / name)
    for name in ("fifo.toml", "fifo.db", "", "none.toml", "none.db"):
        code, out, err = run("show", "5g", "--facts", str(tmp_path / name))
        words = "no such file" if name.startswith("none") else "is not a file"
        assert (code, out) == (3, "") and words in err


@pytest.mark.parametrize("text", ["", "\n\n", "# mine\n"])
def test_an_empty_base_is_an_error(run: Run, mine: Path, text: str) -> None:
    """It was perhaps cut off: an answer without it would be another one."""
    mine.write_text(text, "utf-8")
    message = f"infofacts: {mine}:1:1: is empty; a fact base begins with a table, as [topic]\n"
    for argv in (("get", "5g.users.2023"), ("list", "--no-builtin")):
        assert run(*argv, "--facts", str(mine)) == (3, "", message)
    assert run("check", str(mine))[0] == 3


def test_a_file_that_vanishes_or_is_not_ours_is_reported(
    run: Run, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a look and the reading, and where the reading is not allowed."""
    monkeypatch.setattr("infofacts.tomlfile.is_file", lambda path: True)
    message = f"infofacts: {mine}: cannot be read: No such file or directory\n"
    assert run("show", "5g", "--facts", str(mine)) == (3, "", message)

    def refused(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("infofacts.tomlfile.file_bytes", refused)
    code, out, err = run("check", str(mine), "--no-builtin")
    assert (code, out) == (3, f"{mine}:1: -: unreadable: cannot be read: Permission denied\n")
    assert err == "infofacts: 1 problem\n"


def test_whether_a_file_can_be_read_is_found_by_reading_it(
    own: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typer's own test of a path would make it a mistake in the command line, exit 2."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert own(one_fact(CATS), "get", "m.a")[0] == own(one_fact(CATS), "check")[0] == 0


MEGA = 1 << 20
HUGE: dict[str, Callable[[IO[bytes]], object]] = {
    "a terabyte of nothing": lambda file: file.truncate(1 << 40),
    "100 MB of nothing": lambda file: file.truncate(100 * MEGA),
    "a long text": lambda file: file.write(b"[a]\nzh = '" + b"x" * 30 * MEGA + b"'\n"),
    "a long number of lines": lambda file: file.write(b"\n" * 30 * MEGA + b"x"),
    "many tables": lambda file: file.write(b"[a\n" + b"[a]\nzh = 'x'\n" * 2 * MEGA),
} | {
    f"ten million of {what[:9]!r}": lambda file, what=what: file.write(what * (10**7 // len(what)))
    for what in (b"\0", b"[", b"a = 1\n", b"# comment\n", b"x = [\n", b'"', "é".encode())
}


@pytest.mark.parametrize("what", HUGE)
def test_a_huge_file_is_refused_within_bounds(mine: Path, env: Env, what: str) -> None:
    with mine.open("wb") as file:
        HUGE[what](file)
    code, out, err = bounded("get", "5g.users.2023", "--facts", str(mine), env=env)
    assert (code, out) == (3, ""), err
    assert err.startswith(f"infofacts: {mine}:") and len(err) < 1000


# ---------------------------------------------------------------- the texts that a base names
@pytest.mark.parametrize("file", ["../../etc/passwd", "/etc/passwd", "a\\u0000b"])
def test_a_text_is_named_by_a_path_inside_the_folder(own: Run, mine: Path, file: str) -> None:
    code, out, err = own(one_fact("value = 3", f'file = "{file}"\n'), "get", "m.a")
    assert (code, out) == (3, "") and "file must be a path inside the folder" in err
    assert err.startswith(f"infofacts: {mine}:4: sources.s: wrong-type: ")


@pytest.mark.parametrize("file", ["link", "link/secret.txt"])
def test_a_link_out_of_the_folder_is_not_followed(own: Run, mine: Path, file: str) -> None:
    """A base from elsewhere reads nothing but its own folder, whatever lies in it."""
    outside = mine.parent.parent / f"{mine.parent.name}-outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("机密3只", "utf-8")
    (mine.parent / "link").symlink_to(outside / "secret.txt" if file == "link" else outside)
    base = one_fact(CATS, f'file = "{file}"\n')
    for argv in (("get", "m.a"), ("source", "m.a", "-f", "table"), ("check",)):
        code, out, err = own(base, *argv)
        assert (code, out) == (3, "") and "is a link out of the folder" in err
        assert err.startswith(f"infofacts: {mine}:4: sources.s: ")


def test_a_link_inside_the_folder_is_followed(own: Run, mine: Path) -> None:
    mine.with_name("text.txt").write_text("有3只", "utf-8")
    mine.with_name("link").symlink_to("text.txt")
    assert own(one_fact(CATS, 'file = "link"\n'), "check")[0] == 0


def test_a_copy_of_the_base_with_a_link_to_its_text_is_proven_by_the_shipped_text(
    run: Run, mine: Path
) -> None:
    """It is the text that the copy is of; the link is not followed."""
    mine.write_bytes((ROOT / "facts.toml").read_bytes())
    mine.with_name("seeds").symlink_to(ROOT / "seeds")
    assert run("check", str(mine), "--no-builtin")[0] == 0
    out = run("source", "-f", "json", "--no-builtin", "--facts", str(mine))[1]
    assert json.loads(out)[0]["file"] == str(next((ROOT / "seeds").iterdir()))


@pytest.mark.parametrize("name", ["gone.txt", "pyproject.toml"])
def test_of_the_shipped_files_only_texts_are_read(own: Run, name: str) -> None:
    """The folder of the shipped base holds more than texts."""
    code, out, _ = own(one_fact('value = "x"\nquote = "x"', f'file = "{name}"\n'), "check")
    assert code == 1
    assert f"source-file: file {name} does not exist in the fact file's folder" in out


@pytest.mark.parametrize(
    ("kind", "command"),
    [("fifo", "get m.a"), ("fifo", "check"), ("fifo", "source m.a"), ("folder", "get m.a"),
     ("zero", "get m.a"), ("sparse", "check")],
)  # fmt: skip
def test_a_text_that_never_ends_is_not_read(mine: Path, env: Env, kind: str, command: str) -> None:
    text = mine.with_name("text.txt")
    if kind == "fifo":
        os.mkfifo(text)
    elif kind == "folder":
        text.mkdir()
    elif kind == "zero":
        text.symlink_to("/dev/zero")
    else:
        text.touch()
        os.truncate(text, 1 << 40)
    mine.write_text(one_fact("value = 3", 'file = "text.txt"\n'), "utf-8")
    code, out, err = bounded(*command.split(), "--no-builtin", "--facts", str(mine), env=env)
    assert (code, out) == (3, "")
    assert err.startswith(f"infofacts: {mine}:4: sources.s: file text.txt is ")


# ---------------------------------------------------------------- odd text in every field
# What acts on a terminal or is not seen, markup, and a line that would pass for one of ours.
UNSEEN = "\x00\x07\b\r\x1b\x7f\x85\x9b\u00ad\u061c\u200b\u200d\u2028\u202e\u2066\ufeff\U000e0041"
FORGED = "FORGED"
ODD = f"{UNSEEN}[bold]f[/bold]:smile:\n{FORGED}"
EVERY_COMMAND = [
    "show t", "show t.i", "show t.s t.l", "show t.i t.s --derived", "list", "list t", "search bold",
    "compare t.i -y 2022:2023", "compare t.i.2022 t.i.2023 --force", "source", "source me",
    "source t.i", "source t.i.2023", "export", "get t.i t.s",
]  # fmt: skip


def odd_base(text: str) -> str:
    """A base with a text in every field that takes one, for sources, groups and facts of all kinds."""
    escaped = "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in text)
    value = f'"{escaped}"'
    labels = f"zh = {value}\nen = {value}\n"
    notes = f"aliases = [{value}]\nnote = {value}\nnote_en = {value}\n"
    fact = (
        f"quote = {value}\nalso = [{value}]\nscope = {value}\nnote = {value}\nnote_en = {value}\n"
    )
    number = f"unit = {value}\nbound = {value}\nprinted = {value}\n"
    inner = f"{{ value = 3, unit = {value}, bound = {value}, quote = {value} }}"
    other = f"[{{ value = 4, source = {value}, quote = {value}, url = {value}, scope = {value} }}]"
    return (
        f"[sources.me]\ntitle = {value}\ntitle_en = {value}\npublisher = {value}\n"
        f"publisher_en = {value}\nurl = {value}\ntype = {value}\n\n"
        f"[groups.g]\n{labels}\n[t]\n{labels}{notes}group = {value}\n\n"
        f"[t.i]\n{labels}{notes}counts = {value}\nformula = {value}\n\n"
        f"[t.i.2022]\nvalue = 5\n{number}{fact}break = {value}\nbreak_en = {value}\n\n"
        f"[t.i.2023]\nvalue = 6\n{number}{fact}change = {inner}\ngrowth = {inner}\nrank = {inner}\n"
        f"others = {other}\nurl = {value}\nconfirmed_by = [{value}]\n\n"
        f"[t.s]\n{labels}\n[t.s.2023]\nvalue = {value}\nvalue_en = {value}\nsource = {value}\n{fact}\n"
        f"[t.l]\n{labels}\n[t.l.2023]\nvalue = [{value}, {value}]\n{fact}"
    )


@pytest.mark.parametrize("argv", EVERY_COMMAND)
def test_no_text_acts_on_what_people_see(
    own: Run, monkeypatch: pytest.MonkeyPatch, argv: str
) -> None:
    """In tables, Markdown and messages: \\u{…} instead, markup stays text, a line stays a line."""
    monkeypatch.setenv("COLUMNS", "4000")
    for fmt in ("table", "md"):
        for lang in ("zh", "en", "both"):
            code, out, err = own(odd_base(ODD), *argv.split(), "-f", fmt, "--lang", lang)
            shown = out + err
            assert code in (0, 1) and not set(shown) & set(UNSEEN), err
            assert not any(line.lstrip("| ").startswith(FORGED) for line in shown.splitlines())
            plain = out.replace("\\", "")  # Markdown escapes punctuation
            assert ("u{1b}" in plain and "[bold]" in plain) or code == 1 or argv == "list"


@pytest.mark.parametrize("style", "gbt7714-2025 gbt7714-2015 apa bibtex ris csl-json".split())
def test_no_text_acts_through_a_citation(own: Run, style: str) -> None:
    """CSL-JSON has escapes of its own, for control characters."""
    code, out, err = own(odd_base(f"{UNSEEN}[bold]"), "cite", "t.i", "--style", style)
    assert code == 0 and "bold" in out, err
    acting = set(UNSEEN) if style != "csl-json" else {c for c in UNSEEN if c < " "}
    assert not set(out + err) & acting


@pytest.mark.parametrize("fmt", ["json", "jsonl", "csv", "tsv"])
def test_every_field_is_exact_for_machines(own: Run, fmt: str) -> None:
    text = f"{UNSEEN}[bold]\t\n\"'\\,"
    out = own(odd_base(text), "export", "-f", fmt, "--raw")[1]
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
    key = "value" if fmt in ("json", "jsonl") else "text"
    assert values["t.s.2023"][key] == text == values["t.i.2023"]["quote"]
    assert {row["zh"] for row in rows} == {row["scope"] for row in rows} == {text}
    assert values["t.i.2023"]["printed"] == text


def unescaped(cell: str) -> str:
    """A TSV cell as it was: backslash, tab and line breaks had escapes."""
    escapes = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
    return re.sub(
        r"\\(?:u([0-9a-f]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else escapes[m[2]], cell
    )


@pytest.mark.parametrize("char", ["\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_record_is_one_line_of_tsv_for_every_reader(own: Run, char: str) -> None:
    escape = f"x\\u{ord(char):04x}y"
    out = own(one_fact(f'value = "{escape}"'), "show", "m.a", "-f", "tsv")[1]
    assert len(out.splitlines()) == 2 and escape in out


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "-", "+",
        " =1", "\u00a0=1", "\ufeff=1", "\u200b=1", "\u3000=1", " \u200b =1", "＝1", "＋1", "－1", "＠1",
    ],
)  # fmt: skip
def test_no_text_in_a_csv_is_run_by_a_spreadsheet(own: Run, formula: str) -> None:
    """A ' stands before it, in every column of texts; --raw leaves it alone."""
    for raw in ([], ["--raw"]):
        out = own(odd_base(formula), "export", "-f", "csv", *raw)[1]
        wanted = formula if raw else f"'{formula}"
        for row in csv.DictReader(io.StringIO(out, newline="")):
            assert row["zh"] == row["quote"] == wanted
            assert {row[column] for column in ("note", "also")} <= {"", wanted}


def test_a_number_in_a_csv_stays_a_number(own: Run) -> None:
    out = own(one_fact('value = -5.50\nunit = "%"'), "export", "-f", "csv")[1]
    assert next(csv.DictReader(io.StringIO(out)))["value"] == "-5.5"


def test_every_invisible_character_is_shown(own: Run, run: Run) -> None:
    """Cc, Cf, Cs and what Unicode calls default ignorable, whatever is printed."""
    codes = [
        *range(0x80, 0xA0), 0xAD, 0x34F, *range(0x600, 0x606), 0x61C, 0x6DD, 0x70F, 0x8E2, 0x115F, 0x1160,
        0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x2028, 0x202F),
        *range(0x2060, 0x2070), 0x2800, 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0,
        *range(0xFFF0, 0xFFFC), 0x110BD, 0x1BCA0, 0x1D173, 0xE0001, 0xE0020, 0xE0100, 0xE0FFF,
    ]  # fmt: skip
    text = "".join(map(chr, codes))
    assert visible(text) == "".join(f"\\u{{{code:x}}}" for code in codes)
    assert visible("5G基站—“超”·10%，é–ü😀・ア한") == "5G基站—“超”·10%，é–ü😀・ア한"
    base = one_fact('value = "{}"'.format("".join(f"\\U{code:08X}" for code in codes)))
    for fmt in ("table", "md"):
        assert not set(text) & set(own(base, "show", "m.a", "-f", fmt)[1])
    assert not set(text) & set(run("get", text)[2])


def test_markdown_in_a_text_stays_text(own: Run) -> None:
    base = one_fact('value = "~~x~~ &lt; &#x202e; $y$ *z* <b> [l](u)"')
    out = own(base, "show", "m.a", "-f", "md")[1]
    assert r"\~\~x\~\~ \&lt; \&#x202e; \$y\$ \*z\* \<b\> \[l\](u)" in out


@pytest.mark.parametrize("begin", ["# H", "- a", "+ a", "1. a", "12) a", "=== a", "--- a"])
def test_no_label_is_a_heading_or_a_list_of_markdown(own: Run, begin: str) -> None:
    base = one_fact("value = 1").replace('"甲"', f'"{begin}"')
    first = own(base, "show", "m.a", "-f", "md", "--lang", "zh")[1].splitlines()[0]
    digits = begin[: len(begin) - len(begin.lstrip("0123456789"))]
    assert first.startswith(f"{digits}\\{begin[len(digits)]}")


# ---------------------------------------------------------------- the command line
def test_no_name_of_a_file_or_option_acts_on_a_terminal(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "\x1b]52;c;aGk=\x07\u202e"
    folder.mkdir()
    (folder / "bad.toml").write_text("[a\n")
    (folder / "odd.toml").write_text('["a\\u001b[31m"]\nzh = "A"\nnonsense = 1\n')
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


@pytest.mark.parametrize(
    "argv",
    [
        ("get", "a\nFORGED"), ("show", "a\nFORGED", "b\nFORGED"), ("show", "5g", "-y", "2\nFORGED"),
        ("get", "5g.users", "--facts", "/nowhere/x\nFORGED"),
        ("export", "-f", "json", "-o", "/nowhere/x\nFORGED"), ("search", "短剧\n短剧"),
        ("cite", "5g.users", "--style", "x\nFORGED"), ("compare", "5g.users", "x\nFORGED"),
    ],
)  # fmt: skip
def test_a_line_break_in_an_argument_makes_no_line(run: Run, argv: tuple[str, ...]) -> None:
    code, out, err = run(*argv)
    assert code in (1, 2, 3) and out.strip() == ""
    assert err and all(line.startswith("infofacts: ") for line in err.splitlines())


def test_any_number_of_hits_may_be_asked_for_in_python() -> None:
    base = load(ROOT / "tests" / "data" / "compare.toml", builtin=False)
    assert len(base.search("stations", 10**30)) > 0 and base.search("stations", -5) == []


def test_a_long_word_is_refused_within_bounds(env: Env) -> None:
    assert bounded("search", "x" * 100_000, env=env)[0] == 2


@pytest.mark.parametrize("words", ["下降{}x", "降幅{}x", "{}-", "减{}到", "5{}x"])
@pytest.mark.parametrize(
    "many", ["1、", "约", "--1", "1,", "1%和", "3以上、", "1.1", "达为", "超过"]
)
def test_no_words_before_a_number_are_tried_for_ever(words: str, many: str) -> None:
    """What repeats in them would take years if it were tried in every way."""
    text = words.format(many * 5000)
    assert not says_fall(text, "个") and not may_fall(text)
    assert list(places(text, Decimal(5), "个")) == []
    has_minus(text, "个")


@pytest.mark.parametrize(
    "fact",
    [
        f'quote = "{"《" * 50_000}1个"',
        f'quote = "q 1个"\nalso = ["{"一" * 50_000}"]',
        f'quote = "q 1个"\nalso = [\n"a{" " * 50_000}b = c",\n]',
    ],
    ids=["titles", "numerals", "a key in a text"],
)
def test_no_long_text_of_a_fact_is_read_again_and_again(own: Run, fact: str) -> None:
    """Each took minutes when every part of it was tried."""
    assert own(one_fact(f'value = 1\nunit = "个"\n{fact}'), "check")[0] in (0, 1)
