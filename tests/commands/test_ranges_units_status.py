"""Ranges, units that a base declares, and values that are not final, in every command."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import Records, Run

BASE = """
[sources.s]
title = "T"
publisher = "P"
[units."床位数"]
en = "hospital bed"
plural = "hospital beds"
kind = "count"
[t]
zh = "题"
en = "Topic"
[t.money]
zh = "投资"
en = "Investment"
2023 = { value = [5, 10], unit = "亿元", range = true, quote = "2023年投资5至10亿元" }
2024 = { value = 20, unit = "亿元", quote = "2024年投资20亿元" }
[t.fall]
zh = "降幅"
en = "Fall"
2024 = { growth = { value = [-10, -5], quote = "2024年下降5%～10%" } }
[t.beds]
zh = "床位"
en = "Beds"
2023 = { value = 10, unit = "万床位数", quote = "2023年有10万床位数" }
2024 = { value = 1, unit = "床位数", quote = "2024年有1床位数" }
[t.road]
zh = "里程"
en = "Length"
2024 = { value = 16.21, unit = "万公里", quote = "2024年16.21万公里" }
[t.path]
zh = "步道"
en = "Path"
2024 = { value = 500, unit = "米", quote = "2024年500米" }
[t.land]
zh = "耕地"
en = "Land"
2024 = { value = 5, unit = "亩", quote = "2024年5亩" }
[t.users]
zh = "用户"
en = "Users"
2023 = { value = 10, unit = "亿户", quote = "2023年有10亿户" }
2024 = { value = 11, unit = "亿户", status = "preliminary", quote = "初步核算，2024年有11亿户" }
2025 = { value = 12, unit = "亿户", status = "target", quote = "2025年目标为12亿户" }
[t.plan]
zh = "计划数"
en = "Plan"
2025 = { value = 12, unit = "亿户", status = "forecast", quote = "预计2025年达12亿户" }
"""


@pytest.fixture(params=["toml", "db"])
def base(request: pytest.FixtureRequest, run: Run, tmp_path: Path) -> list[str]:
    """The options that name the base, as it is written or as an export of it."""
    path = tmp_path / "base.toml"
    path.write_text(BASE, "utf-8")
    if request.param == "db":
        toml, path = path, tmp_path / "base.db"
        exported = run("export", "-o", str(path), "--facts", str(toml), "--no-builtin")
        assert exported[0] == 0, exported
    return ["--facts", str(path), "--no-builtin"]


def test_the_base_is_right(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "base.toml"
    path.write_text(BASE, "utf-8")
    assert run("check", str(path), "--no-builtin")[:2] == (0, "")


def test_a_range_is_both_ends(run: Run, records: Records, base: list[str]) -> None:
    assert run("get", "t.money.2023", *base)[1] == "500000000\t1000000000\n"
    assert run("get", "t.money.2023", "--in", "亿", *base)[1] == "5\t10\n"
    (record,) = records("show", "t.money.2023", *base)
    assert (record["value"], record["bound"]) == ([500000000, 1000000000], "~")
    assert record["printed"] == "5至10亿元"
    assert "+" not in run("show", "t.fall", "-f", "md", *base)[1]
    assert "−5–10%" in run("show", "t.fall", "-f", "md", "--lang", "en", *base)[1]
    shown = run("show", "t.money", "-f", "md", "--lang", "en", *base)[1]
    assert "0.5–1 billion yuan" in shown


@pytest.mark.parametrize("name", ["床位数", "hospital bed", "hospital beds"])
def test_a_declared_unit_is_asked_for_by_each_of_its_names(
    run: Run, records: Records, base: list[str], name: str
) -> None:
    assert run("get", "t.beds.2023", "--in", name, *base)[1] == "100000\n"
    found = {record["id"] for record in records("list", "t", "--unit", name, *base)}
    assert found == {"t.beds.2023", "t.beds.2024"}
    code, _, err = run("get", "t.road", "--in", name, *base)
    assert code == 1 and "can't be converted to 床位数" in err


def test_a_range_is_compared_as_one(run: Run, records: Records, base: list[str]) -> None:
    _, compared = records("compare", "t.money", "-y", "2023:2024", *base)
    assert compared["difference"] == {
        "value": 1200000000, "low": 950000000, "high": 1550000000, "bound": "~", "unit": "元",
    }  # fmt: skip
    shown = run("compare", "t.money", "-y", "2023:2024", "-f", "md", "--lang", "en", *base)[1]
    assert "0.5–1 billion yuan" in shown and "+0.95–1.55 billion yuan" in shown


def test_every_export_has_both_ends_of_a_range(run: Run, base: list[str], tmp_path: Path) -> None:
    for name in ("out.jsonl", "out.db"):
        assert run("export", "-o", str(tmp_path / name), *base)[0] == 0
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    values = {record["id"]: record["value"] for record in map(json.loads, lines)}
    assert values["t.money.2023"] == [500000000, 1000000000]
    with closing(sqlite3.connect(tmp_path / "out.db")) as database:
        (items,) = database.execute("SELECT items FROM facts WHERE id = 't.money.2023'").fetchone()
    assert json.loads(items) == ["500000000", "1000000000"]


def test_a_declared_unit_has_its_english(run: Run, base: list[str]) -> None:
    shown = run("show", "t.beds", "-f", "md", "--lang", "en", *base)[1]
    assert "100,000 hospital beds" in shown and "1 hospital bed |" in shown


@pytest.mark.parametrize(
    ("name", "asked", "printed"),
    [
        ("t.road", "米", "162100000"), ("t.road", "万米", "16210"), ("t.road", "km", "162100"),
        ("t.road", "万", "16.21"), ("t.road", "千米", "162100"), ("t.path", "公里", "0.5"),
    ],
)  # fmt: skip
def test_a_value_is_given_in_another_unit_of_its_kind(
    run: Run, base: list[str], name: str, asked: str, printed: str
) -> None:
    assert run("get", name, "--in", asked, *base)[1] == f"{printed}\n"


def test_what_is_not_exact_or_of_another_kind_is_not_converted(run: Run, base: list[str]) -> None:
    """A mu is 2000/3 square metres; a rate of exchange is no constant."""
    code, out, err = run("get", "t.land", "--in", "平方米", *base)
    assert (code, out) == (1, "\n") and "no exact number of 平方米" in err
    code, out, err = run("get", "t.money.2024", "--in", "美元", *base)
    assert (code, out) == (1, "\n") and "is in 元: it can't be converted to 美元" in err
    assert run("get", "t.money.2024", "--in", "斗", *base)[0] == 2


def test_units_of_one_kind_are_compared_and_others_not(
    run: Run, records: Records, base: list[str]
) -> None:
    _, compared = records("compare", "t.road", "t.path", *base)
    difference = compared["difference"]
    assert difference["low"] < -162100000 + 500 < difference["high"] and difference["unit"] == "米"
    assert compared["ratio"]["value"] == Decimal("0.000003085")
    code, _, err = run("compare", "t.road", "t.land", *base)
    assert code == 1 and "they cannot be compared" in err


def test_a_target_is_never_the_newest_value(run: Run, records: Records, base: list[str]) -> None:
    assert run("get", "t.users", *base)[1] == run("get", "t.users.2024", *base)[1]
    assert run("get", "t.users", "-y", "latest", *base)[1] == "1100000000\n"
    assert run("get", "t.users.2025", *base)[1] == "1200000000\n"
    newest = records("show", "t.users", "-y", "latest", *base)
    assert [(record["year"], record["status"]) for record in newest] == [(2024, "preliminary")]
    (hit,) = records("search", "用户", *base)
    assert hit["year"] == 2024
    listed = records("export", "-y", "latest", *base)
    assert "t.users.2024" in [record["id"] for record in listed]


def test_a_plan_alone_is_no_value(run: Run, base: list[str]) -> None:
    code, out, err = run("get", "t.plan", *base)
    assert (code, out) == (1, "\n")
    assert "t.plan has no value yet: name the year; it has t.plan.2025 (forecast)" in err


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("初步数", "目标")), ("en", ("preliminary", "target"))]
)
def test_every_human_format_says_the_status(
    run: Run, base: list[str], lang: str, words: tuple[str, str]
) -> None:
    options = ["--lang", lang, *base]
    for asked in (["show", "t.users"], ["compare", "t.users", "-y", "2023:2025"]):
        for style in ("table", "md"):
            shown = run(*asked, "-f", style, *options)[1]
            assert all(word in shown for word in words), (asked, style)
    beside = run("compare", "t.users.2024", "t.users.2025", "-f", "md", *options)[1]
    assert all(word in beside for word in words)


def test_growth_to_a_target_is_not_computed_without_force(
    records: Records, base: list[str]
) -> None:
    *_, last = records("compare", "t.users", "-y", "2024:2025", *base)
    assert (last["warnings"], last["growth"]) == (["status"], None)
    *_, forced = records("compare", "t.users", "-y", "2024:2025", "--force", *base)
    assert forced["growth"]["low"] < Decimal("9.09") < forced["growth"]["high"]


def test_a_unit_without_quotation_marks_is_no_toml(run: Run, tmp_path: Path) -> None:
    """TOML 1.0 has no bare key in Chinese; the message says what to write."""
    path = tmp_path / "base.toml"
    path.write_text(BASE.replace('"床位数"]', "床位数]"), "utf-8")
    code, out, _ = run("check", str(path), "--no-builtin")
    assert code == 3 and 'write the key in quotation marks: "床位数"' in out
