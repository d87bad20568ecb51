"""What a fact base holds: sources, topics, indicators and facts, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from infofacts.numbers import Quantity

# A value: a number in base units, a text, or a list of texts in printed order.
Value = Decimal | str | tuple[str, ...]
# What JSON can say of a fact.
Json = Decimal | int | str | None | list[str] | list[int]

# The measures of a fact, in the order they are shown. A level is addressed by the year alone.
MEASURES = ("level", "change", "growth", "rank")


@dataclass(frozen=True, slots=True)
class Source:
    """A publication. `file` is the path of its bundled text, `url` its address; either may miss."""

    id: str
    title: str
    publisher: str
    title_en: str = ""
    publisher_en: str = ""
    published: str = ""
    url: str = ""
    accessed: str = ""
    type: str = "report"
    file: str = ""

    def name(self, lang: str) -> str:
        """The title in a language, the Chinese one where there is no other."""
        return self.title_en if lang == "en" and self.title_en else self.title


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the report; `group` is the part of the report it belongs to."""

    id: str
    zh: str
    en: str
    group: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something counted or stated, over the years.

    `counts` is the unit that bare numbers miss; `formula` says how it follows from others;
    `basis` is what it is measured on where others of its unit are measured on something else.
    """

    id: str
    topic: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    note_en: str = ""
    counts: str = ""
    formula: str = ""
    basis: str = ""

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

    id: str
    topic: str
    indicator: str
    year: int
    zh: str
    en: str
    measure: str
    value: Value
    unit: str | None
    bound: str
    printed: str
    source: str
    quote: str
    scope: str
    as_of: str | None = None
    status: str = "stated"
    since: int | str | None = None
    formula: str | None = None
    note: str | None = None
    section: str | None = None
    line: int | None = None
    lines: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    # Not part of the record: what display, proof and comparison need.
    url: str = ""
    quantity: Quantity | None = None
    value_en: str | tuple[str, ...] | None = None
    years: int | None = None
    note_en: str | None = None
    break_zh: str | None = None
    break_en: str | None = None
    confirmed_by: tuple[str, ...] = ()  # other sources that print the same number
    # Of a derived figure: the ends of its interval (None is open), and what it is computed from.
    ends: tuple[Decimal | None, Decimal | None] | None = None
    inputs: tuple[str, ...] = ()
    formula_en: str | None = None

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
        record: dict[str, Json] = {
            "id": self.id,
            "topic": self.topic,
            "indicator": self.indicator,
            "year": self.year,
            "zh": self.zh,
            "en": self.en,
            "measure": self.measure,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
            "unit": self.unit,
            "bound": self.bound,
            "printed": self.printed,
            "as_of": self.as_of,
            "scope": self.scope,
            "status": self.status,
            "since": self.since,
            "formula": self.formula,
            "note": self.note,
            "source": self.source,
            "section": self.section,
            "line": self.line,
            "lines": list(self.lines),
            "quote": self.quote,
            "also": list(self.also),
        }
        return record | {"url": self.url or None} if self.line is None else record


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
    # What functions have worked out of it, so that a thousand names cost little more than one.
    memo: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
