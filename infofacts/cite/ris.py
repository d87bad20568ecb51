"""RIS, for reference managers; quotes and sections are notes (N1) of an entry."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._works import Work, is_chinese, one_line, translation


def write(works: Sequence[Work]) -> str:
    return "\n".join(map(_entry, works))


def _entry(work: Work) -> str:
    source = work.source
    fields = [
        ("TY", work.kind.ris),
        ("ID", source.id),
        ("AU", one_line(source.publisher)),
        ("TI", one_line(source.title)),
        ("TT", translation(source)),
        ("PB", one_line(source.publisher)),
        ("PY", source.published[:4]),
        ("DA", _date(source.published)),
        ("LA", "zh" if is_chinese(source.title) else "en"),
        ("UR", one_line(source.url)),
        ("Y2", _date(source.accessed)),
        *(("N1", words) for words in work.evidence),
    ]
    return "".join(f"{tag}  - {text}\n" for tag, text in fields if text) + "ER  - \n"


def _date(day: str) -> str:
    """YYYY/MM/DD/ with unknown parts empty: 2024/08//."""
    parts = day.split("-")
    return "/".join([*parts, *[""] * (4 - len(parts))]) if day else ""
