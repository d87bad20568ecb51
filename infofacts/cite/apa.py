"""APA 7: entries in alphabetical order, each with its in-text citations below it.

A group author, in English if the source gives its name; the title as printed, its translation
in brackets; a report's year, a web page's full date; the date of access only for a page without
a date. Works of one author and year get letters. Section and quote belong to the in-text
citation, so these follow below the entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from infofacts.cite._works import MONTHS, Work, date_parts, one_line, sentences, translation


def write(works: Sequence[Work]) -> str:
    ordered = sorted(works, key=_order)
    return "".join(map(_entry, ordered, _letters(ordered)))


def _author(work: Work) -> str:
    return one_line(work.source.publisher_en or work.source.publisher)


def _order(work: Work) -> tuple[str, str, str]:
    """By author, then date, a year alone before the days of that year, then title."""
    day = work.source.published if work.kind.page else work.source.published[:4]
    return _author(work).casefold(), day, work.source.title


def _letters(works: Sequence[Work]) -> Iterator[str]:
    """For works that share author and year a … z, aa, ab … ("-a" after "n.d."), else ""."""
    keys = [(_author(work), work.source.published[:4]) for work in works]
    count, seen = Counter(keys), Counter[tuple[str, str]]()
    for key in keys:
        number, dated = seen[key], bool(key[1])
        first = chr(ord("a") + number // 26 - 1) if number >= 26 else ""
        letters = ("" if dated else "-") + first + chr(ord("a") + number % 26)
        yield letters if count[key] > 1 else ""
        seen[key] += 1


def _entry(work: Work, letter: str) -> str:
    """An entry and, below it, the quote and the section of each fact."""
    source = work.source
    author, year = _author(work), (source.published[:4] or "n.d.") + letter
    title = one_line(source.title)
    if english := translation(source):
        title += f" [{english}]"
    entry = sentences(author, f"({_date(work, year)})")
    entry += f" {title}" if title[-1:] in ".?!。？！" else f" {title}."
    lines = [f"{entry} {_address(work)}".rstrip() + "\n"]
    for fact in work.facts:
        place = f", {one_line(fact.section)}" if fact.section else ""
        words = f"“{one_line(fact.quote)}” " if fact.quote else ""
        lines.append(f"    {words}({author}, {year}{place})\n")
    return "".join(dict.fromkeys(lines))


def _address(work: Work) -> str:
    """The address; of a page without a date, which may change, with the date of access."""
    source, seen = work.source, date_parts(work.source.accessed)
    if source.published or not work.kind.page or len(seen) < 3:
        return one_line(source.url)
    return f"Retrieved {MONTHS[seen[1]]} {seen[2]}, {seen[0]}, from {one_line(source.url)}"


def _date(work: Work, year: str) -> str:
    """(2024) for a report, (2024, August 5) for a page."""
    parts = date_parts(work.source.published)
    if not work.kind.page or len(parts) < 2:
        return year
    day = f" {parts[2]}" if len(parts) > 2 else ""
    return f"{year}, {MONTHS[parts[1]]}{day}"
