"""Which words of a question a fact does not meet.

A fact meets a place by its scope or its words, a year by its own, a number by its value or its
words, a kind of number by its measure and unit, and a subject by its labels and its quote. A number
of things is only met by a fact that counts these things, not by one that names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from infofacts import lexicon, vocabulary
from infofacts.model import Fact, Indicator, Topic
from infofacts.numbers import digits_of, is_share, scale_by
from infofacts.question import BOUND_SIGNS, Part, Question, known_as, read_name
from infofacts.stems import STOP_EN, WORD, english, plain, stem, stems_of
from infofacts.text import pattern
from infofacts.units import UNITS


# ---------------------------------------------------------------- what a fact says
class Words:
    """The words of some texts: Chinese ones as they follow each other, English ones by stems."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    @cached_property
    def plain(self) -> str:
        """The texts in small letters of usual width."""
        return plain("\n".join(self.texts))

    @cached_property
    def text(self) -> str:
        """The texts without blanks, which come and go between Chinese words."""
        return self.plain.replace(" ", "")

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the English words."""
        return stems_of(self.plain)

    @cached_property
    def phrases(self) -> str:
        """Their stems as they follow each other."""
        return "\n".join(f" {' '.join(english(text))} " for text in self.plain.split("\n"))

    def __contains__(self, word: str) -> bool:
        """Whether a word or phrase is among them."""
        stems = _stemmed(word) if word.isascii() else ()
        return self.stems.issuperset(stems) if stems else word in self.text


@lru_cache(maxsize=1024)
def _stemmed(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase; none if it has only words that no text is searched for."""
    words = WORD.findall(phrase)
    return () if STOP_EN.issuperset(words) else tuple(map(stem, words))


class Said:
    """What an indicator says of itself: its own names, and those of its topic."""

    def __init__(self, indicator: Indicator, topic: Topic) -> None:
        key = indicator.key.replace("-", " ")
        self.own = Words(indicator.zh, indicator.en, *indicator.aliases, key)
        self.topic = Words(topic.zh, topic.en, *topic.aliases)


def said_by(fact: Fact) -> Words:
    """The words of a fact itself: its quotes and its value."""
    values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    english = fact.value_en if isinstance(fact.value_en, tuple) else (fact.value_en,)
    texts = (each for each in (*values, *english) if isinstance(each, str))
    return Words(fact.quote, *fact.also, fact.printed, *texts)


def said_of(fact: Fact) -> Words:
    """The words of its quotes that a number belongs to: its clauses."""
    clauses = (
        clause
        for quote in (fact.quote, *fact.also)
        for clause in _CLAUSE.findall(quote)
        if fact.printed in clause
    )
    return Words(*clauses, fact.printed)


# A clause, with those that only go on about the same thing.
_CLAUSE = pattern(
    r"(?:[^，；。,;.]|(?<=\d)[,.](?=\d)|[，,](?=占|同比|比|较|达|增长|增加|下降|累计|平均))++"
)
# What may follow in a name of a number on the name of what is counted.
_COUNTING = "总|量|数|额|规模|人|户|家|个|次|累计|[(（].*[)）]"
_PAIR = pattern(r"(?=([^\W_]{2}))")
# Between what a share is of, and the whole that it is a part of.
_SHARE_OF = pattern("占(?!比)|（与| share of ")


