"""`check` proves a fact base, and tells every problem with file, line, address and code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infofacts.check.claim import Claim
from infofacts.check.context import PROVINCES
from infofacts.check.labels import BASE_RULES
from infofacts.check.numbers import FACT_RULES, code
from infofacts.factfile import builtin_path, load
from infofacts.model import UNREADABLE
from infofacts.report import source_text
from infofacts.text import squeeze
from tests.conftest import ROOT, Run

INVALID = sorted((ROOT / "tests" / "data" / "invalid").glob("*.toml"))
LINE = re.compile(r"(.+?):(\d+): (\S+): ([a-z0-9-]+): (.+)")
# The codes that are not rules of their own but come from reading the file.
READING = {"unknown-key", "missing-key", "wrong-type", "bad-id", "bad-year", "syntax", "toml-1-0"}


def test_the_shipped_base_is_proven(run: Run) -> None:
    """Exit 0, nothing on stdout."""
    code_, out, err = run("check")
    assert (code_, out) == (0, ""), out
    said = re.fullmatch(
        r"infofacts: (\d+) facts in the built-in base: (\d+) proven against the text, "
        r"(\d+) without a bundled text\n",
        err,
    )
    assert said
    facts, proven, bare = map(int, said.groups())
    assert facts == proven + bare and proven > 1000


def test_what_stands_in_the_report_is_said_to_be_of_the_report() -> None:
    """Another source, whose text is not bundled, would leave the quote unproven."""
    base = load([builtin_path()])
    report = source_text(next(iter(base.sources.values())).file)
    elsewhere = [f for f in base.facts.values() if not base.sources[f.source].file and f.quote]
    assert report and len(elsewhere) > 100
    assert [fact.id for fact in elsewhere if report.find(fact.quote)] == []


def test_every_province_has_its_code_and_name() -> None:
    """ISO 3166-2:CN: 34 of them, in the order of the codes."""
    codes = "AH BJ CQ FJ GD GS GX GZ HA HB HE HI HK HL HN JL JS JX LN MO NM NX QH SC SD SH SN SX TJ TW XJ XZ YN ZJ"
    names = "安徽 北京 重庆 福建 广东 甘肃 广西 贵州 河南 湖北 河北 海南 香港 黑龙江 湖南 吉林 江苏 江西 辽宁 澳门 内蒙古 宁夏 青海 四川 山东 上海 陕西 山西 天津 台湾 新疆 西藏 云南 浙江"
    said = zip((f"CN-{code}" for code in codes.split()), names.split(), strict=True)
    assert dict(said) == PROVINCES and len(PROVINCES) == 34


def test_every_rule_has_its_bad_example() -> None:
    rules = {code(rule) for rule in FACT_RULES} | {code(rule) for rule in BASE_RULES}
    assert {path.stem for path in INVALID} == rules | READING


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_bad_file_is_told_by_its_code_and_line(run: Run, path: Path) -> None:
    """Exit 1 (3 where no TOML can be read), and the line named is that of the key or table."""
    code_, out, _ = run("check", str(path), "--no-builtin")
    assert code_ == (3 if path.stem in UNREADABLE else 1)
    found = [LINE.fullmatch(line) for line in out.splitlines()]
    assert all(found), out
    matches = [match for match in found if match]
    assert {match[4] for match in matches} == {path.stem}, out
    assert all(match[1] == str(path) for match in matches)
    assert 1 <= int(matches[0][2]) <= len(path.read_text("utf-8").splitlines()) + 1


def test_every_problem_is_listed_not_only_the_first(run: Run, tmp_path: Path) -> None:
    bad = (ROOT / "tests/data/invalid/value-not-in-quote.toml").read_text("utf-8")
    (tmp_path / "text.txt").write_bytes((ROOT / "tests/data/invalid/text.txt").read_bytes())
    (tmp_path / "bad.toml").write_text(bad.replace('"万个"', '"个万"'), "utf-8")
    _, out, err = run("check", str(tmp_path / "bad.toml"), "--no-builtin")
    assert sorted(re.findall(r": ([a-z-]+): ", out)) == ["unknown-unit", "value-not-in-quote"]
    assert err == "infofacts: 2 problems\n"


def test_what_stands_before_the_first_table_is_told_with_its_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('# mine\n\nbase = 3\n"x y" = 4\n[a]\nzh = "甲"\n', "utf-8")
    assert [
        line.split(": ")[0] for line in run("check", str(path), "--no-builtin")[1].splitlines()
    ] == [f"{path}:3", f"{path}:4"]


def block(address: str) -> str:
    """One block of the shipped base."""
    text = builtin_path().read_text("utf-8")
    return text[text.index(f"[{address}]\n") :].split("\n\n")[0]


@pytest.mark.parametrize(
    ("address", "old", "new", "expected"),
    [
        ("5g.base-stations.2023", "value = 337.7", "value = 337.1", "value-not-in-quote"),
        ("software.revenue.2023", "value = 123258", "value = 12325", "value-not-in-quote"),
        ("operating-systems.harmonyos.2023", 'bound = "超"\n', "", "bound-missing"),
        ("5g.base-stations.2023", 'unit = "万个"', 'unit = "亿个"', "value-not-in-quote"),
        ("broadband.gigabit-users.2023", "比上年末净增", "比上年末增加", "quote-not-found"),
        ("broadband.10g-pon-ports.2023", "value = 779.2", "value = 779.3", "value-not-in-quote"),
    ],
)
def test_one_wrong_character_is_found(
    run: Run, tmp_path: Path, address: str, old: str, new: str, expected: str
) -> None:
    """A digit, a 超, a scale word, a word of a quote: each is told with its line."""
    text = builtin_path().read_text("utf-8")
    good = block(address)
    bad = good.replace(old, new)
    assert bad != good
    copy = tmp_path / "facts.toml"
    copy.write_text(text.replace(good, bad), "utf-8")
    code_, out, _ = run("check", str(copy))
    assert code_ == 1
    problem = LINE.fullmatch(out.splitlines()[0])
    assert problem and problem[4] == expected and problem[3].startswith(address)
    first = text[: text.index(good)].count("\n") + 1
    assert first <= int(problem[2]) <= first + len(good.splitlines())


def test_a_dropped_word_in_a_quote_shows_where_the_source_differs(run: Run) -> None:
    path = ROOT / "tests/data/invalid/quote-not-found.toml"
    _, out, _ = run("check", str(path), "--no-builtin")
    assert "line 9 says “5G基站总数达337.”" in out


def test_problems_as_records(run: Run) -> None:
    path = ROOT / "tests/data/invalid/unknown-unit.toml"
    code_, out, _ = run("check", str(path), "--no-builtin", "-f", "jsonl")
    assert code_ == 1
    assert '"address": "net.base-stations.2023", "code": "unknown-unit"' in out


# ---------------------------------------------------------------- every rule at its edges
# The words of a source, a fact table, and what is told of it.
EDGES = [
    ("共有40余万家企业", 'value = 40\nunit = "万家"\nbound = "余"\nquote = "40余万家"', []),
    ("共有97亿余次访问", 'value = 97\nunit = "亿次"\nbound = "余"\nquote = "97亿余次"', []),
    ("共有97亿多次访问", 'value = 97\nunit = "亿次"\nquote = "97亿多次"', ["bound-missing: the source prints '多' at the number: bound = '多' is missing"]),
    ("分别为71.2%、67.2%和63.5%", 'value = 67.2\nunit = "%"\nquote = "67.2%和63.5%"', []),
    ("提高3.5、5.2和5个百分点", 'value = 3.5\nunit = "个百分点"\nquote = "提高3.5、5.2和5个百分点"', []),
    ("提高3.5、5.2和5个百分点", 'value = 5.2\nunit = "个百分点"\nquote = "提高3.5、5.2和5个百分点"', []),
    ("提高3.5、5.2和5个百分点", 'value = 2\nunit = "个百分点"\nquote = "提高3.5、5.2和5个百分点"', ["value-not-in-quote: 2个百分点 is not in the quote “提高3.5、5.2和5个百分点”, or is part of a longer number"]),
    ("规模1万亿元", 'value = 1\nunit = "万"\nquote = "规模1万亿元"', ["value-not-in-quote: 1万 is not in the quote “规模1万亿元”, or is part of a longer number"]),
    ("规模1万亿元", 'value = 1\nunit = "万亿元"\nquote = "规模1万亿元"', []),
    ("规模1万件", 'value = 1\nunit = "万"\nquote = "规模1万件"', []),
    ("规模5万", 'value = 5\nquote = "规模5万"', ["value-not-in-quote: 5 is not in the quote “规模5万”, or is part of a longer number"]),
    ("规模5个", 'value = 5\nquote = "规模5个"', []),
    ("有112.5件", 'value = 12.5\nunit = "件"\nquote = "12.5件"', ["value-not-in-quote: 12.5件 is not in the quote “12.5件”, or is part of a longer number"]),
    ("有3.12.5件", 'value = 12\nunit = "件"\nquote = "12"', ["value-not-in-quote: 12件 is not in the quote “12”, or is part of a longer number"]),
    ("有12.55件", 'value = 12.5\nunit = "件"\nquote = "12.55件"', ["value-not-in-quote: 12.5件 is not in the quote “12.55件”, or is part of a longer number"]),
    ("有12.5 万件", 'value = 12.5\nunit = "万件"\nquote = "12.5万 件"', []),
    ("于2023年10月25日成立", 'value = 2023-10-25\nquote = "2023年10月25日"', []),
    ("于2023年10月25日成立", 'value = 2023-10-26\nquote = "2023年10月25日"', ["value-not-in-quote: '2023-10-26' is not in the quote “2023年10月25日”"]),
    ("于2023年1月成立", 'value = "2023-01"\nquote = "2023年1月"', []),
    ("红、黄", 'value = ["红", "蓝"]\nquote = "红、黄"', ["value-not-in-quote: '蓝' is not in the quote “红、黄”"]),
    ("红 色", 'value = "红色"\nquote = "红 色"', []),
    ("占四成半", 'value = 45\nunit = "%"\nprinted = "四成半"\nquote = "占四成半"', []),
    ("占四成半", 'value = 44\nunit = "%"\nprinted = "四成半"\nquote = "占四成半"', ["printed-disagrees: '四成半' says 45, not 44"]),
    ("占四成半", 'value = 45\nunit = "%"\nprinted = "四成"\nquote = "占四成半"', ["printed-disagrees: '四成' says 40, not 45"]),
    ("占四成半", 'value = 45\nunit = "%"\nprinted = "五成半"\nquote = "占四成半"', ["value-not-in-quote: printed '五成半' is not in the quote “占四成半”", "printed-disagrees: '五成半' says 55, not 45"]),
    ("占四成半", 'value = 45\nunit = "%"\nprinted = "占"\nquote = "占四成半"', ["printed-disagrees: '占' says no number, not 45"]),
    ("近三分之一", 'value = 33.3\nunit = "%"\nbound = "近"\nprinted = "近三分之一"\nquote = "近三分之一"', []),
    ("超12.5万件", 'value = 12.5\nunit = "万件"\nquote = "12.5万件"', ["bound-missing: the source prints '超' at the number: bound = '超' is missing"]),
    ("超12.5万件", 'value = 12.5\nunit = "万件"\nbound = "超"\nquote = "12.5万件"', ["bound-not-in-quote: bound '超' is not in the quote “12.5万件”"]),
    ("12.5万件以上", 'value = 12.5\nunit = "万件"\nquote = "12.5万件"', ["bound-missing: the source prints '以上' at the number: bound = '以上' is missing"]),
    ("12.5万件以上", 'value = 12.5\nunit = "万件"\nbound = "以上"\nquote = "12.5万件以上"', []),
    ("约12.5万件左右", 'value = 12.5\nunit = "万件"\nbound = "约"\nquote = "约12.5万件左右"', []),
    ("约12.5万件左右", 'value = 12.5\nunit = "万件"\nbound = "约…左右"\nquote = "约12.5万件左右"', []),
    ("约12.5万件", 'value = 12.5\nunit = "万件"\nbound = "约…左右"\nquote = "约12.5万件"', ["bound-not-in-quote: bound '左右' is not in the quote “约12.5万件”"]),
    ("不超过12.5万件", 'value = 12.5\nunit = "万件"\nbound = "不超过"\nquote = "不超过12.5万件"', []),
    ("不超过12.5万件", 'value = 12.5\nunit = "万件"\nbound = "超过"\nquote = "不超过12.5万件"', ["bound-missing: the source prints '不超过' at the number: bound = '不超过' is missing"]),
    ("不低于12.5万件", 'value = 12.5\nunit = "万件"\nquote = "12.5万件"', ["bound-missing: the source prints '不低于' at the number: bound = '不低于' is missing"]),
    ("超过12.5万件", 'value = 12.5\nunit = "万件"\nbound = "超"\nquote = "超过12.5万件"', []),
    ("缩减1.5万件", 'change = { value = -1.5, unit = "万件", quote = "缩减1.5万件", also = ["缩减1.5万件"] }', []),
    ("下跌1.5%", 'growth = { value = 1.5, quote = "下跌1.5%" }', ["wrong-sign: the source says a fall: value = -1.5"]),
    ("降1.5%", 'growth = { value = -1.5, quote = "降1.5%" }', []),
    ("降至1.5%", 'growth = { value = 1.5, quote = "降至1.5%" }', []),
    ("增减1.5%", 'growth = { value = 1.5, quote = "增减1.5%" }', []),
    ("下降将近1.5%", 'growth = { value = -1.5, bound = "将近", quote = "下降将近1.5%" }', []),
    ("收窄1.5%", 'growth = { value = 1.5, quote = "收窄1.5%" }', ["wrong-sign: the source says a fall: value = -1.5"]),
    ("降幅超1.5%", 'growth = { value = -1.5, bound = "超", quote = "降幅超1.5%" }', []),
    ("负增长1.5%", 'growth = { value = -1.5, quote = "负增长1.5%" }', []),
    ("分别下降5%和1.5%", 'growth = { value = -1.5, quote = "分别下降5%和1.5%" }', []),
    ("分别下降5%和1.5%", 'growth = { value = 1.5, quote = "分别下降5%和1.5%" }', ["wrong-sign: the source says a fall: value = -1.5"]),
    ("增长1-1.5%", 'growth = { value = 1.5, quote = "增长1-1.5%" }', []),
    ("增长-1.5%", 'growth = { value = -1.5, quote = "增长-1.5%" }', []),
    ("下降近一半", 'growth = { value = 50, bound = "近", printed = "近一半", quote = "下降近一半" }', ["wrong-sign: the source says a fall: value = -50"]),
    ("下降近一半", 'growth = { value = -50, bound = "近", printed = "近一半", quote = "下降近一半" }', []),
    ("增长近一半", 'growth = { value = -50, bound = "近", printed = "近一半", quote = "增长近一半" }', ["wrong-sign: -50 is negative, but the source says no fall before the number"]),
    ("不超过一半", 'value = 50\nunit = "%"\nbound = "超过"\nprinted = "超过一半"\nquote = "不超过一半"', ["bound-missing: the source prints '不超过' at the number: bound = '不超过' is missing"]),
    ("不超12.5万件", 'value = 12.5\nunit = "万件"\nbound = "超"\nquote = "不超12.5万件"', ["bound-missing: the source prints '不超' at the number: bound = '不超' is missing"]),
    ("没有超过12.5万件", 'value = 12.5\nunit = "万件"\nbound = "没有超过"\nquote = "没有超过12.5万件"', []),
    ("超过12.5万件以上", 'value = 12.5\nunit = "万件"\nbound = "超过"\nquote = "超过12.5万件以上"', []),
    ("300家上下游企业", 'value = 300\nunit = "家"\nquote = "300家上下游企业"', []),
    ("300家上下", 'value = 300\nunit = "家"\nquote = "300家上下"', ["bound-missing: the source prints '上下' at the number: bound = '上下' is missing"]),
    ("数量最多300家", 'value = 300\nunit = "家"\nquote = "数量最多300家"', []),
    ("联合约300家", 'value = 300\nunit = "家"\nquote = "联合约300家"', ["bound-missing: the source prints '约' at the number: bound = '约' is missing"]),
    ("签订合约300家", 'value = 300\nunit = "家"\nquote = "签订合约300家"', []),
    ("up to 300 EFLOPS", 'value = 300\nunit = "EFLOPS"\nbound = "up to"\nquote = "up to 300 EFLOPS"', []),
    ("more than 300 EFLOPS", 'value = 300\nunit = "EFLOPS"\nquote = "more than 300 EFLOPS"', ["bound-missing: the source prints 'more than' at the number: bound = 'more than' is missing"]),
    ("turnover 300 EFLOPS", 'value = 300\nunit = "EFLOPS"\nquote = "turnover 300 EFLOPS"', []),
    ("下降1.5%。增长1.5%", 'growth = { value = -1.5, quote = "下降1.5%", also = ["增长1.5%"] }', ["also-disagrees: no number in “增长1.5%” agrees with 1.5%"]),
    ("300家，增加50个", 'value = 300\nunit = "家"\nquote = "300家，增加50个"\nchange = { value = 50, unit = "个", quote = "300家，增加50个" }', []),
    ("300万户，增加10万", 'value = 300\nunit = "万户"\nquote = "300万户，增加10万"\nchange = { value = 10, unit = "万", quote = "300万户，增加10万" }', []),
    ("300万户，增加10万元", 'value = 300\nunit = "万户"\nquote = "300万户，增加10万元"\nchange = { value = 10, unit = "万元", quote = "300万户，增加10万元" }', ["unlike-unit: a change in 元 of a value in 户: it is in 户"]),
    ("reached over 300 EFLOPS", 'value = 300\nunit = "EFLOPS"\nquote = "reached over 300 EFLOPS"', ["bound-missing: the source prints 'over' at the number: bound = 'over' is missing"]),
    ("Over 300 EFLOPS", 'value = 300\nunit = "EFLOPS"\nbound = "over"\nquote = "Over 300 EFLOPS"', []),
    ("no more than 300 EFLOPS", 'value = 300\nunit = "EFLOPS"\nbound = "more than"\nquote = "no more than 300 EFLOPS"', ["bound-missing: the source prints 'no more than' at the number: bound = 'no more than' is missing"]),
    ("fell by 1.5%", 'growth = { value = 1.5, quote = "fell by 1.5%" }', ["wrong-sign: the source says a fall: value = -1.5"]),
    ("decreased by 1.5%", 'growth = { value = -1.5, quote = "decreased by 1.5%" }', []),
    ("300，增加10%", 'value = 300\nquote = "300，增加10%"\nchange = { value = 10, unit = "%", quote = "300，增加10%" }', ["unlike-unit: a change in % of a value in no unit: say what it counts (counts on the indicator)"]),
    ("300万，增加2倍", 'value = 300\nunit = "万"\nquote = "300万，增加2倍"\nchange = { value = 2, unit = "倍", quote = "300万，增加2倍" }', ["unlike-unit: a change in 倍 of a value in no unit: say what it counts (counts on the indicator)"]),
    ("降为1.5%", 'growth = { value = 1.5, quote = "降为1.5%" }', []),
    ("降为1.5%", 'growth = { value = -1.5, quote = "降为1.5%" }', ["wrong-sign: -1.5 is negative, but the source says no fall before the number"]),
    ("缩短为3天", 'change = { value = 3, unit = "天", quote = "缩短为3天" }', []),
    ("降幅达到1.5%", 'growth = { value = -1.5, quote = "降幅达到1.5%" }', []),
    ("下降幅度为1.5%", 'growth = { value = 1.5, quote = "下降幅度为1.5%" }', ["wrong-sign: the source says a fall: value = -1.5"]),
    ("降幅收窄2个百分点", 'change = { value = 2, unit = "个百分点", quote = "降幅收窄2个百分点" }', []),
    ("下降3-5%", 'growth = { value = -5, quote = "下降3-5%" }', []),
    ("下降3至5%", 'growth = { value = 5, quote = "下降3至5%" }', ["wrong-sign: the source says a fall: value = -5"]),
    ("下降5%和3万户", 'change = { value = 3, unit = "万户", quote = "下降5%和3万户" }', []),
    ("增加10亿元-20亿元", 'change = { value = 20, unit = "亿元", quote = "增加10亿元-20亿元" }', []),
    ("涨跌1.5%", 'growth = { value = 1.5, quote = "涨跌1.5%" }', []),
    ("比上年少50家", 'change = { value = -50, unit = "家", quote = "比上年少50家" }', []),
    ("降低成本三成", 'growth = { value = -30, printed = "三成", quote = "降低成本三成" }', []),
    ("降低能耗15%", 'growth = { value = -15, quote = "降低能耗15%" }', []),
    ("甲增长近一半，乙下降近一半", 'growth = { value = -50, bound = "近", printed = "近一半", quote = "乙下降近一半" }', []),
    ("甲增长近一半，乙下降近一半", 'growth = { value = 50, bound = "近", printed = "近一半", quote = "甲增长近一半" }', []),
    ("甲不到三成，乙占三成", 'value = 30\nunit = "%"\nprinted = "三成"\nquote = "乙占三成"', []),
    ("净利润为-3.5亿元", 'value = 3.5\nunit = "亿元"\nquote = "净利润为-3.5亿元"', ["wrong-sign: the source prints a minus: value = -3.5"]),
    ("率为–3%", 'value = -3\nunit = "%"\nquote = "率为–3%"', []),
    ("聚合约300家", 'value = 300\nunit = "家"\nquote = "聚合约300家"', ["bound-missing: the source prints '约' at the number: bound = '约' is missing"]),
    ("一条约300公里", 'value = 300\nunit = "公里"\nquote = "一条约300公里"', ["bound-missing: the source prints '约' at the number: bound = '约' is missing"]),
    ("5人及以上", 'value = 5\nunit = "人"\nquote = "5人及以上"', ["bound-missing: the source prints '以上' at the number: bound = '以上' is missing"]),
    ("增长一成。下降一成", 'growth = { value = 10, quote = "增长一成", printed = "一成", also = ["下降一成"] }', ["also-disagrees: no number in “下降一成” agrees with 一成"]),
    ("高于-3%。-4%。-2.5%", 'growth = { value = -3, bound = "高于", quote = "高于-3%", also = ["-2.5%"] }', []),
    ("高于-3%。-4%。-2.5%", 'growth = { value = -3, bound = "高于", quote = "高于-3%", also = ["-4%"] }', ["also-disagrees: no number in “-4%” agrees with 高于-3%"]),
    ("1,234家", 'value = 1234\nunit = "家"\nquote = "1,234家"', []),
    ("1,234家", 'value = 234\nunit = "家"\nquote = "1,234家"', ["value-not-in-quote: 234家 is not in the quote “1,234家”, or is part of a longer number"]),
    ("300万人次", 'value = 300\nunit = "万人"\nquote = "300万人次"', ["value-not-in-quote: 300万人 is not in the quote “300万人次”, or is part of a longer number"]),
    ("近千分之三", 'value = 0.3\nunit = "%"\nbound = "近"\nprinted = "近千分之三"\nquote = "近千分之三"', []),
    ("降幅约为1.5%", 'growth = { value = -1.5, bound = "约", quote = "降幅约为1.5%" }', []),
    ("降幅分别为3.1%和1.5%", 'growth = { value = -1.5, quote = "降幅分别为3.1%和1.5%" }', []),
    ("分别下降3%以上和1.5%以上", 'growth = { value = -1.5, bound = "以上", quote = "分别下降3%以上和1.5%以上" }', []),
    ("分别减少3.1亿元、10余亿元和5亿元", 'change = { value = -5, unit = "亿元", quote = "分别减少3.1亿元、10余亿元和5亿元" }', []),
    ("增加10余亿元-20亿元", 'change = { value = 20, unit = "亿元", quote = "增加10余亿元-20亿元" }', []),
    ("COVID-19项", 'value = 19\nunit = "项"\nquote = "COVID-19项"', []),
    ("- 300家企业", 'value = 300\nunit = "家"\nquote = "300家企业"', []),
    ("三成。一是成本下降三成", 'growth = { value = -30, printed = "三成", quote = "成本下降三成", also = ["一是成本下降三成"] }', []),
    ("截至2023，300家企业", 'value = 300\nunit = "家"\nquote = "截至2023，300家企业"', []),
    ("亏损3.5亿元", 'value = -3.5\nunit = "亿元"\nquote = "亏损3.5亿元"', []),
    ("300万户纳税人", 'value = 300\nunit = "万户"\nquote = "300万户纳税人"', []),
    ("cover 300 EFLOPS", 'value = 300\nunit = "EFLOPS"\nquote = "cover 300 EFLOPS"', []),
    ("增长最少5%", 'growth = { value = 5, quote = "增长最少5%" }', []),
    ("升降5%", 'growth = { value = 5, quote = "升降5%" }', []),
    ("降幅扩大5个百分点", 'change = { value = -5, unit = "个百分点", quote = "降幅扩大5个百分点" }', []),
    ("降低成本提高效率15%", 'growth = { value = -15, quote = "降低成本提高效率15%" }', ["wrong-sign: -15 is negative, but the source says no fall before the number"]),
    ("止跌回升5%", 'growth = { value = -5, quote = "止跌回升5%" }', ["wrong-sign: -5 is negative, but the source says no fall before the number"]),
    ("青少年用户增长5%", 'growth = { value = -5, quote = "青少年用户增长5%" }', ["wrong-sign: -5 is negative, but the source says no fall before the number"]),
    ("下降3–5%", 'growth = { value = -5, quote = "下降3–5%" }', []),
    ("占比3–5%", 'value = 3\nunit = "%"\nquote = "占比3–5%"', []),
    ("降幅比上年收窄2.1个百分点", 'change = { value = 2.1, unit = "个百分点", quote = "降幅比上年收窄2.1个百分点" }', []),
    ("1234家。有1,234家", 'value = 1234\nunit = "家"\nquote = "1234家"\nalso = ["有1,234家"]', []),
    ("Decreased by 1.5%", 'growth = { value = -1.5, quote = "Decreased by 1.5%" }', []),
    ("企业300，增加50家", 'value = 300\nquote = "企业300，增加50家"\nchange = { value = 50, unit = "家", quote = "企业300，增加50家" }', []),
    ("节约12.5万件", 'value = 12.5\nunit = "万件"\nquote = "节约12.5万件"', []),
    ("最近12.5万件", 'value = 12.5\nunit = "万件"\nquote = "最近12.5万件"', []),
    ("大约12.5万件", 'value = 12.5\nunit = "万件"\nquote = "大约12.5万件"', ["bound-missing: the source prints '大约' at the number: bound = '大约' is missing"]),
    ("占四成半", 'value = 4\nunit = "%"\nprinted = "四成半"\nquote = "占四成半"', ["printed-disagrees: '四成半' says 45, not 4"]),
    ("占三分之一", 'value = 3\nunit = "%"\nprinted = "三分之一"\nquote = "占三分之一"', ["printed-disagrees: '三分之一' says 100/3, not 3"]),
    ("超过半数", 'value = 50\nunit = "%"\nbound = "超过"\nprinted = "超过半数"\nquote = "超过半数"', []),
    ("近12.5余万件", 'value = 12.5\nunit = "万件"\nbound = "近"\nquote = "近12.5余万件"', ["bound-missing: the source prints '余' at the number: bound = '余' is missing"]),
    ("大概12.5万件", 'value = 12.5\nunit = "万件"\nbound = "大概"\nquote = "大概12.5万件"', ["unknown-bound: bound '大概' is not known; use the printed word:"]),
    ("通过12件", 'value = 12\nunit = "件"\nquote = "通过12件"', []),
    ("过半", 'value = 50\nunit = "%"\nbound = "过"\nprinted = "过半"\nquote = "过半"', []),
    ("超三成", 'value = 30\nunit = "%"\nprinted = "三成"\nquote = "超三成"', ["bound-missing: the source prints '超' at the number: bound = '超' is missing"]),
    ("337.7万件。又338万件。", 'value = 337.7\nunit = "万件"\nquote = "337.7万件"\nalso = ["338万件"]', []),
    ("337.7万件。又339万件。", 'value = 337.7\nunit = "万件"\nquote = "337.7万件"\nalso = ["339万件"]', ["also-disagrees: no number in “339万件” agrees with 337.7万件"]),
    ("337.7万件。又337万件。", 'value = 337.7\nunit = "万件"\nquote = "337.7万件"\nalso = ["337万件"]', ["also-disagrees: no number in “337万件” agrees with 337.7万件"]),
    ("337.7万件。超330万件。", 'value = 337.7\nunit = "万件"\nquote = "337.7万件"\nalso = ["超330万件"]', []),
    ("337.7万件。超340万件。", 'value = 337.7\nunit = "万件"\nquote = "337.7万件"\nalso = ["超340万件"]', ["also-disagrees: no number in “超340万件” agrees with 337.7万件"]),
    ("337.7万件。330余万件。", 'value = 337.7\nunit = "万件"\nquote = "337.7万件"\nalso = ["330余万件"]', []),
    ("337.7万件。330万件以上。", 'value = 337.7\nunit = "万件"\nquote = "337.7万件"\nalso = ["330万件以上"]', []),
    ("337.7万户。338万人。", 'value = 337.7\nunit = "万户"\nquote = "337.7万户"\nalso = ["338万人"]', ["also-disagrees: no number in “338万人” agrees with 337.7万户"]),
    ("337.7万元。338万件。", 'value = 337.7\nunit = "万元"\nquote = "337.7万元"\nalso = ["338万件"]', ["also-disagrees: no number in “338万件” agrees with 337.7万元"]),
    ("1024项。千余项。", 'value = 1024\nunit = "项"\nquote = "1024项"\nalso = ["千余项"]', []),
    ("1060项。千余项。", 'value = 1060\nunit = "项"\nquote = "1060项"\nalso = ["千余项"]', ["also-disagrees: no number in “千余项” agrees with 1060项"]),
    ("1024项。", 'value = 1024\nunit = "项"\nquote = "1024项"\nalso = ["九百项"]', ["quote-not-found: not in the source: “九百项”", "also-disagrees: no number in “九百项” agrees with 1024项"]),
    ("同比下降3.5%", 'value = 1\nquote = "x"\ngrowth = { value = 3.5, quote = "同比下降3.5%" }', ["quote-not-found: not in the source: “x”", "value-not-in-quote: 1 is not in the quote “x”, or is part of a longer number", "wrong-sign: the source says a fall: value = -3.5"]),
    ("同比下降3.5%", 'growth = { value = -3.5, quote = "同比下降3.5%" }', []),
    ("同比下降了约3.5%", 'growth = { value = -3.5, bound = "约", quote = "约3.5%" }', []),
    ("同比增长3.5%", 'growth = { value = -3.5, quote = "同比增长3.5%" }', ["wrong-sign: -3.5 is negative, but the source says no fall before the number"]),
    ("同比-3.5%", 'growth = { value = -3.5, quote = "同比-3.5%" }', []),
    ("下降3.5%", 'value = 3.5\nunit = "%"\nquote = "下降3.5%"', []),
    ("下降到3.5%", 'value = -3.5\nunit = "%"\nquote = "下降到3.5%"', ["wrong-sign: -3.5 is negative, but the source says no fall before the number"]),
    ("年均增长5%", 'growth = { value = 5, quote = "年均增长5%" }', ["growth-years: the source says a yearly average (年均): years = 5, or how many there are"]),
    ("年均增长5%", 'growth = { value = 5, years = 5, quote = "年均增长5%" }', []),
    ("位列全球第3", 'rank = { value = 3, quote = "位列全球第3" }', ['rank-scope: the source says 全球: scope = "world" is missing']),
    ("位列世界第3", 'rank = { value = 3, scope = "world", quote = "位列世界第3" }', []),
    ("位列第3", 'rank = { value = 3, quote = "位列第3" }', []),
    ("北京3件", 'value = 3\nunit = "件"\nquote = "3件"\nscope = "CN-BJ"', []),
    ("3件", 'value = 3\nunit = "件"\nquote = "3件"\nscope = "CN-ABCD"', ["unknown-scope: scope 'CN-ABCD' is no code (world, CN, CN-BJ) and no Chinese name"]),
    ("3件", 'value = 3\nunit = "件"\nquote = "3件"\nscope = "china"', ["unknown-scope: scope 'china' is no code (world, CN, CN-BJ) and no Chinese name"]),
    ("华东3件", 'value = 3\nunit = "件"\nquote = "3件"\nscope = "华东"', []),
    ("3件", 'value = 3\nunit = "件"\nquote = "3件"\nas_of = "2024-03-31"', []),
    ("3件", 'value = 3\nunit = "件"\nquote = "3件"\nas_of = "2024-04-01"', ["wrong-date: as_of 2024-04-01 is not in 2023"]),
    ("3件", 'value = 3\nunit = "件"\nquote = "3件"\nas_of = "2022-12-31"', ["wrong-date: as_of 2022-12-31 is not in 2023"]),
    ("3件", 'value = 3\nunit = "件"\nquote = "3件"\nas_of = "2025-01"', ["wrong-date: as_of 2025-01 is not in 2023"]),
    ("3件", 'change = { value = 3, unit = "件", quote = "3件", since = 2023 }', ["wrong-date: since 2023 is not before 2023"]),
    ("3件", 'change = { value = 3, unit = "件", quote = "3件", since = 1899 }', ["wrong-date: since 1899 is not before 2023"]),
    ("3件", 'value = 3\nunit = "件"', ["missing-quote: no quote: copy the words of the source that state it"]),
    ("3件东西", 'value = 3\nunit = "件"\nquote = "3件东西多了"', ["quote-not-found: not in the source: “3件东西多了”; line 1 says “3件东西”"]),
    ("3件东西", 'value = 3\nunit = "件"\nquote = "4件"', ["quote-not-found: not in the source: “4件”", "value-not-in-quote: 3件 is not in the quote “4件”, or is part of a longer number"]),
    ("3件", 'value = 3\nunit = "件"\nquote = "3件"\nsource = "x"', ['unknown-source: no source \'x\'; there is s; add [sources.ID] with title and publisher, and source = "ID"']),
    ("3件", 'value = 3\nunit = "件"\nquote = "3件"\nconfirmed_by = ["s", "x"]', ['unknown-source: no source \'x\'; there is s; add [sources.ID] with title and publisher, and source = "ID"']),
    ("3forks", 'value = 3\nunit = "forks"\nquote = "3forks"', ["unknown-unit: unit 'forks' is not known; a scale word (万, 亿 …) stands first"]),
    ("3users", 'value = 3\nunit = "users"\nquote = "3users"', []),
    # The order of a list, and its length in English.
    ("红、黄、蓝", 'value = ["红", "黄", "蓝"]\nvalue_en = ["red", "yellow", "blue"]\nquote = "红、黄、蓝"', []),
    ("红、黄、蓝", 'value = ["红", "蓝", "黄"]\nquote = "红、黄、蓝"', ["wrong-order: the source names '黄' before '蓝'"]),
    ("红、红", 'value = ["红", "红"]\nquote = "红、红"', []),
    ("红、黄", 'value = ["红", "黄"]\nvalue_en = ["red"]\nquote = "红、黄"', ["translation-disagrees: value has 2 items, value_en 1"]),
    ("红、黄", 'value = ["红", "黄"]\nvalue_en = "red and yellow"\nquote = "红、黄"', ["translation-disagrees: value has 2 items, value_en 1"]),
    # A bound word of a number in words is in `printed`, and one in `printed` is in `bound`.
    ("占近半数", 'value = 50\nunit = "%"\nbound = "近"\nprinted = "近半数"\nquote = "占近半数"', []),
    ("占近半数", 'value = 50\nunit = "%"\nprinted = "近半数"\nquote = "占近半数"', ["bound-missing: the source prints '近' at the number: bound = '近' is missing"]),
    ("占近半数", 'value = 50\nunit = "%"\nbound = "近"\nprinted = "半数"\nquote = "占近半数"', ["bound-not-printed: printed = '半数' leaves out the bound word '近'"]),
    ("有千余项", 'value = 1000\nunit = "项"\nprinted = "千余项"\nquote = "有千余项"', ["bound-missing: the source prints '余' at the number: bound = '余' is missing"]),
    ("有千项以上", 'value = 1000\nunit = "项"\nprinted = "千项以上"\nquote = "有千项以上"', ["bound-missing: the source prints '以上' at the number: bound = '以上' is missing"]),
    # What a change is since, and over how many years an average is.
    ("比上年增长5%", 'growth = { value = 5, quote = "比上年增长5%" }', []),
    ("比上年增长5%", 'growth = { value = 5, since = 2021, quote = "比上年增长5%" }', ["wrong-base: the source says 比上年: since = 2022, not 2021"]),
    ("同比增长5%", 'growth = { value = 5, since = 2021, quote = "同比增长5%" }', ["wrong-base: the source says 同比: since = 2022, not 2021"]),
    ("较2020年增长5%", 'growth = { value = 5, since = 2020, quote = "较2020年增长5%" }', []),
    ("较2020年增长5%", 'growth = { value = 5, quote = "较2020年增长5%" }', ["wrong-base: the source says 较2020年: since = 2020, not 2022"]),
    ("比2020年增长5%，比上年增长2%", 'growth = { value = 2, quote = "比2020年增长5%，比上年增长2%" }', []),
    ("比上年增长5%，比2020年增长8%", 'growth = { value = 5, quote = "比上年增长5%，比2020年增长8%" }', []),
    ("较2022年上半年增长5%", 'growth = { value = 5, since = "2022-H1", quote = "较2022年上半年增长5%" }', []),
    ("近五年年均增速5%", 'growth = { value = 5, years = 5, quote = "近五年年均增速5%" }', []),
    ("近5年年均增速5%", 'growth = { value = 5, years = 5, quote = "近5年年均增速5%" }', []),
    ("近五年年均增速5%", 'growth = { value = 5, years = 3, quote = "近五年年均增速5%" }', ["growth-years: the source says 近五年, not years = 3"]),
    # The date and the year that the words name.
    ("截至2023年底有5个", 'value = 5\nunit = "个"\nas_of = "2023-12-31"\nquote = "截至2023年底有5个"', []),
    ("截至2023年底有5个", 'value = 5\nunit = "个"\nas_of = "2023-12"\nquote = "截至2023年底有5个"', []),
    ("截至2023年底有5个", 'value = 5\nunit = "个"\nas_of = "2023-06-30"\nquote = "截至2023年底有5个"', ["wrong-date: the source says 截至2023年底, not as_of = 2023-06-30"]),
    ("截至2023年8月有5个", 'value = 5\nunit = "个"\nas_of = "2023-08-31"\nquote = "截至2023年8月有5个"', []),
    ("截至2023年8月15日有5个", 'value = 5\nunit = "个"\nas_of = "2023-08-31"\nquote = "截至2023年8月15日有5个"', ["wrong-date: the source says 截至2023年8月15日, not as_of = 2023-08-31"]),
    ("2023年有5个", 'value = 5\nunit = "个"\nquote = "2023年有5个"', []),
    ("2022年有5个", 'value = 5\nunit = "个"\nquote = "2022年有5个"', ["unsupported-year: the quote is of 2022, not of 2023"]),
    ("2022年有5个", 'value = 5\nunit = "个"\nas_of = "2023-12"\nquote = "2022年有5个"', ["unsupported-year: the quote is of 2022, not of 2023"]),
    ("比2022年多5个", 'change = { value = 5, unit = "个", quote = "比2022年多5个" }', []),
    ("2021—2023年有5个", 'value = 5\nunit = "个"\nquote = "2021—2023年有5个"', []),
    ("《规划（2025年）》有5个", 'value = 5\nunit = "个"\nquote = "《规划（2025年）》有5个"', []),
    ("12023年有5个", 'value = 5\nunit = "个"\nquote = "12023年有5个"', []),
    # What a value is of.
    ("广东有5个", 'value = 5\nunit = "个"\nscope = "CN-GD"\nquote = "有5个"', []),
    ("有5个", 'value = 5\nunit = "个"\nscope = "CN-GD"\nquote = "有5个"', ["scope-not-named: the source does not name 广东: scope = 'CN-GD' has no ground"]),
    ("有5个", 'value = 5\nunit = "个"\nscope = "CN-XX"\nquote = "有5个"', ["unknown-scope: scope 'CN-XX' is no code (world, CN, CN-BJ) and no Chinese name"]),
    ("有5个", 'value = 5\nunit = "个"\nscope = "world"\nquote = "有5个"', ["scope-not-named: the source does not name 全球 or 世界 or 国际: scope = 'world' has no ground"]),
    ("全球有5个", 'value = 5\nunit = "个"\nscope = "world"\nquote = "有5个"', []),
    ("上海有5个", 'value = 5\nunit = "个"\nscope = "上海、北京"\nquote = "有5个"', ["scope-not-named: the source does not name 北京: scope = '北京' has no ground"]),
    ("有5个", 'value = 5\nunit = "个"\nscope = "US"\nquote = "有5个"', []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "table", "told"), EDGES)
def test_a_rule_holds_to_its_edge(
    run: Run, tmp_path: Path, words: str, table: str, told: list[str]
) -> None:
    """What is right is not told, what is wrong is told in full."""
    (tmp_path / "text.txt").write_text(words, "utf-8")
    source = '[sources.s]\ntitle = "报告（2023年）"\npublisher = "社"\nfile = "text.txt"\n\n'
    labels = '[a]\nzh = "甲"\nen = "A"\n\n[a.b]\nzh = "乙"\nen = "B"\n\n'
    path = tmp_path / "facts.toml"
    path.write_text(f"{source}{labels}[a.b.2023]\n{table}\n", "utf-8")
    code_, out, _ = run("check", str(path), "--no-builtin")
    found = [line.split(": ", 2)[2] for line in out.splitlines()]
    assert sorted(line.partition(" 超过 超 ")[0] for line in found) == sorted(told)
    assert code_ == bool(told)


SMALL = '[sources.s]\ntitle = "报告（2023年）"\npublisher = "社"\nfile = "text.txt"\n\n[a]\nzh = "甲"\nen = "A"\n\n[a.b]\nzh = "乙"\nen = "B"\n\n[a.b.2023]\nvalue = 3\nunit = "件"\nbound = "约"\nscope = "CN"\nquote = "3件"\n'


def test_a_problem_is_told_at_the_line_of_its_key(run: Run, tmp_path: Path) -> None:
    """A wrong value at the value, a wrong bound at the bound, not at the head of the table."""
    (tmp_path / "text.txt").write_text("有4件", "utf-8")
    path = tmp_path / "facts.toml"
    path.write_text(SMALL, "utf-8")
    _, out, _ = run("check", str(path), "--no-builtin")
    lines = SMALL.split("\n")
    told = [(lines[int(line.split(":")[1]) - 1], line.split(": ")[2]) for line in out.splitlines()]
    assert told == [('bound = "约"', "bound-not-in-quote"), ('quote = "3件"', "quote-not-found")]


def test_a_problem_of_another_publication_is_told_at_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("有3件", "utf-8")
    path = tmp_path / "facts.toml"
    other = 'others = [{ value = 5, unit = "弄", source = "t" }]\n'
    source = '[sources.t]\ntitle = "另"\npublisher = "社"\n\n[a]'
    path.write_text(SMALL.replace('bound = "约"\n', "").replace("[a]", source) + other, "utf-8")
    _, out, _ = run("check", str(path), "--no-builtin")
    lines = path.read_text("utf-8").split("\n")
    found = re.fullmatch(r".*:(\d+): a\.b\.2023@t: unknown-unit: .*\n", out)
    assert found and lines[int(found[1]) - 1] == other.strip()


def test_an_overlay_named_beside_the_file_is_proven_too(run: Run, tmp_path: Path) -> None:
    """What is said to be proven was looked at: the file, and what it is laid over."""
    (tmp_path / "text.txt").write_text("有3件", "utf-8")
    bad, good = tmp_path / "bad.toml", tmp_path / "good.toml"
    bad.write_text('[5g.base-stations.2027]\nvalue = 1\nunit = "个"\nquote = "x"\n', "utf-8")
    good.write_text(SMALL.replace('bound = "约"\n', ""), "utf-8")
    assert run("check", str(good))[0] == 0
    code_, out, _ = run("check", str(good), "--facts", str(bad))
    assert code_ == 1
    assert all(line.startswith(f"{bad}:") for line in out.splitlines())


def test_a_fact_without_a_source_is_told_how_to_have_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(SMALL[SMALL.index("[a]") :].replace('bound = "约"\n', ""), "utf-8")
    told = 'unknown-source: no source; add [sources.ID] with title and publisher, and source = "ID"'
    assert run("check", str(path), "--no-builtin")[1] == f"{path}:9: a.b.2023: {told}\n"


def test_a_quote_without_its_text_has_no_words_around_it() -> None:
    base = load([builtin_path()])
    fact = base.facts["5g.base-stations.2022"]
    assert Claim(fact, base, None).context() == ("", squeeze(fact.quote), "")


def test_check_says_how_many_facts_have_no_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(SMALL.replace('bound = "约"\n', "").replace('file = "text.txt"\n', ""), "utf-8")
    code_, out, err = run("check", str(path), "--no-builtin")
    assert (code_, out) == (0, "")
    assert (
        err == f"infofacts: 1 fact in {path}: 0 proven against the text, 1 without a bundled text\n"
    )
    code_, _, err = run("check", "--no-builtin")
    assert (code_, "name one with --facts" in err) == (1, True)
