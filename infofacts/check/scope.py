"""Rules on what a fact is about: China, the world, a province or another region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from infofacts.check.claim import Claim, Part, in_latin
from infofacts.check.locations import CHINA_EN, GROUPS, LANDS, LEADING, place_at
from infofacts.check.naming import features, names_of_place, shown
from infofacts.check.rule import rule
from infofacts.lexicon import code_of, names_of, places
from infofacts.messages import _
from infofacts.model import FactBase
from infofacts.places import PLACES
from infofacts.text import pattern, squeeze

_WORLD = ("全球", "世界", "world", "global")
# What somebody may be ranked in; "global" of an index too.
_RANKED_IN = re.compile(
    "全球|世界|全国|亚洲|亚太|东亚|东南亚|南亚|中东|欧洲|非洲|美洲|北美|南美|拉美|大洋洲|欧盟|东盟|经合组织|金砖国家"
    "|二十国集团|OECD|G20|G7|BRICS|ASEAN|(?<![A-Za-z])EU(?![A-Za-z])"
    "|Asia(?!n)|Europe(?!an)|Africa(?!n)|(?:North|South|Latin)America(?!n)|Oceania|worldwide|(?:the|in)world|global",
    re.IGNORECASE,
)
_NUMBER = pattern("[0-9]+(?:st|nd|rd|th)|[,.;]")
_IN_WORLD = re.compile("全球|世界|world|global")
_BY_INCOME = pattern(
    "(?:(?:(?:low|lower|middle|upper|high)[-, and]*)+income|(?:least )?developed|developing|advanced|emerging)"
    "(?: market)?(?: and developing)? (?:countries|economies)"
)
_OWN = re.compile("[我全本]国|中国")
# A province or city that the words do not name: 全省, 我市; not 全市场.
_OF_A_PART = pattern("[全我][省市县州](?![场域份])|全区(?![域位])|我区|全自治区")
# 居全省第3位, 位居西部地区第一; not 全省居全国第3位.
_RANKED_LOCALLY = pattern(
    "(全[省市区县州]|[东中西]部|东北|华[东南北中]|西[南北]|长三角|京津冀|粤港澳大湾区)"
    "(?:地区|[各六]?省[区市份]*)?(?:同[期类行])?[排位居列]*名?第?$"
)
_WORLDWIDE = pattern(r"(?i)\b(?:globally|worldwide|(?:across|around|in) the world)\b")
_SAYS_WORLD = pattern("(?i)全球|世界|world|global")
# Not what a clause before that of the number begins with: Global demand fell, and exports by 5%.
_BEGINS_WORLD = pattern(
    r"(?:[Ii]n (?:early |late |mid-?)?[0-9]{4},? |[Bb]y [0-9]{4},? )?"
    r"((?:Worldwide|Globally|(?:Across|Around) the world)\b(?=[^;]*$)"
    r"|(?:(?:The )?[Gg]lobal(?= [a-z])|World(?= [a-z])|[Tt]he world['’]s)(?=[^,;]*$))"
)
# What has a place in its name, and is not of it; nor is China's part of the world.
_NAMED_AFTER = pattern(
    "(?:全球|世界)(?:银行|贸易组织|互联网大会|遗产|杯|锦标赛|大会|[0-9一二三四五六七八九十百]+强|首)"
    "|..(?:冬奥|奥运|世博|证券|交易所|大学|合作组织|协[议定]|共识)"
)
_OF_CHINA = pattern("[我本]国|中国|占|比[例重]|份额|Chin|[Ss]hare")
# In least developed countries, among LDCs; not where the world is named behind that.
_GROUP = pattern(
    r"(?i)(?:^| )(?:in|among|across|for) (?:the )?((?:least[ -]developed|landlocked|developing|developed|emerging|advanced"
    r"|(?:low|lower|middle|high|upper)[a-z-]{0,8}[ -]income)(?: [a-z]+){0,2} (?:countries|economies|nations|markets)|LDCs?\b)"
    r"(?![^;.]*(?:world|global))"
)
_PART_OF = pattern("^[,，; ]*(?:of which|including|其中[，：]?) ?")
_LESS = pattern(r"\b(?:than|from|against|compared|versus|while|with)\b")
_OF_GROUPS = pattern("(?i)develop|emerging|advanced|income|LDC|landlocked|发达|发展中|新兴|收入")
_SCOPE = pattern("world|[A-Z]{2}(?:-[A-Z]{2,3})?|[^\u4e00-\u9fff\n]*+[\u4e00-\u9fff].*")
# China's place in the world is no figure of the world.
_PLACE_IN = pattern(
    "(?:占|(?:全球|世界)[^，。；]{0,4}(?:占比|首|第|前|领先|率先|影响|竞争|治理|战略)|世界(?:互联网大会|贸易组织))"
)
_CITY = pattern("(?:其中|^)((?![全本各该此城都省我])[\u4e00-\u9fff]{2}市)(?![场民区值])")
_YEAR_FIRST = pattern("^(?:截[至止])?[0-9]{4}年[底末]?[，,]?")
_FROM_THERE = pattern("籍|[游访旅]客|移民|来[访华]|(?:留)?学生|人士|公民|劳工|难民|入境")
_TITLES = pattern("《[^《》]*》|“[^“”]*”")
_PROVINCE = pattern(
    rf"\b({'|'.join(CHINA_EN)})\b(?! (?:Stock|Exchange|University|Organi|Cooperation|\d))"
)


@rule(of="rank")
def rank_scope(claim: Claim) -> Iterator[str]:
    """A rank has the scope that its words name right before it, or its label: 全球第二, 亚洲第一."""
    fact = claim.fact
    if in_latin(claim.quote):  # 4th in ASEAN and 44th in the world
        behind = _RANKED_IN.findall(_NUMBER.split(claim.after)[0])[:1]
        named = behind or _RANKED_IN.findall(claim.around)
    else:
        named = _RANKED_IN.findall(claim.clause)
    named = named or _RANKED_IN.findall(f"{fact.zh} {fact.en}")
    local = _RANKED_LOCALLY.search(claim.clause) if fact.scope == "CN" else None
    if local:
        yield _("the source says {name}: is a scope missing?", name=local[1])
        return
    if named:
        name = named[-1]
        folded = name.casefold()
        code = "world" if _IN_WORLD.search(folded) else places().get(folded, folded)
        known = (code,) if code in PLACES else names_of(code) or GROUPS.get(folded, (name,))
        if fact.scope.casefold() not in (code.casefold(), *map(str.casefold, known)):
            yield _(
                'the source says {name}: scope = "{scope}" is missing', name=name, scope=known[0]
            )


@rule(key="scope")
def unknown_scope(claim: Claim) -> Iterator[str]:
    """A scope is world, an ISO 3166 code, a Chinese name, or a group or continent (OECD, Europe)."""
    scope = claim.fact.scope
    if scope in PLACES:
        return
    if not (_SCOPE.fullmatch(scope) and not scope.startswith("CN-") or _is_group(scope)):
        yield _("scope {scope!r} is no code (world, CN, CN-BJ) and no Chinese name", scope=scope)


@rule(key="scope")
def scope_not_named(claim: Claim) -> Iterator[str]:
    """The world is named in the quote; another scope than China there, before it or in the label."""
    for part, names in _unnamed(claim):
        if part == "world" or _is_group(part) or (claim.text and not _abroad(part)):
            yield _(
                "scope = {part!r}, but the source does not name {names}",
                part=part,
                names=_(" or ").join(names[:2]),
            )


@rule(key="scope", of="level change growth")
def scope_of_label(claim: Claim) -> Iterator[str]:
    """A label that begins with a place (我国, 安徽省) is of that place, or names the scope, too."""
    scope, label = claim.fact.scope, claim.fact.zh
    if scope == "CN":
        return
    own = _OWN.match(label)
    place = (own[0], "CN") if own else place_at(label)
    if not place or place[1] in (scope, code_of(scope)) or _FROM_THERE.match(label, len(place[0])):
        return
    if not own and (place[1] == "CN" or scope == "world"):  # 国内生产总值, 北京冬奥会
        return
    names = (
        (*_WORLD, "国际")
        if scope == "world"
        else (scope, *PLACES.get(scope, ()), *names_of(code_of(scope)))
    )
    english = claim.fact.en.replace(PLACES.get(place[1], ("", "\n"))[1], "")  # Chengdu-Chongqing
    if not any(name in f"{label} {english}" for name in names):
        yield _(
            "scope = {scope!r}, but the label {label!r} is of {place}",
            scope=scope,
            label=label,
            place=place[0],
        )


@rule(key="scope", of="number")
def of_the_world(claim: Claim) -> Iterator[str]:
    """A number that English words begin with the world for is not China's, if they name no China.

    Nor is one of a group of countries, or of a country (of which China), the world's.
    """
    fact, quote = claim.fact, claim.fact.quote
    if fact.scope == "world" and claim.part and (name := _of_less(claim, claim.part)):
        number = shown(claim.part)
        yield _("{number} is of {year}, not of {other}", number=number, year=name, other="world")
    if fact.measure == "rank" or not in_latin(quote):
        return
    if fact.scope not in ("world", "CN"):
        own = " ".join(claim.own_words)
        said = _WORLDWIDE.search(own)
        if said and not features(own) & names_of_place(fact.scope):
            yield _('the words are about {name}: scope = "world" is missing', name=said[0])
        return
    if fact.scope != "CN" or "Chin" in quote:
        return
    begins = _BEGINS_WORLD.match(claim.part.sentence) if claim.part else None
    if begins and not _SAYS_WORLD.search(f"{fact.zh} {fact.en}"):
        yield _('the words are about {name}: scope = "world" is missing', name=begins[1])


def _of_less(claim: Claim, part: Part) -> str:
    """The country (of which China) or group of countries that words give a number for, or ""."""
    label = f"{claim.fact.zh} {claim.fact.en}"
    begun = _PART_OF.match(part.before)
    place = place_at(part.before[begun.end() :]) if begun else None
    if place and place[1] != "world" and place[0] not in label:
        return place[0]
    before, after = claim.own_words if in_latin(claim.quote) else ("", "")
    group = _GROUP.search(before) or _GROUP.search(_LESS.split(after)[0])
    less = group and not _SAYS_WORLD.search(after) and not _OF_GROUPS.search(label)
    return group[1] if group and less else ""


@rule(key="scope", of="level change growth")
def place_of_label(claim: Claim) -> Iterator[str]:
    """A number whose label begins with the world, a province or a region has that scope."""
    fact = claim.fact
    place = place_at(fact.zh) if fact.scope == "CN" and fact.number is not None else None
    if place and place[1] in PLACES and place[1] != "CN" and not _NAMED_AFTER.match(fact.zh):
        if _OF_CHINA.search(f"{fact.zh}{fact.en}"):  # 浙江占全国的比重
            return
        scope, name = place[1], place[0]
        yield _("the label is of {name}: scope = {scope!r} is missing", name=name, scope=scope)


@rule(key="scope", of="level change growth")
def place_before_label(claim: Claim) -> Iterator[str]:
    """A label that the words have right behind the world, or a city, is of that."""
    fact = claim.fact
    if fact.scope != "CN":
        return
    begun, known = LEADING.sub("", claim.clause), places()
    for name in (begun[:size] for size in (4, 3, 2) if begun.startswith(fact.zh[:2], size)):
        if "/" in known.get(name, ""):  # CN-GD/深圳
            yield _(
                "the words are about {name}: scope = {scope!r} is missing", name=name, scope=name
            )
            return
    head, clause = fact.zh[:2], claim.clause.replace("的", "")
    name = next((name for name in ("全球", "世界") if f"{name}{head}" in clause), "")
    if name and not _OF_CHINA.search(claim.clause) and not _OWN.search(claim.quote):
        yield _('the words are about {name}: scope = "world" is missing', name=name)


@rule(key="scope", doubt=6, of="number")
def of_a_part(claim: Claim) -> Iterator[str]:
    """A number that the words give for 全省, 我市 … is not China's."""
    fact = claim.fact
    if fact.scope != "CN" or not claim.span:
        return
    before = claim.quote[: claim.span[0]]
    said = _OF_A_PART.findall(before)
    if said and not _OWN.search(before) and not place_at(fact.zh):
        yield _("the source says {name}: is a scope missing?", name=said[-1])


