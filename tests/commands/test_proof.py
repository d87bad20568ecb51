"""What shows a fact: words in the bundled text, a page, or nothing; and who may say so."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from infofacts import store
from infofacts.cite import STYLES
from infofacts.derive import with_derived
from infofacts.filling import in_memory
from infofacts.fulltext import searched
from infofacts.model import PROOFS, REASONS, FactBase
from tests.conftest import ROOT, Run

QUOTE = "5G基站总数达337.7万个"
STATIONS = "5g.base-stations.2023"
REPORT = 'title = "国家信息化发展报告（2023年）"\npublisher = "国家互联网信息办公室"\n'
ME = '[sources.me]\ntitle = "Mine"\npublisher = "Me"\n'
PAGE = f'{ME}url = "https://example.org"\n'
MINE = '[mine]\nzh = "我"\nen = "Mine"\n[mine.x]\nzh = "叉"\nen = "X"\n'
URL, GONE = 'url = "https://a.b"', 'source = "gone"'
SEED = "seeds/000_333d2c848634e4fd.txt"


def fact(
    address: str = STATIONS,
    value: str = "337.7",
    unit: str = "万个",
    quote: str = QUOTE,
    more: str = "",
) -> str:
    quoted = f'quote = "{quote}"\n' if quote else ""
    return f'[{address}]\nvalue = {value}\nunit = "{unit}"\n{quoted}{more}\n'


def level(**more: Any) -> str:
    """A fact in the place of a built-in one of the report."""
    return fact(more="source = 'nidr-2023'\n" + more.pop("more", ""), **more)


# By what is special about it: an own file, the address of one of its facts, and what shows that.
KINDS: dict[str, tuple[str, str, str]] = {
    "the words of the report": (level(), STATIONS, "text"),
    "words it has not": (level(value="888", unit="个", quote="5G基站总数达888个"), STATIONS, "none"),
    "its words with another value": (level(value="888"), STATIONS, "none"),
    "its words with another unit": (level(unit="亿个"), STATIONS, "none"),
    "its words cut inside the number": (level(value="37.7", quote="37.7万个"), STATIONS, "none"),
    "its words with a minus": (level(value="-337.7"), STATIONS, "none"),
    "its words about something else": (
        level(value="8.05", unit="亿户", quote="5G移动电话用户达8.05亿户"), STATIONS, "none"
    ),
    "no words": (level(quote=""), STATIONS, "none"),
    "no words but an asterisk": (level(quote="*"), STATIONS, "none"),
    "other words that are not there": (level(more='also = ["共888个"]\n'), STATIONS, "none"),
    "other words that are there": (
        level(more='also = ["5G基站总数达337.7万个，5G移动电话用户达8.05亿户"]\n'), STATIONS, "text"
    ),
    "another scope": (level(more='scope = "world"\n'), STATIONS, "none"),
    "another status": (level(more='status = "target"\n'), STATIONS, "none"),
    "another date": (level(more='as_of = "2023-06-30"\n'), STATIONS, "none"),
    "another year": (
        fact("5g.base-stations.2030", quote=f"截至2023年底，{QUOTE}", more='source = "nidr-2023"'),
        "5g.base-stations.2030", "none",
    ),
    "a lost bound": (
        fact("mine.x.2023", "230", "EFLOPS", "算力总规模超230EFLOPS", 'source = "nidr-2023"') + MINE,
        "mine.x.2023", "none",
    ),
    "a kept bound": (
        fact("mine.x.2023", "230", "EFLOPS", "算力总规模超230EFLOPS",
             'source = "nidr-2023"\nbound = "超"') + MINE,
        "mine.x.2023", "text",
    ),
    "a change": (
        level(more='change = { value = 106.5, unit = "万个", quote = "增加106.5万个" }\n'),
        f"{STATIONS}.change", "none",
    ),
    "a growth": (
        level(more='growth = { value = 5, quote = "增长5%" }\n'), f"{STATIONS}.growth", "none"
    ),
    "a rank": (
        level(more='rank = { value = 1, quote = "居第1位" }\n'), f"{STATIONS}.rank", "none"
    ),
    "the level beside a false change": (
        level(more='change = { value = 106.5, unit = "万个", quote = "增加106.5万个" }\n'), STATIONS, "text"
    ),
    "another source's value": (
        level(more='others = [{ source = "miit-2022-telecom", value = 3, quote = "达3" }]\n'),
        f"{STATIONS}@miit-2022-telecom", "none",
    ),
    "a built-in source without a text": (
        fact("5g.base-stations.2022", more='source = "miit-2022-telecom"\nurl = "https://a.b"\n'),
        "5g.base-stations.2022", "none",
    ),
    "a built-in fact as it is": (
        '[5g.base-stations.2022]\nvalue = 231.2\nunit = "万个"\nas_of = "2022-12-31"\n'
        'source = "miit-2022-telecom"\nquote = "其中5G基站为231.2万个"\n'
        'url = "http://www.cinic.org.cn/hy/tx/1399235.html"\n',
        "5g.base-stations.2022", "page",
    ),
    "the report under another title": (
        f'[sources.nidr-2023]\ntitle = "Fake"\npublisher = "Me"\n{fact("5g.x.2023")}', "5g.x.2023",
        "none",
    ),
    "the report with another text": (
        f'[sources.nidr-2023]\n{REPORT}file = "text.txt"\n'
        + level(value="888", unit="个", quote="共888个"), STATIONS, "none",
    ),
    "the text of the report for another publication": (
        f'{ME}file = "{SEED}"\n{MINE}{fact("mine.x.2023")}', "mine.x.2023", "none"
    ),
    "a copy of its text for another publication": (
        f'{ME}file = "copy.txt"\n{MINE}{fact("mine.x.2023")}', "mine.x.2023", "none"
    ),
    "the report under another id": (
        f'[sources.r]\n{REPORT}file = "{SEED}"\n{MINE}{fact("mine.x.2023")}', "mine.x.2023", "text"
    ),
    "an own text": (
        f'{ME}file = "text.txt"\n{MINE}{fact("mine.x.2023", "888", "个", "共888个")}', "mine.x.2023",
        "text",
    ),
    "an own text without the words": (
        f'{ME}file = "text.txt"\n{MINE}{fact("mine.x.2023")}', "mine.x.2023", "none"
    ),
    "an own page": (f'{PAGE}{MINE}{fact("mine.x.2023")}', "mine.x.2023", "page"),
    "an own page without words": (
        f'{PAGE}{MINE}{fact("mine.x.2023", quote="")}', "mine.x.2023", "none"
    ),
    "an own fact with a page": (
        f"{ME}{MINE}{fact('mine.x.2023', more=URL)}", "mine.x.2023", "page"
    ),
    "an own source without an address": (f'{ME}{MINE}{fact("mine.x.2023")}', "mine.x.2023", "none"),
    "no source": (f'{MINE}{fact("mine.x.2023", quote="nowhere")}', "mine.x.2023", "none"),
    "a source that is not there": (
        f"{MINE}{fact('mine.x.2023', more=GONE)}", "mine.x.2023", "none"
    ),
    "a number in words": (
        f'{MINE}[mine.x.2023]\nvalue = 45\nunit = "%"\nprinted = "四成半"\nquote = "四成半"\n',
        "mine.x.2023", "text",
    ),
    "another number in words": (
        f'{MINE}[mine.x.2023]\nvalue = 46\nunit = "%"\nprinted = "四成半"\nquote = "四成半"\n',
        "mine.x.2023", "none",
    ),
    "a list of the report": (
        f'{MINE}[mine.x.2023]\nvalue = ["工业", "矿业"]\nquote = "在工业、矿业、电力、港口等垂直行业"\n',
        "mine.x.2023", "text",
    ),
    "a list that its words have not": (
        f'{MINE}[mine.x.2023]\nvalue = ["工业", "农业"]\nquote = "在工业、矿业、电力、港口等垂直行业"\n',
        "mine.x.2023", "none",
    ),
}  # fmt: skip
Shown = Callable[..., dict[str, Any]]


@pytest.fixture
def shown(run: Run, mine: Path) -> Shown:
    """The record of a fact of an own file, beside a text and a copy of the report's."""
    mine.with_name("text.txt").write_text("2023年共888个。\n", "utf-8")
    mine.with_name("copy.txt").write_bytes((ROOT / SEED).read_bytes())

    def shown_(text: str, address: str, *options: str) -> dict[str, Any]:
        mine.write_text(text, "utf-8")
        code, out, err = run("get", address, "-f", "json", "--facts", str(mine), *options)
        assert code == 0, err
        (record,) = json.loads(out)
        return dict(record)

    return shown_


