"""What a person sees of a fact, in Chinese, English or both: names, values, dates and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from infofacts.model import Fact, FactBase, Indicator, Source, Topic
from infofacts.numbers import number_text, sign_en
from infofacts.report import section_en
from infofacts.units import SIGN_ZH
from infofacts.views.table import Line, Span

WIDE = 110
LANGUAGES = ("zh", "en", "both")

WORDS = {
    "indicator": ("指标", "Indicator"), "value": ("数值", "Value"), "change": ("变化", "Change"),
    "date": ("时间", "Date"), "place": ("出处", "Source"), "year": ("年份", "Year"),
    "topic": ("主题", "Topic"), "group": ("类别", "Group"), "count": ("事实数", "Facts"),
    "indicators": ("指标数", "Indicators"), "address": ("地址", "Address"),
    "line": ("行", "line "), "note": ("注", "Note"), "not bundled": ("原文未收录", "text not bundled"),
    "bundled": ("原文只收录", "text bundled only of"),
    "years": ("年份", "Years"), "since": ("较", "vs "), "rank": ("第", "rank "),
    "title": ("题名", "Title"), "publisher": ("发布", "Publisher"), "also": ("另见", "also"), "unquoted": ("无原文", "no words quoted"), "unread": ("文件无法读取", "file cannot be read"),
    "yearly": ("年均增长", "Per year"), "derived": ("推算", "Derived"), "quote": ("原文", "Quote"), "break": ("口径变化", "Break"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Display:
    """How to show: the language and the width in columns."""

    lang: str = "both"
    width: int = 80

    @property
    def wide(self) -> bool:
        """Whether the table of sources has a column for everything."""
        return self.width >= WIDE

    def word(self, key: str) -> str:
        """A heading in the language; in both the Chinese and the English one, a line each."""
        zh, en = WORDS[key]
        return {"zh": zh, "en": en}.get(self.lang, f"{zh}\n{en}")

    def short(self, key: str) -> str:
        """A word inside a line: English only where the language is English."""
        return WORDS[key][self.lang == "en"]


# ---------------------------------------------------------------- pieces of a row
def label(thing: Topic | Indicator, display: Display) -> list[Span]:
    """The name of a topic or indicator; in both languages the English one on its own line."""
    if display.lang == "both" and thing.zh != thing.en:
        return [Span(thing.zh), Span(f"\n{thing.en}", "dim")]
    return [Span(thing.en if display.lang == "en" else thing.zh)]


def value_text(fact: Fact, display: Display) -> str:
    """The value for people: as printed in Chinese, with English scale words in English."""
    value = fact.value
    if not isinstance(value, Decimal):
        if display.lang == "en" and fact.value_en:
            shown = fact.value_en
            return shown if isinstance(shown, str) else items_text(shown, display)
        more = "等" if isinstance(value, tuple) and fact.printed.endswith(f"{value[-1]}等") else ""
        return (value if isinstance(value, str) else items_text(value, display)) + more
    if fact.measure == "rank":
        return rank_text(fact, display)
    if display.lang == "en":
        return number_text(value, fact.unit or "", "en", fact.bound, bound_words(fact))
    return fact.printed


def bound_words(fact: Fact) -> str:
    """The printed words of a fact's bound, "" for none."""
    return fact.quantity.bound if fact.quantity else ""


def rank_text(fact: Fact, display: Display) -> str:
    """A rank and among whom: 全球第2, rank 2 in the world."""
    world, bound = fact.scope == "world", bound_words(fact)
    if display.lang == "en":
        return f"rank {sign_en(fact.bound, bound)}{fact.number}" + (
            " in the world" if world else ""
        )
    return ("全球" if world else "") + SIGN_ZH[fact.bound] + f"第{fact.number}"


def items_text(items: Sequence[str], display: Display) -> str:
    """A list: short items on a line (浙江、北京), long ones each on their own."""
    if max(map(len, items), default=0) > (20 if display.lang == "en" else 10):
        return "\n".join(items)
    return (", " if display.lang == "en" else "、").join(items)


