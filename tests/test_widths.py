"""Tables fit: at every width and in every language no line is too wide, and nothing is cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product

import pytest

from infofacts.commands.selection import rows_of
from infofacts.model import Fact, FactBase
from infofacts.names import Target
from infofacts.views.display import Display
from infofacts.views.table import Grid, draw
from infofacts.views.topic import topic_grid
from infofacts.views.words import value_lines
from infofacts.years import Years
from tests.tools.terminal import run

WIDTHS, LANGUAGES = (60, 80, 120, 200), ("zh", "en", "both")
# All topics here, and every so many elsewhere: the whole stays within a minute.
ALL, EVERY = {(60, "both"), (120, "both")}, 12
NO_COLOUR = re.compile(r"\x1b\[[\d;]*m")
COMMANDS = (
    "", "list", "list telecom", "source", "source 5g",
    "search how many 5G base stations", "search 农村网民 比例",
    "compare 5g.base-stations -y 2019:2025", "compare internet-users.users rural.internet-users",
    "compare telecom.base-stations-4g 5g.base-stations telecom.base-stations-total",
    "show internet-users.users", "show broadband.gigabit-users --derived",
    "export -y 2019 --derived -f table",
)  # fmt: skip


def cells(text: str) -> int:
    """The columns that a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def assert_fits(text: str, width: int) -> None:
    for line in text.splitlines():
        assert cells(line) <= width, line
        assert line == line.rstrip(), repr(line)


def drawn(grid: Grid, capsys: pytest.CaptureFixture[str]) -> str:
    draw([grid])
    return capsys.readouterr().out


def columns(text: str) -> list[str]:
    """The texts of a table's columns, each without any white space.

    A column ends where three columns of the terminal are empty in all lines.
    """
    lines = [list(_by_cell(line)) for line in text.splitlines() if "─" not in line]
    width = max(map(len, lines))
    filled = [any(line[at : at + 1] not in ([], [" "]) for line in lines) for at in range(width)]
    edges = re.finditer(r"1(?:1|01|001)*", "".join("01"[each] for each in filled))
    return [
        squeezed("".join("".join(line[edge.start() : edge.end()]) for line in lines))
        for edge in edges
    ]


def _by_cell(line: str) -> Iterator[str]:
    """A character for each column of the terminal, an empty one behind a wide one."""
    for char in line:
        yield char
        if cells(char) == 2:
            yield ""


def words(base: FactBase, facts: Iterable[Fact], display: Display) -> Iterator[str]:
    """What must be read in a table of facts: labels, addresses, values as printed."""
    for fact in facts:
        yield fact.indicator_id
        yield from {"zh": [fact.zh], "en": [fact.en]}.get(display.lang, [fact.zh, fact.en])
        if fact.measure != "level":
            continue
        words = fact.quantity.words if fact.quantity else ""
        foreign = any(map(str.isdigit, words))  # 17.4 trillion yuan
        if foreign or display.lang == "en" or not isinstance(fact.value, Decimal):
            yield "".join(value_lines(fact, display))
        else:
            yield fact.printed


def test_every_topic_fits_and_nothing_is_cut(
    base: FactBase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    count = 0
    for number, topic in enumerate(base.topics.values()):
        rows = rows_of(base, Target(topic.id, topic), Years())
        facts = [fact for row in rows for fact in row.facts]
        for at, (width, lang) in enumerate(product(WIDTHS, LANGUAGES)):
            if (width, lang) not in ALL and (number + at) % EVERY:
                continue
            monkeypatch.setenv("COLUMNS", str(width))
            grid = topic_grid(base, topic, rows, Display(lang, width))
            table = drawn(Grid(grid.columns, grid.rows), capsys)
            assert_fits(drawn(Grid(above=grid.above, below=grid.below), capsys) + table, width)
            texts = columns(table)
            for word in words(base, facts, Display(lang, width)):
                assert any(squeezed(word) in text for text in texts), (topic.id, width, lang, word)
            count += 1
    assert count > 2.8 * len(base.topics)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_fits_and_colour_changes_nothing(command: str) -> None:
    """But where there is no colour marks have brackets."""
    for width, lang in ((60, "both"), (60, "zh"), (120, "en"), (200, "both")):
        settings = {"COLUMNS": str(width), "INFOFACTS_LANG": lang}
        code, coloured, err = run(command, **settings)
        plain = run(command, **settings, NO_COLOR="1")[1]
        bare = NO_COLOUR.sub("", coloured)
        assert (code, err) == (0, "") and coloured != plain
        assert_fits(plain, width)
        assert_fits(bare, width)
        if "【" in plain:
            assert squeezed(re.sub("[【】]", "", plain)) == squeezed(bare)
        else:
            assert plain == bare
