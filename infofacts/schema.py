"""The keys of a fact file and what each may hold: one table per level, one rule per key.

`scan` reports what has another shape; such a file is not used at all. Whether well-formed facts
are also true is the business of `check`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import PurePath
from typing import Any

from infofacts.messages import N_, _
from infofacts.model import GAPS, STATUSES, Problem
from infofacts.record import Record
from infofacts.text import (
    LONGEST_ADDRESS,
    LONGEST_ID,
    LONGEST_LABEL,
    LONGEST_TEXT,
    MOST_DIGITS,
    MOST_ITEMS,
    shortened,
)
from infofacts.tomlfile import Document
from infofacts.units import UNITS, split_unit

# Keys at the top of a file that are not topics, and the kind of the tables in each.
_RESERVED = {"sources": "source", "groups": "group", "units": "unit"}
ID = re.compile(rf"(?!.{{{LONGEST_ID + 1}}})[a-z0-9]+(?:-[a-z0-9]+)*")
YEAR = re.compile("(?:19|20)[0-9][0-9]")
_DATE = re.compile("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_GAP = re.compile(rf"{YEAR.pattern}(?:-{YEAR.pattern})? (?:{'|'.join(GAPS)})")
_HALF_YEAR = re.compile("[0-9]{4}-H[12]")
_STATED = tuple(status for status in STATUSES if status != "derived")
Rule = Callable[[Any], str]  # returns what a value should have been, "" if it is right
Fault = tuple[str, str, str]  # of a table: a code, the key it is about (or ""), and a message


# ---------------------------------------------------------------- what a key may hold
def _rule(wanted: str, fits: Callable[[Any], object]) -> Rule:
    return lambda value: "" if fits(value) else _(wanted, most=MOST_DIGITS, reasons=", ".join(GAPS))


def _one_of(words: Sequence[str]) -> Rule:
    return lambda v: "" if v in words else _("one of {words}", words=_(", ").join(words))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def is_number(value: Any) -> bool:
    """Whether a TOML value is a finite number (not a boolean) of at most `MOST_DIGITS` digits."""
    if isinstance(value, Decimal) and value.is_finite():
        return abs(value.adjusted()) < MOST_DIGITS and len(value.as_tuple().digits) < MOST_DIGITS
    return type(value) is int and abs(value) < 10**MOST_DIGITS


def is_range(value: Any) -> bool:
    """Whether a TOML value is a range: two numbers, the lower one first."""
    two = isinstance(value, list) and len(value) == 2 and all(map(is_number, value))
    return two and bool(value[0] < value[1])


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and _is_day(value)


@lru_cache(maxsize=256)  # the same few stand in most facts
def _is_day(value: str) -> bool:
    """Whether a text is a year, month or day of the calendar."""
    try:
        day = f"{value}{'-01' * (2 - value.count('-'))}"
        return bool(_DATE.fullmatch(value) and date.fromisoformat(day))
    except ValueError:
        return False


def _is_since(value: Any) -> bool:
    text = str(value) if is_number(value) else value
    return _is_date(text) or (isinstance(text, str) and bool(_HALF_YEAR.fullmatch(text)))


def _date(value: Any) -> str:
    year = type(value) is int and 1000 <= value <= 9999  # published = 2024
    quoted = _(" in quotation marks") if year or isinstance(value, date) else ""
    return (
        "" if _is_date(value) else _("a date{quoted}: 2023, 2023-12 or 2023-12-31", quoted=quoted)
    )


def _is_inside(value: Any) -> bool:
    """Whether a path lies below the fact file's folder: a file reads no others than its own."""
    path = PurePath(value if _is_text(value) and "\0" not in value else "..")
    return not path.is_absolute() and ".." not in path.parts


def _value(value: Any) -> str:
    return _number(value) if type(value) in (int, Decimal) else _any(value)


_text = _rule(N_("a text that is not empty"), _is_text)
_texts = _rule(N_("an array of texts"), _are_texts)
_text_or_texts = _rule(N_("a text or an array of texts"), lambda v: _is_text(v) or _are_texts(v))
_number = _rule(N_("a finite number of at most {most} digits"), is_number)
_any = _rule(
    N_("a number, a text, an array of texts, a date or a range [low, high]"),
    lambda v: is_range(v) or isinstance(v, date) or not _text_or_texts(v),
)
_range = _rule(
    N_("a finite number of at most {most} digits, or a range [low, high]"),
    lambda v: is_number(v) or is_range(v),
)
_status = _one_of(_STATED)
_kind = _one_of(sorted({unit.kind for unit in UNITS.values() if unit.kind} | {"count"}))
_gaps = _rule(
    N_('an array of years with a reason: ["2017-2019 unfound"]; reasons are {reasons}'),
    lambda v: (
        isinstance(v, list) and all(isinstance(each, str) and _GAP.fullmatch(each) for each in v)
    ),
)
_true = _rule(N_("true"), lambda v: v is True)
_since = _rule(N_("a year (2022), a half year (2022-H2) or a date"), _is_since)
_years = _rule(N_("a number of years from 1 to 100"), lambda v: type(v) is int and 1 <= v <= 100)
_file = _rule(N_("a path inside the folder of the fact base"), _is_inside)
_table = _rule(N_("a table"), lambda v: isinstance(v, dict))
_tables = _rule(
    N_("an array of tables"), lambda v: isinstance(v, list) and not any(_table(item) for item in v)
)

