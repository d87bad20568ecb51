"""Citations of facts: one entry a publication, with the places of the facts that it is cited for.

A style is a function in `STYLES` from works to text; `cite` takes any facts, so that the inputs
of a computed figure are cited together. A corporate author is never split or abbreviated, and
nothing is invented: no page numbers (the locator is the section that the program found the
quote in), no romanised titles, no place of publication.

What the styles rest on:

- GB/T 7714—2025. Its text is not at hand; what is done here was read from its examples as
  https://github.com/citation-style-language/styles and https://github.com/zotero-chinese/styles
  reproduce them: "." and "[ ]" are half-width and the other marks full-width; a report has its
  full date and, online, no access date (…[R/OL]. 2023-12-28. URL.); a web page has both
  (…[EB/OL]. （2025-02-17）[2025-06-22]. URL.); what is not known of place and publisher is left
  out. What stands in the place of page numbers may be words (序2-3, 第1版自序).
- GB/T 7714—2015: half-width marks; an online report or page has both dates, and where a place in
  it is cited, the year and the place: "2024: PLACE[2026-07-02]. URL."
- APA 7: a group author, in English where the source gives its name; the title as printed, its
  translation in brackets; a report's year, a web page's full date; when it was seen only for a
  page without a date. Entries are sorted, works of one author and year told apart by letters.
  The place and the words belong to the citation in the text, so these follow below the entry.
- BibTeX, RIS and CSL-JSON: the places and words are a note on the entry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from infofacts.errors import BadUsage, NoAnswer
from infofacts.model import Fact, FactBase, Source
from infofacts.output import machine, visible
from infofacts.sections import section_en

DEFAULT_STYLE = "gbt7714-2025"
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


def cite(
    base: FactBase, facts: Iterable[Fact], style: str = DEFAULT_STYLE, english: bool = False
) -> str:
    """The citations of facts as text, an entry for each work; places in English if wanted.

    Raises `BadUsage` for an unknown style, `NoAnswer` for a fact whose source is not in the base.
    """
    if style not in STYLES:
        raise BadUsage(f"--style {style}: expected one of {', '.join(STYLES)}")
    cited = dict.fromkeys(stated(base, facts))
    if english:
        cited = dict.fromkeys(replace(f, section=section_en(f.section or "")) for f in cited)
    return STYLES[style](works(base, cited))


def works(base: FactBase, facts: Iterable[Fact]) -> list[Work]:
    """The works that stated facts are from, in the order of their first fact.

    Sources that differ in nothing but their id are one work.
    """
    found: dict[Source, tuple[Source, list[Fact]]] = {}
    for fact in facts:
        source = source_of(base, fact)
        found.setdefault(replace(source, id=""), (source, []))[1].append(fact)
    return [Work(source, group) for source, group in found.values()]


def source_of(base: FactBase, fact: Fact) -> Source:
    """The source of a fact. Raises `NoAnswer` if the base does not have it."""
    if source := base.sources.get(fact.source):
        return source
    raise NoAnswer(f"{fact.id}: its source {fact.source!r} is not in the fact base")


def stated(base: FactBase, facts: Iterable[Fact]) -> Iterator[Fact]:
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


def _sentences(*parts: str) -> str:
    """Parts that each end with a full stop; none is doubled, and empty parts are left out."""
    ended = (part if part.endswith(".") else f"{part}." for part in parts if part)
    return " ".join(ended)


def _parts(day: str) -> list[int]:
    """A date in its parts: [2024, 8], or none for ""."""
    return [int(part) for part in day.split("-")] if day else []


def _month(number: int) -> str:
    return _MONTHS.split()[number - 1]


def _chinese(text: str) -> bool:
    return bool(_IDEOGRAPH.search(text))


def _translation(source: Source) -> str:
    """The English title where it is not the title itself, else ""."""
    return clean(source.title_en) if source.title_en != source.title else ""


# ---------------------------------------------------------------- GB/T 7714
@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a version of GB/T 7714, and whether online reports are dated as pages are."""

    colon: str
    comma: str
    left: str
    right: str
    dated_as_page: bool


GBT_2025 = Marks("：", "，", "（", "）", dated_as_page=False)
GBT_2015 = Marks(": ", ", ", "(", ")", dated_as_page=True)


