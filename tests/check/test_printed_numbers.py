"""Entries whose words print a number in many ways: the right ones pass, the wrong ones do not."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run

# The words of a source, and an entry that states their number.
RIGHT = [
    ("有50万至60万户", 'value=[50,60], unit="万户"'),
    ("有50至60万户", 'value=[50,60], unit="万户"'),
    ("有2万多户", 'value=2, unit="万户", bound="多"'),
    ("有3万余户", 'value=3, unit="万户", bound="余"'),
    ("达1亿又2000万户", 'value=12000, unit="万户", printed="1亿又2000万户"'),
    ("占三成多", 'value=30, unit="%", bound="多", printed="三成多"'),
    ("历时三个半月", 'value=3.5, unit="个月", printed="三个半月"'),
    ("为2．5％", 'value=2.5, unit="%"'),
    ("共１，２３４，５６７人", 'value=1234567, unit="人"'),
    ("有八九个", 'value=[8,9], unit="个", printed="八九个"'),
    ("有七八百家", 'value=[700,800], unit="家", printed="七八百家"'),
    ("增长3%-5%", 'growth={value=[3,5], quote="增长3%-5%"}'),
    ("约5—6亿元", 'value=[5,6], unit="亿元", bound="约"'),
    ("between 5 and 10 million users", 'value=[5,10], unit="million users"'),
    ("reached 1.2-1.5 billion yuan", 'value=[1.2,1.5], unit="billion yuan"'),
    ("£3.5bn of sales", 'value=3.5, unit="billion GBP"'),
    ("约合7000万欧元", 'value=7000, unit="万欧元", bound="约"'),
    ("每度0.5元/千瓦时", 'value=0.5, unit="元/千瓦时"'),
    ("PM 35微克/立方米", 'value=35, unit="微克/立方米"'),
    ("时速350公里/小时", 'value=350, unit="公里/小时"'),
    ("有3000余座", 'value=3000, unit="座", bound="余"'),
    ("降低20～30个基点", 'value=[-30,-20], unit="个基点"'),
    ("气温-5℃", 'value=-5, unit="℃"'),
    ("发电5.5万亿千瓦时", 'value=5.5, unit="万亿千瓦时"'),
    ("有六千五百万人", 'value=6500, unit="万人", printed="六千五百万人"'),
    ("达二百五十万吨", 'value=250, unit="万吨", printed="二百五十万吨"'),
    ("有卅五个", 'value=35, unit="个", printed="卅五个"'),
    ("有叁佰个", 'value=300, unit="个", printed="叁佰个"'),
    ("有好几百人", 'value=[100,1000], unit="人", printed="几百人"'),
    ("由5亿元增至10亿元", 'value=10, unit="亿元"'),
    ("从20%到30%", 'value=30, unit="%"'),
    ("分别为100、200和300个", 'value=200, unit="个"'),
    ("有1,234.5万户", 'value=1234.5, unit="万户"'),
    ("达12万亿元", 'value=12, unit="万亿元"'),
    ("有1000－2000人", 'value=[1000,2000], unit="人"'),
    ("占比为十之七八", 'value=[70,80], unit="%", printed="十之七八"'),
    ("超过一半", 'value=50, unit="%", bound="超过", printed="超过一半"'),
    ("百分之二十以上", 'value=20, unit="%", bound="以上", printed="百分之二十以上"'),
    ("one third of users", 'value=33, unit="%", printed="one third"'),
    ("two million people", 'value=2, unit="million people", printed="two million"'),
    ("有2亿零500万人", 'value=20500, unit="万人", printed="2亿零500万人"'),
]
# An entry that takes a part of the number for it, or what is vague for exact.
WRONG = [
    ('有50万至60万户', 'value=60, unit="万户"'),
    ('有50至60万户', 'value=50, unit="万户"'),
    ('有2万多户', 'value=2, unit="万户"'),
    ('达1亿又2000万户', 'value=2000, unit="万户"'),
    ('达1亿又2000万户', 'value=1, unit="亿"'),
    ('占三成多', 'value=30, unit="%", printed="三成多"'),
    ('历时三个半月', 'value=3, unit="个", printed="三个"'),
    ('有八九个', 'value=9, unit="个", printed="九个"'),
    ('有八九个', 'value=9, unit="个", printed="八九个"'),
    ('有七八百家', 'value=800, unit="家", printed="八百家"'),
    ('增长3%-5%', 'growth={value=5, quote="增长3%-5%"}'),
    ('between 5 and 10 million users', 'value=10, unit="million users"'),
    ('from 5 to 10 million users', 'value=10, unit="million users"'),
    ('reached 1.2-1.5 billion yuan', 'value=1.5, unit="billion yuan"'),
    ('降低20～30个基点', 'value=-30, unit="个基点"'),
    ('有六千五百万人', 'value=500, unit="万人", printed="五百万人"'),
    ('有好几百人', 'value=100, unit="人", printed="几百人"'),
    ('共１，２３４，５６７人', 'value=567, unit="人"'),
    ('共１，２３４，５６７人', 'value=234567, unit="人"'),
    ('有1,234.5万户', 'value=234.5, unit="万户"'),
    ('有1000－2000人', 'value=2000, unit="人"'),
    ('有2亿零500万人', 'value=500, unit="万人"'),
    ('有2亿零500万人', 'value=2, unit="亿"'),
    ('百分之二十五', 'value=20, unit="%", printed="百分之二十"'),
    ('有五十至一百个', 'value=100, unit="个", printed="一百个"'),
    ('有三、五个', 'value=5, unit="个", printed="五个"'),
    ('有1 234万户', 'value=234, unit="万户"'),
    ('十数万户', 'value=10, unit="万户", printed="十数万户"'),
    ('有十余万户', 'value=10, unit="万户", printed="十余万户"'),
    ('有上万户', 'value=1, unit="万户", printed="万户"'),
    ('有成千上万户', 'value=1, unit="万户", printed="万户"'),
    ('有几万户', 'value=1, unit="万户", printed="万户"'),
    ('有好几十万户', 'value=10, unit="万户", printed="十万户"'),
    ('第5-10位', 'value=10, unit="位"'),
    ('2.5万至3万户', 'value=3, unit="万户"'),
    ('5~10倍', 'value=10, unit="倍"'),
    ('五至六成', 'value=60, unit="%", printed="六成"'),
    ('近百分之三十至四十', 'value=40, unit="%", printed="四十"'),
    ('3-5年', 'value=5, unit="年"'),
    ('1-2小时', 'value=2, unit="小时"'),
    ('20至30岁网民', 'value=30, unit="岁"'),
    ('7元每吨', 'value=7, unit="元"'),
    ('7元／吨', 'value=7, unit="元"'),
    ('7 kWh/m2', 'value=7, unit="kWh"'),
    ('300元/月', 'value=300, unit="元"'),
    ('35℃以上高温', 'value=35, unit="℃"'),
    ('1/3用户', 'value=3, unit="用户"'),
    ('4比3个', 'value=3, unit="个"'),
    ("有上万户", 'value=1, unit="万户", printed="万户"'),
]  # fmt: skip
HEAD = '[sources.s]\ntitle = "T"\npublisher = "P"\n[t]\nzh = "题"\nen = "T"\n'


def reported(run: Run, path: Path, cases: list[tuple[str, str]]) -> set[int]:
    """Which of some entries `check` refuses."""
    text = HEAD
    for number, (words, entry) in enumerate(cases):
        quote = "" if "quote" in entry else f', quote = "{words}"'
        labels = f'zh = "标{number}"\nen = "Label {number}"'
        text += f"[t.a{number}]\n{labels}\n2024 = {{ {entry}{quote} }}\n"
    path.write_text(text, "utf-8")
    out = run("check", str(path), "--no-builtin")[1]
    return {int(line.split(" t.a")[1].split(".")[0]) for line in out.splitlines()}


def test_a_number_printed_in_another_way_passes(run: Run, tmp_path: Path) -> None:
    assert [RIGHT[number] for number in reported(run, tmp_path / "a.toml", RIGHT)] == []


def test_a_part_of_a_number_is_refused(run: Run, tmp_path: Path) -> None:
    passed = set(range(len(WRONG))) - reported(run, tmp_path / "a.toml", WRONG)
    assert [WRONG[number] for number in passed] == []
