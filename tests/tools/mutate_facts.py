"""Does `check` notice? Break facts of the shipped base, one field at a time, and run the rules.

    python -m tests.tools.mutate_facts                       # 25 facts of each kind, seed 7
    python -m tests.tools.mutate_facts --seed 1 --count 40 --missed scope unit

Not part of the test suite. A mutant is the parsed base with one thing wrong that no well-meaning
reader would call right; it is noticed by a new problem or a new doubt of the entries it touches.
Mutants whose words say the same as before (a quote of other facts with both numbers) are no
mutants. Ends with 1 if less than 99 in 100 are noticed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from infofacts.check import fit
from infofacts.check.claim import Claim, claim_of
from infofacts.check.engine import run_rules
from infofacts.derive import operands
from infofacts.factfile import Layers, build
from infofacts.model import Fact, FactBase
from infofacts.text import builtin, squeeze
from infofacts.tomlfile import Document, parse
from infofacts.units import BOUND_WORDS, split_unit

WANTED = 0.99
Path_ = tuple[str, ...]
GONE = object()


@dataclass(frozen=True)
class Mutant:
    """What is wrong, the addresses it touches, and the changes: a path in the data, a value."""

    what: str
    touched: tuple[str, ...]
    changes: tuple[tuple[Path_, Any], ...]


class Shipped:
    """The shipped base with what the mutators look at."""

    def __init__(self) -> None:
        self.document = parse(Path(builtin()))
        self.data: Any = self.document.data
        self.base = build(Layers([self.document]))
        self.facts: list[Any] = [f for f in self.base.facts.values() if f.preferred and f.quote]
        self.proven = [f for f in self.facts if f.line]

    def at(self, path: Path_) -> Any:
        """The value at a path of the data; None if there is none."""
        value = self.data
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value


Mutator = Callable[[Shipped, random.Random], Iterator[Mutant]]
KINDS: dict[str, Mutator] = {}


def kind(make: Mutator) -> Mutator:
    """Declare a kind of mutant: all of its mutants, in any order."""
    KINDS[make.__name__.replace("_", "-")] = make
    return make


def path_of(fact: Any) -> Path_:
    """Where a fact's own table is."""
    first = (fact.topic, fact.indicator, str(fact.year))
    return first if fact.measure == "level" else (*first, fact.measure)


def changed(fact: Any, key: str, value: Any, *more: tuple[str, Any]) -> Mutant:
    """A mutant of one fact: some keys of its own table."""
    path = path_of(fact)
    changes = tuple(((*path, k), v) for k, v in ((key, value), *more))
    shown = ", ".join(f"{k} = {'nothing' if v is GONE else v}" for (*_, k), v in changes)
    return Mutant(f"{fact.id}: {shown}", (fact.id,), changes)


# ---------------------------------------------------------------- numbers
def numbers(shipped: Shipped) -> Iterator[Any]:
    """The facts that are numbers in digits."""
    return (f for f in shipped.facts if f.quantity and not f.quantity.words)


