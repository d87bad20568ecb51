"""What an unknown hand could do with a fact base or a command line, and what comes of it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from infofacts import load
from infofacts.numbers import has_minus, may_fall, number_pattern, says_fall
from infofacts.report import section_en
from infofacts.text import visible
from tests.conftest import ROOT, Run

PROGRAM = [sys.executable, "-m", "infofacts"]
SOURCE = '[sources.s]\ntitle = "报告（2024年）"\npublisher = "社"\n'
LABELS = '\n[tt]\nzh = "甲"\nen = "A"\n\n[tt.a]\nzh = "乙"\nen = "B"\n\n[tt.a.2024]\n'
ALONE = ("--no-builtin", "--facts")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def write(mine: Path, fact: str, source: str = "") -> str:
    mine.write_text(f"{SOURCE}{source}{LABELS}{fact}\n", "utf-8")
    return str(mine)


# ---------------------------------------------------------------- numbers
@pytest.mark.parametrize("quote", ["", 'quote = "气温-75只"', 'quote = "气温−75只"', 'quote = "x"'])
def test_a_level_below_zero_keeps_its_sign(run: Run, mine: Path, quote: str) -> None:
    base = write(mine, f'value = -75\nunit = "只"\n{quote}')
    assert run("get", "tt.a", *ALONE, base)[1] == "-75\n"
    printed = run("get", "tt.a", "--field", "printed", *ALONE, base)[1]
    assert printed in ("-75只\n", "−75只\n") and printed[:-1].replace("−", "-") == "-75只"
    for fmt in ("table", "md", "tsv"):
        out = run("show", "tt.a", "-f", fmt, *ALONE, base)[1].replace("−", "-")
        assert "-75只" in out and " 75只" not in out, fmt


def test_a_change_below_zero_is_printed_as_its_words_are(run: Run) -> None:
    name = "rural.penetration-gap.2023.change"
    assert run("get", name)[1] == "-4.4\n"
    assert run("get", name, "--field", "printed")[1] == "4.4个百分点\n"


def test_a_number_below_zero_has_no_bar(run: Run, mine: Path) -> None:
    base = write(mine, "value = -75\n\n[tt.a.2025]\nvalue = 150")
    lines = run("show", "tt.a", "-f", "table", *ALONE, base)[1].splitlines()
    assert "█" not in next(line for line in lines if "-75" in line)
    assert "█" in next(line for line in lines if "150" in line)


def test_zero_has_no_sign(run: Run, mine: Path) -> None:
    base = write(mine, "value = -0.0")
    assert run("get", "tt.a", *ALONE, base)[1] == "0\n"
    assert '"value": 0,' in run("get", "tt.a", "-f", "json", *ALONE, base)[1]


def test_an_exponent_out_of_all_bounds_is_told_with_its_line(run: Run, mine: Path) -> None:
    base = write(mine, "value = 1e99999999999999999999")
    told = f"infofacts: {mine}:14: 1e99999999999999999999 is out of all bounds\n"
    assert run("get", "tt.a", *ALONE, base) == (3, "", told)
    code, out, _ = run("check", base, "--no-builtin")
    assert code == 3 and out.startswith(f"{mine}:14: -: syntax: ")
    mine.write_text(mine.read_text("utf-8").replace("1e99999999999999999999", "9" * 6000), "utf-8")
    assert run("get", "tt.a", *ALONE, base)[2].endswith(
        ":14: an integer has more than 4,300 digits\n"
    )


def test_a_wrong_number_is_shown_as_a_person_writes_it(run: Run, mine: Path) -> None:
    told = run("get", "tt.a", *ALONE, write(mine, "value = 1e60"))[2]
    assert "not 1E+60" in told and "Decimal" not in told


@pytest.mark.parametrize(
    ("bytes_", "place"), [(b"\xff", "1:1"), (b"\n\xff", "2:1"), (b"a = 1\nb\xff", "2:2")]
)
def test_a_wrong_byte_is_told_with_its_place(
    run: Run, mine: Path, bytes_: bytes, place: str
) -> None:
    mine.write_bytes(bytes_)
    assert run("get", "x", *ALONE, str(mine))[2].startswith(
        f"infofacts: {mine}:{place}: is not UTF-8"
    )


# ---------------------------------------------------------------- files
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_the_folder_is_no_text(run: Run, mine: Path, kind: str) -> None:
    """A base from elsewhere reads nothing but its own folder, whatever lies in it."""
    outside = mine.parent.parent / f"{mine.parent.name}-outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("机密3只", "utf-8")
    (mine.parent / "link").symlink_to(outside / "secret.txt" if kind == "file" else outside)
    file = "link" if kind == "file" else "link/secret.txt"
    base = write(mine, 'value = 3\nunit = "只"\nquote = "机密3只"', f'file = "{file}"\n')
    for argv in (("get", "tt.a"), ("source", "tt.a", "-f", "table"), ("check",)):
        code, out, err = run(*argv, *ALONE, base)
        assert (code, out) == (3, "") and "is a link out of the folder" in err
        assert err.startswith(f"infofacts: {mine}:4: sources.s: ")


def test_a_copy_of_the_base_with_a_link_to_its_text_is_proven_by_the_shipped_text(
    run: Run, mine: Path
) -> None:
    """It is the text that the copy is of; the link is not followed."""
    mine.write_bytes((ROOT / "facts.toml").read_bytes())
    (mine.parent / "seeds").symlink_to(ROOT / "seeds")
    assert run("check", str(mine), "--no-builtin")[0] == 0
    _, out, _ = run("source", "-f", "json", *ALONE, str(mine))
    assert json.loads(out)[0]["file"] == str(next((ROOT / "seeds").iterdir()))


def test_a_link_inside_the_folder_is_fine(run: Run, mine: Path) -> None:
    (mine.parent / "text.txt").write_text("有3只", "utf-8")
    (mine.parent / "link").symlink_to("text.txt")
    base = write(mine, 'value = 3\nunit = "只"\nquote = "3只"\nas_of = "2024"', 'file = "link"\n')
    assert run("check", base, "--no-builtin")[0] == 0


@pytest.mark.parametrize("kind", ["fifo", "folder", "sparse", "zero"])
def test_a_text_that_never_ends_is_not_read(mine: Path, kind: str) -> None:
    text = mine.parent / "text.txt"
    if kind == "fifo":
        os.mkfifo(text)
    elif kind == "folder":
        text.mkdir()
    elif kind == "zero":
        text.symlink_to("/dev/zero")
    else:
        with text.open("wb") as file:
            file.truncate(1 << 40)
    base = write(mine, "value = 3", 'file = "text.txt"\n')
    for command in (["get", "tt.a"], ["check"], ["source", "tt.a"]):
        done = subprocess.run(
            [*PROGRAM, *command, *ALONE, base], cwd=ROOT, capture_output=True, timeout=20, text=True
        )
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith(f"infofacts: {mine}:4: sources.s: file text.txt is ")


def test_a_nul_in_a_path_is_told(run: Run, mine: Path) -> None:
    base = write(mine, "value = 3", 'file = "a\\u0000b"\n')
    code, out, err = run("get", "tt.a", *ALONE, base)
    assert (code, out) == (3, "") and "file must be a path inside the folder" in err


def test_a_text_that_is_not_there_is_told_by_its_name(run: Run, mine: Path) -> None:
    base = write(mine, 'value = 3\nquote = "3"', 'file = "gone.txt"\n')
    out = run("check", base, "--no-builtin")[1]
    assert "source-file: file gone.txt is not there, below the folder of the base" in out


@pytest.mark.parametrize(
    "make",
    [
        lambda file: file.truncate(1 << 40),
        lambda file: file.truncate(5 << 30),
        lambda file: file.truncate(100 << 20),
        lambda file: file.write(b"[a]\nzh = '" + b"x" * (30 << 20) + b"'\n"),
        lambda file: file.write(b"\n" * (30 << 20) + b"x"),
        lambda file: file.write(b"[a\n" + b"[a]\nzh = 'x'\n" * (2 << 20)),
    ],
)
def test_a_huge_file_is_told_before_it_is_read(mine: Path, make: object) -> None:
    assert callable(make)
    with mine.open("wb") as file:
        make(file)
    began = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", 'ulimit -v 1500000; "$@"', "-", *PROGRAM, "get", "tt.a", *ALONE, str(mine)],
        cwd=ROOT, capture_output=True, timeout=60, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"infofacts: {mine}:"), done.stderr
    assert time.monotonic() - began < 30  # without a guard it takes all memory, or minutes


def test_whether_a_file_can_be_read_is_found_by_reading_it(
    run: Run, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typer's own test of a path would make it a mistake in the command line, exit 2."""
    base = write(mine, 'value = 3\nunit = "只"\nquote = "3只"')
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert run("get", "tt.a", *ALONE, base)[0] == 0
    assert run("check", base, "--no-builtin")[0] == 0


