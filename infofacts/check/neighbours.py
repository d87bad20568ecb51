"""Rules on a quote with several numbers: which of them is of the fact's label.

What the words beside each number decide is a problem; what they only make likely is a doubt in `fit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import chain, islice, pairwise
from typing import NamedTuple

from infofacts.check.claim import DIGITS, FULL_STOP, OF_WHICH, Claim, Part, in_latin
from infofacts.check.locations import beside, place_at
from infofacts.check.naming import (
    BASE,
    LISTED,
    features,
    first_word,
    head_of,
    is_moved,
    is_part,
    is_place,
    label_of,
    level_part,
    names_of_place,
    naming,
    others_alike,
    shown,
    signs,
    subject,
)
from infofacts.check.rule import rule
from infofacts.lexicon import code_of
from infofacts.messages import _
from infofacts.printed import REACH
from infofacts.text import pattern, squeeze
from infofacts.units import POINTS


# ---------------------------------------------------------------- labels
@rule(key="value", of="number")
def number_of_another(claim: Claim) -> Iterator[str]:
    """Of two numbers in one unit, the fact's is the one whose words have its label's.

    It is another's for sure if all of the label that its own words lack is among the other's
    words, and its own words name something that the label does not have; if it is of a part of
    what the label names; if what the label ends with is said of another only.
    """
    rival = _rival(claim)
    if rival and _of_elsewhere(claim, rival):
        rival = None
    near = _not_it(claim, rival) if rival and _is_near(claim, rival) else ()
    found = chain(
        _no_rank(claim), _by_kind(claim), near, _part_as_whole(claim), _by_head(claim),
        _by_whole(claim), _of_other_side(claim),
    )  # fmt: skip
    if in_latin(claim.quote):
        found = chain(found, _of_opposite(claim), _sum_of_more(claim))
    yield from islice(found, 1)


@rule(key="value", doubt=6, of="number")
def number_of_another_sentence(claim: Claim) -> Iterator[str]:
    """The same of a number in another sentence, which is of another year."""
    rival = _rival(claim)
    if rival and not _is_near(claim, rival):
        yield from _not_it(claim, rival)


def _of_elsewhere(claim: Claim, other: Part) -> bool:
    """Whether English words place the fact's number where its scope is, and another elsewhere: in
    the world, in its own sentence, or without a place beside it."""
    latin, names = in_latin(claim.quote), names_of_place(code_of(claim.fact.scope))
    if not latin or claim.fact.scope == "world" or not claim.part:
        return False
    place, its = (beside(claim, part) for part in (claim.part, other))
    one, two = sorted((claim.part.sentence, other.sentence), key=len)
    apart = its or not two.startswith(one)
    if place and place[1] == code_of(claim.fact.scope) and apart and its != place:
        return True
    about = f"{claim.part.sentence} {claim.part.after}"
    said = f"{other.sentence} {other.after}"
    return bool(features(about) & names and _WORLD.search(said) and not features(said) & names)


_WORLD = pattern(r"(?i)\b(?:worldwide|globally|global|world)\b")


def _is_near(claim: Claim, other: Part) -> bool:
    """Whether another number is in the sentence of the fact's, or in one that may be of its year."""
    ends = [0, *(m.end() for m in FULL_STOP.finditer(claim.quote)), len(claim.quote)]
    start = max(at for at in ends if at <= max(other.start, 0))
    words = claim.quote[start : min(at for at in ends if at >= other.end)]
    same = claim.span is not None and start <= claim.span[0] < start + len(words)
    years = _YEAR.findall(words)
    return same or not years or str(claim.fact.year) in years


_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _not_it(claim: Claim, other: Part) -> Iterator[str]:
    """What is said where another number than the fact's is the label's."""
    assert claim.part
    yield _(
        "{number} is not {label!r}; {other} is",
        number=shown(claim.part),
        label=label_of(claim),
        other=shown(other),
    )


class _Words(NamedTuple):
    """The words of a label, and of the fact's number: as `features`, but for `lacking`."""

    wanted: Set[str]  # of the label
    own: Set[str]  # that name the number
    lacking: Set[str]  # the `signs` of the label that do not
    named: Set[str]  # what the number's own say and the label does not
    said: str  # what is said of all numbers


