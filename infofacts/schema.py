"""The tables of a fact file, one per level.

`scan` reports what has another shape; such a file is not used at all. Whether well-formed facts
are also true is the business of `check`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from infofacts.keys import (
    FURTHER,
    ID,
    INNER,
    YEAR,
    Fault,
    are_right,
    beyond,
    faults,
    is_range,
    keys_of,
    near,
    no_table,
    no_tables,
    shown,
)
from infofacts.messages import _
from infofacts.model import Problem
from infofacts.record import Record
from infofacts.text import LONGEST_ADDRESS, LONGEST_ID, shortened
from infofacts.tomlfile import Document
from infofacts.units import split_unit

# Keys at the top of a file that are not topics, and the kind of the tables in each.
RESERVED = {"sources": "source", "groups": "group", "units": "unit"}


# ---------------------------------------------------------------- the tables of a file
class Table(Record):
    """One table of a file: its kind, its address and its keys."""

    kind: str
    address: str
    data: Mapping[str, Any]
    document: Document


def tables(document: Document) -> Iterator[Table]:
    """Every table of a file, outer ones first; values of wrong types are skipped."""
    for name, data in _subtables(document.data).items():
        if name in RESERVED:
            for key, inner in _subtables(data).items():
                yield Table(RESERVED[name], f"{name}.{key}", inner, document)
            continue
        yield Table("topic", name, _own(data), document)
        for indicator, below in _subtables(data).items():
            yield Table("indicator", f"{name}.{indicator}", _own(below), document)
            for year, fact in _subtables(below).items():
                yield Table("fact", f"{name}.{indicator}.{year}", fact, document)


def _own(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if not isinstance(value, dict)}


def _subtables(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {key: value for key, value in data.items() if isinstance(value, dict)}


def scan(document: Document, every: Sequence[Table] = ()) -> Iterator[Problem]:
    """What keeps a file from being read as a fact base: ids, keys and types.

    `every` are its tables, if they are known.
    """
    every = every or [*tables(document)]
    values = list(document.data.items())
    for name, table in _subtables(document.data).items():
        if name in RESERVED:
            values += ((f"{name}.{key}", value) for key, value in table.items())
    for address, value in values:
        if no_table(value):
            message = _(
                "{address} must be a table, not {value}",
                address=shortened(address),
                value=shown(value),
            )
            yield _problem(document, address, "wrong-type", "", message)
    right = _right_facts(every)
    for each in every:
        for fault in _faults(each) if id(each) not in right else ():
            yield _problem(document, each.address, *fault)


def _problem(document: Document, address: str, code: str, key: str, message: str) -> Problem:
    line = document.line(f"{address}.{key}" if key else address)
    return Problem(document.path, line, shortened(address, LONGEST_ADDRESS), code, message)


def sound(document: Document) -> Document:
    """The file without what `scan` reports, so that the rest can be checked, too."""
    data: dict[str, Any] = {}
    left_out: list[str] = []
    for table in tables(document):
        kept = _sound_table(table.kind, table.data)
        _, wrong_name = _wrong_name(table)
        if wrong_name or kept is None or any(map(table.address.startswith, left_out)):
            left_out.append(f"{table.address}.")
            continue
        place = data
        for key in table.address.split("."):
            place = place.setdefault(key, {})
        place |= kept
    return Document(document.path, data, document.text)


def _sound_table(kind: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """The keys of a table that are as they must be; None if one that it needs is not."""
    keys = keys_of(kind)
    right = (key for key in data if key in keys and not keys[key][0](data[key]))
    kept = {key: data[key] for key in right if not beyond(key, data[key])}
    for key, inner in INNER.items():
        if key in kept:
            several = kept[key] if isinstance(kept[key], list) else [kept[key]]
            good = [each for one in several if (each := _sound_table(inner, one)) is not None]
            kept[key] = good if isinstance(kept[key], list) else good[0] if good else None
            if not kept[key]:
                del kept[key]
    if kind == "source":
        kept = {"title": "?", "publisher": "?"} | kept
    faults_ = [*_value_faults(kept), *_context_faults(kept)] if kind == "fact" else []
    for key in (fault[1] for fault in faults_):
        if not key:
            return None
        kept.pop(key, None)
    return kept if all(key in kept for key, (_, needed) in keys.items() if needed) else None


# ---------------------------------------------------------------- the keys of a table
# How many dots stand before a table's own part of its address.
_DOTS = {"topic": 0, "indicator": 1, "fact": 2, "source": 1, "group": 1, "unit": 1}


def _right_facts(every: Iterable[Table]) -> set[int]:
    """The fact tables that are right at a glance, by `id`: those of numbers that have the same keys,
    which depend on no others, are looked at key by key."""
    alike: dict[tuple[str, ...], list[Table]] = {}
    right: set[int] = set()
    for each in every:
        if each.kind == "fact":
            alike.setdefault(tuple(each.data), []).append(each)
    for keys, some in alike.items():
        known = keys_of("fact").keys() - FURTHER - {"range"}
        years = {each.address.split(".", _DOTS["fact"])[-1] for each in some}
        if "value" in keys and known.issuperset(keys) and all(map(YEAR.fullmatch, years)):
            cells = zip(*(each.data.values() for each in some), strict=True)
            columns = dict(zip(keys, cells, strict=True))
            numbers = {int, Decimal}.issuperset(map(type, columns["value"]))
            if numbers and all(are_right("fact", *column) for column in columns.items()):
                right.update(map(id, some))
    return right


def _faults(table: Table) -> Iterator[Fault]:
    """The faults of a table and of the tables inside it."""
    code, message = _wrong_name(table)
    if message:
        yield code, "", message
    yield from faults(table.kind, table.data)
    keys, is_fact = keys_of(table.kind), table.kind == "fact"
    plain = not is_fact or type(table.data.get("value")) in (int, Decimal)
    if plain and FURTHER.isdisjoint(table.data):
        return
    if is_fact:
        yield from _value_faults(table.data)
    for key in filter(table.data.__contains__, INNER):
        inner, kind = table.data[key], INNER[key]
        if key in keys and not keys[key][0](inner):
            for each in inner if isinstance(inner, list) else [inner]:
                for code, _, message in faults(kind, each):
                    yield code, key, f"{key}: {message}"
    if is_fact:
        yield from _context_faults(table.data)


def _wrong_name(table: Table) -> tuple[str, str]:
    """What is wrong with a table's own part of its address: a code and a message, "" if nothing."""
    own = table.address.split(".", _DOTS[table.kind])[-1]  # whole, also if it has a dot itself
    if table.kind == "fact":
        right = YEAR.fullmatch(own)
        return "bad-year", "" if right else _(
            "{own!r} is not a year from 1900 to 2099", own=shortened(own)
        )
    right = ID.fullmatch(own)
    if right and table.kind != "unit":
        return "bad-id", ""
    wanted = _("lower-case letters, digits and hyphens")
    if table.kind == "unit":  # as it is printed
        wanted = _("the name of a unit without a scale word, a digit or a space")
        right = None if split_unit(own)[0] else re.fullmatch(r"[^\s\d]+", own)
    long = _(", at most {longest_id}", longest_id=LONGEST_ID) if len(own) > LONGEST_ID else ""
    return "bad-id", "" if right else _(
        "{own!r} must be {wanted}{long}", own=shortened(own), wanted=wanted, long=long
    )


