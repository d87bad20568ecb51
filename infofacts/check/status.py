"""Rules on how final a value is: preliminary, revised, an estimate, a forecast or a target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from infofacts.check.claim import FULL_STOP, Claim
from infofacts.check.moments import FROM
from infofacts.check.rule import rule
from infofacts.lexicon import by_character
from infofacts.messages import _
from infofacts.report import passage
from infofacts.text import squeeze

# Words before a number in its sentence that say so, by the status that they ask for, and the other
# statuses that will do. The text is squeezed and in small letters. Each begins with a character, so
# that a text without any of these is soon read; what may not stand before it is asked behind that.
_SO = "(?=，|显示|约|[0-9])"
_RISES = "to(?:fall|rise|reach|grow|increase|decrease|drop|expand|double)"
_WORDS = {
    "preliminary": (
        "初步(?:核算|核实|统计|测算|推算|汇总|估算|估计|数据|数|结果)|快报(?:数|数据|统计|显示)?"
        "|临时(?:数字|数据)|初估|概估|速报|暂定值"  # of Hong Kong, Taiwan and Japan
        "|preliminary|provisional|flashestimate"
    ),
    "revised": "修[订正](?:后|为|数)|经(?:过)?修[订正]|最终核实|revised(?:up|down)?(?:wards?)?(?:to|figure|value|data)|revised[a-z]{3,20}of",
    "estimate": (
        "据[^，。；]{0,10}(?:测算|估算|估计|推算)"
        f"|测(?<!预测)算{_SO}|估(?<!预估)算{_SO}|推(?<!预推)算{_SO}|估计(?=，|约|[0-9有为达])"
        "|estimated|estimatesof|estimate(?<=theestimate)of|(?:estimates?|estimating)that"
    ),
    "forecast": (
        "预计|预估|有望|预(?<![较比超于合]预)期(?!寿命|[高低好]|转|目标)|预测(?=到|至|[0-9]{4}年|，|显示)"
        "|将(?<![^，。；、：年月底末]将)(?:达|超|突破|增长|增至|升至|降至|减少|实现)"
        "|e(?<!thane)(?<![^w]ase)xpect(?:s|ed)|we ?expect(?!ed)|anticipates?|projected|forecast|will(?:reach|be|grow|slow|rise|fall|increase|decrease|decline|drop|expand|exceed)"
        f"|is(?:set|due)?{_RISES}|are(?:set|due)?{_RISES}"
    ),
    "target": (
        "目标(?:值|数)?(?:为|是|定为|设为|达|：|:)|目(?<!战略目)标约?$|力争|确保到|拟(?=新增|新建|建设|投)"
        "|计(?<![”》」行项动度程展划]计)(?<!五年计)划(?:新增|新建|建设|建成|投|到|于|用|实现|完成|达|发展|培育|扩|"
        "提[高升]|将|年内|今年|明年|[0-9]{4}年底?[前内]?(?:[建新达培发扩完实]|投))|规划(?:建设|建成|新增|到|投资|目标)"
        + "".join(
            f"|{plan}[》”]?(?:提出|明确|要求)(?!以来)"
            for plan in ("规划", "纲要", "计划", "方案", "意见")
        )
        + "|target(?:ed|s)?(?:of|is|at|to)|goal(?:of|is|at|to)|aim(?:s|ed)?to|plan(?:s|ned)?to"
    ),
}
_IS_PRELIMINARY = re.compile("初步[^，。；0-9]{0,4}数(?:据|值)?(?:为|的)?$")
_FINAL = "最终核实"  # a revised value, but nothing that is to be said of a final one
_PATTERNS = {status: re.compile(words) for status, words in _WORDS.items()}
_ANY = re.compile("|".join(_WORDS.values()))
_TARGET_AFTER = re.compile("(?:左右|以上)?的?(?:预期|增长|发展|年度)?目标(?!的[0-9])")
# The same behind the number: 5万户（预计）, 5万户，为初步核算数.
_NOUNS = {
    "preliminary": "初步|快报|临时|初估|速报|暂定|preliminary|provisional",
    "revised": "修订|revised",
    "estimate": "估计|估算|测算|推算|estimated?",
    "forecast": "预计|预测|预期|forecast|projected|projection|expected",
    "target": "目标|计划|规划|target|goal|planned",
}
_OF = "(?:核算|核实|统计|测算)?(?:数据|数|值|结果)"
_AFTER = {
    status: re.compile(
        f"(?:左右|以上)?(?:[（(]为?((?:{words}){_OF}?)[）)]|[，,]?(?:均|此|该|这|数据)*为((?:{words}){_OF}))"
    )
    for status, words in _NOUNS.items()
}
_AFTER_BEGINS = frozenset("左以（(，,均此该这数据为的预增发年目")
# 预计年产值500亿元的项目3个; an estimated 5 billion people, while 2 billion
_OF_ANOTHER = re.compile(
    "[0-9][^，。；0-9]{0,6}的|(?<=estimated)[^a-z0-9]?[0-9].*(?:,|from|compared|while)"
)
# $1.4 trillion according to preliminary estimates, 93% of the $1.5 trillion
_OF_ONE_BEFORE = re.compile("[0-9](?:(?!,[^0-9]).){0,60}(?:accordingto|basedon)[a-z]{0,12}$")
_BEFORE_STATUS = re.compile("^(?:根?据|经)?")
_DONE = re.compile("完成|超额|达到|实现了|已")
_ENOUGH = {
    "preliminary": ("preliminary", "revised", "estimate"),
    "revised": ("revised", "preliminary"),
    "estimate": ("estimate", "preliminary", "forecast"),
    "forecast": ("forecast", "target", "estimate"),
    "target": ("target",),
}


@rule(of="number")
def status_missing(claim: Claim) -> Iterator[str]:
    """A value that its words call preliminary, expected, planned … has that status.

    Not where the label says so: the number of planned cables (规划建设的光缆) is no plan itself.
    """
    for status, word in _said(claim):
        if claim.fact.status not in _ENOUGH[status] and word not in f"{claim.fact.zh} {_FINAL}":
            yield _('the source says {word}: add status = "{status}"', word=word, status=status)
            return


@rule()
def value_to_come(claim: Claim) -> Iterator[str]:
    """A value of a year after its source was published is a forecast or a target."""
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    published = source.published if source else ""
    late = fact.quantity and published and fact.year > int(published[:4])
    if late and fact.status not in ("forecast", "target"):
        yield _(
            '{source} was published in {published}, before {year}: add status = "target" or '
            '"forecast"',
            source=fact.source,
            published=published,
            year=fact.year,
        )


@rule(doubt=6)
def may_be_to_come(claim: Claim) -> Iterator[str]:
    """到2025年达到19万公里 is a target, where no date says that its source is of a later time."""
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    late = source and source.published
    words = f"(?<!截)[到至]{fact.year}年(?![0-9底末]|[0-9]+月)[^。；]{{0,40}}(?:达|超|建成|实现|提高|增|降)"
    if fact.quantity and fact.status == "stated" and not late and re.search(words, claim.sentence):
        yield _("{words}: is it a target?", words=claim.around)


_LATER = re.compile("此数后有修订|[，；]后有修订")


@rule(key="note", doubt=7)
def status_in_note(claim: Claim) -> Iterator[str]:
    """A value whose note calls it preliminary, revised … has that status."""
    fact = claim.fact
    note, why = squeeze(fact.note or ""), squeeze(fact.break_zh or "")
    for status, pattern in _PATTERNS.items() if fact.measure == "level" and (note or why) else ():
        words = f"{note}。{why}" if status == "preliminary" else note
        said = pattern.search(words) or (status == "preliminary" and _LATER.search(note))
        if fact.quantity and fact.status not in _ENOUGH[status] and said:
            yield _(
                'the note says {word}: is status = "{status}" missing?',
                word=said[0],
                status=status,
            )
            return


@rule(key="status")
def status_not_said(claim: Claim) -> Iterator[str]:
    """A status is said by the quote, the passage around it, or a note; a year to come says it."""
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    if fact.status == "stated" or not fact.quote:
        return
    level = claim.base.facts.get(f"{fact.indicator_id}.{fact.year}")
    if fact.measure != "level" and level and level.status == fact.status:
        return
    around = passage(claim.base, claim.entry).text if claim.text else ""
    to_come, quote = fact.status in ("forecast", "target"), claim.quote
    if to_come and claim.span and str(fact.year) in "".join(claim.own_sentence):
        quote = "".join(claim.own_sentence)  # the plan for another year is no plan for this one
    if to_come and claim.text and claim.span:  # nor one of what is named behind it
        around = claim.lead
        quote = f"{claim.quote[: claim.span[1]]}{re.split('[，；。]', claim.after)[0]}"
    words = squeeze(
        f"{quote}。{by_character(around)}。{fact.note or ''}。{fact.break_zh or ''}"
    ).casefold()
    own = {status for status, _ in _said(claim)}
    known = _that_will_do(claim, words, own)
    if to_come and not own and re.search("已(?!经?[提规计])", claim.clause):
        yield _(
            "“{words}” is so already: it is no {status}",
            words=claim.around,
            status=_(fact.status),
        )
    elif to_come and source and source.published and fact.year > int(source.published[:4]):
        return
    elif fact.status not in known and not (to_come and "目标" in words):
        yield _(
            "status = {status!r}, but neither the source's words nor the note say so",
            status=fact.status,
        )


def _that_will_do(claim: Claim, words: str, own: Set[str]) -> Set[str]:
    """The statuses that some words allow; `own` are those that the number's own sentence says."""
    said = {status for status, pattern in _PATTERNS.items() if pattern.search(words)}
    known = {enough for status in said for enough in _ENOUGH[status]}
    known |= {"revised"} if "revise" in words else set()  # 3.0%, revised up from 2.7%
    only = {*own, *said} == {"preliminary"} and not re.search("修[订正]|最终|revis", words)
    if only or _IS_PRELIMINARY.search(claim.clause):  # 由初步数26796元修订为26912元
        known.discard("revised")
    if own == {"revised"}:
        known.discard("preliminary")
    return known


