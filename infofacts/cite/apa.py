"""APA 7: entries in alphabetical order, each with its in-text citations below it.

A group author, in English if the source gives its name; the title as printed, its translation
in brackets; a report's year, a web page's full date; the date of access only for a page without
a date. Works of one author and year get letters. Section and quote belong to the in-text
citation, so these follow below the entry.

Of a publication that was read on another page the entry is that page, by its site and, if its
title is unknown, a description in brackets; the in-text citation is "as cited in" it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from infofacts.cite._works import MONTHS, Work, date_parts, one_line, sentences, translation
from infofacts.model import Source


def write(works: Sequence[Work]) -> str:
    ordered = sorted(works, key=_order)
    return "".join(map(_entry, ordered, _letters(ordered)))


def _author(source: Source) -> str:
    return one_line(source.publisher_en or source.publisher)


def _is_page(work: Work) -> bool:
    return work.page is not None or work.kind.page


def _order(work: Work) -> tuple[str, str, str]:
    """By author, then date, a year alone before the days of that year, then title."""
    read = work.read
    day = read.published if _is_page(work) else read.published[:4]
    return _author(read).casefold(), day, read.title or work.source.title


def _letters(works: Sequence[Work]) -> Iterator[str]:
    """For works that share author and year a … z, aa, ab … ("-a" after "n.d."), else ""."""
    keys = [(_author(work.read), work.read.published[:4]) for work in works]
    count, seen = Counter(keys), Counter[tuple[str, str]]()
    for key in keys:
        number, dated = seen[key], bool(key[1])
        first = chr(ord("a") + number // 26 - 1) if number >= 26 else ""
        letters = ("" if dated else "-") + first + chr(ord("a") + number % 26)
        yield letters if count[key] > 1 else ""
        seen[key] += 1


def _entry(work: Work, letter: str) -> str:
    """An entry and, below it, the quote and the section of each fact."""
    author, year = _author(work.read), _year(work.read) + letter
    title = _titled(work.read) if work.read.title else f"[Page that quotes {_quoted(work.source)}]"
    entry = sentences(author, f"({_date(work, year)})")
    entry += f" {title}" if title[-1:] in ".?!。？！" else f" {title}."
    lines = [f"{entry} {_address(work)}".rstrip() + "\n"]
    if work.page:
        author = f"{_author(work.source)}, {_year(work.source)}, as cited in {author}"
    for fact in work.said:
        place = f", {one_line(fact.section)}" if fact.section else ""
        words = f"“{one_line(fact.quote)}” " if fact.quote else ""
        lines.append(f"    {words}({author}, {year}{place})\n")
    return "".join(dict.fromkeys(lines))


def _year(source: Source) -> str:
    return source.published[:4] or "n.d."


def _titled(source: Source) -> str:
    """The title, with its translation in brackets."""
    english = translation(source)
    return one_line(source.title) + (f" [{english}]" if english else "")


def _quoted(source: Source) -> str:
    """A publication inside the description of a page."""
    english = source.title_en or source.title
    return f"{_author(source)} ({_year(source)}), {one_line(english)}"


def _address(work: Work) -> str:
    """The address; of a page without a date, which may change, with the date of access."""
    read, seen = work.read, date_parts(work.read.accessed)
    if read.published or not _is_page(work) or len(seen) < 3:
        return one_line(read.url)
    return f"Retrieved {MONTHS[seen[1]]} {seen[2]}, {seen[0]}, from {one_line(read.url)}"


def _date(work: Work, year: str) -> str:
    """(2024) for a report, (2024, August 5) for a page."""
    parts = date_parts(work.read.published)
    if not _is_page(work) or len(parts) < 2:
        return year
    day = f" {parts[2]}" if len(parts) > 2 else ""
    return f"{year}, {MONTHS[parts[1]]}{day}"
