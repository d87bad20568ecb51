"""Tables for people: a grid of texts, drawn for a terminal or written as Markdown.

Drawn here: the layout is what `wrap` and `_widths` make of it, and a library that draws tables takes
longer to load than the rest of an answer. Control characters in texts are made visible.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from infofacts.record import Record
from infofacts.text import visible
from infofacts.views.display import width
from infofacts.views.wrap import breaks, columns_of

# How kinds of text look on a terminal: bold 1, dim 2, red 31, green 32, yellow 33, cyan 36.
STYLES = {
    "": "", "title": "1", "number": "1", "dim": "2", "rise": "32", "fall": "31", "mark": "1;33",
    "hit": "1;33", "wrong": "1;31", "warning": "33", "bar": "36", "link": "2",
}  # fmt: skip
GAP = 3  # columns between two of a table
_LINK = re.compile(r"https?://[!-~]+")  # what is a link on a terminal: no spaces, no control codes
# What terminals that have links set (GNOME's, kitty, Windows Terminal, Konsole, WezTerm and
# Alacritty), or their users.
LINKING = (
    "VTE_VERSION", "KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "WEZTERM_PANE",
    "ALACRITTY_WINDOW_ID", "FORCE_HYPERLINK",
)  # fmt: skip
PROGRAMS = ("iTerm.app", "vscode", "ghostty", "Hyper")


class Span(Record):
    """A piece of text with one style (a key of `STYLES`)."""

    text: str
    style: str = ""


Line = str | Sequence[Span]
# The lines of a cell, or above or below a table; a plain text is one line.
Cell = str | Sequence[Line]


class Column(Record):
    """A column: its heading, whether its figures are aligned right, and its least width.

    A line break in a heading counts only if one line would be too wide. The column keeps
    `min_width` while others can be narrower, so that an address is not broken.
    """

    heading: str = ""
    align_right: bool = False
    min_width: int = 0


class Grid(Record):
    """A table with lines above and below it.

    A row without cells is an empty line; without any headings the table has no head. On a terminal
    a row takes at most `most` lines, 0 for as many as it needs.
    """

    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Cell]] = ()
    above: Cell = ()
    below: Cell = ()
    most: int = 0


def apart(rows: Iterable[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Rows with empty lines between them."""
    return [row for each in rows for row in ((), each)][1:]


def dim(text: str) -> list[Span]:
    """A line in a dim style; no spans for no text."""
    return [Span(text, "dim")] if text else []


def _lines(cell: Cell) -> list[Sequence[Span]]:
    """The lines of a cell as spans, none for an empty line."""
    lines = [cell] if isinstance(cell, str) else cell
    spans = ([Span(line)] if isinstance(line, str) else line for line in lines)
    return [[span for span in line if span.text] for line in spans]


# ---------------------------------------------------------------- on a terminal
def draw(grids: Sequence[Grid]) -> None:
    """Draw grids on standard output, in the terminal's width and colours."""
    coloured = _colours()
    lines: list[Sequence[Span]] = []
    for number, grid in enumerate(grids):
        lines += [()] if number else []
        lines += _wrapped(grid.above, width(), coloured) if grid.above else []
        lines += _table(grid, coloured) if grid.rows else []
        lines += _wrapped(grid.below, width(), coloured) if grid.below else []
    sys.stdout.write("".join(f"{_line(line, coloured)}\n" for line in lines))


def _line(spans: Sequence[Span], coloured: bool) -> str:
    """A line as a terminal gets it, without the spaces at its end."""
    kept = list(spans)
    while kept and not kept[-1].text.rstrip(" "):
        kept.pop()
    if kept:
        kept[-1] = Span(kept[-1].text.rstrip(" "), kept[-1].style)
    return "".join(_styled(span, coloured) for span in kept)


def _styled(span: Span, coloured: bool) -> str:
    """A text in its style; an address of the web is a link to itself."""
    style, text = STYLES[span.style], span.text
    if coloured and style:
        text = f"\x1b[{style}m{text}\x1b[0m"
    if span.style == "link" and _links() and _LINK.fullmatch(span.text):
        text = f"\x1b]8;;{span.text}\x1b\\{text}\x1b]8;;\x1b\\"
    return text


def _colours() -> bool:
    """Whether a terminal has colours; NO_COLOR and CLICOLOR_FORCE are heeded."""
    env = os.environ
    if env.get("NO_COLOR"):
        return False
    if env.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return sys.stdout.isatty() and env.get("TERM", "") not in ("", "dumb")


def _wrapped(cell: Cell, size: int, coloured: bool, most: int = 0) -> list[Sequence[Span]]:
    """Lines broken at a width. At most `most` lines are left, 0 for all: of the longest texts the
    ends are cut off."""
    parts: list[list[Sequence[Span]]] = []
    for line in _lines(cell):
        spans = [Span(_shown(span, coloured), span.style) for span in line]
        text = "".join(span.text for span in spans)
        parts.append([_part(spans, *edges) for edges in breaks(text, size)])
    if most:
        parts = _cut(parts, most, size)
    return [part for line in parts for part in line]


