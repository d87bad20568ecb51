"""Fact files are read line by line where they are plain, and then as any reader of TOML reads them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli

from infofacts import largefile, tomlfile
from tests.conftest import Run

# Lines of plain files, of others, and what must not stand together, or nowhere.
HEADERS = (
    "[a]", "[a.b]", "[a.b.2020]", "[a.b.2021]", "[a.c]", "[a.c.2020]", "[d]", "[d.b]", "[b]", "[b.b.2020]",
    '["a"]', "[ a.b ]", "[[a]]", "[[a.b]]", "[a.b] # a remark", " [d]", "[a.b.2020.growth]", "[x", "[]", "[a.]",
)  # fmt: skip
LINES = (
    'zh = "中文"', 'en="x"', "value = 1", "value = -2.50", "value = 0", "value = 00", "value = +1",
    "value = 1e5", "value = 1_000", "value = .5", "value = 99999999999999999999", "value = true",
    "value = 2020-01-01", "value = nan", 'also = ["a", "b"]', "also = []", 'also = ["a",]', 'also = ["a","b"]',
    "also = [", '  "a",', "]", 'quote = "a \\" b"', 'quote = "a\\n"', "quote = 'x'", 'quote = """', '"""',
    'quote = "', 'quote = "a"b"', 'quote = ""', "growth = { value = 1 }", "growth.value = 2", "b.c = 1", "b = 1",
    "2020 = 1", "# [a.b]", "#", "", "", "  ", "\t", "note = 'it''s'", 'note = "tab\there"', 'note = "\x00"',
    '"quoted" = 1', "bare", "= 1", "zh = ", 'zh = "a" # b', 'zh = "a"\r', "\u00a0", 'zh = "\u2028\x85"',
)  # fmt: skip


def read(text: str) -> Mapping[str, Any] | str:
    try:
        return tomlfile._loaded.__wrapped__(text)
    except tomli.TOMLDecodeError as error:
        return str(error)


def by_tomli(text: str) -> Mapping[str, Any] | str:
    try:
        data: dict[str, Any] = tomli.loads(text, parse_float=Decimal)
    except tomli.TOMLDecodeError as error:
        return str(error)
    return data


def ordered(value: Any) -> Any:
    """A value with the order of its keys and the kinds of its numbers."""
    if isinstance(value, dict):
        return [(key, ordered(each)) for key, each in value.items()]
    return [*map(ordered, value)] if isinstance(value, list) else (type(value), str(value))


@pytest.mark.parametrize("seed", range(6))
def test_files_are_read_as_by_tomli(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomlfile, "PIECE", seed % 3 * 30)
    chance = random.Random(seed)
    right = 0
    for _ in range(300):
        plain = chance.random()  # how likely a line is an ordinary one
        lines = []
        for header in chance.choices(HEADERS[: chance.choice([10, 20])], k=chance.randrange(1, 6)):
            lines.append(header)
            lines += chance.choices(
                LINES[:4] if chance.random() < plain else LINES, k=chance.randrange(4)
            )
        text = "\n".join(lines[chance.random() < 0.1 :]) + "\n" * chance.randrange(2)
        wanted = by_tomli(text)
        assert ordered(read(text)) == ordered(wanted), text
        right += not isinstance(wanted, str)
    assert right > 40


def test_plain_pieces_do_not_need_tomli(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '# a base\n\n[a]\nzh = "中"\n\n[a.b.2020]\nvalue = 1.50\nalso = ["x", "y"]\nn = 7\n'
    wanted = by_tomli(text)
    monkeypatch.delattr(tomli, "loads")
    assert read(text) == wanted


LARGE = """# a base
[sources.made]
title = "Made up"
publisher = "Nobody"
url = "https://example.org/"

[t]
zh = "题"
en = "Topic"

[t.b]
zh = "乙"
en = "B"
[t.b.2020]
value = 5
unit = "万户"
quote = "达5万户"
growth = { value = 7, quote = "增长7%" }
[t.b.2021]
value = ["甲", "乙"]

[t.none]
zh = "无"
en = "None"
formula = "t.b + t.a"

[t.a]
zh = "甲"
en = "A"
[t.a.2020]
value = 6.50
others = [{ value = 7, source = "made" }]

