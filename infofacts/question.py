"""What a search asks for, and which of its words a fact does not meet.

A question is cut into parts: places, groups of people, years, numbers, kinds of number (a growth, a
rank, a share) and subjects. Words that only ask or fill count for nothing. A fact meets a place by
its scope or its words, a year by its own, a number by its value or its words, and a subject by its
labels and its quote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from infofacts import lexicon, vocabulary
from infofacts.model import Fact, Indicator, Topic
from infofacts.numbers import bound_sign, digits_of, is_share, scale_by
from infofacts.text import LONGEST_QUERY, ZH_DIGITS
from infofacts.units import BOUND_WORDS, EN_SCALES, UNITS, ZH_SCALES

LONGEST = 10  # characters of the longest Chinese word of a table
HAN_BEGINS = "\u3400"

# ---------------------------------------------------------------- English words
WORD = re.compile(r"[0-9]+(?:\.[0-9]+)?[a-z]*|[a-z]+[0-9a-z]*")
_MEASURED = re.compile(r"([0-9.]+)([a-z]{2,})")
_HYPHENED = re.compile(r"\b([a-z]{1,2})-([a-z]+)\b")  # e-commerce, wi-fi
STOP_EN = frozenset(
    "a an and any are as at be been being by can could did do does doing done for from get give "
    "had has have how i in is it its me much many my of on or our s show so tell than that the "
    "their them there these they this those to was we were what when where which who whose why "
    "will with would you your china chinese find people person persons "
    "thousand million billion trillion thousands millions billions trillions".split()
)


def english(text: str) -> Iterator[str]:
    """The stemmed words and the numbers of a plain text.

    >>> list(english("wi-fi users, 230eflops"))
    ['wifi', 'wi', 'fi', 'user', '230eflop', '230', 'eflop']
    """
    if "-" in text:
        yield from (stem(first + rest) for first, rest in _HYPHENED.findall(text))
    for word in WORD.findall(text):
        if word not in STOP_EN:
            yield stem(word)
            if measured := _MEASURED.fullmatch(word):  # also found by its number and its unit
                yield measured[1]
                yield stem(measured[2])


def plain(text: str) -> str:
    """A text normalised for tokenizing; "IT" is kept apart from the stop word "it"."""
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return (re.sub(r"\bIT\b", "infotech", text) if "IT" in text else text).casefold()


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """An English word without its commonest endings.

    >>> [stem(word) for word in ("stations", "companies", "processes", "programming", "5g")]
    ['station', 'compani', 'process', 'program', '5g']
    """
    if len(word) < 4:
        return word
    for ending, new in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + new
            break
    if word[-1] == word[-2] and word[-1] in "bdgmnprt":
        return word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


_ENDINGS = (
    ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("ies", "i"), ("ings", ""), ("ing", ""),
    ("ed", ""), ("es", "e"), ("s", ""), ("y", "i"),
)  # fmt: skip


# ---------------------------------------------------------------- parts of a question
class Part:
    """A part of a question, from one place in its text to another, and what meets it.

    `kind` is place (then `words` has its code), group, year, number, growth, rank, share or
    subject. `number` is the value of a number in base units, `unit` its unit, `sign` its bound; a
    `loose` one is small and without a unit: it is looked for as a word.
    """

    __slots__ = ("end", "kind", "loose", "number", "sign", "start", "unit", "words")

    def __init__(
        self,
        start: int,
        end: int,
        kind: str,
        words: tuple[str, ...] = (),
        number: Decimal | None = None,
        unit: str = "",
        sign: str = "",
        loose: bool = False,
    ) -> None:
        self.start, self.end, self.kind, self.words = start, end, kind, words
        self.number, self.unit, self.sign, self.loose = number, unit, sign, loose


class Question:
    """A question: its text in small simplified letters, and its parts.

    `origin` has, for each character of the text, its place in what was `typed`. `idle` are the
    places of characters that a fact need not have, `runs` those of Chinese words, and `without`
    the words that a fact must not have.
    """

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.text, self.origin, self.sizes = _normal(typed)
        parser = _Parser(self.text)
        parser.cut()
        self.parts, self.idle = parser.parts, parser.idle
        self.left_out, self.without = parser.left_out, parser.without
        self.runs = [run.span() for run in _RUN.finditer(self.text)]

    def of(self, kind: str) -> list[Part]:
        """The parts of one kind."""
        return [part for part in self.parts if part.kind == kind]

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that are named."""
        return frozenset(int(part.words[0][:4]) for part in self.of("year"))

    @cached_property
    def wanted(self) -> str:
        """The text without years and what a fact must not have, and with digits for numbers."""
        text = list(self.text)
        spans = [(*span, "") for span in self.left_out]
        spans += [(part.start, part.end, "") for part in self.of("year")]
        spans += [(part.start, part.end, part.words[0]) for part in self.of("number")]
        for start, end, instead in spans:
            text[start:end] = instead.ljust(end - start)
        return "".join(text)

    @cached_property
    def size(self) -> int:
        """How many words can be met: the parts, and what is between them in Chinese."""
        taken = {at for part in self.parts for at in range(part.start, part.end)} | self.idle
        free = [at for first, last in self.runs for at in range(first, last) if at not in taken]
        return len(self.parts) + sum(at - 1 not in free for at in free)

    @property
    def placeless(self) -> str:
        """The text without places and years."""
        left_out = {
            at for p in self.parts if p.kind in ("place", "year") for at in range(p.start, p.end)
        }
        return "".join(char for at, char in enumerate(self.text) if at not in left_out)

    @cached_property
    def numbers(self) -> list[Part]:
        """The numbers that are looked up as values."""
        return [part for part in self.of("number") if not part.loose]

    def word(self, start: int, end: int) -> str:
        """A part of the text as it was typed."""
        last = self.origin[end - 1]
        return self.typed[self.origin[start] : last + self.sizes[end - 1]].strip()


