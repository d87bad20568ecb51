"""The publications that facts are from, and what the styles of citing them share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from infofacts.model import Fact, FactBase, Source
from infofacts.report import section_en, source_of
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
    facts: list[Fact]

    @property
    def kind(self) -> Kind:
        """What the document is; of an unknown type, a page if it has an address."""
        return KINDS.get(self.source.type) or (_PAGE if self.source.url else _OTHER)

    @property
    def sections(self) -> list[str]:
        """Where the facts stand, each place once."""
        return list(dict.fromkeys(one_line(fact.section) for fact in self.facts if fact.section))

    @property
    def evidence(self) -> list[str]:
        """The words of every fact and where they stand."""
        return list(dict.fromkeys(_evidence(fact) for fact in self.facts))


def works_of(base: FactBase, facts: Iterable[Fact], english: bool) -> list[Work]:
    """The works that stated facts are from, in the order of their first fact.

    Sources that differ in nothing but their id are one work; `english` gives the places in
    English.
    """
    works: dict[Source, Work] = {}
    for fact in dict.fromkeys(facts):
        source = source_of(base, fact)
        if english:
            fact = replace(fact, section=section_en(fact.section or ""))
        works.setdefault(replace(source, id=""), Work(source, [])).facts.append(fact)
    return list(works.values())


# ---------------------------------------------------------------- pieces
def one_line(text: str) -> str:
    """A text on one line, with nothing unseen in it."""
    return visible(" ".join(text.split()))


def _evidence(fact: Fact) -> str:
    """“words” (place): a fact as a note; a fact without a quote is named by its address."""
    words = f"“{one_line(fact.quote)}”" if fact.quote else f"{fact.id}: {one_line(fact.printed)}"
    place = [one_line(fact.section)] if fact.section else []
    line = [f"line {fact.line}"] if fact.line else []
    return f"{words} ({', '.join(place + line)})" if place or line else words


def sentences(*parts: str) -> str:
    """Parts that each end with a full stop; none is doubled, and empty parts are left out."""
    ended = (part if part.endswith(".") else f"{part}." for part in parts if part)
    return " ".join(ended)


def date_parts(day: str) -> list[int]:
    """A date in its parts: [2024, 8], or none for ""."""
    return [int(part) for part in day.split("-")] if day else []


def month(number: int) -> str:
    return _MONTHS.split()[number - 1]


def is_chinese(text: str) -> bool:
    return bool(_IDEOGRAPH.search(text))


def translation(source: Source) -> str:
    """The English title where it is not the title itself, else ""."""
    return one_line(source.title_en) if source.title_en != source.title else ""
