"""Run the README's examples: every `$ infofacts …` in a console block, on an 80-column terminal.

`python -m tests.readme` writes the real outputs into README.md; the tests compare them.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(command: str) -> str:
    """What a command line prints: stdout on a terminal, or piped into another program."""
    from infofacts.cli import main

    first, *rest = (part.strip() for part in command.split("|"))
    out, err = (io.StringIO() if rest else Terminal()), io.StringIO()
    os.environ.update(COLUMNS="80", NO_COLOR="1")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
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
        return "".join(
            "\t".join(x.rstrip("\n").split("\t")[f] for f in fields) + "\n" for x in lines
        )
    raise ValueError(f"the README's examples know no {words[0]}")


def filled(block: str) -> str:
    """A console block with the real output behind each command."""
    commands = re.findall(r"^\$ (infofacts.*)$", block, re.MULTILINE)
    return "\n".join(f"$ {command}\n{run(command)}" for command in commands)


def updated(text: str) -> str:
    """The README with the real output in every console block."""
    return BLOCK.sub(lambda match: f"```console\n{filled(match[1])}```", text)


if __name__ == "__main__":
    README.write_text(updated(README.read_text("utf-8")), "utf-8")
