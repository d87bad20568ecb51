"""The keys of a fact base and what each may hold: one table a level, one rule a key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from infofacts.model import MEASURES, Problem
from infofacts.tomlfile import Document

# Keys at the top of a file that are not topics.
RESERVED = ("sources", "groups")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
YEAR = re.compile("(?:19|20)[0-9][0-9]")
_DATE = re.compile("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_SINCE = re.compile("[0-9]{4}-H[12]")
# No number of a report is longer; a wider exponent is a typing error or an attack.
MAX_DIGITS = 60

# A rule takes a value and says what it should have been, or "" if it is fine.
Rule = Callable[[Any], str]


def _text(value: Any) -> str:
    return "" if isinstance(value, str) and value.strip() else "a text that is not empty"


def _texts(value: Any) -> str:
    fine = isinstance(value, list) and value and not any(_text(item) for item in value)
    return "" if fine else "an array of texts"


def _text_or_texts(value: Any) -> str:
    return "" if not _text(value) or not _texts(value) else "a text or an array of texts"


def is_number(value: Any) -> bool:
    """Whether a TOML value is a finite number (booleans are not) of bearable length."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return False
    if isinstance(value, int):
        return value.bit_length() < 200
    return (
        value.is_finite() and max(abs(value.adjusted()), len(value.as_tuple().digits)) < MAX_DIGITS
    )


def _number(value: Any) -> str:
    return "" if is_number(value) else "a finite number of at most 60 digits"


def _value(value: Any) -> str:
    fine = is_number(value) or isinstance(value, date) or not _text_or_texts(value)
    return "" if fine else "a number, a text, an array of texts or a date"


def _date(value: Any) -> str:
    fine = isinstance(value, str) and _DATE.fullmatch(value) and _is_day(value)
    quoted = " in quotation marks" if isinstance(value, date) else ""
    return "" if fine else f"a date{quoted}: 2023, 2023-12 or 2023-12-31"


def _is_day(text: str) -> bool:
    """Whether a year, month or day is one of the calendar."""
    try:
        date.fromisoformat(f"{text}{'-01' * (2 - text.count('-'))}")
    except ValueError:
        return False
    return True


def _since(value: Any) -> str:
    text = str(value) if isinstance(value, (str, int)) else ""
    fine = _SINCE.fullmatch(text) or not _date(text)
    return "" if fine else "a year (2022), a half year (2022-H2) or a date"


def _years(value: Any) -> str:
    fine = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100
    return "" if fine else "a number of years from 1 to 100"


def _table(value: Any) -> str:
    return "" if isinstance(value, dict) else "a table"


def _tables(value: Any) -> str:
    fine = isinstance(value, list) and all(isinstance(item, dict) for item in value)
    return "" if fine else "an array of tables"


def _inside(value: Any) -> str:
    """A path below the fact base's own folder: a base from elsewhere reads no other files."""
    fine = (
        not _text(value)
        and "\0" not in value
        and not PurePath(value).is_absolute()
        and ".." not in PurePath(value).parts
    )
    return "" if fine else "a path inside the folder of the fact base"


SOURCE: dict[str, Rule] = {
    "title": _text, "title_en": _text, "publisher": _text, "publisher_en": _text,
    "published": _date, "file": _inside, "url": _text, "accessed": _date, "type": _text,
    "excused": _tables,
}  # fmt: skip
GROUP: dict[str, Rule] = {"zh": _text, "en": _text}
NAMED: dict[str, Rule] = {
    "zh": _text, "en": _text, "aliases": _texts, "note": _text, "note_en": _text,
}  # fmt: skip
TOPIC: dict[str, Rule] = NAMED | {"group": _text}
INDICATOR: dict[str, Rule] = NAMED | {"counts": _text, "formula": _text, "basis": _text}
MEASURE: dict[str, Rule] = {
    "value": _number, "unit": _text, "bound": _text, "printed": _text, "as_of": _date,
    "quote": _text, "also": _texts, "since": _since, "years": _years, "scope": _text,
    "note": _text, "note_en": _text,
}  # fmt: skip
RANK: dict[str, Rule] = {k: MEASURE[k] for k in MEASURE if k not in ("since", "years")}
FACT: dict[str, Rule] = MEASURE | {
    "value": _value, "value_en": _text_or_texts, "source": _text, "url": _text, "confirmed_by": _texts, "break": _text,
    "break_en": _text, "change": _table, "growth": _table, "rank": _table, "others": _tables,
}  # fmt: skip
OTHER: dict[str, Rule] = {
    k: FACT[k] for k in FACT if k not in ("others", "change", "growth", "rank", "since", "years")
}

REQUIRED: dict[str, tuple[str, ...]] = {
    "source": ("title", "publisher"),
    "topic": ("zh", "en"),
    "indicator": ("zh", "en"),
    "fact": (),
    "measure": ("value",),
    "rank": ("value",),
    "other": ("value", "source"),
    "group": ("zh", "en"),
}
RULES: dict[str, dict[str, Rule]] = {
    "source": SOURCE, "group": GROUP, "topic": TOPIC, "indicator": INDICATOR,
    "fact": FACT, "measure": MEASURE, "rank": RANK, "other": OTHER,
}  # fmt: skip


