"""What stands ready in the index is what the model and the formats make: the same bytes."""

from __future__ import annotations

import random
import shlex
from collections.abc import Iterator
from sqlite3 import Connection

import pytest

from infofacts import index
from infofacts.commands import ready
from infofacts.commands.answer import Asked
from infofacts.commands.get import _fields, _lines
from infofacts.commands.list import KEYS
from infofacts.formats import load, text_of, tsv
from infofacts.formats.json import to_json
from infofacts.model import FactBase, Indicator, Topic
from tests.conftest import Run

LINES = 300
NAMED = ("get", "show", "list", "source", "cite", "compare")
ODD = (
    "nope",
    "5g.users.1999",
    "5G基站总数2022年",
    "2022年5G用户",
    "5G",
    "users",
    "",
    "x" * 2000,
    "工信部",
)


@pytest.fixture
def slowly(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line with an index that has nothing ready."""

    def run_(*args: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            patch.setattr(Asked, "of_builtin", False)
            patch.setattr(index, "ask", lambda question: None)
            return run(*args)

    return run_


def names_of(base: FactBase) -> list[str]:
    """Every address, label and alias."""
    things: list[Topic | Indicator] = [*base.topics.values(), *base.indicators.values()]
    labels = (name for thing in things for name in (thing.id, thing.zh, thing.en, *thing.aliases))
    return [name for name in dict.fromkeys([*base.facts, *labels]) if name[0] != "-"]


def some_lines(base: FactBase) -> Iterator[list[str]]:
    """Command lines with names, years, fields and formats, right ones and others."""
    chance = random.Random(16)
    names = [*names_of(base), *base.sources]
    formats = ("tsv", "json", "jsonl", "csv", "md", "table", "xml")
    years = ("2022", "latest", "2019:2023", "2022:", "2021,2023", "2023:2019", "soon")
    yield from ([], ["--version"], ["list"], ["list", "-f", "json"], ["source"], ["export"])
    for _ in range(LINES):
        command = chance.choice(NAMED)
        line = [command, *chance.choices(names, k=chance.choice((1, 1, 1, 2, 3)))]
        if chance.random() < 0.15:
            line.append(chance.choice(ODD))
        if chance.random() < 0.4:
            line += ["-f", chance.choice(formats)]
        elif command == "get" and chance.random() < 0.5:
            line += chance.choice(
                (["--field", chance.choice([*_fields(), "nope"])],
                 ["--in", chance.choice(("万", "亿", "million", "元", "米", "nope"))])
            )  # fmt: skip
        if chance.random() < 0.3:
            line += ["-y", chance.choice(years)]
        if chance.random() < 0.1:
            line += ["--lang", chance.choice(("en", "zh", "fr"))]
        yield line


def test_every_name_is_answered_alike(base: FactBase, run: Run, slowly: Run) -> None:
    """By all commands that have something ready, many names at a time."""
    names = names_of(base)
    for at in range(0, len(names), 500):
        some = names[at : at + 500]
        for line in (["get"], ["show", "-f", "jsonl"], ["list"]):
            ask = [*line, *some]
            assert run(*ask) == slowly(*ask)


def test_every_record_is_what_the_formats_write(base: FactBase) -> None:
    """Together, and each by itself."""

    def compared(connection: Connection) -> bool:
        every = list(ready.inside(connection, ()) or ())
        assert len(every) == len(base.facts)
        for fmt in ready.FORMATS:
            flat = load(fmt).FLAT
            records = [fact.flat() if flat else fact.to_dict() for fact in base.facts.values()]
            short = [{key: each[key] for key in KEYS} for each in records]
            assert ready.text(connection, every, fmt) == text_of(records, fmt)
            assert ready.text(connection, every, fmt, KEYS) == text_of(short, fmt)
            assert ready.text(connection, [], fmt) == text_of([], fmt)
            for row, record in zip(every, records, strict=True):
                assert ready.text(connection, [row], fmt) == text_of([record], fmt)
        return True

    assert index.ask(compared)


def test_lines_are_answered_alike(
    base: FactBase, run: Run, slowly: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stdout, stderr and exit code of three hundred command lines."""
    for line in some_lines(base):
        assert run(*line) == slowly(*line), shlex.join(line)
    monkeypatch.setenv("INFOFACTS_LANG", "fr")
    for line in (["show", "5g"], ["get", "5g.users"], ["list", "5g"], ["list"]):
        assert run(*line) == slowly(*line), shlex.join(line)


YEARS = {
    None: 1, "latest": 1, "2022": 1, "2022:2024": 3, "2024:2022": None, "1800": None, "20222": None,
    "2022:": None, ":2022": None, ":": None, "2022,2023": None, "２０２２": None, "1899:2101": None,
}  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
def test_plain_years_stand_ready_and_others_are_left_to_the_model(
    run: Run, slowly: Run, year: str | None
) -> None:
    """A year without a value, too."""
    rows = index.ask(lambda base: ready.picked(base, ["5g.users"], year))
    assert (rows and len(rows)) == YEARS[year]
    for more in ((), ("-f", "json"), ("--field", "id")):
        line = ["get", "5g.users", *(["-y", year] if year else []), *more]
        assert run(*line) == slowly(*line)


def test_names_of_every_kind_stand_ready() -> None:
    """A topic, an indicator, a fact, by address, label or alias."""
    names = ("5g", "5g.users", "5g.users.2023", "5G移动电话用户", "5G mobile phone users", "物联网")

    def found(connection: Connection) -> bool:
        for work in (ready.shown, ready.inside):
            assert all(work(connection, [name]) for name in names), work
            assert work(connection, ["nope"]) is work(connection, ["5" * 2000]) is None
        return True

    assert index.ask(found)


def test_bare_values_stand_ready() -> None:
    def lines(name: str, year: str | None, scale: str | None, field: str) -> object:
        return index.ask(lambda base: _lines(base, [name], year, scale, field))

    asked = {
        ("5g.users.2023", None, None, "value"): "805000000\n",
        ("5g.users", "2022:2023", None, "value"): "561000000\t805000000\n",
        ("5g.users.2023", None, "万", "value"): "80500\n",
        ("5g.users.2023", None, None, "unit"): "户\n",
        ("5g.users.2023", None, None, "as_of"): "2023-12-31\n",
    }
    for ask, line in asked.items():
        assert lines(*ask) == (line, []), ask
    assert lines("5g.users.1999", None, None, "value") is None
    assert lines("5g.users", None, "米", "value") is None


def test_what_has_more_than_plain_values_is_left_to_the_model() -> None:
    def found(connection: Connection) -> list[object]:
        asked = ("5g.users.2023", "2023"), ("5g.users.2023", "2022"), ("5g", None), ("nope", None)
        several = ready.picked(connection, ["5g.users", "5g.users.2022"], "2022") or ()
        picked = [ready.picked(connection, [name], year) for name, year in asked]
        return [len(several), *(each and len(each) for each in picked)]

    assert index.ask(found) == [2, 1, None, None, None]


@pytest.mark.parametrize(
    "unmet", [[], ["印度"], ["印度", "1999"], ['5"'], ["a\\b", "印度"], ["a\tb"]]
)
def test_words_that_are_not_met_are_written_as_the_formats_do(unmet: list[str]) -> None:
    _, keys, values, line = ready._with_unmet((1, "id", '"x"', "x\n"), unmet)
    assert (keys, values) == ("id\tunmet", f'"x"\t{to_json(unmet)}')
    assert ["id\tunmet\n", line] == list(tsv.write([{"id": "x", "unmet": unmet}]))
