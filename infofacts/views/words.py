"""Names, values, dates and places as text, in Chinese, English or both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from infofacts.model import Fact, FactBase, Indicator, Source, Topic
from infofacts.numbers import number_text, range_text, sign_en
from infofacts.text import section_en
from infofacts.units import SIGN_ZH
from infofacts.views.display import Display
from infofacts.views.table import Line, Span, dim

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import Any

# Headings and words of the program itself, in Chinese and English.
WORDS = {
    "address": ("地址", "Address"), "also": ("另见", "also"),
    "apart": ("口径不同", "another basis"),
    "basis differs": ("口径不同", "they are measured on different bases"), "break": ("口径变化", "Break"),
    "break differs": ("其间口径有变化", "the definition changed in between"),
    "break force": ("不作推算；--force 可强制计算", "nothing computed; --force computes it"),
    "built-in": ("内置库为", "built-in:"), "bundled": ("原文只收录", "text bundled only of"), "change": ("变化", "Change"),
    "compared": ("对比", "Compared"), "comparable": ("可比口径", "comparable basis"),
    "computed": ("* 推算，非公布数", "* computed, not published"),
    "count": ("事实数", "Facts"),
    "day unknown": ("未注日期者，何日读到不详", "no day: when it was read is not known"),
    "date": ("时间", "Date"),
    "date differs": ("日期口径不同", "the dates are on another basis"), "derived": ("推算", "Derived"),
    "difference": ("差", "Difference"),
    "force": ("不算增长；--force 可强制计算", "no growth computed; --force computes it"),
    "group": ("类别", "Group"), "growth": ("增长", "Growth"), "growth_per_year": ("年均", "Per year"),
    "indicator": ("指标", "Indicator"), "indicators": ("指标数", "Indicators"), "levels": ("按数值直接计算", "levels alone"),
    "line": ("行", "line "),
    "mark >": ("高于此数", "more than this"),
    "mark <": ("低于此数", "less than this"), "mark ~": ("约数", "approximate"),
    "more years": ("另有", "also"), "not bundled": ("原文未收录", "text not bundled"), "note": ("注", "Note"),
    "part": ("非年末数", "not of the year's end"), "per": ("每", "Per"),
    "pages": ("个网页：infofacts source 名称", " pages: infofacts source NAME"),
    "place": ("出处", "Source"), "published": ("公布", "as published"), "publisher": ("发布", "Publisher"), "quoted in": ("转引自", "quoted in"),
    "rate": ("增速", "Growth rate"),
    "ratio": ("比", "Ratio"), "scope differs": ("范围不同", "the scopes differ"),
    "or up": ("，或为升", ", or up"),
    "preliminary": ("初步数", "preliminary"), "revised": ("修订数", "revised"),
    "estimate": ("估计数", "estimate"), "forecast": ("预测", "forecast"), "target": ("目标", "target"),
    "status differs": ("一个是目标或预测", "one is a target or forecast"),
    "share": ("占", "Share"), "since": ("较", "vs "), "source differs": ("发布机构不同", "the publishers differ"),
    "title": ("题名", "Title"), "topic": ("主题", "Topic"), "unquoted": ("无原文", "no words quoted"),
    "unproven": ("未证实", "unproven"), "unread": ("文件无法读取", "file cannot be read"), "value": ("数值", "Value"),
    "stated": ("相符", "stated"), "rounded": ("四舍五入", "rounded"), "consistent": ("相容", "consistent"),
    "follows": ("可推算", "derived"), "differs": ("不符", "differs"), "other-year": ("年份不符", "other year"),
    "unknown": ("未收录", "unknown"), "numbers": ("个数字", "numbers"), "no numbers": ("没有数字", "no numbers"),
    "whole": ("全期", "whole span"), "year": ("年份", "Year"), "years": ("历年数值", "Over the years"),
}  # fmt: skip
# Headings of columns of figures, which are aligned right.
NUMERIC = (
    "value change rate difference ratio growth growth_per_year share per indicators count".split()
)


def label(thing: Topic | Indicator, display: Display) -> list[list[Span]]:
    """The name of a topic or indicator; for both languages, English under Chinese."""
    texts = display.names(thing.zh, thing.en)
    return [[Span(text, style)] for text, style in zip(texts, ("", "dim"), strict=False)]


def title_line(thing: Topic | Indicator, display: Display, address: str = "") -> Line:
    """The name of a topic or indicator, and its address or that of one of its facts."""
    name = display.inline(thing.zh, thing.en)
    return [Span(f"{name}  ", "title"), Span(address or thing.id, "dim")]


def value_lines(fact: Fact, display: Display) -> list[str]:
    """The value: a number, a text, or items (short ones on one line, else one per line)."""
    if fact.size is not None:
        return [value_number(fact, display)]
    english = fact.value_en if display.lang == "en" else None
    value = english or fact.value
    if not isinstance(value, tuple):
        return [str(value)]
    value = tuple(map(str, value))
    long = max(map(len, value)) > (20 if display.lang == "en" else 10)
    lines = list(value) if long else [(", " if display.lang == "en" else "、").join(value)]
    if not english and fact.printed.endswith(f"{value[-1]}等"):
        lines[-1] += "等"
    return lines


def value_number(fact: Fact, display: Display) -> str:
    """A number for people: as printed in Chinese, with English scale words in English."""
    if fact.measure == "rank":
        return _rank(fact, display)
    if display.lang == "en" and fact.quantity and fact.is_range:
        ends, bound = (fact.quantity.value, fact.quantity.top), fact.quantity.bound
        return range_text(*ends, fact.unit or "", "en", bound)
    if display.lang == "en":
        assert fact.number is not None
        return number_text(_read(fact), fact.unit or "", "en", fact.bound, bound_words(fact))
    return _printed_zh(fact)


def _printed_zh(fact: Fact) -> str:
    """A number as printed; in Chinese if the page is not in it: 17.4 trillion yuan, 291.6萬個."""
    words = fact.quantity.words if fact.quantity else ""
    if fact.number is None or not any(map(str.isdigit, words)):
        return fact.printed
    return number_text(abs(fact.number), fact.unit or "", "zh", fact.bound)


def _read(fact: Fact) -> Decimal:
    """The number of a fact; of a computed one as many digits as people read."""
    number = fact.number or Decimal(0)
    if fact.status != "derived":
        return number
    from fractions import Fraction

    from infofacts.interval import READ, round_to

    is_long = len(number.normalize().as_tuple().digits) > READ
    return round_to(Fraction(number), number.adjusted() - READ + 1) if is_long else number


def bound_words(fact: Fact) -> str:
    """The printed words of a fact's bound, "" for none."""
    return fact.quantity.bound if fact.quantity else ""