# ---------------------------------------------------------------- what shows a fact
def test_a_built_in_fact_is_shown_by_its_text_by_a_page_or_by_nothing(base: FactBase) -> None:
    for each in base.facts.values():
        text, page = base.sources[each.source].file, each.quote and each.url
        assert each.proof == ("text" if text else "page" if page else "none"), each.id
        assert (each.proof == "none") == bool(each.unproven)
        assert (each.proof == "text") == (each.line is not None)


def test_a_computed_figure_is_shown_as_the_weakest_of_its_inputs(base: FactBase) -> None:
    facts = with_derived(base).facts
    computed = [each for each in facts.values() if each.status == "derived"]
    assert {each.proof for each in computed} == set(PROOFS)
    for each in computed:
        weakest = max(PROOFS.index(facts[ident].proof) for ident in each.inputs)
        assert each.proof == PROOFS[weakest]


@pytest.mark.parametrize("kind", KINDS)
def test_what_shows_a_fact_of_another_hand(shown: Shown, kind: str) -> None:
    text, address, proof = KINDS[kind]
    assert shown(text, address)["proof"] == proof


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_of_another_hand_is_believed_nothing(
    shown: Shown, run: Run, mine: Path, kind: str
) -> None:
    """With all columns that could say otherwise forged: not more is shown than by the file. A text
    of its own is not in it."""
    text, address, proof = KINDS[kind]
    shown(text, address)
    db = mine.with_suffix(".db")
    with closing(in_memory(store.read([store.builtin(), str(mine)], [address]), searched)) as made:
        db.write_bytes(made.serialize())
    with closing(sqlite3.connect(db)) as database:
        database.execute("UPDATE facts SET proof = 'text', unproven = '', line = 7, section = '一'")
        database.execute(f"UPDATE sources SET file = '{Path(SEED).name}', sha256 = ''")
        database.commit()
    wanted = "none" if "report under another id" in kind or "own text" in kind else proof
    for options in ((), ("--no-builtin",)):
        out = run("get", address, "-f", "json", "--facts", str(db), *options)[1]
        assert json.loads(out)[0]["proof"] == wanted
    code, out, err = run("get", address, "--facts", str(db))
    assert ("unproven" in err) == (wanted == "none")


