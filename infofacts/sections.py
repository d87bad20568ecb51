"""The names of the report's sections in English."""

from __future__ import annotations


def section_en(section: str) -> str:
    """A section in English: 第二篇 › 二 › （一） is Part 2 › 2 › (1)."""
    parts = section.replace("摘要", "Summary").split(" › ")
    return " › ".join(map(_section_part_en, parts))


def _section_part_en(part: str) -> str:
    number = part.strip("第篇（）").translate(_NUMERALS)
    if part.startswith("第"):
        return f"Part {number}"
    if part.startswith("附件"):
        return part.replace("附件", "Annex ")
    return f"({number})" if part.startswith("（") else number


_NUMERALS = str.maketrans({c: str(n) for n, c in enumerate("一二三四五六七八九十", 1)})
