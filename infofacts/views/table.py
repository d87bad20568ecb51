"""Tables for people: a grid of texts, drawn by rich on a terminal or written as Markdown.

Data is never markup: rich gets every text as `Text`, with control characters made visible.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

from infofacts.record import Record
from infofacts.text import visible
from infofacts.views import pager
from infofacts.views.display import width
from infofacts.views.wrap import breaks

TYPE_CHECKING = False  # as in `typing`
if TYPE_CHECKING:
    from typing import Literal

    from rich.console import Console
    from rich.segment import Segment
    from rich.table import Table

# Styles of rich, by the kind of text.
STYLES = {
    "": "", "title": "bold", "number": "bold", "dim": "dim", "rise": "green", "fall": "red",
    "mark": "bold yellow", "hit": "bold yellow", "wrong": "bold red", "warning": "yellow",
    "bar": "cyan", "link": "dim",
}  # fmt: skip
GAP = 3  # columns between two of a table; of figures fewer, rather than break them
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

    colours, size = _colours(), width()
    console = Console(
        width=size, height=25,  # without a height rich takes a dumb terminal for 80 columns
        color_system=colours, force_terminal=True, legacy_windows=False,
        highlight=False, emoji=False, markup=False,
    )  # fmt: skip
    with console.capture() as captured:
        for number, grid in enumerate(grids):
            if number:
                console.print()
            if grid.above:
                console.print(_wrapped(grid.above, size, bool(colours)))
            for part in _table(grid, bool(colours)) if grid.rows else ():
                console.print(part, crop=not isinstance(part, Body))
            if grid.below:
                console.print(_wrapped(grid.below, size, bool(colours)))
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


Pieces = list[tuple[str, str]]  # the texts of a line with their styles for rich


class Lines:
    """Lines of a cell as rich lays them out: broken and padded already, to one width.

    Rich would measure, wrap and justify each of them anew, which took most of the time of a table.
    """

    def __init__(self, lines: Sequence[Pieces], size: int, right: bool = False) -> None:
        self.lines, self.size, self.right = lines, size, right
        self.before: Pieces = []
        self.behind: Pieces = []
        self.is_heading = False

    def between(self, before: bool, behind: bool, is_heading: bool = False) -> Lines:
        """The same with a space before or behind it, where another column is."""
        self.before, self.behind = [(" " * before, "")], [(" " * behind, "")]
        self.is_heading = is_heading
        return self

    def __rich_console__(self, console: Console, _: object) -> Iterator[Segment]:
        from rich.segment import Segment

        for line in self.lines or [[]]:
            yield from self.segments(line, console)
            yield Segment.line()

    def segments(self, line: Pieces, console: Console) -> Iterator[Segment]:
        """A line as wide as the cell, with the spaces before and behind it."""
        from rich.segment import Segment

        padded = self._padded(line)
        # Rich gives each part of a heading a style; elsewhere parts without one are one.
        joined = [self.before + padded + self.behind]
        for run in (self.before, padded, self.behind) if self.is_heading else joined:
            for text, style in _joined(run):
                yield Segment(text, console.get_style(style) if style else None)

    def _padded(self, line: Pieces) -> Pieces:
        """A line as wide as the cell."""
        from rich.cells import cell_len

        text = _plain(line)
        if self.right:
            line, text = _part(line, 0, len(text.rstrip())), text.rstrip()
        blank = [(" " * (self.size - cell_len(text)), "")]
        return blank + line if self.right else line + blank


class Body:
    """The rows of a table as rich draws them, without what it does for cells of unknown size."""

    def __init__(self, rows: Sequence[Sequence[Lines]]) -> None:
        self.rows = rows

    def __rich_console__(self, console: Console, _: object) -> Iterator[Segment]:
        from rich.segment import Segment

        between, end = Segment(" ", console.get_style("dim")), Segment.line()
        for cells in self.rows:
            for at in range(max(len(cell.lines) for cell in cells) or 1):
                for column, cell in enumerate(cells):
                    if column:
                        yield between
                    yield from cell.segments(cell.lines[at] if cell.lines[at:] else [], console)
                yield end


def _joined(line: Pieces) -> Pieces:
    """A line whose pieces without a style are one where they follow each other."""
    joined: Pieces = []
    for piece in line:
        if joined and not piece[1] and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + piece[0], "")
        elif piece[0]:
            joined.append(piece)
    return joined


def _part(line: Pieces, start: int, end: int) -> Pieces:
    """What stands between two places of a line."""
    part, at = [], 0
    for text, style in line:
        if inside := text[max(start - at, 0) : max(end - at, 0)]:
            part.append((inside, style))
        at += len(text)
    return part


def _wrapped(cell: Cell, size: int, coloured: bool, right: bool = False, most: int = 0) -> Lines:
    """Lines broken by the rules for Chinese; rich breaks at spaces only. At most `most` lines
    are left, 0 for all: of the longest texts the ends are cut off."""
    parts = []
    for spans in _lines(cell):
        line = [(_shown(span, coloured), _style(span)) for span in spans]
        text = _plain(line)
        parts.append([_part(line, start, end) for start, end in breaks(text, size)])
    if most:
        parts = _cut(parts, most, size)
    return Lines([line for part in parts for line in part], size, right)


def _cut(parts: list[list[Pieces]], most: int, size: int) -> list[list[Pieces]]:
    """At most so many lines of broken texts: the ends of the longest are cut off, then the last
    texts are left out. An address is cut only when nothing else is left."""
    from rich.cells import cell_len

    parts = list(filter(None, parts))
    while sum(map(len, parts)) > most:
        plain = ([_plain(line) for line in part] for part in parts)
        texts = [n for n, its in enumerate(plain) if " " in its[0] or not "".join(its).isascii()]
        at = max(texts, key=lambda at: len(parts[at]), default=0)
        if len(parts[at]) > 1:
            parts[at].pop()
            end = _plain(parts[at][-1]).rstrip()
            while end.endswith("…") or cell_len(end) >= size:
                end = end[:-1]
            parts[at][-1] = [*_part(parts[at][-1], 0, len(end)), ("…", "")]
        else:
            del parts[texts[-1] if len(texts) > 1 else -1]
    return parts


def _plain(line: Pieces) -> str:
    return "".join([text for text, _ in line])


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


def _table(grid: Grid, coloured: bool) -> list[Table | Body]:
    """The head of a table, and its rows; where these have no room, all for rich, which cuts them."""
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False, header_style="dim",
        border_style="dim", show_header=any(column.heading for column in grid.columns),
    )  # fmt: skip
    sizes, gap = _widths(grid)
    spaces = [(at > 0 and gap > 2, at < len(sizes) - 1 and gap > 1) for at in range(len(sizes))]
    for at, (column, size) in enumerate(zip(grid.columns, sizes, strict=True)):
        line = column.heading.replace("\n", " ")
        heading = line if longest(line) <= size else column.heading.split("\n")
        cell = _wrapped(heading, size, coloured, column.align_right)
        table.add_column(cell.between(*spaces[at], True), width=size + sum(spaces[at]))
    rows: list[list[Lines]] = []
    for row in grid.rows:
        placed = zip(row or [""] * len(sizes), sizes, grid.columns, strict=True)
        cells = (
            _wrapped(cell, size, coloured, c.align_right and _is_figure(cell), grid.most)
            for cell, size, c in placed
        )
        rows.append([cell.between(*space) for cell, space in zip(cells, spaces, strict=True)])
    narrow = [at for at, size in enumerate(sizes) if size == 1]  # where no Chinese character fits
    cut = any(longest(row[at]) > 1 for row in grid.rows if row for at in narrow)
    if not cut and sum(sizes) + gap * (len(sizes) - 1) <= width():
        return [table, Body(rows)] if table.show_header else [Body(rows)]
    for each in rows:
        table.add_row(*each)
    return [table]


def _widths(grid: Grid) -> tuple[list[int], int]:
    """The widths of the columns, those of their cells, and of what is between two.

    If there is no room the widest gives way. Rich has no least width when it narrows columns: twice
    as many addresses would break.
    """
    columns = grid.columns
    widest = [max(longest(row[at]) for row in grid.rows if row) for at in range(len(columns))]
    # The two lines of a heading in one, else apart; texts would run into each other, figures don't.
    closer = ((2, "\n"), (1, "\n")) if all(c.align_right for c in columns[1:]) else ()
    for gap, joint in ((GAP, " "), (GAP, "\n"), *closer):
        headings = (longest(c.heading.replace("\n", joint).split("\n")) for c in columns)
        sizes = list(map(max, widest, headings))
        if sum(sizes) + gap * (len(columns) - 1) <= width():
            return sizes, gap
    room = width() - GAP * (len(columns) - 1)
    most = room * 3 // 5 if len(columns) < 3 else room * 9 // 20
    least = [min(column.min_width, most) for column in columns]
    sizes = [min(size, room) for size in sizes]
    while sum(sizes) > room and max(sizes) > 1:
        # The widest that may give way; if none may, the widest of all.
        at = max(range(len(sizes)), key=lambda at: (sizes[at] > least[at], sizes[at], -at))
        sizes[at] -= 1
    return [max(size, 1) for size in sizes], GAP


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
