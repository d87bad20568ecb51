"""What a fact base holds: sources, topics, indicators and facts, as frozen records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import wraps
from operator import attrgetter

from infofacts.messages import N_
from infofacts.numbers import EXACT, Quantity, digits_of
from infofacts.record import MISSING, Record, copied, field, fields, replace
from infofacts.text import is_part, section_en, shortened, visible
from infofacts.units import Unit, declared, unit_in_english

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import Any, TypeVar

    Answer = TypeVar("Answer")

# A value: a number in base units, both ends of a range, a text, or a list of texts as printed.
Value = Decimal | tuple[Decimal, Decimal] | str | tuple[str, ...]
# Values of a record.
Json = Decimal | int | str | None | list[str] | list[int] | list[Decimal]
# What a record has after the fields of its fact, with the meaning: its value in columns of one type
# each, and its Chinese in English.
ADDED = {
    "text": "the value where it is a text",
    "items": "the value where it is a list of texts, or the digits of both ends of a range",
    "unit_en": "the unit in English; number for a word that only counts",
    "value_en": "the text or list in English",
    "note_en": "a caveat in English",
    "section_en": "section of the quote in English",
}

# The measures of a fact, in the order they are shown. A level is addressed by the year alone.
MEASURES = (N_("level"), N_("change"), N_("growth"), N_("rank"))
# What shows a fact: its words stand in the bundled text of its source, or are quoted from a page
# whose address it has, or neither. The weakest last.
PROOFS = ("text", "page", "none")
# Why nothing shows a fact.
REASONS = {
    "source": N_("it names no source of the fact base"),
    "words": N_("no words of the text of its source are quoted"),
    "text": N_("the words quoted are not in the text of its source"),
    "value": N_("the words quoted do not state its value"),
    "claim": N_("its words state another bound, scope, date, year or status; see infofacts check"),
    "title": N_("the text of its source is that of a publication with another title"),
    "name": N_("its source bears the name of a built-in one, but has not its text"),
    "other": N_("the built-in base has another value of this source"),
    "hand": N_("its source is one of the built-in base without a bundled text to look it up in"),
    "quote": N_("no words of its source are quoted"),
    "page": N_("no address says where its words can be read"),
}
# With these it is cited all the same: nobody's text and no other hand speaks against it.
CITED = ("", "quote", "page")


# How final a value is, with the code of SDMX's observation status (CL_OBS_STATUS; R is Eurostat's
# flag). SDMX has no code for a target, which is said to come, and none for a computed figure.
STATUSES = {
    "stated": "A", "derived": "", "preliminary": "P", "revised": "R", "estimate": "E",
    "forecast": "F", "target": "F",
}  # fmt: skip
PLANNED = (N_("forecast"), N_("target"))


# Why no value of a year is known.
GAPS = {
    "unpublished": N_("never published"),
    "chart": N_("only in a chart"),
    "basis": N_("published on another basis only"),
    "before": N_("there was none yet"),
    "unfound": N_("no published value was found"),
}


def column(
    about: str,
    default: Any = MISSING,
    of: str = "",
    options: tuple[str, ...] = (),
    record: bool = True,
) -> Any:
    """A field that is a column of a table too, and what it holds in plain words.

    `of` is the table whose `id` it refers to, `options` are the values it can have, and `record`
    is False for a field that is not in the JSON record.
    """
    metadata = {"about": about, "of": of, "options": options, "record": record}
    return field(default=default, metadata=metadata)


def inner(about: str, default: Any = None) -> Any:
    """A field that is not in the JSON record."""
    return column(about, default, record=False)


class Source(Record, kw_only=True):
    """A publication. `file` is the path of its bundled text; `file` and `url` may be ""."""

    id: str = column("short name")
    title: str = column("title")
    title_en: str = column("title in English", "")
    publisher: str = column("publisher")
    publisher_en: str = column("publisher in English", "")
    published: str = column("date of publication", "")
    type: str = column("kind of publication", "report")
    url: str = column("address", "")
    accessed: str = column("date of access", "")
    file: str = column("name of the bundled text", "")
    publisher_aliases: tuple[str, ...] = column("short names of the publisher", (), record=False)


class Topic(Record):
    """A subject of the report; `group` is the part of the report it belongs to."""

    id: str = column("address")
    zh: str = column("label in Chinese")
    en: str = column("label in English")
    aliases: tuple[str, ...] = column("other names", ())
    note: str = column("a caveat in Chinese", "")
    note_en: str = column("a caveat in English", "")
    group: str = column("the part of the report", "")


class Indicator(Record):
    """Something counted or stated, over the years."""

    id: str = column("address: topic.indicator")
    topic: str = column("the topic", of="topics")
    zh: str = column("label in Chinese")
    en: str = column("label in English")
    aliases: tuple[str, ...] = column("other names", ())
    note: str = column("a caveat in Chinese", "")
    note_en: str = column("a caveat in English", "")
    counts: str = column("the unit of numbers that are printed bare", "")
    formula: str = column("how it follows from other indicators", "")
    basis: str = column("what it is measured on, where others of its unit are not", "")
    gaps: tuple[str, ...] = column("years no value is known of, and why: 2017-2019 unfound", ())

    def gap(self, year: int) -> str:
        """Why no value of a year is known, one of `GAPS`; "" if that is not said."""
        for text in self.gaps:
            years, _, reason = text.partition(" ")
            first, _, last = years.partition("-")
            if int(first) <= year <= int(last or first):
                return reason
        return ""

    @property
    def key(self) -> str:
        """The indicator's own part of its address."""
        return self.id.partition(".")[2]


