"""MLA 9: entries in alphabetical order, each with its in-text citations below it.

The title as printed has its translation in brackets; that of a page stands in quotation marks.
The day it was read stands last where a page has no date. Of a publication that was read on
another page the entry is that page, by a description if its title is unknown, and the in-text
citation says "qtd. in".
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._english import author, by_author, in_quotes, is_page, prose, said, titled
from infofacts.cite._works import MONTHS, Work, date_parts, one_line


def write(works: Sequence[Work]) -> str:
    return "".join(_entry(work) for work, _ in by_author(works, [work.read for work in works]))


def _entry(work: Work) -> str:
    read = work.read
    seen = f"Accessed {_date(read.accessed)}" if is_page(work) and not read.published else ""
    place = ", ".join(filter(None, (_date(read.published), one_line(read.url))))
    entry = prose(author(read), _title(work), place, seen if read.accessed else "")
    lines = [f"{entry}\n"]
    quoted = f"{author(work.source)}, qtd. in " if work.page else ""
    for fact in work.said:
        section = f", {one_line(fact.section)}" if fact.section else ""
        lines.append(said(fact, f"({quoted}{author(read)}{section})"))
    return "".join(dict.fromkeys(lines))


def _title(work: Work) -> str:
    """The title; of a page in quotation marks; for none a description."""
    title, source = titled(work.read), work.source
    if not title:
        english = one_line(source.title_en or source.title)
        return f"Page that quotes {english}, {author(source)}"
    return in_quotes(title, ".") if is_page(work) else title


def _date(day: str) -> str:
    """5 Aug. 2024, or as much of it as is known."""
    parts = date_parts(day)
    month = MONTHS[parts[1]] if len(parts) > 1 else ""
    if len(month) > 4:
        month = f"{month[: 4 if month == 'September' else 3]}."
    return " ".join(filter(None, (*map(str, parts[2:]), month, day[:4])))