@kind
def value_digit(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A digit of the value."""
    for fact in numbers(shipped):
        digits = str(fact.quantity.digits)
        at = chance.choice([i for i, c in enumerate(digits) if c.isdigit()])
        other = chance.choice([d for d in "123456789" if d != digits[at]])
        yield changed(fact, "value", Decimal(digits[:at] + other + digits[at + 1 :]))


@kind
def neighbours_value(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Another number of the quote with the same unit."""
    for fact in numbers(shipped):
        bare = re.escape(squeeze(fact.quantity.unit))
        found = re.findall(
            rf"(?<![\d.,])(\d+(?:\.\d+)?)(?=(?:[、，和及与]\d+(?:\.\d+)?)*{bare})",
            squeeze(fact.quote),
        )
        others = {n for n in found if Decimal(n) != abs(fact.quantity.digits)}
        if bare and others and not fact.quantity.bound:
            yield changed(fact, "value", Decimal(chance.choice(sorted(others))))


@kind
def words_value(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The value of a number in words."""
    for fact in shipped.facts:
        if fact.quantity and fact.quantity.words:
            yield changed(fact, "value", fact.quantity.digits + chance.choice([1, 5, 10]))


@kind
def sign(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A rise as a fall, a fall as a rise."""
    for fact in numbers(shipped):
        if fact.measure in ("change", "growth"):
            yield changed(fact, "value", -fact.quantity.digits)


@kind
def rank(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A rank one off."""
    for fact in shipped.facts:
        if fact.measure == "rank":
            yield changed(fact, "value", fact.quantity.digits + 1)
            yield changed(fact, "value", fact.quantity.digits + 2, ("printed", GONE))


@kind
def scale_word(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """万 for 亿, a scale word lost or added."""
    for fact in numbers(shipped):
        unit = fact.quantity.unit
        bare = split_unit(unit)[1]
        if "%" not in unit and unit != "个百分点":
            words = [w for w in ("万", "亿", "万亿", "") if w + bare != unit]
            yield changed(fact, "unit", (chance.choice(words) + bare) or GONE)


@kind
def measure_word(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """件 for 个, 户 for 人, % for 个百分点."""
    pairs = {"%": ["个百分点", "倍"], "个百分点": ["%", "个"], "元": ["个", "人"]}
    common = "个 件 家 项 人 户 次 人次 种 条 套 类 所 台".split()
    for fact in shipped.facts:
        if fact.quantity and fact.quantity.unit:
            bare = fact.quantity.bare_unit
            others = pairs.get(bare) or [word for word in common if word != bare]
            scale = fact.quantity.unit.removesuffix(bare)
            yield changed(fact, "unit", scale + chance.choice(others))


@kind
def unit_lost(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The measure word left out; a growth's % and what an indicator `counts` are understood."""
    for fact in shipped.facts:
        understood = shipped.base.indicators[fact.indicator_id].counts or fact.measure == "growth"
        if fact.quantity and fact.quantity.bare_unit and not understood:
            scale = fact.quantity.unit.removesuffix(fact.quantity.bare_unit)
            yield changed(fact, "unit", scale or GONE)


# ---------------------------------------------------------------- bounds
@kind
def bound_lost(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """超7亿 as 7亿."""
    for fact in shipped.facts:
        if fact.quantity and fact.quantity.bound:
            yield changed(fact, "bound", GONE)


@kind
def bound_added(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A bound word that is not at the number, if possible one of the quote."""
    for fact in numbers(shipped):
        if not fact.quantity.bound:
            inside = [w for w in BOUND_WORDS if len(w) < 4 and w in fact.quote]
            yield changed(fact, "bound", chance.choice(inside or ["超", "近", "约", "以上"]))


@kind
def bound_turned(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """近 for 超."""
    for fact in shipped.facts:
        if fact.quantity and fact.quantity.bound:
            others = [w for w in ("超", "近", "约", "不足", "以上") if w not in fact.quantity.bound]
            yield changed(fact, "bound", chance.choice(others))


# ---------------------------------------------------------------- years and dates
@kind
def year(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The fact a year off, where that year has none yet."""
    for fact in shipped.facts:
        if fact.measure == "level":
            path = path_of(fact)
            off = str(fact.year + chance.choice([-1, 1]))
            if not shipped.at((*path[:2], off)):
                table = shipped.at(path)
                touched = tuple(
                    f"{fact.indicator_id}.{off}{rest}"
                    for rest in ("", *(f".{m}" for m in ("change", "growth", "rank") if m in table))
                )
                changes = ((path, GONE), ((*path[:2], off), table))
                yield Mutant(f"{fact.id}: as {off}", touched, changes)


def dated(shipped: Shipped) -> Iterator[tuple[Any, str]]:
    """The levels whose own table has a date."""
    for fact in shipped.facts:
        if fact.measure == "level" and fact.as_of and shipped.at((*path_of(fact), "as_of")):
            yield fact, fact.as_of


@kind
def date_day(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Another day, or one invented for a month."""
    for fact, date in dated(shipped):
        days = [day for day in ("05", "10", "15", "20") if day != date[8:]]  # no month's last
        yield changed(fact, "as_of", f"{date[:7].ljust(7)}-{chance.choice(days)}")


@kind
def date_month(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Another month."""
    for fact, date in dated(shipped):
        months = [m for m in ("03", "06", "08", "09", "10") if m != date[5:7]]
        yield changed(
            fact, "as_of", f"{date[:4]}-{chance.choice(months)}{date[7:]}".replace("31", "30")
        )


@kind
def date_year(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Off by a year."""
    for fact, date in dated(shipped):
        yield changed(fact, "as_of", f"{int(date[:4]) + chance.choice([-1, 1])}{date[4:]}")


@kind
def date_invented(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A date where the source has none."""
    for fact in shipped.proven:
        if fact.measure == "level" and not fact.as_of and "截" not in fact.quote:
            yield changed(
                fact, "as_of", f"{fact.year}-{chance.choice(['03-31', '06-30', '09-15'])}"
            )


@kind
def date_lost(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The date that the quote prints left out."""
    for fact, _ in dated(shipped):
        if fact.line and "截" in fact.quote:
            yield changed(fact, "as_of", GONE)


# ---------------------------------------------------------------- measures
def moved(shipped: Shipped, fact: Any, to: str) -> Iterator[Mutant]:
    """The same words as another measure, where there is none of that measure."""
    first = (fact.topic, fact.indicator, str(fact.year))
    table, whole = shipped.at(path_of(fact)), shipped.at(first)
    if to == "level":
        if "value" in whole:
            return
        new = {k: v for k, v in whole.items() if k != fact.measure} | table
        yield Mutant(
            f"{fact.id}: as a level", (f"{fact.indicator_id}.{fact.year}",), ((first, new),)
        )
    elif to not in whole:
        keys = ("value", "unit", "bound", "printed", "quote", "also", "value_en")
        own = {k: v for k, v in table.items() if k in keys}
        if to == "growth" and own.get("unit") == "%":
            del own["unit"]
        if to == "change":
            own.setdefault("unit", "%")
        rest = {
            k: v
            for k, v in whole.items()
            if k != fact.measure and (fact.measure != "level" or k not in own)
        }
        yield Mutant(
            f"{fact.id}: as a {to}",
            (f"{fact.id.removesuffix('.' + fact.measure)}.{to}",),
            ((first, rest | {to: own}),),
        )


@kind
def growth_as_change(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """13.4% as a change in %."""
    for fact in shipped.facts:
        if fact.measure == "growth":
            yield from moved(shipped, fact, "change")


@kind
def change_as_growth(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """净增7153万户 as a growth."""
    for fact in shipped.facts:
        if fact.measure == "change":
            yield from moved(shipped, fact, "growth")


@kind
def level_as_change(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A level as the change of itself."""
    for fact in numbers(shipped):
        if fact.measure == "level":
            yield from moved(shipped, fact, "change")


@kind
def level_as_growth(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A share as a growth."""
    for fact in numbers(shipped):
        if fact.measure == "level" and fact.unit == "%":
            yield from moved(shipped, fact, "growth")


@kind
def as_level(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A change or a growth as the level."""
    for fact in shipped.facts:
        if fact.measure in ("change", "growth"):
            yield from moved(shipped, fact, "level")


@kind
def change_for_level(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The number of a change as the value of its level."""
    for fact in shipped.facts:
        if fact.measure in ("change", "growth") and fact.quantity and not fact.quantity.words:
            level = shipped.base.facts.get(f"{fact.indicator_id}.{fact.year}")
            if level and level.quantity and squeeze(fact.quantity.text()) in squeeze(level.quote):
                own = shipped.at(path_of(fact))
                unit = own.get("unit", "%")
                more = (
                    [("bound", own.get("bound", GONE))]
                    if "bound" in own or level.quantity.bound
                    else []
                )
                yield changed(level, "value", abs(fact.quantity.digits), ("unit", unit), *more)


@kind
def since(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Measured against another year."""
    for fact in shipped.facts:
        if fact.measure in ("change", "growth") and not fact.years:
            then = fact.since if isinstance(fact.since, int) else fact.year - 1
            yield changed(fact, "since", then - chance.choice([1, 2, 5]))


@kind
def years(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A growth as a yearly average, or over another number of years."""
    for fact in shipped.facts:
        if fact.measure == "growth":
            yield changed(fact, "years", (fact.years or 0) + chance.choice([2, 3, 5]))


# ---------------------------------------------------------------- scope
@kind
def scope_world(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """China's figure as the world's."""
    for fact in shipped.facts:
        if fact.scope == "CN" and fact.measure == "level":
            yield changed(fact, "scope", "world")


@kind
def scope_province(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A figure as a province's, if possible one that the line names elsewhere."""
    codes = {"CN-ZJ": "浙江", "CN-GD": "广东", "CN-BJ": "北京", "CN-SH": "上海", "CN-SC": "四川"}
    for fact in shipped.facts:
        if fact.measure == "level" and not any(n in fact.quote for n in codes.values()):
            yield changed(fact, "scope", chance.choice([c for c in codes if c != fact.scope]))


@kind
def scope_lost(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A province's or the world's figure as China's."""
    for fact in shipped.facts:
        if shipped.at((*path_of(fact), "scope")):
            yield changed(fact, "scope", GONE)


# ---------------------------------------------------------------- labels and topics
def swapped(shipped: Shipped, one: Any, other: Any, keys: Sequence[str]) -> Mutant:
    """Two indicators with each other's labels."""
    pair = (one, other), (other, one)
    changes = tuple(
        ((*mine.id.split("."), key), getattr(theirs, key)) for mine, theirs in pair for key in keys
    )
    if "zh" in keys:
        changes += tuple(((*m.id.split("."), "aliases"), list(t.aliases) or GONE) for m, t in pair)
    touched = [one.id, other.id]
    touched += [f.id for f in shipped.base.facts.values() if f.indicator_id in touched]
    return Mutant(f"{one.id} <-> {other.id}: {' and '.join(keys)}", tuple(touched), changes)


def by_topic(shipped: Shipped) -> dict[str, list[Any]]:
    """The indicators that have quotes, by topic."""
    topics: dict[str, list[Any]] = defaultdict(list)
    quoted = {fact.indicator_id for fact in shipped.facts}
    for indicator in shipped.base.indicators.values():
        if indicator.id in quoted:
            topics[indicator.topic].append(indicator)
    return topics


def _siblings(shipped: Shipped, chance: random.Random, *keys: str) -> Iterator[Mutant]:
    for indicators in by_topic(shipped).values():
        if len(indicators) > 1:
            for _ in range(3):
                one, other = chance.sample(indicators, 2)
                yield swapped(shipped, one, other, keys)


@kind
def labels_swapped(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The labels of two siblings."""
    return _siblings(shipped, chance, "zh", "en")


@kind
def chinese_labels_swapped(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Only the Chinese labels of two siblings."""
    return _siblings(shipped, chance, "zh")


@kind
def english_labels_swapped(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Only the English labels of two siblings."""
    return _siblings(shipped, chance, "en")


@kind
def labels_of_one_quote(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The labels of two siblings whose numbers stand in one quote."""
    by_quote: dict[str, dict[str, Any]] = defaultdict(dict)
    for fact in numbers(shipped):
        if fact.measure == "level":
            by_quote[fact.quote][fact.indicator_id] = shipped.base.indicators[fact.indicator_id]
    for group in by_quote.values():
        if len(group) > 1:
            one, other = chance.sample(list(group.values()), 2)
            yield swapped(shipped, one, other, ("zh", "en"))


@kind
def label_of_another_topic(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The labels of two indicators of different topics."""
    topics = list(by_topic(shipped).values())
    for _ in range(200):
        one, other = (chance.choice(group) for group in chance.sample(topics, 2))
        yield swapped(shipped, one, other, ("zh", "en"))


@kind
def label_digit(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A digit of the English label."""
    for indicator in shipped.base.indicators.values():
        if digits := [m.start() for m in re.finditer(r"\d", indicator.en)]:
            at, en = chance.choice(digits), indicator.en
            other = chance.choice([d for d in "123456789" if d != en[at]])
            path = (*indicator.id.split("."), "en")
            new = en[:at] + other + en[at + 1 :]
            yield Mutant(f"{indicator.id}: {new}", (indicator.id,), ((path, new),))


@kind
def topic(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """An indicator with its facts under another topic."""
    topics = list(shipped.base.topics)
    for indicators in by_topic(shipped).values():
        if len(indicators) > 2:
            one = chance.choice(indicators)
            other = chance.choice([t for t in topics if t != one.topic])
            path = tuple(one.id.split("."))
            new = (other, path[1])
            if not shipped.at(new):
                moved_ = f"{other}.{path[1]}"
                facts = (f for f in shipped.base.facts.values() if f.indicator_id == one.id)
                touched = (moved_, *(f.id.replace(one.id, moved_) for f in facts))
                changes = ((path, GONE), (new, shipped.at(path)))
                yield Mutant(f"{one.id}: under {other}", touched, changes)


# ---------------------------------------------------------------- quotes and sources
@kind
def quote_of_another(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The quote of another fact that has the same number and unit."""
    same: dict[Any, list[Any]] = defaultdict(list)
    for fact in numbers(shipped):
        if fact.line and fact.measure != "rank":
            same[fact.quantity.digits, fact.quantity.unit, fact.quantity.bound].append(fact)
    for facts in same.values():
        for fact in facts if len(facts) > 1 else ():
            others = [
                o for o in facts if o.indicator_id != fact.indicator_id and o.quote != fact.quote
            ]
            if others:
                yield changed(fact, "quote", chance.choice(others).quote, ("also", GONE))


@kind
def also_of_another(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Another fact's quote with the same number beside the right one."""
    for mutant in quote_of_another(shipped, chance):
        (path, quote), (also, _) = mutant.changes
        before = list(shipped.at(also) or [])
        yield Mutant(f"{mutant.what} (also)", mutant.touched, ((also, [*before, quote]),))


@kind
def source(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Another source."""
    sources = list(shipped.base.sources)
    for fact in shipped.facts:
        if fact.measure == "level":
            publisher = shipped.base.sources[fact.source].publisher
            others = [
                s
                for s in sources
                if s != fact.source and shipped.base.sources[s].publisher != publisher
            ]
            yield changed(fact, "source", chance.choice(others))


# ---------------------------------------------------------------- texts and lists
def lists(shipped: Shipped) -> Iterator[tuple[Any, list[str], list[str]]]:
    """The lists, in both languages."""
    for fact in shipped.facts:
        value, english = fact.value, fact.value_en
        both = isinstance(value, tuple) and isinstance(english, tuple)
        if both and len(value) == len(english) > 1:
            yield fact, list(value), list(english)


@kind
def item_dropped(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """An item left out in both languages."""
    for fact, items, english in lists(shipped):
        at = chance.randrange(len(items))
        del items[at], english[at]
        yield changed(fact, "value", items, ("value_en", english))


@kind
def item_cut(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """An item without its last or first character."""
    for fact, items, _ in lists(shipped):
        at = chance.choice([i for i, item in enumerate(items) if len(item) > 2] or [0])
        item = items[at]
        if item[-1] in "》”）等" or item[0] in "《“（":
            continue  # 等 may be left out
        items[at] = chance.choice([item[:-1], item[:-1], item[1:]])
        yield changed(fact, "value", items)


@kind
def item_order(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Two items swapped in both languages."""
    for fact, items, english in lists(shipped):
        a, b = chance.sample(range(len(items)), 2)
        for each in (items, english):
            each[a], each[b] = each[b], each[a]
        yield changed(fact, "value", items, ("value_en", english))


@kind
def english_order(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Two items swapped in English only."""
    for fact, _, english in lists(shipped):
        a, b = chance.sample(range(len(english)), 2)
        english[a], english[b] = english[b], english[a]
        yield changed(fact, "value_en", english)


@kind
def text_cut(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A text without its end."""
    for fact in shipped.facts:
        if (
            isinstance(fact.value, str)
            and len(fact.value) > 6
            and not re.match(r"\d{4}-", fact.value)
        ):
            yield changed(fact, "value", fact.value[: chance.randrange(4, len(fact.value) - 1)])


@kind
def note_digit(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A digit of the English note."""
    for fact in shipped.base.facts.values():
        if fact.preferred and fact.note_en and shipped.at((*path_of(fact), "note_en")):
            note = fact.note_en
            if digits := [m.start() for m in re.finditer(r"\d", note)]:
                at = chance.choice(digits)
                other = chance.choice([d for d in "123456789" if d != note[at]])
                yield changed(fact, "note_en", note[:at] + other + note[at + 1 :])


@kind
def english_digit(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A digit of an English text or list."""
    for fact in shipped.facts:
        english = [fact.value_en] if isinstance(fact.value_en, str) else list(fact.value_en or ())
        places = [(i, m.start()) for i, t in enumerate(english) for m in re.finditer(r"\d", t)]
        if places:
            i, at = chance.choice(places)
            other = chance.choice([d for d in "123456789" if d != english[i][at]])
            english[i] = english[i][:at] + other + english[i][at + 1 :]
            yield changed(
                fact, "value_en", english if isinstance(fact.value_en, tuple) else english[0]
            )


@kind
def formula(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A quotient upside down, a sum as a difference."""
    for indicator in shipped.base.indicators.values():
        if text := indicator.formula:
            sign = "/" if "/" in text else "+"
            first, second = text.split(f" {sign} ", 1)
            new = f"{second} / {first}" if sign == "/" else f"{first} - {second}"
            path = (*indicator.id.split("."), "formula")
            yield Mutant(f"{indicator.id}: {new}", (indicator.id,), ((path, new),))


# ---------------------------------------------------------------- one field of anything
@kind
def value_rounded(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A value without its last digit, or ten times as large."""
    for fact in numbers(shipped):
        digits = fact.quantity.digits
        places = -digits.as_tuple().exponent
        other = round(digits, places - 1) if places > 0 else digits * 10
        if other != digits:
            yield changed(fact, "value", chance.choice([other, digits * 10, digits / 10]))


@kind
def year_far(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The fact some years off, where that year has none yet."""
    for fact in shipped.facts:
        path, off = path_of(fact), str(fact.year + chance.choice([-7, -4, -3, -2, 2]))
        if fact.measure == "level" and not shipped.at((*path[:2], off)):
            table = shipped.at(path)
            measures = (m for m in ("change", "growth", "rank") if m in table)
            touched = (
                f"{fact.indicator_id}.{off}",
                *(f"{fact.indicator_id}.{off}.{m}" for m in measures),
            )
            changes = ((path, GONE), ((*path[:2], off), table))
            yield Mutant(f"{fact.id}: as {off}", touched, changes)


@kind
def date_of_another_half(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A date in the middle of the year where no text is bundled and the words have none."""
    for fact in shipped.facts:
        if fact.measure == "level" and not fact.as_of and not fact.line and fact.quantity:
            yield changed(fact, "as_of", f"{fact.year}-{chance.choice(['03', '06-30', '09-15'])}")


@kind
def status_set(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A final value as one that is none."""
    for fact in shipped.facts:
        if fact.measure == "level" and fact.status == "stated" and fact.quantity:
            others = ["preliminary", "revised", "estimate", "forecast", "target"]
            yield changed(fact, "status", chance.choice(others))


@kind
def status_lost(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A preliminary value as a final one."""
    for fact in shipped.facts:
        if shipped.at((*path_of(fact), "status")):
            yield changed(fact, "status", GONE)


@kind
def scope_country(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """China's figure, or its rank, as another country's or region's."""
    for fact in shipped.facts:
        if fact.scope in ("CN", "world"):
            others = [
                scope for scope in ("US", "JP", "IN", "长三角", "CN-TJ") if scope != fact.scope
            ]
            yield changed(fact, "scope", chance.choice(others))


@kind
def quote_character(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A character of a quote of the bundled text, or a digit of another quote."""
    for fact in shipped.facts:
        at = [
            i for i, char in enumerate(fact.quote) if char.isdigit() or fact.line and char.isalpha()
        ]
        if at:
            i = chance.choice(at)
            other = chance.choice(
                "123456789" if fact.quote[i].isdigit() else "的一是在不了有和人这"
            )
            if other != fact.quote[i]:
                yield changed(fact, "quote", fact.quote[:i] + other + fact.quote[i + 1 :])


@kind
def quote_cut(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A quote without the number that it is for."""
    for fact in numbers(shipped):
        at = fact.quote.find(str(fact.quantity.digits.copy_abs()))
        if at > 4:
            yield changed(fact, "quote", fact.quote[: chance.randrange(4, at + 1)])


@kind
def also_digit(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A digit of an `also`."""
    for fact in shipped.facts:
        also = shipped.at((*path_of(fact), "also"))
        for n, quote in enumerate(also or ()):
            if at := [i for i, char in enumerate(quote) if char.isdigit()]:
                i = chance.choice(at)
                other = chance.choice([d for d in "123456789" if d != quote[i]])
                new = [*also[:n], quote[:i] + other + quote[i + 1 :], *also[n + 1 :]]
                yield changed(fact, "also", new)


@kind
def also_elsewhere(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The quote of any other fact as an `also`."""
    for fact in numbers(shipped):
        other = chance.choice(shipped.proven)
        if fact.line and fact.measure == "level" and other.indicator_id != fact.indicator_id:
            yield changed(
                fact, "also", [*(shipped.at((*path_of(fact), "also")) or ()), other.quote]
            )


def _label_of_any(shipped: Shipped, chance: random.Random, key: str) -> Iterator[Mutant]:
    indicators = [each for group in by_topic(shipped).values() for each in group]
    for indicator in indicators:
        other = chance.choice(indicators)
        if other.topic != indicator.topic:
            touched = tuple(
                f.id for f in shipped.base.facts.values() if f.indicator_id == indicator.id
            )
            label = f"{getattr(other, key)} ".strip() + ("（另）" if key == "zh" else " (other)")
            path = (*indicator.id.split("."), key)
            yield Mutant(
                f"{indicator.id}: {key} = {label}", (indicator.id, *touched), ((path, label),)
            )


@kind
def chinese_label(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The Chinese label of something else."""
    return _label_of_any(shipped, chance, "zh")


@kind
def english_label(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The English label of something else."""
    return _label_of_any(shipped, chance, "en")


@kind
def source_of_publisher(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Another source of the same publisher."""
    sources = shipped.base.sources
    for fact in shipped.facts:
        publisher = sources[fact.source].publisher
        others = [
            s.id for s in sources.values() if s.publisher == publisher and s.id != fact.source
        ]
        if fact.measure == "level" and others:
            yield changed(fact, "source", chance.choice(others))


@kind
def item_of_another(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """An item of another list in the place of one, or one item twice, in both languages."""
    every = list(lists(shipped))
    for fact, items, english in every:
        other, others, their_english = chance.choice(every)
        at, which = chance.randrange(len(items)), chance.randrange(len(others))
        if other.id != fact.id and others[which] not in items:
            items[at], english[at] = others[which], their_english[which]
            yield changed(fact, "value", items, ("value_en", english))


@kind
def item_twice(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """An item twice, in both languages."""
    for fact, items, english in lists(shipped):
        at = chance.randrange(len(items))
        twice = [[*each[: at + 1], *each[at:]] for each in (items, english)]
        yield changed(fact, "value", twice[0], ("value_en", twice[1]))


@kind
def english_of_another(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The English of another text, or an item of another list in English only."""
    every = list(lists(shipped))
    texts = [f for f in shipped.facts if isinstance(f.value, str) and isinstance(f.value_en, str)]
    for fact, _, english in every:
        other, _, theirs = chance.choice(every)
        if other.id != fact.id:
            english[chance.randrange(len(english))] = chance.choice(theirs)
            yield changed(fact, "value_en", english)
    for fact in texts:
        other = chance.choice(texts)
        if other.value != fact.value:
            yield changed(fact, "value_en", other.value_en)


@kind
def note_in_chinese(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A digit of a Chinese note, or another fact's note."""
    noted = [f for f in shipped.facts if f.note and shipped.at((*path_of(f), "note"))]
    for fact in noted:
        note = fact.note or ""
        if digits := [m.start() for m in re.finditer(r"\d", note)]:
            at = chance.choice(digits)
            other = chance.choice([d for d in "123456789" if d != note[at]])
            yield changed(fact, "note", note[:at] + other + note[at + 1 :])
        other_note = chance.choice(noted).note
        if other_note != note:
            yield changed(fact, "note", other_note)


# ---------------------------------------------------------------- what is said of other things
def digit_changed(text: str, chance: random.Random) -> str:
    """A text with another digit, or "" if it has none."""
    digits = [match.start() for match in re.finditer(r"\d", text)]
    if not digits:
        return ""
    at = chance.choice(digits)
    return text[:at] + chance.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def facts_of(shipped: Shipped, *indicators: str) -> tuple[str, ...]:
    """The addresses of indicators and of all their facts."""
    facts = (f.id for f in shipped.base.facts.values() if f.indicator_id in indicators)
    return (*indicators, *facts)


@kind
def break_wrong(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A digit of a break in one language, or another one's words."""
    broken = [f for f in shipped.facts if shipped.at((*path_of(f), "break"))]
    for fact in broken:
        for key in ("break", "break_en"):
            why = shipped.at((*path_of(fact), key))
            if new := digit_changed(why, chance):
                yield changed(fact, key, new)
            other = shipped.at((*path_of(chance.choice(broken)), key))
            if other != why:
                yield changed(fact, key, other)


@kind
def basis(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The basis of an indicator lost, or that of another one."""
    based = {i.id: i.basis for i in shipped.base.indicators.values() if i.basis}
    for ident, own in based.items():
        for new in (GONE, chance.choice([each for each in based.values() if each != own])):
            shown = f"{ident}: basis {'nothing' if new is GONE else new}"
            changes = (((*ident.split("."), "basis"), new),)
            yield Mutant(shown, facts_of(shipped, ident), changes)


@kind
def formula_operand(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A sibling in a formula."""
    for indicator in shipped.base.indicators.values():
        terms = [ident for _, ident in operands(indicator.formula) or ()]
        for ident in terms:
            topic = ident.split(".")[0]
            others = [i for i in shipped.base.indicators if i.split(".")[0] == topic]
            others = [i for i in others if i not in (*terms, indicator.id)]
            for other in chance.sample(others, min(3, len(others))):
                new = indicator.formula.replace(ident, other)
                changes = (((*indicator.id.split("."), "formula"), new),)
                yield Mutant(f"{indicator.id}: {new}", facts_of(shipped, indicator.id), changes)


def of_sources(shipped: Shipped, key: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The sources that have a key: address, value, what is from them."""
    for source in shipped.base.sources.values():
        facts = tuple(f.id for f in shipped.base.facts.values() if f.source == source.id)
        if facts and (value := getattr(source, key)):
            yield source.id, value, (f"sources.{source.id}", *facts)


@kind
def source_titles(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A digit of a title in one language."""
    for key in ("title", "title_en"):
        for ident, title, touched in of_sources(shipped, key):
            if new := digit_changed(title, chance):
                yield Mutant(f"{ident}: {new}", touched, ((("sources", ident, key), new),))


@kind
def source_publisher(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The publisher of another source, in one language."""
    for key in ("publisher", "publisher_en"):
        every = [*of_sources(shipped, key)]
        for ident, name, touched in every:
            other = chance.choice([each for _, each, _ in every if each != name])
            yield Mutant(f"{ident}: {other}", touched, ((("sources", ident, key), other),))


@kind
def published(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A source published in another year."""
    for ident, date, touched in of_sources(shipped, "published"):
        new = f"{int(date[:4]) + chance.choice([-2, -1, 2])}{date[4:]}".replace("02-29", "02-28")
        changes = ((("sources", ident, "published"), new),)
        yield Mutant(f"{ident}: published {new}", touched, changes)


@kind
def confirmed_by(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A source that prints other things as one that confirms a value."""
    sources = [each.id for each in shipped.base.sources.values() if not each.file]
    for fact in shipped.facts:
        if fact.measure == "level" and not fact.confirmed_by:
            other = chance.choice([each for each in sources if each != fact.source])
            yield changed(fact, "confirmed_by", [other])


@kind
def rank_as_level(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A rank as the value, where there is none."""
    for fact in shipped.facts:
        first = (fact.topic, fact.indicator, str(fact.year))
        whole = shipped.at(first)
        if fact.measure == "rank" and "value" not in whole:
            rest = {key: value for key, value in whole.items() if key != "rank"}
            new = rest | shipped.at(path_of(fact))
            yield Mutant(
                f"{fact.id}: as a level", (fact.id.removesuffix(".rank"),), ((first, new),)
            )


@kind
def date_of_year_end(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The end of the year for a date before or behind it."""
    for fact, date in dated(shipped):
        if len(date) > 4 and date[:7] != f"{fact.year}-12":
            yield changed(fact, "as_of", f"{fact.year}-12-31")


@kind
def since_half(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A change since the middle of the year before."""
    for fact in shipped.facts:
        yearly = fact.measure in ("change", "growth") and not fact.years
        if yearly and "月" not in fact.quote and "截" not in fact.quote:
            new = chance.choice([f"{fact.year - 1}-06", f"{fact.year - 1}-H1"])
            yield changed(fact, "since", new)


@kind
def item_extended(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """An item with the mark or the character before or behind it."""
    for fact, items, _ in lists(shipped):
        at, quote = chance.randrange(len(items)), squeeze(fact.quote)
        start = quote.find(squeeze(items[at]))
        end = start + len(squeeze(items[at]))
        longer = [quote[start : end + 1], quote[max(0, start - 1) : end]]
        longer = [each for each in longer if len(each) > end - start and each[-1] != "等"]
        if start >= 0 and longer:
            items[at] = chance.choice(longer)
            yield changed(fact, "value", items)


@kind
def items_merged(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """Two items with 、 between them as one."""
    for fact, items, english in lists(shipped):
        pairs_ = [f"{one}、{two}" for one, two in pairwise(items)]
        inside = [n for n, both in enumerate(pairs_) if squeeze(both) in squeeze(fact.quote)]
        if inside and len(items) > 2:
            at = chance.choice(inside)
            items[at : at + 2] = [pairs_[at]]
            english[at : at + 2] = [", ".join(english[at : at + 2])]
            yield changed(fact, "value", items, ("value_en", english))


@kind
def english_twice(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The English of an item for another one, too."""
    for fact, _, english in lists(shipped):
        a, b = chance.sample(range(len(english)), 2)
        english[a] = english[b]
        yield changed(fact, "value_en", english)


@kind
def chinese_label_digit(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """A digit of the Chinese label."""
    for indicator in shipped.base.indicators.values():
        if new := digit_changed(indicator.zh, chance):
            changes = (((*indicator.id.split("."), "zh"), new),)
            yield Mutant(f"{indicator.id}: {new}", facts_of(shipped, indicator.id), changes)


@kind
def topic_labels(shipped: Shipped, chance: random.Random) -> Iterator[Mutant]:
    """The labels of two topics, in English or in both languages."""
    topics = list(shipped.base.topics.values())
    for one in topics:
        other = chance.choice([each for each in topics if each != one])
        keys = chance.choice([("en",), ("zh", "en")])
        pairs_ = (one, other), (other, one)
        changes = tuple(((to.id, key), getattr(of, key)) for to, of in pairs_ for key in keys)
        shown = f"{one.id} <-> {other.id}: {' and '.join(keys)}"
        yield Mutant(shown, (one.id, other.id), changes)


# ---------------------------------------------------------------- running the rules
def remember(base: FactBase) -> None:
    """Make the claim of each fact once for all mutants, where the rules ask for those of all."""
    made: dict[object, Claim] = {}

    def remembered(fact: Fact, _: FactBase) -> Claim:
        key = fact.id, fact.zh, fact.printed, fact.quote, fact.also, fact.source, fact.measure
        if key not in made:
            made[key] = claim_of(fact, base)
        return made[key]

    vars(fit)["claim_of"] = remembered


def mutated(data: Any, changes: Sequence[tuple[Path_, Any]]) -> Any:
    """The data with some changes; what they do not touch is shared."""
    new = dict(data)
    for path, value in changes:
        table = new
        for key in path[:-1]:
            table[key] = dict(table.get(key, {}))
            table = table[key]
        if value is GONE:
            table.pop(path[-1], None)
        else:
            table[path[-1]] = value
    return new


def findings(
    shipped: Shipped, data: Any, doubts: bool, only: Container[str] | None = None
) -> Counter[tuple[str, str]]:
    """The problems or doubts of some data; of the rules on a fact, of `only` some."""
    document = Document(shipped.document.path, data, shipped.document.text)
    document.__dict__["lines"] = shipped.document.lines  # known already
    layers = Layers([document])
    base = build(layers)
    return Counter((p.address, p.code) for p in run_rules(base, layers, doubts, only))


Known = dict[bool, Counter[tuple[str, str]]]


def known(shipped: Shipped) -> Known:
    """What is found in the shipped base as it is: the problems (none), the doubts."""
    return {doubts: findings(shipped, shipped.data, doubts) for doubts in (False, True)}


def outcome(shipped: Shipped, before: Known, mutant: Mutant) -> str:
    """Whether a mutant is noticed by a new problem, by a new doubt, or missed."""
    data = mutated(shipped.data, mutant.changes)
    for doubts, how in ((False, "problem"), (True, "doubt")):
        if findings(shipped, data, doubts, mutant.touched) - before[doubts]:
            return how
    return "missed"


def some(shipped: Shipped, name: str, seed: int, count: int) -> tuple[list[Mutant], int]:
    """Some mutants of a kind, by chance, and how many there are."""
    chance = random.Random(f"{seed} {name}")
    mutants = list(KINDS[name](shipped, chance))
    return chance.sample(mutants, min(count, len(mutants))), len(mutants)


def main() -> int:
    """Break, check, count, report."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--count", type=int, default=25, help="mutants of each kind")
    options.add_argument("--missed", type=int, default=5, help="how many of the missed to show")
    options.add_argument("kind", nargs="*", help=f"all of them if none: {' '.join(KINDS)}")
    asked = options.parse_args()
    shipped, total = Shipped(), Counter[str]()
    remember(shipped.base)
    before = known(shipped)
    for name in asked.kind or KINDS:
        chosen, every = some(shipped, name, asked.seed, asked.count)
        outcomes = [(outcome(shipped, before, mutant), mutant.what) for mutant in chosen]
        counts = Counter(how for how, _ in outcomes)
        total += counts
        shown = " ".join(f"{counts[how]:4} {how}" for how in ("problem", "doubt", "missed"))
        print(f"{name:24}{len(chosen):4} of {every:4}: {shown}", flush=True)
        for what in [what for how, what in outcomes if how == "missed"][: asked.missed]:
            print("    missed:", what[:200])
    noticed = total["problem"] + total["doubt"]
    share = f"{noticed} of {total.total()} noticed ({noticed / total.total():.1%})"
    print(f"{share}: {total['problem']} problems, {total['doubt']} doubts")
    return 0 if noticed >= WANTED * total.total() else 1


if __name__ == "__main__":
    sys.exit(main())