class Fact(Record, kw_only=True):
    """One stated (or derived) number or text, with the words it was printed in.

    `value` is in base units of `unit`; `bound` is one of = > >= < <= ~, and ~ for a range, which
    has both ends as its value. `line` and `section`
    are those of the principal place of the quote, None where the source's text is not bundled.
    """

    id: str = column("address: topic.indicator.year, with .change, .growth or .rank after it")
    topic: str = column("the topic", of="topics")
    indicator: str = column("the indicator's own part of its address")
    year: int = column("the year that the value is of")
    zh: str = column("label in Chinese")
    en: str = column("label in English")
    measure: str = column("a value, its change, its growth or its rank", options=MEASURES)
    value: Value = column("the number in base units of `unit`; null for a text or a list")
    unit: str | None = column("base unit of the value")
    bound: str = column("how the value bounds", options=("=", ">", ">=", "<", "<=", "~"))
    printed: str = column("the value as it is printed")
    as_of: str | None = column("the date of the value: 2023, 2023-12 or 2023-12-31", None)
    scope: str = column("what the value is of: CN, CN-BJ, US, OECD, world …")
    status: str = column(
        "how final it is (SDMX: preliminary P, revised R, estimate E, forecast and target F)",
        "stated",
        options=tuple(STATUSES),
    )
    since: int | str | None = column(
        "what a change or growth is measured against: 2022, 2022-H2, 2022-Q3", None
    )
    formula: str | None = column("how a derived value was computed", None)
    note: str | None = column("a caveat", None)
    source: str = column("the publication", of="sources")
    section: str | None = column("section of the quote", None)
    line: int | None = column("line of the quote in the source's text", None)
    lines: tuple[int, ...] = column("every line where the quote or one of `also` begins", ())
    quote: str = column("the words of the source")
    also: tuple[str, ...] = column("other places that print the same fact", ())
    proof: str = column("where its words are shown to stand", "none", options=PROOFS)
    # In the record only if the text is not bundled.
    url: str = column("address of a source whose text is not bundled", "")
    # Not in the record: what display, check and comparison need.
    accessed: str = inner("the day the page at `url` was read", "")
    quantity: Quantity | None = inner("the number as printed")
    value_en: str | tuple[str, ...] | None = inner("the text or list in English")
    years: int | None = inner("the years that a growth is the yearly average of")
    note_en: str | None = inner("a caveat in English")
    break_zh: str | None = inner("why it can't be compared with the years before")
    break_en: str | None = inner("the same in English")
    confirmed_by: tuple[str, ...] = inner("other sources that print the same number", ())
    # Of a derived figure: the ends of its interval (None is open), and what it is computed from.
    ends: tuple[Decimal | None, Decimal | None] | None = inner("the ends of its interval")
    inputs: tuple[str, ...] = inner("what it is computed from", ())
    formula_en: str | None = inner("the formula in English")
    unproven: str = inner("why nothing shows it, one of `REASONS`", "")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {visible(f'{self.id}: {shortened(self.printed, 60)}')}>"

    @property
    def indicator_id(self) -> str:
        """The address of the indicator, `topic.indicator`."""
        return f"{self.topic}.{self.indicator}"

    @property
    def preferred(self) -> bool:
        """False for the value of another publication that stands under the preferred one."""
        return "@" not in self.id

    def read_elsewhere(self, source: Source) -> bool:
        """Whether its words were read on another page than the document of its source."""
        return bool(self.url) and self.line is None and self.url != source.url

    @property
    def number(self) -> Decimal | None:
        """The value if it is one number."""
        return self.value if isinstance(self.value, Decimal) else None

    @property
    def text(self) -> str | None:
        """The value if it is a text."""
        return self.value if isinstance(self.value, str) else None

    @property
    def items(self) -> tuple[str, ...] | None:
        """The texts of a value that is a list; of a range the digits of both ends."""
        if not isinstance(self.value, tuple):
            return None
        return tuple(digits_of(i) if isinstance(i, Decimal) else i for i in self.value)

    @property
    def unit_en(self) -> str | None:
        """The unit in English."""
        return unit_in_english(self.unit) if self.unit else None

    @property
    def section_en(self) -> str | None:
        """The section in English."""
        return section_en(self.section) if self.section else self.section

    @property
    def planned(self) -> bool:
        """Whether it is still to come: such a value is never the newest one."""
        return self.status in PLANNED

    @property
    def is_part(self) -> bool:
        """Whether a value is of a date before the end of its year: a month end, a half year."""
        number = self.measure == "level" and self.size is not None
        return number and is_part(self.year, self.as_of)

    @property
    def is_range(self) -> bool:
        """Whether the value is a range of numbers."""
        return self.quantity is not None and self.quantity.high is not None

    @property
    def size(self) -> Decimal | None:
        """The number, or the middle of a range, to draw and to compute with; None for a text."""
        if self.quantity and self.quantity.high is not None:
            return EXACT.multiply(EXACT.add(self.quantity.value, self.quantity.top), Decimal("0.5"))
        return self.number

    def repeats(self, other: Fact) -> bool:
        """Whether it states what another fact states, in the same words and of the same source."""
        return all(getattr(self, name) == getattr(other, name) for name in _STATEMENT)

    def to_dict(self) -> dict[str, Json]:
        """The JSON record of the contract, in its order; `url` where the text is not bundled."""
        record: dict[str, Json] = dict(zip(RECORD, _recorded(self), strict=True))
        for name in _LISTS:  # a tuple in Python is a list in JSON
            if isinstance(several := record[name], tuple):
                record[name] = list(several)
        if self.since is not None:
            record["since"] = str(self.since)
        if self.line is None:
            record["url"] = self.url or None
        return record

    def flat(self) -> dict[str, Json]:
        """The record for a table: each column has values of one type, and every fact a `url`.

        `value` is a number or nothing; what else it can be is in `text` and `items`. A period that is
        not known is an empty text: many are years, and readers would guess that all are numbers.
        """
        record = Fact.to_dict(self)
        if not isinstance(self.value, Decimal):
            record["value"] = None
        record["as_of"], record["since"] = record["as_of"] or "", record["since"] or ""
        record.setdefault("url", None)
        return record