@rule(key="scope", doubt=6)
def scope_not_in_quote(claim: Claim) -> Iterator[str]:
    """A scope other than China is named in the quote or label, also if the text is not bundled.

    Another country may be that of most facts of the source.
    """
    for part, names in _unnamed(claim):
        begins = place_at(claim.fact.quote)  # Germany exported, of a source on France
        usual = _usual(claim, part) and not (begins and begins[1] != part)
        if (
            part != "world"
            and not _is_group(part)
            and (not usual if _abroad(part) else not claim.text)
        ):
            yield _(
                "scope = {part!r}, but the quote does not name {names}",
                part=part,
                names=_(" or ").join(names[:2]),
            )


def _unnamed(claim: Claim) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The parts of a scope that the words do not name, and what they are called."""
    if claim.fact.scope == "CN" or not claim.quote or _is_of_level(claim):
        return
    words, label = claim.sentence, f"{claim.fact.zh} {claim.fact.en}"
    for part in claim.fact.scope.split("、"):
        names = PLACES.get(part) or names_of(code_of(part)) or (part,)
        names += GROUPS.get(part.casefold(), ()) + LANDS.get(part, ())
        if part == "world":
            names, words = _WORLD, claim.quote.casefold()
            if _by_title(claim):
                continue
            label = label if claim.fact.measure == "rank" else ""
            names += ("联合国",) if claim.fact.measure == "rank" else ()
        names += tuple(name for name, group in GROUPS.items() if part in group)
        long = [n for n in names if len(n) > 3 or not (n.isascii() and n.isalpha())]  # us: business
        folded = f"{words} {squeeze(label)}".casefold()
        named = any(squeeze(name).casefold() in folded for name in long) or part in label
        short = {name.upper() for name in {*names, part} - {*long}}  # the UK, EU
        if not named and short.isdisjoint(re.findall("[A-Z]{2,3}", claim.fact.quote)):
            yield part, names


def _is_of_level(claim: Claim) -> bool:
    """Whether a change or growth has the scope of its level, whose quote is asked for it."""
    level = claim.base.facts.get(f"{claim.fact.indicator_id}.{claim.fact.year}")
    moved = claim.fact.measure in ("change", "growth")
    return moved and level is not None and bool(level.quote) and level.scope == claim.fact.scope


def _by_title(claim: Claim) -> bool:
    """Whether the title of an English source says that it is on the world, and no words on less."""
    source = claim.base.sources.get(claim.fact.source)
    title, quote = source.title if source else "", claim.fact.quote
    said = _WORLD_TITLE.search(title) if in_latin(quote) and not claim.text else None
    less = place_at(claim.part.before if claim.part else quote) or place_at(quote)
    return bool(said) and not less and "Chin" not in "".join((title, *claim.own_sentence))


# The State of World Fisheries; but not what has the world in its name: World Bank, World Cup.
_WORLD_TITLE = pattern(
    r"\b(?:[Gg]lobal(?:ly)?|[Ww]orldwide|[Tt]he [Ww]orld|World)\b(?! (?:[A-Z][a-z]+ ){0,2}"
    r"(?:Organi[sz]ation|Bank|Forum|Association|Council|Conference|Congress|Summit|Expo|Cup|Championship|Heritage|Class))"
)


def _is_group(scope: str) -> bool:
    """Whether a scope is a group of countries, a continent or a part of one, by its English name."""
    folded = scope.casefold()
    if _BY_INCOME.fullmatch(scope):
        return True
    return (scope[:1].isupper() or scope == "euro area") and (
        folded in GROUPS or bool(re.fullmatch("[0-9]{3}", places().get(folded, "")))
    )


def _abroad(scope: str) -> bool:
    return scope not in PLACES and scope.isascii()


def _usual(claim: Claim, scope: str) -> bool:
    """Whether most other facts of a source have a scope."""
    counts = claim.base.memo.setdefault("scopes", Counter())
    if not counts:
        counts.update((fact.source, fact.scope) for fact in claim.base.facts.values())
        counts.update((fact.source, "") for fact in claim.base.facts.values())
    source = claim.fact.source
    return bool(counts[source, scope] * 2 - 2 > counts[source, ""] - 1)


@rule(key="scope", doubt=6, of="level")
def share_of_the_world(claim: Claim) -> Iterator[str]:
    """A figure of the world is no share or place of China in the world."""
    if claim.fact.scope == "world" and (found := _PLACE_IN.search(claim.quote)):
        yield _(
            "“{found}” speaks of China's place in the world: is the scope the world?",
            found=found[0],
        )


@rule(doubt=5)
def scope_missing(claim: Claim) -> Iterator[str]:
    """A number of the world or of a region that the words begin with has its scope, or a city's."""
    city = _CITY.search(claim.clause)
    if city and city[1] not in f"{claim.fact.zh} {claim.fact.scope}":
        yield _(
            "the words are about {name}: is scope = {scope!r} missing?", name=city[1], scope=city[1]
        )
    begins = place_at(claim.fact.quote) if claim.fact.scope == "CN" else None
    if begins and _abroad(begins[1]) and begins[0] not in f"{claim.fact.zh} {claim.fact.en}":
        yield _(
            "the words are about {name}: is scope = {scope!r} missing?",
            name=begins[0],
            scope=begins[1],
        )
    if claim.fact.scope != "CN" or claim.fact.measure == "rank":
        return
    said = in_latin(claim.quote) and claim.part and _PROVINCE.search(claim.part.sentence)
    if said and said[1] not in claim.fact.en:
        code = CHINA_EN[said[1]]
        yield _(
            "the words are about {name}: is scope = {scope!r} missing?", name=said[1], scope=code
        )
    words = _TITLES.sub("", claim.quote[: claim.span[1]] if claim.span else claim.quote)
    words = _YEAR_FIRST.sub("", words)
    label = _TITLES.sub("", claim.fact.zh)
    if claim.span and re.search("全球|世界", words) and not _PLACE_IN.search(words):
        yield _('the words name the world: is scope = "world" missing?')
    for scope, name in _regions(claim.base).items():
        at = re.search(f"(?<!、){re.escape(name)}(?!.?[、和与及，等])", words)
        parts = name.split("、") if "、" in name and claim.span else ()
        if (
            (parts and all(part in claim.sentence for part in parts))
            or any(each in label for each in PLACES.get(scope, (name,)) if not each.isascii())
            or (at and (not at.start() or not scope.isascii()))
        ):
            yield _(
                "the words are about {name}: is scope = {scope!r} missing?", name=name, scope=scope
            )


def _regions(base: FactBase) -> dict[str, str]:
    """The scopes that are parts of China, with their names: provinces, and those of the base."""
    if "regions" not in base.memo:
        scopes = {
            fact.scope: fact.scope for fact in base.facts.values() if not fact.scope.isascii()
        }
        provinces = {
            code: names[0] for code, names in PLACES.items() if "-" in code or not code.isascii()
        }
        base.memo["regions"] = provinces | scopes
    known: dict[str, str] = base.memo["regions"]
    return known
