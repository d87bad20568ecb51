"""`infofacts cite` and `infofacts source` as commands.

`tests/test_cite.py` has the styles, `tests/test_source_command.py` the passages.
"""

from __future__ import annotations

import pytest

from infofacts.text import section_en
from tests.conftest import Records, Run


def test_citations_are_records_too(run: Run, records: Records) -> None:
    args = ("--style", "apa")
    first, second = records("cite", "5g.base-stations.2023", "5g.users", *args)
    assert (first["id"], second["id"]) == ("5g.base-stations.2023", "5g.users.2025")
    assert first["style"] == "apa"
    for record in (first, second):
        assert record["citation"] == run("cite", record["id"], *args)[1]


def test_places_are_in_english_if_asked_for(run: Run) -> None:
    zh, en = (run("cite", "5g.base-stations.2023", *lang)[1] for lang in ((), ("--lang", "en")))
    assert en == zh.replace("第二篇 › 二 › （一）", "Part 2 › 2 › (1)") != zh


def test_a_source_is_shown_by_its_id(run: Run, records: Records) -> None:
    (source,) = records("source", "nidr-2023")
    assert source["id"] == "nidr-2023" and source["facts"] > 1000
    assert "nidr-2023" in run("source", "nidr-2023", "-f", "table")[1]


def test_an_asterisk_of_the_text_is_no_mark(records: Records) -> None:
    (passage,) = records("source", "evaluation-index.mark-survey")
    assert passage["exact"] == "注：\\*表示该项指标数据使用了网络问卷调查统计结果"


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("第十二篇 › 二十一 › （十一）", "Part 12 › 21 › (11)"),
        ("摘要 › 三", "Summary › 3"),
        ("附件2", "Annex 2"),
    ],
)
def test_numerals_of_places_are_read_beyond_ten(zh: str, en: str) -> None:
    assert section_en(zh) == en