def _value_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """A missing value; keys that only a number can have, on a text (perhaps a quoted number)."""
    values = ("value", "change", "growth", "rank")
    unknown = data.keys() - keys_of("fact").keys() if data.keys().isdisjoint(values) else ()
    if data.keys().isdisjoint(values) and not any(near(key, values) for key in unknown):
        yield "missing-key", "", _("a fact needs 'value', or one of change, growth and rank")
    value = data.get("value")
    for key in ("unit", "bound", "printed"):
        if key in data and isinstance(value, (str, list)) and not is_range(value):
            message = _("a text cannot have {key}; write a number without quotation marks", key=key)
            yield "wrong-type", key, message
        elif key in data and value is None and not data.keys().isdisjoint(values):
            inside = next(each for each in values if each in data)
            message = _(
                "{key!r} needs a 'value'; what is of {inside} stands inside it: "
                "{inside} = {{ value = …, {key} = … }}",
                key=key,
                inside=inside,
            )
            yield "missing-key", key, message


def _context_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Other values that can't be told apart; `since` and `years` without a change or growth."""
    others = data.get("others", [])
    told = [] if no_tables(others) else [other_of(other) for other in others]
    if "" in told:
        message = _("others: one needs 'source', or 'as_of' if it is of the same source")
        yield "missing-key", "others", message
    again = Counter(filter(None, told)) - Counter(set(told)) if told[1:] else Counter[str]()
    for own in again.elements():
        message = _("others: two values of source {source!r}", source=own)
        if own[:4].isdigit():
            message = _("others: two values of {date}", date=own)
        yield "wrong-type", "others", message
    for key in ("since", "years"):
        if key in data and "change" not in data and "growth" not in data:
            yield "missing-key", key, _("{key!r} needs a change or growth", key=key)


def other_of(data: Mapping[str, Any]) -> str:
    """What tells another value of a year from the preferred one, as its address has it behind @:
    its source; its date where it is of the same source; "" for nothing."""
    own = data.get("source") or data.get("as_of")
    return own if isinstance(own, str) else ""