def test_a_copy_of_the_built_in_base_is_as_proven(run: Run, mine: Path, base: FactBase) -> None:
    """Alone, laid over it, and as a database."""
    mine.write_bytes((ROOT / "facts.toml").read_bytes())
    db = str(mine.with_suffix(".db"))
    assert run("export", "-f", "sqlite", "-o", db) == (0, "", "")
    for options in (
        ["--facts", str(mine)],
        ["--facts", str(mine), "--no-builtin"],
        ["--facts", db],
    ):
        code, out, err = run("export", "-f", "jsonl", *options)
        assert (code, err) == (0, "")
        proofs = {record["id"]: record["proof"] for record in map(json.loads, out.splitlines())}
        assert proofs == {each.id: each.proof for each in base.facts.values()}


# ---------------------------------------------------------------- where it is seen
FALSE = level(value="888", unit="个", quote="5G基站总数达888个")


@pytest.fixture
def false(mine: Path) -> str:
    mine.write_text(FALSE, "utf-8")
    return str(mine)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "argv",
    ["show 5g", "show 5g.base-stations", "compare 5g.base-stations -y 2022:2023", "list 5g",
     f"compare {STATIONS} 5g.base-stations.2022", "search 5G基站总数达888个", f"source {STATIONS}"],
)  # fmt: skip
def test_what_nothing_shows_is_marked_for_people(
    run: Run, false: str, argv: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in ("60", "100", "160"):
        monkeypatch.setenv("COLUMNS", width)
        for fmt in ("table", "md"):
            out = run(*argv.split(), "-f", fmt, "--lang", lang, "--facts", false)[1]
            lines = [line for line in out.splitlines() if "888个" in line or "2023" in line]
            assert lines and {"zh": "未证实", "en": "unproven"}[lang] in out


def test_what_is_shown_is_not_marked(run: Run) -> None:
    for argv in (
        "show 5g.base-stations -y 2023",
        f"source {STATIONS}",
        "search 5G基站全球占比 -n 1",
    ):
        assert "未证实" not in run(*argv.split(), "-f", "table", "--lang", "zh")[1]


def test_a_row_says_which_of_its_figures_is_unproven(run: Run, mine: Path) -> None:
    mine.write_text(
        level(more='change = { value = 106.5, unit = "万个", quote = "增加106.5万个" }\n'), "utf-8"
    )
    out = run("show", "5g", "-f", "table", "--lang", "zh", "--facts", str(mine))[1]
    assert "未证实 +106.5万个" in out


@pytest.mark.parametrize("fmt", ["json", "jsonl", "csv", "tsv"])
@pytest.mark.parametrize("argv", [f"show {STATIONS}", f"source {STATIONS}", "list 5g", "export"])
def test_records_have_the_proof(run: Run, false: str, argv: str, fmt: str) -> None:
    out = run(*argv.split(), "-f", fmt, "--facts", false)[1]
    assert "proof" in out.split("\n")[0] and "none" in out


def test_a_bare_value_is_said_to_be_unproven_on_stderr(run: Run, false: str) -> None:
    code, out, err = run("get", STATIONS, "5g.users.2023", "--facts", false)
    assert (code, out) == (0, "888\n805000000\n")
    assert err.endswith(f"infofacts: unproven: {STATIONS}; infofacts source says why\n")
    assert run("get", "5g.base-stations.2019", "5g.users.2023") == (
        0, "130000\n805000000\n",
        "infofacts: unproven: 5g.base-stations.2019; infofacts source says why\n",
    )  # fmt: skip


def test_source_says_why(run: Run, false: str) -> None:
    code, _, err = run("source", STATIONS, "--facts", false)
    assert code == 0 and err.endswith(f"infofacts: unproven: {STATIONS}: {REASONS['text']}\n")


@pytest.mark.parametrize("style", STYLES)
def test_what_the_text_does_not_say_is_not_cited(run: Run, false: str, style: str) -> None:
    """The others of the call are."""
    ask = ("--style", style, "--facts", false)
    code, out, err = run("cite", STATIONS, *ask)
    refused = f"infofacts: {STATIONS}: not cited as nidr-2023: {REASONS['text']}\n"
    assert (code, out) == (1, "") and err.endswith(refused)
    code, out, err = run("cite", STATIONS, "5g.users.2023", *ask)
    assert code == 1 and out == run("cite", "5g.users.2023", "--style", style)[1]
    assert err.endswith(refused) and "888" not in out


def test_who_cites_as_records_is_told_too(run: Run, false: str) -> None:
    code, out, err = run("cite", STATIONS, "5g.users.2023", "-f", "json", "--facts", false)
    assert code == 1 and [each["id"] for each in json.loads(out)] == ["5g.users.2023"]
    assert f"{STATIONS}: not cited" in err


def test_a_computed_figure_is_not_cited_by_what_is_not(run: Run, mine: Path) -> None:
    mine.write_text(
        level(more='change = { value = 106.5, unit = "万个", quote = "增加106.5万个" }\n'), "utf-8"
    )
    ask = ("--derived", "--facts", str(mine))
    code, out, err = run("cite", "5g.base-stations.2022@derived", *ask)
    assert (code, out) == (1, "") and f"{STATIONS}.change: not cited" in err


def test_an_own_book_without_an_address_is_cited(run: Run, mine: Path) -> None:
    """Nobody speaks against it; that nobody can look it up is said."""
    mine.write_text(f"{ME}{MINE}{fact('mine.x.2023')}", "utf-8")
    code, out, err = run("cite", "mine.x.2023", "--facts", str(mine))
    assert (code, out) == (0, "Me. Mine[R].\n") and "unproven: mine.x.2023" in err


NAMES = {
    "as it is": REPORT,
    "with a space": REPORT.replace("（", " （"),
    "in English": 'title = "National Informatization Development Report (2023)"\npublisher = "CAC"\n',
}


@pytest.mark.parametrize("builtin", [(), ("--no-builtin",)])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["", 'file = "mine.txt"\n', URL + "\n"])
def test_who_bears_the_name_of_the_report_speaks_only_with_its_text(
    run: Run, mine: Path, name: str, text: str, builtin: tuple[str, ...]
) -> None:
    mine.with_name("mine.txt").write_text("2023年共337.8万个。\n", "utf-8")
    words = {"value": "337.8", "quote": "2023年共337.8万个"}
    mine.write_text(
        f"[sources.again]\n{NAMES[name]}{text}{MINE}{fact('mine.x.2023', **words)}", "utf-8"
    )
    ask = (*builtin, "--facts", str(mine))
    code, out, err = run("cite", "mine.x.2023", *ask)
    assert (code, out) == (1, "") and "not cited as again: its source bears the name" in err
    code, out, err = run("get", "mine.x.2023", "--field", "proof", *ask)
    assert (code, out) == (0, "none\n") and err.count("sources.again: bears the title") == 1
    assert ": borrowed-name: " in run("check", *ask)[1]
    if not builtin:
        db = str(mine.with_suffix(".db"))
        assert run("export", "-f", "sqlite", "-o", db, *ask)[0] == 0
        for over in (("--facts", db), ("--no-builtin", "--facts", db)):
            code, out, err = run("get", "mine.x.2023", *over)
            assert (code, out) == (0, "3378000\n") and "sources.again: bears" in err
            assert run("cite", "mine.x.2023", *over)[:2] == (1, "")


