"""What shows a fact: its words in the text of its source, a page they are quoted from, or nothing.

"Built-in" sources are those of the shipped base. Of these nobody else says what stands in them:
a fact of another hand is shown by the bundled text, or by nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from infofacts.messages import _
from infofacts.model import FactBase, Source, Value
from infofacts.numbers import Quantity
from infofacts.printed import has_minus, may_fall, says_fall, says_loss, sure_minus
from infofacts.record import fields, replace
from infofacts.report import principal, source_text
from infofacts.text import builtin, file_bytes, prints_date, squeeze, tight
from infofacts.tomlfile import parse

# Whether a squeezed quote, with the words before and after it, states a value.
States = Callable[[str, str, str], bool]


def evidence(
    source: Source | None,
    quote: str,
    also: tuple[str, ...],
    url: str,
    barred: str = "",
    says: States | None = None,
) -> dict[str, Any]:
    """The fields `PLACED` of a fact, in their order: the section and line of its quote's principal
    place, the lines of all places, and what shows it, or why nothing does (one of `model.REASONS`).

    `barred` is why its source does not; `says` is whether the quote states the value, see `states`.
    """
    text = source_text(source.file) if source and source.file else None
    every = [text.find(words) for words in (quote, *also)] if text else []
    first = principal(every[0]) if every else None
    reason, quoted = barred if source else "source", bool(tight(quote))
    if source and source.file and not reason:
        before, after = text.around(first) if text and first else ("", "")
        found = bool(every and all(every))
        right = found and (not says or says(before, squeeze(quote), after))
        reason = "words" if not quoted else "" if right else "value" if found else "text"
    elif not reason and not (quoted and url):
        reason = "page" if quoted else "quote"
    return {
        "section": first.section if first else None,
        "line": first.line if first else None,
        "lines": tuple(sorted({place.line for places in every for place in places})),
        "proof": "none" if reason else "text" if source and source.file else "page",
        "unproven": reason,
    }


def barred_sources(sources: Mapping[str, Source], shipped: Mapping[str, Source]) -> dict[str, str]:
    """The sources that show nothing of a fact of another hand, and why: those of the built-in base
    (`shipped`, as it has them) without a bundled text, and its text under another title."""
    barred = {}
    for ident, source in sources.items():
        if ident in shipped and not source.file:
            barred[ident] = "title" if shipped[ident].file else "hand"
        elif source.file and is_borrowed(source, shipped):
            barred[ident] = "title"
        elif is_namesake(source, shipped):
            barred[ident] = "name"
    return barred


def namesakes(barred: Mapping[str, str], file: Callable[[str], str]) -> list[str]:
    """What is said of the sources that only bear the name of a built-in one, with the file of
    each address."""
    said = _("bears the title and publisher of a built-in source, but has not its text")
    addresses = (f"sources.{each}" for each, why in barred.items() if why == "name")
    return [f"{file(address)}: {address}: {said}" for address in addresses]


def is_namesake(source: Source, shipped: Mapping[str, Source]) -> bool:
    """Whether a source bears the name of a built-in one with a text, and has another text or none.

    `shipped` are the built-in sources; if they are unknown, "{}", they are read.
    """
    title, publisher = squeeze(source.title), squeeze(source.publisher)
    named = any(
        title in map(squeeze, filter(None, (each.title, each.title_en)))
        and publisher
        in map(squeeze, filter(None, (each.publisher, each.publisher_en, *each.publisher_aliases)))
        for each in (shipped or _built_in(source)).values()
        if each.file
    )
    return named and not (source.file and _is_shipped(source.file))


def _built_in(source: Source) -> dict[str, Source]:
    """The built-in sources, none if the words of the title of `source` are not in the file."""
    raw = _raw(builtin())
    known = all(word.encode("utf-8", "ignore") in raw for word in source.title.split())
    return _sources(builtin()) if raw and known else {}


@lru_cache(maxsize=1)
def _raw(path: str) -> bytes:
    with suppress(OSError):
        return file_bytes(path)
    return b""


@lru_cache(maxsize=1)
def _sources(path: str) -> dict[str, Source]:
    """The sources of a file, their texts with the names that they have there."""
    tables = parse(Path(path)).data["sources"].items()
    known = {each.name for each in fields(Source)}
    return {
        ident: Source(**{"id": ident} | {key: each[key] for key in each if key in known})
        for ident, each in tables
    }


def is_borrowed(source: Source, shipped: Mapping[str, Source]) -> bool:
    """Whether the text of a source is that of a built-in one with another title or publisher.

    `shipped` are the built-in sources; if they are unknown, "{}", they are read.
    """
    name = (source.title, source.publisher)
    if any(name == (each.title, each.publisher) for each in shipped.values() if each.file):
        return False
    if shipped or not _is_shipped(source.file):
        return _is_shipped(source.file)
    own = _built_in(source).values()
    return name not in ((each.title, each.publisher) for each in own if each.file)


def _is_shipped(file: str) -> bool:
    """Whether a text is one of those beside the built-in base, or a copy of one."""
    seeds = os.path.join(os.path.dirname(os.path.abspath(builtin())), "seeds")
    if os.path.dirname(os.path.abspath(file)) == seeds:
        return True
    with suppress(OSError):
        texts = (os.path.join(seeds, name) for name in os.listdir(seeds))
        alike = (text for text in texts if os.path.getsize(text) == os.path.getsize(file))
        return any(file_bytes(text) == file_bytes(file) for text in alike)
    return False


def states(
    quantity: Quantity | None, value: Value, measure: str, before: str, quote: str, after: str
) -> bool:
    """Whether a squeezed quote, with the words around it, states a value."""
    if not quantity:
        items = map(str, value if isinstance(value, tuple) else (value,))
        return all(squeeze(item) in quote or prints_date(quote, item) for item in items)
    from infofacts.reading.finding import numbers_of
    from infofacts.reading.stating import numbers_in, range_in, words_say

    if quantity.words:
        printed = squeeze(quantity.words)
        said = numbers_of(quantity.words if quantity.words.isascii() else printed)
        return printed in quote and words_say(quantity, said)
    context, numbers = (before, quote, after), numbers_of(before + quote + after)
    if quantity.high is not None:
        return range_in(context, quantity, numbers) is not None
    found = next(numbers_in(context, quantity, numbers), None)
    if not found:
        return False
    words, unit = (before + quote)[: found[0]], quantity.unit
    if quantity.digits < 0:
        return (
            says_fall(words, unit) or has_minus(words, unit) or may_fall(words) or says_loss(words)
        )
    falls = measure in ("change", "growth") and says_fall(words, unit)
    return not falls and not sure_minus(words, unit)


def upheld(base: FactBase, ids: Iterable[str]) -> FactBase:
    """A base in which the facts of these addresses that a bundled text shows also keep the rules
    of `check` on their bound, scope, date, year and status; else nothing shows them."""
    shown = [base.facts[ident] for ident in ids if base.facts[ident].proof == "text"]
    if not shown:
        return base
    from infofacts.check import bounds, dates, measures, neighbours, periods, scope, series, status
    from infofacts.check.claim import claim_of
    from infofacts.check.rule import Rule, Rules

    families = (bounds, dates, series, measures, neighbours, periods, scope, status)
    every = (each for family in families for each in vars(family).values())
    rules = Rules([each for each in every if isinstance(each, Rule) and not each.doubt])
    facts = dict(base.facts)
    for fact in shown:
        claim = claim_of(fact, base)
        if any(True for rule in rules.of(fact) for _ in rule.problems(claim)):
            facts[fact.id] = replace(fact, proof="none", unproven="claim")
    return replace(base, facts=facts)
