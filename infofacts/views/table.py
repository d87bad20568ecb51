"""Tables for people: a grid of texts, drawn by rich on a terminal or written as Markdown.

Data is never markup: rich gets every text as `Text`, with control characters made visible.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from infofacts.record import Record
from infofacts.text import visible
from infofacts.views import pager
from infofacts.views.display import width
from infofacts.views.wrap import breaks

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

# Styles of rich, by the kind of text.
STYLES = {
    "": "", "title": "bold", "number": "bold", "dim": "dim", "rise": "green", "fall": "red",
    "mark": "bold yellow", "hit": "bold yellow", "wrong": "bold red", "warning": "yellow",
    "bar": "cyan", "link": "dim",
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
_LINK_ID = re.compile(r"(?<=\x1b\]8;)id=[^;]*")  # rich makes one up for each link
_TAIL = re.compile(r"(?: |m[\d;]*\[\x1b)+")  # the end of a line, reversed
_RESET = "\x1b[0m"


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
    from rich.console import Console

    console = Console(
        width=width(), height=25,  # without a height rich takes a dumb terminal for 80 columns
        color_system=_colours(), force_terminal=True, legacy_windows=False,
        highlight=False, emoji=False, markup=False,
    )  # fmt: skip
    with console.capture() as captured:
        for number, grid in enumerate(grids):
            if number:
                console.print()
            if grid.above:
                console.print(_wrapped(grid.above, width()))
            if grid.rows:
                console.print(_table(grid))
            if grid.below:
                console.print(_wrapped(grid.below, width()))
    drawn = _LINK_ID.sub("", captured.get())
    pager.show("".join(f"{_trimmed(line)}\n" for line in drawn.splitlines()))


def _trimmed(line: str) -> str:
    """A line without the spaces at its end, coloured ones too."""
    if not (tail := _TAIL.match(line[::-1])):
        return line
    coloured = line[-tail.end() :].lstrip(" ").startswith(_RESET)
    return line[: -tail.end()] + _RESET * coloured


def _colours() -> Literal["standard"] | None:
    """Plain colours on a terminal that has them; NO_COLOR and CLICOLOR_FORCE are heeded."""
    env = os.environ
    if env.get("NO_COLOR"):
        return None
    if env.get("CLICOLOR_FORCE", "0") != "0":
        return "standard"
    return "standard" if sys.stdout.isatty() and env.get("TERM", "") not in ("", "dumb") else None


def _wrapped(cell: Cell, size: int, right: bool = False, most: int = 0) -> Text:
    """Lines broken by the rules for Chinese; rich breaks at spaces only. At most `most` lines
    are left, 0 for all: of the longest texts the ends are cut off."""
    from rich.text import Text

    coloured = _colours() is not None
    lines = [
        Text.assemble(*((_shown(span, coloured), _style(span)) for span in line))
        for line in _lines(cell)
    ]
    parts = []
    for line in lines:
        edges = [edge for start_end in breaks(line.plain, size) for edge in start_end]
        parts.append(list(line.divide(edges)[1::2]))
    if most:
        parts = _cut(parts, most, size)
    joined = (part for line in parts for part in line)
    return Text("\n", justify="right" if right else "left", overflow="fold").join(joined)


def _cut(parts: list[list[Text]], most: int, size: int) -> list[list[Text]]:
    """At most so many lines of broken texts: the ends of the longest are cut off, then the last
    texts are left out. An address is cut only when nothing else is left."""
    parts = list(filter(None, parts))
    while sum(map(len, parts)) > most:
        texts = [at for at, line in enumerate(parts) if " " in line[0].plain or not _ascii(line)]
        at = max(texts, key=lambda at: len(parts[at]), default=0)
        if len(parts[at]) > 1:
            parts[at].pop()
            end = parts[at][-1]
            end.rstrip()
            while end.plain.endswith("…") or end.cell_len >= size:
                end.right_crop(1)
            end.append("…")
        else:
            del parts[texts[-1] if len(texts) > 1 else -1]
    return parts


def _ascii(line: Sequence[Text]) -> bool:
    return all(part.plain.isascii() for part in line)


def _style(span: Span) -> str:
    """The style of a span for rich; an address of the web is a link to itself."""
    is_link = span.style == "link" and _links() and _LINK.fullmatch(span.text)
    return STYLES[span.style] + (f" link {span.text}" if is_link else "")


def _links() -> bool:
    """Whether output goes to a terminal that is known to have links; others may print the codes."""
    env = os.environ
    known = env.get("TERM_PROGRAM") in PROGRAMS or any(map(env.get, LINKING))
    return known and sys.stdout.isatty()


def _shown(span: Span, coloured: bool = False) -> str:
    """The text of a span for rich; a mark without colour gets 【brackets】."""
    text = visible(span.text)
    return f"【{text}】" if span.style in ("mark", "wrong") and not coloured else text


def _table(grid: Grid) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim",
        border_style="dim", show_header=any(column.heading for column in grid.columns),
    )  # fmt: skip
    sizes = _widths(grid)
    for column, size in zip(grid.columns, sizes, strict=True):
        line = column.heading.replace("\n", " ")
        heading = line if longest(line) <= size else column.heading.split("\n")
        table.add_column(_wrapped(heading, size, column.align_right), width=size)
    for row in grid.rows:
        placed = zip(row, sizes, grid.columns, strict=True) if row else ()
        table.add_row(
            *(
                _wrapped(cell, size, c.align_right and _is_figure(cell), grid.most)
                for cell, size, c in placed
            )
        )
    return table


def _widths(grid: Grid) -> list[int]:
    """The widths of the columns: those of their cells; if there is no room the widest gives way.

    Rich has no least width when it narrows columns: twice as many addresses would break.
    """
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
    from rich.cells import cell_len

    return max((cell_len("".join(map(_shown, line))) for line in _lines(cell)), default=0)


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
