"""A question in parts: what it asks for, and the words that a fact has to have.

The parts are places, groups of people, years, numbers, kinds of number (a growth, a rank, a share,
a count) and subjects. Words that only ask or fill count for nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from infofacts import lexicon, vocabulary
from infofacts.known import known_as, latin_units, phrase_head, unit_name
from infofacts.numbers import bound_sign, digits_of
from infofacts.record import Record
from infofacts.stems import IT, STOP_EN, han_places, latin_runs
from infofacts.text import ZH_DIGITS, pattern
from infofacts.units import BOUND_WORDS, UNITS

LONGEST = 10  # characters of the longest Chinese word of a table
HAN_BEGINS = "\u3400"


class Part(Record):
    """A part of a question, from one place in its text to another, and what meets it.

    `kind` is place (then `words` has its code), group, year, number, subject, per (of how many),
    without (what is left out) or one of `vocabulary.asked`. `number` is the value of a number in
    base units, `unit` its unit, `sign` its bound; a `loose` one is small and without a unit: it is
    looked for as a word.
    """

    start: int
    end: int
    kind: str
    words: tuple[str, ...] = ()
    number: Decimal | None = None
    unit: str = ""
    sign: str = "="
    loose: bool = False


class Question:
    """A question: its text in small simplified letters, and its parts.

    `origin` has, for each character of the text, its place in what was `typed`. `idle` are the
    places of characters that a fact need not have, `runs` those of Chinese words, and `without`
    the words that a fact must not have.
    """

    def __init__(self, typed: str, numbers: bool = True) -> None:
        self.typed = typed
        self.text, self.origin, self.sizes = _normal(typed)
        parser = _Parser(self.text)
        parser.cut(numbers)
        self.parts, self.idle = parser.parts, parser.idle
        self.left_out, self.without = parser.left_out, parser.without
        self.runs = han_places(self.text)

    def of(self, *kinds: str) -> list[Part]:
        """The parts of some kinds."""
        return [part for part in self.parts if part.kind in kinds]

    def typed_of(self, part: Part) -> str:
        """The text of a part."""
        return self.text[part.start : part.end]

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that are named."""
        return frozenset(int(part.words[0][:4]) for part in self.of("year"))

    @cached_property
    def wanted(self) -> str:
        """The text without years and what a fact must not have, and with digits for numbers."""
        text = self.text
        spans = [(*span, " ") for span in self.left_out]
        spans += [(part.start, part.end, " ") for part in self.of("year")]
        spans += [(part.start, part.end, f" {part.words[0]} ") for part in self.of("number")]
        for start, end, instead in sorted(spans, reverse=True):
            text = text[:start] + instead + text[end:]
        return text

    @cached_property
    def free(self) -> list[tuple[int, int]]:
        """The places of Chinese words that are no part and not idle."""
        taken = {at for part in self.parts for at in range(part.start, part.end)} | self.idle
        left = "".join("x" if at in taken else char for at, char in enumerate(self.text))
        return han_places(left)

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The place of the word that Chinese characters are of: a single one has others beside it."""
        words = [(part.start, part.end) for part in self.of("subject", "group")]
        for near, step in ((start - 1, -1), (end, 1)) if end - start == 1 else ():
            for first, last in (*words, *self.free):
                if first <= near < last:
                    return min(start, first), max(end, last)
            at = near
            while at in self.idle and self.text[at] not in vocabulary.ALONE:
                at += step
            if at != near:
                return min(start, at + 1), max(end, at)
        return start, end

    @cached_property
    def rest(self) -> str:
        """The Chinese characters that a fact need not have."""
        return "".join(self.text[at] for at in sorted(self.idle) if self.text[at] > HAN_BEGINS)

    @cached_property
    def size(self) -> int:
        """How many words can be met: the parts, and what is between them in Chinese."""
        return len(self.parts) + len(self.free)

    @cached_property
    def things(self) -> list[tuple[str, ...]]:
        """The words for things and people, each with those of its meaning; a long one in two."""
        words = [
            (part.start, (self.typed_of(part), *part.words))
            for part in self.of("subject", "group", "number", "place")
            if part.words != ("CN",)
        ]
        for start, end in self.free:
            words += [(start, (self.text[start:end],))] * (1 + (end - start > 3))
        return [each for _, each in sorted(words)]

    @cached_property
    def head(self) -> tuple[int, int]:
        """The place of the last word for a thing: in Chinese, that whose number is asked for. In
        English it is the last word of the first phrase."""
        if not self.runs:
            first = next((part.start for part in self.of("subject", "group")), 0)
            return phrase_head(self.text, first)
        words = [(part.start, part.end) for part in self.of("subject", "group")]
        return max([*words, *self.free], default=(0, 0))

    @cached_property
    def counted(self) -> tuple[int, int] | None:
        """The place of the part that the head is of; None if there is none."""
        start, end = self.head
        parts = ((part.start, part.end) for part in self.of("subject", "group"))
        return next(
            (span for span in parts if span[0] <= start < span[1]), (start, end) if end else None
        )

    @property
    def asks_whether(self) -> bool:
        """Whether it is a question for a yes or a no."""
        return bool(_WHETHER.search(self.text))

    @property
    def placeless(self) -> str:
        """The text without places and years."""
        left_out = {at for part in self.of("place", "year") for at in range(part.start, part.end)}
        return "".join(char for at, char in enumerate(self.text) if at not in left_out)

    @cached_property
    def numbers(self) -> list[Part]:
        """The numbers that are looked up as values."""
        return [part for part in self.of("number") if not part.loose]

    def word(self, start: int, end: int) -> str:
        """A part of the text as it was typed."""
        last = self.origin[end - 1]
        return self.typed[self.origin[start] : last + self.sizes[end - 1]].strip()


@lru_cache(maxsize=16)
def parse(words: tuple[str, ...]) -> Question:
    """Cut what was typed into parts."""
    typed = " ".join(words).encode("utf-8", "ignore").decode()  # no lone surrogates
    return Question(typed)


@lru_cache(maxsize=1024)
def read_name(name: str) -> Question:
    """A name cut into parts, as a question; its numbers are words."""
    return Question(name, numbers=False)


def _normal(typed: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """A text in small simplified letters of usual width, without blanks between Chinese words;
    for each character its place in what was typed, and how many characters it stands for."""
    if typed.isascii() and "IT" not in typed:
        return typed.casefold(), tuple(range(len(typed))), (1,) * len(typed)
    text: list[tuple[str, int, int]] = []
    at = 0
    for piece, size in lexicon.simplified(typed):
        for number, char in enumerate(piece):
            # a word of another length is one place
            place, span = (at + number, 1) if len(piece) == size else (at, size)
            letters = unicodedata.normalize("NFKC", char).casefold()
            text += ((letter, place, span) for letter in letters)
        at += size
    for word in reversed([*IT.finditer(typed)]) if "IT" in typed else ():  # not the stop word
        first = next(at for at, (_, place, _) in enumerate(text) if place == word.start())
        text[first : first + 2] = [(letter, word.start(), 2) for letter in "infotech"]
    joined = "".join(letter for letter, _, _ in text)
    kept = [each for at, each in enumerate(text) if each[0] != " " or not _within(joined, at)]
    return (
        "".join(letter for letter, _, _ in kept),
        tuple(place for _, place, _ in kept),
        tuple(size for _, _, size in kept),
    )


def _within(text: str, at: int) -> bool:
    """Whether a blank stands between Chinese words."""
    before, after = text[:at].rstrip()[-1:], text[at:].lstrip()[:1]
    return before > HAN_BEGINS and after > HAN_BEGINS


# ---------------------------------------------------------------- from text to parts
_YEAR = pattern(
    r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]\d|\d|[万亿%个户人家台件块]|\s*(?:million|billion))"
    r"\s*(?:年(?:(\d{1,2})月|[底末初]|度)?)?"
)
# Years counted from today, where nothing is compared with them (比去年).
_OWN_YEARS = {
    "今年": 0, "去年": -1, "前年": -2, "明年": 1, "this year": 0, "last year": -1, "next year": 1,
}  # fmt: skip
_OWN_YEAR = pattern(
    "(?<![比较])(?:今年|去年|前年|明年)(?![底末]?[增降])|"
    "(?<!than )(?<!from )(?<!over )(?<!on )\\b(?:this|last|next) year\\b"
)
_ZH_YEAR = pattern(f"([一二][{ZH_DIGITS}〇零]{{3}})年")
_DIGIT = {char: str(digit) for digit, char in enumerate(ZH_DIGITS, 1)} | {"〇": "0", "零": "0"}
_NUMERALS = "一二三四五六七八九十百千万亿两半"
# Bounds in plain words behind a number, and in other places than before one.
_AFTER = {"or more": ">=", "or above": ">=", "or less": "<=", "or below": "<=", "+": ">="}
BOUND_SIGNS = {word: bound.sign for word, bound in BOUND_WORDS.items()}
_WHETHER = pattern(
    r"吗|是否|是不是|有没有|^(?:is|are|was|were|do|does|did|has|have|can)(?: there)? (?!many|much)"
)
_IN_TOKENS = frozenset(".'&’%")
_TOKEN = pattern(r"[a-z0-9]+(?:[.'&][a-z0-9]+|’[a-z0-9]+)*|%")
_HOW = frozenset(
    f"how {word}"
    for word in "fast long high old far often deep wide small new expensive good".split()
)
_PER = {"per hundred": "每百", "per thousand": "每千", "per million": "每百万"}
_EVERY = pattern(rf"每[{ZH_DIGITS}十百千万亿\d]*")
# Longest first: 广西壮族自治区.
_SUFFIXES = ("维吾尔自治区", "特别行政区", "壮族自治区", "回族自治区", "自治区", "地区", "省", "市")


class _Parser:
    """Cuts a text into parts, one kind after the other; `free` are the characters left."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.free = [True] * len(text)
        self.parts: list[Part] = []
        self.idle: set[int] = set()
        self.single: set[int] = set()  # idle characters that may be a part of a word
        self.without: list[str] = []
        self.left_out: list[tuple[int, int]] = []

    def cut(self, numbers: bool) -> None:
        self._without(numbers)
        self._years()
        for start, end in _per(self.text) if "每" in self.text else ():
            if self._take(start, end):
                words = vocabulary.synonyms().get(self.text[start:end], ())
                self.parts.append(Part(start, end, "subject", words))
        free = "".join(char if self.free[at] else " " for at, char in enumerate(self.text))
        if numbers and _may_be_number(free):
            self._numbers()
        self._chinese()
        self._english()
        self.parts.sort(key=lambda part: part.start)
        self._join()
        if not self.parts:
            self._only_fillers()

    def _take(self, start: int, end: int) -> bool:
        """Use some characters, if all are free."""
        if not all(self.free[start:end]):
            return False
        self.free[start:end] = [False] * (end - start)
        return True

    def _known(self, start: int, end: int, known: tuple[str, tuple[str, ...]]) -> None:
        """Add what some characters are known to be."""
        if known[0] == "idle":
            self.idle.update(range(start, end))
            if self.text[start] > HAN_BEGINS and end - start == 1:
                self.single.update({start} if self.text[start] not in vocabulary.ALONE else ())
        else:
            self.parts.append(Part(start, end, *known))

    def _without(self, asked: bool) -> None:
        if not any(word in self.text for word in vocabulary.NEGATING):
            return
        import re

        for match in re.finditer(vocabulary.NEGATION, self.text):
            if self._take(*match.span()):
                self.left_out.append(match.span())
                self.without.append(match[2].strip())
                if asked and match[1]:
                    what = re.escape(self.without[-1].replace(" ", ""))
                    out = rf"(?:{vocabulary.LEAVING_OUT})[^()，,]*{what}"
                    self.parts.append(Part(*match.span(), "without", (out,)))
                else:
                    self.idle.update(range(*match.span()))

    def _years(self) -> None:
        in_words = "年" in self.text and any(f"{char}年" in self.text for char in _DIGIT)
        for match in _ZH_YEAR.finditer(self.text) if in_words else ():
            if self._take(*match.span()):
                year = "".join(_DIGIT[char] for char in match[1])
                self.parts.append(Part(*match.span(), "year", (year,)))
        for match in _YEAR.finditer(self.text) if "19" in self.text or "20" in self.text else ():
            if self._take(*match.span()):
                month = f"-{int(match[2]):02}" if match[2] else ""
                start, end = match.start(), match.start() + len(match[0].rstrip())
                if self.text[start - 1 : start] in ("比", "较") and self._take(start - 1, start):
                    self.parts.append(Part(start - 1, end, "growth", (match[1],)))
                else:
                    self.parts.append(Part(start, end, "year", (match[1] + month,)))
        for match in _OWN_YEAR.finditer(self.text) if any(map(self.text.count, _OWN_YEARS)) else ():
            if self._take(*match.span()):
                from datetime import date  # rarely wanted

                of = date.today().year + _OWN_YEARS[match[0]]
                self.parts.append(Part(*match.span(), "year", (f"{of}",)))

    def _numbers(self) -> None:
        """Numbers with their units and bounds, but none within another word (50G PON, 12306abc)."""
        from infofacts.reading.finding import find  # slow to load

        for found in find(self.text, tuple(latin_units())):
            quantity, start, end = found.quantity, found.start, found.end
            if found.kind != "number" or not quantity or quantity.high is not None:
                continue
            unit = quantity.bare_unit
            glued = self.text[end : end + 1].isascii() and self.text[end : end + 1].isalnum()
            letter = len(unit) == 1 and unit.isascii() and unit.isalpha()
            if glued or letter or found.text[0] in "万亿":
                continue
            head, tail = self.text[:start].rstrip(), self.text[end:]
            before = max((w for w in BOUND_SIGNS if head.endswith(w)), key=len, default="")
            after = next((w for w in _AFTER if tail.lstrip().startswith(w)), "")
            start = len(head) - len(before) if before else start
            inside = quantity.bound if tail.startswith(quantity.bound) else ""
            end += tail.index(after) + len(after) if after else len(inside)
            sign = _AFTER.get(after) or bound_sign(quantity.bound) or BOUND_SIGNS.get(before, "=")
            if self._take(start, end):
                digits = digits_of(quantity.digits)
                bare = not (before or after or inside or quantity.unit or "." in digits)
                loose = bare and len(digits) < 3
                what = (digits,), quantity.value, unit_name(unit), sign, loose
                self.parts.append(Part(start, end, "number", *what))

    # ---------------------------------------------------------- Chinese
    def _chinese(self) -> None:
        for at, end in han_places(self.text):
            while at < end:
                at = self._word(at, end)

    def _word(self, at: int, end: int) -> int:
        """Take the longest known word that begins here; the place after it."""
        for size in range(min(LONGEST, end - at), 0, -1):
            word, stop = self.text[at : at + size], at + size
            known = known_as(word)
            if known is None or not self._take(at, stop):
                continue
            if word in vocabulary.NAMING and self._named_at(stop, end):
                return stop
            if known[0] == "place":
                ends = (stop + len(s) for s in _SUFFIXES if self.text.startswith(s, stop))
                stop = next((e for e in ends if e <= end and self._take(stop, e)), stop)
            last = stop == end or self._asked_at(stop, end)
            if last and (word == "数" or word == "量" and not self.free[at - 1]):
                known = ("count", ())
            self._known(at, stop, known)
            return stop
        return at + 1

    def _join(self) -> None:
        """A Chinese character that no word of the tables has is a part of a word with the single
        ones beside it: 发电, 能源."""
        free = zip([False, *self.free], self.free, [*self.free[1:], False], strict=False)
        alone = [at for at, near in enumerate(free) if near == (False, True, False)]
        for at in (at for at in alone if self.text[at] > HAN_BEGINS):
            self.idle -= {at - 1, at + 1} & self.single
            beside = [each for each in self.parts if at in (each.start - 1, each.end)]
            self.parts = [each for each in self.parts if each not in beside or each.kind != "unit"]

    def _only_fillers(self) -> None:
        """Words that only fill are what is asked for if there are no others."""
        for start, end in (*han_places(self.text), *_tokens(self.text)):
            word = self.text[start:end]
            if word not in STOP_EN and (known_as(word) or ("",))[0] == "idle":
                self.idle.difference_update(range(start, end))
                self.parts.append(Part(start, end, "subject"))

    def _named_at(self, at: int, end: int) -> bool:
        """Whether a word for a thing begins here."""
        longer = (
            known_as(self.text[at:stop]) for stop in range(min(end, at + LONGEST), at + 1, -1)
        )
        kind = next((known[0] for known in longer if known), "subject")
        return at < end and kind == "subject" and self.text[at] not in vocabulary.ALONE

    def _asked_at(self, at: int, end: int) -> bool:
        """Whether a word for a kind of number begins here."""
        return any(self.text[at:stop] in vocabulary.asked() for stop in range(at + 2, end + 1))

    # ---------------------------------------------------------- English
    def _english(self) -> None:
        tokens = [token for token in _tokens(self.text) if self.free[token[0]]]
        at = 0
        while at < len(tokens):
            at += self._phrase(tokens, at)

    def _phrase(self, tokens: Sequence[tuple[int, int]], at: int) -> int:
        """Take the longest known phrase that begins with a word; how many words it has."""
        for size in range(min(4, len(tokens) - at), 0, -1):
            start, end = tokens[at][0], tokens[at + size - 1][1]
            phrase = " ".join(self.text[start:end].replace("-", " ").replace("/", " ").split())
            known = known_as(phrase) or known_as(self.text[start:end])
            if size == 2 and known is None and phrase in _HOW:
                known = ("idle", ())
            if phrase in _PER:
                known = ("per", (phrase.replace(" ", ""), _PER[phrase]))
            if known and known[0] in ("who", "when") and start:  # respondents who
                known = ("idle", ())
            if known or size == 1:
                self._known(start, end, known or ("subject", ()))
                return size
        return 1


