"""CSL-JSON, for processors of the Citation Style Language; the quotes are the note of an item."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._works import Work, date_parts, is_chinese
from infofacts.formats import json


def write(works: Sequence[Work]) -> str:
    return "".join(json.write(map(_item, works)))


def _item(work: Work) -> dict[str, object]:
    source = work.source
    quoted = work.notes[:1] if work.page else []
    english = {"title_en": source.title_en, "publisher_en": source.publisher_en}
    item: dict[str, object] = {
        "id": work.key,
        "type": work.entry_kind.csl,
        "language": "zh-CN" if is_chinese(source.title) else "en",
        "author": [{"literal": source.publisher}],
        "title": source.title,
        "container-title": work.page.publisher if work.page else "",
        "issued": _date(source.published),
        "accessed": _date(work.read.accessed),
        "URL": work.read.url,
        "note": "; ".join([*quoted, *work.evidence]),
        "custom": {key: text for key, text in english.items() if text},
    }
    return {key: value for key, value in item.items() if value}


def _date(day: str) -> dict[str, object]:
    return {"date-parts": [date_parts(day)]} if day else {}
