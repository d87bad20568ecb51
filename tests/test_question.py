"""What a question asks for, and which of its words the facts that are found do not meet."""

from __future__ import annotations

import json
import random
import re

import pytest

from infofacts.lexicon import pinyin, place, places, simplified
from infofacts.question import parse
from infofacts.stems import han_places, words_in
from tests.conftest import SOURCE, Records, Run

ZH, EN = "zh", "en"


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("印度网民", [("印度", "place"), ("网民", "subject")]),
        ("江苏省软件业", [("江苏省", "place"), ("软件", "subject")]),
        ("rural internet users", [("rural", "group"), ("internet users", "subject")]),
        ("2017年5G用户", [("2017年", "year"), ("5G", "subject"), ("用户", "users")]),
        ("二〇二三年網民", [("二〇二三年", "year"), ("網民", "subject")]),
        ("網際網路普及率", [("網際網路", "subject"), ("普及率", "subject")]),
        ("how fast did it grow", [("grow", "growth")]),
        ("排名第几", [("排名", "rank"), ("第几", "rank")]),
        ("是多少", [("多少", "many")]), ("what is the total number of", [("number of", "count")]),
    ],
)  # fmt: skip
def test_a_question_is_cut_into_parts_as_typed(words: str, parts: list[tuple[str, str]]) -> None:
    question = parse((words,))
    found = [(question.word(part.start, part.end), part.kind) for part in question.parts]
    assert found == parts


@pytest.mark.parametrize(
    ("typed", "value", "unit", "sign"),
    [
        ("1.63亿户", "163000000", "户", "="), ("163000000", "163000000", "", "="),
        ("163,000,000", "163000000", "", "="), ("163 million", "163000000", "", "="),
        ("70EFLOPS", "70", "EFLOPS", "="), ("５０％", "50", "%", "="), ("超60%", "60", "%", ">"),
        ("30% or more", "30", "%", ">="), ("under 18", "18", "", "<"), ("40余万家", "400000", "家", ">"),
        ("5.67 trillion kWh", "5670000000000", "千瓦时", "="), ("60%以上", "60", "%", ">="),
    ],
)  # fmt: skip
def test_a_number_is_read_in_every_writing(typed: str, value: str, unit: str, sign: str) -> None:
    (part,) = parse((typed,)).of("number")
    assert (str(part.number), part.unit, part.sign) == (value, unit, sign)


@pytest.mark.parametrize("name", ["5G", "50G PON", "IPv6", "12306abc"])
def test_a_name_with_digits_is_no_number(name: str) -> None:
    assert not parse((name,)).of("number")


@pytest.mark.parametrize(
    "typed",
    ["10.92亿", "1092000000", "1,092,000,000", "1.092 billion", "网民 10.92亿人", "10.92亿人 zzz"],
)
def test_facts_with_a_number_come_first_in_every_writing(records: Records, typed: str) -> None:
    assert records("search", typed)[0]["id"] == "internet-users.users.2023"


def test_of_facts_with_a_number_those_with_its_bound_come_first(records: Records) -> None:
    bounds = [hit["bound"] for hit in records("search", "超60%")]
    assert bounds[0] == ">" and bounds[: bounds.count(">")] == [">"] * bounds.count(">")


