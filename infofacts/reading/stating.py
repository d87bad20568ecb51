"""Whether a quote states a quantity: its number stands there as a whole, in digits or in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from infofacts.numbers import Quantity
from infofacts.printed import places
from infofacts.reading.english import fraction, growth, ordinal
from infofacts.reading.finding import Number, numbers_of
from infofacts.text import pattern, squeeze, words_values

Context = tuple[str, str, str]  # the words before a quote, the quote, the words after it; squeezed


_PER = frozenset("/每")
_NO_AMOUNTS = ("ordinal", "year")
_COUNTS = frozenset("个 家 人 户 项 件 台 次 种 款 条 类 套 users people".split())


def numbers_in(
    context: Context, quantity: Quantity, numbers: Sequence[Number]
) -> Iterator[tuple[int, int]]:
    """Where the digits and unit of a quantity are in a quote, as a number that is read there.

    `numbers` are those that `find` reports of the joined context; offsets are those of that.
    """
    before, quote, after = context
    mine = {abs(quantity.digits), abs(quantity.value)}
    text = before + quote + after
    for start, end in places(text, quantity.digits, quantity.unit, len(before)):
        at = next((each for each in numbers if each.start <= start < each.end), None)
        read = at.quantity if at else None
        if end > len(before) + len(quote) or not read or read.high is not None:
            continue
        if at and at.kind in _NO_AMOUNTS and quantity.bare_unit in _COUNTS:
            continue  # 第3个
        letter = text[start - 1 : start]
        name = at and at.kind == "name" and letter.isascii() and letter.isalpha()
        if name and quantity.bare_unit in _COUNTS and not quantity.bare_unit.isascii():
            continue  # IPv6个人
        if not _PER.isdisjoint(read.bare_unit) and _PER.isdisjoint(quantity.bare_unit):
            continue  # 7元/吨 is not 7元
        if not mine.isdisjoint((abs(read.digits), abs(read.value))):
            yield start, end


def range_in(context: Context, quantity: Quantity, numbers: Sequence[Number]) -> Number | None:
    """A range in a quote with the ends of a quantity; None for a quantity that is no range."""
    if quantity.high is None:
        return None
    start, end = len(context[0]), len(context[0]) + len(context[1])
    ends = sorted((abs(quantity.value), abs(quantity.top)))
    within = [each for each in numbers if start <= each.start < end]
    ranges = ((n, n.quantity) for n in within if n.quantity and n.quantity.high is not None)
    fitting = (n for n, read in ranges if ends == sorted((abs(read.value), abs(read.top))))
    return next(fitting, None)


_FROM_TO = ("to", "–", "—", "-", "至", "到", "～", "~")


def words_say(quantity: Quantity, found: Sequence[Number]) -> bool:
    """Whether one of the numbers found in printed words is the quantity."""
    ends = sorted((abs(quantity.value), abs(quantity.top)))
    if ordinal(quantity.words) == quantity.value or says_growth(quantity):
        return True
    if quantity.high is not None and len(found) == 2:  # $4.2 billion to $4.4 billion
        between = quantity.words[found[0].end : found[1].start].strip(" $€£¥")
        values = [abs(each.quantity.value) for each in found if each.quantity]
        return between in _FROM_TO and values == ends
    return any(_says(each.quantity, quantity, ends) for each in found if each.quantity)


def says_growth(quantity: Quantity) -> bool:
    """Whether the printed words are a verb that says a growth in per cent: more than doubled."""
    size = growth(quantity.words) if quantity.unit == "%" else None
    return size is not None and size == quantity.value


def _says(read: Quantity, quantity: Quantity, ends: Sequence[Decimal]) -> bool:
    """Whether a number that was read is that of a fact, or a vague one that has it inside."""
    low, high = abs(read.value), abs(read.top)
    least, most = ends
    if quantity.unit == "%" and read.bare_unit == "倍":  # 增长1.5倍
        return 100 * low == least == most
    if read.high is not None:
        exact = set(read.words).isdisjoint("几数") and quantity.high is not None
        return (low, high) == (least, most) if exact else low <= least and most <= high
    if least != most or low == least:
        return low == least == most
    share = fraction(read.words) if read.words.isascii() else None
    shares = [share] if share else []
    shares += words_values(read.words) if "分之" in read.words else []
    size, half = Fraction(least), Fraction(quantity.half_unit)  # 三分之一 has no last digit
    return any(abs(share - size) <= half for share in (Fraction(low), *shares) if shares)


def longer_than(words: str, quote: str, numbers: Sequence[Number], start: int) -> Number | None:
    """The number that some words in a quote are only a part of, if they are nowhere all of it.

    The quote begins at `start` of the text that the `numbers` were found in.
    """
    own = numbers_of(words if words.isascii() else squeeze(words))  # English has its blanks
    read, words = {_size(n.quantity) for n in own if n.quantity}, squeeze(words)
    longer, at = None, quote.find(words)
    while at >= 0:
        first, last = start + at, start + at + len(words)
        within = [each for each in numbers if each.start < last and first < each.end]
        ends = (_size(n.quantity) if n.quantity else None for n in within)
        if not read or not within or not read.isdisjoint(ends):
            return None
        longer, at = within[0], quote.find(words, at + 1)
    return longer


_FIRST = pattern(
    "(?i)(?:high|larg|bigg|great|low|small|fast|long|strong|wid|bus)(?:i?est|gest)|most|top|lead|最|首|榜|冠"
)


def says_first(words: str) -> bool:
    """Whether some words mean the first place in an order without a number: the highest, 居首.

    >>> says_first("the highest"), says_first("位居榜首"), says_first("third")
    (True, True, False)
    """
    return bool(_FIRST.search(words))


def place_of(words: str, quote: str) -> int:
    """Where a printed number is in a quote, both squeezed, not in a longer one if it stands alone,
    too; -1 for nowhere.

    >>> place_of("68,000", "268,000and68,000"), place_of("8万", "18万"), place_of("8", "")
    (10, 1, -1)
    """
    first = at = quote.find(words)
    while at > 0 and words[:1].isdigit() and _DIGIT_BEFORE.search(quote, at - 2, at):
        at = quote.find(words, at + 1)
    return max(first, at)


_DIGIT_BEFORE = pattern(r"\d[.,]?$")


def _size(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """The ends of a number without its sign, which may be a dash where words begin with it."""
    return abs(quantity.value), abs(quantity.top)
