"""The keys of a table of a fact file and what each may hold: one rule per key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import PurePath
from typing import Any

from infofacts.messages import N_, _
from infofacts.model import GAPS, STATUSES
from infofacts.text import (
    LONGEST_ID,
    LONGEST_LABEL,
    LONGEST_TEXT,
    MOST_DIGITS,
    MOST_ITEMS,
    shortened,
)
from infofacts.units import UNITS

ID = re.compile(rf"(?!.{{{LONGEST_ID + 1}}})[a-z0-9]+(?:-[a-z0-9]+)*")
YEAR = re.compile("(?:19|20)[0-9][0-9]")
_DATE = re.compile("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_GAP = re.compile(rf"{YEAR.pattern}(?:-{YEAR.pattern})? (?:{'|'.join(GAPS)})")
_PART_OF_YEAR = re.compile("[0-9]{4}-(?:H[12]|Q[1-4])")
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
        printed = str(value)
        if len(printed) < MOST_DIGITS and "E" not in printed:
            return True
        return abs(value.adjusted()) < MOST_DIGITS and len(value.as_tuple().digits) < MOST_DIGITS
    return type(value) is int and abs(value) < 10**MOST_DIGITS


def is_range(value: Any) -> bool:
    """Whether a TOML value is a range: two numbers, the lower one first."""
    two = isinstance(value, list) and len(value) == 2 and all(map(is_number, value))
    return two and bool(value[0] < value[1])


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and is_day(value)


@lru_cache(maxsize=256)  # the same few stand in most facts
def is_day(value: str) -> bool:
    """Whether a text is a year, month or day of the calendar."""
    try:
        day = f"{value}{'-01' * (2 - value.count('-'))}"
        return bool(_DATE.fullmatch(value) and date.fromisoformat(day))
    except ValueError:
        return False


def _is_since(value: Any) -> bool:
    text = str(value) if is_number(value) else value
    return _is_date(text) or (isinstance(text, str) and bool(_PART_OF_YEAR.fullmatch(text)))


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
_since = _rule(N_("a year (2022), a half year (2022-H2), a quarter (2022-Q3) or a date"), _is_since)
_years = _rule(N_("a number of years from 1 to 100"), lambda v: type(v) is int and 1 <= v <= 100)
_file = _rule(N_("a path inside the folder of the fact base"), _is_inside)
no_table = _rule(N_("a table"), lambda v: isinstance(v, dict))
no_tables = _rule(
    N_("an array of tables"),
    lambda v: isinstance(v, list) and not any(no_table(item) for item in v),
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
    ("excused", no_tables, "source"), ("words", _texts, "excuse!"), ("reason", _text, "excuse!"),
    ("confirmed_by", _texts, "fact other"), ("break break_en", _text, "fact other"),
    ("change growth rank", no_table, "fact"), ("others", no_tables, "fact"),
)  # fmt: skip
# The kind of the tables inside a table, by key.
INNER = {
    "change": "measure", "growth": "measure", "rank": "rank", "others": "other", "excused": "excuse",
}  # fmt: skip


FURTHER = frozenset((*INNER, "since", "years"))  # keys that other keys of a table depend on


# Keys of long texts; all others hold names and the like.
_LONG = "quote also value value_en note note_en break break_en formula url".split()


def _most(key: str) -> int:
    """The most characters of a text under a key."""
    return LONGEST_TEXT if key in _LONG else LONGEST_LABEL


def beyond(key: str, value: Any) -> str:
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
    if longest <= most:
        return ""
    what = _("an item of {key}", key=key) if isinstance(value, list) else key
    return _(
        "{what} has {longest:,} characters; the limit is {most:,}",
        what=what,
        longest=longest,
        most=most,
    )


# The kinds of tables as messages name them.
_KINDS = {
    "source": N_("a source"), "group": N_("a group"), "unit": N_("a unit"),
    "topic": N_("a topic"), "indicator": N_("an indicator"), "fact": N_("a fact"),
    "measure": N_("a measure"), "rank": N_("a rank"), "other": N_("one"), "excuse": N_("one"),
}  # fmt: skip


@cache
def keys_of(kind: str) -> dict[str, tuple[Rule, bool]]:
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
    keys = keys_of(kind)
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
        elif not rule or rule(value) or beyond(key, value):
            return False
    return needed <= table.keys() and "range" not in table


def are_right(kind: str, key: str, values: Iterable[Any]) -> bool:
    """Whether all values are surely right for a key of a kind of table."""
    if {str}.issuperset(map(type, values := [*values])):
        values = {*values}  # most stand in many tables
    rule, most = _at_a_glance(kind)[0][key]
    if rule:
        return not any(rule(value) or beyond(key, value) for value in values)
    return all(isinstance(v, str) and len(v) <= most and v.strip() for v in values)


# ---------------------------------------------------------------- what is wrong with a table
def faults(kind: str, table: Mapping[str, Any]) -> Iterator[Fault]:
    """The faults of one table's keys, in the table's order; then the missing keys."""
    if _is_right(kind, table):
        return
    keys = keys_of(kind)
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
                    value=shown(value),
                ),
            )
        elif why := beyond(key, value):
            yield "too-long", key, why
    if table.get("range") is True and not is_range(table.get("value")):
        yield "wrong-type", "range", _("range = true needs both ends: value = [low, high]")
    for key, (__, needed) in keys.items():
        if needed and key not in table and key not in guessed:
            yield "missing-key", "", _("{name} needs {key!r}", name=name, key=key)


def near(key: str, keys: Sequence[str]) -> list[str]:
    """The known key that an unknown one is a misspelling of, if any."""
    from difflib import get_close_matches

    return get_close_matches(key, keys, 1, 0.7) if len(key) < 30 else []


def shown(value: Any) -> str:
    """A wrong value in a message: short, whatever it is."""
    if isinstance(value, (dict, list)):
        return _("a table") if isinstance(value, dict) else _("an array")
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return _("a huge number")
    if isinstance(value, str):
        value = shortened(value)
    return shortened(str(value) if isinstance(value, (Decimal, date, time)) else repr(value))