def _rank(fact: Fact, display: Display) -> str:
    """A rank with its scope: 全球第2, rank 2 in the world."""
    world = fact.scope == "world"
    if display.lang == "en":
        rank = f"rank {sign_en(fact.bound, bound_words(fact))}{fact.number}"
        return f"{rank} in the world" if world else rank
    return ("全球" if world else "") + SIGN_ZH[fact.bound] + f"第{fact.number}"


def delta(fact: Fact, display: Display) -> Span:
    """A change, growth or rank in a few characters: +7153万户, +13.4%, 第2."""
    assert fact.size is not None, "measures are numbers"
    if fact.measure == "rank":
        return Span(_rank(fact, display))
    falls = fact.size < 0
    sign = "−" if falls else "+"
    bounded = falls and fact.bound in FALLS and not fact.is_range
    if display.lang == "en" and bounded:
        text = fall_text(fact.size, fact.unit or "", fact.bound, display)
    elif display.lang == "en" and fact.quantity and fact.is_range:
        low, high = sorted(map(abs, (fact.quantity.value, fact.quantity.top)))
        text = sign + range_text(low, high, fact.unit or "", "en", fact.quantity.bound)
    elif display.lang == "en":
        size = fact.size.copy_abs()
        text = number_text(size, fact.unit or "", "en", fact.bound, bound_words(fact), lead=sign)
    elif falls and fact.quantity and not fact.quantity.falls:  # the minus is printed
        text = fact.printed.replace("-", "−")
    else:
        text = ("降" if bounded else sign) + _printed_zh(fact)
    return Span(_delta_tail(text, fact, display), "fall" if falls else "rise")


def _delta_tail(text: str, fact: Fact, display: Display) -> str:
    """A change or growth with what it is the average of, its status and what it is against."""
    if fact.years and fact.years > 1:
        text = yearly(text, display)
    text += status_text(fact, display)
    usual = fact.since == fact.year - (fact.years or 1)
    return text if usual else f"{text} {display.word('since')}{fact.since}"


