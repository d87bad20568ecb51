"""A fact base as the tables that base formats hold, with what each column holds.

A value is in one of three columns of `facts`, and the other two are null: `value` for a
number, `text` for a text and `items` for a list of texts. What misses is null, never an empty
text; a list that has nothing in it is an empty list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from infofacts.model import Fact, FactBase, Indicator, Json, Source, Topic
from infofacts.report import digest


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type (text, integer, number, texts or integers) and what it holds.

    `of` is the table whose `id` it names, `options` all that it may hold.
    """

    name: str
    type: str
    about: str
    of: str = ""
    options: tuple[str, ...] = ()


Row = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, the first of which (`id`) is its primary key, and its rows."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]


def _columns_of(kind: type, *more: Column) -> tuple[Column, ...]:
    """The columns of a kind of thing, as its fields say; `more` stand behind them."""
    keys = ("kind", "about", "of", "options")
    own = ((each.name, *(each.metadata[key] for key in keys)) for each in fields(kind))
    return (*(Column(*values) for values in own if values[1]), *more)


def _facts_columns() -> Iterator[Column]:
    """Those of a fact: its value has a column for each kind, its indicator an address too."""
    for each in _columns_of(Fact):
        yield each
        if each.name == "indicator":
            about = "the indicator: topic.indicator"
            yield Column("indicator_id", "text", about, of="indicators")
        if each.name == "value":
            yield Column("text", "text", "the value where it is a text")
            yield Column(
                "items", "texts", "the value where it is a list of texts, in printed order"
            )


FACTS = tuple(_facts_columns())
INDICATORS = _columns_of(Indicator)
TOPICS = _columns_of(
    Topic,
    Column("group_zh", "text", "label of the group in Chinese"),
    Column("group_en", "text", "label of the group in English"),
)
SOURCES = _columns_of(Source, Column("sha256", "text", "SHA-256 of the bundled text"))


# ---------------------------------------------------------------- the tables
def tables(base: FactBase) -> list[Table]:
    """The tables of a fact base, each in the order of its files."""
    topics = (_topic(base, topic) for topic in base.topics.values())
    return [
        facts_table(base),
        _table("indicators", INDICATORS, map(_fields, base.indicators.values())),
        _table("topics", TOPICS, topics),
        _table("sources", SOURCES, map(_source, base.sources.values())),
    ]


def facts_table(base: FactBase) -> Table:
    """The table of facts: the record of the contract, the value in one of three columns."""
    return _table("facts", FACTS, map(_fact, base.facts.values()))


def origins(base: FactBase) -> list[dict[str, str]]:
    """The sources as the metadata of a file names them."""
    return [
        {"name": source.id, "title": source.title, "publisher": source.publisher}
        | ({"path": source.url} if source.url else {})
        for source in base.sources.values()
    ]


def _table(name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> Table:
    return Table(name, columns, [{c.name: _cell(row.get(c.name)) for c in columns} for row in rows])


def _cell(value: Any) -> Json:
    """A value as a cell: what is empty misses, and a tuple is a list."""
    cell: Json = list(value) if isinstance(value, tuple) else value
    return None if cell == "" else cell


def _fact(fact: Fact) -> Mapping[str, Any]:
    value = fact.value
    return fact.to_dict() | {
        "indicator_id": fact.indicator_id,
        "value": fact.number,
        "text": value if isinstance(value, str) else None,
        "items": value if isinstance(value, tuple) else None,
        "since": None if fact.since is None else str(fact.since),
    }


def _fields(thing: Topic | Indicator | Source) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in type(thing).__dataclass_fields__}


def _topic(base: FactBase, topic: Topic) -> dict[str, Any]:
    zh, en = base.groups.get(topic.group, ("", ""))
    return _fields(topic) | {"group_zh": zh, "group_en": en}


def _source(source: Source) -> dict[str, Any]:
    """A source without the folder its text lies in, which is another on every machine."""
    return _fields(source) | {"file": Path(source.file).name, "sha256": digest(source.file)}
