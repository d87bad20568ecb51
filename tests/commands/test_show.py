"""`infofacts show`: topics, cards, and how a value is printed for people."""

from __future__ import annotations

import json

import pytest

from tests.conftest import KEYS, Records, Run, one_fact


def test_a_record_has_the_fields_of_the_contract(records: Records) -> None:
    shown = {record["id"]: record for record in records("show", "5g")}
    assert {record["topic"] for record in shown.values()} == {"5g"}
    record = shown["5g.base-stations.2023"]
    assert list(record) == KEYS
    assert record["value"] == 3377000 and record["lines"] == [31, 207]
    assert record["section"] == "第二篇 › 二 › （一）" and record["line"] == 207
    assert (record["bound"], record["unit"], record["as_of"]) == ("=", "个", "2023-12-31")


def test_a_topic_shows_the_newest_year_and_that_of_the_report(run: Run) -> None:
    lines = run("show", "5g", "-f", "jsonl")[1].splitlines()
    assert [json.loads(line)["id"] for line in lines[:2]] == [
        "5g.base-stations.2025",
        "5g.base-stations.2023",
    ]
    assert "5g.base-stations.2023" not in run("show", "5g", "-y", "latest", "-f", "jsonl")[1]


def test_years_without_a_value_are_named(run: Run) -> None:
    code, out, err = run("show", "5g.base-stations", "-y", "2017:2019")
    assert code == 0 and len(out.splitlines()) == 2
    reason = "no value is known: 2017–2018 there was none yet"
    assert err == f"infofacts: 5g.base-stations has no value of 2017, 2018; {reason}\n"


@pytest.mark.parametrize(
    ("argv", "shown"),
    [
        ("operating-systems.harmonyos --lang zh", "鸿蒙装机超7亿台"),
        ("operating-systems.harmonyos --lang zh", "第二篇 › 一 › （一）"),
        ("operating-systems.harmonyos --lang zh", "国家信息化发展报告（2023年）"),
        ("broadband.gigabit-users -y 2023 --lang en", "163 million users"),
        (
            "broadband.gigabit-users -y 2023 --lang en",
            "Fixed broadband users at 1000 Mbps and above",
        ),
        ("computing-power.world-rank --lang zh", "全球第2"),
    ],
)
def test_a_card_has_value_label_words_and_place(run: Run, argv: str, shown: str) -> None:
    assert shown in run("show", *argv.split(), "-f", "table")[1]


def test_a_rank_has_no_column_of_changes(run: Run) -> None:
    out = run("show", "computing-power.world-rank", "-f", "table", "--lang", "zh")[1]
    assert "变化" not in out


# ---------------------------------------------------------------- below zero
@pytest.mark.parametrize("quote", ["", 'quote = "气温-75只"', 'quote = "气温−75只"', 'quote = "x"'])
def test_a_level_below_zero_keeps_its_sign(own: Run, quote: str) -> None:
    base = one_fact(f'value = -75\nunit = "只"\n{quote}')
    assert own(base, "get", "m.a")[1] == "-75\n"
    assert own(base, "get", "m.a", "--field", "printed")[1] in ("-75只\n", "−75只\n")
    for fmt in ("table", "md", "tsv"):
        out = own(base, "show", "m.a", "-f", fmt)[1].replace("−", "-")
        assert "-75只" in out and " 75只" not in out, fmt


def test_a_number_below_zero_has_no_bar(own: Run) -> None:
    base = one_fact("value = -75\n\n[m.a.2025]\nvalue = 150")
    lines = own(base, "show", "m.a", "-f", "table")[1].splitlines()
    assert ["█" in line for line in lines if "-75" in line or "150" in line] == [False, True]