_YEAR = (
    r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]\d|\d|[万亿%个户人家台件块]|\s*(?:million|billion))"
    r"\s*(?:年(?:(\d{1,2})月|[底末初]|度)?)?"
)
_ZH_YEAR = f"([一二][{ZH_DIGITS}〇零]{{3}})年"
_DIGIT = {char: str(digit) for digit, char in enumerate(ZH_DIGITS, 1)} | {"〇": "0", "零": "0"}
# Bounds in plain words, which texts have in other places than before a number too.
_BOUNDS = {"above": ">", "exceeding": ">", "beyond": ">", "below": "<", "fewer than": "<"}
_SHORT_SCALES = {"bn": 9, "b": 9, "mn": 6, "m": 6, "k": 3}


_SCALES = {**ZH_SCALES, "百": 2, "千": 3, **EN_SCALES, **_SHORT_SCALES}


_AFTER = {
    "+": "以上", "or more": "以上", "or above": "以上", "or less": "以下", "or below": "以下",
    "以上": "以上", "以下": "以下", "以内": "以内", "左右": "左右",
}  # fmt: skip
_DIGITS = r"(?<![\d.a-z])(?:\d{1,3}+(?:,\d{3})++(?:\.\d++)?|\d++(?:\.\d++)?)"
_UNIT_NAMES = {
    **{e: u.name for u in UNITS.values() if not u.silent and u.kind not in ("people", "share")
       for e in (u.en.casefold(), u.plural.casefold()) if e},
    **{name.casefold(): unit.name for name, unit in UNITS.items() if name},
    "percent": "%", "per cent": "%", "rmb": "元",
}  # fmt: skip
_BOUND_SIGNS = {word: bound.sign for word, bound in BOUND_WORDS.items()} | _BOUNDS
_RUN = re.compile(r"[^\W_0-9a-z]+")
_TOKEN = re.compile(r"[a-z0-9]+(?:[.'’&][a-z0-9]+)*|%")
_HOW = frozenset(
    f"how {word}"
    for word in "large big fast long high old far often deep wide small new expensive good".split()
)
# Longest first: 广西壮族自治区.
_SUFFIXES = ("维吾尔自治区", "特别行政区", "壮族自治区", "回族自治区", "自治区", "地区", "省", "市")


