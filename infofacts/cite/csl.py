"""Citations for programs to read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite.works import Work, is_chinese, parts_of
from infofacts.formats.records import machine


# ---------------------------------------------------------------- CSL-JSON
def csl_json(cited: Sequence[Work]) -> str:
    return machine([_csl_item(work) for work in cited], "json")


def _csl_item(work: Work) -> dict[str, object]:
    source = work.source
    english = {"title_en": source.title_en, "publisher_en": source.publisher_en}
    item: dict[str, object] = {
        "id": source.id,
        "type": work.kind.csl,
        "language": "zh-CN" if is_chinese(source.title) else "en",
        "author": [{"literal": source.publisher}],
        "title": source.title,
        "issued": _csl_date(source.published),
        "accessed": _csl_date(source.accessed),
        "URL": source.url,
        "note": "; ".join(work.evidence),
        "custom": {key: text for key, text in english.items() if text},
    }
    return {key: value for key, value in item.items() if value}


def _csl_date(day: str) -> dict[str, object]:
    return {"date-parts": [parts_of(day)]} if day else {}
