"""Texts: reading files, comparing, numbers in words, and what is safe to print.

A plain `get` needs this module, so it imports nothing that takes long to load.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    import re
    from fractions import Fraction
    from types import ModuleType
    from typing import Any

# ---------------------------------------------------------------- limits
# What no report comes near. Beyond it a file, a name or a stream is refused: nothing that was made
# to take for ever, or all memory, does.
LONGEST_ID = 100  # characters of the id of a topic, an indicator, a source or a group
LONGEST_ADDRESS = 300  # characters of an address that has a line of its own
LONGEST_LABEL = 500  # characters of a label, an alias, an item of a list, a unit and the like
LONGEST_TEXT = 5000  # characters of a quote, a note and other texts
MOST_ITEMS = 1000  # items of a list, aliases, quotes in `also` …
MOST_DIGITS = 60  # of a number, zeros of its exponent included
MOST_PARTS = 50  # parts of a dotted key
MOST_PLACES = 100  # where a quote stands in the text of its source
MOST_SHARING = 20  # numbers that share the unit of the last: 71.2%、67.2%和63.5%
LARGEST_BASE = 1 << 30  # bytes of a fact file
LARGEST_SOURCE = 16 << 20  # bytes of the text of a source
LONGEST_NAME = 1000  # characters of a name that is asked for
LONGEST_LINE = 1 << 20  # bytes of standard input without a line end
LONGEST_QUERY = 1000  # characters of the words that are searched for
MOST_TERMS = 60  # words and characters that are searched for
MOST_SUGGESTED = 20  # unknown names that others are suggested for

_HERE = os.path.dirname(os.path.abspath(__file__))
# The file of a zip import, "" for none: `python app.pyz` and the like.
_ZIP: str = getattr(__spec__.loader, "archive", "")


# ---------------------------------------------------------------- files
def builtin() -> str:
    """The shipped fact base: inside an installed package, or at the top of a checkout."""
    return _shipped("facts.toml")


def manual_page(language: str) -> str:
    """The manual page in a language, en or zh: inside an installed package, or among the documents of a checkout."""
    return _shipped("infofacts.zh.1" if language == "zh" else "infofacts.1", "docs")


def _shipped(name: str, *folder: str) -> str:
    """A file inside an installed package, or in a folder of a checkout."""
    inside = os.path.join(_HERE, "data", name)
    if _ZIP or os.path.exists(inside):
        return inside
    return os.path.join(os.path.dirname(_HERE), *folder, name)


def in_zip() -> bool:
    """Whether the program runs from a zip."""
    return bool(_ZIP)


def is_file(path: str) -> bool:
    """Whether a regular file exists (a pipe is none), on disk or inside the program's zip."""
    return os.path.isfile(path) or bool(_zipped(path))


def file_bytes(path: str) -> bytes:
    """The contents of a file, on disk or inside the program's zip. Raises `OSError`."""
    if zipped := _zipped(path):
        return zipped
    with open(path, "rb") as file:
        return file.read()


def digest(file: str) -> str | None:
    """SHA-256 of a bundled text; None if there is none or it is unreadable."""
    from hashlib import file_digest
    from io import BytesIO

    try:
        with BytesIO(zipped) if (zipped := _zipped(file)) else open(file, "rb") as opened:
            return file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None


def _zipped(path: str) -> bytes:
    if _ZIP and path.startswith(_ZIP + os.sep):
        from zipimport import ZipImportError, zipimporter

        try:
            return zipimporter(_ZIP).get_data(path)
        except (OSError, ZipImportError):
            pass
    return b""


def module_named(name: str) -> ModuleType:
    """A module by its name, as `importlib` gives it, which is slow to load."""
    return __import__(name, fromlist=["__name__"])


