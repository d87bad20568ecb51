"""What other programs print of our citations, beside our own GB/T 7714 entries.

    python -m tests.tools.cite_everywhere FOLDER

cites every work of the base and prints the table of `docs/citing.md`; `--write` puts it there. It
runs what is installed of node, pandoc, biber (with xelatex and pdftotext) and bibtex. FOLDER has
what they need: `gbt2025.csl` and `gbt2015.csl` (the official styles of
https://github.com/citation-style-language/styles), `node_modules` with citeproc and
citeproc-locales, and `gbt7714-numeric.bst` (https://github.com/zepinglee/gbt7714-bibtex-style).

A difference is explained if doing to our entries what its reason says makes them the others'.
Entries that stay different are printed to standard error, and the exit code is 1.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from infofacts import store
from infofacts.cite import STYLES
from infofacts.cite._works import Work, works_of
from infofacts.record import replace
from infofacts.text import builtin
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "citing.md"
BEGIN, END = "<!-- table: tests/tools/cite_everywhere.py -->", "<!-- end of table -->"
ENDINGS = {"csl-json": "json", "biblatex": "bib", "bibtex": "bib", "ris": "ris"}

NODE = """
const CSL = require('citeproc'), fs = require('fs'), path = require('path');
const [style, file] = process.argv.slice(2);
const items = JSON.parse(fs.readFileSync(file, 'utf8'));
const found = require.resolve('citeproc-locales/package.json');
const locales = path.join(path.dirname(found), 'locales');
const system = {
  retrieveLocale: name => {
    const of = name => path.join(locales, `locales-${name}.xml`);
    return fs.readFileSync(fs.existsSync(of(name)) ? of(name) : of('en-US'), 'utf8');
  },
  retrieveItem: id => items.find(item => item.id === id),
};
const engine = new CSL.Engine(system, fs.readFileSync(style, 'utf8'), 'zh-CN');
engine.setOutputFormat('text');
engine.updateItems(items.map(item => item.id));
const [about, entries] = engine.makeBibliography();
console.log(JSON.stringify(entries.map((text, n) => [about.entry_ids[n][0], text])));
"""
TEX = r"""
\documentclass{article}\usepackage[paperwidth=1000mm,paperheight=5000mm]{geometry}
\usepackage{xeCJK}\setCJKmainfont{FandolSong-Regular.otf}
\usepackage[backend=biber,style=gb7714-2015]{biblatex}\addbibresource{refs.bib}
\AtEveryBibitem{\texttt{==\thefield{entrykey}==}}
\pagestyle{empty}\begin{document}\nocite{*}\printbibliography[heading=none]\end{document}
"""

Entries = Mapping[str, str]
Writer = Callable[[Sequence[Work]], str]


# ---------------------------------------------------------------- the other programs
def _run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode > code:
        raise RuntimeError(f"{command[0]}: {(done.stderr or done.stdout)[-2000:]}")
    return done.stdout


def citeproc_js(tools: Path, refs: Path, style: str) -> Entries:
    script = tools / "run-citeproc.js"
    script.write_text(NODE, "utf-8")
    found = json.loads(_run("node", script, tools / style, refs, cwd=tools))
    return {key: text.strip() for key, text in found}


def pandoc(tools: Path, refs: Path, style: str) -> Entries:
    page = refs.with_name("page.md")
    page.write_text(f'---\nnocite: "@*"\nbibliography: {refs.name}\n---\n', "utf-8")
    options = ("--citeproc", "--csl", tools / style, "--wrap=none", "-t", "html", page)
    found = _run("pandoc", *options, cwd=refs.parent)
    entries = re.findall(
        r'<div id="ref-(.+?)" class="csl-entry".*?>(.*?)</div>\s*</div>', found, re.S
    )
    found_too = re.findall(
        r'<div id="ref-(.+?)" class="csl-entry"[^>]*>((?:(?!</div>).)*)', found, re.S
    )
    return {key: _plain(text) for key, text in entries or found_too}


def _plain(text: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", "", text)).split())


def biber(tools: Path, refs: Path, style: str) -> Entries:
    folder = refs.parent
    refs.rename(folder / "refs.bib")
    (folder / "page.tex").write_text(TEX, "utf-8")
    xelatex = ("xelatex", "-interaction=batchmode", "page")
    _run(*xelatex, cwd=folder, code=1)
    _run("biber", "page", cwd=folder)
    _run(*xelatex, cwd=folder, code=1)
    text = _run("pdftotext", "-layout", "page.pdf", "-", cwd=folder)
    entries = re.findall(r"==(.+?)==(.*?)(?=\[\d+\]\s+==|\Z)", text, re.S)
    return {"".join(key.split()): " ".join(entry.split()) for key, entry in entries}


def bibtex(tools: Path, refs: Path, style: str) -> Entries:
    folder = refs.parent
    refs.rename(folder / "refs.bib")
    if (tools / f"{style}.bst").exists():
        shutil.copy(tools / f"{style}.bst", folder)
    lines = (r"\relax", r"\citation{*}", rf"\bibstyle{{{style}}}", r"\bibdata{refs}")
    (folder / "page.aux").write_text("\n".join(lines) + "\n", "utf-8")
    _run("bibtex", "-min-crossrefs=99", "page", cwd=folder, code=1)
    text = (folder / "page.bbl").read_text("utf-8").replace("%\n", "")
    entries = re.findall(r"\\bibitem(?:\[[^\n]*\])?\{(.+?)\}\n(.*?)\n\n", text, re.S)
    return {key: _untex(entry) for key, entry in entries}


def _untex(text: str) -> str:
    text = re.sub(r"\\(?:newblock|allowbreak|url|emph|em)\b", "", text)
    return " ".join(text.replace("\\", "").replace("{", "").replace("}", "").split())


# ---------------------------------------------------------------- why they differ
@dataclass
class Reason:
    """Why entries differ, and our entry as it is then."""

    why: str
    done: Callable[[Work, str], str]


def _as_page(work: Work) -> Work:
    """A work that was read on a page as if it stood there."""
    if not work.page:
        return work
    own = replace(work.source, url=work.page.url, accessed=work.page.accessed, type="webpage")
    return replace(work, source=own, page=None)


def _placeless(work: Work) -> Work:
    return replace(work, facts=[replace(fact, section=None) for fact in work.facts])


def _of_years(work: Work) -> Work:
    source = replace(work.source, published=work.source.published[:4], accessed="")
    return replace(work, source=source)


QUOTED = (
    "no field for what a publication is quoted in: the entry is of the page, and `note` says 转引自",
    _as_page,
)
PLACES = ("no field for a section: sections are a note", _placeless)
YEARS = ("pandoc's reader of RIS keeps of dates the year of publication alone", _of_years)


def _noted(work: Work, text: str) -> str:
    """With the sections, which are the note of an entry, behind the mark of its title."""
    notes = f" {'; '.join(work.sections)}." if work.sections and not work.page else ""
    return re.sub(r"(?<=\[R\]\.)", notes, text, count=1)


def _undated(work: Work, text: str) -> str:
    """With the year alone, without brackets, for a date without a day."""
    return re.sub(r"\((\d{4})(?:-\d\d)?\)(?=[.\[])", r"\1", text)


def _office_again(work: Work, text: str) -> str:
    """With the office as publisher and the year alone."""
    if work.entry_kind.bibtex != "techreport":
        return text
    year = work.source.published[:4]
    return re.sub(
        r"(\[R[/OL]*\]\.)( [-\d]+)?\.?",
        lambda m: f"{m[1]} {work.source.publisher}{f'，{year}' if m[2] else ''}.",
        text,
        count=1,
    )


OFFICE = Reason(
    "`institution`, which BibTeX's own styles demand, is printed as publisher, with the year alone",
    _office_again,
)

NOTE = Reason("the note, which has the sections, stands behind the title", _noted)
DAYLESS = Reason("a date without a day is its year, without brackets", _undated)


@dataclass
class Route:
    """A way from our citations to entries: a program, a style of ours and one of theirs."""

    name: str
    needs: tuple[str, ...]
    run: Callable[[Path, Path, str], Entries]
    ours: str
    style: str
    year: str
    reasons: tuple[Reason, ...] = ()
    loose: bool = False  # the text comes from a PDF: spaces and widths of marks are lost


ROUTES = (
    Route("citeproc-js", ("node",), citeproc_js, "csl-json", "gbt2025.csl", "2025"),
    Route("citeproc-js", ("node",), citeproc_js, "csl-json", "gbt2015.csl", "2015"),
    Route("pandoc", ("pandoc",), pandoc, "csl-json", "gbt2025.csl", "2025"),
    Route("pandoc", ("pandoc",), pandoc, "csl-json", "gbt2015.csl", "2015"),
    Route("pandoc", ("pandoc",), pandoc, "biblatex", "gbt2025.csl", "2025"),
    Route("pandoc", ("pandoc",), pandoc, "bibtex", "gbt2025.csl", "2025", (OFFICE,)),
    Route("pandoc", ("pandoc",), pandoc, "ris", "gbt2025.csl", "2025"),
    Route("biber, gb7714-2015", ("xelatex", "biber", "pdftotext"), biber, "biblatex", "", "2015",
          (NOTE, DAYLESS), loose=True),
    Route("bibtex", ("bibtex",), bibtex, "biblatex", "gbt7714-numeric", "2025"),
    Route("bibtex", ("bibtex",), bibtex, "bibtex", "gbt7714-numeric", "2025", (OFFICE,)),
)  # fmt: skip


# ---------------------------------------------------------------- the comparison
def _ours(work: Work, year: str) -> str:
    writer: Writer = import_module(f"infofacts.cite.gbt7714_{year}").write
    return writer([work]).strip()


def _squeezed(text: str, loose: bool) -> str:
    text = re.sub(r"^\[\d+\]\s*", "", text)
    if not loose:
        return text
    return "".join(unicodedata.normalize("NFKC", text).split())


def _compared(work: Work, route: Route, theirs: str) -> tuple[list[str], bool]:
    """The reasons why an entry differs, and whether they explain all of it."""
    why: list[str] = []
    text, wanted = _ours(work, route.year), _squeezed(theirs, route.loose)
    if _squeezed(text, route.loose) == wanted:
        return why, True
    changed = work
    for reason, change in (QUOTED, PLACES, *((YEARS,) if route.ours == "ris" else ())):
        again = _ours(change(changed), route.year)
        if again != text:
            why.append(reason)
            text, changed = again, change(changed)
    for each in route.reasons:
        again = each.done(work, text)
        if again != text:
            why.append(each.why)
            text = again
    same = _squeezed(text, route.loose) == wanted
    if not same:
        print(f"{route.name} {route.ours} {work.key}\n  {text}\n  {theirs}", file=sys.stderr)
    return why, same


def rows(tools: Path) -> Iterator[tuple[str, bool]]:
    """The lines of the table, and whether every difference of its line is explained."""
    base = store.read([builtin()])
    works = works_of(base, (f for f in base.facts.values() if not f.inputs), False)
    for route in ROUTES:
        if missing := [need for need in route.needs if not shutil.which(need)]:
            yield (
                f"| {route.name} | {route.ours} | {route.year} | not run: {', '.join(missing)} | |",
                True,
            )
            continue
        with TemporaryDirectory() as folder:
            refs = Path(folder) / f"all.{ENDINGS[route.ours]}"
            module = import_module(f"infofacts.cite.{route.ours.replace('-', '_')}")
            refs.write_text(module.write(works), "utf-8")
            entries = route.run(tools, refs, route.style)
        equal, explained, whys = 0, 0, Counter[str]()
        for work in works:
            why, same = _compared(work, route, entries.get(work.key, ""))
            equal += same and not why
            explained += same and bool(why)
            whys.update(why if same else ())
        reasons = "; ".join(f"{why} ({count})" for why, count in whys.items())
        left = len(works) - equal - explained
        cells = (route.name, route.ours, route.year, str(equal), str(explained), str(left), reasons)
        yield f"| {' | '.join(cells)} |", not left


def versions(tools: Path) -> str:
    """The programs and files that the table was made with."""
    named = []
    for command in ("pandoc", "biber", "bibtex"):
        if shutil.which(command):
            named.append(_run(command, "--version", cwd=tools).partition("\n")[0])
    package = tools / "node_modules" / "citeproc" / "package.json"
    if package.exists():
        named.append(f"citeproc-js {json.loads(package.read_text('utf-8'))['version']}")
    for name in ("gbt2025.csl", "gbt2015.csl"):
        day = re.search("<updated>(.{10})", (tools / name).read_text("utf-8"))
        named.append(f"{name} of {day[1] if day else '?'}")
    bst = tools / "gbt7714-numeric.bst"
    if bst.exists():
        version = re.search(r"v\d[\d.]+", bst.read_text("utf-8"))
        named.append(f"gbt7714-numeric.bst {version[0] if version else '?'}")
    return f"Made with {', '.join(named)}."


def main(tools: Path, write: bool) -> int:
    """Print the table or put it into the page; the exit code."""
    lines = list(rows(tools))
    heads = ("Program", "From", "GB/T", "Equal", "Explained", "Other", "Why")
    table = "\n".join(
        [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads), *(line for line, _ in lines)]
    )
    table += f"\n\n{versions(tools)}"
    if write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", "utf-8")
    else:
        print(table)
    return 0 if all(fine for _, fine in lines) else 1


if __name__ == "__main__":
    assert set(ENDINGS) <= set(STYLES)
    sys.exit(main(Path(sys.argv[1]).resolve(), "--write" in sys.argv))
