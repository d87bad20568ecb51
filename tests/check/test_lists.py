"""Doubts about lists: what stands between their items, and where these begin and end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.test_rules import LABELS, SOURCE
from tests.conftest import Run


@pytest.mark.parametrize(
    ("text", "quote", "items", "doubts"),
    [
        ("有红的、黄的和蓝的。", "有红的、黄的和蓝的", "红的 黄的 蓝的", ""),
        ("有红的。", "有红的", "红的", "item-left-out: a list of one item, '红的': are there no others?"),
        ("红类，做了事，黄类、蓝类甲绿类，乙丙，白类。", "红类，做了事，黄类、蓝类甲绿类，乙丙，白类",
         "红类 黄类 蓝类 绿类 白类", "item-left-out: “，做了事，” stands between two items "
         "item-left-out: “，乙丙，” stands between two items"),
        ("红类，做了事，黄类甲蓝类，乙丙，绿类。", "红类，做了事，黄类甲蓝类，乙丙，绿类", "红类 黄类 蓝类 绿类", ""),
        ("红类甲黄类，乙丙，蓝类。", "红类甲黄类，乙丙，蓝类", "红类 黄类 蓝类",
         "item-left-out: “，乙丙，” stands between two items"),
        ("红类甲黄类、绿类乙蓝类丙白类。", "红类甲黄类、绿类乙蓝类丙白类", "红类 黄类 蓝类 白类",
         "item-left-out: “、绿类乙” stands between two items"),
        ("红类、黄类、绿类甲乙蓝类、白类。", "红类、黄类、绿类甲乙蓝类、白类", "红类 黄类 蓝类 白类",
         "item-left-out: “、绿类甲乙” stands between '黄类' and the next item"),
        ("有红类、黄类、蓝类、白类。", "有红类、黄类、蓝类、白类", "红类 黄类、蓝类 白类",
         "item-of-two: '黄类、蓝类' is more than one item"),
        ("有红类、黄类、蓝类。", "有红类、黄类、蓝类", "红类、 黄类 蓝类",
         "item-of-two: '红类、' begins or ends with a mark that is between items"),
        ("有红类、黄类以及蓝类。", "有红类、黄类以及蓝类", "红类 黄类以 蓝类",
         "item-of-two: '黄类以' begins or ends with a mark that is between items"),
        ("红类、绿类、黄类和蓝类。", "红类、绿类、黄类和蓝类", "红类 黄类 蓝类",
         "item-left-out: “、绿类、” stands between '红类' and the next item"),
        ("一是红类，二是黄类，三是蓝类。", "一是红类，二是黄类，三是蓝类", "红类 黄类",
         "item-left-out: the quote counts 3 things (一是 …), the list has 2 items "
         "list-goes-on-in-clauses: the quote goes on after '黄类': ，三是蓝类…"),
        ("有甲类、乙类\n\n丙。", "有甲类、乙类", "甲类 乙类", ""),
        ("有甲类、乙类丙。", "有甲类、乙类", "甲类 乙类", "cut-short: '乙类' goes on in the source: 乙类丙。…"),
        ("有甲类、乙类丙丁。", "有甲类、乙类", "甲类 乙类", ""),
        ("有甲类、丁类，又有甲类丙丁、丁类丙丁。", "又有甲类丙丁、丁类", "甲类 丁类",
         "item-left-out: “丙丁、” stands between '甲类' and the next item "
         "cut-short: '甲类' goes on in the source: 甲类丙丁、丁类丙丁。… "
         "cut-short: '丁类' goes on in the source: 丁类丙丁。…"),
        ("有红、黄类。", "有红、黄类", "红 黄类", "cut-short: '红' is one character only"),
        ("有“红类、黄类”。", "有“红类、黄类”", "“红类 黄类", "cut-short: '“红类' has a mark that is opened or closed only"),
        ("有甲类、乙类，及其他。", "有甲类、乙类，及其他", "甲类 乙类",
         "list-goes-on-in-clauses: the quote goes on after '乙类': ，及其他…"),
        # 材料 of 新材料, as another item begins
        ("推动新材料、新能源、智能领域", "新材料、新能源、智能领域", "材料 新能源 智能",
         "cut-short: '材料' begins before in the source: 推动新材料"),
    ],
)  # fmt: skip
def test_doubts_about_lists(
    run: Run, tmp_path: Path, text: str, quote: str, items: str, doubts: str
) -> None:
    value = ", ".join(f'"{item}"' for item in items.split())
    toml = f'{SOURCE}{LABELS}[a.b.2023]\nvalue = [{value}]\nquote = "{quote}"\n'
    (tmp_path / "text.txt").write_text(text, "utf-8")
    (tmp_path / "facts.toml").write_text(toml, "utf-8")
    line = ("check", str(tmp_path / "facts.toml"), "--no-builtin", "--doubts")
    rules = (
        "doubt-item-left-out",
        "doubt-item-of-two",
        "doubt-cut-short",
        "doubt-list-goes-on-in-clauses",
    )
    found = run(*line)[1].splitlines()
    told = [each.split("doubt-", 1)[1] for each in found if any(rule in each for rule in rules)]
    assert " ".join(told) == doubts
