"""The names of the report's sections in English."""

from __future__ import annotations

import re

from infofacts.quantity import numeral


def section_en(section: str) -> str:
    """A section in English: 第二篇 › 十一 › （三） is Part 2 › 11 › (3)."""
    parts = section.replace("摘要", "Summary").split(" › ")
    return " › ".join(map(_section_part_en, parts))


def _section_part_en(part: str) -> str:
    name = re.sub("[一二三四五六七八九十]+", lambda found: str(numeral(found[0])), part)
    if name.startswith("第"):
        return f"Part {name.strip('第篇')}"
    if name.startswith("附件"):
        return name.replace("附件", "Annex ")
    return name.replace("（", "(").replace("）", ")")
