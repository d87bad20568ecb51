"""RIS, for reference managers.

What an entry is quoted in, the English title, quotes and sections are its notes (N1). An office is
its author only: as publisher (PB) too it would be printed twice. Readers split names at commas:
one in a name becomes full-width, and one behind it says, as in EndNote, that it has no given name.
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._works import Work, is_chinese, one_line, translation


def write(works: Sequence[Work]) -> str:
    return "\n".join(map(_entry, works))


def _entry(work: Work) -> str:
    source, english = work.source, translation(work.source)
    fields = [
        ("TY", work.entry_kind.ris),
        ("ID", work.key),
        ("AU", _body(one_line(source.publisher))),
        ("TI", one_line(source.title)),
        ("PY", source.published[:4]),
        ("DA", _date(source.published)),
        ("LA", "zh" if is_chinese(source.title) else "en"),
        ("UR", one_line(work.read.url)),
        ("Y2", _date(work.read.accessed)),
        *(("N1", words) for words in work.evidence),
        *(("N1", words) for words in work.notes[:1] if work.page),
        ("N1", english and f"English title: {english}"),
    ]
    return "".join(f"{tag}  - {text}\n" for tag, text in fields if text) + "ER  - \n"


def _body(name: str) -> str:
    """An office as an author whose name readers leave whole."""
    whole = name.replace(", ", "，").replace(",", "，").replace(";", "；")
    return f"{whole}," if " " in whole or whole != name else whole


def _date(day: str) -> str:
    """YYYY/MM/DD/ with unknown parts empty: 2024/08//."""
    parts = day.split("-")
    return "/".join([*parts, *[""] * (4 - len(parts))]) if day else ""