def delta(fact: Fact, display: Display) -> Span:
    """A change, growth or rank in a few characters: +7153万户, +13.4%, 第2."""
    number = fact.number
    assert number is not None, "measures are numbers"
    if fact.measure == "rank":
        return Span(rank_text(fact, display))
    sign, style = ("−", "fall") if number < 0 else ("+", "rise")
    text = _signed(fact, sign, display)
    if fact.years and fact.years > 1:
        text = f"{text} p.a." if display.lang == "en" else f"年均{text}"
    usual = fact.since == fact.year - (fact.years or 1)
    since = "" if usual else f" {display.short('since')}{fact.since}"
    return Span(text + since, style)


def _signed(fact: Fact, sign: str, display: Display) -> str:
    """A change behind its sign; in English the sign is that of the number: about +30 billion."""
    number = fact.number or Decimal(0)
    if display.lang == "en":
        return (
            sign_en(fact.bound, bound_words(fact))
            + sign
            + number_text(number.copy_abs(), fact.unit or "", "en")
        )
    signed = number < 0 and fact.quantity and not fact.quantity.falls
    text = value_text(fact, display)
    return text.replace("-", "−") if signed else sign + text


def date_text(fact: Fact) -> str:
    """The date a value stands for; the year alone for a whole year or an undated value."""
    return fact.as_of or str(fact.year)


def place_text(fact: Fact, display: Display) -> str:
    """Section and line of the quote, or what stands for them."""
    return ", ".join(filter(None, (section_text(fact, display), line_text(fact, display))))


def section_text(fact: Fact, display: Display) -> str:
    """The section of the quote; the source's id in brackets where its text is not bundled.

    Of a derived figure the formula.
    """
    if fact.status == "derived":
        return f"{display.short('derived')} {formula_text(fact, display)}"
    if fact.line is None:
        return f"[{fact.source}]"
    return section_en(fact.section or "") if display.lang == "en" else fact.section or ""


def formula_text(fact: Fact, display: Display) -> str:
    """How a derived figure follows from printed ones."""
    return (display.lang == "en" and fact.formula_en) or fact.formula or ""


def line_text(fact: Fact, display: Display) -> str:
    """The line of the quote in its source, if that is bundled."""
    if fact.line is None or fact.status == "derived":
        return ""
    return f"{display.short('line')}{fact.line}"


def stacked(*parts: Iterable[Span]) -> list[Span]:
    """Pieces of a cell under each other."""
    return joined("\n", *parts)


def joined(between: str, *parts: Iterable[Span]) -> list[Span]:
    """Pieces of a cell with something between those that are not empty."""
    spans: list[Span] = []
    for part in map(list, parts):
        if spans and part:
            spans.append(Span(between, part[0].style))
        spans += part
    return spans


# ---------------------------------------------------------------- lines around a table
def title_line(thing: Topic | Indicator, display: Display) -> Line:
    """The name and the address of a topic or indicator."""
    return [Span(f"{full_name(thing, display)}  ", "title"), Span(thing.id, "dim")]


def full_name(thing: Topic | Indicator, display: Display) -> str:
    """The name of a topic or indicator on one line."""
    if display.lang == "both" and thing.zh != thing.en:
        return f"{thing.zh} · {thing.en}"
    return thing.en if display.lang == "en" else thing.zh


def sources_lines(base: FactBase, facts: Iterable[Fact], display: Display) -> list[Line]:
    """The sources of facts, a line each: title, publisher, date and address.

    And whose text is not there to prove the words that are quoted from it.
    """
    used = [key for key in dict.fromkeys(fact.source for fact in facts) if key]
    lines = [source_line(base.sources, key, display) for key in used]
    bundled = [f"[{key}]" for key in used if key in base.sources and base.sources[key].file]
    if len(bundled) < len(used):
        words = display.short("bundled" if bundled else "not bundled")
        lines.append(f"{words} {' '.join(bundled)}".rstrip())
    return [[Span(line, "dim")] for line in lines]


def source_line(sources: Mapping[str, Source], key: str, display: Display) -> str:
    """A source in one line."""
    source = sources.get(key)
    if not source:
        return f"[{key}]"
    publisher = (
        source.publisher_en or source.publisher if display.lang == "en" else source.publisher
    )
    parts = [source.name(display.lang), publisher, source.published, source.url]
    return f"[{key}] " + ", ".join(filter(None, parts))
