"""What `verify` finds: figures on cases of its own, and the report itself as a draft.

The cases are press sentences with values that the base has, values that it lacks (months,
provinces, companies, targets) and mutations of right ones. `python -m tests.tools.score_verify
tests/data/verify.jsonl` prints every one that is not as it should be. What is found of the others
stands in `verified.txt`; `python -m tests.test_verify` writes it anew.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from infofacts.factfile import load
from infofacts.model import FactBase
from infofacts.text import builtin
from infofacts.verify.claims import claims_in
from infofacts.verify.documents import blocks_of, fold, lines_of
from infofacts.verify.engine import Verifier
from infofacts.verify.judge import AGREES
from infofacts.verify.records import suggestion
from tests.conftest import ROOT
from tests.tools import score_verify
from tests.tools.score_verify import ACCUSED, CHANGED, Judged


@pytest.fixture(scope="module")
def verifier(base: FactBase) -> Verifier:
    """Verifies against the shipped base."""
    return Verifier(base)


def verdicts(verifier: Verifier, text: str) -> list[tuple[str, str]]:
    """The numbers of a text with their verdicts."""
    return [(e.text, e.finding.verdict) for e in score_verify.places(verifier, text)]


CASES, VERIFIED = (ROOT / "tests" / "data" / name for name in ("verify.jsonl", "verified.txt"))


def whole(claims: Iterable[Judged]) -> str:
    """What is found of each number, where that is right: for `verified.txt`."""
    lines = []
    for case, claim, place, _, right in claims:
        if place and right:
            found = place.finding
            facts = [fact.id if fact else "-" for fact in (found.fact, found.right)]
            formula = found.formula.text("zh") if found.formula else ""
            said = [found.verdict, *facts, found.remark, suggestion(place.block, found), formula]
            lines.append(f"{case['id']} {claim['number']}: {' '.join(filter(None, said))}\n")
    return "".join(lines)


@pytest.fixture(scope="module")
def claims(verifier: Verifier) -> list[Judged]:
    """The claims of all cases."""
    return list(score_verify.judged(verifier, score_verify.read_cases(CASES)))


def test_what_is_found_of_each_number_is_what_was_read(claims: list[Judged]) -> None:
    assert whole(claims) == VERIFIED.read_text("utf-8")


def test_the_figures_of_the_cases(claims: list[Judged]) -> None:
    """Below the goals, so that one sentence more or less does not fail."""
    assert len({claim.case["id"] for claim in claims}) > 200
    found = score_verify.figures(score_verify.scored(claims))
    part = {name: count / whole for name, (count, whole) in found._asdict().items()}
    assert part["accused"] <= 0.01 and part["unknown_recognised"] <= 0.03, found
    assert part["errors_found"] >= 0.85 and part["right_recognised"] >= 0.93, found


def test_the_report_is_its_own_draft(base: FactBase, verifier: Verifier) -> None:
    raw = Path(next(iter(base.sources.values())).file).read_text("utf-8")
    everything, known = score_verify.covered(base, verifier, raw)
    assert len(known) > 600
    assert [e.text for e in everything if e.finding.verdict in ACCUSED] == []
    right = [e for e in known if e.finding.verdict in AGREES]
    assert len(right) >= 0.95 * len(known)
    missed = score_verify.changes_found(verifier, raw, known, seed=1)
    assert len(missed) <= 0.1 * CHANGED


def test_the_sentences_that_facts_are_quoted_from_are_not_accused(base: FactBase) -> None:
    """Of 300 publications, read as a draft of the year that they say 去年 in."""
    verifier = Verifier(base)
    numbers, accused = 0, []
    for quote, year in {(fact.quote, fact.year) for fact in base.facts.values() if fact.year}:
        verifier.year = year + bool(re.search("(?i)last year|去年", quote))
        for block, found in verifier.findings(blocks_of(lines_of(io.BytesIO(quote.encode()), "-"))):
            numbers += len(found)
            accused += [block.text.raw for each in found if each.verdict in ACCUSED]
    assert numbers > 1000
    assert len(accused) <= 0.005 * numbers, accused


def test_the_same_digits_twice_and_a_number_with_its_change_and_share(verifier: Verifier) -> None:
    text = (
        "截至2023年底，农村网民达3.26亿人，占网民整体的29.8%；蜂窝物联网终端用户达23.32亿户，"
        "比上年末净增4.88亿户，占移动网终端连接数的57.5%。另有3.26亿人参加活动。"
    )
    found = verdicts(verifier, text)
    assert [verdict for _, verdict in found] == ["stated"] * 5 + ["unknown"]


def test_a_stated_growth_is_what_a_growth_is_compared_with(verifier: Verifier) -> None:
    """The stated one, 13.4 %, is on a comparable basis; that the values give 14.0 % proves none."""
    for text in (
        "2023年，软件业务收入123258亿元，同比增长14.0%。",
        "2023年软件业务收入增长14.0%。",
    ):
        assert verdicts(verifier, text)[-1] == ("14.0%", "differs"), text
    assert verdicts(verifier, "2023年软件业务收入增长14.3%。") == [("14.3%", "differs")]


def test_a_number_of_less_than_the_value_is_unknown(verifier: Verifier) -> None:
    for text in (
        "2025年城镇互联网普及率80.1%。",
        "2023年海外快递业务量达1320.7亿件。",
        "2023年民营软件业务收入123258亿元。",
        "JD.com's express parcels reached 132.07 billion in 2023.",
    ):
        assert {verdict for _, verdict in verdicts(verifier, text)} == {"unknown"}, text
    assert verdicts(verifier, "2025年我国互联网普及率已达80.1%。") == [("80.1%", "stated")]


def test_a_part_of_a_year_and_another_whole_are_unknown(verifier: Verifier) -> None:
    for text in (
        "截至2023年6月，农村地区互联网普及率60.5%。",
        "2023年上半年，软件业务收入55170亿元，同比增长14.2%。",
        "2023年，云服务收入占信息技术服务收入的15.4%。",
        "到2025年，5G基站预计达500万个。",
        "2023年，广东5G基站达32.4万个。",
    ):
        assert {verdict for _, verdict in verdicts(verifier, text)} == {"unknown"}, text


def test_words_that_name_nothing_accuse_nothing(verifier: Verifier) -> None:
    """Growth, shares and totals are said of everything; a part of the firms is not the country."""
    for text in (
        "Total output in 2018 was 512 billion yuan (about 74 billion U.S. dollars), up 18.9 percent.",
        "The firm made 3 billion yuan in 2023, accounting for 57.5 percent of the total.",
        "2022年营业收入达7.15亿元，同比增长8.3%，占比41.9%。",
        "2024年规模以上工业企业研发经费2.3万亿元，投入强度1.69%。",
        "2021年“618”期间网上零售额同比增长26.5%，农村网络零售额增长18%；双11增长8%。",
        "India's rank in the Global Innovation Index was 39th in 2024.",
        "“十四五”规划提出，数字经济核心产业增加值占GDP比重2025年达到10%。",
    ):
        accused = [each for each in verdicts(verifier, text) if each[1] in ACCUSED]
        assert not accused, text
    text = "2024年互联网医疗用户4.88亿人，占网民的37.7%，较2023年增长364万人。"
    assert verdicts(verifier, text)[-1] == ("364万人", "derived")


def test_a_value_printed_in_english_is_a_number_in_digits(verifier: Verifier) -> None:
    """3.4 percent is no 四成半, and a Chinese draft is told a Chinese number."""
    assert verdicts(verifier, "2024年生成式人工智能用户2.49亿人。") == [("2.49亿人", "stated")]
    text = "2021年，电信业务收入1.74万亿元。2024年，规模以上电子信息制造业利润总额增长4.3%。"
    blocks = blocks_of(lines_of(io.BytesIO(text.encode()), "-"))
    found = [(block, each) for block, all_of in verifier.findings(blocks) for each in all_of]
    assert [suggestion(*each) for each in found] == ["1.47万亿元", "3.4%"]


def test_without_a_year_only_what_is_miswritten_differs(verifier: Verifier) -> None:
    words = "三家基础电信企业发展蜂窝物联网用户"
    assert verdicts(verifier, f"{words}达32.32亿户。")[-1] == ("32.32亿户", "differs")
    assert verdicts(verifier, f"{words}达12.1亿户。")[-1] == ("12.1亿户", "unknown")


def test_what_is_no_claim(verifier: Verifier) -> None:
    text = (
        "1. 第3章见图2和表1：5G、IPv6、10G PON、“十四五”时期，2023年5月1日12:30发布，1.0版。\n\n"
        "`5G基站100万个` [5G基站](https://example.com/2023/100) <b>ISO 27001:2022</b>\n\n"
        "```\n2023年5G基站100万个\n```\n"
    )
    assert verdicts(verifier, text) == []


def test_headings_and_tables_give_year_and_unit(verifier: Verifier) -> None:
    text = """# 2022年