def faults(kind: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the keys of one table: (code, key, message), in the table's order."""
    rules = RULES[kind]
    for key, value in table.items():
        if key not in rules:
            known = ", ".join(rules)
            yield "unknown-key", key, f"unknown key {key!r}; {_a(kind)} may have {known}"
        elif wanted := rules[key](value):
            yield "wrong-type", key, f"{key} must be {wanted}, not {shown(value)}"
    for key in REQUIRED[kind]:
        if key not in table:
            yield "missing-key", "", f"{_a(kind)} needs {key!r}"


def _a(kind: str) -> str:
    return "one" if kind == "other" else f"an {kind}" if kind == "indicator" else f"a {kind}"


def shown(value: Any) -> str:
    """A wrong value in a message: short, whatever it is."""
    if isinstance(value, (dict, list)):
        return "a table" if isinstance(value, dict) else "an array"
    if isinstance(value, int) and value.bit_length() > 200:
        return "a huge number"
    text = str(value) if isinstance(value, (Decimal, date, time)) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: its kind, its address and what stands in it."""

    kind: str
    address: str
    data: Mapping[str, Any]
    document: Document


# ---------------------------------------------------------------- tables and their shape
def tables(document: Document) -> Iterator[Table]:
    """Every table of a file, the innermost last; wrong types skipped."""
    for name, data in document.data.items():
        if not isinstance(data, dict):
            continue
        if name in RESERVED:
            kind = "source" if name == "sources" else "group"
            for key, inner in _subtables(data):
                yield Table(kind, f"{name}.{key}", inner, document)
        else:
            yield from _topic_tables(name, data, document)


def _topic_tables(topic: str, data: Mapping[str, Any], document: Document) -> Iterator[Table]:
    inner = dict(_subtables(data))
    yield Table("topic", topic, {k: v for k, v in data.items() if k not in inner}, document)
    for key, indicator in inner.items():
        years = dict(_subtables(indicator))
        own = {k: v for k, v in indicator.items() if k not in years}
        yield Table("indicator", f"{topic}.{key}", own, document)
        for year, fact in years.items():
            yield Table("fact", f"{topic}.{key}.{year}", fact, document)


def _subtables(data: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((key, value) for key, value in data.items() if isinstance(value, dict))


def scan(document: Document) -> Iterator[Problem]:
    """What keeps a file from being read as a fact base: ids, keys and types."""

    def problem(address: str, key: str, code: str, message: str) -> Problem:
        line = document.line(f"{address}.{key}" if key else address)
        return Problem(document.path, line, address, code, message)

    for address, value in _loose(document):
        told = f"{address} must be a table, not {shown(value)}"
        yield problem(address, "", "wrong-type", told)
    for table in tables(document):
        if code_message := _bad_id(table):
            yield problem(table.address, "", *code_message)
        overlaid = table.kind in ("topic", "indicator")  # their labels may stand in a lower file
        for code, key, message in faults(table.kind, table.data):
            if not (overlaid and code == "missing-key"):
                yield problem(table.address, key, code, message)
        if table.kind == "fact":
            yield from (problem(table.address, *fault) for fault in _fact_faults(table.data))


def _loose(document: Document) -> Iterator[tuple[str, Any]]:
    """What stands at the top of a file, or among its sources and groups, and is no table."""
    inside = (
        (f"{name}.{key}", value)
        for name in RESERVED
        if isinstance(data := document.data.get(name), dict)
        for key, value in data.items()
    )
    for address, value in (*document.data.items(), *inside):
        if not isinstance(value, dict):
            yield address, value


def _bad_id(table: Table) -> tuple[str, str] | None:
    own = table.address.rpartition(".")[2]
    if table.kind == "fact":
        fine = YEAR.fullmatch(own)
        return None if fine else ("bad-year", f"{own!r} is not a year from 1900 to 2099")
    fine = ID.fullmatch(own)
    return None if fine else ("bad-id", f"{own!r} must be lower-case letters, digits and hyphens")


def _fact_faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The faults of a fact's inner tables, as (key, code, message)."""
    if not any(key in data for key in ("value", "change", "growth", "rank")):
        yield "", "missing-key", "a fact needs 'value', or one of change, growth and rank"
    yield from _text_faults(data)
    for measure in MEASURES[1:]:
        if isinstance(data.get(measure), dict):
            kind = "rank" if measure == "rank" else "measure"
            for code, key, message in faults(kind, data[measure]):
                yield measure, code, f"{measure}: {message}" if key != measure else message
    yield from _other_faults(data.get("others"))
    for key in ("since", "years"):
        if key in data and "change" not in data and "growth" not in data:
            yield key, "missing-key", f"{key} is said of a change or growth, and there is none"


def _other_faults(others: Any) -> Iterator[tuple[str, str, str]]:
    """The faults of the values that other sources give."""
    sources = set()
    for other in others if isinstance(others, list) else ():
        if isinstance(other, dict):
            for code, _, message in faults("other", other):
                yield "others", code, f"others: {message}"
            source = other.get("source")
            if isinstance(source, str) and source in sources:
                yield "others", "wrong-type", f"others: two values of source {source!r}"
            sources.add(source if isinstance(source, str) else None)


def _text_faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """A text with what only a number has: it was perhaps meant to be one."""
    if isinstance(data.get("value"), (str, list)):
        for key in ("unit", "bound", "printed"):
            if key in data:
                yield key, "wrong-type", f"a text has no {key}; a number has no quotation marks"
