"""What single words of a question are, by the tables."""

from __future__ import annotations

from functools import cache, lru_cache

from infofacts import lexicon, vocabulary
from infofacts.stems import STOP_EN, stem, words_in
from infofacts.units import UNITS, Unit, unit_of


def phrase_head(text: str, start: int = 0) -> tuple[int, int]:
    """The place of the last word of the first English phrase from a place on; (0, 0) for none."""
    head = (0, 0)
    for word in words_in(text[start:]):
        start = text.index(word, start)
        known = known_as(word)
        if word.isdigit() or known and known[0] not in ("subject", "group"):
            if head[1]:
                break
        else:
            head = start, start + len(word)
        start += len(word)
    return head


@lru_cache(maxsize=4096)
def known_as(word: str) -> tuple[str, tuple[str, ...]] | None:
    """What a word of the tables is; None for any other."""
    if word in vocabulary.groups():
        return ("group", vocabulary.groups()[word])
    if kind := vocabulary.asked().get(word):
        return (kind, ())
    if code := lexicon.place(word):
        return ("place", (code,))
    if word in (vocabulary.FILLING_EN if word.isascii() else vocabulary.FILLING_ZH):
        return ("idle", ())
    if word in vocabulary.synonyms() and (word.isascii() or len(word) > 1):
        return ("subject", vocabulary.synonyms()[word])
    if word in STOP_EN or stem(word) in vocabulary.FILLING_STEMS:
        return ("idle", ())
    unit = (UNITS.get(word) or UNITS.get(word.upper())) if len(word) > 1 else None
    unit = unit or _spelt_out().get(word)
    if unit and unit.en and unit.kind != "people":
        return ("unit", (unit.kind, unit.name))
    return None


@cache
def _spelt_out() -> dict[str, Unit]:
    """The currencies and bytes by their English names, dollars alone as those of the US; and what
    is measured in metres."""
    money = [unit for unit in UNITS.values() if unit.kind == "currency"]
    names = {name.casefold(): unit for unit in money for name in (unit.plural, unit.en)}
    names |= dict.fromkeys(("dollar", "dollars"), UNITS["美元"])
    names |= dict.fromkeys(("length", "长度", "总长度"), UNITS["米"])
    sizes = "kilo mega giga tera peta exa zetta yotta".split()
    return names | {f"{size}bytes": UNITS[f"{size[0].upper()}B"] for size in sizes}


@cache
def latin_units() -> dict[str, str]:
    """The units in Latin letters by their names in small ones."""
    return {n.casefold(): unit.name for n, unit in UNITS.items() if n.isascii() and n[1:]}


def unit_name(unit: str) -> str:
    """The name of a unit as facts have it; "" for people, who may be users."""
    known = unit_of(latin_units().get(unit, unit))
    return "" if unit == "people" or not known else known.name