@pytest.mark.parametrize(
    ("words", "unmet"),
    [
        # a place, in both languages, as the scope or in the words of a fact
        ("印度网民", ["印度"]), ("Beijing 5G base stations", ["Beijing"]), ("全球网民数", ["全球"]),
        ("杭州信息化举措", ["杭州"]), ("浙江信息化举措", []), ("Zhejiang measures", []),
        ("中国网民规模", []), ("中国占全球5G基站的比例", []),
        # a group of people
        ("女性网民占比", ["女性"]), ("female internet users", ["female"]), ("农村网民", []),
        # a kind of number
        ("北斗终端增速", ["增速"]), ("软件业务收入增速", []), ("人均网上零售额", ["人均"]),
        # a subject
        ("DeepSeek", ["DeepSeek"]), ("苹果手机销量", ["苹果", "销量"]), ("网民规摸", []),
        ("i pv6 addreses", []),
        # what stands only in a quote, or is what a share is of; quantities of all there is
        ("GDP", ["GDP"]), ("失业率", ["失业率"]), ("快递收入", ["收入"]), ("express revenue", ["revenue"]),
        ("收入", ["收入"]), ("population", ["population"]), ("手机普及率", ["手机"]), ("发电量", ["发电量"]),
        ("城镇互联网普及率", ["普及率"]), ("how many data centers", ["data centers"]),
        ("5G基站超过300万个吗", []), ("电子发票数量", []), ("growth of software revenue 2023", []),
        ("算力 EFLOPS", []), ("IT服务收入", []),
        # money that only a text names; of a name what only looks like a rank, a growth, a share
        ("直播带货销售额", ["直播", "带货"]), ("碳排放总量", ["碳排放", "总量"]),
        ("互联网公司市值排名", ["排名"]), ("工业互联网带动第一产业增加值排名", ["排名"]),
        ("数字产品服务业增加值增速", ["增速"]), ("集成电路产量占比", ["占比"]),
        # exports of zones are no zones; users that grow are people
        ("increase of free trade zones", ["increase"]), ("growth of gigabit users", []),
        # currencies; of how many; what is left out; digits as printed
        ("software exports in yuan", ["yuan"]), ("software exports in dollars", []),
        ("patents per million people", ["per million"]), ("算力每瓦", ["每瓦"]),
        ("固定宽带用户，不含北京", ["不含北京"]), ("国内发明专利有效量，不含港澳台", []), ("337.7", []),
        ("storage capacity in exabytes", []), ("length of roads open to connected vehicle tests", []),
        # a slip in what is counted; 人次 are asked for as such
        ("gigbit users", []), ("职工网上练兵多少人次", []), ("卫星导航企业数增速", ["增速"]),
        ("growth of online retail 2023", []), ("视频在线率提升幅度", ["幅度"]),
        # what grows is no share of those who use it; consumers only of the whole of a share
        ("growth of smart parking", ["growth"]), ("increase in R&D intensity", []),
        ("retail sales of consumer goods", ["consumer"]), ("山东的数字政府方案叫什么", []),
        # the name of a topic, of which a part alone asks for all there is
        ("就业服务有哪些数字", []), ("就业", ["就业"]),
        # words that only ask
        ("请问全国一共有多少个5G基站呢", []), ("what is the total number of 5G base stations", []),
        ("4G基站，不是5G", []),
    ],
)  # fmt: skip
def test_the_best_hit_tells_what_it_does_not_meet(run: Run, words: str, unmet: list[str]) -> None:
    code, out, err = run("search", words, "-f", "jsonl", "-n", "1")
    assert (json.loads(out)["unmet"] if out else [words]) == unmet
    assert code == (1 if unmet else 0)
    if out:
        assert err == (f"infofacts: nearest; not met: {', '.join(unmet)}\n" if unmet else "")


@pytest.mark.parametrize(
    ("words", "first", "unmet"),
    [
        ("用户比2015年增长", "m.a.2023.growth", []), ("用户比2016年增长", "m.a.2023.growth", ["比2016年"]),
        ("基站比2022年增长", "m.b.2023.growth", []), ("基站比2021年增长", "m.b.2023.growth", ["比2021年"]),
    ],
)  # fmt: skip
def test_a_year_compared_with_is_met_by_the_one_before_or_by_the_label(
    own: Run, words: str, first: str, unmet: list[str]
) -> None:
    text = SOURCE + '[m]\nzh = "题"\nen = "T"\n'
    text += '[m.a]\nzh = "用户比2015年增长"\nen = "Growth of users from 2015"\n'
    text += '[m.a.2023]\ngrowth = { value = 5, quote = "增长5%", since = 2015 }\n'
    text += (
        '[m.b]\nzh = "基站数"\nen = "Stations"\n[m.b.2023]\nvalue = 7\nquote = "基站7，增长5%"\n'
    )
    text += 'growth = { value = 5, quote = "增长5%" }\n'
    (hit,) = map(json.loads, own(text, "search", words, "-n", "1", "-f", "jsonl")[1].splitlines())
    assert (hit["id"], hit["unmet"]) == (first, unmet)


def test_a_year_without_a_value_is_not_met_and_the_years_there_are_named(run: Run) -> None:
    code, out, err = run("search", "5G基站", "1999", "-f", "jsonl", "-n", "1")
    assert code == 1 and json.loads(out)["unmet"] == ["1999"]
    assert err == "infofacts: nearest; not met: 1999; 5g.base-stations has 2019–2025\n"


def test_a_part_of_a_year_is_not_the_year(records: Records) -> None:
    assert records("search", "2023年12月网民规模", "-n", "1")[0]["unmet"] == []
    assert records("search", "2023年6月网民规模", "-n", "1")[0]["unmet"] == ["2023年6月"]


def test_a_table_says_it_above_its_rows(run: Run) -> None:
    code, out, err = run("search", "印度网民", "-f", "table")
    assert (code, out.splitlines()[0], err) == (1, "nearest; not met: 印度", "")


