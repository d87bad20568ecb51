"""What a check comes to: its problems, its summary and its exit code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infofacts.check.coverage import coverage
from infofacts.check.engine import check
from infofacts.commands.show import Answer
from infofacts.errors import ExitCode
from infofacts.factfile import builtin_path
from infofacts.model import UNREADABLE, Problem
from infofacts.text import visible
from infofacts.views.table import Column, Grid


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: problems, a summary of the coverage, and the verdict in a sentence."""

    problems: Sequence[Problem]
    summary: Sequence[str]
    verdict: str

    @property
    def lines(self) -> list[str]:
        """A line each problem, then the summary; nothing unseen in them."""
        return [visible(line) for line in (*map(str, self.problems), *self.summary)]

    @property
    def exit_code(self) -> ExitCode:
        """Whether all is proven, something is not, or a file could not even be read."""
        if any(problem.code in UNREADABLE for problem in self.problems):
            return ExitCode.BROKEN
        return ExitCode.NO if self.problems else ExitCode.OK

    def answer(self) -> Answer:
        """The problems as records, and as a table: file, line, address, code and message."""
        keys = ("file", "line", "address", "code", "message")
        records = [{key: getattr(problem, key) for key in keys} for problem in self.problems]

        def grids() -> list[Grid]:
            rows = [[str(record[key]) for key in keys] for record in records]
            return [Grid([Column(key.capitalize(), key == "line") for key in keys], rows)]

        return Answer(records, grids)


def checked(paths: Sequence[Path], only: Sequence[Path], cover: bool) -> Checked:
    """Prove the files (or only the problems of some of them), with the coverage if wanted."""

    proof = check(paths, only)
    problems, summary = list(proof.problems), []
    facts = len(proof.base.facts) if proof.base else 0
    if cover and proof.base and proof.layers:
        found = coverage(proof.base, proof.layers)
        problems += found.uncovered
        summary.append(found.summary(facts))
    if problems:
        plural = "s" if problems[1:] else ""
        return Checked(problems, summary, f"{len(problems)} problem{plural}")
    files = ("the built-in base" if path == builtin_path() else str(path) for path in proof.paths)
    proven = proof.against_text
    bare = f", {facts - proven} without a bundled text" if facts > proven else ""
    plural = "s" if facts != 1 else ""
    verdict = f"{facts} fact{plural} in {', '.join(files)}: {proven} proven against the text{bare}"
    return Checked([], summary, verdict)
