"""Run the documents' examples: every `$ infofacts …` in a console block, on an 80-column terminal.

`python -m tests.tools.readme` writes the real outputs into README.md, README.zh.md and those pages of
docs/ that have any; the tests compare them.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

from infofacts.app import main
from tests.tools.reference import made

ROOT = Path(__file__).parent.parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
DOCS = sorted((ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(command: str, language: str) -> str:
    """What a command line prints: stdout on a terminal, or piped into another program."""
    first, *rest = (part.strip() for part in command.split("|"))
    out, err = (io.StringIO() if rest else Terminal()), io.StringIO()
    os.environ.update(COLUMNS="80", NO_COLOR="1", INFOFACTS_LANG=language)
    here = contextlib.chdir(ROOT)  # where the files of the examples are
    with here, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        main(shlex.split(first)[1:])
    text = out.getvalue()
    for part in rest:
        text = _filtered(part, text)
    return text + err.getvalue()


def _filtered(command: str, text: str) -> str:
    """The few filters the README uses."""
    words = shlex.split(command)
    lines = text.splitlines(keepends=True)
    if words[0] == "head":
        return "".join(lines[: int(words[1].lstrip("-n") or words[2])])
    if words[0] == "cut":
        fields = [int(n) - 1 for n in words[1].removeprefix("-f").split(",")]
        cells = (line.rstrip("\n").split("\t") for line in lines)
        return "".join("\t".join(row[field] for field in fields) + "\n" for row in cells)
    raise ValueError(f"the README's examples know no {words[0]}")


def language_of(path: Path) -> str:
    """The language that the examples of a page are run in."""
    return "zh" if path.name.endswith(".zh.md") else "both"


def updated(text: str, language: str = "both") -> str:
    """A text with the real output in every console block, and what the program knows itself."""
    text = BLOCK.sub(lambda match: f"```console\n{_filled(match[1], language)}```", text)
    return made(text)


def _filled(block: str, language: str) -> str:
    commands = re.findall(r"^\$ (infofacts.*)$", block, re.MULTILINE)
    return "\n".join(f"$ {command}\n{run(command, language)}" for command in commands)


if __name__ == "__main__":
    for path in (*READMES, *DOCS):
        path.write_text(updated(path.read_text("utf-8"), language_of(path)), "utf-8")
