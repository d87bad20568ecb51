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
from infofacts.factfile import load
from infofacts.text import builtin

ROOT = Path(__file__).parent.parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
DOCS = sorted((ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
GAPS = re.compile(r"(?<=<!-- gaps -->\n).*?(?=<!-- /gaps -->)", re.DOTALL)
# The report's figures whose values are lost in its text, and the indicators that hold them.
FIGURES = {
    1: "patents.ict-pct-applications",
    2: "telecom.base-stations-total telecom.base-stations-4g 5g.base-stations 5g.users",
    3: "ipv6.active-users ipv6.mobile-traffic-share ipv6.fixed-traffic-share",
    4: "computing-power.racks",
    5: "iot.users",
    6: "public-data.sharing-calls",
    7: "data-market.exchanges",
    8: "software.revenue telecom.revenue electronics.revenue digital-companies.internet-revenue",
    9: "manufacturing.key-process-nc-rate manufacturing.rd-tool-rate",
    10: "green.data-centers-batch green.data-centers",
    11: "internet-users.users internet-users.penetration",
}
YEARS = range(2017, 2026)


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(command: str) -> str:
    """What a command line prints: stdout on a terminal, or piped into another program."""
    first, *rest = (part.strip() for part in command.split("|"))
    out, err = (io.StringIO() if rest else Terminal()), io.StringIO()
    os.environ.update(COLUMNS="80", NO_COLOR="1")
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


def updated(text: str) -> str:
    """A text with the real output in every console block, and the table of unknown years."""
    text = BLOCK.sub(lambda match: f"```console\n{_filled(match[1])}```", text)
    return GAPS.sub(lambda _: gaps(), text)


def _filled(block: str) -> str:
    commands = re.findall(r"^\$ (infofacts.*)$", block, re.MULTILINE)
    return "\n".join(f"$ {command}\n{run(command)}" for command in commands)


def gaps() -> str:
    """The table of the years 2017–2025 that no evidence was found for, as Markdown."""
    facts = load([builtin()]).facts.values()
    known = {(fact.indicator_id, fact.year) for fact in facts if fact.measure == "level"}
    rows = ["| figure | indicator | years not known |", "|---|---|---|"]
    for number, indicators in FIGURES.items():
        for ident in indicators.split():
            missing = ", ".join(str(year) for year in YEARS if (ident, year) not in known) or "–"
            rows.append(f"| {number} | `{ident}` | {missing} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    for path in (*READMES, *DOCS):
        path.write_text(updated(path.read_text("utf-8")), "utf-8")
