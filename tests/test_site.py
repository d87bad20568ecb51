"""`export -f html`: pages that a validator accepts, that link to each other, and that are found."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html5lib
import pytest

from infofacts.model import FactBase
from tests.conftest import Run

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
HOSTILE = """
[sources.me]
title = "<script>alert(1)</script>"
publisher = "&amp; \\" onload="
url = "https://example.org/?a=1&b='\\"<"
[mine]
zh = "</title><script>x</script>"
en = "x\\"><img src=x>"
[mine.cats]
zh = "</script>猫"
en = "<b>Cats"
[mine.cats.2023]
value = 3
unit = "只"
quote = "</script><img src=x onerror=alert(1)>3只"
url = "https://example.org/<'\\">"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the built-in base."""
    from infofacts.app import main

    folder = tmp_path_factory.mktemp("export") / "site"
    assert main(["export", "-f", "html", "-o", str(folder)]) == 0
    return folder


def trees(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Every page, parsed by a parser that takes no mistake."""
    for path in sorted(folder.rglob("*.html")):
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        yield path, parser.parse(path.read_text("utf-8"))


def test_every_page_is_valid_and_every_link_arrives(site: Path) -> None:
    anchors, links = set(), []
    for path, tree in trees(site):
        assert tree.get("lang") and tree.find(".//title").text
        ids = [each.get("id") for each in tree.iter() if each.get("id")]
        assert len(ids) == len(set(ids)), path
        anchors |= {(path, ident) for ident in ids} | {(path, "")}
        links += [(path, each.get("href")) for each in tree.iter("a")]
    local = [(path, link) for path, link in links if not link.startswith(("http://", "https://"))]
    assert len(local) > 5000
    for path, link in local:
        page, _, anchor = unquote(link).partition("#")
        target = (path.parent / page).resolve() if page else path
        assert (target, anchor) in anchors, (path, link)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fact_is_there_with_its_words(site: Path, base: FactBase, lang: str) -> None:
    rows = {
        row.get("id"): "".join(row.itertext())
        for path, tree in trees(site / lang)
        for row in tree.iter("tr")
        if row.get("id")
    }
    assert rows.keys() == base.facts.keys()
    for ident, fact in base.facts.items():
        assert fact.quote in rows[ident]
        words = rows[ident].replace(" ", "")  # a quote may have spaces around its number
        printed = fact.printed.lstrip("-").replace(" ", "")
        assert lang == "en" or fact.number is None or printed in words, ident
        assert fact.proof != "text" or ("Cite" if lang == "en" else "引用") in rows[ident]
        assert (fact.proof == "none") == (("unproven" if lang == "en" else "未证实") in rows[ident])


def test_a_series_is_a_chart(site: Path, base: FactBase) -> None:
    page = dict(trees(site / "en"))[site / "en" / "5g.html"]
    (chart,) = page.findall(".//section[@id='5g.base-stations']/{*}svg")
    texts = ["".join(text.itertext()) for text in chart.findall("{*}text")]
    years = [f.year for f in base.facts.values() if f.indicator_id == "5g.base-stations"]
    assert texts[::2] == list(map(str, years))
    assert "3.377 million" in texts[1::2]
    lengths = [float(bar.get("width")) for bar in chart.findall("{*}rect")]
    assert lengths == sorted(lengths) and lengths[-1] == 360


def test_texts_of_others_stay_texts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(HOSTILE, "utf-8")
    own = ("--facts", str(tmp_path / "own.toml"), "--no-builtin")
    assert run("export", "-f", "html", "-o", str(tmp_path / "site"), *own)[0] == 0
    for path, tree in trees(tmp_path / "site"):
        assert not list(tree.iter("img")) and not list(tree.iter("b")), path
        assert all(script.get("src") for script in tree.iter("script"))
    table = (tmp_path / "site" / "zh" / "mine.html").read_text("utf-8")
    assert "&lt;/script&gt;&lt;img src=x" in table


def test_it_needs_a_library(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    code, _, err = run("export", "-f", "html", "-o", str(tmp_path / "site"))
    assert code == 2 and "pip install 'infofacts[html]'" in err


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed")
def test_the_search_box_finds_without_a_server(site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")
    page = tmp_path / "site" / "zh" / "index.html"
    asked = ["网民", "337.7万", "5G base stations", "宽带用户数", "印度"]
    script = f"""<script>for (const words of {asked!r}) {{
      form.q.value = words; form.q.dispatchEvent(new Event("input"));
      document.body.append(document.createElement("pre"));
      document.body.lastChild.textContent = [words, ...[...hits.children].map(
        hit => hit.firstChild.getAttribute("href"))].join("; ");
    }}</script></body>"""
    page.write_text(page.read_text("utf-8").replace("</body>", script), "utf-8")
    flags = (
        "--headless --no-sandbox --disable-gpu --virtual-time-budget=5000 --enable-logging=stderr"
    )
    line = [str(CHROMIUM), *flags.split(), f"--user-data-dir={tmp_path / 'profile'}"]
    command = [*line, "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert "CONSOLE" not in done.stderr
    found = re.findall("<pre>(.*?)</pre>", done.stdout)
    firsts = [each.split("; ")[:2] for each in found]
    assert [words for words, *_ in firsts] == asked
    assert firsts[0][1].startswith(("internet-users.html#", "strategy.html#"))
    assert firsts[1][1] == "5g.html#5g.base-stations.2023"
    assert firsts[2][1].startswith("5g.html#5g.base-stations.20")
    assert firsts[3][1].startswith("broadband.html#")
    assert firsts[4] == ["印度"]