def test_a_pattern_that_could_try_for_ever_is_refused(run: Run, mine: Path) -> None:
    (mine.parent / "text.txt").write_text("x" * 60 + "3只", "utf-8")
    for pattern in ("(x+x+)+y", "(x?x?)?y", "x{1,9}y", "(?=x)", "x?" * 40, "(x|x)" * 40):
        entry = f'file = "text.txt"\nexcused = [{{ pattern = "{pattern}", reason = "r" }}]\n'
        base = write(mine, 'value = 3\nunit = "只"\nquote = "3只"', entry)
        code, out, err = run("check", base, "--no-builtin", "--coverage")
        assert (code, out) == (3, "") and "is too rich" in err, pattern
    entry = 'file = "text.txt"\nexcused = [{ pattern = "3", reason = 5 }]\n'
    base = write(mine, 'value = 3\nunit = "只"\nquote = "3只"', entry)
    assert "both texts" in run("check", base, "--no-builtin", "--coverage")[2]


# ---------------------------------------------------------------- what is shown
def test_every_invisible_character_is_shown(run: Run, mine: Path) -> None:
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
    escaped = "".join(f"\\U{code:08X}" for code in codes)
    base = write(mine, f'value = "{escaped}"')
    for fmt in ("table", "md"):
        out = run("show", "tt.a", "-f", fmt, *ALONE, base)[1]
        assert not set(text) & set(out)
    assert not set(text) & set(run("get", text)[2])