def _rival(claim: Claim) -> Part | None:
    """Another number in the unit whose words have what those of the fact's number lack."""
    label, topic = label_of(claim), claim.base.topics[claim.fact.topic]
    if _is_given(claim) or _IN_LIST.search(claim.quote[: claim.span[0] if claim.span else 0]):
        return None
    latin, lacking = in_latin(claim.fact.quote), _to_say(claim, label)
    beside = claim.clause.rpartition("、")[2].casefold()
    if claim.alone or not (latin or any(sign not in beside for sign in lacking)):
        return None  # the search for others is long
    general = f"{topic.zh} {topic.en}"
    near = claim.fact.quote if latin else claim.sentence  # English has its blanks in the quote
    known = all(map(f"{near}{general}".casefold().__contains__, lacking)) and others_alike(claim)
    if not known:
        return None
    mine, others = known
    if claim.fact.measure == "rank":
        others = [*filter(is_place, others)]
    elif claim.fact.measure in ("change", "growth"):
        others = [o for o in others if not _of_own_time(claim, mine, o)]
    elif claim.fact.measure == "level" and not latin:
        others = [o for o in others if o.unit not in _RELATIVE or not _CHANGED.search(o.before)]
    first = claim.parts[0]  # what is before it is said of all
    said = f"{general} {claim.caption} {first.sentence.removesuffix(first.before)}"
    named_by = f"{naming(claim, mine)} {_up_to_part(claim, mine)}"
    own, wanted = features(named_by), features(label)
    lacking = lacking - signs(named_by)
    if latin and lacking:  # FDI of foreign direct investment
        initials = "".join(word[0] for word in _WORDS.findall(named_by)).casefold()
        short = (each for each in lacking if len(each) > 2 and each.upper() in label)
        lacking = lacking - {each for each in short if each in initials}
    if not lacking or features(mine.after) & wanted - own:
        return None
    inside = mine.rest.startswith((")", "）"))  # Korea (5.0%): what is behind it is not its name
    named = (features(subject(claim, mine)) if inside else own) - features(said)
    if inside and latin and (name := _NAME_BEFORE.search(mine.sentence)):
        named |= features(name[0])  # highest in Spain (84.1), ahead of Italy (84.0)
    named = named - wanted - names_of_place(claim.fact.scope)
    named = {each for each in named if not set(each) <= signs(label) or each.isascii()}  # 澳台业
    last = claim.parts[-1].after if latin else ""  # and in English what is behind the last
    begun = "" if _LISTED.search(mine.sentence) else first.sentence
    words = _Words(wanted, own, lacking, named, f"{said} {begun} {last}")
    return next((each for each in others if _is_its(claim, each, mine, words)), None)


def _up_to_part(claim: Claim, mine: Part) -> str:
    """The English words behind a number, up to those that its parts stand behind: of whom."""
    later = claim.parts[claim.parts.index(mine) + 1 :] if in_latin(claim.quote) else ()
    found = _OF_WHICH_EN.search(later[0].between) if later else None
    return later[0].between[: found.start()] if found else ""


_OF_WHICH_EN = pattern(r",? (?:of wh(?:ich|om)|including)\b")


def _of_own_time(claim: Claim, mine: Part, other: Part) -> bool:
    """Whether a change is another's beside it for sure: of what it follows without a name of its
    own (5 million, a net increase of 1 million), or since the time of its own (1% below 2019)."""
    since, before = str(claim.fact.since or ""), _AS_BEFORE.sub("", mine.before)
    follows = claim.parts.index(other) + 1 == claim.parts.index(mine)
    own_time = since and since in mine.after and since not in other.after
    return bool(own_time) or (follows and not features(before))


def _to_say(claim: Claim, label: str) -> Set[str]:
    """The `signs` of a label that the words of its number have to say: not its unit, nor its place,
    nor whose name the quote does not have (Amazon AWS sales)."""
    names, said = names_of_place(code_of(claim.fact.scope)), claim.fact.quote.casefold()
    place = {n for n in names if n not in said} if in_latin(said) else {*"".join(names)}
    if in_latin(said):
        place |= {n for n in features(" ".join(_NAMES.findall(label))) if n not in said}
    unit = claim.fact.quantity.bare_unit if claim.fact.quantity else ""
    return signs(label) - place - {*unit}


