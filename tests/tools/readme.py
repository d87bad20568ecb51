"""Run the READMEs' examples: every `$ infofacts …` in a console block, on an 80-column terminal.

`python -m tests.readme [FILE...]` writes the real outputs into README.md and README.zh.md, or
into the files named; the tests compare them.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
READMES = (README, README.with_name("README.zh.md"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(command: str) -> str:
    """What a command line prints: stdout on a terminal, or piped into another program."""
    from infofacts.app import main

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
    """The README with the real output in every console block, and the table of unknown years."""
    text = BLOCK.sub(lambda match: f"```console\n{filled(match[1])}```", text)
    return GAPS.sub(gaps(), text) if GAPS.search(text) else text


# The report's figures whose values are lost in its text, and the indicators that hold them.
FIGURES = {
    1: ["patents.ict-pct-applications"],
    2: ["telecom.base-stations-total", "telecom.base-stations-4g", "5g.base-stations", "5g.users"],
    3: ["ipv6.active-users", "ipv6.mobile-traffic-share", "ipv6.fixed-traffic-share"],
    4: ["computing-power.racks"],
    5: ["iot.users"],
    6: ["public-data.sharing-calls"],
    7: ["data-market.exchanges"],
    8: [
        "software.revenue",
        "telecom.revenue",
        "electronics.revenue",
        "digital-companies.internet-revenue",
    ],
    9: ["manufacturing.key-process-nc-rate", "manufacturing.rd-tool-rate"],
    10: ["green.data-centers-batch", "green.data-centers"],
    11: ["internet-users.users", "internet-users.penetration"],
}
YEARS = range(2017, 2026)
GAPS = re.compile(r"(?<=<!-- gaps -->\n).*?(?=<!-- /gaps -->)", re.DOTALL)


def gaps() -> str:
    """The table of the years 2017–2025 that no evidence was found for, as Markdown."""
    from infofacts.factfile import builtin_path, load

    base = load([builtin_path()])
    rows = ["| figure | indicator | years not known |", "|---|---|---|"]
    for number, indicators in FIGURES.items():
        for ident in indicators:
            known = {
                f.year
                for f in base.facts.values()
                if f.indicator_id == ident and f.measure == "level"
            }
            missing = ", ".join(str(year) for year in YEARS if year not in known) or "–"
            rows.append(f"| {number} | `{ident}` | {missing} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:] or READMES):
        path.write_text(updated(path.read_text("utf-8")), "utf-8")