class Hit(Fact, kw_only=True):
    """A fact that a search found; `unmet` are the words of the search that it does not meet."""

    unmet: tuple[str, ...] = inner("words of the search that it does not meet", ())

    @classmethod
    def of(cls, fact: Fact, unmet: tuple[str, ...]) -> Hit:
        """The hit that a fact is."""
        return copied(fact, cls, unmet=unmet)

    def to_dict(self) -> dict[str, Json]:
        """The record of the fact, then `unmet`."""
        return super().to_dict() | {"unmet": list(self.unmet)}

    def flat(self) -> dict[str, Json]:
        """The record for a table, then `unmet`."""
        return super().flat() | {"unmet": list(self.unmet)}


def value_of(quantity: Quantity) -> Decimal | tuple[Decimal, Decimal]:
    """The value of a fact with a quantity: the number, or both ends of a range."""
    return quantity.value if quantity.high is None else (quantity.value, quantity.top)


def with_unit(fact: Fact, units: Mapping[str, Unit]) -> Fact:
    """A fact whose unit knows what its base declares of it."""
    unit = units.get(fact.unit or "")
    return replace(fact, unit=declared(unit)) if unit else fact


# The fields that others decide: the places of the quote, what shows it, and labels.
PLACED = ("section", "line", "lines", "proof", "unproven")
_STATEMENT = tuple(f.name for f in fields(Fact) if f.name not in (*PLACED, "zh", "en"))
# The names of the fields of a record, in its order.
RECORD = (*(f.name for f in fields(Fact) if f.metadata["record"] and f.name != "url"), *ADDED)
_recorded = attrgetter(*RECORD)
_LISTS = ("value", "lines", "also", "items", "value_en")
# Codes of problems with a file that cannot be read at all: missing or no text, or not TOML.
UNREADABLE = ("unreadable", "syntax")


