"""A fact base as tables: facts, indicators, topics and sources, with what each column holds.

A value is in one of three columns of `facts`, and the other two are null: `value` for a
number, `text` for a text and `items` for a list of texts. What misses is null, never an empty
text; a list that has nothing in it is an empty list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infofacts.model import MEASURES, Fact, FactBase, Indicator, Json, Source, Topic
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


FACTS = (
    Column("id", "text", "address: topic.indicator.year, with .change, .growth or .rank behind it"),
    Column("topic", "text", "the topic", of="topics"),
    Column("indicator", "text", "the indicator's own part of its address"),
    Column("indicator_id", "text", "the indicator: topic.indicator", of="indicators"),
    Column("year", "integer", "the year that the value is of"),
    Column("zh", "text", "label in Chinese"),
    Column("en", "text", "label in English"),
    Column("measure", "text", "a value, its change, its growth or its rank", options=MEASURES),
    Column("value", "number", "the number in base units of `unit`; null for a text or a list"),
    Column("text", "text", "the value where it is a text"),
    Column("items", "texts", "the value where it is a list of texts, in printed order"),
    Column("unit", "text", "base unit of the value"),
    Column("bound", "text", "how the value bounds", options=("=", ">", ">=", "<", "<=", "~")),
    Column("printed", "text", "the value as it is printed"),
    Column("as_of", "text", "the date of the value: 2023, 2023-12 or 2023-12-31"),
    Column("scope", "text", "what the value is of: CN, CN-BJ, world …"),
    Column("status", "text", "printed or computed", options=("stated", "derived")),
    Column("since", "text", "what a change or growth is measured against: 2022, 2022-H2"),
    Column("formula", "text", "how a derived value was computed"),
    Column("note", "text", "a caveat"),
    Column("source", "text", "the publication", of="sources"),
    Column("section", "text", "section of the quote"),
    Column("line", "integer", "line of the quote in the source's text"),
    Column("lines", "integers", "every line where the quote or one of `also` begins"),
    Column("quote", "text", "the words of the source"),
    Column("also", "texts", "other places that print the same fact"),
    Column("url", "text", "address of a source whose text is not bundled"),
)
_LABELS = (
    Column("zh", "text", "label in Chinese"),
    Column("en", "text", "label in English"),
    Column("aliases", "texts", "other names"),
    Column("note", "text", "a caveat in Chinese"),
    Column("note_en", "text", "a caveat in English"),
)
INDICATORS = (
    Column("id", "text", "address: topic.indicator"),
    Column("topic", "text", "the topic", of="topics"),
    *_LABELS,
    Column("counts", "text", "the unit of numbers that are printed bare"),
    Column("formula", "text", "how it follows from other indicators"),
    Column("basis", "text", "what it is measured on, where others of its unit are not"),
)
TOPICS = (
    Column("id", "text", "address"),
    *_LABELS,
    Column("group", "text", "the part of the report"),
    Column("group_zh", "text", "label of the group in Chinese"),
    Column("group_en", "text", "label of the group in English"),
)
SOURCES = (
    Column("id", "text", "short name"),
    Column("title", "text", "title"),
    Column("title_en", "text", "title in English"),
    Column("publisher", "text", "publisher"),
    Column("publisher_en", "text", "publisher in English"),
    Column("published", "text", "date of publication"),
    Column("type", "text", "kind of publication"),
    Column("url", "text", "address"),
    Column("accessed", "text", "date of access"),
    Column("file", "text", "name of the bundled text"),
    Column("sha256", "text", "SHA-256 of the bundled text"),
)


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


def _table(name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> Table:
    return Table(name, columns, [{c.name: _cell(row.get(c.name)) for c in columns} for row in rows])


def _cell(value: Any) -> Json:
    """A value as a cell: what is empty misses, and a tuple is a list."""
    if isinstance(value, tuple):
        return list(value)
    found: Json = None if value == "" else value
    return found


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
