"""Verify the numbers of a text against the facts."""

from __future__ import annotations

import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked
from infofacts.console import format_for, known_format
from infofacts.errors import NO, OK, BadUsage
from infofacts.formats import FORMATS, load, text_of
from infofacts.messages import _
from infofacts.model import FactBase, Json
from infofacts.verify import judge
from infofacts.verify.annotate import Footnotes
from infofacts.verify.documents import Line, blocks_of, lines_of_file
from infofacts.verify.engine import Verifier
from infofacts.verify.records import FIELDS, record_of
from infofacts.views.display import Display
from infofacts.views.table import Column, Grid, markdown
from infofacts.views.verify import block_grid, summary_grid

EXAMPLE = "infofacts verify draft.md"
LINES = "lines"
AT_ONCE = 500  # records that are written at once
# fmt: off
FILES = p.Parameter("files", "[FILE...]",
                    'Text, Markdown, .docx, .odt, .html or .pdf; "-" or none is standard input.',
                    kind="path", many=True)
FORMAT = p.Parameter("format", "FORMAT",
                     "{formats} or {lines} (FILE:LINE:COLUMN: verdict: message).",
                     ("-f", "--format"), words=(*FORMATS, LINES), formats=FORMATS,
                     lines=LINES)
YEAR = p.Parameter("year", "YEAR", "The year that the text is about, where it says none.",
                   ("-y", "--year"))
STRICT = p.Parameter("strict", "", "Exit with 1 for unknown numbers too, and list them.", ("--strict",),
                     kind="flag", default=False)
ANNOTATE = p.Parameter("annotate", "", "Print the text with a footnote for each proven number.",
                       ("--annotate",), kind="flag", default=False)
PARAMETERS = (FILES, STRICT, ANNOTATE, YEAR, FORMAT, p.LANG, p.FACTS, p.NO_BUILTIN)
# fmt: on


def answer(asked: Asked, files: Sequence[str], strict: bool, annotate: bool) -> Iterator[Answer]:
    """The findings of each file as they are made; the last answer has the exit code.

    Raises `BadUsage` for a file that cannot be read as a text.
    """
    if not files and sys.stdin.isatty():
        raise BadUsage(_("verify: name a file, or give the text on standard input"))
    year = _year(asked)
    format = format_for(asked.format)
    if format != LINES:
        format = known_format(format)
    if annotate and asked.format:
        raise BadUsage(_("--annotate: prints the text itself; leave --format out"))
    base, display = asked.base(), asked.display
    verifier = Verifier(base, year)
    counts: Counter[str] = Counter()
    named = files or ["-"]
    if annotate:
        for file in named:
            yield from _annotated(verifier, base, file, counts, display)
    elif format == "table":
        yield from _shown(verifier, named, counts, display, strict)
    else:
        yield from _written(verifier, named, counts, format)
    wrong = counts[judge.DIFFERS] + counts[judge.OTHER_YEAR] + strict * counts[judge.UNKNOWN]
    messages = [] if format == "table" and not annotate else [_summary(counts)]
    yield Answer(text="", messages=messages, code=NO if wrong else OK)


def _year(asked: Asked) -> int | None:
    """The one year of -y. Raises `BadUsage` for several."""
    years = asked.years
    if years.given and len(years.listed) != 1:
        raise BadUsage(
            _("--year {year}: expected the one year that the text is about", year=asked.year)
        )
    return next(iter(years.listed), None)


def _summary(counts: Counter[str]) -> str:
    total = counts.total()
    parts = _(", ").join(f"{counts[each]} {_(each)}" for each in judge.VERDICTS if counts[each])
    if not total:
        return _("no numbers")
    return _("{count} number: {parts}", "{count} numbers: {parts}", count=total, parts=parts)


def _shown(
    verifier: Verifier, files: Sequence[str], counts: Counter[str], display: Display, strict: bool
) -> Iterator[Answer]:
    """A grid for each paragraph with numbers, then how many there are."""
    for file in files:
        for block, findings in verifier.findings(blocks_of(lines_of_file(file))):
            if findings:
                counts.update(each.verdict for each in findings)
                grid = block_grid(file, block, findings, display, strict)
                yield Answer(grids=partial(list, [grid]), format="table")
    yield Answer(grids=lambda: [summary_grid(counts, display)], format="table")


def _written(
    verifier: Verifier, files: Sequence[str], counts: Counter[str], format: str
) -> Iterator[Answer]:
    """The records in a format, some at a time."""
    records: list[dict[str, Json]] = []
    begun = False
    for file in files:
        for block, findings in verifier.findings(blocks_of(lines_of_file(file))):
            counts.update(each.verdict for each in findings)
            records += (record_of(file, block, each) for each in findings)
            if len(records) >= AT_ONCE:
                yield Answer(text=_text(records, format, begun))
                records, begun = [], True
    yield Answer(text=_text(records, format, begun, last=True))


def _text(records: list[dict[str, Json]], format: str, begun: bool, last: bool = False) -> str:
    """Some of the records in a format, those of one answer put together to one text."""
    if format == LINES:
        return "".join(
            f"{r['file']}:{r['line']}:{r['column']}: {r['verdict']}: {r['message']}\n"
            for r in records
        )
    if format == "json":
        inside = text_of(records, "json").strip()[1:-1]
        joint = ",\n " if begun and inside else "" if begun else "["
        return f"{joint}{inside}" + ("]\n" if last else "")
    if not records:
        return ""
    if format == "md":
        rows = [["" if r[key] is None else str(r[key]) for key in FIELDS] for r in records]
        lines = markdown([Grid([Column(key) for key in FIELDS], rows)]).splitlines()
        return "".join(f"{line}\n" for line in lines[2 * begun :] if line)
    text = text_of(records, format)
    return text.partition("\n")[2] if begun and load(format).FLAT else text


def _annotated(
    verifier: Verifier, base: FactBase, file: str, counts: Counter[str], display: Display
) -> Iterator[Answer]:
    """The text of a file with footnotes, as it is read."""
    notes = Footnotes(base, display.lang == "en")
    pending: deque[Line] = deque()

    def kept(lines: Iterable[Line]) -> Iterator[Line]:
        for line in lines:
            pending.append(line)
            yield line

    for block, findings in verifier.findings(blocks_of(kept(lines_of_file(file)))):
        counts.update(each.verdict for each in findings)
        for each in findings:
            notes.add(block, each)
        last = block.text.line + block.text.raw.count("\n")
        done = [pending.popleft() for _ in range(len(pending)) if pending[0].number <= last]
        yield Answer(text="".join(notes.marked(done)))
    yield Answer(text="".join([*notes.marked(pending), *notes.notes()]))
