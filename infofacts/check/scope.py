"""Rules on what a fact is about: China, the world, a province or another region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from infofacts.check.neighbours import place_at
from infofacts.check.rule import Claim, in_latin, rule
from infofacts.lexicon import names_of, places
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
_IN_WORLD = re.compile("全球|世界|world|global")
_GROUPS = {
    "oecd": ("经合组织",),
    "g20": ("二十国集团",),
    "g7": ("七国集团",),
    "brics": ("金砖国家",),
}
_SCOPE = pattern("world|[A-Z]{2}(?:-[A-Z]{2,3})?|[^\u4e00-\u9fff\n]*+[\u4e00-\u9fff].*")
# China's place in the world is no figure of the world.
_PLACE_IN = pattern(
    "(?:占|(?:全球|世界)[^，。；]{0,4}(?:占比|首|第|前|领先|率先|影响|竞争|治理|战略)|世界(?:互联网大会|贸易组织))"
)
_CITY = pattern("(?:其中|^)((?![全本各该此城都省我])[\u4e00-\u9fff]{2}市)(?![场民区值])")
_YEAR_FIRST = re.compile("^(?:截[至止])?[0-9]{4}年[底末]?[，,]?")
_TITLES = re.compile("《[^《》]*》|“[^“”]*”")


@rule(of="rank")
def rank_scope(claim: Claim) -> Iterator[str]:
    """A rank has the scope that its words name right before it, or its label: 全球第二, 亚洲第一."""
    fact = claim.fact
    named = _RANKED_IN.findall(claim.around if in_latin(claim.quote) else claim.clause)
    named = named or _RANKED_IN.findall(f"{fact.zh} {fact.en}")
    if named:
        name = named[-1]
        folded = name.casefold()
        code = "world" if _IN_WORLD.search(folded) else places().get(folded, folded)
        known = (code,) if code in PLACES else names_of(code) or _GROUPS.get(folded, (name,))
        if fact.scope not in (code, *known):
            yield _(
                'the source says {name}: scope = "{scope}" is missing', name=name, scope=known[0]
            )


@rule(key="scope")
def unknown_scope(claim: Claim) -> Iterator[str]:
    """A scope is world, an ISO 3166 code or a Chinese name."""
    scope = claim.fact.scope
    if scope not in PLACES and (not _SCOPE.fullmatch(scope) or scope.startswith("CN-")):
        yield _("scope {scope!r} is no code (world, CN, CN-BJ) and no Chinese name", scope=scope)


@rule(key="scope")
def scope_not_named(claim: Claim) -> Iterator[str]:
    """The world is named in the quote; another scope than China there, before it or in the label."""
    for part, names in _unnamed(claim):
        if part == "world" or (claim.text and not _abroad(part)):
            yield _(
                "scope = {part!r}, but the source does not name {names}",
                part=part,
                names=_(" or ").join(names[:2]),
            )


@rule(key="scope", doubt=6)
def scope_not_in_quote(claim: Claim) -> Iterator[str]:
    """A scope other than China is named in the quote or label, also if the text is not bundled.

    Another country may be that of most facts of the source.
    """
    for part, names in _unnamed(claim):
        begins = place_at(claim.fact.quote)  # Germany exported, of a source on France
        usual = _usual(claim, part) and not (begins and begins[1] != part)
        if part != "world" and (not usual if _abroad(part) else not claim.text):
            yield _(
                "scope = {part!r}, but the quote does not name {names}",
                part=part,
                names=_(" or ").join(names[:2]),
            )


def _unnamed(claim: Claim) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The parts of a scope that the words do not name, and what they are called."""
    if claim.fact.scope == "CN" or not claim.quote:
        return
    words, label = claim.sentence, f"{claim.fact.zh} {claim.fact.en}"
    for part in claim.fact.scope.split("、"):
        names = PLACES.get(part) or names_of(places().get(part, part)) or (part,)
        if part == "world":
            names, words = _WORLD, claim.quote.casefold()
            label = label if claim.fact.measure == "rank" else ""
            names += ("联合国",) if claim.fact.measure == "rank" else ()
        names += tuple(name for name, group in _GROUPS.items() if part in group)
        long = [n for n in names if len(n) > 3 or not (n.isascii() and n.isalpha())]  # us: business
        folded = f"{words} {squeeze(label)}".casefold()
        if not any(squeeze(name).casefold() in folded for name in long) and part not in label:
            yield part, names


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
