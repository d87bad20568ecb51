"""Filters of `list`, `search` and `export`: what they leave, and what they are called."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from infofacts import store
from infofacts.model import FactBase
from infofacts.places import PLACES
from tests.conftest import ROOT, Records, Run

# Ways to type the values of a field, and the records that each leaves.
UNITS = {
    "%": "%", "％": "%", "percent": "%", "元": "元", "亿元": "元", "万亿元": "元", "yuan": "元",
    "billion yuan": "元", "个百分点": "个百分点", "percentage point": "个百分点", "亿户": "户",
    "users": "户", "EFLOPS": "EFLOPS", "eflops": "EFLOPS", "万个": "个", "台套": "台（套）",
}  # fmt: skip
SCOPES = {
    "CN": "CN", "中国": "CN", "China": "CN", "world": "world", "全球": "world", "CN-ZJ": "CN-ZJ",
    "cn-zj": "CN-ZJ", "浙江": "CN-ZJ", "浙江省": "CN-ZJ", "Zhejiang": "CN-ZJ", "北京市": "CN-BJ",
    "大湾区": "粤港澳大湾区", "yangtze river delta": "长三角", "华中": "华中地区",
}  # fmt: skip
PUBLISHERS = {
    "MIIT": "工业和信息化部", "工信部": "工业和信息化部", "工业和信息化部": "工业和信息化部",
    "ministry of industry": "工业和信息化部", "CAC": "国家互联网信息办公室",
    "互联网信息办": "国家互联网信息办公室", "nbs": "国家统计局",
}  # fmt: skip
YEARS = {
    "2023": {2023}, "2019:2021": {2019, 2020, 2021}, "2022,2024": {2022, 2024},
    "2021-2022": {2021, 2022},
}  # fmt: skip


def chosen(base: FactBase) -> some.SearchStrategy[dict[str, list[str]]]:
    """Options with up to two values each."""
    words = {
        "source": [*PUBLISHERS, *base.sources],
        "topic": [*base.topics, "5G网络", "网民"],
        "unit": list(UNITS),
        "measure": ["level", "change", "growth", "rank", "Growth"],
        "scope": list(SCOPES),
    }
    lists = {
        name: some.lists(some.sampled_from(each), max_size=2, unique=True)
        for name, each in words.items()
    }
    years = some.lists(some.sampled_from([*YEARS, "latest"]), max_size=1)
    return some.fixed_dictionaries({**lists, "year": years})


def naive(base: FactBase, records: list[Any], options: dict[str, list[str]]) -> set[str]:
    """The ids of the records that options leave, each looked at by itself."""

    def fits(record: dict[str, Any]) -> bool:
        publisher = base.sources[record["source"]].publisher
        units, scopes = [UNITS[u] for u in options["unit"]], [SCOPES[s] for s in options["scope"]]
        topics = [{"5G网络": "5g", "网民": "internet-users"}.get(t, t) for t in options["topic"]]
        return (
            any(
                PUBLISHERS.get(s, "-") in publisher or s == record["source"]
                for s in options["source"]
            )
            >= bool(options["source"])
            and record["topic"] in (topics or [record["topic"]])
            and record["unit"] in (units or [record["unit"]])
            and record["scope"] in (scopes or [record["scope"]])
            and record["measure"] in (list(map(str.lower, options["measure"])) or record["measure"])
        )

    left = [record for record in records if fits(record)]
    for years in options["year"]:
        newest = {r["id"]: max(o["year"] for o in left if same(r, o)) for r in left}
        left = [r for r in left if r["year"] in YEARS.get(years, {newest[r["id"]]})]
    return {record["id"] for record in left}


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two records are of one indicator."""
    return (one["topic"], one["indicator"]) == (other["topic"], other["indicator"])


@settings(max_examples=20)
@given(options=chosen(store.read([store.builtin()])))
def test_every_command_leaves_what_a_naive_filter_leaves(
    options: dict[str, list[str]], base: FactBase, records: Records, every: list[Any]
) -> None:
    line = [part for name, words in options.items() for w in words for part in (f"--{name}", w)]
    expected = naive(base, every, options)
    assert {record["id"] for record in records("export", *line)} == expected
    if any(words for name, words in options.items() if name != "year"):
        assert {record["id"] for record in records("list", *line)} == expected
    hits = [record["id"] for record in records("search", "网络", *line, "-n", "100000")]
    every_hit = {indicator(r["id"]) for r in records("search", "网络", "-n", "100000")}
    assert set(hits) <= expected
    assert set(map(indicator, hits)) >= every_hit & set(map(indicator, expected))
    # Other facts of the indicators follow only where more hits are wanted than usual.
    few = [r["id"] for r in records("search", "网络", *line, "-n", "3")]
    assert few == hits[: len(few)] and len(few) >= min(3, len(set(map(indicator, hits))))


def indicator(ident: str) -> str:
    """The address of the indicator of a fact."""
    return ".".join(ident.split(".")[:2])


@pytest.fixture(scope="module")
def every(base: FactBase) -> list[Any]:
    """The record of every fact."""
    return [fact.to_dict() for fact in base.facts.values()]


