"""What comes in and goes out, in this process; `tests/test_surroundings.py` sees it in others."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infofacts import console
from infofacts.app import main
from infofacts.commands import manual
from infofacts.text import LONGEST_LINE, manual_page
from infofacts.views import display
from tests.conftest import Run

Patch = pytest.MonkeyPatch


def test_closed_streams_are_replaced(monkeypatch: Patch) -> None:
    """Reading gives nothing, stderr is dropped, writing to stdout fails."""
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    console.prepare()
    with sys.stdin, sys.stdout, sys.stderr:
        assert sys.stdin.read() == ""
        sys.stderr.write("数\n")
        with pytest.raises(io.UnsupportedOperation):
            sys.stdout.write("数\n")


@pytest.mark.parametrize("buffered", [True, False])
def test_a_pipe_is_utf_8_with_its_own_ends_of_lines(
    monkeypatch: Patch, tmp_path: Path, buffered: bool
) -> None:
    """And has a buffer, so that a full disk is noticed."""
    path = tmp_path / "out"
    raw: Any = io.FileIO(path, "w")
    out = io.TextIOWrapper(io.BufferedWriter(raw) if buffered else raw, "ascii", newline="\r\n")
    monkeypatch.setattr(sys, "stdout", out)
    console.prepare()
    assert isinstance(sys.stdout.buffer, io.BufferedWriter)
    console.write("数\udc80\n")
    assert path.read_bytes() == "数\\udc80\n".encode()
    if not buffered:
        sys.stdout.close()
        out.write("x")  # whose file it is
    out.close()


class Screen(io.TextIOWrapper):
    """Standard output on a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_keeps_its_encoding_and_shows_control_characters(monkeypatch: Patch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Screen(raw, "gbk"))
    console.prepare()
    console.write_all(["数\x1b[2J\r\n", "", "\t\U0001f600"])
    assert raw.getvalue() == "数\\u{1b}[2J\n\t\\U0001f600".encode("gbk")


class Flushed(io.StringIO):
    """A stream that is closed: nothing can be flushed."""

    def flush(self) -> None:
        raise OSError(9, "Bad file descriptor")


def test_nothing_is_written_where_there_is_nothing_to_write(monkeypatch: Patch) -> None:
    monkeypatch.setattr(sys, "stdout", Flushed())
    console.write_all([])
    console.write_all(["", ""])
    with pytest.raises(OSError, match="Bad file descriptor"):
        console.write("x")


def test_what_cannot_be_said_changes_nothing(monkeypatch: Patch) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stderr", Gone())
    console.warn("x")


