"""`check` proves a fact base and reports each problem with file, line, address and code."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from infofacts.check.claim import Claim
from infofacts.check.engine import BASE_RULES, FACT_RULES
from infofacts.model import UNREADABLE, FactBase
from infofacts.places import PLACES
from infofacts.report import source_text
from infofacts.text import builtin, squeeze
from tests.conftest import Records, Run

HERE = Path(__file__).parent
INVALID = sorted((HERE / "invalid").glob("*.toml"))
DOUBTFUL = sorted((HERE / "doubtful").glob("*.toml"))
LINE = re.compile(r"(.+?):(\d+): (\S+): ([a-z0-9-]+): (.+)")
# The codes that are not rules of their own but come from reading the file.
READING = {
    "unknown-key", "missing-key", "wrong-type", "too-long", "bad-id", "bad-year", "syntax", "toml-1-0"
}  # fmt: skip
RULES = [*FACT_RULES, *BASE_RULES]

SOURCE = '[sources.s]\ntitle = "报告（2023年）"\npublisher = "社"\nfile = "text.txt"\n\n'
LABELS = '[a]\nzh = "甲"\nen = "A"\n\n[a.b]\nzh = "乙"\nen = "B"\n\n'
FACT = '[a.b.2023]\nvalue = 3\nunit = "件"\nscope = "CN"\nquote = "3件"\n'


def problems(run: Run, folder: Path, toml: str, text: str, *more: str) -> list[str]:
    """Check a base beside its source's text: each problem without the file's name."""
    (folder / "text.txt").write_text(text, "utf-8")
    (folder / "facts.toml").write_text(toml, "utf-8")
    code, out, _ = run("check", str(folder / "facts.toml"), "--no-builtin", *more)
    assert code == bool(out)
    return [line.removeprefix(f"{folder / 'facts.toml'}:") for line in out.splitlines()]


# ---------------------------------------------------------------- the shipped base
def test_shipped_base_is_proven(run: Run) -> None:
    """Exit 0, nothing on stdout."""
    code, out, err = run("check")
    assert (code, out) == (0, ""), out
    counts = re.fullmatch(
        r"infofacts: (\d+) facts in the built-in base: (\d+) proven against the text, "
        r"(\d+) without a bundled text\n",
        err,
    )
    assert counts
    facts, proven, without_text = map(int, counts.groups())
    assert facts == proven + without_text and proven > 1000


def test_quotes_of_the_report_have_the_report_as_their_source(base: FactBase) -> None:
    """Another source, whose text is not bundled, would leave the quote unproven."""
    report = source_text(next(iter(base.sources.values())).file)
    elsewhere = [f for f in base.facts.values() if not base.sources[f.source].file and f.quote]
    assert report and len(elsewhere) > 100
    assert [fact.id for fact in elsewhere if report.find(fact.quote)] == []


def block(address: str) -> str:
    """One block of the shipped base."""
    text = Path(builtin()).read_text("utf-8")
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
def test_one_wrong_character_is_reported_at_its_line(
    run: Run, tmp_path: Path, address: str, old: str, new: str, expected: str
) -> None:
    """A digit, a 超, a scale word, a word of a quote."""
    text, good = Path(builtin()).read_text("utf-8"), block(address)
    bad = good.replace(old, new)
    assert bad != good
    copy = tmp_path / "facts.toml"
    copy.write_text(text.replace(good, bad), "utf-8")
    code, out, _ = run("check", str(copy))
    assert code == 1
    problem = LINE.fullmatch(out.splitlines()[0])
    assert problem and problem[4] == expected and problem[3].startswith(address)
    first = text[: text.index(good)].count("\n") + 1
    assert first <= int(problem[2]) <= first + len(good.splitlines())


# ---------------------------------------------------------------- every rule
def test_every_rule_has_a_bad_example_and_a_sentence() -> None:
    examples = {path.stem for path in INVALID} | {f"doubt-{path.stem}" for path in DOUBTFUL}
    assert examples == {rule.code for rule in RULES} | READING
    assert all(rule.problems.__doc__ for rule in RULES)


@pytest.mark.parametrize("path", DOUBTFUL, ids=lambda path: path.stem)
def test_doubtful_example_is_no_problem_but_listed_if_asked(run: Run, path: Path) -> None:
    """Exit 0 with and without `--doubts`; at the line of its key or table."""
    assert run("check", str(path), "--no-builtin")[:2] == (0, "")
    code, out, _ = run("check", str(path), "--no-builtin", "--doubts")
    matches = [match for line in out.splitlines() if (match := LINE.fullmatch(line))]
    (doubt, *_) = [match for match in matches if match[4] == f"doubt-{path.stem}"]
    line = path.read_text("utf-8").split("\n")[int(doubt[2]) - 1]
    (rule,) = (rule for rule in RULES if rule.code == doubt[4])
    assert code == 0 and line.startswith((f"{rule.key} =", "growth =", "rank =", "["))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_bad_example_is_reported_by_its_code_alone(run: Run, path: Path) -> None:
    """Exit 1 (3 where no TOML can be read), at the line of its key, of its measure or table."""
    code, out, _ = run("check", str(path), "--no-builtin")
    assert code == (3 if path.stem in UNREADABLE else 1)
    matches = [match for line in out.splitlines() if (match := LINE.fullmatch(line))]
    assert len(matches) == len(out.splitlines()) > 0, out
    assert {(match[1], match[4]) for match in matches} == {(str(path), path.stem)}, out
    line = f"{path.read_text('utf-8')}\n".split("\n")[int(matches[0][2]) - 1]
    for rule in RULES:
        if rule.code == path.stem:
            key = f"{rule.key} =" if rule.key else "["
            assert line.startswith((key, "change =", "growth =", "rank ="))


def edges() -> list[Any]:
    """The cases of `edges/FAMILY.toml`, what is right and what is wrong."""
    return [
        pytest.param(case, case.get("problems", []), id=f"{path.stem}{n}")
        for path in sorted((HERE / "edges").glob("*.toml"))
        for cases in [tomllib.loads(path.read_text("utf-8"))]
        for n, case in enumerate([*cases.get("right", []), *cases.get("wrong", [])])
    ]


@pytest.mark.parametrize(("case", "expected"), edges())
def test_rule_holds_at_its_edges(
    run: Run, tmp_path: Path, case: dict[str, str], expected: list[str]
) -> None:
    """Nothing is reported of what is right; of what is wrong each problem, and no other."""
    labels = LABELS.replace("乙", case.get("zh", "乙")).replace('"B"', f'"{case.get("en", "B")}"')
    toml = f"{SOURCE}{labels}2023 = {{ {' '.join(case['fact'].split(chr(10)))} }}\n"
    found = problems(run, tmp_path, toml, case["words"])
    reported = sorted(line.split(": ", 2)[2] for line in found)
    assert len(reported) == len(expected), reported
    assert all(map(str.startswith, reported, sorted(expected))), reported


def test_there_are_edges_of_every_family() -> None:
    of = [rule.problems.__module__ for rule in FACT_RULES if not rule.doubt]
    families = {module.rpartition(".")[2] for module in of}
    assert families <= {path.stem for path in (HERE / "edges").glob("*.toml")}
    assert len(edges()) >= 220


def test_every_province_has_its_code_and_name() -> None:
    """ISO 3166-2:CN: 34 of them, in the order of the codes."""
    codes = (
        "AH BJ CQ FJ GD GS GX GZ HA HB HE HI HK HL HN JL JS JX LN MO NM NX QH SC SD SH SN SX TJ TW "
        "XJ XZ YN ZJ"
    )
    names = (
        "安徽 北京 重庆 福建 广东 甘肃 广西 贵州 河南 湖北 河北 海南 香港 黑龙江 湖南 吉林 江苏 "
        "江西 辽宁 澳门 内蒙古 宁夏 青海 四川 山东 上海 陕西 山西 天津 台湾 新疆 西藏 云南 浙江"
    )
    pairs = zip((f"CN-{code}" for code in codes.split()), names.split(), strict=True)
    named = {code: names[0] for code, names in PLACES.items() if "-" in code}
    assert dict(pairs) == named and len(named) == 34


# ---------------------------------------------------------------- what is reported, and where
def test_every_problem_is_listed_not_only_the_first(run: Run, tmp_path: Path) -> None:
    bad = (HERE / "invalid" / "value-not-in-quote.toml").read_text("utf-8")
    (tmp_path / "text.txt").write_bytes((HERE / "invalid" / "text.txt").read_bytes())
    (tmp_path / "bad.toml").write_text(bad.replace('"万个"', '"个万"'), "utf-8")
    _, out, err = run("check", str(tmp_path / "bad.toml"), "--no-builtin")
    assert sorted(re.findall(r": ([a-z-]+): ", out)) == ["unknown-unit", "value-not-in-quote"]
    assert err == "infofacts: 2 problems\n"


def test_every_missing_quote_is_compared_with_the_source(run: Run, tmp_path: Path) -> None:
    facts = "".join(
        f"{year} = {{ value = 3, unit = '件', quote = '{year}年共有3件' }}\n"
        for year in range(1900, 2020)
    )
    found = problems(run, tmp_path, f"{SOURCE}{LABELS}{facts}", "当年共有3件。" * 50)
    missing = [line for line in found if "quote-not-found" in line]
    assert len(missing) == 120 == sum(" says “" in line for line in missing)


def test_problem_is_at_the_line_of_its_key(run: Run, tmp_path: Path) -> None:
    """A wrong value at the value, a wrong bound at the bound, not at the head of the table."""
    toml = SOURCE + LABELS + FACT.replace('unit = "件"', 'unit = "件"\nbound = "约"')
    reported = problems(run, tmp_path, toml, "有4件")
    lines = [(toml.split("\n")[int(p.split(":")[0]) - 1], p.split(": ")[2]) for p in reported]
    assert lines == [('bound = "约"', "bound-not-in-quote"), ('quote = "3件"', "quote-not-found")]


def test_problem_of_another_sources_value_is_at_its_line(run: Run, tmp_path: Path) -> None:
    others = 'others = [{ value = 5, unit = "弄", source = "t" }]\n'
    toml = f'{SOURCE}[sources.t]\ntitle = "另"\npublisher = "社"\n\n{LABELS}{FACT}{others}'
    (problem,) = problems(run, tmp_path, toml, "有3件")
    line, rest = problem.split(":", 1)
    assert toml.split("\n")[int(line) - 1] == others.strip()
    assert rest.startswith(" a.b.2023@t: unknown-unit: ")


def test_values_before_the_first_table_are_reported_with_their_line(
    run: Run, tmp_path: Path
) -> None:
    toml = '# mine\n\nbase = 3\n"x y" = 4\n' + SOURCE + LABELS + FACT
    assert [p.split(": ")[0] for p in problems(run, tmp_path, toml, "有3件")] == ["3", "4"]


def test_quote_not_found_shows_where_the_source_differs(run: Run) -> None:
    path = HERE / "invalid" / "quote-not-found.toml"
    assert "line 9 says “5G基站总数达337.7万个”" in run("check", str(path), "--no-builtin")[1]


def test_problems_as_records(run: Run) -> None:
    path = HERE / "invalid" / "unknown-unit.toml"
    code, out, _ = run("check", str(path), "--no-builtin", "-f", "jsonl")
    assert code == 1
    assert '"address": "net.base-stations.2023", "code": "unknown-unit"' in out


def test_overlay_named_beside_the_file_is_checked_too(run: Run, tmp_path: Path) -> None:
    """The file, and what it is laid over."""
    assert problems(run, tmp_path, SOURCE + LABELS + FACT, "有3件") == []
    bad = tmp_path / "bad.toml"
    bad.write_text('[5g.base-stations.2027]\nvalue = 1\nunit = "个"\nquote = "x"\n', "utf-8")
    code, out, _ = run("check", str(tmp_path / "facts.toml"), "--facts", str(bad))
    assert code == 1
    assert all(line.startswith(f"{bad}:") for line in out.splitlines())


def test_fact_without_a_source_says_how_to_add_one(run: Run, tmp_path: Path) -> None:
    how = 'no source; add [sources.ID] with title and publisher, and source = "ID"'
    assert problems(run, tmp_path, LABELS + FACT, "") == [f"9: a.b.2023: unknown-source: {how}"]


def test_label_in_traditional_characters_has_its_doubts(run: Run, tmp_path: Path) -> None:
    """What rules read of it are other characters than those that the base has."""
    labels = LABELS.replace("乙", "經濟成長率")
    quote = "臺灣2023年經濟成長率為3%，全年"
    fact = f'growth = {{ value = 3, quote = "{quote}" }}, value = 3, unit = "%", quote = "{quote}"'
    (tmp_path / "text.txt").write_text(quote, "utf-8")
    path = tmp_path / "facts.toml"
    path.write_text(f"{SOURCE}{labels}2023 = {{ {fact} }}\n", "utf-8")
    code, out, _ = run("check", str(path), "--no-builtin", "--doubts")
    assert code == 0 and "a.b.2023: doubt-scope-missing: " in out


@pytest.mark.parametrize(
    ("quote", "as_of", "wrong"),
    [
        ("2023年达3件", "2023-08", True),
        ("2023年达3件", "2023-12", False),
        ("2023年8月达3件", "2023-08", False),
        ("2023年度达3件", "2023-06", False),
        ("达3件", "2023-08", False),
    ],
)
def test_month_that_words_of_a_year_lack_is_no_date_of_a_page(
    run: Run, tmp_path: Path, quote: str, as_of: str, wrong: bool
) -> None:
    """Where the text is not bundled, a page may say the month, but not beside a whole year."""
    source = SOURCE.replace('file = "text.txt"', 'url = "https://example.org/"')
    fact = f'value = 3, unit = "件", as_of = "{as_of}", quote = "{quote}"'
    found = problems(run, tmp_path, f"{source}{LABELS}2023 = {{ {fact} }}\n", "")
    assert [line.split(": ")[2] for line in found] == ["date-not-printed"] * wrong


@pytest.mark.parametrize(
    ("title", "quote", "named"),
    [
        ("The State of World Forests 2023", "Output reached 3 million in 2023", True),
        ("Forests: global trends 2023", "Output reached 3 million in 2023", True),
        ("The State of Forests 2023", "Output reached 3 million in 2023", False),
        ("World Bank annual report 2023", "Output reached 3 million in 2023", False),
        ("The State of World Forests 2023", "France reached 3 million in 2023", False),
        ("China in the world 2023", "Output reached 3 million in 2023", False),
    ],
)
def test_title_of_an_english_page_may_name_the_world(
    run: Run, tmp_path: Path, title: str, quote: str, named: bool
) -> None:
    source = f'[sources.s]\ntitle = "{title}"\npublisher = "P"\nurl = "https://example.org/"\n\n'
    fact = f'value = 3, unit = "million", scope = "world", quote = "{quote}"'
    found = problems(run, tmp_path, f"{source}{LABELS}2023 = {{ {fact} }}\n", "")
    assert ["scope-not-named" in line for line in found] == [True] * (not named)


def test_last_year_is_the_year_before_publication(run: Run, tmp_path: Path) -> None:
    source = SOURCE.replace('file = "text.txt"', 'published = "2024"\nurl = "https://example.org/"')
    quote = "Output reached 3 million last year, against 2 million in 2019"
    facts = "".join(
        f'{year} = {{ value = 3, unit = "million", quote = "{quote}" }}\n' for year in (2023, 2024)
    )
    found = problems(run, tmp_path, f"{source}{LABELS}{facts}", "")
    assert [line.split(": ")[1:3] for line in found] == [["a.b.2024", "unsupported-year"]]


def test_claim_without_a_text_has_no_words_around_its_quote(base: FactBase) -> None:
    fact = base.facts["5g.base-stations.2022"]
    assert Claim(fact, base, None, fact).context == ("", squeeze(fact.quote), "")


def test_summary_counts_the_facts_without_a_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(SOURCE.replace('file = "text.txt"\n', "") + LABELS + FACT, "utf-8")
    code, out, err = run("check", str(path), "--no-builtin")
    assert (code, out) == (0, "")
    counts = "0 proven against the text, 1 without a bundled text"
    assert err == f"infofacts: 1 fact in {path}: {counts}\n"
    code, _, err = run("check", "--no-builtin")
    assert (code, "name one with --facts" in err) == (1, True)


def test_mistakes_of_every_kind_are_told_in_one_run(run: Run, tmp_path: Path) -> None:
    """An unknown key hides no wrong value, not of the same fact either; nothing is told twice."""
    other = FACT.replace("b.2023", "c.2023")
    toml = (
        SOURCE.replace("]\n", "]\npublished = 2024\n", 1)
        + LABELS
        + FACT.replace("value = 3", "valeu = 3")
        + '[a.c]\nzh = "丙"\nen = "C"\naliases = "x"\n'
        + other.replace("value = 3", "value = 4").replace("quote", "nte = 1\nquote")
    )
    reported = [line.split(": ", 2)[1:] for line in problems(run, tmp_path, toml, "有3件")]
    assert [(address, rest.partition(":")[0]) for address, rest in reported] == [
        ("sources.s", "wrong-type"),
        ("a.b.2023", "unknown-key"),
        ("a.c", "wrong-type"),
        ("a.c.2023", "value-not-in-quote"),
        ("a.c.2023", "unknown-key"),
    ]
    assert "published must be a date in quotation marks" in reported[0][1]
    assert "unknown key 'valeu'; did you mean 'value'? a fact may have value, " in reported[1][1]


@pytest.mark.parametrize(
    ("broken", "at", "message"),
    [
        ('zh = "x\nen = "y"\n', "2: -: syntax: column 6: ", 'begins here is not closed: " is'),
        ('zh = \'x\nen = "y"\n', "2: -: syntax: column 6: ", "begins here is not closed: ' is"),
        ('zh = """x\nen = 1\n', "2: -: syntax: column 6: ", 'here is not closed: """ is missing'),
        ('zh = "说"好""\n', "2: -: syntax: column 9: ", "a quotation mark inside a text ends it"),
        ("zh = x\n", "2: -: syntax: column 6: ", "a text is written in straight quotation marks"),
    ],
)
def test_a_text_that_is_not_closed_is_called_that(
    run: Run, tmp_path: Path, broken: str, at: str, message: str
) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(f"[a]\n{broken}", "utf-8")
    code, out, _ = run("check", str(path), "--no-builtin")
    assert code == 3 and out.startswith(f"{path}:{at}") and message in out, out


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("手机、电脑和平板的占比分别为1%、2%和3%", (1, 2, 3)),
        ("手机、电脑、平板占比依次达1%、2%、3%", (1, 2, 3)),
        ("分别有1%、2%和3%的人用手机、电脑和平板", (1, 2, 3)),
        ("The shares of mobiles, laptops and tablets were 1%, 2% and 3%, respectively", (1, 2, 3)),
    ],
)
def test_each_label_of_a_list_has_its_own_number(
    run: Run, tmp_path: Path, words: str, values: tuple[int, ...]
) -> None:
    """Right in order; two of them swapped are problems, or doubts where names come after."""
    labels = {"手机占比": "Mobiles", "电脑占比": "Laptops", "平板占比": "Tablets"}

    def base(order: list[int]) -> str:
        facts = zip(labels.items(), order, strict=True)
        return (
            SOURCE
            + '[a]\nzh = "甲"\nen = "A"\n'
            + "".join(
                f'[a.i{n}]\nzh = "{zh}"\nen = "{en}"\n[a.i{n}.2023]\nvalue = {value}\n'
                f'unit = "%"\nquote = "{words}"\n'
                for n, ((zh, en), value) in enumerate(facts)
            )
        )

    assert problems(run, tmp_path, base([*values]), words) == []
    swapped = base([values[1], values[0], values[2]])
    (tmp_path / "facts.toml").write_text(swapped, "utf-8")
    out = run("check", str(tmp_path / "facts.toml"), "--no-builtin", "--doubts")[1]
    wanted = "doubt-label-order" if words.startswith("分别") else "respectively"
    assert f": a.i0.2023: {wanted}: " in out and f": a.i1.2023: {wanted}: " in out


def test_the_entries_with_the_most_telling_doubts_come_first(run: Run, base: FactBase) -> None:
    code, out, err = run("check", "--doubts")
    rules = {rule.code: rule.doubt for rule in RULES}
    weights: dict[str, int] = {}
    for match in map(LINE.fullmatch, out.splitlines()):
        assert match and match[4].startswith("doubt-")
        weights[match[3]] = weights.get(match[3], 0) + rules[match[4]]
    assert code == 0 and f"{len(weights)} entries are worth a second look" in err
    assert list(weights.values()) == sorted(weights.values(), reverse=True)
    assert len(weights) < 0.14 * len(base.facts)  # few


def test_doubts_are_records_after_the_problems(records: Records) -> None:
    path = HERE / "doubtful" / "label-far.toml"
    (doubt,) = records("check", str(path), "--no-builtin", "--doubts")
    assert (doubt["address"], doubt["code"]) == ("net.base-stations.2023", "doubt-label-far")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("有3件，比pre-\nvious多", "有3件，比previous多"),
        ("⽤户3件", "用户3件"),
        ("有ﬁsh 3件", "有fish 3件"),
        ("“甲”有3件", '\\"甲\\"有3件'),
        ("甲（乙）有3件，好", "甲(乙)有3件,好"),
        ("有3件 well-known", "有3件 well-known"),
        ("\ufeff有3件", "有3件"),
    ],
)
def test_quotes_are_found_that_only_two_copies_of_a_page_differ_in(
    run: Run, tmp_path: Path, text: str, quote: str
) -> None:
    toml = SOURCE + LABELS + FACT.replace("3件", quote).replace('scope = "CN"\n', "")
    assert problems(run, tmp_path, toml, text) == []


@pytest.mark.parametrize(("text", "quote"), [("有①3件", "有13件"), ("有1²件", "有12件")])
def test_no_other_number_is_found_for_a_quote(
    run: Run, tmp_path: Path, text: str, quote: str
) -> None:
    toml = SOURCE + LABELS + FACT.replace("3件", quote)
    assert any("quote-not-found" in line for line in problems(run, tmp_path, toml, text))


def test_the_nearest_passage_is_printed_with_its_own_spacing(run: Run, tmp_path: Path) -> None:
    toml = SOURCE + LABELS + FACT.replace("3件", "乙市共有 3件展品")
    (problem,) = problems(run, tmp_path, toml, "另有。\n甲市 共有 3 件\n展品。")
    assert problem.endswith("line 2 says “甲市 共有 3 件 展品”")


# ---------------------------------------------------------------- what the coverage excuses
def excusing(entry: str) -> str:
    return SOURCE.replace("[sources.s]\n", f"[sources.s]\nexcused = [{entry}]\n") + LABELS + FACT


def test_excused_words_are_plain_but_for_a_digit(run: Run, tmp_path: Path) -> None:
    r"""No sign of a pattern means anything in them; `\d` is one digit."""
    (tmp_path / "text.txt").write_text("有3件。2019年，5 G，a+b7，aab8。", "utf-8")
    path = tmp_path / "facts.toml"
    entry = r"{ words = ['20\d\d 年', 'a+b\d'], reason = 'r' }, { words = ['.'], reason = 'x' }"
    path.write_text(excusing(entry), "utf-8")
    code, out, _ = run("check", "--coverage", str(path), "--no-builtin")
    *uncovered, summary = out.splitlines()
    assert code == 1
    assert [line.split(": ", 3)[-1][0] for line in uncovered] == ["5", "8"]
    assert summary == (
        "1 facts; 5 number tokens: 1 covered by quotes, 2 excused (r 2), 2 uncovered"
    )


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{ words = ['5G'] }", "missing-key: excused: one needs 'reason'"),
        ("{ reason = 'r' }", "missing-key: excused: one needs 'words'"),
        (
            "{ pattern = '5', words = ['5'], reason = 'r' }",
            "unknown-key: excused: unknown key 'pattern'; one may have words, reason",
        ),
        (
            "{ words = '5', reason = 'r' }",
            "wrong-type: excused: words must be an array of texts, not '5'",
        ),
        (
            "{ words = ['5'], reason = 5 }",
            "wrong-type: excused: reason must be a text that is not empty, not 5",
        ),
    ],
)
def test_bad_excuse_is_reported_at_its_line(
    run: Run, tmp_path: Path, entry: str, expected: str
) -> None:
    assert problems(run, tmp_path, excusing(entry), "有3件") == [f"2: sources.s: {expected}"]


# ---------------------------------------------------------------- in the place of the built-in base
OWN = '[sources.me]\ntitle = "M"\npublisher = "P"\n\n'


def test_what_replaces_a_built_in_fact_is_listed_and_no_mistake(run: Run, tmp_path: Path) -> None:
    """At the line of its table; records have it too; an own topic is nothing to list."""
    own = tmp_path / "own.toml"
    own.write_text(
        f'{OWN}[5g.base-stations.2023]\nvalue = 337.7\nunit = "万个"\nsource = "nidr-2023"\n'
        'quote = "5G基站总数达337.7万个"\n\n[5g.users]\nzh = "人"\nen = "People"\n',
        "utf-8",
    )
    for ask in ((str(own),), ("--facts", str(own))):
        code, out, err = run("check", *ask)
        assert code == 0 and out.splitlines() == [
            f"{own}:5: 5g.base-stations.2023: replaced: in the place of the built-in 337.7万个",
            f"{own}:11: 5g.users: replaced: changes this entry of the built-in base",
        ]
        assert err.endswith(
            "infofacts: 2 entries of the built-in base replaced, which is no problem\n"
        )
    records = json.loads(run("check", str(own), "-f", "json")[1])
    assert {record["code"] for record in records} == {"replaced"}
    assert "replaced" not in run("check", str(own), "--no-builtin")[1]


def test_another_title_of_the_report_is_listed(run: Run, tmp_path: Path) -> None:
    """Though a file with its source is checked as another version of the built-in base."""
    own = tmp_path / "own.toml"
    own.write_text('[sources.nidr-2023]\ntitle = "Fake"\npublisher = "Me"\n', "utf-8")
    code, out, _ = run("check", str(own))
    line = f"{own}:1: sources.nidr-2023: replaced: changes this entry of the built-in base\n"
    assert (code, out) == (0, line)


def test_a_text_for_a_built_in_source_is_a_mistake(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    (tmp_path / "text.txt").write_text("x", "utf-8")
    own.write_text('[sources.cnnic-57]\ntitle = "T"\npublisher = "P"\nfile = "text.txt"\n', "utf-8")
    code, out, _ = run("check", str(own))
    assert code == 1 and f"{own}:4: sources.cnnic-57: other-text: not read: " in out


def test_an_exported_base_is_checked_and_checked_with(run: Run, tmp_path: Path) -> None:
    """By itself, and under a file that names its source and its topic."""
    below, own, db = tmp_path / "below.toml", tmp_path / "own.toml", tmp_path / "below.db"
    below.write_text(OWN + LABELS + FACT, "utf-8")
    own.write_text('[a.b.2024]\nvalue = 4\nunit = "件"\nsource = "me"\nquote = "5件"\n', "utf-8")
    assert (
        run("export", "-f", "sqlite", "-o", str(db), "--facts", str(below), "--no-builtin")[0] == 0
    )
    code, out, err = run("check", str(db), "--no-builtin")
    assert (code, out) == (0, "") and "1 fact in " in err
    code, out, _ = run("check", str(own), "--facts", str(db), "--no-builtin")
    message = "a.b.2024: value-not-in-quote: 4件 is not in the quote “5件”"
    assert code == 1 and out.startswith(f"{own}:2: {message}")
