"""What the styles of English prose share: names, titles, dates, order and letters of works."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from infofacts.cite._works import MONTHS, Work, date_parts, one_line, translation
from infofacts.model import Fact, Source

_END = re.compile("[.?!。？！]”?$")


def author(source: Source) -> str:
    """The office, in English if the source gives its name."""
    return one_line(source.publisher_en or source.publisher)


def titled(source: Source) -> str:
    """The title as printed, with its translation in brackets."""
    english = translation(source)
    return one_line(source.title) + (f" [{english}]" if english else "")


def year_of(source: Source) -> str:
    return source.published[:4] or "n.d."


def date_of(day: str) -> str:
    """August 5, 2024, or as much of it as is known."""
    parts = date_parts(day)
    if len(parts) < 2:
        return day
    return f"{MONTHS[parts[1]]} {f'{parts[2]}, ' if len(parts) > 2 else ''}{parts[0]}"


def is_page(work: Work) -> bool:
    """Whether what was read is dated like a page."""
    return work.page is not None or work.kind.page


def prose(*parts: str) -> str:
    """The parts that are not empty as sentences, each with one mark at its end."""
    return " ".join(part if _END.search(part) else f"{part}." for part in parts if part)


def in_quotes(title: str, mark: str) -> str:
    """A title in quotation marks, with a mark inside them unless it ends with one."""
    return f"“{title}{'' if _END.search(title) else mark}”"


def said(fact: Fact, citation: str) -> str:
    """A quote and its citation, below an entry."""
    words = f"“{one_line(fact.quote)}” " if fact.quote else ""
    return f"    {words}{citation}\n"


def by_author(works: Sequence[Work], sources: Sequence[Source]) -> list[tuple[Work, str]]:
    """The works ordered by the author of these sources, then date, then title, each with the
    letter of its year: a year alone comes before its days."""

    def order(pair: tuple[Work, Source]) -> tuple[str, str, str]:
        work, source = pair
        day = source.published if is_page(work) else source.published[:4]
        return author(source).casefold(), day, source.title or work.source.title

    pairs = sorted(zip(works, sources, strict=True), key=order)
    letters = _letters([(author(source), source.published[:4]) for _, source in pairs])
    return list(zip((work for work, _ in pairs), letters, strict=True))


def _letters(keys: Sequence[tuple[str, str]]) -> Iterator[str]:
    """For works that share author and year a … z, aa, ab … ("-a" after "n.d."), else ""."""
    count, seen = Counter(keys), Counter[tuple[str, str]]()
    for key in keys:
        number, dated = seen[key], bool(key[1])
        first = chr(ord("a") + number // 26 - 1) if number >= 26 else ""
        letters = ("" if dated else "-") + first + chr(ord("a") + number % 26)
        yield letters if count[key] > 1 else ""
        seen[key] += 1
