"""The sentences of a text with their numbers marked, and what the base says of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from infofacts.verify import judge
from infofacts.verify.documents import Block
from infofacts.verify.records import suggestion, written
from infofacts.verify.verdicts import Finding
from infofacts.views.display import Display
from infofacts.views.table import Cell, Column, Grid, Line, Span, dim
from infofacts.views.words import value_number

STYLES = {
    judge.STATED: "rise", judge.ROUNDED: "rise", judge.CONSISTENT: "rise", judge.DERIVED: "rise",
    judge.DIFFERS: "wrong", judge.OTHER_YEAR: "wrong", judge.UNKNOWN: "warning",
}  # fmt: skip
SIGNS = {judge.DIFFERS: "✗", judge.OTHER_YEAR: "✗", judge.UNKNOWN: "?"}
_WORDS = {judge.DERIVED: "follows"}
_ENDS = "。！？；"
WIDE = 100  # columns from which the address has its own
REACH = 160  # characters shown before and after a number that stands in a long sentence


def block_grid(
    file: str, block: Block, findings: Sequence[Finding], display: Display, every: bool
) -> Grid:
    """A block's sentences that have numbers, then a row for `every` number, or those known."""
    start, _ = block.text.raw_span(findings[0].claim.start, findings[0].claim.end)
    above: list[Line] = [dim(f"{file}:{block.text.place(start)[0]}"), *_marked(block, findings)]
    known = [each for each in findings if every or each.verdict != judge.UNKNOWN]
    columns = [Column(), Column(), Column()]
    wide = display.width >= WIDE
    rows: list[Sequence[Cell]] = [_row(block, each, display, wide) for each in known]
    if not known:
        return Grid((), (), above, [""])
    return Grid([*columns, *([Column()] if wide else [])], rows, [*above, ""], [""])


def _row(block: Block, finding: Finding, display: Display, wide: bool) -> list[Cell]:
    """The number, its verdict, what the base has beside it or instead, and the address."""
    wrong = STYLES[finding.verdict] == "wrong"
    number = Span(written(block, finding), "" if wrong else STYLES[finding.verdict])
    sign = SIGNS.get(finding.verdict, "✓")
    word = display.word(_WORDS.get(finding.verdict, finding.verdict))
    verdict = Span(f"{sign} {word}", "fall" if wrong else STYLES[finding.verdict])
    address = dim(finding.fact.id if finding.fact else "")
    value = _value(block, finding, display)
    return (
        [[[number]], [[verdict]], value, [address]]
        if wide
        else [[[number]], [[verdict]], [*value, address]]
    )


def _value(block: Block, finding: Finding, display: Display) -> list[Line]:
    """What the base has: the same value, a formula, or first what should stand there."""
    fact, right = finding.fact, finding.right
    if not fact:
        return []
    if finding.formula:
        return [finding.formula.text(display.lang)]
    lines: list[Line] = []
    if right and (better := suggestion(block, finding)):
        lines.append([Span("→ "), Span(better, "number"), *dim(f"  {right.year}")])
    if not lines or right is not fact:
        style = "dim" if lines else ""
        lines.append([Span(value_number(fact, display), style), *dim(f"  {fact.year}")])
    return lines


def _marked(block: Block, findings: Sequence[Finding]) -> list[Line]:
    """The raw text around the numbers, in lines, with each number in the style of its verdict."""
    raw = block.text.raw
    spans: list[Span] = []
    last = 0
    for finding in findings:
        start, end = block.text.raw_span(finding.claim.start, finding.claim.end)
        if start < last:
            continue
        spans += _between(raw, last, start, last == 0)
        spans.append(Span(_one_line(raw[start:end]), STYLES[finding.verdict]))
        last = end
    rest = raw[last:]
    cut = min((rest.find(mark) + 1 for mark in _ENDS if mark in rest), default=len(rest))
    spans.append(Span(_one_line(rest[: min(cut, REACH)])))
    return [[span for span in spans if span.text]]


def _between(raw: str, start: int, end: int, first: bool) -> list[Span]:
    """The words between two numbers; sentences without any are left out."""
    words = raw[start:end]
    head = min((words.find(mark) + 1 for mark in _ENDS if mark in words), default=len(words))
    tail = max((words.rfind(mark) + 1 for mark in _ENDS), default=0)
    if first:
        head = 0
    elif tail <= head:
        return [Span(_one_line(words))]
    shown = words[tail:][-REACH:]
    dots = " … " if words[head : len(words) - len(shown)].strip() else ""
    return [Span(_one_line(words[:head])), Span(dots, "dim"), Span(_one_line(shown))]


def _one_line(text: str) -> str:
    """A text without line breaks: none in Chinese, a blank in other texts."""
    pieces = [piece.strip() for piece in text.split("\n") if piece.strip()]
    edge = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    joined = "".join(
        piece if not n or not pieces[n - 1][-1].isascii() else f" {piece}"
        for n, piece in enumerate(pieces)
    )
    return f"{edge[0]}{joined}{edge[1]}" if joined else edge[0]


def summary_grid(counts: Counter[str], display: Display) -> Grid:
    """How many numbers have which verdict."""
    total = counts.total()
    if not total:
        return Grid(below=[dim(display.word("no numbers"))])
    parts: list[Span] = [Span(f"{total} {display.word('numbers')}", "title")]
    for verdict in judge.VERDICTS:
        if counts[verdict]:
            word = display.word(_WORDS.get(verdict, verdict))
            style = "fall" if STYLES[verdict] == "wrong" else STYLES[verdict]
            parts += [Span(" · "), Span(f"{counts[verdict]} {word}", style)]
    return Grid(below=[parts])
