"""Charts of values over years or side by side, as Vega-Lite specifications.

What is not known stays empty: a break in a series is a gap with a dashed line in it, a bound or an
approximate value has another mark. Series differ in their dashes too, not in colours alone, and the
colours (Okabe and Ito's) are told apart by colour-blind people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from infofacts.compare import Comparison
from infofacts.errors import NoAnswer
from infofacts.messages import _
from infofacts.model import Fact, FactBase
from infofacts.numbers import reading_scale, scale_by
from infofacts.units import unit_of
from infofacts.views import words
from infofacts.views.display import Display
from infofacts.views.figures import Scale, figure_span, per_unit, value_text
from infofacts.views.wrap import breaks, cells
from infofacts.years import spans

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH, HEIGHT, BAR = 640, 320, 34  # points: a panel, and the height of a bar
MOST_LINES = 14  # which are all told apart
LONGEST_TITLE = 60  # columns
TEXT_WIDTH = 104  # columns of a line of text below
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 3], [1, 4])
# The marks of values, by how they bound; a hollow one is not exact.
SHAPES = {"=": "circle", ">": "triangle-up", "<": "triangle-down", "~": "diamond"}
_SIGNS = {">": "△", "<": "▽", "~": "◇"}  # the same marks in a text
_SIDES = {">=": ">", "<=": "<"}
Row = dict[str, Any]
Spec = dict[str, Any]


def chart(base: FactBase, compared: Sequence[Comparison], display: Display) -> Spec:
    """The chart of a comparison: lines over years, or bars side by side."""
    if all(each.per and each.base for each in compared):
        return _over_years(base, compared, display, per=True)
    runs = [list(run) for _, run in groupby(compared, key=lambda each: each.fact.indicator_id)]
    if len({run[0].fact.indicator_id for run in runs}) == len(runs) and any(r[1:] for r in runs):
        return _over_years(base, compared, display)
    return _side_by_side(base, [each.fact for each in compared], display)


def series_chart(base: FactBase, facts: Sequence[Fact], display: Display) -> Spec:
    """The chart of the values of indicators over the years."""
    return _over_years(base, [Comparison(fact) for fact in facts], display)


# ---------------------------------------------------------------- over years
def _over_years(
    base: FactBase, compared: Sequence[Comparison], display: Display, per: bool = False
) -> Spec:
    """Lines over years: a panel for each unit."""
    panels: dict[str, list[Comparison]] = {}
    for each in compared:
        unit = each.per.unit if per and each.per else each.fact.unit
        panels.setdefault(unit or "", []).append(each)
    names = list(dict.fromkeys(_name(base, each, display) for each in compared))
    if len(names) > MOST_LINES:
        raise NoAnswer(
            _("a chart has room for {most} lines, not {count}", most=MOST_LINES, count=len(names))
        )
    years = sorted({each.fact.year for each in compared})
    drawn = [_panel(base, panel, names, years, display, per) for panel in panels.values()]
    for spec, panel in list(zip(drawn, panels.values(), strict=True))[1:]:
        # One legend is drawn, that of the first.
        own = dict.fromkeys(_name(base, each, display) for each in panel)
        spec["title"] = {"text": "; ".join(own), "anchor": "start", "fontWeight": "normal"}
    facts = [f for each in compared for f in (each.fact, each.base if per else None) if f]
    title = names[0]
    if names[1:]:
        title = _joined(names, "years", display)
    notes = [*_breaks_text(base, compared, display), *_marks_text(facts, display)]
    return _page([*notes, *_footer(base, facts, display)], title, drawn)


def _name(base: FactBase, each: Comparison, display: Display) -> str:
    """What a line is of, with its measure if that is not a value; of two values both."""
    facts = [each.fact, *([each.base] if each.per and each.base else [])]
    named = (base.indicators[fact.indicator_id] for fact in facts)
    name = " ÷ ".join(display.inline(indicator.zh, indicator.en) for indicator in named)
    measure = {"change": "change", "growth": "rate"}.get(each.fact.measure)
    return f"{name} ({display.inline(*words.WORDS[measure])})" if measure else name


def _panel(
    base: FactBase,
    panel: Sequence[Comparison],
    names: Sequence[str],
    years: Sequence[int],
    display: Display,
    per: bool,
) -> Spec:
    """The lines of one unit, with a title that says the unit."""
    rows, rules = _rows(base, panel, display, per)
    own = list(dict.fromkeys(row["series"] for row in rows))
    several = len(names) > 1
    colours = {"domain": list(names), "range": [COLOURS[n % 7] for n in range(len(names))]}
    dashes = {"domain": list(names), "range": [DASHES[(n + n // 7) % 7] for n in range(len(names))]}
    legend = {"title": None, "orient": "top", "labelLimit": 0, "values": own, "direction": "vertical",
              "symbolType": "stroke", "symbolSize": 500} if several else None  # fmt: skip
    x = {
        "field": "x", "type": "quantitative", "title": None,
        "scale": {"domain": [min(years) - 0.5, max(years) + 0.5], "nice": False},
        "axis": {"values": _ticks(years), "format": "d", "grid": False},
    }  # fmt: skip
    y = {"field": "y", "type": "quantitative", "title": _panel_unit(panel, display, per),
         "scale": {"zero": True}, "axis": {"tickCount": 6}}  # fmt: skip
    colour = {"field": "series", "type": "nominal", "scale": colours, "legend": legend}
    dash = {"field": "series", "type": "nominal", "scale": dashes, "legend": legend}
    line = {
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash,
                     "detail": {"field": "segment", "type": "nominal"}},
    }  # fmt: skip
    labelled = {"transform": [{"filter": "datum.labelled"}], **_labels(x, y)}
    ruled = {
        "data": {"values": rules},
        "mark": {"type": "rule", "strokeDash": [3, 3]},
        "encoding": {"x": x, "color": colour},
    }
    layers = [*([ruled] if rules else []), line, _points(x, y, colour), labelled]
    return {"width": WIDTH, "height": HEIGHT if len(names) < 3 else HEIGHT * 5 // 4,
            "data": {"values": rows}, "layer": layers}  # fmt: skip


def _ticks(years: Sequence[int]) -> list[int]:
    """The years on the axis: all of a few, else every so many of them."""
    span = list(range(years[0], years[-1] + 1))
    step = -(-len(span) // 16)
    return span[::step]


def _rows(
    base: FactBase, panel: Sequence[Comparison], display: Display, per: bool
) -> tuple[list[Row], list[Row]]:
    """The points of the lines of a panel, and where a break is between two."""
    scale = _panel_scale(panel, display, per)
    rows: list[Row] = []
    rules: list[Row] = []
    segments, before = 0, None
    few = len({_name(base, each, display) for each in panel}) == 1
    for each in panel:
        fact = each.fact
        name = _name(base, each, display)
        same = before is not None and rows[-1]["series"] == name
        if before is not None and same and (fact.break_zh or fact.scope != before.scope):
            rules.append({"x": (before.year + fact.year) / 2, "series": name})
            same = False
        segments += not same
        row = _row(each, scale, display, per)
        is_told = few or bool(words.status_text(fact, display))
        rows.append({**row, "series": name, "segment": segments, "labelled": is_told})
        before = fact
    for name in {row["series"] for row in rows}:
        [row for row in rows if row["series"] == name][-1]["labelled"] = True
    return rows, rules


def _row(each: Comparison, scale: Scale, display: Display, per: bool) -> Row:
    """A point: where it is, its text and mark, and what shows where the pointer is."""
    fact, figure = each.fact, each.per if per else None
    size = figure.value if figure else fact.size
    assert size is not None
    bound = figure.bound if figure else fact.bound
    full = figure_span(figure, "per", display).text if figure else value_text(fact, scale, display)
    unit = per_unit(figure.unit or "", display) if figure else _unit_text(fact, scale, display)
    # At its point it stands with its bound, without the unit of the axis.
    text = full if unit == "%" else full.replace(unit, "").strip() or full
    date = words.date_text(fact, display)
    if not per and fact.is_part:
        text += f"\n{fact.as_of}"
    if not per:
        text += words.status_text(fact, display)
    return {
        "x": fact.year, "y": float(scale_by(size, -scale[1])), "text": text.split("\n"),
        "bound": _SIDES.get(bound, bound),
        "value": full,
        "date": date, "quote": fact.quote or words.place_text(fact, display),
    }  # fmt: skip


def _unit_text(fact: Fact, scale: Scale, display: Display) -> str:
    """A unit with its scale: 万个, million users."""
    word, unit = scale[0], fact.unit or ""
    if display.lang != "en":
        return word + unit
    known = unit_of(unit)
    return " ".join(filter(None, (word, (known.plural or known.en) if known else unit)))


def _panel_scale(panel: Sequence[Comparison], display: Display, per: bool) -> Scale:
    """The scale of a panel: that of its largest value."""
    if per:
        return ("", 0)
    largest = max((each.fact for each in panel), key=lambda fact: abs(fact.size or Decimal(0)))
    return reading_scale(abs(largest.size or Decimal(0)), largest.unit, display.lang)


def _panel_unit(panel: Sequence[Comparison], display: Display, per: bool) -> str:
    """The unit of an axis with its scale: 万个, million."""
    first = panel[0]
    if per and first.per:
        return per_unit(first.per.unit or "", display)
    return _unit_text(first.fact, _panel_scale(panel, display, per), display)


def _points(x: Spec, y: Spec, colour: Spec) -> Spec:
    """The marks of values; what they mean is told below."""
    fill = {"condition": {"test": "datum.bound === '='", "field": "series", "type": "nominal",
                          "scale": colour["scale"], "legend": None}, "value": "white"}  # fmt: skip
    shape = {"domain": list(SHAPES), "range": list(SHAPES.values())}
    return {
        "mark": {"type": "point", "size": 70, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "x": x, "y": y, "color": colour, "fill": fill, "tooltip": _tips(),
            "shape": {"field": "bound", "type": "nominal", "scale": shape, "legend": None},
        },
    }  # fmt: skip


def _tips() -> list[Spec]:
    """What is told where the pointer is."""
    return [{"field": key, "type": "nominal"} for key in ("series", "date", "value", "quote")]


def _labels(x: Spec, y: Spec) -> Spec:
    """The values as text above their points."""
    return {
        "mark": {"type": "text", "dx": -6, "dy": -14, "fontSize": 11, "color": "#222222"},
        "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
    }


# ---------------------------------------------------------------- side by side
def _side_by_side(base: FactBase, facts: Sequence[Fact], display: Display) -> Spec:
    """Bars, one for each value, with its name and text."""
    comparisons = [Comparison(fact) for fact in facts]
    scale = _panel_scale(comparisons, display, per=False)
    names = [_bar_name(base, fact, display) for fact in facts]
    rows = [
        {
            **_row(each, scale, display, per=False),
            "series": name,
            "label": value_text(f, scale, display),
        }
        for each, name, f in zip(comparisons, names, facts, strict=True)
    ]
    x = {"field": "y", "type": "quantitative", "scale": {"zero": True},
         "title": _panel_unit(comparisons, display, per=False), "axis": {"tickCount": 6}}  # fmt: skip
    y = {"field": "series", "type": "nominal", "sort": None, "title": None,
         "scale": {"paddingInner": 0.4, "paddingOuter": 0.2},
         "axis": {"labelLimit": 340, "ticks": False}}  # fmt: skip
    exact = "datum.bound === '='"
    faint = {"condition": {"test": exact, "value": 1}, "value": 0.35}
    dash = {"condition": {"test": exact, "value": [1, 0]}, "value": [4, 3]}
    bars = {
        "mark": {"type": "bar", "color": COLOURS[0], "stroke": COLOURS[0]},
        "encoding": {"x": x, "y": y, "fillOpacity": faint, "strokeDash": dash, "tooltip": _tips()},
    }
    text = {
        "mark": {"type": "text", "align": "left", "dx": 5, "color": "#222222"},
        "encoding": {"x": x, "y": y, "text": {"field": "label", "type": "nominal"}},
    }
    panel = {"width": WIDTH * 2 // 3, "height": {"step": BAR}, "data": {"values": rows},
             "layer": [bars, text]}  # fmt: skip
    indicators = (base.indicators[fact.indicator_id] for fact in facts)
    title = _joined([display.text(each.zh, each.en) for each in indicators], "compared", display)
    return _page(_footer(base, facts, display), title, [panel])


def _joined(names: Sequence[str], word: str, display: Display) -> str:
    """Names as a title, or a word where that is too long."""
    title = (", " if display.lang == "en" else "、").join(dict.fromkeys(names))
    return title if sum(map(cells, title)) <= LONGEST_TITLE else display.inline(*words.WORDS[word])


def _bar_name(base: FactBase, fact: Fact, display: Display) -> str:
    indicator = base.indicators[fact.indicator_id]
    return f"{display.text(indicator.zh, indicator.en)} {words.date_text(fact, display)}"


# ---------------------------------------------------------------- the page
def _page(below: Iterable[str], title: str, panels: Sequence[Spec]) -> Spec:
    """Panels below each other under a title, with lines of text below."""
    parts = ((line, start, end) for line in below for start, end in breaks(line, TEXT_WIDTH))
    lines = [line[start:end].strip() for line, start, end in parts]
    footer = {
        "width": 1, "height": 1, "data": {"values": [{}]}, "mark": {"type": "point", "opacity": 0},
        "title": {"text": lines, "anchor": "start", "fontSize": 10, "fontWeight": "normal",
                  "color": "#555555", "lineHeight": 14, "frame": "group"},
    }  # fmt: skip
    return {
        "$schema": SCHEMA,
        "background": "white",
        "padding": 16,
        "title": {"text": title, "anchor": "start", "fontSize": 17, "offset": 12},
        "vconcat": [*panels, footer],
        "spacing": 14,
        "config": {
            "font": "sans-serif", "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
                     "gridColor": "#E5E5E5", "labelColor": "#333333"},
            "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left",
                      "titleAnchor": "end", "titleY": -12, "titleX": 0},
            "legend": {"labelFontSize": 12},
        },
    }  # fmt: skip


def _breaks_text(base: FactBase, compared: Sequence[Comparison], display: Display) -> Iterator[str]:
    """What the gaps mean: of each year that a line breaks before."""
    facts = [each.fact for each in compared]
    several = len({fact.indicator_id for fact in facts}) > 1
    for before, fact in pairwise(facts):
        if fact.break_zh and before.indicator_id == fact.indicator_id:
            text = display.text(fact.break_zh, fact.break_en)
            indicator = base.indicators[fact.indicator_id]
            name = f"{display.text(indicator.zh, indicator.en)} " if several else ""
            yield f"┆ {name}{fact.year} {display.word('break')}: {text}"


def _marks_text(facts: Sequence[Fact], display: Display) -> Iterator[str]:
    """What the marks of values mean that are not exact."""
    for sign, mark in _SIGNS.items():
        if any(_SIDES.get(fact.bound, fact.bound) == sign for fact in facts):
            yield f"{mark} {display.word(f'mark {sign}')}"


def _footer(base: FactBase, facts: Sequence[Fact], display: Display) -> Iterator[str]:
    """Which values nothing shows, and the sources."""
    unproven = {fact.year for fact in facts if fact.proof == "none"}
    if unproven:
        yield f"{display.word('unproven')}: {spans(unproven)}"
    sources = "; ".join(words.publications(base, facts, display))
    stop = ": " if display.lang == "en" else "："
    yield f"{display.word('place')}{stop}{sources}"
