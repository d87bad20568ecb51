"""Draw real outputs as SVG pictures for the README, in the colours of a dark or a light page.

`python -m tests.tools.pictures` writes them into docs/; a test compares them with the real outputs.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from infofacts.views.wrap import cells
from tests.tools.terminal import run

DOCS = Path(__file__).parents[2] / "docs"
COLUMNS = 88
PICTURES = {
    "show": "infofacts show 5g",
    "search": "infofacts search how many 5G base stations -n 4 --lang en",
    "card": "infofacts show broadband.gigabit-users --lang zh",
    "compare": "infofacts compare 5g.base-stations -y 2019:2025 --lang en",
    "rows": "infofacts compare 5g.users iot.users 5g.base-stations -y 2020:2024 --lang en",
    "movers": "infofacts compare --all -y 2022,2023 -n 4 --lang en",
    "verify": "infofacts verify docs/draft.md --lang en",
}
# Charts, which the program draws itself.
CHARTS = {
    name: f"compare 5g.users iot.users broadband.gigabit-users -y 2019:2025 -f svg --lang {lang}"
    for name, lang in (("chart", "en"), ("chart-zh", "zh"))
}
CELL, LINE, EDGE, SIZE = 8.4, 20, 16, 14  # pixels: a column, a line, the margin, the letters
_CODES = {"1": "b", "2": "d", "31": "r", "32": "g", "33": "y", "36": "c"}  # ANSI → CSS class
_LIGHT = {"": "#1f2328", "d": "#6e7781", "r": "#b42318", "g": "#116329", "y": "#8a5a00",
          "c": "#1b7c83", "page": "#f6f8fa"}  # fmt: skip
_DARK = {"": "#e6edf3", "d": "#8b949e", "r": "#ff7b72", "g": "#56d364", "y": "#e3b341",
         "c": "#39c5cf", "page": "#161b22"}  # fmt: skip
_FONTS = (
    "ui-monospace,SFMono-Regular,Menlo,Consolas,'Noto Sans Mono',"
    "'DejaVu Sans Mono','Noto Sans Mono CJK SC','PingFang SC','Microsoft YaHei',monospace"
)
# Wide letters are spaced out to two columns each.
_SHAPES = (
    f"text {{ font: {SIZE}px {_FONTS}; white-space: pre }}\n.b {{ font-weight: bold }}\n"
    f".w {{ font-size: {SIZE + 1}px; letter-spacing: {2 * CELL - SIZE - 1:.1f}px }}\n"
)


def output(command: str, **settings: str) -> str:
    """What a command prints on a terminal of so many columns as a picture has."""
    with contextlib.chdir(DOCS.parent):
        return run(command.removeprefix("infofacts "), COLUMNS=str(COLUMNS), **settings)[1]


def svg(command: str, text: str) -> str:
    """A command line and its coloured output as a picture."""
    lines = [f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m", *text.rstrip("\n").split("\n")]
    width, height = round(COLUMNS * CELL + 2 * EDGE), len(lines) * LINE + 2 * EDGE
    drawn = "\n".join(part for row, line in enumerate(lines) for part in _line(row, line))
    dark = f"@media (prefers-color-scheme: dark) {{\n{_colours(_DARK)}}}\n"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">\n'
        f"<title>{escape(command)}</title>\n<style>\n{_SHAPES}{_colours(_LIGHT)}{dark}</style>\n"
        f'<rect class="page" width="{width}" height="{height}" rx="8"/>\n{drawn}\n</svg>\n'
    )


def _colours(scheme: dict[str, str]) -> str:
    """The style rules of a colour scheme."""
    names = ((f".{name}" if name else "text", fill) for name, fill in scheme.items())
    return "".join(f"{name} {{ fill: {fill} }}\n" for name, fill in names)


def _line(row: int, line: str) -> Iterator[str]:
    """The text elements of a line: each run of one style and one cell width in its place."""
    column, style = 0, ""
    for codes, text in re.findall(r"\x1b\[([\d;]*)m|([^\x1b]+)", line):
        if not text:
            style = " ".join(filter(None, map(_CODES.get, codes.split(";"))))
            continue
        for part in re.findall(r"\s+|(?:(?!  )[ -\u1fff\u2000-\u2e7f])+|[\u2e80-\uffff]+", text):
            if word := part.strip():  # some programs leave out spaces at the ends
                first = len(part) - len(part.lstrip())
                yield _text(row, column + first, sum(map(cells, word)), style, word)
            column += sum(map(cells, part))


def _text(row: int, column: int, size: int, style: str, part: str) -> str:
    x, y, wide = EDGE + column * CELL, EDGE + row * LINE + SIZE, size > len(part)
    names = " ".join(filter(None, (style, "w" if wide else "")))
    kind = f' class="{names}"' if names else ""
    length = "" if wide else f' textLength="{size * CELL:.1f}"'
    return f'<text{kind} x="{x:.1f}" y="{y}"{length}>{escape(part)}</text>'


def chart(name: str) -> str:
    """A chart as the program draws it."""
    with contextlib.chdir(DOCS.parent), tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "chart.svg")
        run(f"{CHARTS[name]} -o {file}")
        return file.read_text("utf-8")


if __name__ == "__main__":
    for name in CHARTS:
        (DOCS / f"{name}.svg").write_text(chart(name), "utf-8")
    for name, command in PICTURES.items():
        (DOCS / f"{name}.svg").write_text(svg(command, output(command)), "utf-8")