def _is_its(claim: Claim, other: Part, mine: Part, words: _Words) -> bool:
    """Whether another number than the fact's is the label's: its words have what those lack."""
    theirs = features(naming(claim, other))
    better, worse = words.wanted & theirs - words.own, words.wanted & words.own - theirs
    label = label_of(claim)
    summed = _SUM.search(label) and _SUM.search(naming(claim, mine))  # 两场合计旅客吞吐量
    whole = is_part(claim, mine, other) and not summed
    later = other.start > mine.start
    if later and (words.lacking <= signs(naming(claim, other)) or whole):
        worse = frozenset()  # what is said before, of a whole, is said of both
    elif mine.before.endswith((" and ", " or ")) and (word := first_word(mine.after)):
        worse -= features(mine.after.partition(word)[2])  # of all: men aged 25-34
    same_head = theirs <= words.wanted and worse <= {label[-2:]}  # 受理案件5件，审结4件
    about = signs(f"{naming(claim, other)} {words.said} {other.sentence}")
    fits = better and (not worse or same_head) and words.lacking <= about
    more = later and theirs <= words.wanted and _names_it(claim, mine, other)
    named = words.named - theirs or more
    return bool(fits and (whole or named))


def _names_it(claim: Claim, mine: Part, other: Part) -> bool:
    """Whether two words of an English label stand together at another number only.

    Youth unemployment is no unemployment; but the rate may be what was said before.
    """
    words = _WORDS.findall(label_of(claim)) if in_latin(claim.quote) else []
    own, theirs = (part.before.casefold() for part in (mine, other))
    folded = pairwise(map(str.casefold, words))
    together = {two for one, two in folded if one not in own and f"{one} {two}" in theirs}
    return any(two in own for two in together.difference(_SAID_BEFORE.findall(own)))


_NAMES = pattern(r"(?<=\w )[A-Z][a-z]+|^[A-Z]\w+(?= [A-Z])")
_SAID_BEFORE = re.compile(r"\bthe (\w+) (?:was|were|is|are|had|stood|rose|fell|to)\b")


def _part_as_whole(claim: Claim) -> Iterator[str]:
    """A part (其中女性60万人) of another number that the label names, where it names no part."""
    known = others_alike(claim) if OF_WHICH.search(claim.quote) and not _is_given(claim) else None
    if not known or _IN_LIST.search(claim.quote[: max(known[0].start, 0)]):
        return
    mine, others = known
    place = place_at(mine.before)
    if place and place[1] == code_of(claim.fact.scope):
        return
    label = features(label_of(claim))
    own = features(naming(claim, mine))
    for other in others:
        theirs = features(naming(claim, other))
        less = own - theirs - label and not label & own - theirs and label & theirs
        if less and is_part(claim, other, mine):
            yield _(
                "{number} is a part of {other}, which is {label!r}",
                number=shown(mine),
                other=shown(other),
                label=label_of(claim),
            )
            return


def _of_opposite(claim: Claim) -> Iterator[str]:
    """A number of a list on exports (exports to A, B and C) is none of a label on imports."""
    label = claim.fact.en.casefold()
    for word, other in _OPPOSITES:
        if (word in label) == (other in label) or not (mine := claim.part):
            continue
        own, its = (word, other) if word in label else (other, word)
        before, later = mine.sentence.casefold(), claim.parts[claim.parts.index(mine) + 1 :]
        if own in before or its not in before or not later or own in later[0].between.casefold():
            continue
        words = features(label)
        fitting = [
            part
            for part in later
            if part.unit in ("", mine.unit or part.unit)
            and own in f"{part.sentence} {part.after}".casefold()
            if part.sentence.casefold().startswith(before)
        ]
        if fitting:
            best = max(fitting, key=lambda part: len(features(part.before) & words))
            yield from _not_it(claim, best)
            return