FORGED = "FORGED"


def test_a_line_break_in_a_text_makes_no_line(run: Run, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Neither in a table nor in what is said: a forged line could pass for a source."""
    monkeypatch.setenv("COLUMNS", "4000")
    bad = json.dumps(f"x\n{FORGED}")
    mine.write_text(
        f"[sources.s]\ntitle = {bad}\ntitle_en = {bad}\npublisher = {bad}\npublisher_en = {bad}\nurl = {bad}\n\n"
        f"[groups.g]\nzh = {bad}\nen = {bad}\n\n[tt]\ngroup = 'g'\nzh = {bad}\nen = {bad}\naliases = [{bad}]\n"
        f"note = {bad}\nnote_en = {bad}\n\n[tt.a]\nzh = {bad}\nen = 'B'\nnote = {bad}\nnote_en = {bad}\n\n"
        f"[tt.a.2024]\nvalue = 3\nunit = {bad}\nquote = {bad}\nalso = [{bad}]\nnote = {bad}\nscope = {bad}\n"
        f"break = {bad}\nothers = [{{ value = 4, unit = {bad}, source = 's' }}]\n"
        f"change = {{ value = 1, unit = {bad} }}\n\n[tt.a.2023]\nvalue = 2\nunit = {bad}\n\n"
        f"[tt.b]\nzh = 'c'\nen = 'c{FORGED[:1]}'\n\n[tt.b.2024]\nvalue = [{bad}, 'y']\nvalue_en = {bad}\n"
        f"quote = {bad}\n",
        "utf-8",
    )
    own = (*ALONE, str(mine))
    for argv in (
        ("show", "tt"), ("show", "tt.a"), ("show", "tt.a", "tt.b", "--derived"), ("list",), ("list", "tt"),
        ("search", "x"), ("compare", "tt.a", "-y", "2023:2024"), ("source",), ("source", "s"),
        ("source", "tt.a.2024"), ("export",), ("get", "tt.a", "tt.b"),
    ):  # fmt: skip
        for fmt in ("table", "md"):
            for lang in ("both", "zh", "en"):
                code, out, err = run(*argv, "-f", fmt, "--lang", lang, *own)
                assert code == 0, (argv, err)
                assert not any(line.lstrip("| ").startswith(FORGED) for line in out.splitlines()), (
                    argv, fmt, lang, out,
                )  # fmt: skip
    records = json.loads(run("show", "tt.a", "-f", "json", *own)[1])
    assert records[-1]["quote"] == f"x\n{FORGED}" or records[0]["zh"] == f"x\n{FORGED}"


@pytest.mark.parametrize(
    "argv",
    [
        ("get", "a\nFORGED"),
        ("show", "a\nFORGED", "b\nFORGED"),
        ("show", "5g", "-y", "2\nFORGED"),
        ("get", "5g.users", "--facts", "/nowhere/x\nFORGED"),
        ("export", "-f", "json", "-o", "/nowhere/x\nFORGED"),
        ("search", "短剧\n短剧"),
        ("cite", "5g.users", "--style", "x\nFORGED"),
        ("compare", "5g.users", "x\nFORGED"),
    ],
)
def test_a_line_break_in_an_argument_makes_no_line(run: Run, argv: tuple[str, ...]) -> None:
    code, out, err = run(*argv)
    assert code in (1, 2, 3) and out.strip() == ""
    assert err and all(line.startswith("infofacts: ") for line in err.splitlines())


def test_markdown_is_text(run: Run, mine: Path) -> None:
    base = write(mine, 'value = "~~x~~ &lt; &#x202e; $y$ *z* <b> [l](u)"')
    out = run("show", "tt.a", "-f", "md", *ALONE, base)[1]
    assert r"\~\~x\~\~ \&lt; \&#x202e; \$y\$ \*z\* \<b\> \[l\](u)" in out


@pytest.mark.parametrize("char", ["\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_record_is_one_line_of_tsv_for_everybody(run: Run, mine: Path, char: str) -> None:
    base = write(mine, f'value = "x\\u{ord(char):04x}y"')
    out = run("show", "tt.a", "-f", "tsv", *ALONE, base)[1]
    assert len(out.splitlines()) == 2 and f"x\\u{ord(char):04x}y" in out


@pytest.mark.parametrize("hidden", [" ", "\u00a0", "\ufeff", "\u200b", "\u3000", " \u200b "])
def test_a_formula_behind_what_is_not_seen_is_defused(run: Run, mine: Path, hidden: str) -> None:
    base = write(mine, f"value = {json.dumps(hidden + '=1+1')}")
    assert f"'{hidden}=1+1" in run("show", "tt.a", "-f", "csv", *ALONE, base)[1]
    assert f"'{hidden}=1+1" not in run("export", "-f", "csv", "--raw", *ALONE, base)[1]


# ---------------------------------------------------------------- the command line
def test_the_number_of_hits_has_a_bound(run: Run) -> None:
    assert run("search", "5g", "-n", "9223372036854775808")[0] == 2
    assert run("search", "5g", "-n", "100000")[0] == 0
    assert len(load().search("5g", 10**30)) == len(load().search("5g", 10**6))
    assert load().search("5g", -5) == []


def test_a_long_word_is_answered_as_fast_as_a_short_one(run: Run) -> None:
    began = time.process_time()
    assert run("search", "x" * 100_000)[0] == 1
    assert time.process_time() - began < 5  # it took a minute


def test_an_export_does_not_replace_what_it_is_made_of(run: Run, mine: Path) -> None:
    (mine.parent / "text.txt").write_text("有3只", "utf-8")
    base = write(mine, 'value = 3\nquote = "3只"', 'file = "text.txt"\n')
    before = mine.read_bytes()
    for place in (mine, mine.parent / "text.txt"):
        code, _, err = run("export", "-f", "json", "-o", str(place), *ALONE, base)
        assert code == 2 and "is a file of the fact base itself" in err
    assert mine.read_bytes() == before


def test_a_dash_is_standard_output(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("export", "-y", "2023", "-f", "jsonl", "-o", "-")
    assert code == 0 and json.loads(out.splitlines()[0], parse_float=Decimal)["year"] == 2023
    assert not list(tmp_path.iterdir())


def test_a_disk_without_room_is_no_mistake_of_the_command_line(tmp_path: Path) -> None:
    script = f"ulimit -f 8; '{sys.executable}' -m infofacts export -f json -o '{tmp_path}/x.json'"
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 3 and "File too large" in done.stderr
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------- and beside it
def test_only_the_shipped_texts_are_read_for_another_base(run: Run, mine: Path) -> None:
    """The folder of the shipped base holds more than texts."""
    base = write(mine, 'value = "infofacts"\nquote = "infofacts"', 'file = "pyproject.toml"\n')
    code, out, _ = run("check", base, "--no-builtin")
    assert code == 1 and "source-file: file pyproject.toml is not there" in out


@pytest.mark.parametrize("begin", ["# H", "- a", "+ a", "1. a", "12) a", "=== a", "--- a"])
def test_no_line_of_markdown_is_a_heading_or_a_list(run: Run, mine: Path, begin: str) -> None:
    base = write(mine, "value = 1")
    mine.write_text(mine.read_text("utf-8").replace('"乙"', f'"{begin}"'), "utf-8")
    first = run("show", "tt.a", "-f", "md", "--lang", "zh", *ALONE, base)[1].splitlines()[0]
    digits = begin[: len(begin) - len(begin.lstrip("0123456789"))]
    assert first.startswith(f"{digits}\\{begin[len(digits)]}")


@pytest.mark.parametrize("sign", "＝＋－＠")
def test_full_width_formulas_are_defused(run: Run, mine: Path, sign: str) -> None:
    base = write(mine, f'value = "{sign}1+1"')
    assert f",'{sign}1+1," in run("get", "tt.a", "-f", "csv", *ALONE, base)[1]


def test_a_write_protected_file_is_not_replaced(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.json"
    file.write_text("mine", "utf-8")
    file.chmod(0o444)
    denied = {file: False}  # root may do anything
    monkeypatch.setattr(
        "infofacts.formats._files.os.access", lambda path, mode: denied.get(path, True)
    )
    code, _, err = run("export", "-o", str(file))
    assert code == 2 and "write-protected" in err
    assert file.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "asked",
    [
        {"_INFOFACTS_COMPLETE": "complete_bash"},
        {"_INFOFACTS_COMPLETE": "complete_bash", "COMP_WORDS": "infofacts show 5g"},
        {"_INFOFACTS_COMPLETE": "complete_bash", "COMP_WORDS": "infofacts", "COMP_CWORD": "x"},
        {"_INFOFACTS_COMPLETE": "complete_zsh"},
        {"_INFOFACTS_COMPLETE": "complete_fish"},
    ],
)
def test_half_a_question_of_a_shell_completes_nothing(asked: dict[str, str]) -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith("COMP_")}
    done = subprocess.run(PROGRAM, cwd=ROOT, env=env | asked, capture_output=True, timeout=20)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_no_names_and_a_mark_before_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line of input are no records; what some editors begin a file with is no name."""
    for text, args, answer in (
        ("", ("-f", "json"), "[]\n"),
        ("\ufeff5g.users.2023\n", (), "805000000\n"),
    ):
        read = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", read)
        assert run("get", "-", *args) == (0, answer, "")


@pytest.mark.parametrize(
    "words", ["下降{}x", "降幅{}x", "{}-", "减{}到", "5{}x"]
)  # fmt: skip
@pytest.mark.parametrize("many", ["1、", "约", "--1", "1,", "1%和", "3以上、", "1.1", "达为"])
def test_no_words_before_a_number_are_tried_for_ever(words: str, many: str) -> None:
    """What repeats in them would take years if it were tried in every way."""
    text = words.format(many * 5000)
    assert not says_fall(text, "个") and not may_fall(text)
    assert len(re.findall(number_pattern(Decimal(5), "个"), text)) == 0
    has_minus(text, "个")


def test_sections_are_counted_beyond_ten() -> None:
    assert section_en("第十二篇 › 二十一 › （十一）") == "Part 12 › 21 › (11)"
    assert section_en("摘要 › 三") == "Summary › 3" and section_en("附件2") == "Annex 2"
