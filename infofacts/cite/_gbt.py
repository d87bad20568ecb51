"""What the versions of GB/T 7714 share: an entry in its order, with the marks of a version."""

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
    """An entry per line; numbered where there are several."""
    lines = [_entry(work, marks) for work in works]
    numbered = len(lines) > 1
    return "".join(
        f"[{number}] {line}\n" if numbered else f"{line}\n" for number, line in enumerate(lines, 1)
    )


def _entry(work: Work, marks: Marks) -> str:
    source = work.source
    online = "/OL" if source.url else ""
    title = f"{one_line(source.title)}[{work.kind.mark}{online}]"
    return sentences(one_line(source.publisher), title, _issue(work, marks), one_line(source.url))


def _issue(work: Work, marks: Marks) -> str:
    """When the work was issued, the places cited in it and when it was seen."""
    source, places = work.source, marks.comma.join(work.sections)
    as_page = source.url and (work.kind.page or marks.dated_as_page)
    seen = f"[{source.accessed}]" if as_page and source.accessed else ""
    if as_page and not places:
        return (f"{marks.left}{source.published}{marks.right}" if source.published else "") + seen
    day = source.published[:4] if marks.dated_as_page else source.published
    return marks.colon.join(filter(None, (day, places))) + seen
