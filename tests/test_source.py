"""The report's text is shipped as it was given, and quotes are found in it."""

from __future__ import annotations

import hashlib
import os

import pytest

from infofacts.report import SourceText, principal
from infofacts.text import builtin
from tests.conftest import ROOT

SEED = ROOT / "seeds" / "000_333d2c848634e4fd.txt"


@pytest.fixture(scope="module")
def text() -> SourceText:
    return SourceText.read(SEED)


def test_the_source_is_byte_for_byte_the_given_one() -> None:
    """One changed byte would move every proof."""
    digest = hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert digest == "97445fada8c838182747e41a0f39e0e36d0361d5590efff2c7d54db042655c15"
    assert os.path.isdir(os.path.join(os.path.dirname(builtin()), "seeds"))


@pytest.mark.parametrize(
    ("quote", "line", "section", "lines"),
    [
        # the body is named before the summary that repeats it
        ("接入用户达1.63亿户", 207, "第二篇 › 二 › （一）", [31, 207]),
        # spaces come and go
        ("5G 基站总数达 337.7万个", 207, "第二篇 › 二 › （一）", [31, 207]),
        # a sentence that breaks across a page
        ("智能网联汽车准入和上路通行试点有序开展", 31, "摘要 › 一", [31]),
        # a sentence that two promotional pages interrupt
        ("明确工业和信息化领域数据分类分级", 465, "第四篇 › 二 › （三）", [465]),
        # stray emphasis inside
        ("二是围绕促进实体经济和数字经济深度融合，要牢牢把握", 687, "第六篇 › 二 › （一）", [687]),
        # the annexes
        ("华中地区（河南、湖北、湖南）受访企业", 1083, "附件2 › 三 › （一）", [1083]),
    ],
)
def test_a_quote_is_found_with_its_line_and_section(
    text: SourceText, quote: str, line: int, section: str, lines: list[int]
) -> None:
    places = text.find(quote)
    first = principal(places)
    assert first and (first.line, first.section) == (line, section)
    assert [place.line for place in places] == lines


@pytest.mark.parametrize(
    "words", ["中关村人才协会", "每天仅需0.5元", "星主：", "信息化发展面临新机遇新挑战 ....."]
)
def test_promotion_and_contents_are_never_matched(text: SourceText, words: str) -> None:
    """Pages of a third party and the table of contents hold no facts."""
    raw = "".join(SEED.read_text("utf-8").split())
    assert "".join(words.split()) in raw
    assert text.find(words) == []
