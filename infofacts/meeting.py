"""Which words of a question a fact does not meet.

A fact meets a place by its scope or its words, a year by its own, a number by its value or its
words, a kind of number by its measure and unit, and a subject by its names. A number of things is
only met by a fact that counts these things, not by one that names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from infofacts import lexicon, vocabulary
from infofacts.known import known_as, phrase_head
from infofacts.model import Fact
from infofacts.numbers import digits_of, is_share, scale_by
from infofacts.question import BOUND_SIGNS, Part, Question, read_name
from infofacts.stems import STOP_EN, in_word, is_latin, plain, stem, words_in
from infofacts.text import pattern
from infofacts.units import POINTS, UNITS, Unit
from infofacts.wordings import (
    Said,
    Words,
    bare,
    ends_with,
    key_of,
    said_by,
    said_of,
    stemmed,
    values_of,
)

# How the name of a share ends, perhaps with since when it changed.
_SHARED = pattern("(?:占比|比例|比重)(?:，.*)?$")


# ---------------------------------------------------------------- which words are not met
class Reading:
    """A fact read for a question."""

    def __init__(
        self,
        question: Question,
        fact: Fact,
        said: Said,
        guesses: dict[str, list[str]],
        quoted: bool = False,
    ) -> None:
        self.question, self.fact, self.said, self.guesses = question, fact, said, guesses
        self.quoted = quoted
        self.words = said_by(fact)
        same = (fact.zh, fact.en) == said.own.texts[:2]
        self.label = said.own if same else Words(fact.zh, fact.en)
        # the texts that name what the fact is about: a number may be quoted with much else
        self.names = [said.own, said.topic, *([] if same else [self.label])]
        values = [values_of(fact)] if fact.number is None else []
        self.telling = [*self.names, *values, *([self.near] if quoted else [])]

    @cached_property
    def unit(self) -> Unit:
        """The unit of the fact, as far as it is known; one without a name for none."""
        return UNITS.get(self.fact.unit or "") or UNITS[""]

    @cached_property
    def near(self) -> Words:
        """What a number is about is said beside it, not by all of a long quote."""
        return self.words if self.fact.number is None else said_of(self.fact)

    @cached_property
    def text(self) -> str:
        """The texts that tell what the fact is about, without blanks."""
        return "\n".join([each.text for each in self.telling])

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of their English words."""
        return frozenset().union(*[each.stems for each in self.telling])

    def has(self, word: str) -> bool:
        """Whether a word is in these texts, or a phrase in one of them."""
        stems = stemmed(word) if word.isascii() else ()
        if not stems:
            return word in (self.text if len(word) > 1 else self.said.own.text)
        if len(stems) == 1:
            return stems[0] in self.stems
        phrase = f" {' '.join(stems)} "
        return any(phrase in each.phrases for each in self.telling)

    @cached_property
    def unmet(self) -> tuple[str, ...]:
        """The words of the question that the fact does not meet, as they were typed.

        What a number is of is told by its names; one word of three may stand beside it instead.
        """
        words, things = self._unmet(), len(self.question.things)
        head = self.question.word(*self.question.head)
        if not words or self.quoted or 3 * len(words) > things or head in words:
            return words
        return Reading(self.question, self.fact, self.said, self.guesses, quoted=True)._unmet()

    def _unmet(self) -> tuple[str, ...]:
        missing = self._uncovered()
        for part in self.question.parts:
            if not self._met(part):
                missing.update(range(part.start, part.end))
        if self.fact.unit == POINTS and vocabulary.COMPARING.search(self.label.plain):
            asked = vocabulary.COMPARING.search(self.question.text)
            missing.update(() if asked else range(*self.question.head))
        words = [self.question.word(*span) for span in sorted(self._spans(missing))]
        return tuple(dict.fromkeys(filter(None, words)))

    @property
    def part_unmet(self) -> float:
        """The part of the words of the question that is not met."""
        return min(len(self.unmet) / (self.question.size or 1), 1.0)

    @property
    def elsewhere(self) -> bool:
        """Whether the fact is of a place, or has a word, that was not asked for."""
        places = self.question.of("place")
        other = self.fact.scope != "CN" and not any(self._met(part) for part in places)
        return other or any(word in self.label for word in self.question.without)

    @cached_property
    def besides(self) -> float:
        """The part of its Chinese label that was not asked for, if the question is Chinese."""
        if not self.question.runs:
            return 0.0
        label, asked = map(_pairs, (plain(self.fact.zh), self.question.text))
        return len(label - asked) / (len(label) or 1)

    @cached_property
    def shares(self) -> tuple[Words, Words]:
        """What a share is of, and the whole that it is a part of, by its labels."""
        zh, en = map(_share_of, (self.fact.zh, self.fact.en))
        if not zh[0] or not zh[1] or not is_share(self.fact.unit):
            return Words(), Words()
        return Words(zh[0], en[0]), Words(zh[2], en[2])

    def _only_whole(self, words: Sequence[str]) -> bool:
        """Whether words are of the whole of a share only, and no share is asked for."""
        part, whole = self.shares
        return (
            not self.question.of("share")
            and any(word in whole for word in words)
            and not any(word in part for word in words)
        )

    def _spans(self, missing: set[int]) -> Iterator[tuple[int, int]]:
        """The places of the words that have missing characters."""
        for part in self.question.parts:
            if part.start in missing:
                if part.kind == "many":
                    yield self.question.counted or (part.start, part.end)
                elif part.kind in vocabulary.KINDS:
                    yield self.question.whole(part.start, part.end)
                else:
                    yield part.start, part.end
        for start, end in self.question.free:
            if here := missing.intersection(range(start, end)):
                whole = (start, end) if end - start < 5 else (min(here), max(here) + 1)
                yield self.question.whole(*whole)

    # ---------------------------------------------------------- Chinese words
    @cached_property
    def covered(self) -> set[int]:
        """The places of Chinese characters that stand in the fact together with a neighbour."""
        covered: set[int] = set()
        for first, last in self.question.runs:
            for start in range(first, last - 1):
                end = start + 2
                while end <= last and self.question.text[start:end] in self.text:
                    end += 1
                if end > start + 2:
                    covered.update(range(start, end - 1))
        return covered

    def _uncovered(self) -> set[int]:
        """The places of Chinese characters that the fact does not have, but for idle ones."""
        left = {
            at
            for start, end in self.question.free
            for at in range(start, end)
            if at not in self.covered
            and (end - start > 1 or self.question.text[at] not in self.said.own.text)
        }
        slips = [at for at in left if self._mistyped(at)]
        own = self.said.own.text
        near = (
            at in slips or abs(at - slips[0]) == 1 and self.question.text[at] in own for at in left
        )
        return set() if len(slips) == 1 and all(near) else left

    @cached_property
    def slip(self) -> bool:
        """Whether the question has a slip in a name."""
        return any(
            self._mistyped(at)
            for start, end in self.question.free
            for at in range(start, end)
            if at not in self.covered
        )

    def _mistyped(self, at: int) -> bool:
        """Whether a character stands where a label has another one of the same sound."""
        typed = self.question.text
        first, last = next((f, last) for f, last in self.question.runs if f <= at < last)
        before, after = typed[max(first, at - 2) : at], typed[at + 1 : min(last, at + 3)]
        known = lexicon.syllables()
        import re

        for left, right in ((before[-1:], after[:1]), (before, ""), ("", after)):
            if len(left + right) < 2:
                continue
            for match in re.finditer(f"{re.escape(left)}(.){re.escape(right)}", self.said.own.text):
                if set(known.get(match[1], ())) & set(known.get(typed[at], ())):
                    return True
        return False

    # ---------------------------------------------------------- parts
    def _met(self, part: Part) -> bool:
        if part.kind == "place":
            return self._met_place(part.words[0])
        if part.kind == "group":
            money = self.unit.kind == "currency"
            industry = ("industry",) if money and "firms" in part.words else ()  # it earns theirs
            met = any(word in each for word in (*part.words, *industry) for each in self.names)
            return met and not self._only_whole(part.words)
        if part.kind == "year":
            return self._met_year(part.words[0])
        if part.kind in ("per", "without"):
            import re

            return any(re.search(word, each.text) for word in part.words for each in self.names)
        if part.kind == "number":
            return (
                self.has_value(part)
                or self._printed(part)
                or part.loose and self._like(part.words[0])
                or self.question.asks_whether and self._is_like(part)
            )  # fmt: skip
        if part.kind in vocabulary.MET_BY:
            return self._met_kind(part)
        if part.kind == "unit" and self._in_unit(part):
            return True
        if part.kind not in ("subject", "unit"):
            return self._met_quantity(part, part.kind)
        users = self.question.typed_of(part).endswith(("用户", " users"))
        return self._met_subject(part) and (not users or self._met_quantity(part, "users"))

    # ---------------------------------------------------------- numbers of things
    def _met_quantity(self, part: Part, kind: str) -> bool:
        """Whether the fact has the kind of number that is asked for: a share tells how many, but
        is no count; a question for a growth, a rank or a share too asks for no level."""
        fact, question, typed = self.fact, self.question, self.question.typed_of(part)
        if fact.size is None or question.of("share"):
            return fact.size is not None
        unit, of_people = self.unit, self._of_people(part)
        if question.of(*vocabulary.MET_BY):
            if kind in ("users", "persons"):
                return of_people or is_share(fact.unit) or fact.measure != "change"
            return kind != "count" or self._counts(part)
        people = typed.endswith(("人", "people", "persons"))
        if fact.measure in ("growth", "rank") or is_share(fact.unit):
            tells = kind == "many" and fact.measure == "level"
            return tells and (people or self._tells_how_many(part))
        if kind == "size":
            return True
        if kind == "money":
            fits = not unit.name or unit.kind == "currency"
            return fits and (typed[-1] != "额" or self._has_head())
        if (people or kind in ("persons", "users")) and not of_people:
            return False
        following = question.text.startswith(fact.unit or "\n", part.end)
        of_unit = following or typed.removesuffix("数") == fact.unit
        few = 2 if kind == "users" and not typed.isascii() else 1
        if len(question.things) <= few and not people:
            return self.slip or self._unit_fits() and self._is_all()
        return kind != "count" or of_unit or self._counts(part)

    def _of_people(self, part: Part) -> bool:
        """Whether the fact counts people, or 人次 where these are asked for."""
        unit = self.unit
        times = part.kind == "persons" or self.question.text.startswith(unit.name, part.end - 1)
        return not unit.name or unit.kind == "people" or times and "人数" in unit.asked

    def _has_head(self) -> bool:
        """Whether what a name of the fact ends with is asked for: 额 of 交易 are none of 产业."""
        for name in (self.fact.zh, *self.said.own.texts[:-1]):
            things = read_name(bare(name)).things
            if things and any(word in self.question.text for word in things[-1]):
                return True
        return False

    def _unit_fits(self) -> bool:
        """Whether a unit that names what is counted, as racks, has a word of the question."""
        unit = self.unit
        if not unit.en or unit.kind or unit.silent:
            return True
        counted = Words(unit.name, unit.en)
        return any(word in counted for words in self.question.things for word in words)

    def _tells_how_many(self, part: Part) -> bool:
        """Whether a share may answer: how many of those asked do something, not how many 座."""
        beside = [each for each in self.question.parts if 0 <= each.start - part.end <= 1]
        counted = self.question.text[part.end : part.end + 1] in {*UNITS} - {""}
        named = beside and beside[0].kind == "subject"
        return bool(self.question.things[1:]) and not counted and not named

    def _is_all(self, besides: frozenset[str] = frozenset()) -> bool:
        """Whether the fact is of all that is asked for: a name of it has nothing else, but for
        what some words mean, as 煤矿 are more than 智能化煤矿."""
        asked = {key_of(word) for words in self.question.things for word in words}
        asked.update(guess for word in [*asked] for guess in self.guesses.get(word, ()))
        for text in dict.fromkeys((self.fact.zh, self.fact.en, *self.said.own.texts[:-1])):
            things, rest = self.said.read(plain(text))
            known = things and all(
                key_of(thing[0]) in asked or not besides.isdisjoint(thing[1:2]) for thing in things
            )
            if known and len([char for char in rest if char not in self.question.text]) < 3:
                return True
        return False

    def _counts(self, part: Part) -> bool:
        """Whether the fact counts what is named beside a part of the question: its name ends
        with it, or it stands behind the number. 次 of a court are no number of courts."""
        if self.question.typed_of(part).isascii():
            return self._counts_english(part.end)
        question, end = self.question, part.start
        text = question.text[:end].removesuffix("的").removesuffix("总")
        end = len(text)
        part_before = next((part for part in question.parts if part.end == end), None)
        if part_before and part_before.kind not in ("subject", "group") or text[-1:].isascii():
            return True
        near = (range(max(first, end - 2), min(last, end)) for first, last in question.runs)
        unsaid = {at for each in near for at in each} - self.covered - question.idle
        if not part_before and any(self._mistyped(at) for at in unsaid):
            return True
        words = (text[part_before.start :], *part_before.words) if part_before else (text[-2:],)
        words = tuple(word for word in words if not word.isascii())
        if any(ends_with(name, words) for name in (*self.label.texts, *self.said.own.texts)):
            return True
        clause, printed = self.near.text, plain(self.fact.printed)
        numbers = (at for at in range(len(clause)) if clause.startswith(printed, at))
        return any(_ends_with_one(clause, at + len(printed), words) for at in numbers)

    def _counts_english(self, start: int) -> bool:
        """Whether the head of the phrase that begins at a place is the head of a name too."""
        first, last = phrase_head(self.question.text, start)
        head, behind = self.question.text[first:last], self.question.text[last + 1 :]
        other = words_in(behind)[:1] if is_latin(behind[:1]) else []
        if not head or other and (known_as(other[0]) or ("",))[0] in vocabulary.KINDS:
            return True
        for name in (*self.label.texts, *self.said.own.texts):
            words = words_in(plain(name).partition(" of ")[0])  # exports of zones: no zones
            if all((known_as(word) or ("",))[0] in ("idle", *vocabulary.KINDS) for word in words):
                words = words_in(plain(name))  # number of zones
            for word, after in zip(words, [*words[1:], "of"], strict=False):
                if stem(word) != stem(head):
                    continue
                if after.endswith("ed") or (known_as(after) or ("",))[0] == "idle":
                    return True
        return False

    # ---------------------------------------------------------- places, years, kinds, numbers
    def _met_place(self, code: str) -> bool:
        fact, names = self.fact, lexicon.names_of(code)
        if fact.measure == "rank" and code == "world" and not self.question.of("rank"):
            return False  # the place that China has in the world is no number of the world
        if fact.scope == code or any(name in fact.scope.casefold() for name in names):
            return True
        if code == "CN" and fact.scope == "world":
            return True
        own = [self.said.own, self.label]
        if fact.number is None or code not in ("CN", "world"):
            own += [self.words]
        if code == "world" and (is_share(fact.unit) or fact.measure == "rank"):
            own += [self.words]
        return any(name in each for name in names for each in own)

    def _met_year(self, year: str) -> bool:
        """A month is met by the date only: a part of a year is never the year."""
        fact = self.fact
        if "-" in year:
            printed = f"{year[:4]}年{int(year[5:])}月"
            return (fact.as_of or "").startswith(year) or printed in self.words
        if str(fact.year) == year:
            return True
        text = self.label.text if fact.number is None else ""
        since = ("较", "比", "自", "从")
        return any(not head.endswith(since) for head in text.split(year)[:-1])

    def _met_kind(self, part: Part) -> bool:
        fact, kind = self.fact, part.kind
        falls = self.question.typed_of(part) in vocabulary.FALLING
        if part.words:  # 比2022年
            known = fact.year == int(part.words[0]) + 1 or part.words[0] in self.label.text
            return known and fact.measure in ("growth", "change")
        if kind == "growth" and not self._grows(part):
            return False
        if falls and fact.number is not None and fact.number > 0:
            return False
        if kind == "growth" and fact.measure in ("growth", "change"):
            return True
        if kind == "rank" and fact.measure == "rank":
            return True
        if kind == "share" and is_share(fact.unit) and fact.measure == "level":
            return self.question.typed_of(part) != "率" or self._counts(part)
        texts = [self.label, self.said.own]
        if fact.number is None and kind != "rank":
            texts.append(self.words)
        if fact.number is not None and not (kind == "share" and is_share(fact.unit)):
            # 新增 in a name is no growth of it, nor 第一产业 a rank
            return any(self.question.typed_of(part) in each for each in texts)
        return any(vocabulary.MET_BY[kind].search(each.plain) for each in texts)

    def _grows(self, part: Part) -> bool:
        """Whether the fact is of what is named beside a growth: satellites, not their industry,
        nor the share of those who use them."""
        people = self.question.of("share", "group", "users", "persons", "many")
        if self.fact.unit == POINTS and not people and _SHARED.search(self.fact.zh):
            return False
        if self.question.text.startswith((" of ", " in "), part.end):
            named = self._counts_english(part.end + len(" of "))
        else:
            before = (each for each in self.question.of("subject") if each.end == part.start)
            chinese = any(not self.question.typed_of(each).isascii() for each in before)
            named = not chinese or self._counts(part)
        # the growth of online retail is that of its sales, but not that of the share who use it
        return named or self.fact.unit != POINTS and self._is_all(vocabulary.QUANTITIES)

    def has_value(self, part: Part, any_bound: bool = False) -> bool:
        """Whether the value of the fact is a number of the question, in its unit and to the same
        side of it, if the question has these."""
        fact = self.fact
        ends = (fact.quantity.value, fact.quantity.top) if fact.quantity else (fact.number,)
        if part.number not in [end.copy_abs() for end in ends if end is not None]:
            return False
        if not any_bound and part.sign != "=" and part.sign[0] != fact.bound[0]:
            return False
        same = is_share(part.unit) and is_share(fact.unit)
        return not part.unit or part.unit in (self.unit.name, fact.unit) or same

    def _is_like(self, part: Part) -> bool:
        """Whether the value of the fact can be compared with a number of the question."""
        return self.fact.number is not None and part.unit in ("", self.fact.unit)

    def _printed(self, part: Part) -> bool:
        """Whether a number stands in the texts of the fact, in any scale, with its unit."""
        import re

        assert part.number is not None
        # digits alone may be those before a scale word: 337.7 of 337.7万个
        as_printed = not (part.unit or part.loose) and part.words[0] == digits_of(part.number)
        unit = "(?:%|个百分点)" if is_share(part.unit) else re.escape(part.unit.casefold())
        for scale, power in (("", 0), ("万", 4), ("亿", 8), ("万亿", 12)):
            digits = digits_of(scale_by(part.number, -power))
            zeros = "0*" if "." in digits else r"(?:\.0+)?"
            whole = "" if as_printed else "(?![万亿])"
            pattern = (
                rf"(?<![\d.]){re.escape(digits)}{zeros}(?![\d.]*\d)"
                rf"(?:[-~～—–至到][\d.]+)?[余多]?{scale}{whole}[余多]?{unit}"
            )
            for each in (*self.names, self.words):
                text = each.plain.replace(",", "")
                if digits not in text or not _bounded(text, part.sign):
                    continue
                if re.search(pattern, text.replace(" ", "") if unit else text):
                    return True
        return False

    def _in_unit(self, part: Part) -> bool:
        """Whether the fact is in a unit like one of the question, and of what is asked for."""
        kind, name = part.words
        like = self.unit.kind == kind and (kind != "currency" or self.unit.name == name)
        return like and (len(self.question.things) > 1 or self._is_all())

    # ---------------------------------------------------------- subjects
    def _met_subject(self, part: Part) -> bool:
        typed, things = self.question.typed_of(part), self.question.things
        quantity = part.words[:1] and part.words[0] in vocabulary.QUANTITIES
        if quantity and not things[1:]:  # alone it is that of all, or a part of the topic's name
            named = (name for name in self.said.topic.plain.split("\n") if typed in name)
            return self._is_all() or any(name in self.question.text for name in named)
        if quantity and self.fact.size is None:  # a text may name one, but has none
            return any(word in each for word in (typed, *part.words) for each in self.names)
        words = [word for word in part.words if len(word) > 1] if part.kind == "subject" else []
        if any(self.has(word) for word in (typed, *words)):
            return not self._only_whole((typed, *words))
        if not typed.isascii():
            return self.covered.issuperset(range(part.start, part.end))
        words = [word for word in words_in(typed) if word not in STOP_EN]
        return bool(words) and all(self._like(stem(word)) for word in words)

    def _like(self, word: str) -> bool:
        """Whether an English word is there in another form: begun, joined, or misspelt."""
        text, stems = self.question.text, self.stems
        if word in stems or not stems.isdisjoint(self.guesses.get(word, ())):
            return True
        if len(word) > 4 and any(
            each.startswith(word) or (len(each) > 4 and word.startswith(each)) for each in stems
        ):
            return True
        tokens = words_in(text)
        joined = {
            stem(a + b)
            for a, b in zip(tokens, tokens[1:], strict=False)
            if word in (stem(a), stem(b))
        }
        return not stems.isdisjoint(joined)


def _share_of(name: str) -> tuple[str, str, str]:
    """What a share is of, what stands between, and the whole that it is a part of."""
    text = name.replace("占比", "  ")
    ends = [(at, word) for word in ("占", "（与", " share of ") if (at := text.find(word)) >= 0]
    at, word = min(ends, default=(len(name), ""))
    return name[:at], word, name[at + len(word) :]


def _pairs(text: str) -> set[str]:
    """The letters and digits of a text that stand together, two by two."""
    pairs = zip(text, text[1:], strict=False)
    return {one + other for one, other in pairs if one.isalnum() and other.isalnum()}


def _ends_with_one(text: str, start: int, words: Sequence[str]) -> bool:
    """Whether a word behind a place, of some letters more, ends with one of some words."""
    for at in range(start, start + 13):
        ends = (at + len(word) for word in words if text.startswith(word, at))
        if any(not in_word(text[end : end + 1]) for end in ends):
            return True
        if not in_word(text[at : at + 1]):
            break
    return False


def _bounded(text: str, sign: str) -> bool:
    """Whether a text has a word for a bound to one side, if it is asked for."""
    return sign in "=~" or any(
        of[0] == sign[0] and word in text for word, of in BOUND_SIGNS.items()
    )