def yearly(text: str, display: Display) -> str:
    """A growth as a yearly average."""
    return f"{text} p.a." if display.lang == "en" else f"年均{text}"


# How a fall is bounded, by the sign of the negative number: below −5 is a fall of more than 5.
FALLS = {
    "<": ("降超", "down more than "), "<=": ("至少降", "down at least "),
    ">": ("降幅不足", "down less than "), ">=": ("至多降", "down at most "),
}  # fmt: skip


def fall_text(value: Decimal, unit: str, bound: str, display: Display, **more: Any) -> str:
    """A bounded negative difference as a fall: down more than 23.45 percentage points."""
    words = FALLS[bound][display.lang == "en"]
    return words + number_text(value.copy_abs(), unit, display.lang, **more)


def date_text(fact: Fact, display: Display) -> str:
    """The date of a value, and how final it is: 2025 target.

    The year alone for a whole year or an undated value.
    """
    return f"{fact.as_of or fact.year}{status_text(fact, display)}"


def status_text(fact: Fact, display: Display) -> str:
    """How final a value is, after a space; "" for one stated without reserve or computed."""
    return "" if fact.status in ("stated", "derived") else f" {display.word(fact.status)}"


def place_text(fact: Fact, display: Display) -> str:
    """Section and line of the quote; see `section_text` for derived figures."""
    return ", ".join(filter(None, (section_text(fact, display), line_text(fact, display))))


def section_text(fact: Fact, display: Display) -> str:
    """The section; of a derived figure the formula, without a bundled text the source's [id]."""
    if fact.status == "derived":
        return f"{display.word('derived')} {display.text(fact.formula, fact.formula_en)}"
    if fact.line is None:
        return f"[{fact.source}]"
    return section_en(fact.section or "") if display.lang == "en" else fact.section or ""


def proof_mark(fact: Fact, display: Display) -> list[Span]:
    """The mark of a fact that nothing shows, with a space before it; no spans for another."""
    return [Span(f" {display.word('unproven')}", "warning")] if fact.proof == "none" else []


def hidden_text(base: FactBase, facts: Sequence[Fact], display: Display) -> str:
    """The values of the built-in base that facts of one year stand in the place of, "" for none."""
    first = facts[0]
    hidden = [
        value_number(fact, display) if fact.number is not None else fact.printed
        for fact in base.hidden.values()
        if (fact.indicator_id, fact.year) == (first.indicator_id, first.year)
        and fact.id.partition("@")[2] == first.id.partition("@")[2]
    ]
    return f"{display.word('built-in')} {', '.join(hidden)}" if hidden else ""


def line_text(fact: Fact, display: Display) -> str:
    """The line of the quote in its source, if that is bundled."""
    stated = fact.line is not None and fact.status != "derived"
    return f"{display.word('line')}{fact.line}" if stated else ""


def sources_lines(
    base: FactBase, facts: Iterable[Fact], display: Display, every: bool = False
) -> list[Line]:
    """One line per source of facts: title, publisher, date and address; then one line per page
    that its words were read on, if that is another, with the years and the day it was read.

    Publications of one series are on one line, and their pages are only counted, unless `every`
    source is asked for. Then a line naming the sources whose text is bundled, if not all are.
    """
    by_source: dict[str, list[Fact]] = {}
    for fact in facts:
        by_source.setdefault(fact.source, []).append(fact)
    by_source.pop("", None)
    lines: list[Line] = []
    pages = 0
    for keys in [[key] for key in by_source] if every else _in_series(base, by_source, display):
        if keys[1:]:
            its = [base.sources[key] for key in keys]
            its.sort(key=lambda source: (source.published[:4], source.id))
            lines.append(dim(f"{_ids(its)} {_series_text(its, display)}"))
            pages += sum(len([*_pages(base.sources[k], by_source[k], display)]) for k in keys)
        else:
            lines += _source_lines(base, keys[0], by_source[keys[0]], display)
    if pages:
        lines.append(dim(f"{display.word('quoted in')} {pages}{display.word('pages')}"))
    elsewhere = (f for k, its in by_source.items() for f in its if k in base.sources)
    unread = (f.read_elsewhere(base.sources[f.source]) and not f.accessed for f in elsewhere)
    if not pages and any(unread):
        lines.append(dim(display.word("day unknown")))
    bundled = [f"[{key}]" for key in by_source if key in base.sources and base.sources[key].file]
    if len(bundled) < len(by_source):
        words = display.word("bundled" if bundled else "not bundled")
        lines.append(dim(" ".join([words, *bundled])))
    return lines


