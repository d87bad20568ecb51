"""`source`: the table of sources, and every fact's words marked where they stand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from infofacts.model import FactBase
from infofacts.report import Passage, passage, source_text
from infofacts.text import squeeze
from infofacts.views.wrap import breaks, cells
from tests.conftest import ROOT, Run

DATA = ROOT / "tests" / "data"
OURS = ("--no-builtin", "--facts", str(DATA / "sources.toml"))


def test_a_record_is_a_text_quote_selector_with_its_place(run: Run) -> None:
    """The keys are a contract."""
    code, out, _ = run("source", "5g.base-stations.2023", "-f", "json")
    assert code == 0
    (record,) = json.loads(out)
    lines = record.pop("lines")
    assert record == {
        "id": "5g.base-stations.2023",
        "source": "nidr-2023",
        "section": "第二篇 › 二 › （一）",
        "line": 207,
        "exact": "截至 2023 年底，5G 基站总数达 337.7 万个",
        "prefix": "一代无线局域网等万兆技术试点和测试验证。5G 网络深入普及应用，",
        "suffix": "，全球占比超 60%。5G 移动电话用户达 8.05 亿户，5G",
        "also": ["截至2023年底，累计建成开通5G基站总数达337.7万个"],
        "proof": "text",
        "url": None,
    }
    assert lines == [31, 207]


def test_a_sentence_that_promotion_interrupts_is_whole(run: Run) -> None:
    (record,) = json.loads(run("source", "trial.coverage", "-f", "json", *OURS)[1])
    assert (record["line"], record["section"]) == (15, "第一篇 › 一")
    assert record["prefix"].endswith("比上年末净增 2.5 万个。")
    assert record["exact"] == "试验网络已覆盖 31 个省份"
    assert record["suffix"] == "，试验用户达 3.4 亿户。"


def test_a_paragraph_before_the_words_stays_out(run: Run, tmp_path: Path) -> None:
    """Also where the words are the first of their paragraph."""
    text = "前一段到此为止。\n\n甲有5个，乙没有。\n\n后一段。\n"
    (tmp_path / "text.txt").write_text(text, "utf-8")
    path = tmp_path / "base.toml"
    path.write_text(
        '[sources.s]\ntitle = "t"\npublisher = "p"\nfile = "text.txt"\n[t]\nzh = "题"\nen = "T"\n'
        '[t.a]\nzh = "甲"\nen = "A"\n'
        '[t.a.2023]\nvalue = 5\nunit = "个"\nquote = "甲有5个"\nsource = "s"\n',
        "utf-8",
    )
    out = run("source", "t.a", "--no-builtin", "--facts", str(path), "-f", "table")[1]
    assert "【甲有5个】，乙没有。" in out
    assert "前一段" not in out and "后一段" not in out


def test_words_that_a_line_break_parts_keep_their_space(run: Run) -> None:
    (record,) = json.loads(run("source", "trial.applications", "-f", "json", *OURS)[1])
    assert record["exact"] == "40 new applications"


def test_of_a_source_that_is_not_bundled_the_words_and_the_address(run: Run) -> None:
    names = ("telecoms-abroad.users", "telecoms-abroad.population")
    quoted, bare = json.loads(run("source", *names, "-f", "json", *OURS)[1])
    assert quoted["exact"] == "我国网民规模达11.08亿人"
    assert quoted["url"] == "https://www.cnnic.net.cn/n4/2025/0117/c88-11229.html"
    assert [quoted[key] for key in ("section", "line", "prefix", "suffix")] == [None, None, "", ""]
    assert (bare["exact"], bare["url"]) == ("", "https://data.stats.gov.cn/")


def test_the_sources_are_counted_and_the_bundled_text_has_its_digest(run: Run) -> None:
    records = {r["id"]: r for r in json.loads(run("source", "-f", "json", *OURS)[1])}
    report = DATA / "report.txt"
    assert records["trial"]["facts"] == 6
    assert records["trial"]["sha256"] == hashlib.sha256(report.read_bytes()).hexdigest()
    assert Path(records["trial"]["file"]).samefile(report)
    assert records["nbs-page"] == {
        "id": "nbs-page", "title": "国家数据", "title_en": None,
        "publisher": "国家统计局", "publisher_en": None, "published": None, "type": "webpage",
        "url": "https://data.stats.gov.cn/", "accessed": "2026-07-01",
        "file": None, "sha256": None, "facts": 1,
    }  # fmt: skip


def test_the_shipped_sources_count_every_fact(run: Run, base: FactBase) -> None:
    records = json.loads(run("source", "-f", "json")[1])
    assert [record["id"] for record in records] == list(base.sources)
    assert sum(record["facts"] for record in records) == len(base.facts)
    first = records[0]
    assert first["sha256"] == "97445fada8c838182747e41a0f39e0e36d0361d5590efff2c7d54db042655c15"


def test_the_passage_of_a_derived_figure_is_that_of_its_inputs(run: Run) -> None:
    out = run("source", "trial.stations.2023", "--derived", "-f", "jsonl", *OURS)[1]
    found = [json.loads(line)["id"] for line in out.splitlines()]
    assert found == ["trial.stations.2024", "trial.stations.2024.change"]


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["no-such-thing-at-all", "5g"], 1, "nothing is named 'no-such-thing-at-all'"),
        (["5g", "-y", "1999"], 1, "5g has no facts for the years asked for"),
        (["-f", "yaml"], 2, "--format yaml: expected one of table, tsv"),
    ],
)
def test_refusals_have_code_and_reason(run: Run, args: list[str], code: int, told: str) -> None:
    found, out, err = run("source", *args)
    assert (found, out) == (code, "")
    assert told in err


def test_an_unreadable_text_is_named_and_an_odd_title_is_harmless(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(
        '[sources.odd]\ntitle = "[red]A\\u001b[31mB\\u202e"\npublisher = "P"\nfile = "gone.txt"\n',
        "utf-8",
    )
    code, out, _ = run("source", "-f", "table", "--no-builtin", "--facts", str(path))
    assert code == 0
    assert "[red]A\\u{1b}[31mB\\u{202e}" in out
    assert "SHA-256 文件无法读取" in out


@pytest.fixture(scope="module")
def passages(base: FactBase) -> list[Passage]:
    """The passage of every fact whose source's text is bundled."""
    bundled = [f for f in base.facts.values() if base.sources[f.source].file]
    assert len(bundled) > 900
    return [passage(base, fact) for fact in bundled]


