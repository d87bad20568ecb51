"""What a fact base holds: sources, topics, indicators and facts, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from typing import Any

from infofacts.numbers import Quantity

# A value: a number in base units, a text, or a list of texts in printed order.
Value = Decimal | str | tuple[str, ...]
# What a field of a JSON record holds.
Json = Decimal | int | str | None | list[str] | list[int]

# The measures of a fact, in the order they are shown. A level is addressed by the year alone.
MEASURES = ("level", "change", "growth", "rank")


def column(
    kind: str,
    about: str,
    *,
    default: Any = MISSING,
    of: str = "",
    options: tuple[str, ...] = (),
    record: bool = True,
) -> Any:
    """A field of a record: what it holds, in plain words and as a column of a table.

    `kind` is text, integer, number, texts or integers, or "" for what no table shows; `of` is the
    table whose `id` it names, `options` are all that it may hold. `record` is False for what is
    not part of the JSON record.
    """
    metadata = {"kind": kind, "about": about, "of": of, "options": options, "record": record}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication. `file` is the path of its bundled text, `url` its address; either may miss."""

    id: str = column("text", "short name")
    title: str = column("text", "title")
    title_en: str = column("text", "title in English", default="")
    publisher: str = column("text", "publisher")
    publisher_en: str = column("text", "publisher in English", default="")
    published: str = column("text", "date of publication", default="")
    type: str = column("text", "kind of publication", default="report")
    url: str = column("text", "address", default="")
    accessed: str = column("text", "date of access", default="")
    file: str = column("text", "name of the bundled text", default="")

    def name(self, lang: str) -> str:
        """The title in a language, the Chinese one where there is no other."""
        return self.title_en if lang == "en" and self.title_en else self.title


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the report; `group` is the part of the report it belongs to."""

    id: str = column("text", "address")
    zh: str = column("text", "label in Chinese")
    en: str = column("text", "label in English")
    aliases: tuple[str, ...] = column("texts", "other names", default=())
    note: str = column("text", "a caveat in Chinese", default="")
    note_en: str = column("text", "a caveat in English", default="")
    group: str = column("text", "the part of the report", default="")


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something counted or stated, over the years."""

    id: str = column("text", "address: topic.indicator")
    topic: str = column("text", "the topic", of="topics")
    zh: str = column("text", "label in Chinese")
    en: str = column("text", "label in English")
    aliases: tuple[str, ...] = column("texts", "other names", default=())
    note: str = column("text", "a caveat in Chinese", default="")
    note_en: str = column("text", "a caveat in English", default="")
    counts: str = column("text", "the unit of numbers that are printed bare", default="")
    formula: str = column("text", "how it follows from other indicators", default="")
    basis: str = column(
        "text", "what it is measured on, where others of its unit are not", default=""
    )

    @property
    def key(self) -> str:
        """The indicator's own part of its address."""
        return self.id.partition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One stated (or derived) number or text, with the words it was printed in.

    `value` is in base units of `unit`; `bound` is one of = > >= < <= ~. `line` and `section`
    are those of the principal place of the quote, None where the source's text is not bundled.
    """

    id: str = column(
        "text", "address: topic.indicator.year, with .change, .growth or .rank behind it"
    )
    topic: str = column("text", "the topic", of="topics")
    indicator: str = column("text", "the indicator's own part of its address")
    year: int = column("integer", "the year that the value is of")
    zh: str = column("text", "label in Chinese")
    en: str = column("text", "label in English")
    measure: str = column("text", "a value, its change, its growth or its rank", options=MEASURES)
    value: Value = column("number", "the number in base units of `unit`; null for a text or a list")
    unit: str | None = column("text", "base unit of the value")
    bound: str = column("text", "how the value bounds", options=("=", ">", ">=", "<", "<=", "~"))
    printed: str = column("text", "the value as it is printed")
    as_of: str | None = column(
        "text", "the date of the value: 2023, 2023-12 or 2023-12-31", default=None
    )
    scope: str = column("text", "what the value is of: CN, CN-BJ, world …")
    status: str = column(
        "text", "printed or computed", default="stated", options=("stated", "derived")
    )
    since: int | str | None = column(
        "text", "what a change or growth is measured against: 2022, 2022-H2", default=None
    )
    formula: str | None = column("text", "how a derived value was computed", default=None)
    note: str | None = column("text", "a caveat", default=None)
    source: str = column("text", "the publication", of="sources")
    section: str | None = column("text", "section of the quote", default=None)
    line: int | None = column("integer", "line of the quote in the source's text", default=None)
    lines: tuple[int, ...] = column(
        "integers", "every line where the quote or one of `also` begins", default=()
    )
    quote: str = column("text", "the words of the source")
    also: tuple[str, ...] = column("texts", "other places that print the same fact", default=())
    # Of the record only where the text is not bundled.
    url: str = column("text", "address of a source whose text is not bundled", default="")
    # Not of the record: what display, proof and comparison need.
    quantity: Quantity | None = column("", "the number as printed", default=None, record=False)
    value_en: str | tuple[str, ...] | None = column(
        "", "the text or list in English", default=None, record=False
    )
    years: int | None = column(
        "", "the years that a growth is the yearly average of", default=None, record=False
    )
    note_en: str | None = column("", "a caveat in English", default=None, record=False)
    break_zh: str | None = column(
        "", "why it can't be compared with the years before", default=None, record=False
    )
    break_en: str | None = column("", "the same in English", default=None, record=False)
    confirmed_by: tuple[str, ...] = column(
        "", "other sources that print the same number", default=(), record=False
    )
    # Of a derived figure: the ends of its interval (None is open), and what it is computed from.
    ends: tuple[Decimal | None, Decimal | None] | None = column(
        "", "the ends of its interval", default=None, record=False
    )
    inputs: tuple[str, ...] = column("", "what it is computed from", default=(), record=False)
    formula_en: str | None = column("", "the formula in English", default=None, record=False)

    @property
    def indicator_id(self) -> str:
        """The address of the indicator, `topic.indicator`."""
        return f"{self.topic}.{self.indicator}"

    @property
    def preferred(self) -> bool:
        """False for the value of another publication that stands under the preferred one."""
        return "@" not in self.id

    @property
    def number(self) -> Decimal | None:
        """The value if it is a number."""
        return self.value if isinstance(self.value, Decimal) else None

    def to_dict(self) -> dict[str, Json]:
        """The JSON record of the contract, in its order; `url` where the text is not bundled."""
        record: dict[str, Json] = {name: getattr(self, name) for name in RECORD}
        for name in _LISTS:
            if isinstance(value := getattr(self, name), tuple):
                record[name] = list(value)
        return record | {"url": self.url or None} if self.line is None else record


# The names of the fields of a record, in its order.
RECORD = tuple(f.name for f in fields(Fact) if f.metadata["record"] and f.name != "url")
# Those that hold several things, or may: a tuple in Python, a list in JSON.
_SEVERAL = ("number", "texts", "integers")
_LISTS = tuple(f.name for f in fields(Fact) if f.metadata["kind"] in _SEVERAL)


# Codes of problems with a file that cannot be read at all: not there or no text, or not TOML.
UNREADABLE = ("unreadable", "syntax")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a fact base: which rule, where, what."""

    file: str
    line: int
    address: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.address}: {self.code}: {self.message}"


@dataclass(frozen=True, slots=True)
class FactBase:
    """A whole fact base, or the part of one that a command asked for; in the order of its files."""

    sources: Mapping[str, Source]
    groups: Mapping[str, tuple[str, str]]
    topics: Mapping[str, Topic]
    indicators: Mapping[str, Indicator]
    facts: Mapping[str, Fact]
    files: tuple[str, ...] = field(default=(), repr=False, compare=False)  # what it was read from
    # What functions have worked out of it, so that a thousand names cost little more than one.
    memo: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