@pytest.mark.parametrize(
    ("fact", "bound", "printed", "zh", "en"),
    [
        # a fall in words, with its sign, as the end of a range, beside another number's sign
        ('growth = { value = -5, bound = "超", quote = "下降超5%" }', "<", "超5%", "降超5%", "down more than 5%"),
        ('growth = { value = -5, bound = "不足", quote = "下降不足5%" }', ">", "不足5%", "降不足5%", "down less than 5%"),
        ('growth = { value = -3, bound = "高于", quote = "高于-3%" }', ">", "高于-3%", "高于−3%", "down less than 3%"),
        ('growth = { value = -5, quote = "增长-5%" }', "=", "-5%", "−5%", "−5%"),
        ('growth = { value = -5, bound = "超", quote = "下降超3-5%" }', "<", "超5%", "降超5%", "down more than 5%"),
        ('growth = { value = -5, bound = "超", quote = "率为-5%，下降超5%" }', "<", "超5%", "降超5%", "down more than 5%"),
        ('growth = { value = -3, bound = "高于", quote = "截至3月，高于-3%" }', ">", "高于-3%", "高于−3%", "down less than 3%"),
        ('growth = { value = -50, bound = "超过", printed = "超过一半", quote = "下降超过一半（-50%）" }', "<", "超过一半", "降超过一半", "down more than 50%"),
        ('growth = { value = -1.5, bound = "近", quote = "下降近1.5%" }', "~", "近1.5%", "−近1.5%", "nearly −1.5%"),
    ],
)  # fmt: skip
def test_a_fall_keeps_its_sign_and_its_bound(
    own: Run, fact: str, bound: str, printed: str, zh: str, en: str
) -> None:
    base = one_fact(f'value = 60\nunit = "家"\n{fact}')
    for field, value in (("bound", bound), ("printed", printed)):
        assert own(base, "get", "m.a.2023.growth", "--field", field)[1] == f"{value}\n"
    for lang, shown in (("zh", zh), ("en", en)):
        assert f"| {shown} |" in own(base, "show", "m.a", "-f", "md", "--lang", lang)[1]


@pytest.mark.parametrize(
    ("fact", "bound", "printed"),
    [
        ('value = -5\nunit = "%"\nbound = "超"\nquote = "价格下降超5%"', "<", "-超5%"),
        ('value = -5\nunit = "℃"\nbound = "低于"\nquote = "低于-5℃"', "<", "低于-5℃"),
        ('value = -5\nunit = "℃"\nbound = "高于"\nquote = "高于−5℃"', ">", "高于−5℃"),
        ('value = -5\nunit = "℃"\nbound = "高于"', ">", "高于-5℃"),
    ],
)
def test_a_bounded_level_below_zero_is_a_fall_or_has_its_sign(
    own: Run, fact: str, bound: str, printed: str
) -> None:
    for field, value in (("bound", bound), ("printed", printed)):
        assert own(one_fact(fact), "get", "m.a", "--field", field)[1] == f"{value}\n"


@pytest.mark.parametrize(
    ("rank", "zh", "en"),
    [
        ('value = 10, bound = "约", scope = "world"', "全球约第10", "rank about 10 in the world"),
        ("value = 2", "第2", "rank 2"),
        ('value = 3, bound = "至少"', "至少第3", "rank at least 3"),
    ],
)
def test_a_rank_keeps_its_bound(own: Run, rank: str, zh: str, en: str) -> None:
    for lang, shown in (("zh", zh), ("en", en)):
        out = own(one_fact(f"rank = {{ {rank} }}"), "show", "m.a", "-f", "md", "--lang", lang)[1]
        assert f"| {shown} |" in out


@pytest.mark.parametrize(
    ("of_change", "since"), [("", 2020), (", years = 5", 2018), (", since = 2019", 2019)]
)
def test_a_change_is_since_the_year_of_the_fact_or_its_own(
    own: Run, of_change: str, since: int
) -> None:
    base = one_fact(f"value = 6\nsince = 2020\ngrowth = {{ value = 5{of_change} }}")
    assert own(base, "get", "m.a.2023.growth", "--field", "since")[1] == f"{since}\n"
