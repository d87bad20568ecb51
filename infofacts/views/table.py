"""Tables for people: a grid of texts, drawn by rich on a terminal or written as Markdown.

`draw` is the only place that loads rich. Data is never markup: every text goes to rich as
`Text`, with unseen characters made visible first.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from infofacts.text import visible
from infofacts.views.wrap import breaks

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

# How a piece of text is drawn, by what it is.
STYLES = {
    "": "", "title": "bold", "number": "bold", "dim": "dim", "rise": "green", "fall": "red",
    "mark": "bold yellow", "hit": "bold yellow", "warning": "yellow", "bar": "cyan",
}  # fmt: skip
WIDTH_OFF_TERMINAL = 100
GAP = 3  # columns between two of a table
_TAIL = re.compile(r"(?: |\x1b\[[\d;]*m)+$")
_NOTHING_COLOURED = re.compile(r"\x1b\[[1-9][\d;]*m\x1b\[0m")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with one style (a key of `STYLES`)."""

    text: str
    style: str = ""


# A line of text or a cell, plain or in pieces; a cell may hold line breaks.
Line = str | Sequence[Span]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and whether its cells are right-aligned.

    A heading may hold a line break, which is one only where its column would be too wide.
    """

    heading: str = ""
    right: bool = False
    least: int = 0  # the columns that should not be taken from it: an address is not broken


@dataclass(frozen=True, slots=True)
class Grid:
    """What a command shows a person: lines above, a table, and lines below it.

    A row without cells is an empty line; without any headings the table has no head.
    """

    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Line]] = ()
    above: Sequence[Line] = ()
    below: Sequence[Line] = ()


def width() -> int:
    """The columns to draw in: COLUMNS, else the terminal's, else 100 where there is none."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and len(asked) < 5 and int(asked) > 0:
        return int(asked)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH_OFF_TERMINAL
    except (OSError, ValueError):
        return WIDTH_OFF_TERMINAL


def apart(rows: Iterable[Sequence[Line]]) -> list[Sequence[Line]]:
    """Rows with an empty line between each two."""
    return [row for each in rows for row in ((), each)][1:]


def pieces(line: Line) -> Sequence[Span]:
    """A line as its pieces."""
    return [Span(line)] if isinstance(line, str) else line


# ---------------------------------------------------------------- on a terminal
def draw(grids: Sequence[Grid]) -> None:
    """Draw grids on standard output, in the terminal's width and colours."""
    from rich.console import Console

    console = Console(
        width=width(),
        height=25,  # without one rich takes a dumb terminal for one of 80 columns
        color_system=_colours(),
        force_terminal=True,
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
    )
    with console.capture() as captured:
        for number, grid in enumerate(grids):
            if number:
                console.print()
            for line in _wrapped(grid.above, width()):
                console.print(line)
            if grid.rows:
                console.print(_table(grid))
            for line in _wrapped(grid.below, width()):
                console.print(line)
    sys.stdout.write("".join(f"{_trimmed(line)}\n" for line in captured.get().splitlines()))


def _trimmed(line: str) -> str:
    """A line without the spaces at its end, coloured ones too."""
    line = _TAIL.sub(lambda found: found[0].replace(" ", ""), line)
    return _NOTHING_COLOURED.sub("", line)


def _colours() -> Literal["standard"] | None:
    """Plain colours on a terminal that has them; NO_COLOR and CLICOLOR_FORCE are heeded."""
    env = os.environ
    if env.get("NO_COLOR"):
        return None
    if env.get("CLICOLOR_FORCE", "0") != "0":
        return "standard"
    return "standard" if sys.stdout.isatty() and env.get("TERM", "") not in ("", "dumb") else None


def _wrapped(lines: Sequence[Line], size: int, right: bool = False) -> Iterator[Text]:
    """The lines, broken where Chinese may be broken; rich would break at spaces alone."""
    for line in lines:
        for text in _text(line, right).split("\n", allow_blank=True):
            yield from (text[start:end] for start, end in breaks(text.plain, size))


def _text(line: Line, right: bool = False) -> Text:
    from rich.text import Text

    coloured = _colours() is not None
    spans = ((_shown(span, coloured), STYLES[span.style]) for span in pieces(line))
    return Text.assemble(*spans, overflow="fold", justify="right" if right else "left")