_OPPOSITES = (
    ("export", "import"), ("birth", "death"), ("arrival", "departure"), ("urban", "rural"),
    ("immigra", "emigra"), ("inflow", "outflow"), ("deposit", "loan"), ("inbound", "outbound"),
)  # fmt: skip


def _sum_of_more(claim: Claim) -> Iterator[str]:
    """A number of several things (output of A, B and C) is not of a label that names one of them."""
    part, label = claim.part if "and" in claim.clause else None, features(claim.fact.en)
    if not part or claim.fact.measure != "level" or _SUM.search(claim.fact.en):
        return
    if _SEVERAL.search(f"{claim.fact.en} {claim.fact.zh} {claim.own_sentence[1]}"):
        return
    if not (words := _SUM_BEFORE.search(part.sentence[-REACH:]) or _TWO_BEFORE.match(part.before)):
        return
    items = [*words[1].removeprefix("of ").split(", "), words[2]]
    said = [features(item) for item in items]
    named = [own & label for own in said]
    others = [own for own, its in zip(said, named, strict=True) if not its]
    alone = items[2:] or any(_names_alone(claim, part, each, others) for each in claim.parts)
    if alone and len(others) == len(items) - 1 and all(others):
        yield _(
            "{number} is of {names} together",
            number=shown(part),
            names=f"{', '.join(items[:-1])} and {items[-1]}",
        )


def _names_alone(claim: Claim, mine: Part, other: Part, others: Sequence[Set[str]]) -> bool:
    """Whether the words of another number name what the label names without its companion."""
    if other == mine or other.unit != mine.unit:
        return False
    said = features(other.before)
    return bool(said & features(claim.fact.en)) and not any(said & each for each in others)


_TWO_BEFORE = pattern(
    r" ?([A-Z][a-z-]+(?: [a-z-]+)?) and ([a-z-]+(?: [a-z-]+)?) [a-z]+(?: [a-z]+)? ?$"
)
_SEVERAL = pattern("(?i) and |other|each|respectively|[和及与等、]")
# pork, beef and mutton stood at
_SUM_BEFORE = pattern(
    r"([a-z-]+(?: [a-z-]+)?(?:, [a-z-]+(?: [a-z-]+)?)+),? and ([a-z-]+(?: [a-z-]+)?) "
    r"(?:stood at|was|were|reached|total+ed|amounted to|came to|hit)(?: [a-z]+){0,3} ?$"
)


@rule(key="value", of="level")
def number_in_name(claim: Claim) -> Iterator[str]:
    """The number is no part of the name of what the label is of: 14—35周岁青年1846万人."""
    named = claim.span and any(map(str.isdigit, claim.fact.zh))
    if claim.span and named and claim.fact.quantity and not claim.fact.quantity.words:
        start, end = claim.span
        label, around = squeeze(label_of(claim)), claim.quote[start : end + 2]
        if len(around) == end + 2 - start and around in label:
            yield _("“{around}” is part of a name, not the value", around=claim.around)


def _by_head(claim: Claim) -> Iterator[str]:
    """Another number of the sentence of which is said what the label of a level ends with."""
    head = head_of(claim.fact.zh) if claim.fact.measure == "level" else ""
    if not head or head in claim.clause or _LISTED.search(claim.quote):
        return
    mine = claim.part
    if mine and head not in claim.quote:
        yield from _behind_quote(claim, mine, head)
        return
    words = f"{subject(claim, mine)}{mine.after}" if mine else ""
    own = features(words) <= features(claim.fact.zh)  # 两场合计 of 两场合计旅客吞吐量
    if not mine or own or head[0] in words:  # 销售 of 销量
        return
    for other in claim.parts:
        said = subject(claim, other)
        near = other.sentence.startswith(mine.sentence) or mine.sentence.startswith(other.sentence)
        if head in said and near and signs(claim.fact.zh) <= signs(f"{other.sentence}{said}"):
            yield from _not_it(claim, other)
            return


def _behind_quote(claim: Claim, mine: Part, head: str) -> Iterator[str]:
    """What the label ends with, which no words before the number have, is said of the number that
    follows the quote: 实现营业收入5亿元, and then 利润总额1亿元."""
    behind = "" if head in claim.sentence else claim.context[2].partition("。")[0]
    said = _AND_NUMBER.match(head + behind.partition(head)[2]) if head in behind else None
    if said:
        number, label = shown(mine), claim.fact.zh
        yield _("{number} is not {label!r}; {other} is", number=number, label=label, other=said[0])