[t.d]
zh = "丁"
en = "D"
counts = "台"
[t.d.2019]
value = 1200000.000
note = "注"
url = "https://example.org/d"
quote = "1200000.000"
source = "made"
[t.e]
zh = "戊"
en = "E"
[t.e.2021]
value = 3
quote = "３ 台"
[t.e.2022]
value = 3
unit = "台"
quote = "３ 台"
[t.f]
zh = "己"
en = "F"
[t.f.2022]
value = 8.25
unit = "%"
as_of = "2022"
quote = "8.25%"

[u]
zh = "另"
en = "Other"
[u.a.2020]
value = "文"

[u.c]
zh = "户数"
en = "Households"
aliases = ["户"]
[u.c.2021]
value = 7.0
unit = "万户"
as_of = "2021-06-30"
quote = "达7.0万户"

[u.c.2020]
value = 0
unit = "户"
as_of = "2020-12-31"
quote = "**"
"""


def exported(run: Run, base: Path, large: int) -> dict[str, bytes | str]:
    """What is exported of a file that is read as a whole or, if it is larger than `large`, in parts."""
    made: dict[str, bytes | str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("infofacts.largefile.LARGE", large)
        patch.setattr("infofacts.largefile.MOST", 20)
        patch.setattr("infofacts.parts.MOST", 2)
        for fmt in ("tsv", "csv", "json", "jsonl"):
            made[fmt] = str(run("export", "-f", fmt, "--no-builtin", "--facts", str(base)))
        for name in ("f.parquet", "f.db"):
            path = base.parent / f"{large}-{name}"
            assert run("export", "-o", str(path), "--no-builtin", "--facts", str(base)) == (
                0,
                "",
                "",
            )
            made[name] = path.read_bytes()
    return made


def test_a_large_file_is_exported_in_parts_as_a_whole_one_is(run: Run, tmp_path: Path) -> None:
    base = tmp_path / "own.toml"
    base.write_text(LARGE, "utf-8")
    assert largefile.large(str(base))
    assert exported(run, base, 0) == exported(run, base, 1 << 30)


def test_a_large_file_is_checked_in_parts_as_a_whole_one_is(run: Run, tmp_path: Path) -> None:
    base = tmp_path / "own.toml"
    told_of = 'zh = "丙"\nen = "C"\naliases = ["甲"]\ngaps = ["2020 unfound"]'
    faulty = LARGE.replace("[u.a.2020]", f"[u.a]\n{told_of}\n[u.a.2020]")
    base.write_text(
        faulty.replace("value = 6.50", 'value = 6.5\nunit = "台"\nquote = "5台"'), "utf-8"
    )
    assert largefile.large(str(base))
    told = []
    for large in (0, 1 << 30):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("infofacts.largefile.LARGE", large)
            patch.setattr("infofacts.largefile.MOST", 20)
            patch.setattr("infofacts.parts.MOST", 2)
            told.append(run("check", "--no-builtin", str(base)))
    assert told[0] == told[1]
    codes = ("known-gap", "ambiguous-alias", "value-not-in-quote", "mixed-units")
    assert [code for code in codes if f" {code}: " not in told[0][1]] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[t.none]", "[t.b]"), ("[u]", '["u"]'), ("[u]", "[[u]]"), ("value = 5", "value = five"),
        ("value = 5", "valeu = 5"), ('zh = "题"', 'zh = "题"\nc.zh = "x"'), ('"made" }', '"other" }'),
        ("# a base", 'v.zh = "x"'), ('quote = "达5万户"', 'quote = """\n[t.c]\n"""'),
        ("publisher", "file"), ('as_of = "2022"', 'as_of = "2022"\nas_of = "2022"'),
        ("[u.c.2021]", "[u.c.2020]"), ('zh = "户数"', 'zh = """户数'), ("达7.0万户", " "),
        ("value = 7.0", "value = 07.0"), ("as_of = \"2022\"", 'as_of = "2022-13"'),
        ("[t.f.2022]", "[t.f.2122]"), ('quote = "8.25%"', "quote = 8.25"),
        ('quote = "8.25%"', 'quote = "8.25%"\n2022.value = 1'), ('en = "F"', '2022 = { value = 1 }'),
    ],
)  # fmt: skip
def test_files_with_anything_to_be_said_are_read_as_a_whole(
    tmp_path: Path, old: str, new: str
) -> None:
    base = tmp_path / "own.toml"
    base.write_text(LARGE.replace(old, new, 1), "utf-8")
    assert largefile.large(str(base)) is None
