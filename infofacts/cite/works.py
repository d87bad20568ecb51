"""The works that facts are from, and the pieces that every style of citing them is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from infofacts.model import Fact, FactBase, Source
from infofacts.report import source_of
from infofacts.text import visible

_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True, slots=True)
class Kind:
    """What each style calls a type of document: its mark, entry type, RIS code and CSL type."""

    mark: str
    bibtex: str
    ris: str
    csl: str
    page: bool = False  # of the web itself: its dates are those of a page


_PAGE = Kind("EB", "online", "ELEC", "webpage", page=True)
_OTHER = Kind("Z", "misc", "GEN", "document")
KINDS = {
    "report": Kind("R", "techreport", "RPRT", "report"),
    "book": Kind("M", "book", "BOOK", "book"),
    "dataset": Kind("DS", "dataset", "DATA", "dataset", page=True),
    "webpage": _PAGE,
    "news": _PAGE,  # an official body's own news: a page, not an article of a newspaper
}


@dataclass(frozen=True, slots=True)
class Work:
    """A publication to cite, and the facts it is cited for in the order asked."""

    source: Source
    facts: Sequence[Fact]

    @property
    def kind(self) -> Kind:
        """What the document is; of an unknown type, a page if it has an address."""
        return KINDS.get(self.source.type) or (_PAGE if self.source.url else _OTHER)

    @property
    def sections(self) -> list[str]:
        """Where the facts stand, each place once."""
        return list(dict.fromkeys(clean(fact.section) for fact in self.facts if fact.section))

    @property
    def evidence(self) -> list[str]:
        """The words of every fact and where they stand."""
        return list(dict.fromkeys(_evidence(fact) for fact in self.facts))


def works(base: FactBase, facts: Iterable[Fact]) -> list[Work]:
    """The works that stated facts are from, in the order of their first fact.

    Sources that differ in nothing but their id are one work.
    """
    found: dict[Source, tuple[Source, list[Fact]]] = {}
    for fact in facts:
        source = source_of(base, fact)
        found.setdefault(replace(source, id=""), (source, []))[1].append(fact)
    return [Work(source, group) for source, group in found.values()]


def inputs_of(base: FactBase, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts as they are printed: instead of a computed one, what it is computed from."""
    for fact in facts:
        yield from (base.facts[ident] for ident in fact.inputs) if fact.inputs else (fact,)


# ---------------------------------------------------------------- pieces
def clean(text: str) -> str:
    """A text on one line, with nothing unseen in it."""
    return visible(" ".join(text.split()))


def _evidence(fact: Fact) -> str:
    """“words” (place): a fact as a note; a fact without a quote is named by its address."""
    words = f"“{clean(fact.quote)}”" if fact.quote else f"{fact.id}: {clean(fact.printed)}"
    place = [clean(fact.section)] if fact.section else []
    line = [f"line {fact.line}"] if fact.line else []
    return f"{words} ({', '.join(place + line)})" if place or line else words


def sentences(*parts: str) -> str:
    """Parts that each end with a full stop; none is doubled, and empty parts are left out."""
    ended = (part if part.endswith(".") else f"{part}." for part in parts if part)
    return " ".join(ended)


def parts_of(day: str) -> list[int]:
    """A date in its parts: [2024, 8], or none for ""."""
    return [int(part) for part in day.split("-")] if day else []


def month(number: int) -> str:
    return _MONTHS.split()[number - 1]


def is_chinese(text: str) -> bool:
    return bool(_IDEOGRAPH.search(text))


def translation(source: Source) -> str:
    """The English title where it is not the title itself, else ""."""
    return clean(source.title_en) if source.title_en != source.title else ""