def test_the_text_of_the_report_may_have_another_id(run: Run, mine: Path) -> None:
    same = ROOT / SEED
    mine.with_name("same.txt").write_bytes(same.read_bytes())
    mine.write_text(
        f'[sources.again]\n{REPORT}file = "same.txt"\n{MINE}{fact("mine.x.2023")}', "utf-8"
    )
    out, err = run("get", "mine.x.2023", "--field", "proof", "--facts", str(mine))[1:]
    assert (out, err) == ("text\n", "")


# ---------------------------------------------------------------- in the place of the built-in base
def test_an_own_topic_is_nothing_to_speak_of(run: Run, mine: Path) -> None:
    mine.write_text(f'{PAGE}{MINE}{fact("mine.x.2023")}[5g.y]\nzh = "乙"\nen = "Y"\naliases = ["z"]\n'
                    f'{fact("5g.y.2023")}[5g]\naliases = ["fifth"]\n', "utf-8")  # fmt: skip
    for argv in ("get mine.x", "show mine", "show 5g", "list", "search 叉", "export"):
        assert run(*argv.split(), "--facts", str(mine))[2] == ""


def test_what_is_replaced_is_told_once(run: Run, mine: Path) -> None:
    mine.write_text(FALSE, "utf-8")
    told = f"infofacts: {mine} replaces a fact of the built-in base: {STATIONS}\n"
    for argv in ("show ipv6", "list", "export", "get ipv6.active-users.2023", "search 5G"):
        assert run(*argv.split(), "--facts", str(mine))[2] == told
    stdin = b"ipv6.active-users.2023\n" * 3
    assert run("get", "-", "nope", "--facts", str(mine), stdin=stdin)[2].count(told) == 1