def _gbt(marks: Marks) -> Callable[[Sequence[Work]], str]:
    """The style with these marks; entries are numbered where there are several."""

    def style(cited: Sequence[Work]) -> str:
        entries = [_gbt_entry(work, marks) for work in cited]
        numbered = len(entries) > 1
        return "".join(
            f"[{number}] {entry}\n" if numbered else f"{entry}\n"
            for number, entry in enumerate(entries, 1)
        )

    return style


def _gbt_entry(work: Work, marks: Marks) -> str:
    source = work.source
    online = "/OL" if source.url else ""
    title = f"{clean(source.title)}[{work.kind.mark}{online}]"
    issue = _gbt_issue(work, marks)
    return _sentences(clean(source.publisher), title, issue, clean(source.url))


def _gbt_issue(work: Work, marks: Marks) -> str:
    """When the work was issued, the places cited in it and when it was seen."""
    source, places = work.source, marks.comma.join(work.sections)
    as_page = source.url and (work.kind.page or marks.dated_as_page)
    seen = f"[{source.accessed}]" if as_page and source.accessed else ""
    if as_page and not places:
        return (f"{marks.left}{source.published}{marks.right}" if source.published else "") + seen
    day = source.published[:4] if marks.dated_as_page else source.published
    return marks.colon.join(filter(None, (day, places))) + seen


# ---------------------------------------------------------------- APA
def _apa(cited: Sequence[Work]) -> str:
    """Entries in the order of the alphabet, each with its citations in the text below it."""
    works_ = sorted(cited, key=_apa_key)
    letters = _apa_letters(works_)
    return "".join(
        line for work in works_ for line in _apa_lines(work, letters.get(work.source.id, ""))
    )


def _apa_author(source: Source) -> str:
    return clean(source.publisher_en or source.publisher)


def _apa_key(work: Work) -> tuple[str, str, str]:
    """By author, then date, a year alone before the days of that year, then title."""
    day = work.source.published if work.kind.page else work.source.published[:4]
    return _apa_author(work.source).casefold(), day, work.source.title


def _apa_letters(cited: Sequence[Work]) -> dict[str, str]:
    """A letter for each work whose author and year another has too: a, b, c …"""
    groups = Counter((_apa_author(work.source), work.source.published[:4]) for work in cited)
    seen: Counter[tuple[str, str]] = Counter()
    letters = {}
    for work in cited:
        key = _apa_author(work.source), work.source.published[:4]
        if groups[key] > 1:
            letters[work.source.id] = _letter(seen[key], dated=bool(key[1]))
            seen[key] += 1
    return letters


def _letter(number: int, dated: bool) -> str:
    """a … z, then aa, ab …; behind "n.d." with a hyphen."""
    letter = chr(ord("a") + number % 26)
    before = chr(ord("a") + number // 26 - 1) if number >= 26 else ""
    return ("" if dated else "-") + before + letter


def _apa_lines(work: Work, letter: str) -> list[str]:
    source = work.source
    author, year = _apa_author(source), (source.published[:4] or "n.d.") + letter
    title = clean(source.title)
    if translation := _translation(source):
        title += f" [{translation}]"
    entry = _sentences(author, f"({_apa_date(work, year)})")
    entry += f" {title}" if title[-1:] in ".?!。？！" else f" {title}."
    lines = [f"{entry} {_apa_address(work)}".rstrip() + "\n"]
    for fact in work.facts:
        place = f", {clean(fact.section)}" if fact.section else ""
        words = f"“{clean(fact.quote)}” " if fact.quote else ""
        lines.append(f"    {words}({author}, {year}{place})\n")
    return list(dict.fromkeys(lines))


def _apa_address(work: Work) -> str:
    """The address; of a page without a date, which may change, with the day it was seen."""
    source, seen = work.source, _parts(work.source.accessed)
    if source.published or not work.kind.page or len(seen) < 3:
        return clean(source.url)
    return f"Retrieved {_month(seen[1])} {seen[2]}, {seen[0]}, from {clean(source.url)}"


def _apa_date(work: Work, year: str) -> str:
    """(2024) for a report, (2024, August 5) for a page."""
    parts = _parts(work.source.published)
    if not work.kind.page or len(parts) < 2:
        return year
    day = f" {parts[2]}" if len(parts) > 2 else ""
    return f"{year}, {_month(parts[1])}{day}"


# ---------------------------------------------------------------- BibTeX
# Braces by name, for BibTeX counts even those behind a backslash.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
}  # fmt: skip


