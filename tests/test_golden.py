"""Whole answers, to the last character, of small fact bases that have one of everything.

Each file in `tests/data/golden` holds command lines with what they print. With COLUMNS before it
a command is on a terminal of that width, and styles are written as «bold»…«/». A line of stderr
begins with "! ", and an exit code that is not 0 stands in brackets. With _INFOFACTS_COMPLETE it is a command line that a shell completes.
To write wanted changes: `python -m tests.test_golden`; read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from itertools import product
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tools.terminal import run

GOLDEN = sorted((ROOT / "tests" / "data" / "golden").glob("*.txt"))
COMMAND = re.compile(r"^\$ ((?:[A-Z_]+=\S+ )*)infofacts ?(.*)$", re.MULTILINE)
STYLES = {
    "0": "/", "1": "bold", "2": "dim", "31": "red", "32": "green", "33": "yellow", "36": "cyan",
}  # fmt: skip
_CODES = re.compile(r"\x1b\[([\d;]+)m")
_BLANK = re.compile(r"\x1b\[[\d;]+m( *)\x1b\[0m")
_STYLED = re.compile(r"(\x1b\[[\d;]+m)( *)([^\x1b]*[^\x1b ])( *)\x1b\[0m")
_SAME = re.compile(r"(\x1b\[[\d;]+m)([^\x1b]*)\x1b\[0m( *)\1")


def answered(settings: str, arguments: str) -> str:
    """What a command prints on stdout and stderr, and its exit code."""
    environ = dict(setting.split("=") for setting in settings.split())
    if "_INFOFACTS_COMPLETE" in environ:
        environ |= typed(f"infofacts {arguments}")
        arguments = ""
    code, out, err = run(arguments, **environ)
    messages = "".join(f"! {line}\n" for line in err.splitlines())
    text = tagged(out) + messages + (f"[{code}]\n" if code else "")
    return text.replace(str(ROOT), "ROOT")


def typed(line: str) -> dict[str, str]:
    """How shells say what is typed; for bash `=` is a word of its own."""
    words = re.findall(r"=|[^\s=]+|(?<=[\s=])$", line)
    return {
        "COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": line.rpartition(" ")[2],
    }  # fmt: skip


def tagged(text: str) -> str:
    """Styles as «bold»…«/», as they are seen: spaces have none, equal neighbours are one."""
    text = _BLANK.sub(r"\1", text)
    text = _STYLED.sub(lambda run: f"{run[2]}{run[1]}{run[3]}\x1b[0m{run[4]}", text)
    while (joined := _SAME.sub(r"\1\2\3", text)) != text:
        text = joined
    return _CODES.sub(lambda run: f"«{' '.join(map(STYLES.__getitem__, run[1].split(';')))}»", text)


def whole(path: Path) -> str:
    """The file as it should be."""
    commands = COMMAND.finditer(path.read_text("utf-8"))
    return "\n".join(f"{found[0]}\n{answered(found[1], found[2])}" for found in commands)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_answer_is_the_one_that_was_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert whole(path) == path.read_text("utf-8")


@pytest.mark.parametrize(
    "command", ["", "show", "get", "search", "list", "compare", "source", "export"]
)
def test_every_command_is_drawn_at_all_widths_in_both_languages(command: str) -> None:
    lines = [found for path in GOLDEN for found in COMMAND.finditer(path.read_text("utf-8"))]
    drawn = {found[1].strip() for found in lines if found[2].split(" ")[0] == command}
    sizes = product((60, 100, 160), ("zh", "en"))
    languages = {f"COLUMNS={width} INFOFACTS_LANG={lang}" for width, lang in sizes}
    assert drawn >= languages | {"COLUMNS=100 INFOFACTS_LANG=both"}


if __name__ == "__main__":
    os.chdir(ROOT)
    for golden in GOLDEN:
        golden.write_text(whole(golden), "utf-8")