# ---------------------------------------------------------------- which words are not met
class Reading:
    """A fact read for a question."""

    def __init__(
        self, question: Question, fact: Fact, said: Said, guesses: dict[str, list[str]]
    ) -> None:
        self.question, self.fact, self.said, self.guesses = question, fact, said, guesses
        self.words = said_by(fact)
        same = (fact.zh, fact.en) == said.own.texts[:2]
        self.label = said.own if same else Words(fact.zh, fact.en)
        # the texts that name what the fact is about: a number may be quoted with much else
        self.names = [said.own, said.topic, *([] if same else [self.label])]
        # what a number is about is said beside it, not by all of a long quote
        self.near = self.words if fact.number is None else said_of(fact)
        self.telling = [*self.names, self.near]

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
        stems = _stemmed(word) if word.isascii() else ()
        if not stems:
            return word in (self.text if len(word) > 1 else self.said.own.text)
        if len(stems) == 1:
            return stems[0] in self.stems
        phrase = f" {' '.join(stems)} "
        return any(phrase in each.phrases for each in self.telling)

    @cached_property
    def unmet(self) -> tuple[str, ...]:
        """The words of the question that the fact does not meet, as they were typed."""
        missing = self._uncovered()
        for part in self.question.parts:
            if not self._met(part):
                missing.update(range(part.start, part.end))
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
        label, asked = (
            set(_PAIR.findall(text)) for text in (plain(self.fact.zh), self.question.text)
        )
        return len(label - asked) / (len(label) or 1)

    @cached_property
    def shares(self) -> tuple[Words, Words]:
        """What a share is of, and the whole that it is a part of, by its labels."""
        if not is_share(self.fact.unit):
            return Words(), Words()
        zh, en = (_SHARE_OF.split(name, maxsplit=1) for name in (self.fact.zh, self.fact.en))
        if not zh[0] or not zh[1:]:
            return Words(), Words()
        return Words(zh[0], en[0]), Words(zh[1], *en[1:])

    def _only_whole(self, word: str) -> bool:
        """Whether a word is of the whole of a share only, and no share is asked for."""
        part, whole = self.shares
        return word in whole and word not in part and not self.question.of("share")

    def _spans(self, missing: set[int]) -> Iterator[tuple[int, int]]:
        """The places of the words that have missing characters."""
        for part in self.question.parts:
            if part.start in missing:
                yield part.start, part.end
                missing.difference_update(range(part.start, part.end))
        start = None
        for at in range(len(self.question.text) + 1):
            if at in missing and start is None:
                start = at - self._belongs(at - 1)
            elif start is not None and at not in missing:
                yield start, at + self._belongs(at)
                start = None

    def _belongs(self, at: int) -> bool:
        """Whether an idle character beside a missing one is of the same word: the 人 of 人均."""
        idle = at in self.question.idle and at not in self.covered
        return idle and self.question.text[at] not in "的了是在和与有"

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
            and (self.question.text[at] not in self.said.own.text or self._belongs(at - 1))
        }
        return set() if len(left) == 1 and self._mistyped(*left) else left

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
            return any(word in each for word in part.words for each in self.names)
        if part.kind == "year":
            return self._met_year(part.words[0])
        if part.kind == "number":
            return (
                self.has_value(part)
                or self._printed(part)
                or part.loose and self._like(part.words[0])
            )  # fmt: skip
        if part.kind in vocabulary.MET_BY:
            return self._met_kind(part)
        if part.kind != "subject":
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
        if question.of(*vocabulary.MET_BY):
            return kind != "count" or self._counts(part)
        people = typed.endswith(("人", "people", "persons"))
        if fact.measure in ("growth", "rank") or is_share(fact.unit):
            tells = kind == "many" and fact.measure == "level"
            return tells and (people or self._tells_how_many(part))
        unit = UNITS.get(fact.unit or "")
        if kind == "money":
            return not unit or not unit.name or unit.kind == "currency"
        of_people = not unit or not unit.name or unit.kind == "people"
        if (people or kind in ("persons", "users")) and not of_people:
            return False
        following = question.text.startswith(fact.unit or "\n", part.end)
        of_unit = following or typed.removesuffix("数") == fact.unit
        few = 2 if kind == "users" and not typed.isascii() else 1
        if len(question.things) <= few and not people:
            return self.slip or self._is_all()
        return kind != "count" or of_unit or self._counts(part)

    def _tells_how_many(self, part: Part) -> bool:
        """Whether a share may answer: how many of those asked do something, not how many 座."""
        beside = [each for each in self.question.parts if 0 <= each.start - part.end <= 1]
        counted = self.question.text[part.end : part.end + 1] in {*UNITS} - {""}
        named = beside and beside[0].kind == "subject"
        return bool(self.question.things[1:]) and not counted and not named

    def _is_all(self) -> bool:
        """Whether the fact is of all that is asked for: a name of it has nothing else, as 煤矿 are
        more than 智能化煤矿."""
        asked = {_key(word) for words in self.question.things for word in words}
        for text in (self.fact.zh, self.fact.en, *self.said.own.texts[:-1]):
            name = read_name(plain(text))
            known = name.things and all(_key(thing[0]) in asked for thing in name.things)
            if known and len([char for char in name.rest if char not in self.question.text]) < 3:
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
        if part_before and part_before.kind != "subject" or text[-1:].isascii():
            return True
        near = (range(max(first, end - 2), min(last, end)) for first, last in question.runs)
        unsaid = {at for each in near for at in each} - self.covered - question.idle
        if not part_before and any(self._mistyped(at) for at in unsaid):
            return True
        words = (text[part_before.start :], *part_before.words) if part_before else (text[-2:],)
        either = "|".join(re.escape(word) for word in words if not word.isascii())
        named = re.compile(rf"(?:{either})(?:{_COUNTING})*$")
        names = (*self.label.texts, *self.said.own.texts)
        if any(named.search(plain(name)) for name in names):
            return True
        behind = re.compile(rf"\w{{0,12}}?(?:{either})(?!\w)")
        clause, printed = self.near.text, plain(self.fact.printed)
        numbers = (at for at in range(len(clause)) if clause.startswith(printed, at))
        return any(behind.match(clause, at + len(printed)) for at in numbers)

    def _counts_english(self, start: int) -> bool:
        """Whether the head of the phrase that begins at a place is the head of a name too."""
        head = ""
        for word in WORD.finditer(self.question.text, start):
            known = known_as(word[0])
            if known and known[0] in ("idle", "place", "year"):
                if head:
                    break
                continue
            head = word[0]
        if not head:
            return True
        for name in (*self.label.texts, *self.said.own.texts):
            words = WORD.findall(plain(name))
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
        return bool(re.search(rf"(?<!较|比|自|从){year}", text))

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
            return True
        texts = [self.label.plain, self.said.own.plain]
        if fact.number is None or kind == "rank":
            texts.append(self.words.plain)
        return any(re.search(vocabulary.MET_BY[kind], text) for text in texts)

    def _grows(self, part: Part) -> bool:
        """Whether the fact is of what is named beside a growth: satellites, not their industry."""
        if of := re.match(" (?:of|in) ", self.question.text[part.end :]):
            return self._counts_english(part.end + of.end())
        before = (each for each in self.question.of("subject") if each.end == part.start)
        chinese = not self.question.text[part.start - 1 : part.start].isascii()
        return not chinese or all(self._counts(part) for _ in before)

    def has_value(self, part: Part, any_bound: bool = False) -> bool:
        """Whether the value of the fact is a number of the question, in its unit and to the same
        side of it, if the question has these."""
        fact = self.fact
        ends = (fact.quantity.value, fact.quantity.top) if fact.quantity else (fact.number,)
        if part.number not in [end.copy_abs() for end in ends if end is not None]:
            return False
        if not any_bound and part.sign != "=" and part.sign[0] != fact.bound[0]:
            return False
        unit = UNITS.get(fact.unit or "")
        same = is_share(part.unit) and is_share(fact.unit)
        return not part.unit or part.unit == (unit.name if unit else fact.unit) or same

    def _printed(self, part: Part) -> bool:
        """Whether a number stands in the texts of the fact, in any scale, with its unit."""
        assert part.number is not None
        unit = "(?:%|个百分点)" if is_share(part.unit) else re.escape(part.unit.casefold())
        for scale, power in (("", 0), ("万", 4), ("亿", 8), ("万亿", 12)):
            digits = digits_of(scale_by(part.number, -power))
            zeros = "0*" if "." in digits else r"(?:\.0+)?"
            pattern = (
                rf"(?<![\d.]){re.escape(digits)}{zeros}(?![\d.]*\d)"
                rf"(?:[-~～—–至到][\d.]+)?[余多]?{scale}(?![万亿])[余多]?{unit}"
            )
            for each in (*self.names, self.words):
                text = each.plain.replace(",", "")
                if digits not in text or not _bounded(text, part.sign):
                    continue
                if re.search(pattern, text.replace(" ", "") if unit else text):
                    return True
        return False

    # ---------------------------------------------------------- subjects
    def _met_subject(self, part: Part) -> bool:
        typed = self.question.typed_of(part)
        if any(self.has(word) for word in (typed, *part.words)):
            return not self._only_whole(typed)
        if not typed.isascii():
            return self.covered.issuperset(range(part.start, part.end))
        words = [word for word in WORD.findall(typed) if word not in STOP_EN]
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
        tokens = WORD.findall(text)
        joined = {
            stem(a + b)
            for a, b in zip(tokens, tokens[1:], strict=False)
            if word in (stem(a), stem(b))
        }
        return not stems.isdisjoint(joined)


def _key(word: str) -> str:
    """A word as it is compared."""
    return " ".join(map(stem, word.split())) if word.isascii() else word


def _bounded(text: str, sign: str) -> bool:
    """Whether a text has a word for a bound to one side, if it is asked for."""
    return sign in "=~" or any(
        of[0] == sign[0] and word in text for word, of in BOUND_SIGNS.items()
    )