# ---------------------------------------------------------------- names of values
def test_every_publisher_has_a_short_name_and_finds_its_sources(
    records: Records, base: FactBase
) -> None:
    """Whatever is declared with one source names all sources of its publisher."""
    for source in base.sources.values():
        for name in source.publisher_aliases:
            of_name = {record["source"] for record in records("list", "--source", name)}
            own = {s.id for s in base.sources.values() if source.publisher in s.publisher}
            assert of_name == own & {fact.source for fact in base.facts.values()}, name
    called = {s.publisher for s in base.sources.values() if s.publisher_aliases}
    joint = {publisher for publisher in {s.publisher for s in base.sources.values()} - called}
    assert all(any(one in publisher for one in called) for publisher in joint)


def test_a_short_name_is_one_of_the_base_not_of_the_program(own: Run) -> None:
    source = '[sources.s]\ntitle = "T"\npublisher = "社"\npublisher_aliases = ["XYZ"]\n'
    fact = (
        '[m]\nzh = "题"\n[m.a]\nzh = "甲"\n[m.a.2023]\nvalue = 3\nunit = "万只"\nquote = "3万只"\n'
    )
    assert "m.a.2023" in own(source + fact, "list", "--source", "xyz", "--unit", "只")[1]
    code, _, err = own(source + fact, "list", "--source", "MIIT")
    assert code == 1 and "XYZ" in err


def test_places_have_names_in_both_languages_and_no_two_the_same() -> None:
    names = [name.casefold() for names in PLACES.values() for name in names]
    assert len(set(names)) == len(names)
    assert all(len(names) > 1 and names[1].isascii() for names in PLACES.values())


# ---------------------------------------------------------------- nothing left, nothing known
@pytest.mark.parametrize("command", ["list", "export", "search 5G"])
@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ("--source MIT", 1, "--source MIT: no source or publisher is called so; did you mean MIIT"),
        ("--source miit-2022", 1, "miit-2022-telecom"),
        ("--source 天文台", 1, "there is CAC, CAICT, "),
        ("--topic nope", 1, "--topic: nothing is named 'nope'"),
        ("--topic 5g.users", 1, "5g.users is an indicator; its topic is 5g"),
        ("--unit 光年", 1, "--unit 光年: no fact has it; there is % ("),
        ("--scope 火星", 1, "--scope 火星: no fact has it; there is CN ("),
        ("--scope 河北", 1, "--scope 河北: no fact has it; there is CN ("),
        ("--unit 火 --unit 水", 1, "--unit 火: no fact has it"),
        ("--measure size", 2, "--measure size: expected one of level, change, growth, rank"),
        ("--topic 5g --unit ZB", 1, "with --topic 5g have --unit ZB; there is 个 ("),
        (
            "--topic 5g --measure rank --scope world",
            1,
            "with --topic 5g have --measure rank; there",
        ),
        ("--topic 5g --unit % -y 1999", 1, "--topic 5g and --unit % are of the years asked for"),
        ("--topic 5g -y x", 2, "--year x"),
    ],
)
def test_an_unknown_value_and_an_empty_answer_say_what_there_is(
    run: Run, command: str, options: str, code: int, words: str
) -> None:
    got, out, err = run(*command.split(), *options.split())
    assert (got, out) == (code, "") and words in err
    assert all(line.startswith("infofacts: ") for line in err.splitlines())


# ---------------------------------------------------------------- other files, other commands
def test_filters_work_on_own_files_over_the_base(run: Run, records: Records) -> None:
    facts = ("--facts", str(ROOT / "tests" / "data" / "compare.toml"))
    alone = records("list", *facts, "--no-builtin", "--unit", "%")
    both = records("list", *facts, "--unit", "%")
    assert {r["id"] for r in alone} < {r["id"] for r in both} and alone
    assert {r["id"] for r in records("list", "--unit", "%")} < {r["id"] for r in both}


def test_a_source_counts_its_facts_and_says_the_command(run: Run, records: Records) -> None:
    code, out, err = run("source", "miit-2022-telecom")
    facts = records("list", "--source", "miit-2022-telecom")
    assert code == 0 and out.splitlines()[1].endswith(f"\t{len(facts)}")
    assert err == f"infofacts: {len(facts)} facts: infofacts list --source miit-2022-telecom\n"


def test_computed_figures_are_filtered_too(records: Records) -> None:
    derived = records("export", "--derived", "--topic", "5g", "--measure", "level")
    assert "derived" in {record["status"] for record in derived}
    assert {record["topic"] for record in derived} == {"5g"}


def test_a_filtered_export_is_a_base(run: Run, records: Records, tmp_path: Any) -> None:
    file = str(tmp_path / "some.db")
    assert run("export", "--source", "MIIT", "--unit", "元", "-o", file)[0] == 0
    of_file = records("export", "--no-builtin", "--facts", file)
    assert [r["id"] for r in of_file] == [
        r["id"] for r in records("export", "--source", "MIIT", "--unit", "元")
    ]