def test_every_quote_is_marked_whole_and_nothing_else(passages: list[Passage]) -> None:
    for each in passages:
        assert squeeze(each.exact) == squeeze(each.fact.quote)
        start, end = each.sentence()
        assert start <= each.start < each.end <= end


def test_a_sentence_begins_behind_the_one_before_it(passages: list[Passage]) -> None:
    """The first of a paragraph with the paragraph."""
    begins = [(each.text, *each.sentence()) for each in passages]
    assert any(start == 0 for _, start, _ in begins) and any(start for _, start, _ in begins)
    assert {text[start - 1] for text, start, _ in begins if start} <= set("。！？；”）\n")


def test_no_passage_has_marks_of_the_ocr_or_promotion(passages: list[Passage]) -> None:
    for each in passages:
        for foreign in ("#", "**", "人工智能产业链联盟", "知识星球", "微信扫", "\n\n", "  "):
            assert foreign not in each.text


def test_a_paragraph_ends_with_its_sentence(passages: list[Passage]) -> None:
    """One that a page break cut off would not; captions, headings and rows of tables are short."""
    long = {each.text for each in passages if len(each.text) > 120 and "\n" not in each.text}
    assert len(long) > 100
    assert [text[-20:] for text in long if text[-1] not in "。”）"] == []


def test_the_selector_of_every_fact_selects_it(passages: list[Passage]) -> None:
    """Prefix, words and suffix stand so in the source; nearly always only once."""
    twice = 0
    for each in passages:
        record = each.record()
        selector = squeeze(f"{record['prefix']}{record['exact']}{record['suffix']}")
        text = source_text(each.source.file)
        assert text and selector in text.text
        twice += text.text.count(selector) > 1
    assert twice <= 10  # sentences that the report prints twice, word for word


@given(st.text(alphabet="中文，。（“”）5.7%aZ 　\u0301🙂", max_size=60), st.integers(2, 20))
@example("截至 2023 年底，5G 基站总数达 337.7 万个", 2)
def test_breaking_lines_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = list(breaks(text, width))
    parts = [text[start:end] for start, end in lines]
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
    assert all(start <= end for start, end in lines)
    assert all(sum(map(cells, part.rstrip(" "))) <= width for part in parts)


@given(st.lists(st.sampled_from("基站总数达|337.7万个，|1.2 亿户。|Tbps 的|12%的".split("|"))))
def test_no_number_is_parted_and_no_line_begins_with_a_closing_mark(words: list[str]) -> None:
    text = "".join(words)
    for start, _ in list(breaks(text, 16))[1:]:
        assert text[start] not in "，。%."
        assert not text[:start].rstrip(" ")[-1:].isdigit()