@lru_cache(maxsize=16)
def parse(words: tuple[str, ...]) -> Question:
    """Cut what was typed into parts."""
    typed = " ".join(words)[:LONGEST_QUERY].encode("utf-8", "ignore").decode()  # no lone surrogates
    return Question(typed)


def _normal(typed: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """A text in small simplified letters of usual width, without blanks between Chinese words;
    for each character its place in what was typed, and how many characters it stands for."""
    text: list[str] = []
    origin: list[int] = []
    sizes: list[int] = []
    at = 0
    for piece, size in lexicon.simplified(typed):
        for number, char in enumerate(piece):
            # a word of another length is one place
            place, span = (at + number, 1) if len(piece) == size else (at, size)
            for letter in unicodedata.normalize("NFKC", char).casefold():
                text.append(letter)
                origin.append(place)
                sizes.append(span)
        at += size
    joined = "".join(text)
    for word in reversed([*re.finditer(r"\bIT\b", typed)]):  # not the stop word "it"
        if sizes[origin.index(word.start())] == 1 == sizes[origin.index(word.end() - 1)]:
            first = origin.index(word.start())
            text[first : first + 2], origin[first : first + 2] = "infotech", [word.start()] * 8
            sizes[first : first + 2] = [2] * 8
            joined = "".join(text)
    kept = [at for at, char in enumerate(joined) if char != " " or not _within(joined, at)]
    return (
        "".join(joined[at] for at in kept),
        tuple(origin[at] for at in kept),
        tuple(sizes[at] for at in kept),
    )


def _within(text: str, at: int) -> bool:
    """Whether a blank stands between Chinese words."""
    before, after = text[:at].rstrip()[-1:], text[at:].lstrip()[:1]
    return before > HAN_BEGINS and after > HAN_BEGINS


class _Parser:
    """Cuts a text into parts, one kind after the other; `free` are the characters left."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.free = [True] * len(text)
        self.parts: list[Part] = []
        self.idle: set[int] = set()
        self.without: list[str] = []
        self.left_out: list[tuple[int, int]] = []

    def cut(self) -> None:
        self._without()
        self._years()
        self._numbers()
        self._chinese()
        self._english()
        self.parts.sort(key=lambda part: part.start)

    def _take(self, start: int, end: int) -> bool:
        """Use some characters, if all are free."""
        if not all(self.free[start:end]):
            return False
        self.free[start:end] = [False] * (end - start)
        return True

    def _without(self) -> None:
        if not any(word in self.text for word in vocabulary.NEGATING):
            return
        for match in re.finditer(vocabulary.NEGATION, self.text):
            if self._take(*match.span()):
                self.idle.update(range(*match.span()))
                self.left_out.append(match.span())
                self.without.append(match[1].strip())

    def _years(self) -> None:
        if "年" in self.text:
            for match in re.finditer(_ZH_YEAR, self.text):
                if self._take(*match.span()):
                    year = "".join(_DIGIT[char] for char in match[1])
                    self.parts.append(Part(*match.span(), "year", (year,)))
        if not any(map(str.isdecimal, self.text)):
            return
        for match in re.finditer(_YEAR, self.text):
            if self._take(*match.span()):
                month = f"-{int(match[2]):02}" if match[2] else ""
                self.parts.append(Part(*_stripped(match), "year", (match[1] + month,)))

    def _numbers(self) -> None:
        for match in re.finditer(_DIGITS, self.text):
            number = _Number(self.text, *match.span())
            if number.names or not self._take(number.start, number.end):
                continue
            self.parts.append(
                Part(
                    number.start,
                    number.end,
                    "number",
                    (number.digits,),
                    number.value,
                    number.unit,
                    number.sign,
                    number.loose,
                )  # fmt: skip
            )

    # ---------------------------------------------------------- Chinese
    def _chinese(self) -> None:
        for run in _RUN.finditer(self.text):
            at = run.start()
            while at < run.end():
                at = self._word(at, run.end())

    def _word(self, at: int, end: int) -> int:
        """Take the longest known word that begins here; the place after it."""
        for size in range(min(LONGEST, end - at), 0, -1):
            word = self.text[at : at + size]
            if self.free[at] and (known := _known(word)) is not None and self._take(at, at + size):
                stop = at + size
                if known[0] == "place":
                    ends = (stop + len(s) for s in _SUFFIXES if self.text.startswith(s, stop))
                    stop = next((e for e in ends if e <= end and self._take(stop, e)), stop)
                if word == "数" and stop == end:
                    known = ("count", ())
                if known[0] == "idle":
                    self.idle.update(range(at, stop))
                else:
                    self.parts.append(Part(at, stop, known[0], known[1]))
                return stop
        return at + 1

    # ---------------------------------------------------------- English
    def _english(self) -> None:
        tokens = [token for token in _TOKEN.finditer(self.text) if self.free[token.start()]]
        at = 0
        while at < len(tokens):
            at += self._phrase(tokens, at)

    def _phrase(self, tokens: Sequence[re.Match[str]], at: int) -> int:
        """Take the longest known phrase that begins with a word; how many words it has."""
        for size in range(min(4, len(tokens) - at), 0, -1):
            start, end = tokens[at].start(), tokens[at + size - 1].end()
            phrase = " ".join(re.split(r"[\s\-/]+", self.text[start:end].strip()))
            known = _known(phrase) or _known(self.text[start:end])
            if size == 2 and known is None and phrase in _HOW:
                known = ("idle", ())
            if known is None and size == 1:
                known = ("subject", ())
            if known is None:
                continue
            if known[0] == "idle":
                self.idle.update(range(start, end))
            else:
                self.parts.append(Part(start, end, known[0], known[1]))
            return size
        return 1


class _Number:
    """A number in a text: its digits, with the bound, the scale word and the unit around it."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.digits = text[start:end].replace(",", "")
        head = text[:start].rstrip()
        bound = max((word for word in _BOUND_SIGNS if head.endswith(word)), key=len, default="")
        self.start = len(head) - len(bound) if bound else start
        self._next("余多")
        scale = self._next(_SCALES)
        self._next("余多")
        unit = self._next(_UNIT_NAMES)
        after = self._next(_AFTER)
        self.unit = _UNIT_NAMES.get(unit, "")
        sign = bound_sign(_AFTER[after]) if after else _BOUND_SIGNS.get(bound)
        self.sign = sign or "="
        # 5G, 50G PON, 12306km are names or words of their own
        letter = len(unit) == 1 and unit.isascii() and unit.isalpha() and len(self.digits) < 3
        self.names = (
            letter
            or text[self.end : self.end + 1].isascii()
            and text[self.end : self.end + 1].isalpha()
        )
        self.loose = not (scale or unit or after or bound or "." in self.digits or self.digits[2:])
        self.value = scale_by(Decimal(self.digits), _SCALES.get(scale, 0))

    def _next(self, words: Iterable[str]) -> str:
        """Step over the longest of some words that follows, perhaps after a blank."""
        at = self.end + (self.text[self.end : self.end + 1] == " ")
        found = max((word for word in words if self.text.startswith(word, at)), key=len, default="")
        stop = at + len(found)
        if found.isascii() and found[-1:].isalpha():
            stop += self.text.startswith("s", stop) and found in EN_SCALES
            if self.text[stop : stop + 1].isascii() and self.text[stop : stop + 1].isalnum():
                return ""
        self.end = stop if found else self.end
        return found


def _stripped(match: re.Match[str]) -> tuple[int, int]:
    """The ends of a match without blanks."""
    start, end = match.span()
    return start + len(match[0]) - len(match[0].lstrip()), end - len(match[0]) + len(
        match[0].rstrip()
    )


def _known(word: str) -> tuple[str, tuple[str, ...]] | None:
    """What a word of the tables is; None for any other."""
    if word in vocabulary.groups():
        return ("group", vocabulary.groups()[word])
    if kind := vocabulary.asked().get(word):
        return (kind, ())
    if code := lexicon.places().get(word):
        return ("place", (code,))
    if word in (vocabulary.FILLING_EN if word.isascii() else vocabulary.FILLING_ZH):
        return ("idle", ())
    if word in vocabulary.synonyms() and (word.isascii() or len(word) > 1):
        return ("subject", vocabulary.synonyms()[word])
    if word in STOP_EN or stem(word) in vocabulary.FILLING_STEMS:
        return ("idle", ())
    return None


# ---------------------------------------------------------------- what a fact says
class Words:
    """The words of some texts: Chinese ones as they follow each other, English ones by stems."""

    __slots__ = ("_plain", "_stems", "_text", "texts")

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self._plain: str | None = None
        self._text: str | None = None
        self._stems: frozenset[str] | None = None

    @property
    def plain(self) -> str:
        """The texts in small letters of usual width."""
        if self._plain is None:
            self._plain = plain("\n".join(self.texts))
        return self._plain

    @property
    def text(self) -> str:
        """The texts without blanks, which come and go between Chinese words."""
        if self._text is None:
            self._text = self.plain.replace(" ", "")
        return self._text

    @property
    def stems(self) -> frozenset[str]:
        """The stems of the English words."""
        if self._stems is None:
            self._stems = stems_of(self.plain)
        return self._stems

    def __contains__(self, word: str) -> bool:
        """Whether a word or phrase is among them."""
        stems = _stemmed(word) if word.isascii() else ()
        return self.stems.issuperset(stems) if stems else word in self.text


@lru_cache(maxsize=1024)
def _stemmed(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase; none if it has only words that no text is searched for."""
    words = WORD.findall(phrase)
    return () if STOP_EN.issuperset(words) else tuple(map(stem, words))


@lru_cache(maxsize=512)
def stems_of(text: str) -> frozenset[str]:
    """The stems of the English words of a text, those with a hyphen also in one."""
    if "-" not in text:
        return frozenset(english(text))
    joined = (stem(first + rest) for first, rest in re.findall(r"([a-z0-9]++)-([a-z0-9]++)", text))
    return frozenset((*english(text), *joined))


class Said:
    """What an indicator says of itself: its own names, and those of its topic."""

    __slots__ = ("own", "topic")

    def __init__(self, indicator: Indicator, topic: Words) -> None:
        key = indicator.key.replace("-", " ")
        self.own = Words(indicator.zh, indicator.en, *indicator.aliases, key)
        self.topic = topic


def of_topic(topic: Topic) -> Words:
    """The names of a topic."""
    return Words(topic.zh, topic.en, *topic.aliases)


def said_by(fact: Fact) -> Words:
    """The words of a fact itself: its quotes and its value."""
    values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    english = fact.value_en if isinstance(fact.value_en, tuple) else (fact.value_en,)
    texts = (each for each in (*values, *english) if isinstance(each, str))
    return Words(fact.quote, *fact.also, fact.printed, *texts)


def said_of(fact: Fact) -> Words:
    """The words of its quotes that a number belongs to: its clauses, but no list of numbers."""
    clauses = (
        clause
        for quote in (fact.quote, *fact.also)
        for clause in _CLAUSE.findall(quote)
        if fact.printed in clause and not any(word in clause for word in _LISTING)
    )
    return Words(*clauses, fact.printed)


# A clause, with those that only go on about the same thing.
_CLAUSE = re.compile(
    r"(?:[^，；。,;.]|(?<=\d)[,.](?=\d)|[，,](?=占|同比|比|较|达|增长|增加|下降|累计|平均))++"
)
# What may follow in a name of a number on the name of what is counted.
_COUNTING = "总|量|数|规模|人|户|家|个|次|累计|[(（].*[)）]"
# Words of another meaning in a longer one: exports are not exports and imports.
_HALVES = {
    **dict.fromkeys(("出口", "export", "exports"), "(?<!进)出口|(?<!importsand)export"),
    **dict.fromkeys(("进口", "import", "imports"), "进口|import(?!sand)"),
}
_LISTING = ("分别", "respectively")


# ---------------------------------------------------------------- which words are not met
def _bounded(text: str, sign: str) -> bool:
    """Whether a text has a word for a bound to one side, if it is asked for."""
    words = (*_BOUND_SIGNS.items(), *((word, bound_sign(zh)) for word, zh in _AFTER.items()))
    return sign in "=~" or any(of and of[0] == sign[0] and word in text for word, of in words)


class Reading:
    """A fact read for a question."""

    def __init__(
        self, question: Question, fact: Fact, said: Said, guesses: dict[str, list[str]]
    ) -> None:
        self.question, self.fact, self.said, self.guesses = question, fact, said, guesses
        self.words = said_by(fact)
        same = (fact.zh, fact.en) == said.own.texts[:2]
        self.label = said.own if same else Words(fact.zh, fact.en)
        # what a number is about is said beside it, not by all of a long quote
        self.near = self.words if fact.number is None else said_of(fact)
        own = [said.own, said.topic, *([] if same else [self.label])]
        self.fields, self.telling = [*own, self.words], [*own, self.near]

    @property
    def names(self) -> list[Words]:
        """The texts that name what the fact is about: a number may be quoted with much else."""
        return [self.said.own, self.said.topic, self.label]

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
            return word in self.text
        if len(stems) == 1:
            return stems[0] in self.stems
        return any(each.stems.issuperset(stems) for each in self.telling)

    @cached_property
    def unmet(self) -> tuple[str, ...]:
        """The words of the question that the fact does not meet, as they were typed."""
        question = self.question
        missing = {
            at
            for part in question.parts
            if not self._met(part)
            for at in range(part.start, part.end)
        }
        missing |= self._uncovered()
        words = []
        spans = sorted(self._spans(missing))
        for start, end in spans:
            words.append(question.word(start, end))
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
        text = self.text
        for first, last in self.question.runs:
            start = first
            while start < last - 1:
                end = start + 2
                while end <= last and self.question.text[start:end] in text:
                    end += 1
                if end > start + 2:
                    covered.update(range(start, end - 1))
                start += 1
        return covered

    def _uncovered(self) -> set[int]:
        """The places of Chinese characters that the fact does not have, but for idle ones."""
        question = self.question
        taken = {at for part in question.parts for at in range(part.start, part.end)}
        left = set()
        for first, last in question.runs:
            for at in range(first, last):
                if at in taken or at in question.idle or at in self.covered:
                    continue
                if question.text[at] not in self.said.own.text:
                    left.add(at)
        return set() if len(left) == 1 and self._mistyped(*left) else left

    def _mistyped(self, at: int) -> bool:
        """Whether a character stands where a label has another one of the same sound."""
        typed = self.question.text
        first, last = next((f, last) for f, last in self.question.runs if f <= at < last)
        before, after = typed[max(first, at - 2) : at], typed[at + 1 : min(last, at + 3)]
        if len(before) < 2 and len(after) < 2 and not (before and after):
            return False
        for left, right in ((before[-1:], after[:1]), (before, ""), ("", after)):
            if len(left + right) < 2:
                continue
            for match in re.finditer(f"{re.escape(left)}(.){re.escape(right)}", self.said.own.text):
                known = lexicon.syllables()
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
                or part.loose
                and self._like(part.words[0])
            )
        if part.kind in vocabulary.MET_BY:
            return self._met_kind(part)
        if part.kind in ("count", "many", "money"):
            return self._met_quantity(part)
        return self._met_subject(part)

    def _met_quantity(self, part: Part) -> bool:
        """Whether the fact has the kind of number that is asked for: a share tells how many, but
        is no count; a question for a growth, a rank or a share too asks for no level."""
        fact, question, kind = self.fact, self.question, part.kind
        if fact.number is None:
            return False
        if any(question.of(other) for other in vocabulary.MET_BY):
            return True
        if fact.measure in ("growth", "rank") or is_share(fact.unit):
            return kind == "many" and fact.measure == "level"
        if kind == "count":
            typed = question.text[part.start : part.end]
            return typed.removesuffix("数") == fact.unit or self._counts(part.start)
        unit = UNITS.get(fact.unit or "")
        return kind != "money" or not unit or unit.kind in ("", "currency")

    def _counts(self, end: int) -> bool:
        """Whether the fact counts what is named before a place of the question: its name ends
        with it, or it stands behind the number. 次 of a court are no number of courts."""
        question = self.question
        text = question.text[:end].removesuffix("的").removesuffix("总")
        end = len(text)
        part = next((part for part in question.parts if part.end == end), None)
        if part and part.kind != "subject" or text[-1:].isascii():
            return True
        near = (range(max(first, end - 2), min(last, end)) for first, last in question.runs)
        unsaid = {at for each in near for at in each} - self.covered - question.idle
        if not part and any(self._mistyped(at) for at in unsaid):
            return True
        words = (text[part.start :], *part.words) if part else (text[-2:],)
        either = "|".join(re.escape(word) for word in words if not word.isascii())
        named = re.compile(rf"(?:{either})(?:{_COUNTING})*$")
        behind = re.compile(rf"{re.escape(plain(self.fact.printed))}\w{{0,12}}?(?:{either})(?!\w)")
        names = (*self.label.texts, *self.said.own.texts)
        return any(named.search(plain(name)) for name in names) or bool(
            behind.search(self.near.text)
        )

    def _met_place(self, code: str) -> bool:
        fact, names = self.fact, lexicon.names_of(code)
        if fact.measure == "rank" and code == "world" and not self.question.of("rank"):
            return False  # the place that China has in the world is no number of the world
        if fact.scope == code or any(name in fact.scope.casefold() for name in names):
            return True
        if code == "CN" and (fact.scope == "world" or fact.scope.startswith("CN,")):
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
        falls = self.question.text[part.start : part.end] in vocabulary.FALLING
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

    def has_value(self, part: Part, any_bound: bool = False) -> bool:
        """Whether the value of the fact is a number of the question, in its unit and to the same
        side of it, if the question has these."""
        fact = self.fact
        if part.number is None or fact.number is None or fact.number.copy_abs() != part.number:
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
            pattern = rf"(?<![\d.]){re.escape(digits)}{zeros}(?![\d.]*\d)[余多]?{scale}(?![万亿])[余多]?{unit}"
            for each in self.fields:
                text = each.plain.replace(",", "")
                if digits not in text or not _bounded(text, part.sign):
                    continue
                if re.search(pattern, text.replace(" ", "") if unit else text):
                    return True
        return False

    def _met_subject(self, part: Part) -> bool:
        typed = self.question.text[part.start : part.end]
        if typed in _HALVES and not any(
            re.search(_HALVES[typed], each.text) for each in self.telling
        ):
            return False
        if any(self.has(word) for word in (typed, *part.words)):
            return True
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
        if any(word[:cut] in stems and word[cut:] in stems for cut in range(3, len(word) - 2)):
            return True
        tokens = WORD.findall(text)
        joined = {
            stem(a + b)
            for a, b in zip(tokens, tokens[1:], strict=False)
            if word in (stem(a), stem(b))
        }
        return not stems.isdisjoint(joined)
