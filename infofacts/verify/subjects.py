"""What a number is of: the indicators that the words around it name."""

from __future__ import annotations

import re
from typing import NamedTuple

from infofacts.model import Fact
from infofacts.verify.claims import PERCENT, POINTS, RANK, Claim
from infofacts.verify.judge import AGREES, FOREIGN
from infofacts.verify.names import Candidate, Vocabulary, features, foreign_size, match
from infofacts.verify.passage import MOST, REACH, Passage, Spans

Features = frozenset[str]
NO_WORDS: Features = frozenset()
NEIGHBOURS = 40  # characters between a number and the one that says what it is of


class Subject(NamedTuple):
    """What a number is of: candidates, the likeliest first, and those that it can only be."""

    candidates: list[Candidate]
    exact: frozenset[str]


NOTHING = Subject([], frozenset())


def sure(fact: Fact) -> Subject:
    """The subject of a number that the words of a quote prove."""
    indicator = fact.indicator_id
    return Subject([Candidate(indicator, 1.0, 1.0, 0, 1)], frozenset([indicator]))


def concrete(words: Features) -> bool:
    """Whether some features name anything."""
    return any(feature[0] != "~" for feature in words)


def named(
    vocabulary: Vocabulary, variants: list[Features], near: Features, lead: Features = NO_WORDS
) -> Subject:
    """The best of the candidates that each of some features has.

    `near` are the features of words before them; those of `lead` that a variant leaves out must
    still fit.
    """
    best: dict[str, Candidate] = {}
    for own in variants:
        for each in match(vocabulary, own, near - own)[:8]:
            if extra := lead - own:
                foreign = foreign_size(extra, vocabulary.known[each.indicator])
                score = each.score - 2 * foreign
                each = each._replace(foreign=each.foreign + foreign, score=score)
            if each.indicator not in best or each.score > best[each.indicator].score:
                best[each.indicator] = each
    ordered = sorted(best.values(), key=lambda each: -each.score)
    likely = [each for each in ordered if each.likely]
    return Subject(likely, frozenset(each.indicator for each in likely if each.exact))


def in_full(subject: Subject) -> Subject:
    """The candidates that the words name in full, if there are any, else all."""
    whole = [each for each in subject.candidates if each.whole and each.indicator in subject.exact]
    return Subject(whole, frozenset(each.indicator for each in whole)) if whole else subject


def unless_of_part(vocabulary: Vocabulary, subject: Subject, before: Features) -> Subject:
    """A subject that is not exact where it leans on words before that are of something else.

    工业企业研发经费2.3万亿元，投入强度1.69% is not the intensity of the country.
    """
    leaning = {
        each.indicator for each in subject.candidates
        if not each.whole and foreign_size(before, vocabulary.known[each.indicator])
        and before & vocabulary.known[each.indicator]
    }  # fmt: skip
    return subject._replace(exact=subject.exact - leaning)


def same_subject(subject: Subject, fact: Fact | None, verdict: str) -> Subject:
    """What an earlier number is of, and surely so if a value agreed with it."""
    if not fact:
        exact = [each for each in subject.candidates if each.indicator in subject.exact]
        return Subject(exact or subject.candidates[:1], subject.exact)
    indicator = fact.indicator_id
    kept = [each for each in subject.candidates if each.indicator == indicator]
    if verdict in AGREES:
        kept = [each._replace(labelled=True) for each in kept]
    certain = indicator in subject.exact or verdict in AGREES
    return Subject(kept or subject.candidates[:1], frozenset([indicator] if certain else ()))


# ---------------------------------------------------------------- lists
def listed(passage: Passage, number: int, spans: Spans) -> list[str]:
    """What each number of a list is of, the words of this one first; nothing for no list.

    A、B和C分别为1、2、3; A and B had 1 and 2, respectively. The last words go with all.
    """
    run = passage.run(number)
    if not 1 < len(run) <= MOST:
        return []
    first, claim = passage.claims[run[0]], passage.claims[number]
    after = passage.text[first.start : min(spans.sentence[1], claim.last + REACH)]
    before = passage.claims[run[0] - 1].last if run[0] else 0  # 5G用户分别为1和2，基站分别为3和4
    lead = passage.words(max(spans.sentence[0], before), first.outer)
    if not re.search("分别|依次|各为", lead[-24:]) and "respectively" not in after:
        return []
    clauses = re.split(r"[;:]" if spans.latin else "[；;：:，]", lead)
    for words in (next((c for c in reversed(clauses) if features(c)), ""), lead):
        items = _items(words, len(run))
        if len(items) == len(run):
            return [items[run.index(number)], items[-1]]
    return []


def _items(words: str, count: int) -> list[str]:
    """The parts of an enumeration; the last "and" is split only where one is missing."""
    items = [item for item in re.split(r"[、，]|,\s", words) if features(item)]
    if len(items) < count and items:
        items[-1:] = [i for i in re.split(r"[和与及]|\sand\s", items[-1]) if features(i)]
    return items


# ---------------------------------------------------------------- words beside a number
# What an English number counts: the words after it up to a verb, a preposition or "and".
_COUNTED = re.compile(
    r"(?:\s(?!(?:and|in|by|at|as|from|to|while|with|who|that|which|were|was|is|are|stood|after|for"
    r"|had|have|has|on|during|compared|up|down|above|below|more|than|across|worth|last|this)\b)"
    r"[\w/+'’-]+)+"
)


def beside(
    passage: Passage, number: int, spans: Spans, before: Claim | None, used: int
) -> tuple[str, str]:
    """The words right before a number, in its clause, and right after it.

    `before` is the number before it, `used` where the words end that belong to that one.
    """
    claim = passage.claims[number]
    start = max(spans.clause[0], before.last if before else 0, used, claim.outer - REACH)
    following = passage.claims[number + 1].outer if number + 1 < len(passage.claims) else None
    end = max(claim.last, min(spans.clause[1], following or spans.clause[1], claim.last + REACH))
    if counted := _COUNTED.match(passage.plain, claim.last, end) if spans.latin else None:
        end = counted.end()
    return passage.plain[start : claim.outer], passage.plain[claim.last : end]


def counts(claim: Claim, tail: str, spans: Spans) -> bool:
    """Whether the words after a number are what it counts: 24个直联点, 718,000 base stations."""
    if claim.unit in (RANK, "元", *FOREIGN) or not tail.strip():
        return False
    return spans.latin or (claim.unit not in (PERCENT, POINTS) and tail[:1] not in ("的", " "))
