"""A folder of static pages: a page per topic and per source, in both languages, with a search box.

They are opened from disk or put on any server, and need no script but for the search. A fact has
an anchor that stays, its address: `en/5g.html#5g.base-stations.2023`.
"""

from __future__ import annotations

import json
from importlib import import_module, resources
from itertools import groupby

from infofacts.cite import cite, inputs_of, refusal
from infofacts.formats._files import ExportOptions, Files
from infofacts.model import Fact, FactBase, Indicator, Source, Topic, facts_by_indicator
from infofacts.names import counts
from infofacts.text import fold
from infofacts.views.display import Display
from infofacts.views.words import delta, place_text, status_text, value_lines, value_number

ENDINGS = ()
NEEDS = ("jinja2", "html")
LANGUAGES = ("zh", "en")
FEWEST_BARS = 3  # of a chart
LONGEST, STEP = 360, 22  # a bar, and from a year to the next


def write(base: FactBase, options: ExportOptions) -> Files:
    """All files of the folder, by their names."""
    pages: dict[str, str] = {}
    jinja2 = import_module("jinja2")
    loader, undefined = jinja2.FunctionLoader(_file), jinja2.StrictUndefined
    trims = {"trim_blocks": True, "lstrip_blocks": True}
    templates = jinja2.Environment(loader=loader, autoescape=True, undefined=undefined, **trims)
    for lang in LANGUAGES:
        site = Pages(base, lang)
        each: list[tuple[str, str, Topic | Source | None]] = [("contents", "index", None)]
        each += [("topic", key, topic) for key, topic in base.topics.items()]
        each += [("source", f"source-{key}", source) for key, source in base.sources.items()]
        for template, page, it in each:
            told = {"t": site, "base": base, "lang": lang, "page": page, "it": it}
            drawn = templates.get_template(f"{template}.html").render(told)
            pages[f"{lang}/{page}.html"] = f"{drawn}\n"
        pages[f"{lang}/facts.js"] = f"FACTS = {json.dumps(site.index(), ensure_ascii=False)};\n"
    pages |= {name: _file(name) for name in ("index.html", "style.css", "search.js")}
    return {name: page.encode() for name, page in pages.items()}


def _file(name: str) -> str:
    """A template, or a file that is the same in every folder."""
    return (resources.files(__name__) / name).read_text("utf-8")


class Pages:
    """What the templates ask for in one language."""

    def __init__(self, base: FactBase, lang: str) -> None:
        self.base, self.display = base, Display(lang)
        self.facts = facts_by_indicator(base)
        self.counts = counts(base)

    def text(self, zh: str | None, en: str | None) -> str:
        """One of two texts."""
        return self.display.text(zh, en)

    def groups(self) -> list[tuple[str, list[Topic]]]:
        """The topics by the part of the report that they belong to, with its name."""
        names, topics = self.base.groups, self.base.topics.values()
        grouped = groupby(topics, key=lambda topic: topic.group)
        return [(self.text(*names.get(key, (key, key))), list(its)) for key, its in grouped]

    def indicators(self, topic: str) -> list[Indicator]:
        """The indicators of a topic that have facts."""
        return [i for i in self.base.indicators.values() if i.topic == topic and i.id in self.facts]

    def value(self, fact: Fact) -> list[str]:
        """A value as `show` has it, in lines."""
        if fact.measure in ("change", "growth"):
            return [delta(fact, self.display).text]
        return value_lines(fact, self.display)

    def date(self, fact: Fact) -> str:
        """Its date, and how final it is, which `delta` says of a change."""
        status = "" if fact.measure in ("change", "growth") else status_text(fact, self.display)
        return f"{fact.as_of or fact.year}{status}"

    def place(self, fact: Fact) -> str:
        """The section and the line that its words stand in; how a computed one follows."""
        is_known = fact.line is not None or fact.status == "derived"
        return place_text(fact, self.display) if is_known else ""

    def citation(self, fact: Fact) -> str:
        """What to cite it as, "" for a fact that is not shown to be of its source."""
        if any(map(refusal, inputs_of(self.base, [fact]))) or not fact.source:
            return ""
        return cite(self.base, [fact], english=self.display.lang == "en").strip()

    def bars(self, indicator: Indicator) -> list[tuple[Fact, str, int, float]]:
        """A chart: values by year with words, place and length; none of few or below zero."""
        facts = [f for f in self.facts[indicator.id] if f.measure == "level" and f.preferred]
        facts = [fact for fact in facts if fact.size is not None and not fact.planned]
        sizes = [fact.size or 0 for fact in facts]
        if len(facts) < FEWEST_BARS or min(sizes) < 0 or not max(sizes):
            return []
        return [
            (
                fact,
                value_number(fact, self.display) + status_text(fact, self.display),
                (fact.year - facts[0].year) * STEP,
                round(float(size / max(sizes)) * LONGEST, 1),
            )
            for fact, size in zip(facts, sizes, strict=True)
        ]

    def index(self) -> list[tuple[str, ...]]:
        """What is searched: page and anchor, label, value and date, then all its words folded."""
        rows: list[tuple[str, ...]] = []
        facts = self.base.facts.values()  # first numbers, the newest first
        for fact in sorted(facts, key=lambda fact: (fact.size is None, -fact.year)):
            indicator = self.base.indicators[fact.indicator_id]
            topic = self.base.topics[fact.topic]
            names = (fact.zh, fact.en, fact.id, *indicator.aliases, topic.zh, topic.en)
            words = (*names, *topic.aliases, fact.printed, fact.quote, str(fact.year))
            label = self.text(fact.zh, fact.en)
            shown = f"{'; '.join(self.value(fact))[:80]} ({self.date(fact)})"
            rows.append((fact.topic, fact.id, label, shown, "\n".join(map(fold, words))))
        return rows