def recorded(facts: Sequence[Fact]) -> dict[str, Sequence[Any]]:
    """The records of facts, as `to_dict` makes them, column by column; of all of them the text is
    bundled, or of none."""
    columns: dict[str, Sequence[Any]] = dict(
        zip(RECORD, zip(*map(_recorded, facts), strict=True), strict=True)
    )
    for name in _LISTS:
        columns[name] = [list(cell) if isinstance(cell, tuple) else cell for cell in columns[name]]
    columns["since"] = [None if cell is None else str(cell) for cell in columns["since"]]
    return columns | (
        {"url": [fact.url or None for fact in facts]} if facts[0].line is None else {}
    )


class Problem(Record):
    """A problem in a fact base: rule, place, message."""

    file: str
    line: int
    address: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.address}: {self.code}: {self.message}"


class Counts(Record):
    """The number of facts by topic, source and year, and of indicators by topic."""

    facts: Counter[str]
    indicators: Counter[str]
    facts_of_sources: Counter[str]
    facts_of_years: Counter[int]


class FactBase(Record):
    """A whole fact base, or the part of one that a command asked for; in the order of its files."""

    sources: Mapping[str, Source]
    groups: Mapping[str, tuple[str, str]]
    topics: Mapping[str, Topic]
    indicators: Mapping[str, Indicator]
    facts: Mapping[str, Fact]
    files: tuple[str, ...] = field(default=(), repr=False, compare=False)  # what it was read from
    units: Mapping[str, Unit] = field(default_factory=dict)  # those that its files declare
    # The facts of the built-in base that others stand in the place of; messages about them.
    hidden: Mapping[str, Fact] = field(default={}, repr=False, compare=False)
    notices: tuple[str, ...] = field(default=(), repr=False, compare=False)
    # Of names that mean nothing, the topics and indicators that may be meant; else any may be.
    near: Mapping[str, Sequence[str]] = field(default={}, repr=False, compare=False)
    # Where the facts themselves were not wanted.
    counted: Counts | None = field(default=None, repr=False, compare=False)
    # Results memoised by functions, so that a thousand names cost little more than one.
    memo: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


def once(work: Callable[[FactBase], Answer]) -> Callable[[FactBase], Answer]:
    """Memoise a function of a base on the base."""

    @wraps(work)
    def answer(base: FactBase) -> Answer:
        if work.__name__ not in base.memo:
            base.memo[work.__name__] = work(base)
        known: Answer = base.memo[work.__name__]
        return known

    return answer


@once
def facts_by_indicator(base: FactBase) -> dict[str, list[Fact]]:
    """The facts of every indicator that has any, by year, level before change, growth and rank."""
    by_indicator: dict[str, list[Fact]] = {}
    for fact in base.facts.values():
        by_indicator.setdefault(fact.indicator_id, []).append(fact)
    for facts in by_indicator.values():
        facts.sort(key=lambda f: (f.year, not f.preferred, MEASURES.index(f.measure)))
    return by_indicator
