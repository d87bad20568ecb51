"""Rules on what a number measures: a level, a change or a growth, since when, in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from infofacts.check.rule import Claim, following_unit, rule, unit_at_end
from infofacts.messages import _
from infofacts.text import ZH_DIGITS, squeeze, words_values
from infofacts.units import BOUND_WORDS, POINTS, UNITS_EN, unit_of

# Words that a change or a growth is printed with; English ones as they stand squeezed.
_CHANGE = re.compile(
    "增(?!加值|值)|涨|升(?!级)|降|减|跌|较(?![为高大多强])|(?<![占对同])比(?![例重率如])|同比|环比|扩大|缩"
    "|收窄|回落|提高|提速|加快|放缓|下滑|翻[一两番倍]|[多少亏](?=[0-9]|$)|[-−–－]$"
    "|increas|growth|gr[eo]w|r[io]se|raise|rising|climb|jump|surge|gain|added|up(?=by|[0-9]|$)|more(?=[^t])|expand|since"
    "|decreas|declin|fall|fell|drop|down|shr[aiu]nk|reduc|slow|compared|change|than(?=in)",
    re.IGNORECASE,
)
# Words that the result of a change follows (提升至94.6%), and those that its size does.
_BOUNDS = "|".join(map(re.escape, sorted(BOUND_WORDS, key=len, reverse=True)))
_RESULT = re.compile(
    rf"(?:(?<!\d)[至到](?:[0-9]{{4}}年的?)?|(?<=[升降低高短长大小])为)(?:了|{_BOUNDS})*+$"
)
_SIZE = re.compile(
    "(?:[净新]增|增长|增加|增速|增幅|提[高升]|扩大|缩小|收窄|回落|下降|减少|降低|上[升涨]|增长率)"
    rf"(?:了|为|分别|均|达到?|{_BOUNDS})*+(?:[0-9][0-9.]*[^，。；0-9]{{0,6}}[、和及与])*$"
)
_COMPARES = re.compile(
    "(?:[较比](?:上年|去年|年初|同期|上季|上月|上期|上周|(?:19|20)[0-9]{2}年)[^，。；至到为]{0,8}|同比|环比)"
    "(?:[净新]?增[长加]?|提[高升]|上[升涨]|扩大|下[降滑]|减少|降低|回落|收窄|缩小|[多少高低])"
    rf"(?:了|达到?|{_BOUNDS})*+$"
)
_COMPARED = frozenset("较比")  # one of which is in all that `_COMPARES` finds
_HIGHER = re.compile(f"[较比][^，。；0-9]{{1,12}}[高低多少](?:出|了|{_BOUNDS})*+$")
_OF_CHANGE = re.compile("[增升降减跌涨变差幅速较]|提高|扩大|回落|缩|同比|环比")
_SHARE = re.compile("(?:比例|占比|比重|(?<![汇频速功效辨])率)$")
_COUNT = re.compile("(?<![指系倍分])数$|数量$|总额$|人次$|规模$|面积$")
_AVERAGE = re.compile(
    "(?<![0-9])年均|年平均|年复合|average|annual|peryear|cagr"
    "|ayear(?!-?on-?year|ago|earlier|before)",
    re.IGNORECASE,
)
_SPAN = re.compile("((?:19|20)[0-9]{2})年?(?:[-—–－~～]{1,2}|至|到)((?:19|20)[0-9]{2})年")
_PAST_YEARS = re.compile(rf"(?:近|过去)([{ZH_DIGITS}十两]+|\d+)年")
COMPARED = re.compile("[较比]于?(?:((?:19|20)[0-9]{2})年|上年|去年)|同比")


@rule(key="unit", of="change")
def change_in_per_cent(claim: Claim) -> Iterator[str]:
    """A change in per cent is a growth."""
    if claim.fact.unit == "%":
        yield _("a change in % is a growth: write growth = { … }; of a share it is in 个百分点")


@rule(key="value", of="change growth")
def no_word_of_change(claim: Claim) -> Iterator[str]:
    """A change or growth has a word of change beside its number: 增长, 较, 同比 …"""
    measure = claim.fact.measure
    if measure == "change" and _RESULT.search(claim.clause):
        yield _(
            "“{around}” is what it changed to: write it as the value, not as a change",
            around=claim.around,
        )
    elif claim.span and not _says_change(claim):
        yield _(
            "“{around}” has no word of change (增长, 较, 同比 …): is it a {measure}?",
            around=claim.around,
            measure=_(measure),
        )


@rule(key="value", doubt=4, of="growth")
def result_of_growth(claim: Claim) -> Iterator[str]:
    """A growth is not what something grew to: 提升至94.6%, but 增速降至5%."""
    result = _RESULT.search(claim.clause) and not re.search("[速幅]|率降|长率", claim.clause)
    if result:
        yield _(
            "“{around}” reads as a value that was reached, not as a growth", around=claim.around
        )


@rule(key="value", of="level")
def change_as_level(claim: Claim) -> Iterator[str]:
    """What the words compare with another time (比上年末净增7153万户, 同比增长5%) is no level.

    But where the label says that it is a change.
    """
    fact = claim.fact
    compares = not _COMPARED.isdisjoint(claim.clause) and _COMPARES.search(claim.clause)
    if compares and not _OF_CHANGE.search(fact.zh):
        wanted = "growth" if fact.unit == "%" else "change"
        yield _(
            "“{around}” is a {wanted}, not {label}: write {wanted} = {{ … }}",
            around=claim.around,
            wanted=wanted,
            label=fact.zh,
        )


@rule(key="value", doubt=8, of="level")
def says_change(claim: Claim) -> Iterator[str]:
    """A value that is printed as a change (净增106.5万个) has a label that says so."""
    points = claim.fact.unit == POINTS
    word = _SIZE.search(claim.clause) or (
        points and not re.search("[高低领]", claim.fact.zh) and _HIGHER.search(claim.clause)
    )
    if word and (points or not _CHANGE.search(claim.fact.zh)):
        yield _(
            "“{around}” reads as a change or a growth, not as {zh}",
            around=claim.around,
            zh=claim.fact.zh,
        )


@rule(key="unit", doubt=5, of="level")
def label_unit(claim: Claim) -> Iterator[str]:
    """A label that ends as a share (…比例) is in per cent, one that ends as a count (…数) is not."""
    fact = claim.fact
    known = unit_of(fact.unit)
    if not known:
        return
    if not fact.quantity:
        if _SHARE.search(fact.zh) and fact.zh[0] not in "图表":
            yield _(
                "{label!r} reads as a share, but is in {unit}", label=fact.zh, unit=_("no unit")
            )
        return
    share = known.kind in ("share", "points", "concentration") or "/" in (fact.unit or "")
    if _SHARE.search(fact.zh) and not share and known.name not in ("倍", ""):
        yield _("{label!r} reads as a share, but is in {unit}", label=fact.zh, unit=fact.unit)
    elif _COUNT.search(fact.zh) and known.kind in ("share", "points"):
        yield _("{label!r} reads as a count, but is in {unit}", label=fact.zh, unit=fact.unit)


@rule(key="unit", of="number")
def unit_missing(claim: Claim) -> Iterator[str]:
    """The unit that the source prints after a number is in the fact: %, 元, 倍 …"""
    if UNITS_EN.get(unit := _unit_left_out(claim)):
        yield _("the source prints {unit!r} after the number: it is missing in unit", unit=unit)


@rule(key="unit", doubt=4, of="number")
def measure_word_missing(claim: Claim) -> Iterator[str]:
    """A measure word that the source prints after a number (个, 件) is in the fact."""
    unit = _unit_left_out(claim)
    if unit and not UNITS_EN.get(unit, unit):
        yield _("the source prints {unit!r} after the number: is it missing in unit?", unit=unit)


@rule(key="years", of="change growth")
def growth_years(claim: Claim) -> Iterator[str]:
    """A yearly average (年均) has its number of years: the one in the source (近五年)."""
    years, printed = claim.fact.years, _PAST_YEARS.search(claim.quote)
    if not claim.quote:
        return
    if not _AVERAGE.search(claim.quote):
        if years:
            yield _("the source has no word for a yearly average (年均): write since, not years")
    elif not years:
        yield _("the source gives a yearly average (年均): add years = N, the number of years")
    elif (span := _SPAN.search(claim.quote)) and years - int(span[2]) + int(span[1]) not in (0, 1):
        yield _("the source says {printed}, not years = {years}", printed=span[0], years=years)
    elif printed and str(years) != printed[1] and Fraction(years) not in words_values(printed[1]):
        yield _("the source says {printed}, not years = {years}", printed=printed[0], years=years)


@rule(key="since")
def wrong_base(claim: Claim) -> Iterator[str]:
    """A change is since the year that the source compares with, or names."""
    fact, span = claim.fact, claim.span
    if fact.since is None or fact.years or not span:
        return
    if not 1900 <= int(str(fact.since)[:4]) < fact.year:
        return
    if fact.quantity and not fact.quantity.words:
        compared = list(COMPARED.finditer(claim.context[0] + claim.quote[: span[0]]))
        if compared:
            year = compared[-1][1] or str(fact.year - 1)
            if not str(fact.since).startswith(year):
                yield _(
                    "the source says {compared}: since = {year}, not {since}",
                    compared=compared[-1][0],
                    year=year,
                    since=fact.since,
                )
            return
    if str(fact.since) != str(fact.year - 1) and str(fact.since)[:4] not in claim.sentence:
        yield _(
            "the source does not name {since}; without since it is {year}",
            since=fact.since,
            year=fact.year - 1,
        )


def _says_change(claim: Claim) -> bool:
    """Whether a word of change is before the number, or right after it (70.6%的快速增长)."""
    following = re.match(
        "(?:的|increase|rise|growth|gain|decrease|decline|drop|fall).{0,8}", claim.after
    )
    doubled = claim.fact.quantity and "番" in claim.fact.quantity.words
    return bool(
        doubled or _CHANGE.search(claim.clause) or (following and _CHANGE.search(following[0]))
    )


def _unit_left_out(claim: Claim) -> str:
    """The unit that follows a number that is written without one, or ""; % of 四成半."""
    quantity = claim.fact.quantity
    if not claim.span or not quantity or quantity.bare_unit:
        return ""
    if re.search("成|分之|半", quantity.words):
        return "%"
    return unit_at_end(squeeze(quantity.words)) or following_unit(claim.after)
