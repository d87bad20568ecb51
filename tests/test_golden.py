"""Whole answers, to the last character, of small bases that have one of everything.

Each file in `tests/data/golden` holds commands with what they print; what is said on stderr
begins with "! ", and an exit code that is not 0 stands in brackets. A wanted change is written
with `python -m tests.test_golden`; read what has become other before it is committed.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
from pathlib import Path

import pytest

from infofacts.app import main
from tests.conftest import ROOT

GOLDEN = sorted((ROOT / "tests" / "data" / "golden").glob("*.txt"))
PROMPT = "$ infofacts "


def answered(command: str) -> str:
    """What a command prints, says and ends with."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(shlex.split(command))
    said = "".join(f"! {line}\n" for line in err.getvalue().splitlines())
    text = out.getvalue() + said + (f"[{code}]\n" if code else "")
    return text.replace(str(ROOT), "ROOT")


def commands(path: Path) -> list[str]:
    lines = path.read_text("utf-8").split("\n")
    return [line.removeprefix(PROMPT) for line in lines if line.startswith(PROMPT)]


def whole(path: Path) -> str:
    """The file as it should be."""
    return "\n".join(f"{PROMPT}{command}\n{answered(command)}" for command in commands(path))


def test_there_are_goldens() -> None:
    assert len(GOLDEN) >= 3 and all(len(commands(path)) > 3 for path in GOLDEN)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_answer_is_the_one_that_was_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert whole(path) == path.read_text("utf-8")


if __name__ == "__main__":
    os.chdir(ROOT)
    for golden in GOLDEN:
        golden.write_text(whole(golden), "utf-8")
