"""What the versions of GB/T 7714 share: the order of an entry, with the marks of a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infofacts.cite._works import Work, one_line, sentences


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a version, and whether it dates online reports as it does pages."""

    colon: str
    comma: str
    left: str
    right: str
    dated_as_page: bool


def entries(works: Sequence[Work], marks: Marks) -> str:
    """One entry per line, numbered if there are several."""
    lines = [f"{_entry(work, marks)}\n" for work in works]
    numbered = (f"[{number}] {line}" for number, line in enumerate(lines, 1))
    return "".join(numbered if len(lines) > 1 else lines)


def _entry(work: Work, marks: Marks) -> str:
    source = work.source
    online = "/OL" if source.url else ""
    title = f"{one_line(source.title)}[{work.kind.mark}{online}]"
    return sentences(one_line(source.publisher), title, _issue(work, marks), one_line(source.url))


def _issue(work: Work, marks: Marks) -> str:
    """The date of publication, the sections cited and the date of access."""
    source, places = work.source, marks.comma.join(work.sections)
    as_page = source.url and (work.kind.page or marks.dated_as_page)
    seen = f"[{source.accessed}]" if as_page and source.accessed else ""
    if as_page and not places:
        return (f"{marks.left}{source.published}{marks.right}" if source.published else "") + seen
    day = source.published[:4] if marks.dated_as_page else source.published
    return marks.colon.join(filter(None, (day, places))) + seen
