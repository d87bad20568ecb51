"""Check that quotes are in their source and values in their quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from infofacts.check.engine import CheckResult, check
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked
from infofacts.errors import BROKEN, NO, OK
from infofacts.messages import _
from infofacts.model import UNREADABLE, Problem
from infofacts.store import builtin
from infofacts.text import visible

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from infofacts.views.table import Grid

EXAMPLE = "infofacts check my.toml"
# fmt: off
FILE = p.Parameter("file", "[FILE]", "The fact file to check.", kind="path")
COVERAGE = p.Parameter("cover", "", "Also report numbers in the source that no fact quotes.",
                       ("--coverage",), kind="flag", default=False)
DOUBTS = p.Parameter("doubts", "", "Also list entries worth a second look, the worst first.",
                     ("--doubts",), kind="flag", default=False)
FACTS = p.Parameter("facts", "FILE", "Check it together with this fact file (TOML); repeatable.",
                    ("--facts",), kind="path", many=True)
# fmt: on
PARAMETERS = (FILE, COVERAGE, DOUBTS, p.FORMAT, p.LANG, FACTS, p.NO_BUILTIN)
KEYS = ("file", "line", "address", "code", "message")


def answer(asked: Asked, file: str | None, cover: bool, doubts: bool) -> Answer:
    """The problems of the files, or only those of `file`, and a sentence that sums them up.

    Doubts come after the problems, and don't change the exit code.
    """
    paths = [Path(path) for path in asked.paths(*[] if file is None else [file])]
    only = [path for path in paths if file is not None and path != Path(builtin())]
    proof = check(paths, only, doubts)
    problems, summary = list(proof.problems), []
    if cover and proof.base and proof.layers:
        from infofacts.check.coverage import coverage  # its patterns are long

        covered = coverage(proof.base, proof.layers)
        problems += covered.uncovered
        summary.append(covered.summary(len(proof.base.facts)))
    listed = [*problems, *proof.doubts, *proof.replaced]
    records = [{key: getattr(problem, key) for key in KEYS} for problem in listed]

    def grids() -> list[Grid]:
        from infofacts.views.table import Column, Grid

        rows = [[str(record[key]) for key in KEYS] for record in records]
        return [Grid([Column(key.capitalize(), key == "line") for key in KEYS], rows)]

    messages = [_verdict(proof, problems), *_counted(proof, doubts)]
    if asked.format and asked.format != "table":
        return Answer(lambda: records, grids, messages=[*summary, *messages], code=_code(problems))
    lines = (visible(line) for line in (*map(str, listed), *summary))
    text = "".join(f"{line}\n" for line in lines)
    return Answer(text=text, messages=messages, code=_code(problems))


def _counted(proof: CheckResult, doubts: bool) -> Iterator[str]:
    """How many entries are replaced, and how many doubtful."""
    if count := len(proof.replaced):
        yield _(
            "{count} entry of the built-in base replaced, which is no problem",
            "{count} entries of the built-in base replaced, which is no problem",
            count=count,
        )
    if doubts:
        yield _(
            "{count} entry is worth a second look",
            "{count} entries are worth a second look",
            count=len({doubt.address for doubt in proof.doubts}),
        )


def _code(problems: Sequence[Problem]) -> int:
    """Whether all is proven, something is not, or a file could not even be read."""
    if any(problem.code in UNREADABLE for problem in problems):
        return BROKEN
    return NO if problems else OK


def _verdict(proof: CheckResult, problems: Sequence[Problem]) -> str:
    if problems:
        return _("{count} problem", "{count} problems", count=len(problems))
    named = (_("the built-in base") if str(p) == builtin() else str(p) for p in proof.paths)
    facts, proven = len(proof.base.facts) if proof.base else 0, proof.against_text
    bare = _(", {facts} without a bundled text", facts=facts - proven) if facts > proven else ""
    return _(
        "{count} fact in {files}: {proven} proven against the text{bare}",
        "{count} facts in {files}: {proven} proven against the text{bare}",
        count=facts,
        files=_(", ").join(named),
        proven=proven,
        bare=bare,
    )
