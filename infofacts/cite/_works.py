"""The publications that facts are from, and what the citation styles share."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from hashlib import sha256

from infofacts.model import Fact, FactBase, Source
from infofacts.record import Record, replace
from infofacts.report import source_of
from infofacts.text import section_en, squeeze, visible

MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class Kind(Record):
    """A type of document in each style: its mark, entry types, RIS code and CSL type.

    The entry types of BibTeX are those that every style of it knows.
    """

    mark: str
    bibtex: str
    biblatex: str
    ris: str
    csl: str
    page: bool = False  # part of the web, dated like a page


_PAGE = Kind("EB", "misc", "online", "ELEC", "webpage", page=True)
_OTHER = Kind("Z", "misc", "misc", "GEN", "document")
KINDS = {
    "report": Kind("R", "techreport", "report", "RPRT", "report"),
    "book": Kind("M", "book", "book", "BOOK", "book"),
    "dataset": Kind("DS", "misc", "dataset", "DATA", "dataset", page=True),
}


class Work(Record):
    """A publication to cite, and the facts it is cited for, in the order asked.

    `page` is where its words were read, if that is not the publication itself; its title is ""
    where nobody wrote it down.
    """

    source: Source
    facts: list[Fact]
    page: Source | None = None

    @property
    def key(self) -> str:
        """The key of its entry, the same whatever else is cited."""
        return key_of(self.source, self.page.url if self.page else "")

    @property
    def kind(self) -> Kind:
        """The type of the document. What is neither report, book nor data, such as news, is a
        page if it has an address: without one there is no [EB]."""
        return KINDS.get(self.source.type) or (_PAGE if self.source.url else _OTHER)

    @property
    def entry_kind(self) -> Kind:
        """The type in the formats of other programs, whose entry is of the page that was read."""
        return _PAGE if self.page else self.kind

    @property
    def read(self) -> Source:
        """What was read: the page, or the publication itself."""
        return self.page or self.source

    @property
    def sections(self) -> list[str]:
        """The sections of the facts, each once."""
        return list(dict.fromkeys(one_line(fact.section) for fact in self.facts if fact.section))

    @property
    def said(self) -> list[Fact]:
        """The facts without those whose words are part of another's, in the same section."""
        quotes: dict[str | None, set[str]] = {}
        for fact in self.facts:
            quotes.setdefault(fact.section, set()).add(squeeze(fact.quote))
        parts = {section: _parts(those) for section, those in quotes.items()}
        return [fact for fact in self.facts if squeeze(fact.quote) not in parts[fact.section]]

    @property
    def evidence(self) -> list[str]:
        """The quote and the place of every fact, as in a note; each sentence once."""
        return list(dict.fromkeys(map(_evidence, self.said)))

    @property
    def where(self) -> str:
        """Whose the page is that was read and, if known, its title; "" for the work itself."""
        named = (self.page.publisher, self.page.title) if self.page else ()
        return one_line(". ".join(filter(None, named)))

    @property
    def quoting(self) -> str:
        """The words before `where`, in the language of the work."""
        return "转引自" if is_chinese(self.source.title) else "Quoted in"

    @property
    def notes(self) -> list[str]:
        """Where it is quoted (转引自：tv.cctv.com) and the sections of the facts."""
        colon = "：" if is_chinese(self.source.title) else ": "
        return [f"{self.quoting}{colon}{self.where}"] * bool(self.page) + self.sections


def _parts(texts: Collection[str]) -> set[str]:
    """The texts that are part of another; each is compared with few that share its rarest piece."""
    size = 4
    holders: dict[str, set[str]] = {}
    for text in texts:
        for at in range(len(text) - size + 1):
            holders.setdefault(text[at : at + size], set()).add(text)
    parts = set()
    for text in texts:
        pieces = (holders[text[at : at + size]] for at in range(len(text) - size + 1))
        if any(text != other and text in other for other in min(pieces, key=len, default=())):
            parts.add(text)
    return parts


def key_of(source: Source, page: str) -> str:
    """The key of a source's entry; of one quoted on a page, with a mark of that page's address."""
    return f"{source.id}-{sha256(page.encode()).hexdigest()[:6]}" if page else source.id


def works_of(base: FactBase, facts: Iterable[Fact], english: bool) -> list[Work]:
    """The works that stated facts are from, in the order of their first fact.

    Sources that differ only in their id are one work; one that was read on two pages is two.
    `english`: section names in English.
    """
    works: dict[tuple[str, str], Work] = {}
    for fact in dict.fromkeys(facts):
        source = source_of(base, fact)
        source = replace(source, id=first_id(base, source))
        if english:
            fact = replace(fact, section=section_en(fact.section or ""))
        page = page_of(base, fact)
        key = source.id, page.url if page else ""
        work = works.setdefault(key, Work(source, [], page))
        work.facts.append(fact)
        if page and work.page and page.accessed > work.page.accessed:
            works[key] = replace(work, page=page)  # the last day that it was read
    return list(works.values())


def first_id(base: FactBase, source: Source) -> str:
    """The id of the first source of the base that differs from this one in nothing but its id."""
    known = base.memo.get("by title")
    if known is None:
        known = base.memo["by title"] = {}
        for each in base.sources.values():
            known.setdefault(each.title, []).append(each)
    same = (each.id for each in known[source.title] if replace(each, id=source.id) == source)
    found: str = next(same)
    return found


def page_of(base: FactBase, fact: Fact) -> Source | None:
    """The page that a fact was read on, None if that is its source.

    A source with the page's address describes it; else only the name of its site is known.
    """
    if not fact.read_elsewhere(source_of(base, fact)):
        return None
    known = base.memo.get("pages")
    if known is None:
        known = {source.url: source for source in base.sources.values() if source.url}
        base.memo["pages"] = known
    page = known.get(fact.url) or Source(
        id="", title="", publisher=site_of(fact.url), type="webpage", url=fact.url
    )
    return replace(page, accessed=fact.accessed or page.accessed)


def site_of(address: str) -> str:
    """The name of a site by its address: tv.cctv.com."""
    host = re.match(r"[\w+.-]+://(?:[^/?#]*@)?(?:www\.)?([^/:?#]+)", address)
    return host[1] if host else address


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
    return any("\u3400" <= char <= "\u9fff" for char in text)


def translation(source: Source) -> str:
    """The English title if it is not the title itself, else ""."""
    return one_line(source.title_en) if source.title_en != source.title else ""
