"""The tables of README.md and docs/ that the program itself knows, as Markdown.

A page has a table between `<!-- made: NAME -->` and `<!-- /made -->`; NAME is a key of `MADE`.
`python -m tests.tools.readme` writes them; a test fails when one is out of date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from infofacts import charts
from infofacts.cite import STYLES
from infofacts.commands import COMMANDS
from infofacts.commands.answer import command_module
from infofacts.commands.parameters import Parameter
from infofacts.errors import EXIT_CODES
from infofacts.factfile import load
from infofacts.formats import BASE_FORMATS, RECORD_FORMATS
from infofacts.formats import load as format_module
from infofacts.model import ADDED, GAPS, RECORD, Fact
from infofacts.record import fields
from infofacts.text import builtin
from infofacts.years import spans

PLACE = re.compile(r"(?<=<!-- made: )([\w ]+)( -->\n).*?(?=<!-- /made -->)", re.DOTALL)
# The report's figures whose values are lost in its text, and the indicators that hold them.
FIGURES = {
    1: "patents.ict-pct-applications",
    2: "telecom.base-stations-total telecom.base-stations-4g 5g.base-stations 5g.users",
    3: "ipv6.active-users ipv6.mobile-traffic-share ipv6.fixed-traffic-share",
    4: "computing-power.racks",
    5: "iot.users",
    6: "public-data.sharing-calls",
    7: "data-market.exchanges",
    8: "software.revenue telecom.revenue electronics.revenue digital-companies.internet-revenue",
    9: "manufacturing.key-process-nc-rate manufacturing.rd-tool-rate",
    10: "green.data-centers-batch green.data-centers",
    11: "internet-users.users internet-users.penetration",
}
YEARS = range(2017, 2026)
PROOF = """\
Of {facts:,} facts on {topics} topics, **{text:,} are proven**: each has the sentence it was printed in,
and its line in the report's text, which is included. {page:,} are quoted from a web page, with its
address. {none:,} have no words, or no address to read them at, and are marked "unproven". Nearly all
of the last two kinds are of other years than 2023.
"""
PROOF_ZH = """\
{topics} 个主题，{facts} 条事实，其中 **{text} 条已证实**：附有原文的那句话，以及它在报告原文（随程序附带）里的
行号；{page} 条引自网页，附网址；{none} 条没有引文，或没有可以读到引文的网址，标为“未证实”。后两类几乎都是
2023 年以外的数字。
"""


def made(text: str) -> str:
    """A page with its tables as they are now."""
    return PLACE.sub(lambda match: f"{match[1]}{match[2]}{MADE[match[1]]()}", text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = (head, ["---"] * len(head), *rows)
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def commands() -> str:
    """Every command: its arguments, what it does, and an example."""
    rows = []
    for name in COMMANDS:
        module = command_module(name)
        arguments = (each.metavar for each in module.PARAMETERS if not each.flags)
        about = str(module.__doc__).strip()
        rows.append((f"`{' '.join([name, *arguments])}`", about, f"`{module.EXAMPLE}`"))
    return table(("command", "does", "example"), rows)


def arguments_and_options() -> str:
    """Every argument and option, with the commands that have it."""
    of: dict[tuple[str, str], list[str]] = {}
    for name in COMMANDS:
        for each in command_module(name).PARAMETERS:
            of.setdefault((_called(each), each.about), []).append(name)
    return table(
        ("", "is", "of"),
        ((called, about, ", ".join(names)) for (called, about), names in of.items()),
    )


def _called(parameter: Parameter) -> str:
    if not parameter.flags:
        return f"`{parameter.metavar}`"
    return f"`{' '.join(filter(None, (', '.join(parameter.flags), parameter.metavar)))}`"


def formats() -> str:
    """Every format but tables: what it is, the endings that ask for it, and what it needs."""
    rows = [("`table`", "on a terminal, the default there", "", "")]
    modules = [(name, format_module(name)) for name in (*RECORD_FORMATS, *BASE_FORMATS)]
    for name, module in (*modules, *((name, charts.load(name)) for name in charts.CHART_FORMATS)):
        about = " ".join(str(module.__doc__).partition("\n\n")[0].split()).rstrip(".")
        needs = f"`pip install 'infofacts[{module.NEEDS[1]}]'`" if module.NEEDS else ""
        rows.append((f"`{name}`", about, " ".join(f"`{e}`" for e in module.ENDINGS if e), needs))
    rows.append(("`md`", "tables in Markdown", "`.md`", ""))
    return table(("format", "is", "for files that end with", "needs"), rows)


def styles(joint: str, end: str) -> str:
    """The names of the citation styles."""
    return joint.join(f"`{name}`" for name in STYLES) + end


def record() -> str:
    """The fields of a record, in its order."""
    about = {each.name: each.metadata for each in fields(Fact)}
    rows = []
    for name in (*RECORD, "url"):
        if name in ADDED:
            rows.append((f"`{name}`", ADDED[name]))
            continue
        options = ", ".join(f"`{option}`" for option in about[name]["options"])
        rows.append((f"`{name}`", ": ".join(filter(None, (about[name]["about"], options)))))
    rows.append(("`unmet`", "only in `search`: words of the question that the fact does not meet"))
    return table(("field", "holds"), rows)


def exit_codes() -> str:
    """The exit codes of every command."""
    return table(("exit code", "means"), ((f"{code}", what) for code, what in EXIT_CODES.items()))


def proof(text: str) -> str:
    """How many facts there are, and what shows them."""
    base = load([builtin()])
    counts = Counter(fact.proof for fact in base.facts.values())
    return text.format(facts=len(base.facts), topics=len(base.topics), **counts)


def publishers(english: bool) -> str:
    """The publishers with how many facts there are of each, and of which years."""
    base = load([builtin()])
    years: dict[str, list[int]] = {}
    names = {}
    for fact in base.facts.values():
        source = base.sources[fact.source]
        names[source.publisher] = source.publisher_en or source.publisher
        years.setdefault(source.publisher, []).append(fact.year)
    head = ("publisher", "facts", "years") if english else ("发布机构", "事实数", "年份")
    rows = sorted(years.items(), key=lambda item: -len(item[1]))
    return table(
        head,
        ((names[p] if english else p, f"{len(its)}", spans(set(its))) for p, its in rows),
    )


def gaps() -> str:
    """The years 2017–2025 that no value is known of, and why."""
    base = load([builtin()])
    known = {(fact.indicator_id, fact.year) for fact in base.facts.values()}
    rows = []
    for number, indicators in FIGURES.items():
        for ident in indicators.split():
            by_reason: dict[str, list[int]] = {}
            for year in YEARS:
                if (ident, year) not in known:
                    reason = base.indicators[ident].gap(year)
                    by_reason.setdefault(reason, []).append(year)
            for reason, years in by_reason.items():
                rows.append((f"{number}", f"`{ident}`", spans(years), GAPS[reason]))
    return table(("figure", "indicator", "years not known", "because"), rows)


MADE = {
    "commands": commands,
    "options": arguments_and_options,
    "formats": formats,
    "styles": lambda: styles(", ", ", or the path of a `FILE.csl`.\n"),
    "样式": lambda: styles("、", "，或某个 `FILE.csl` 的路径。\n"),
    "fields": record,
    "exit codes": exit_codes,
    "facts": lambda: proof(PROOF),
    "事实": lambda: proof(PROOF_ZH),
    "publishers": lambda: publishers(english=True),
    "发布机构": lambda: publishers(english=False),
    "gaps": gaps,
}