def _said(claim: Claim) -> Iterator[tuple[str, str]]:
    """The statuses that words in the number's sentence say, with these words."""
    if not claim.span:
        return
    start, end = (at + len(claim.context[0]) for at in claim.span)
    text = claim.whole.casefold()
    whole = FULL_STOP.split(claim.whole[:start])[-1].casefold()
    if text[end : end + 1] not in _AFTER_BEGINS and not _ANY.search(whole):
        return
    sentence = re.split("[；;]", whole)[-1]
    source = claim.base.sources.get(claim.fact.source)
    past = source and source.published[:4] > str(claim.fact.year) and FROM.search(claim.clause)
    for status, pattern in _PATTERNS.items():
        if past and status in ("forecast", "target"):
            continue  # expected to rise from 93% of GDP in 2024
        found = pattern.search(sentence)
        other = (
            found
            and "," in sentence[found.end() :]
            and _OF_ONE_BEFORE.search(sentence[: found.start()])
        )
        if found and not other and not _OF_ANOTHER.search(sentence, found.end()):
            yield status, found[0]
        elif not found and (found := pattern.match(_BEFORE_STATUS.sub("", whole))):
            yield status, found[0]  # 初步核算，…；…
        if found := _AFTER[status].match(text, end):
            yield status, found[1] or found[2]
    if (found := _TARGET_AFTER.match(text, end)) and not _DONE.search(sentence):
        yield "target", found[0]