- 5G基站：231.2万个
- 网民规模：10.67亿人

单位：万个

| 年份 | 5G基站 | 移动通信基站总数 |
|------|-------:|-----------------:|
| 2021 | 142.5 | 996 |
| 2022 | 213.2 | 1083 |
"""
    assert [verdict for _, verdict in verdicts(verifier, text)] == [
        *["stated"] * 4, "differs", "stated"
    ]  # fmt: skip


def test_other_writings(verifier: Verifier) -> None:
    for text in (
        "２０２３年底，５Ｇ 基站达 ３３７．７ 万个。",
        "2023年底，5G基站達337.7萬個。",
        "2023年底，5G基站達3,377,000個。",
        "At the end of 2023 China had 3.377 million 5G base stations.",
        "At the end of 2023, 5G base stations: 3.377m.",
        "2023年底5G base stations达337.7万个。",
    ):
        assert [verdict for _, verdict in verdicts(verifier, text)] == ["stated"], text


@pytest.mark.parametrize(
    ("text", "verdict"),
    [  # of a company; a later number of what the base has a preliminary one of; that one miswritten
        ("Operating revenue for 2023 reached RMB1,009.3 billion.", "unknown"),
        ("In 2023, services revenue was up to 900 billion yuan.", "unknown"),
        ("In 2023, IT services revenue reached 8.5 trillion yuan.", "differs"),
        ("In 2023, production reached 35 ZB.", "unknown"),
        ("2019年，快递业务量完成635.23亿件。", "unknown"),
        ("2019年，快递业务量完成730亿件。", "differs"),
    ],
)
def test_nobody_is_accused_for_another_number(verifier: Verifier, text: str, verdict: str) -> None:
    assert [each for _, each in verdicts(verifier, text)] == [verdict]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("近十一亿人", "consistent"),
        ("十亿多人", "stated"),
        ("十亿九千二百万人", "stated"),
        ("十亿九千五百万人", "differs"),
        ("10亿9200万人", "stated"),
        ("10亿9500万人", "differs"),
        ("9至11亿人", "consistent"),
        ("11至12亿人", "differs"),
    ],
)
def test_numbers_in_words_and_ranges(verifier: Verifier, said: str, verdict: str) -> None:
    """Rough ones agree where they may; those as exact as digits, and ranges, are judged as digits."""
    (found,) = verdicts(verifier, f"2023年底，我国网民规模达{said}。")
    assert said.endswith(found[0]) and found[1] == verdict


@pytest.mark.parametrize(
    "money, unit",
    [("us$12", "USD"), ("rmb 12", "元"), ("¥12", "元"), ("eur 12", "EUR"), ("£12", "GBP"),
     ("inr 12", "INR"), ("rs 12", "INR"), ("₹12", "INR"), ("nt$12", "TWD"), ("hk$12", "HKD"),
     ("12 rupees", "INR"), ("12 yen", "JPY"), ("12 euros", "EUR"), ("12卢比", "INR")],
)  # fmt: skip
def test_money_has_its_currency(money: str, unit: str) -> None:
    (claim,) = claims_in(money, ())
    assert claim.unit == unit and claim.quantity.value == 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exports of 1 857 billion tonnes", ["1857000000000 吨"]),
        ("自然增长率为-2.75‰", ["-2.75 ‰"]),
        ("气温零下 5℃", ["-5 ℃"]),
        ("总数为483万8,000个", ["4838000 个"]),
        ("造林两万三千亩、廿三家", ["23000 亩", "23 家"]),
        ("nine out of ten adults, one half of users", ["90 %", "50 %"]),
        ("18至70岁网民", ["18–70 岁"]),
        ("revenue of $4.2 billion to $4.4 billion", ["4200000000–4400000000 USD"]),
        ("over 8 hundred million", ["800000000 "]),
        ("5000+家企业，近1/3的企业", ["5000 家", "33 %"]),
        ("3.4m users, 450k users", ["3400000 人", "450000 人"]),
        ("a 16.9-percent rise, 5-fold", ["16.9 %", "5 倍"]),
        ("5.52元/吨、1.2亿千瓦", ["5.52 元/吨", "120000000 千瓦"]),
        ("1.63亿千兆用户", ["163000000 "]),
        ("网上零售额、大陆人、长三角、未来三年、百度、二十大", []),
        ("70,160 PCT applications", ["70160 "]),
        (
            "in the 1990s, the 14th Five-Year Plan, 12 345 678、$5bn",
            ["12345678 ", "5000000000 USD"],
        ),
    ],
)
def test_numbers_are_read_whole(text: str, said: list[str]) -> None:
    read = [
        f"{'-' * (c.plus == '-')}{c.quantity.value}{f'–{c.high.value}' if c.high else ''} {c.unit}"
        for c in claims_in(text, ())
    ]
    assert read == said


def test_places_keep_their_line_and_column() -> None:
    """Of folded, traditional and broken text."""
    raw = "甲　乙，\n２０２３年　網際網路普及率\n達 77.5%"
    (block,) = blocks_of(lines_of(io.BytesIO(raw.encode()), "-"))
    text = block.text
    assert text.folded == "甲乙，2023年互联网普及率达77.5%" == fold(raw)[0]
    for word, written, place in (
        ("2023", "２０２３", (2, 1)), ("普及率", "普及率", (2, 11)), ("77.5%", "77.5%", (3, 3))
    ):  # fmt: skip
        start = text.folded.index(word)
        span = text.raw_span(start, start + len(word))
        assert raw[slice(*span)] == written and text.place(span[0]) == place


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("2023年底，5G用户达8.05万户。", "8.05亿户"),
        ("2023年底，我国网民规模达十亿九千五百万人。", "10.92亿人"),
        ("2023年底，5G基站达3373000个。", "3377000个"),
        ("In 2023 China had 1.092 million internet users.", "1.092 billion"),
        ("| 年份 | 网民规模（亿人） |\n|---|---|\n| 2022 | 10.76 |", "10.67"),
        ("2023年，5G基站 (base stations) 数量达 3.773 million。", "3.377 million"),
    ],
)
def test_suggestions_in_the_language_and_scale_of_the_draft(
    verifier: Verifier, text: str, better: str
) -> None:
    (place,) = score_verify.places(verifier, text)
    assert suggestion(place.block, place.finding) == better


if __name__ == "__main__":
    everything = score_verify.judged(Verifier(load([builtin()])), score_verify.read_cases(CASES))
    VERIFIED.write_text(whole(everything), "utf-8")