def _may_be_number(text: str) -> bool:
    """Whether there are digits, but in no name (5G, IPv6); or at least two Chinese numerals."""
    for at, char in enumerate(text):
        before, behind = text[at - 1 : at], text[at + 1 : at + 4]
        if char.isdecimal() and not (before.isdecimal() or "a" <= before <= "z"):
            name = behind[behind[:1].isdecimal() :]
            if not "a" <= name[:1] <= "z" or "a" <= name[1:2] <= "z":
                return True
    pairs = zip(text, text[1:], strict=False)
    return any(one in _NUMERALS and other in f"{_NUMERALS}点成分" for one, other in pairs)


def _tokens(text: str) -> list[tuple[int, int]]:
    """The places of English words and numbers."""
    if not _IN_TOKENS.isdisjoint(text):
        return [token.span() for token in _TOKEN.finditer(text)]
    places, at = [], 0
    for run in latin_runs(text):
        start = text.index(run, at)
        at = start + len(run)
        places.append((start, at))
    return places


def _per(text: str) -> Iterator[tuple[int, int]]:
    """The places of 每 with a unit, and perhaps a number between: 每万人, 每平方公里."""
    for match in _EVERY.finditer(text):
        ends = (
            (at, at + size)
            for at in range(match.end(), match.start(), -1)
            for size in range(min(6, len(text) - at), 0, -1)
        )
        known = (end for at, end in ends if (unit := UNITS.get(text[at:end])) and unit.en)
        if end := next(known, 0):
            yield match.start(), end