def test_what_becomes_the_newest_is_told(run: Run, mine: Path) -> None:
    """Also of a database; not what is older, or still to come."""
    newer = fact("5g.base-stations.2030", more="source = 'nidr-2023'")
    mine.write_text(fact("5g.base-stations.2018") + newer, "utf-8")
    db = str(mine.with_suffix(".db"))
    assert run("export", "-f", "sqlite", "-o", db, "--facts", str(mine))[0] == 0
    for file in (str(mine), db):
        told = f"infofacts: {file} is newer than the built-in base: 5g.base-stations.2030\n"
        for argv in ("get 5g.base-stations", "list", "get ipv6.active-users.2023"):
            assert run(*argv.split(), "--facts", file)[2].startswith(told)
    for other in (fact("5g.base-stations.2018"), newer + 'status = "target"\n'):
        mine.write_text(other, "utf-8")
        assert run("list", "--facts", str(mine))[2] == ""


def test_many_replaced_facts_are_counted(run: Run, mine: Path) -> None:
    years = range(2019, 2026)
    mine.write_text("".join(fact(f"5g.base-stations.{year}", "7") for year in years), "utf-8")
    err = run("list", "--facts", str(mine))[2]
    assert "replaces 7 facts of the built-in base: 5g.base-stations.2019, " in err
    assert err.endswith("5g.base-stations.2023 and 2 more\n")


def test_a_fact_that_goes_with_its_table_is_replaced_too(run: Run, mine: Path) -> None:
    mine.write_text(fact("broadband.gigabit-users.2023", "2", "亿户"), "utf-8")
    err = run("list", "--facts", str(mine))[2]
    assert "broadband.gigabit-users.2023, broadband.gigabit-users.2023.change" in err


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[sources.nidr-2023]\ntitle = "Fake"\npublisher = "Me"\n', "sources.nidr-2023"),
        (f'[sources.cnnic-57]\n{REPORT}url = "https://a.b"\n', "sources.cnnic-57"),
        ('[5g]\nzh = "第五代"\nen = "5G"\n', "5g"),
        ('[5g.users]\nzh = "人"\nen = "People"\n', "5g.users"),
        ('[5g.users]\ncounts = "只"\n', "5g.users"),
    ],
)
def test_what_is_renamed_is_told(run: Run, mine: Path, text: str, named: str) -> None:
    mine.write_text(text, "utf-8")
    told = f"infofacts: {mine} renames or changes {named} of the built-in base\n"
    assert run("list", "--facts", str(mine))[2] == told


