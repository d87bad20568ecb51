"""Citations for people to read: GB/T 7714 and APA."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from infofacts.cite.works import Work, clean, month, parts_of, sentences, translation
from infofacts.model import Source


# ---------------------------------------------------------------- APA
def apa(cited: Sequence[Work]) -> str:
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
    if english := translation(source):
        title += f" [{english}]"
    entry = sentences(author, f"({_apa_date(work, year)})")
    entry += f" {title}" if title[-1:] in ".?!。？！" else f" {title}."
    lines = [f"{entry} {_apa_address(work)}".rstrip() + "\n"]
    for fact in work.facts:
        place = f", {clean(fact.section)}" if fact.section else ""
        words = f"“{clean(fact.quote)}” " if fact.quote else ""
        lines.append(f"    {words}({author}, {year}{place})\n")
    return list(dict.fromkeys(lines))


def _apa_address(work: Work) -> str:
    """The address; of a page without a date, which may change, with the day it was seen."""
    source, seen = work.source, parts_of(work.source.accessed)
    if source.published or not work.kind.page or len(seen) < 3:
        return clean(source.url)
    return f"Retrieved {month(seen[1])} {seen[2]}, {seen[0]}, from {clean(source.url)}"


def _apa_date(work: Work, year: str) -> str:
    """(2024) for a report, (2024, August 5) for a page."""
    parts = parts_of(work.source.published)
    if not work.kind.page or len(parts) < 2:
        return year
    day = f" {parts[2]}" if len(parts) > 2 else ""
    return f"{year}, {month(parts[1])}{day}"