def _bibtex(cited: Sequence[Work]) -> str:
    return "\n".join(_bibtex_entry(work) for work in cited)


def _bibtex_entry(work: Work) -> str:
    source, parts = work.source, _parts(work.source.published)
    author = _tex(source.publisher)
    values = {
        "author": f"{{{author}}}",  # double braces: an office, not a person's names
        "title": _tex(source.title),
        "titleaddon": _tex(_translation(source)),
        "institution": author if work.kind.bibtex == "techreport" else "",
        "publisher": author if work.kind.bibtex == "book" else "",
        "year": str(parts[0]) if parts else "",
        "month": _month(parts[1])[:3].lower() if len(parts) > 1 else "",
        "date": source.published if len(parts) > 2 else "",
        "url": _tex_address(source.url),
        "urldate": source.accessed,
        "langid": "chinese" if _chinese(source.title) else "english",
        "note": _tex("; ".join(work.sections)),
        "annote": _tex("; ".join(work.evidence)),
    }
    # A month is a macro, spelled as the document's language wants it: it has no braces.
    fields = (
        f"  {key} = {value if key == 'month' else f'{{{value}}}'},\n"
        for key, value in values.items()
        if value
    )
    return f"@{work.kind.bibtex}{{{source.id},\n{''.join(fields)}}}\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in clean(text))


def _tex_address(url: str) -> str:
    """An address is read verbatim; what would end the field is percent-encoded."""
    codes = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
    return "".join(codes.get(char, char) for char in clean(url))


# ---------------------------------------------------------------- RIS
def _ris(cited: Sequence[Work]) -> str:
    return "\n".join(_ris_entry(work) for work in cited)


def _ris_entry(work: Work) -> str:
    source = work.source
    fields = [
        ("TY", work.kind.ris),
        ("ID", source.id),
        ("AU", clean(source.publisher)),
        ("TI", clean(source.title)),
        ("TT", _translation(source)),
        ("PB", clean(source.publisher)),
        ("PY", source.published[:4]),
        ("DA", _ris_date(source.published)),
        ("LA", "zh" if _chinese(source.title) else "en"),
        ("UR", clean(source.url)),
        ("Y2", _ris_date(source.accessed)),
        *(("N1", words) for words in work.evidence),
    ]
    return "".join(f"{tag}  - {text}\n" for tag, text in fields if text) + "ER  - \n"


def _ris_date(day: str) -> str:
    """YYYY/MM/DD/ with what is not known empty: 2024/08//."""
    parts = day.split("-") if day else []
    return "/".join([*parts, *[""] * (4 - len(parts))]) if parts else ""


# ---------------------------------------------------------------- CSL-JSON
def _csl_json(cited: Sequence[Work]) -> str:
    return machine([_csl_item(work) for work in cited], "json")


def _csl_item(work: Work) -> dict[str, object]:
    source = work.source
    english = {"title_en": source.title_en, "publisher_en": source.publisher_en}
    item: dict[str, object] = {
        "id": source.id,
        "type": work.kind.csl,
        "language": "zh-CN" if _chinese(source.title) else "en",
        "author": [{"literal": source.publisher}],
        "title": source.title,
        "issued": _csl_date(source.published),
        "accessed": _csl_date(source.accessed),
        "URL": source.url,
        "note": "; ".join(work.evidence),
        "custom": {key: text for key, text in english.items() if text},
    }
    return {key: value for key, value in item.items() if value}


def _csl_date(day: str) -> dict[str, object]:
    return {"date-parts": [_parts(day)]} if day else {}


STYLES: dict[str, Callable[[Sequence[Work]], str]] = {
    DEFAULT_STYLE: _gbt(GBT_2025),
    "gbt7714-2015": _gbt(GBT_2015),
    "apa": _apa,
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl_json,
}
