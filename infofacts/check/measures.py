"""Rules on what a number measures: a level, a change or a growth, since when, in which unit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from infofacts.check.claim import (
    PER_TIME,
    Claim,
    following_unit,
    in_latin,
    is_divisor,
    pairs,
    same_unit,
)
from infofacts.check.naming import SPEED, is_place
from infofacts.check.rule import rule
from infofacts.messages import _
from infofacts.model import FactBase
from infofacts.printed import REACH, change_behind, says_loss
from infofacts.reading.stating import says_growth
from infofacts.text import ZH_DIGITS, pattern, squeeze
from infofacts.units import BOUND_WORDS, POINTS, split_unit, unit_of, units_en

# Words that a change or a growth is printed with; English ones as they stand squeezed.
_CHANGE = re.compile(
    "增(?!加值|值)|涨|升(?!级)|降|减|跌|(?<!比)较(?![为高大多强])|(?<![占对同之])比(?![例重率如较])|同比|环比|扩大|缩"
    "|收窄|回落|提高|提速|加快|放缓|下滑|翻[一两番倍]|[多少亏](?=[0-9]|$)|[-−–－+＋]$"
    "|increas|growth|gr[eo]w|(?<!enterp)r[io]se|raise|rising|climb|jump|surge|(?<!a)gain|againof|add(?:ed|ing)|(?<!gro)(?<!m[ae][dk]e)(?<!makes)(?<!making)up(?=by|[0-9]|$)|more(?=[^t])|expand|since"
    "|decreas|declin|fall|fell|drop|dipp|slid|sank|down|shr[aiu]nk|reduc|contract|slipp|plung|tumbl|slump|slow|compared|(?<!ex)change|than(?=in)|(?:higher|lower|more|less|fewer)than(?=[a-z])|fewer[a-z]{0,16}than",
    re.IGNORECASE,
)
# Words that the result of a change follows (提升至94.6%), and those that its size does.
_BOUNDS = "|".join(map(re.escape, sorted(BOUND_WORDS, key=len, reverse=True)))
RESULT = re.compile(
    rf"(?:(?<!\d)[至到](?:[0-9]{{4}}年的?)?|(?<=[升降低高短长大小])为)(?:了|{_BOUNDS})*+$"
    rf"|[年底末期]的[约近]?$|(?:(?<!up)to|from)(?:{_BOUNDS})*+[^0-9A-Za-z]?$"
)
_SIZE = pattern(
    "(?:[净新]增|增长|增加|增速|增幅|提[高升]|扩大|缩小|收窄|回落|下降|减少|降低|上[升涨]|增长率)"
    rf"(?:了|为|分别|均|达到?|{_BOUNDS})*+(?:[0-9][0-9.]*[^，。；0-9]{{0,6}}[、和及与])*$"
)
_COMPARES = re.compile(
    "(?:[较比](?:上年|去年|年初|同期|上季|上月|上期|上周|(?:19|20)[0-9]{2}年)[^，。；至到为]{0,8}|同比|环比)"
    "(?:[净新]?[增减][长加产收]?|提[高升]|上[升涨]|扩大|下[降滑]|减少|降低|回落|收窄|缩小|[多少高低])"
    rf"(?:了|达到?|{_BOUNDS})*+$"
)
# The same in English, squeezed: fell by 4%, up 9.2 percent.
_COMPARES_EN = re.compile(
    "(?:increas|decreas|declin|reduc|r[io]s|expand|climb|jump|dropp?|f[ea]ll|gr[eo]w|gain|surg|shr[au]nk|plung|slump)[a-z]{0,4}by[a-z]{0,12}$"
    "|an?[a-z]{0,14}(?:increase|decrease|decline|rise|fall|drop|reduction|jump|surge)of[a-z]{0,12}$"
    "|growth(?:rate)?(?:of|at|was|is|reached|stoodat)?(?:about|around|nearly|over)?$"
    "|(?<!m[ae][dk]e)(?<!making)(?<!set)(?<![a-z]l[ie]ne)(?:up|down)(?:by)?(?:about|around|nearly|over)?$",
    re.IGNORECASE,
)
# 1,345 more hospitals than before; not more than, more or less, more developed countries.
_MORE_OF = pattern(
    r"\s(?:more|fewer|additional) (?!(?:than|or|and|developed|advanced|of|in|to|on|at|by|for)\b)[a-z]"
)
_THAN = pattern("(?i)than|compared|previous|year|before|earlier")
# What is added in a year, which is not all there is: 新增门店320家, added 320 stores.
_NEW = re.compile(
    "(?:[新净]增(?!长)|新[建开])(?:[^，。；、和及0-9]|[0-9](?=[A-Z])){0,14}$|added[^.,;0-9]{0,9}$|newly(?:installed|added|built|registered|opened|established)[^.,;0-9]{0,60}$|(?<=[a-z])additions[a-z]{0,12}$",
    re.IGNORECASE,
)
_ADDED = pattern(
    "[a-z-]{0,60}?(?:was|were|hasbeen|havebeen)(?:newly)?(?:added|opened|built)"
    "|(?:of)?(?:brand-?|all-?)?new(?!spaper|sread|sroom|york|zealand|delhi|southwales)[a-z-]{0,60}"
)
_OF_NEW = re.compile(
    "[新增加]|建[设成]|开[工业通设]|\\b(?:new|add|increase|grow|net|open)", re.IGNORECASE
)
# What new cars or loans may be all of.
_OF_FLOW = pattern(
    r"(?i)\b(?:regist|sale|sold|order|output|produc|approv|issu|lend|admi|applic|start|case)"
)
_PEOPLE = (
    "inhabitant|person|people|population|household|resident|head|capita|pupil|student|worker|employee|user"
    "|customer|child|adult|woman|family|hectare|acre|square|smartphone|account|subscri|line|vehicle|room|bed|visit|trip|order|store|passenger|day|hour|week|month"
)
LINKS = 40  # characters before a number that may say for whom each it is
_PER = re.compile(
    "(?:[人户日月周]均|每(?P<many>[十百千万亿0-9]*)(?![年月天日周季次股场届期当逢隔个]|小时|分钟))(?!水平|预期寿命)[^，。；0-9]*$"
)
_EACH = re.compile("[人户日月周]均")
_PER_MANY = re.compile("每(?P<many>[十百千万亿0-9]+)")
_PER_EN = re.compile(f"[a-z]{{0,24}}?per(?P<many>[0-9,]*)(?:{_PEOPLE})", re.IGNORECASE)
_SAYS_PER = re.compile(
    "均|每|(?<![印季年])度|[率比]|(?<!月)日(?!本)|/|\\b(?:dai|hour|week|month)ly\\b|\\b(?:per|average|each|rate|density|mean|ratio)\\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    "(?=[调抽走回采spiq])(?:(?:调查|抽查|抽样|走访|回收|采访)了?[^，。；0-9%]{0,8}$"
    "|(?:(?:survey|sample|poll|interviews)(?:of|with|among)|surveyed|polled|interviewed|questioned)"
    "[a-z]{0,8}$)",
    re.IGNORECASE,
)
_WITHOUT = pattern("不[含包][^，。；0-9]{1,20}$|(?i:excluding|exclusiveof|otherthan)[a-z]{1,40}$")
_SAYS_WITHOUT = pattern("(?i)不[含包]|除|[境国]内|exclu|without|other|ex-")
_OF_ASKED = re.compile(
    "[调抽查样访问卷]|回收|sample|survey|poll|interview|respond|question", re.IGNORECASE
)
_FASTER = pattern("增[速幅]")
_MORE_GROWN = re.compile(f"[多少][增减](?:加|少)?(?:了|{_BOUNDS})*$")
_PROFIT = re.compile("利润|盈利|收益|profit|earnings|income", re.IGNORECASE)
_IN_TERMS = re.compile("名义|实际|扣除|[Rr]eal|[Nn]ominal|price factors|[Ii]nflation-adj")
_NOMINAL = pattern("(?i)名义(?!利率)|nominal")
_REAL = pattern(
    "(?i)实际(?=增|下降)|扣除(?:价格|物价)|inreal(?:terms)?|realterms|real(?=growth|gdp|income|wage)|pricefactors|inflation-adjusted"
)
_HIGHER = pattern(f"[较比][^，。；0-9]{{1,12}}[高低多少](?:出|了|{_BOUNDS})*+$")
_OF_CHANGE = re.compile(
    "[增升降减跌涨变差幅速较]|提高|扩大|回落|缩|同比|环比|increas|growth|change|rise|decline|decrease|reduc",
    re.IGNORECASE,
)
_SHARE = pattern("(?:比例|占比|比重|(?<![汇频速功效辨])率)$")
# Increases, at 5% and 6%; fell by 5%, 6% and 7%; A grew 5%, B 6% and C 7%.
_AT_LIST = pattern(
    r"(?:s,at|by)(?:[0-9.]+(?:%|percent)?(?:,|and|,and))*+$|[0-9](?:%|percent)(?:,|and|,and)[a-z]{2,24}$"
)
_COUNT = pattern("(?<![指系倍分])数$|数量$|总额$|人次$|规模$|面积$")


@rule(key="unit", of="change")
def change_in_per_cent(claim: Claim) -> Iterator[str]:
    """A change in per cent is a growth."""
    if claim.fact.unit == "%":
        yield _("a change in % is a growth: write growth = { … }; of a share it is in 个百分点")


@rule(key="value", of="change growth")
def no_word_of_change(claim: Claim) -> Iterator[str]:
    """A change or growth has a word of change beside its number: 增长, 较, 同比 …"""
    measure = claim.fact.measure
    if measure == "change" and RESULT.search(claim.clause):
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


@rule(key="value", of="level")
def no_word_of_growth(claim: Claim) -> Iterator[str]:
    """What the label calls growth, in per cent, has a word of change in its sentence."""
    fact = claim.fact
    if fact.unit != "%" or not claim.span or not _IS_GROWTH.search(fact.zh):
        return
    if in_latin(claim.quote) and not _SAYS_CHANGE_EN.search("".join(claim.own_sentence)):
        yield _(
            "“{around}” has no word of change (增长, 较, 同比 …): is it a {measure}?",
            around=claim.around,
            measure=_("growth"),
        )


_IS_GROWTH = pattern("(?:增速|增长率|增幅|涨幅|降幅)$")
_SAYS_CHANGE_EN = pattern(
    "(?i)gr[eo]w|ris|rose|increas|up|expan|declin|f[ea]ll|decreas|drop|down|higher|lower|more|less|contract"
    "|shr[aiu]nk|gain|los[st]|pace|rate|inflation|chang|surg|jump|climb|slow|accelerat|advanc|year-?on|than|add"
)


@rule(key="value", doubt=4, of="growth")
def result_of_growth(claim: Claim) -> Iterator[str]:
    """A growth is not what something grew to: 提升至94.6%, but 增速降至5%."""
    result = RESULT.search(claim.clause) and not re.search("[速幅]|率降|长率", claim.clause)
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
    compares = _COMPARES_EN if in_latin(claim.quote) else _COMPARES
    compared = bool(compares.search(claim.clause) or change_behind(claim.after))
    if in_latin(claim.quote) and claim.after.startswith(("more", "fewer", "additional")):
        more = claim.part and _MORE_OF.match(claim.part.after)
        than = more and _THAN.search("".join(claim.own_sentence))
        compared = compared or (bool(than) and not _OF_NEW.search(f"{fact.zh} {fact.en}"))
    if compared and not _OF_CHANGE.search(f"{fact.zh} {fact.en}"):
        wanted = "growth" if fact.unit == "%" else "change"
        yield _(
            "“{around}” is a {wanted}, not {label}: write {wanted} = {{ … }}",
            around=claim.around,
            wanted=wanted,
            label=fact.zh,
        )


@rule(key="value", of="level")
def new_as_all(claim: Claim) -> Iterator[str]:
    """What is new in a year (新增门店320家) is not all there is (门店数量)."""
    fact = claim.fact
    said = _NEW.search(claim.clause)
    if in_latin(claim.quote):
        flow = _OF_FLOW.search(fact.en) and "new" in claim.after[:8]
        said = said or (None if flow else _ADDED.match(claim.after))
    if not said or _OF_NEW.search(f"{fact.zh} {fact.en}"):
        return
    if in_latin(claim.quote):
        words = f"{claim.clause}{claim.after[:REACH]}".casefold()
        named = any(word[:5] in words for word in re.findall("[a-z]{4,}", fact.en.casefold()))
    else:
        named = bool(pairs(fact.zh) & pairs(said[0]))
    if named:
        yield _("“{around}” is only what is new, not {label}", around=claim.around, label=fact.zh)


@rule(key="value", of="level")
def all_as_new(claim: Claim) -> Iterator[str]:
    """All there is (总里程, since 2017) is not what is new (当年新建) in a label."""
    fact = claim.fact
    words = "".join(claim.own_sentence) if in_latin(claim.quote) else claim.around
    if not _LABEL_OF_NEW.search(f"{fact.zh} {fact.en}") or _SAYS_NEW.search(words):
        return
    said = _ALL.search(words)
    if said and not _LABEL_OF_NEW.search(claim.quote):  # else another number is what is new
        yield _("“{words}”: that is all, not {label}", words=said[0], label=fact.zh)


_LABEL_OF_NEW = pattern("新[增建开接设]|净增|(?i:\\b(?:newly|added)\\b)")
_SAYS_NEW = pattern("新|增|(?i:new|add|increas)")
_ALL = pattern(
    "总[^，。；0-9]{0,6}$|总(?=[里面数规])|累计|(?i:total|cumulative|since[a-z]{0,30}(?:19|20)[0-9]{2})"
)


@rule(key="value", of="number")
def per_head(claim: Claim) -> Iterator[str]:
    """A number for each person, or for so many (人均, 每万人口), has a label or unit that says so."""
    fact = claim.fact
    words = f"{claim.clause}{claim.after[:REACH]}{fact.zh}"
    if not any(map(words.count, ("均", "每", "per", "aday"))) and "per" not in claim.quote:
        return
    said = _PER.search(claim.clause) or _PER_EN.match(claim.after)
    if in_latin(claim.quote):
        said = said or PER_TIME.match(claim.after)
        heading = claim.quote[: claim.span[0]].rpartition(":")[0] if claim.span else ""
        said = said or _PER_EN.search(heading)  # Cars per 1 000 inhabitants: Italy 701
        said = said or _PER_EN.search(claim.clause, max(0, len(claim.clause) - LINKS))
    label = f"{fact.zh} {fact.en} {fact.unit or ''}"
    of = _PER_EN.search(squeeze(fact.en)) if in_latin(claim.quote) else _PER_MANY.search(fact.zh)
    times = said.groupdict().get("many") if said else ""
    many = of and of["many"] and times and times != of["many"]
    may = claim.clause.endswith(("每", "per"))  # the 1,000 of 7 per 1,000
    below = may and claim.part and is_divisor(claim.part)
    each = _EACH.search(fact.zh)  # 日均 stands only behind the number
    behind = each and each[0] in claim.after and each[0] not in claim.sentence[: -len(claim.after)]
    if below or behind or (said and (many or not _SAYS_PER.search(label))):
        yield _("“{around}” is a number for each, not {label}", around=claim.around, label=fact.zh)


@rule(key="value", of="level")
def asked_as_all(claim: Claim) -> Iterator[str]:
    """Those that were asked (a survey of 2,150 firms) are not those that the label names."""
    label = f"{claim.fact.zh} {claim.fact.en}"
    if _ASKED.search(claim.clause) and not _OF_ASKED.search(label):
        yield _(
            "“{around}” were asked, which is not {label}", around=claim.around, label=claim.fact.zh
        )


@rule(doubt=5, of="level")
def part_left_out(claim: Claim) -> Iterator[str]:
    """What the words leave out beside the number (不含农户, excluding food) the label or note does, too."""
    said = _WITHOUT.search(claim.clause)
    if said and not _SAYS_WITHOUT.search(
        f"{claim.fact.zh} {claim.fact.en} {claim.fact.note or ''}"
    ):
        yield _("“{words}”: does the label say so?", words=claim.around)


@rule(key="value", of="number")
def nominal_or_real(claim: Claim) -> Iterator[str]:
    """A number in nominal terms (名义增长) is not of a label in real ones, nor the other way."""
    label = f"{claim.fact.zh} {claim.fact.en}"
    if not _IN_TERMS.search(label):
        return
    words = claim.around
    if in_latin(claim.quote) and claim.part:  # 3% in real terms and 5% in nominal terms
        after = squeeze(claim.part.after)
        words = after if _NOMINAL.search(after) or _REAL.search(after) else claim.around
    nominal, real = _NOMINAL.search(words), _REAL.search(words)
    said = nominal if _REAL.search(squeeze(label)) else real if _NOMINAL.search(label) else None
    if said and not (nominal and real):
        yield _(
            "“{around}” is {said}, not {label}",
            around=claim.around,
            said=said[0],
            label=claim.fact.zh,
        )


@rule(key="value", of="change level")
def change_of_change(claim: Claim) -> Iterator[str]:
    """By how much more something grew than before (同比多增418亿元) is not its change."""
    labelled = "[多少]" if claim.fact.measure == "level" else "[增减]"
    faster = claim.fact.unit == POINTS and _FASTER.search(claim.clause)
    if faster and not SPEED.search(claim.fact.zh):
        yield _(
            "“{around}” is of a growth, not of {label}", around=claim.around, label=claim.fact.zh
        )
    elif _MORE_GROWN.search(claim.clause) and not re.search(labelled, claim.fact.zh):
        yield _(
            "“{around}” compares two changes: is it one of {label}?",
            around=claim.around,
            label=claim.fact.zh,
        )


@rule(key="value", of="level")
def loss_as_profit(claim: Claim) -> Iterator[str]:
    """A loss is a negative profit."""
    fact = claim.fact
    label = f"{fact.zh} {fact.en}"
    if not says_loss(_BY_HOW_MUCH.sub("", claim.clause)):
        return
    profit = _PROFIT.search(label) and not re.search("亏|loss", label, re.IGNORECASE)
    if profit and fact.quantity and fact.quantity.digits > 0:
        yield _(
            "“{around}” is a loss: write value = -{digits:f}",
            around=claim.around,
            digits=fact.quantity.digits,
        )


@rule(key="value", doubt=7, of="level")
def may_be_rank(claim: Claim) -> Iterator[str]:
    """A number that is printed as a place in an order (第12位, 12th) is a rank."""
    fact, part = claim.fact, claim.part
    words = fact.quantity.words if fact.quantity else ""
    if (part and is_place(part)) or (words and _PLACE.fullmatch(squeeze(words))):
        yield _("“{around}” reads as a rank, not as {zh}", around=claim.around, zh=fact.zh)


_BY_HOW_MUCH = pattern("by[0-9.,]+[a-z%]{1,12}(?=to)")  # a net loss widened by 5% to
_PLACE = pattern(f"第[{ZH_DIGITS}十百0-9]+[位名]?|[0-9]+(?:st|nd|rd|th|er?)|[Nn]o\\.?[0-9]+")


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
    known = unit_of(unit := _unit_left_out(claim))
    if units_en().get(unit) or (known and known.kind not in ("", "people", "count")):
        yield _("the source prints {unit!r} after the number: it is missing in unit", unit=unit)


@rule(key="unit", of="words")
def another_unit_printed(claim: Claim) -> Iterator[str]:
    """A number printed in words, or in another language, is in the unit that is printed there."""
    quantity, printed = claim.fact.quantity, claim.printed_units
    unit = quantity.bare_unit if quantity else ""
    shares = "%‰‱倍" if unit in "%‰‱" else ""  # 千分之三 is 0.3%, 1.5倍 150%
    if (
        unit
        and printed
        and not any(each in shares or same_unit(claim.base, unit, each) for each in printed)
        and not ("$" in printed and "dollar" in units_en().get(unit, ""))  # of Canada or Hong Kong
    ):
        yield _("the source prints {printed!r}, not {unit!r}", printed=printed[0], unit=unit)


@rule(key="unit", doubt=5, of="words")
def unit_not_printed(claim: Claim) -> Iterator[str]:
    """A number printed without a unit is in one that counts what its label is of (企业: 家).

    As other labels that end alike are counted; %, 元 and the like are printed.
    """
    fact, quantity = claim.fact, claim.fact.quantity
    unit = unit_of(quantity.bare_unit) if quantity and quantity.words and claim.span else None
    if not unit or not unit.name or claim.printed_units or fact.measure == "rank":
        return
    if quantity and says_growth(quantity):  # doubled
        return
    if unit.kind in ("", "count", "people"):
        usual = _usual_units(claim.base)[fact.zh[-2:]]
        odd = usual.total() > 2 and usual[unit.kind or unit.name] * 4 < usual.total()
    else:
        odd = not re.search("[%％]|成|分之|半|番", quantity.words if quantity else "")
    if odd:
        yield _("the source prints no unit: is it {unit!r}?", unit=unit.name)


def _usual_units(base: FactBase) -> dict[str, Counter[str]]:
    """The units that are printed with the numbers of labels, by the last two characters of these."""
    if "usual units" not in base.memo:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for fact in base.facts.values():
            unit = unit_of(fact.quantity.bare_unit) if fact.quantity else None
            if unit and unit.name and fact.measure == "level":
                found[fact.zh[-2:]][unit.kind or unit.name] += 1
        base.memo["usual units"] = found
    usual: dict[str, Counter[str]] = base.memo["usual units"]
    return usual


@rule(key="unit", doubt=4, of="level change growth")
def measure_word_missing(claim: Claim) -> Iterator[str]:
    """A measure word that the source prints after a number (个, 件) is in the fact.

    A number without any is odd where nearly all others of the base have a unit.
    """
    fact, unit = claim.fact, _unit_left_out(claim)
    if unit and not units_en().get(unit, unit):
        yield _("the source prints {unit!r} after the number: is it missing in unit?", unit=unit)
    quantity = claim.fact.quantity
    if (
        unit
        or not quantity
        or quantity.bare_unit
        or claim.base.indicators[claim.fact.indicator_id].counts
    ):
        return
    if named := _NOUN.search(quantity.words):
        yield _(
            "the source prints {unit!r} after the number: is it missing in unit?", unit=named[1]
        )
    elif quantity.words and quantity.unit:
        yield _("{unit!r} says how many, not of what", unit=quantity.unit)
    elif quantity.unit or fact.measure != "level" or _OF_NO_UNIT.search(fact.zh):
        return
    elif _has_units(claim.base):
        yield _("the number has no unit, as nearly all others of the base have")


def _has_units(base: FactBase) -> bool:
    """Whether nearly all levels of a base, of many, have a unit."""
    if "has units" not in base.memo:
        levels = [f for f in base.facts.values() if f.measure == "level" and f.quantity]
        bare = sum(not fact.unit for fact in levels)
        base.memo["has units"] = len(levels) > 50 * bare and len(levels) > 20
    known: bool = base.memo["has units"]
    return known


_OF_NO_UNIT = pattern("指数|值|得分|系数|倍数|比[率值]?$|PUE|排名|名次")
_NOUN = pattern(
    "[0-9] (?!million|billion|trillion|thousand|hundred|times|or|and)([a-z]{3,}(?: [a-z]+)*)$"
)


_CHANGES = pattern("番|more |fewer |less |higher |lower ")  # in the printed words


def _says_change(claim: Claim) -> bool:
    """Whether a word of change is before the number, or right after it (70.6%的快速增长)."""
    following = re.match("(?:的|higher|lower|more|less|fewer).{0,8}", claim.after)
    quantity, before = claim.fact.quantity, claim.own_sentence[0][-REACH:]
    doubled = quantity and (_CHANGES.search(quantity.words) or says_growth(quantity))
    return bool(
        doubled
        or _CHANGE.search(claim.clause)
        or change_behind(claim.after)
        or (following and _CHANGE.search(following[0]))
        or (claim.clause.endswith(("or", "by")) and _CHANGE.search(before))  # 473 GW, or 13.9%
        or (claim.restated and _CHANGE.search(before))
        or (_AT_LIST.search(before) and _CHANGE.search(before))
    )


def _unit_left_out(claim: Claim) -> str:
    """The unit that follows a number that is written without one, or ""; % of 四成半."""
    quantity = claim.fact.quantity
    if not claim.span or not quantity or quantity.bare_unit:
        return ""
    if re.search("成|分之|半", quantity.words):
        return "%"
    start = claim.span[0] + len(claim.context[0])  # 13.6 and 9.9 percent, $208
    read = next((n.quantity for n in claim.numbers if n.start <= start < n.end), None)
    unit = next(iter(claim.printed_units), "") or following_unit(claim.after)
    unit = unit or split_unit(claim.heading)[1]
    return unit or (read.bare_unit if read else "")