def test_a_line_without_end_is_no_name(
    monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of 1 MB may be one."""
    for longer, code in ((0, 1), (1, 2)):
        data = b"5g.base-stations.2023\nxyz\n" + b"x" * (LONGEST_LINE + longer)
        pieces: Any = io.BytesIO(data)
        stdin = io.TextIOWrapper(io.BufferedReader(pieces, 1 << 16), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)
        assert main(["get", "-"]) == code
        said = capsys.readouterr()
        assert said.out.splitlines()[0] == "3377000"
        message = "standard input:3: a line of more than 1 MB is no name\n"
        assert said.err.endswith(message) == bool(longer)


def test_an_input_that_fails_is_told(
    monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Gone(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Gone()))
    assert main(["get", "-"]) == 3
    message = "infofacts: standard input: cannot be read: Input/output error\n"
    assert capsys.readouterr().err == message


@pytest.mark.parametrize(("columns", "size", "width"), [
    ("", 77, 77), ("", 0, 100), ("120", 77, 120), ("0", 77, 77), ("9999", 77, 9999),
    ("10000", 77, 77), ("x", 77, 77), ("", None, 100),
])  # fmt: skip
def test_the_width_is_that_of_the_setting_or_the_terminal(
    monkeypatch: Patch, columns: str, size: int | None, width: int
) -> None:
    def terminal(file: int) -> os.terminal_size:
        if size is None:
            raise OSError(25, "Inappropriate ioctl for device")
        return os.terminal_size((size, 24))

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.FileIO(os.devnull, "w")))
    monkeypatch.setattr(os, "get_terminal_size", terminal)
    monkeypatch.setenv("COLUMNS", columns)
    assert display.width() == width
    sys.stdout.close()


# ---------------------------------------------------------------- the manual page
@pytest.mark.parametrize(("installed", "code", "printed"), [
    (True, 0, False), (True, 1, True), (False, 0, True),
])  # fmt: skip
def test_man_shows_the_manual_page_on_a_terminal(
    monkeypatch: Patch, installed: bool, code: int, printed: bool
) -> None:
    """Else its text is printed."""
    called: list[tuple[list[str], bytes]] = []

    def ran(command: list[str], *, input: bytes, check: bool) -> Any:
        called.append((command, input))
        assert not check
        return subprocess.CompletedProcess(command, code)

    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Screen(raw, "utf-8"))
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/man" if installed else None)
    monkeypatch.setattr(subprocess, "run", ran)
    assert main(["--man"]) == 0
    page = Path(manual_page("en")).read_bytes()
    assert called == [(["man", "-l", "-"], page)] * installed
    assert raw.getvalue() == page * printed


def test_a_manual_page_that_is_gone_is_exit_3(run: Run, monkeypatch: Patch) -> None:
    monkeypatch.setattr(manual, "manual_page", lambda lang: "/nowhere/infofacts.1")
    message = "infofacts: /nowhere/infofacts.1: No such file or directory\n"
    assert run("--man") == (3, "", message)


# ---------------------------------------------------------------- what is not there
def test_without_the_library_of_the_protocol_it_says_how_to_get_it(
    run: Run, monkeypatch: Patch
) -> None:
    monkeypatch.setitem(sys.modules, "infofacts.commands.mcp_server", None)
    message = (
        "infofacts: mcp needs the library of the protocol, which is not installed: "
        "pip install 'infofacts[mcp]'\n"
    )
    assert run("mcp") == (2, "", message)


NAMES = ("5g.base-stations.2023", "5g.base-stations", "cats.indoor", "5G基站总数", "nothing")
CATS = """
[units]
"窝" = { en = "litter", plural = "litters", kind = "count" }

[cats]
zh = "猫"
en = "Cats"
indoor = { zh = "室内猫", en = "Indoor cats", 2023 = { value = 3, unit = "窝", quote = "3窝" } }
"""


def answers(run: Run, *files: str) -> list[tuple[int, str, str]]:
    """What is answered of some files, alone and over the built-in base."""
    facts = [part for file in files for part in ("--facts", file)]
    asked = [("get", *NAMES), ("show", "cats", "-f", "tsv"), ("search", "室内猫"), ("list", "cats")]
    return [run(*line, *facts, *alone) for line in asked for alone in ((), ("--no-builtin",))]


def test_a_database_is_read_alike_with_and_without_the_index(
    run: Run, monkeypatch: Patch, tmp_path: Path
) -> None:
    """And with one that is in a zip."""
    cats, mine, db = (tmp_path / name for name in ("cats.toml", "mine.toml", "cats.db"))
    cats.write_text(CATS, "utf-8")
    mine.write_text('[cats.indoor.2024]\nvalue = 5\nunit = "窝"\nquote = "5窝"\n', "utf-8")
    assert run("export", "-f", "sqlite", "-o", str(db), "--facts", str(cats))[0] == 0
    for files in ([str(db)], [str(db), str(mine)]):
        usual = answers(run, *files)
        assert usual[0][1].splitlines()[2] == "5"[: len(files) - 1] + "3"[len(files) - 1 :]
        with monkeypatch.context() as patch:
            patch.setattr("infofacts.index.in_zip", lambda: True)
            assert answers(run, *files) == usual
        with monkeypatch.context() as patch:
            patch.setattr("infofacts.index.index", lambda: None)
            patch.setattr("infofacts.files.index", lambda: None)
            assert answers(run, *files) == usual