def test_a_text_for_a_built_in_source_is_not_read_and_told(run: Run, mine: Path) -> None:
    mine.with_name("text.txt").write_text("共888个。\n", "utf-8")
    mine.write_text(f'[sources.nidr-2023]\n{REPORT}file = "text.txt"\n', "utf-8")
    err = run("list", "--facts", str(mine))[2]
    assert err.startswith(f"infofacts: {mine}:4: sources.nidr-2023: other-text: not read: ")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "内置库为 337.7万个"), ("en", "built-in: 3.377 million")]
)
def test_show_says_which_built_in_value_is_hidden(
    run: Run, false: str, lang: str, words: str
) -> None:
    for name in ("5g", "5g.base-stations"):
        out = run("show", name, "-f", "table", "--lang", lang, "--facts", false)[1]
        assert out.count(words) == 1
        assert words not in run("show", name, "-f", "table", "--lang", lang)[1]


def test_a_database_that_claims_to_be_the_built_in_base_is_told_on(
    run: Run, tmp_path: Path
) -> None:
    """Also of a plain get; what it left out counts."""
    db = tmp_path / "claims.db"
    assert run("export", "-f", "sqlite", "-o", str(db)) == (0, "", "")
    assert run("get", STATIONS, "--facts", str(db)) == (0, "3377000\n", "")
    with closing(sqlite3.connect(db)) as database:  # a name that leads elsewhere leads nowhere
        database.execute("UPDATE names SET id = 'ipv6.active-users' WHERE id = '5g.users'")
        database.execute(
            "UPDATE indicators SET latest = '5g.users.2020' WHERE id = 'ipv6.active-users'"
        )
        database.commit()
    assert run("get", "5G移动电话用户", "--facts", str(db))[:2] == (1, "\n")
    assert run("get", "ipv6.active-users", "--facts", str(db)) == run("get", "ipv6.active-users")
    with closing(sqlite3.connect(db)) as database:
        forged = ("9", "9", '["9", "个", "", "", false, null]', "9个", STATIONS)
        database.execute(
            "UPDATE facts SET value = ?, exact = ?, quantity = ?, printed = ? WHERE id = ?", forged
        )
        database.execute("DELETE FROM facts WHERE id = '5g.users.2023'")
        database.execute("UPDATE sources SET title = 'Fake' WHERE id = 'nidr-2023'")
        database.commit()
    told = f"infofacts: {db} replaces 2 facts of the built-in base: {STATIONS}, 5g.users.2023\n"
    renamed = f"infofacts: {db} renames or changes sources.nidr-2023 of the built-in base\n"
    code, out, err = run("get", STATIONS, "--facts", str(db))
    assert (code, out) == (0, "9\n") and err.startswith(told) and f"unproven: {STATIONS};" in err
    assert told + renamed in run("show", "ipv6", "--facts", str(db))[2]
    assert run("cite", STATIONS, "--facts", str(db))[0] == 1


def test_a_quote_of_a_value_and_its_change_stands_once_on_the_card(run: Run) -> None:
    _, out, _ = run("show", "broadband.gigabit-users", "-f", "table", "--lang", "en")
    assert out.count("用户为9175万户") == 1


@pytest.mark.parametrize("forged", ["exact = '777'", "exact = NULL, text = '777'"])
def test_a_plain_get_refuses_what_show_refuses(run: Run, mine: Path, forged: str) -> None:
    mine.write_text(f"{PAGE}{MINE}{fact('mine.x.2023')}", "utf-8")
    db = str(mine.with_suffix(".db"))
    assert run("export", "-f", "sqlite", "-o", db, "--no-builtin", "--facts", str(mine))[0] == 0
    assert run("get", "mine.x", "--facts", db) == (0, "3377000\n", "")
    with closing(sqlite3.connect(db)) as database:
        database.execute(f"UPDATE facts SET {forged}")
        database.commit()
    for command in ("get", "show"):
        code, out, err = run(command, "mine.x", "--facts", db)
        assert (code, out) == (3, "") and "is not its own" in err