_VALUES = "fact measure rank other"
# Keys, what they must hold, and the kinds of table that may have them; "!": that need them.
# Messages list the keys of a kind in this order.
_KEYS: tuple[tuple[str, Rule, str], ...] = (
    ("title", _text, "source!"), ("title_en", _text, "source"),
    ("publisher", _text, "source!"), ("publisher_en", _text, "source"),
    ("publisher_aliases", _texts, "source"),
    ("published", _date, "source"), ("file", _file, "source"),
    ("zh en", _text, "topic indicator group!"),  # a topic's may be in a lower file
    ("en", _text, "unit!"), ("plural", _text, "unit"), ("kind", _kind, "unit!"),
    ("aliases", _texts, "topic indicator"),
    ("value", _value, "fact other!"), ("value", _range, "measure!"), ("value", _number, "rank!"),
    ("range", _true, "fact measure other"),
    ("unit bound printed", _text, _VALUES), ("as_of", _date, _VALUES),
    ("status", _status, _VALUES),
    ("quote", _text, _VALUES), ("also", _texts, _VALUES),
    ("since", _since, "fact measure"), ("years", _years, "fact measure"),
    ("scope", _text, _VALUES), ("note note_en", _text, f"topic indicator {_VALUES}"),
    ("group", _text, "topic"), ("counts formula basis", _text, "indicator"),
    ("gaps", _gaps, "indicator"),
    ("value_en", _text_or_texts, "fact other"), ("source", _text, "fact other"),
    ("url", _text, "source fact other"), ("accessed", _date, "source fact other"),
    ("type", _text, "source"),
    ("excused", _tables, "source"), ("words", _texts, "excuse!"), ("reason", _text, "excuse!"),
    ("confirmed_by", _texts, "fact other"), ("break break_en", _text, "fact other"),
    ("change growth rank", _table, "fact"), ("others", _tables, "fact"),
)  # fmt: skip
# The kind of the tables inside a table, by key.
_INNER = {
    "change": "measure", "growth": "measure", "rank": "rank", "others": "other", "excused": "excuse",
}  # fmt: skip


_FURTHER = frozenset((*_INNER, "since", "years"))  # keys that other keys of a table depend on


# Keys of long texts; all others hold names and the like.
_LONG = "quote also value value_en note note_en break break_en formula url".split()


def _most(key: str) -> int:
    """The most characters of a text under a key."""
    return LONGEST_TEXT if key in _LONG else LONGEST_LABEL


def _beyond(key: str, value: Any) -> str:
    """Why a value is too long, "" if it is not."""
    if not isinstance(value, (str, list)):
        return ""
    items = value if isinstance(value, list) else [value]
    longest = max(len(item) if isinstance(item, str) else 0 for item in items)
    most = _most(key)
    if len(items) > MOST_ITEMS:
        return _(
            "{key} has {items:,} items; the limit is {most_items:,}",
            key=key,
            items=len(items),
            most_items=MOST_ITEMS,
        )
    what = _("an item of {key}", key=key) if isinstance(value, list) else key
    return (
        _(
            "{what} has {longest:,} characters; the limit is {most:,}",
            what=what,
            longest=longest,
            most=most,
        )
        if longest > most
        else ""
    )


# The kinds of tables as messages name them.
_KINDS = {
    "source": N_("a source"), "group": N_("a group"), "unit": N_("a unit"),
    "topic": N_("a topic"), "indicator": N_("an indicator"), "fact": N_("a fact"),
    "measure": N_("a measure"), "rank": N_("a rank"), "other": N_("one"), "excuse": N_("one"),
}  # fmt: skip


@cache
def _keys(kind: str) -> dict[str, tuple[Rule, bool]]:
    """The keys that a kind of table may have: what each must hold, and whether it is needed."""
    return {
        key: (rule, f"{kind}!" in kinds)
        for keys, rule, kinds in _KEYS
        if kind in kinds.replace("!", "").split()
        for key in keys.split()
    }


@cache
def _at_a_glance(kind: str) -> tuple[dict[str, tuple[Rule | None, int]], frozenset[str]]:
    """The keys that a kind of table may have: the rule of each, None for a text, and its most
    characters; and the keys that it needs."""
    keys = _keys(kind)
    rules = {key: (None if rule is _text else rule, _most(key)) for key, (rule, _) in keys.items()}
    return rules, frozenset(key for key, (_, needed) in keys.items() if needed)


def _is_right(kind: str, table: Mapping[str, Any]) -> bool:
    """Whether a table has no fault, where that is soon said: nearly all have none."""
    keys, needed = _at_a_glance(kind)
    for key, value in table.items():
        if key not in keys:
            return False
        rule, most = keys[key]
        if not rule and isinstance(value, str):
            if len(value) > most or not value.strip():
                return False
        elif not rule or rule(value) or _beyond(key, value):
            return False
    return needed <= table.keys() and "range" not in table