# ---------------------------------------------------------------- comparing
Range = tuple[int, int]


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The ranges in order, touching and overlapping ones joined.

    >>> merged([(4, 6), (0, 2), (2, 3)])
    [(0, 3), (4, 6)]
    """
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            end = max(end, joined[-1][1])
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


_WIDE = "０１２３４５６７８９．％－＋＄￥／"
_NARROW = str.maketrans(_WIDE, "0123456789.%-+$¥/")
_ANY_WIDE = frozenset(_WIDE)  # `translate` raises and catches an error for each other character


def tight(text: str) -> str:
    """A text without white space and asterisks."""
    return "".join(text.split()).replace("*", "") if text else ""


@lru_cache(maxsize=1 << 11)  # what is told from a quote is told from it squeezed, again and again
def squeeze(text: str) -> str:
    """The text as quotes are compared: without white space and asterisks, numbers not wide.

    >>> squeeze("１８．６ 万户，占 ２０％")
    '18.6万户，占20%'
    """
    text = tight(text)
    return text if text.isascii() or _ANY_WIDE.isdisjoint(text) else text.translate(_NARROW)


_NOT_NAMING = frozenset("-_·“”\"'‘’()（）")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A name as it is compared: no case, width, spaces, hyphens, quotation marks or brackets."""
    if not name.isascii():
        import unicodedata

        name = unicodedata.normalize("NFKC", name)
    name = "".join(name.casefold().split())
    if _NOT_NAMING.isdisjoint(name):
        return name
    return "".join([char for char in name if char not in _NOT_NAMING])


def shortened(text: str, most: int = 40) -> str:
    """At most `most` characters of a text, for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"


# ---------------------------------------------------------------- numbers in words
ZH_DIGITS = "一二三四五六七八九"
ORDINAL = f"[{ZH_DIGITS}十]{{1,9}}"
_DIGITS = {c: i for i, c in enumerate(ZH_DIGITS, 1)} | {"零": 0, "〇": 0, "两": 2, "首": 1}
_POWERS = {"十": 1, "百": 2, "千": 3}
_MYRIADS = {"万": 4, "亿": 8}
# Patterns compiled when they are first used: only `check` reads numbers in words.
# Each begins where its run of numerals does and never tries a part of it: a text of any length
# is read once.
_RUN = f"[{ZH_DIGITS}十百千]"
_FRACTION = f"(?<!{_RUN})({_RUN}++)分之([{ZH_DIGITS}十百两]+)"
_TENTHS = f"([{ZH_DIGITS}])成(半)?"
_HALF = "[过近超]半|半数|一半"
_NUMERAL = f"[零〇两首{ZH_DIGITS}十百千万亿]+"


def words_values(text: str) -> Iterator[Fraction]:
    """The numbers written in words, in base units; parts of a whole as per cent.

    >>> [str(next(words_values(t))) for t in ("四成半", "近三分之一", "过半", "千余项", "超百万条")]
    ['45', '100/3', '50', '1000', '1000000']
    """
    import re
    from fractions import Fraction

    yield from (Fraction(100 * numeral(n), numeral(d)) for d, n in re.findall(_FRACTION, text))
    yield from (Fraction(_DIGITS[n] * 10 + 5 * len(half)) for n, half in re.findall(_TENTHS, text))
    yield from (Fraction(50) for _ in re.findall(_HALF, text))
    rest = re.sub(f"{_FRACTION}|{_TENTHS}|{_HALF}", " ", text)  # 四 of 四成半 is no number
    yield from (Fraction(numeral(n)) for n in re.findall(_NUMERAL, re.sub("[余多]", "", rest)))


def prints_date(text: str, day: str) -> bool:
    """Whether a squeezed text prints an ISO date in Chinese: 2023-10-25 as 2023年10月25日."""
    import re

    date = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", day)
    marked = zip(date.groups() if date else (), "年月日", strict=False)
    return date is not None and all(f"{int(n)}{mark}" in text for n, mark in marked if n)


def numeral(text: str) -> int:
    """A Chinese numeral (十三, 百万, 两千) as an integer."""
    total, section, digit = 0, 0, None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _POWERS:
            section += (1 if digit is None else digit) * 10 ** _POWERS[char]
            digit = None
        else:
            section, scale = section + (digit or 0), 10 ** _MYRIADS[char]
            if total and total < scale:  # 亿 after 万 multiplies; 二千万 after 一亿 is added
                total = (total + section) * scale
            else:
                total += (section or 1) * scale
            section, digit = 0, None
    return total + section + (digit or 0)


@cache
def section_en(section: str) -> str:
    """A section in English: 第二篇 › 十一 › （三） is Part 2 › 11 › (3)."""
    import re

    name = re.sub(ORDINAL, lambda match: str(numeral(match[0])), section)
    name = re.sub("第([^第篇]*)篇", r"Part \1", name.replace("摘要", "Summary"))
    return name.replace("附件", "Annex ").replace("（", "(").replace("）", ")")


def json_list(words: Iterable[str]) -> str:
    """Texts as an array for SQLite, which `json` would take longer to load for than to make."""
    escapes = {ord(char): f"\\u{ord(char):04x}" for char in map(chr, (*range(32), 34, 92))}
    quoted = (f'"{word.translate(escapes)}"' for word in words)
    return f"[{','.join(quoted)}]".encode(errors="backslashreplace").decode()


def plain_texts(cell: str, end: str = '"]') -> tuple[str, ...]:
    """The texts of an array in JSON, if they stand there as they are; () where it takes a reader.

    >>> plain_texts('["a", "b"]'), plain_texts('["a", 1]'), plain_texts('["a", "b", 1]', '", 1]')
    (('a', 'b'), (), ('a', 'b'))
    """
    texts = cell[2 : -len(end)].split('", "')
    plain = cell.startswith('["') and cell.endswith(end) and "\\" not in cell
    return tuple(texts) if plain and cell.count('"') == 2 * len(texts) else ()


def spaced(name: str) -> str:
    """A name with one space between its words."""
    from unicodedata import normalize

    return _BETWEEN_WORDS.sub(" ", normalize("NFKC", name).casefold()).strip()


# ---------------------------------------------------------------- patterns
class _Later:
    """A pattern that is compiled when it is first used: that takes longer than most answers."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __getattr__(self, name: str) -> Any:
        import re

        compiled = re.compile(self.text)
        for each in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def pattern(text: str) -> re.Pattern[str]:
    """A regular expression for a constant that most answers don't use."""
    later: Any = _Later(text)
    compiled: re.Pattern[str] = later
    return compiled


