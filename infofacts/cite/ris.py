"""Citations for programs to read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite.works import Work, clean, is_chinese, translation


# ---------------------------------------------------------------- RIS
def ris(cited: Sequence[Work]) -> str:
    return "\n".join(_ris_entry(work) for work in cited)


def _ris_entry(work: Work) -> str:
    source = work.source
    fields = [
        ("TY", work.kind.ris),
        ("ID", source.id),
        ("AU", clean(source.publisher)),
        ("TI", clean(source.title)),
        ("TT", translation(source)),
        ("PB", clean(source.publisher)),
        ("PY", source.published[:4]),
        ("DA", _ris_date(source.published)),
        ("LA", "zh" if is_chinese(source.title) else "en"),
        ("UR", clean(source.url)),
        ("Y2", _ris_date(source.accessed)),
        *(("N1", words) for words in work.evidence),
    ]
    return "".join(f"{tag}  - {text}\n" for tag, text in fields if text) + "ER  - \n"


def _ris_date(day: str) -> str:
    """YYYY/MM/DD/ with what is not known empty: 2024/08//."""
    parts = day.split("-") if day else []
    return "/".join([*parts, *[""] * (4 - len(parts))]) if parts else ""
