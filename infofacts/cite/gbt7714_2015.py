"""GB/T 7714—2015, the previous version: half-width marks.

An online report or page has both dates or, if a section of it is cited, year and section:
"2024: PLACE[2026-07-02]. URL."
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._works import Work
from infofacts.cite.gbt7714_2025 import Marks, entries


def write(works: Sequence[Work]) -> str:
    return entries(works, Marks(": ", ", ", "(", ")", dated_as_page=True))
