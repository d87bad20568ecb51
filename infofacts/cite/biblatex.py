"""BibLaTeX, for biber and pandoc: the types and dates of the web, and an office once.

BibTeX's own styles demand an institution or a publisher beside the author; here an office that
publishes its own report is its author alone, so that its entry is that of the other styles.
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._works import Work
from infofacts.cite.bibtex import entry, shared


def write(works: Sequence[Work]) -> str:
    return "\n".join(
        entry(work.entry_kind.biblatex, work, {"date": work.source.published, **shared(work)})
        for work in works
    )