OWN = """[cats]
zh = "猫"
en = "Cats"
[cats.food]
zh = "猫粮产量"
en = "Cat food output"
2021 = { value = 4, unit = "吨", quote = "产量4吨" }
2022 = { value = 5, unit = "吨", quote = "产量5吨" }
[cats.berlin]
zh = "猫粮进口"
en = "Cat food imports"
2022 = { value = 9, unit = "吨", scope = "DE", quote = "进口9吨" }
"""


@pytest.mark.parametrize(
    ("words", "first", "unmet"),
    [
        ("猫粮产量", "cats.food.2022", []), ("貓糧產量 2021", "cats.food.2021", []),
        ("maoliang chanliang", "cats.food.2022", []), ("cat food 5 tonnes", "cats.food.2022", []),
        ("German cat food imports", "cats.berlin.2022", []), ("猫粮进口 德国", "cats.berlin.2022", []),
        ("全国猫粮进口", "cats.berlin.2022", ["全国"]), ("cat food output 2019", "cats.food.2022", ["2019"]),
    ],
)  # fmt: skip
def test_own_files_and_databases_are_searched_alike(
    own: Run, run: Run, tmp_path_factory: pytest.TempPathFactory, words: str, first: str,
    unmet: list[str],
) -> None:  # fmt: skip
    asked = ("search", *words.split(), "-f", "jsonl")
    code, out, _ = own(OWN, *asked)
    hit = json.loads(out.splitlines()[0])
    assert (hit["id"], hit["unmet"], code) == (first, unmet, 1 if unmet else 0)
    database = tmp_path_factory.mktemp("base") / "own.db"
    assert own(OWN, "export", "-f", "sqlite", "-o", str(database))[0] == 0
    again = run(*asked, "--no-builtin", "--facts", str(database))
    assert [json.loads(line)["id"] for line in again[1].splitlines()] == [
        json.loads(line)["id"] for line in out.splitlines()
    ]
    assert again[0] == code


@pytest.mark.parametrize("word", ["浙江", "Zhejiang"])
def test_more_hits_find_every_fact_that_names_a_place(records: Records, word: str) -> None:
    named = {
        fact["id"]
        for fact in records("export")
        if "浙江" in f"{fact['zh']}{fact['value']}{fact['quote']}" or "Zhejiang" in fact["en"]
    }
    assert named <= {hit["id"] for hit in records("search", word, "-n", "100")}


@pytest.mark.parametrize("width", [60, 80, 120, 160])
@pytest.mark.parametrize("lang", [ZH, EN, "both"])
def test_a_hit_takes_at_most_three_lines(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int, lang: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = run("search", "浙江", "-f", "table", "--lang", lang)[1]
    rows = out.split("─\n")[1].split("\n\n[")[0]
    if width < 150:
        assert all(len(row.splitlines()) <= 3 for row in rows.split("\n\n"))
    assert len(rows.splitlines()) <= 10 * 4
    assert "provinces.zhejiang" in out


def test_a_hit_shows_the_other_years_and_the_value_of_the_report(run: Run) -> None:
    out = run("search", "5G基站总数", "-n", "1", "-f", "table", "--lang", "en")[1]
    assert "also 2019–2024" in out and "2023-12-31: 3.377 million" in out


def test_the_tables_of_other_projects() -> None:
    assert places()["浙江"] == places()["zhejiang"] == "CN-ZJ"
    assert places()["india"] == places()["indian"] == places()["印度"] == "IN"
    assert "".join(piece for piece, _ in simplified("網路與軟體")) == "网络与软件"
    assert "changsanjiao" in pinyin("长三角") and "huankuan" in pinyin("还款")


def test_words_are_cut_without_patterns_as_patterns_would_cut_them() -> None:
    word = re.compile(r"[0-9]+(?:\.[0-9]+)?[a-z]*|[a-z]+[0-9a-z]*")
    other = re.compile(r"[^\W_0-9a-z]+")
    chance, pieces = random.Random(1), [*"ab5g6.-_%'&, 中年３çé①…", "users", "wi-fi", "20", "5.5g"]
    for _ in range(5000):
        text = "".join(chance.choices(pieces, k=chance.randrange(12))).casefold()
        assert words_in(text) == word.findall(text), text
        assert han_places(text) == [each.span() for each in other.finditer(text)], text


def test_a_place_is_found_in_the_table_by_each_of_its_names() -> None:
    assert all(place(name) == code for name, code in places().items())
    assert not any(map(place, ("", "x", "\n", "哈拉", "hong")))