def _part(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """The part of a line between two places."""
    parts = []
    for span in spans:
        if text := span.text[max(start, 0) : max(end, 0)]:
            parts.append(Span(text, span.style))
        start, end = start - len(span.text), end - len(span.text)
    return parts


def _plain(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)


def _cut(parts: list[list[Sequence[Span]]], most: int, size: int) -> list[list[Sequence[Span]]]:
    """At most so many lines of broken texts: the ends of the longest are cut off, then the last
    texts are left out. An address is cut only when nothing else is left."""
    parts = list(filter(None, parts))
    while sum(map(len, parts)) > most:
        texts = [
            at
            for at, line in enumerate(parts)
            if " " in _plain(line[0]) or not all(_plain(part).isascii() for part in line)
        ]
        at = max(texts, key=lambda at: len(parts[at]), default=0)
        if len(parts[at]) > 1:
            parts[at].pop()
            parts[at][-1] = _ended(parts[at][-1], size)
        else:
            del parts[texts[-1] if len(texts) > 1 else -1]
    return parts


def _ended(spans: Sequence[Span], size: int) -> Sequence[Span]:
    """A line that ends with "…", for which there is room."""
    end = len(text := _plain(spans).rstrip())
    while text[:end].endswith("…") or end and columns_of(text[:end]) >= size:
        end -= 1
    return [*_part(spans, 0, end), Span("…")]


def _links() -> bool:
    """Whether output goes to a terminal that is known to have links; others may print the codes."""
    env = os.environ
    known = env.get("TERM_PROGRAM") in PROGRAMS or any(map(env.get, LINKING))
    return known and sys.stdout.isatty()


def _shown(span: Span, coloured: bool = False) -> str:
    """The text of a span as it is drawn; a mark without colour gets 【brackets】."""
    text = visible(span.text)
    return f"【{text}】" if span.style in ("mark", "wrong") and not coloured else text


def _table(grid: Grid, coloured: bool) -> list[Sequence[Span]]:
    """The lines of a table: those of its head, a rule and those of its rows."""
    sizes, columns, lines = _widths(grid), grid.columns, []
    if any(column.heading for column in columns):
        heads = []
        for column, size in zip(columns, sizes, strict=True):
            line = column.heading.replace("\n", " ")
            heading = line if longest(line) <= size else column.heading.split("\n")
            head = [dim(_plain(each)) for each in _wrapped(heading, size, coloured)]
            heads.append(head)
        most = max(map(len, heads))
        heads = [[*[[]] * (most - len(head)), *head] for head in heads]
        lines += _beside(heads, sizes, [column.align_right for column in columns])
        lines.append(dim("─" * (sum(sizes) + GAP * (len(sizes) - 1))))
    for row in grid.rows:
        cells = [
            _wrapped(cell, size, coloured, grid.most)
            for cell, size in zip(row, sizes, strict=False)
        ]
        rights = [c.align_right and _is_figure(cell) for c, cell in zip(columns, row, strict=False)]
        lines += _beside(cells, sizes, rights) or [()]
    return lines


def _beside(
    cells: Sequence[Sequence[Sequence[Span]]], sizes: Sequence[int], rights: Sequence[bool]
) -> list[Sequence[Span]]:
    """The lines of cells beside each other, those of figures `rights` aligned."""
    lines: list[Sequence[Span]] = []
    for parts in zip_longest(*cells, fillvalue=()):
        line: list[Span] = []
        for part, size, right in zip(parts, sizes, rights, strict=True):
            room = Span(" " * (size - columns_of(_plain(part))))
            line += [room, *part] if right else [*part, room]
            line.append(Span(" " * GAP))
        lines.append(line)
    return lines


def _widths(grid: Grid) -> list[int]:
    """The widths of the columns: those of their cells; if there is no room the widest gives way."""
    columns = grid.columns
    room = width() - GAP * (len(columns) - 1)
    widest = [max(longest(row[at]) for row in grid.rows if row) for at in range(len(columns))]
    for joint in " ", "\n":  # the two lines of a heading in one, else apart
        headings = (longest(c.heading.replace("\n", joint).split("\n")) for c in columns)
        sizes = list(map(max, widest, headings))
        if sum(sizes) <= room:
            return sizes
    most = room * 3 // 5 if len(columns) < 3 else room * 9 // 20
    least = [min(column.min_width, most) for column in columns]
    sizes = [min(size, room) for size in sizes]
    while sum(sizes) > room and max(sizes) > 1:
        # The widest that may give way; if none may, the widest of all.
        at = max(range(len(sizes)), key=lambda at: (sizes[at] > least[at], sizes[at], -at))
        sizes[at] -= 1
    return [max(size, 1) for size in sizes]


def longest(cell: Cell) -> int:
    """The terminal columns of the longest line of a cell."""
    return max((columns_of("".join(map(_shown, line))) for line in _lines(cell)), default=0)


def _is_figure(cell: Cell) -> bool:
    """Whether a cell of a right-aligned column is a figure; texts stay on the left."""
    first = next(iter(_lines(cell)), None)
    return isinstance(cell, str) or not first or first[0].style in ("number", "rise", "fall")


# ---------------------------------------------------------------- as Markdown
def markdown(grids: Sequence[Grid]) -> str:
    """Grids as Markdown, with GitHub's tables."""
    texts = []
    for grid in grids:
        lines = _paragraphs(grid.above)
        if grid.rows:
            headings = (_escaped(column.heading.replace("\n", " ")) for column in grid.columns)
            rules = (" ---: " if column.align_right else " --- " for column in grid.columns)
            lines += ["| " + " | ".join(headings) + " |", "|" + "|".join(rules) + "|"]
            lines += ["| " + " | ".join(map(_escaped, row)) + " |" for row in grid.rows if row]
        texts.append("\n".join([*lines, "", *_paragraphs(grid.below)]))
    return "\n".join(texts)


def _paragraphs(cell: Cell) -> list[str]:
    """Lines as paragraphs, none of which begins as a heading or a list."""
    lines = (_escaped([line]) for line in _lines(cell) if line)
    return [re.sub(r"^(\d*)([-+#=.)])", r"\1\\\2", line) + "\n" for line in lines]


def _escaped(cell: Cell) -> str:
    text = "\n".join("".join(map(_shown, line)) for line in _lines(cell)).strip()
    return re.sub(r"([\\`*_|<>\[\]~&$])", r"\\\1", text).replace("\n", "<br>")