_AND_NUMBER = pattern(f"[^，。；0-9]{{1,12}}{DIGITS}")


@rule(key="value", of="change growth rank")
def change_of_another(claim: Claim) -> Iterator[str]:
    """A change or rank is said of its own value, if the words give that, not of another before it.

    出口585.9万辆，增长19.3%；其中新能源汽车128.4万辆，增长6.7%
    """
    own = level_part(claim)
    mine = claim.part if own and not _LISTED.search(claim.quote) else None
    if not own or not mine or features(mine.before) & features(label_of(claim)):
        return
    last = _last_level(claim, own)
    if not last or last == own or (own.start >= mine.end and _LEADS_TO.match(own.between)):
        return
    between = claim.parts[claim.parts.index(own) + 1 : claim.parts.index(last) + 1]
    words = _AND_THEN.split(last.before)[-1] if in_latin(claim.quote) else ""
    apart = features(words) - features(label_of(claim))  # births 5 million, and deaths 6, up 2%
    if apart or own.start > mine.start or any(_NEW_SENTENCE.search(p.between) for p in between):
        yield _("{number} is of {other}", number=shown(mine), other=shown(last))


def _last_level(claim: Claim, own: Part) -> Part | None:
    """The last number before a change that is a level; `own` is the change's own one."""
    points, latin = claim.fact.unit == POINTS, in_latin(claim.quote)  # points are of a share
    counted = (p for p in claim.parts if p.unit or (latin and _OF_MANY.search(p.text)))
    levels = [p for p in counted if (p.unit in _RELATIVE) == points]
    before = [p for p in levels if claim.part and p.end <= claim.part.start]
    moved = (
        is_moved(p) or BASE.search(p.before) or _CHANGED.search(p.before + p.after[:12])
        for p in reversed(before)
    )
    return next(
        (p for p, changed in zip(reversed(before), moved, strict=True) if p == own or not changed),
        None,
    )


def _is_given(claim: Claim) -> bool:
    """Whether a change follows its own level, and has no name of its own: 近5万人次，较前一年上升12%."""
    if claim.fact.measure not in ("change", "growth") or claim.alone or not claim.part:
        return False
    own, words = level_part(claim), _AS_BEFORE.sub("", claim.part.before)
    return own is not None and own == _last_level(claim, own) and not features(words)


_AS_BEFORE = re.compile(
    "net (?=[a-z])|前一?年|按[月季]|同[月季期]|比较|相比|年[增减](?:长?率)?|按年|[增降]幅|增长?率|平均(?=[增下])|再次?"
)


def _by_kind(claim: Claim) -> Iterator[str]:
    """Another number in the unit is of what the label counts, and the fact's of its money: 笔数, 金额."""
    wanted = _KIND.findall(claim.fact.zh)
    mine = claim.part if wanted else None
    own = _KIND.findall(mine.before) if mine else []
    if not mine or not own or own[-1] == wanted[-1]:
        return
    for other in (others_alike(claim) or (mine, []))[1]:
        if wanted[-1] in other.before:
            yield from _not_it(claim, other)
            return


def _of_other_side(claim: Claim) -> Iterator[str]:
    """A number that the words give for exports is none of a label on imports: 出口1.5万亿元，增长9%."""
    label = claim.fact.zh
    for own, its in _SIDES:
        if own in label and its not in label and claim.part and its in claim.quote:
            said = subject(claim, claim.part).rpartition(its)
            if said[1] and own not in "".join(said) and not _BOTH_SIDES.search("".join(said)):
                yield _("{number} is of {other}", number=shown(claim.part), other=its)
                return


_SIDES = tuple(
    side
    for one, other in (("进口", "出口"), ("流入", "流出"), ("农村", "城镇"), ("入境", "出境"))
    for side in ((one, other), (other, one))
)
_BOTH_SIDES = re.compile("进出口|城乡|出入境|顺差|逆差|差额|净")