def _source_lines(
    base: FactBase, key: str, facts: Sequence[Fact], display: Display
) -> Iterator[Line]:
    """The line of a source, and those of its pages."""
    parts: list[str] = []
    source = base.sources.get(key)
    if source:
        title = display.text(source.title, source.title_en)
        parts = [title, display.text(source.publisher, source.publisher_en), source.published]
    line = dim(f"[{key}] {', '.join(filter(None, parts))}".rstrip())
    yield [*line, *([*dim(", "), link(source.url)] if source and source.url else [])]
    if source:
        yield from _pages(source, facts, display)


_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")  # 2023, 41st
_LETTERS = "stndrh"


def _in_series(base: FactBase, keys: Iterable[str], display: Display) -> Iterable[Sequence[str]]:
    """Sources by series: of one publisher, with titles that differ in one number or not at all."""
    series: dict[tuple[str, ...], list[str]] = {}
    for key in keys:
        source = base.sources.get(key)
        own = [source.publisher, _NUMBER.sub("#", _title(source, display))] if source else [key]
        own += [key] if source and source.file else []
        series.setdefault(tuple(own), []).append(key)
    for group in series.values():
        named = [_NUMBER.findall(_title(base.sources[k], display)) for k in group if group[1:]]
        same = {tuple(number for number in numbers[1:]) for numbers in named}
        yield from [group] if len(same) < 2 else [[key] for key in group]


def _title(source: Source, display: Display) -> str:
    return display.text(source.title, source.title_en)


def publications(base: FactBase, facts: Iterable[Fact], display: Display) -> Iterator[str]:
    """The sources of facts as texts without ids, those of one series in one."""
    keys = dict.fromkeys(fact.source for fact in facts if fact.source in base.sources)
    for group in _in_series(base, keys, display):
        sources = [base.sources[key] for key in group]
        if group[1:]:
            yield _series_text(sources, display)
        else:
            publisher = display.text(sources[0].publisher, sources[0].publisher_en)
            yield ", ".join((_title(sources[0], display), publisher))


def _series_text(sources: Sequence[Source], display: Display) -> str:
    """The title of a series with all its numbers, and its publisher."""
    from infofacts.years import spans

    title = _title(sources[0], display)
    found = [match[0] for s in sources if (match := _NUMBER.search(_title(s, display)))]
    years = spans({int(source.published[:4]) for source in sources if source.published})
    numbers = sorted(dict.fromkeys(found), key=lambda text: int(text.rstrip(_LETTERS)))
    if len(numbers) > 1:
        plain = all(map(str.isdecimal, numbers))
        title = _NUMBER.sub(
            spans(map(int, numbers)) if plain else ", ".join(numbers), title, count=1
        )
        years = ""
    publisher = display.text(sources[0].publisher, sources[0].publisher_en)
    return ", ".join(filter(None, (title, publisher, years)))


def _ids(sources: Sequence[Source]) -> str:
    """The ids of a series: the first and the last where all are made alike."""
    ids = [f"[{source.id}]" for source in sources]
    alike = len({_NUMBER.sub("#", ident) for ident in ids}) == 1
    return f"{ids[0]} … {ids[-1]}" if alike and ids[2:] else " ".join(ids)


def _pages(source: Source, facts: Iterable[Fact], display: Display) -> Iterator[Line]:
    """The pages that facts of a source were read on, where that is not the source itself."""
    years: dict[tuple[str, str], list[str]] = {}
    for fact in facts:
        if fact.read_elsewhere(source):
            years.setdefault((fact.url, fact.accessed), []).append(str(fact.year))
    for (url, accessed), some in years.items():
        words = f"  {', '.join(dict.fromkeys(some))} {display.word('quoted in')} "
        yield [*dim(words), link(url), *dim(f" ({accessed})" if accessed else "")]


def link(address: str) -> Span:
    """An address, which is a link where it is shown on a terminal."""
    return Span(address, "link")