_BETWEEN_WORDS = pattern(r"[\W_]+")


# ---------------------------------------------------------------- text for people
# Control and invisible characters: C0, C1, bidi, zero width, fillers, variation selectors, signs
# that join what follows, tags (Unicode: Cc, Cf, Cs, default ignorable).
UNSEEN = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001345f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


_UNSEEN = pattern(UNSEEN)


@lru_cache(maxsize=1024)  # a cell is measured, then drawn
def visible(text: str, keep: str = "") -> str:
    r"""The text with every unseen character except those in `keep` written as \u{…}.

    >>> visible("a\x1b]0;b\x07"), visible("a\nb", keep="\n")
    ('a\\u{1b}]0;b\\u{7}', 'a\nb')
    """
    shown = text.translate(dict.fromkeys(map(ord, keep))) if keep else text
    if text.isascii() and shown.isprintable():
        return text
    return _UNSEEN.sub(lambda m: m[0] if m[0] in keep else f"\\u{{{ord(m[0]):x}}}", text)


def is_part(year: object, as_of: str | None) -> bool:
    """Whether a date is before the end of a year: a month end, a half year; December is the end.

    >>> is_part(2024, "2024-06-30"), is_part(2024, "2024-12"), is_part(2024, "2025-03"), is_part(2024, None)
    (True, False, False, False)
    """
    date = as_of or ""
    return date[:4] == str(year) and "" < date[5:7] < "12"