def _by_whole(claim: Claim) -> Iterator[str]:
    """Another share of the quote is of the whole that the label has: 占汽车出口的21.9%，占其销量的10%."""
    label = _WHOLE_OF_LABEL.search(claim.fact.zh) if claim.fact.unit == "%" else None
    mine = claim.part if label and claim.quote.count("占") > 1 else None
    if not label or not mine or not (own := _WHOLE.search(mine.before)):
        return
    wanted = features(label[1])
    fit = _alike(wanted, features(own[1]))
    for other in claim.parts:
        its = _WHOLE.search(other.before) if other.unit == mine.unit and other != mine else None
        if its and _alike(wanted, features(its[1])) > fit + 0.2:
            yield from _not_it(claim, other)
            return


def _alike(one: Set[str], other: Set[str]) -> float:
    """How much two sets have in common, from 0 to 1."""
    return len(one & other) / len(one | other) if one | other else 0.0


_WHOLE_OF_LABEL = re.compile("占(.{2,24}?)的?(?:比重|比例|份额|比率|比)$")
_WHOLE = re.compile("占([^，。；、0-9]{2,24}?)的?(?:比重|比例|份额)?(?:为|达到?|超过?|近|约)*$")
_KIND = re.compile("金额|笔数|件数|人数|面积|均价|价格")
_IN_LIST = re.compile(f"(?:{LISTED})[^，。；,;]*$")
_LISTED = re.compile(f"{LISTED}|(?<![人户平年月日])均|都")
_RELATIVE = ("%", "‰", "个百分点", "倍")
_AND_THEN = pattern(r"\b(?:and|while|but)\b")
_LEADS_TO = pattern(r"[^,;.0-9]{0,20}\bto [^,;.0-9]{0,20}$")  # rose 9% to $5 trillion
_NEW_SENTENCE = re.compile(r"[。；;]|其中|\.\s+(?=[A-Z])")
_CHANGED = re.compile(
    r"\b(?:rose|f[ea]ll|up|down|increas|decreas|declin|grew|by|more|less|higher|lower)|"
    "(?<!新)增(?!加值|值)|[提上][高升涨]|下[降滑]|减|跌|回落|扩大|缩|[高低多少][于出]|较|(?<!占)比(?![例重])"
)


@rule(key="value", of="level")
def share_as_level(claim: Claim) -> Iterator[str]:
    """A share of what the number before counts (票房334亿元，占比78%) has a label that says so."""
    label = label_of(claim) if claim.fact.unit == "%" else ""
    if not label or _OF_SHARE.search(label):
        return
    mine = claim.part if _IS_SHARE.search(claim.clause) else None
    before = [part for part in claim.parts if mine and part.end <= mine.start]
    if before and signs(label) <= signs(before[-1].sentence):
        yield _("“{around}” is a share, not {label}", around=claim.around, label=claim.fact.zh)


_WORDS = re.compile("[A-Za-z]+")
_OF_MANY = re.compile("[a-z]|[0-9],[0-9]")  # 5 million, 260,000: counted in English without a unit
_SUM = re.compile("[合总共]计|\\b(?:total|overall|both|combined)\\b", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"[A-Z][A-Za-z-]{1,40}(?: [A-Z][A-Za-z-]{1,40}){0,5} ?[(（]$")
_IS_SHARE = re.compile(
    "占(?:比|[^，。；0-9]{0,12}的?(?:比[重例])?)(?:为|达到?|超过?|近|约)*$|(?:account(?:ing|ed|s)?for|represent(?:ing|ed|s))[a-z]{0,8}$"
)
_OF_SHARE = re.compile(
    "[占率%比]|份额|渗透|覆盖|构成|结构|强度|程度|水平|指数|(?i:share|proportion|percent|rate|ratio|coverage|index)"
)


def _no_rank(claim: Claim) -> Iterator[str]:
    """A number that is no place in an order, where another is: 45th of 120 cities."""
    mine = claim.part if claim.fact.measure == "rank" else None
    if mine and not is_place(mine) and (others := [*filter(is_place, claim.parts)]):
        yield _("{number} is no rank; {other} is", number=shown(mine), other=shown(others[0]))
