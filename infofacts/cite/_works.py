"""The publications that facts are from, and what the citation styles share."""

from __future__ import annotations

import re
from collections.abc import Iterable

from infofacts.model import Fact, FactBase, Source
from infofacts.record import Record, replace
from infofacts.report import section_en, source_of
from infofacts.text import visible

MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class Kind(Record):
    """A type of document in each style: its mark, entry type, RIS code and CSL type."""

    mark: str
    bibtex: str
    ris: str
    csl: str
    page: bool = False  # part of the web, dated like a page


_PAGE = Kind("EB", "online", "ELEC", "webpage", page=True)
_OTHER = Kind("Z", "misc", "GEN", "document")
KINDS = {
    "report": Kind("R", "techreport", "RPRT", "report"),
    "book": Kind("M", "book", "BOOK", "book"),
    "dataset": Kind("DS", "dataset", "DATA", "dataset", page=True),
    "webpage": _PAGE,
    "news": _PAGE,  # an official body's own news: a page, not an article of a newspaper
}


class Work(Record):
    """A publication to cite, and the facts it is cited for, in the order asked."""

    source: Source
    facts: list[Fact]

    @property
    def kind(self) -> Kind:
        """The type of the document; if unknown, a page if it has an address."""
        return KINDS.get(self.source.type) or (_PAGE if self.source.url else _OTHER)

    @property
    def sections(self) -> list[str]:
        """The sections of the facts, each once."""
        return list(dict.fromkeys(one_line(fact.section) for fact in self.facts if fact.section))

    @property
    def evidence(self) -> list[str]:
        """The quote and the place of every fact, as in a note."""
        return list(dict.fromkeys(map(_evidence, self.facts)))


def works_of(base: FactBase, facts: Iterable[Fact], english: bool) -> list[Work]:
    """The works that stated facts are from, in the order of their first fact.

    Sources that differ only in their id are one work; `english`: section names in English.
    """
    works: dict[Source, Work] = {}
    for fact in dict.fromkeys(facts):
        source = source_of(base, fact)
        if english:
            fact = replace(fact, section=section_en(fact.section or ""))
        works.setdefault(replace(source, id=""), Work(source, [])).facts.append(fact)
    return list(works.values())


def one_line(text: str) -> str:
    """A text on one line, with control characters made visible."""
    return visible(" ".join(text.split()))


def _evidence(fact: Fact) -> str:
    """“quote” (section, line 7); without a quote the address and the value as printed."""
    words = f"“{one_line(fact.quote)}”" if fact.quote else f"{fact.id}: {one_line(fact.printed)}"
    line = f"line {fact.line}" if fact.line else ""
    place = ", ".join(filter(None, (one_line(fact.section or ""), line)))
    return f"{words} ({place})" if place else words


def sentences(*parts: str) -> str:
    """The parts that are not empty, each with one full stop at its end."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def date_parts(day: str) -> list[int]:
    """A date as numbers: [2024, 8], or [] for ""."""
    return [int(part) for part in day.split("-")] if day else []


def is_chinese(text: str) -> bool:
    return bool(re.search("[\u3400-\u9fff]", text))


def translation(source: Source) -> str:
    """The English title if it is not the title itself, else ""."""
    return one_line(source.title_en) if source.title_en != source.title else ""