def are_right(kind: str, key: str, values: Iterable[Any]) -> bool:
    """Whether all values are surely right for a key of a kind of table."""
    rule, most = _at_a_glance(kind)[0][key]
    if rule:
        return not any(rule(value) or _beyond(key, value) for value in values)
    return all(isinstance(v, str) and len(v) <= most and v.strip() for v in values)


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
        if name in _RESERVED:
            for key, inner in _subtables(data).items():
                yield Table(_RESERVED[name], f"{name}.{key}", inner, document)
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


def scan(document: Document) -> Iterator[Problem]:
    """What keeps a file from being read as a fact base: ids, keys and types."""
    values = list(document.data.items())
    for name, table in _subtables(document.data).items():
        if name in _RESERVED:
            values += ((f"{name}.{key}", value) for key, value in table.items())
    for address, value in values:
        if _table(value):
            message = _(
                "{address} must be a table, not {value}",
                address=shortened(address),
                value=_shown(value),
            )
            yield _problem(document, address, "wrong-type", "", message)
    for each in tables(document):
        for fault in _faults(each):
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
    keys = _keys(kind)
    right = (key for key in data if key in keys and not keys[key][0](data[key]))
    kept = {key: data[key] for key in right if not _beyond(key, data[key])}
    for key, inner in _INNER.items():
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


def _faults(table: Table) -> Iterator[Fault]:
    """The faults of a table and of the tables inside it."""
    code, message = _wrong_name(table)
    if message:
        yield code, "", message
    yield from faults(table.kind, table.data)
    if isinstance(table.data.get("value"), Decimal) and _FURTHER.isdisjoint(table.data):
        return
    keys, is_fact = _keys(table.kind), table.kind == "fact"
    if is_fact:
        yield from _value_faults(table.data)
    for key, kind in _INNER.items():
        inner: Any = table.data.get(key)
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


def faults(kind: str, table: Mapping[str, Any]) -> Iterator[Fault]:
    """The faults of one table's keys, in the table's order; then the missing keys."""
    if _is_right(kind, table):
        return
    keys = _keys(kind)
    name = _(_KINDS[kind])
    guessed: list[str] = []
    for key, value in table.items():
        if key not in keys:
            meant = near(key, [*keys])
            guessed += meant
            hint = _("did you mean {meant!r}? ", meant=meant[0]) if meant else ""
            unknown = _("unknown key {key!r}; {hint}", key=shortened(key), hint=hint)
            yield (
                "unknown-key",
                key,
                _(
                    "{unknown}{name} may have {keys}",
                    unknown=unknown,
                    name=name,
                    keys=_(", ").join(keys),
                ),
            )
        elif wanted := keys[key][0](value):
            yield (
                "wrong-type",
                key,
                _(
                    "{key} must be {wanted}, not {value}",
                    key=key,
                    wanted=wanted,
                    value=_shown(value),
                ),
            )
        elif beyond := _beyond(key, value):
            yield "too-long", key, beyond
    if table.get("range") is True and not is_range(table.get("value")):
        yield "wrong-type", "range", _("range = true needs both ends: value = [low, high]")
    for key, (__, needed) in keys.items():
        if needed and key not in table and key not in guessed:
            yield "missing-key", "", _("{name} needs {key!r}", name=name, key=key)


def near(key: str, keys: Sequence[str]) -> list[str]:
    """The known key that an unknown one is a misspelling of, if any."""
    from difflib import get_close_matches

    return get_close_matches(key, keys, 1, 0.7) if len(key) < 30 else []


def _value_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """A missing value; keys that only a number can have, on a text (perhaps a quoted number)."""
    values = ("value", "change", "growth", "rank")
    unknown = data.keys() - _keys("fact").keys() if data.keys().isdisjoint(values) else ()
    if data.keys().isdisjoint(values) and not any(near(key, values) for key in unknown):
        yield "missing-key", "", _("a fact needs 'value', or one of change, growth and rank")
    value = data.get("value")
    for key in ("unit", "bound", "printed"):
        if key in data and isinstance(value, (str, list)) and not is_range(value):
            message = _("a text cannot have {key}; write a number without quotation marks", key=key)
            yield "wrong-type", key, message


def _context_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Other values that can't be told apart; `since` and `years` without a change or growth."""
    others: Any = [] if _tables(data.get("others")) else data["others"]
    told = [other_of(other) for other in others]
    if "" in told:
        message = _("others: one needs 'source', or 'as_of' if it is of the same source")
        yield "missing-key", "others", message
    again = Counter(filter(None, told)) - Counter(set(told))
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


def _shown(value: Any) -> str:
    """A wrong value in a message: short, whatever it is."""
    if isinstance(value, (dict, list)):
        return _("a table") if isinstance(value, dict) else _("an array")
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return _("a huge number")
    if isinstance(value, str):
        value = shortened(value)
    return shortened(str(value) if isinstance(value, (Decimal, date, time)) else repr(value))