def _shown(span: Span, coloured: bool = False) -> str:
    """A piece of text as it is shown; a mark that has no colour gets brackets."""
    text = visible(span.text, keep="\n")
    return f"【{text}】" if span.style == "mark" and not coloured else text


def _table(grid: Grid) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        show_header=any(column.heading for column in grid.columns),
        header_style="dim",
        border_style="dim",
    )
    sizes = _widths(grid)
    for column, size in zip(grid.columns, sizes, strict=True):
        heading = _cell(_heading(column, size), size, column.right)
        table.add_column(heading, overflow="fold", width=size)
    for row in grid.rows:
        cells = zip(row, grid.columns, sizes, strict=True) if row else ()
        table.add_row(*(_cell(cell, size, c.right and _is_figure(cell)) for cell, c, size in cells))
    return table


def _cell(line: Line, size: int, right: bool) -> Text:
    from rich.text import Text

    lines = Text("\n").join(_wrapped([line], size, right))
    lines.justify, lines.overflow = "right" if right else "left", "fold"
    return lines


def _heading(column: Column, size: int) -> str:
    """A heading on one line, if it has the room."""
    line = column.heading.replace("\n", " ")
    return line if longest(line) <= size else column.heading


def _widths(grid: Grid) -> list[int]:
    """The widths of the columns: as wide as their cells, the widest giving way where they must.

    Rich would take from every column alike, and break addresses that could have stood.
    """
    room = width() - GAP * (len(grid.columns) - 1)
    cells = [[row[at] for row in grid.rows if row] for at in range(len(grid.columns))]
    widest = [max(map(longest, column), default=0) for column in cells]
    sizes = _with_headings(grid, widest, " ")
    if sum(sizes) > room:
        sizes = _with_headings(grid, widest, "\n")
    most = room * 3 // 5 if len(sizes) < 3 else room * 9 // 20
    least = [min(column.least, most) for column in grid.columns]
    while sum(sizes) > room and max(sizes) > 1:
        given = [size if size > low else 0 for size, low in zip(sizes, least, strict=True)]
        at = given.index(max(given)) if any(given) else sizes.index(max(sizes))
        sizes[at] -= 1
    return [max(size, 1) for size in sizes]


def _with_headings(grid: Grid, widest: Sequence[int], joint: str) -> list[int]:
    """The widths with room for the headings, their two lines joined by something."""
    headings = (longest(column.heading.replace("\n", joint)) for column in grid.columns)
    return [max(pair) for pair in zip(widest, headings, strict=True)]


def longest(line: Line) -> int:
    """The terminal columns of the longest line of a cell."""
    from rich.cells import cell_len

    text = "".join(map(_shown, pieces(line)))
    return max(map(cell_len, text.split("\n")), default=0)


def _is_figure(cell: Line) -> bool:
    """Whether a cell of a right-aligned column is a figure; texts stay on the left."""
    return isinstance(cell, str) or not cell or cell[0].style in ("number", "rise", "fall")


# ---------------------------------------------------------------- as Markdown
def markdown(grids: Sequence[Grid]) -> str:
    """The same grids as Markdown (GitHub's tables)."""
    return "\n".join(_markdown(grid) for grid in grids)


def _markdown(grid: Grid) -> str:
    lines = [f"{_paragraph(line)}\n" for line in grid.above if line]
    if grid.rows:
        headings = (_escaped(c.heading.replace("\n", " ")) for c in grid.columns)
        lines.append("| " + " | ".join(headings) + " |")
        lines.append("|" + "|".join(" ---: " if c.right else " --- " for c in grid.columns) + "|")
        lines += ["| " + " | ".join(map(_escaped, row)) + " |" for row in grid.rows if row]
    below = [f"{_paragraph(line)}\n" for line in grid.below if line]
    return "\n".join([*lines, "", *below] if below else [*lines, ""])


def _paragraph(line: Line) -> str:
    """A line on its own: nothing at its beginning makes a heading or a list of it."""
    return re.sub(r"^(\d*)([-+#=.)])", r"\1\\\2", _escaped(line))


def _escaped(line: Line) -> str:
    text = "".join(map(_shown, pieces(line))).strip()
    return re.sub(r"([\\`*_|<>\[\]~&$])", r"\\\1", text).replace("\n", "<br>")
