"""Places, traditional characters and pinyin: the tables of other projects in `infofacts/tables`.

`tests/tools/tables.py` makes them. They are read when something asks for them, once.
"""

from __future__ import annotations

import os
from functools import cache

from infofacts.text import file_bytes


def _text(name: str) -> str:
    """The text of a table; the first line, which says where it is from, is left out."""
    folder = os.path.dirname(os.path.abspath(__file__))
    return file_bytes(os.path.join(folder, "tables", f"{name}.tsv")).decode().partition("\n")[2]


def _entries(text: str) -> dict[str, str]:
    """What a table has for each of its words."""
    cells = text.replace("\n", "\t").split("\t")
    return dict(zip(cells[::2], cells[1::2], strict=False))


@cache
def places() -> dict[str, str]:
    """The code of every name of a place, in Chinese and, in small letters, in English."""
    return _entries(_text("places"))


@cache
def _lines() -> str:
    """The table of places with a new line before each name."""
    return f"\n{_text('places')}"


def place(word: str) -> str:
    """The code of the place that a word is a name of, "" for none: without `places`, which takes
    longer to make than to look for the words of a question."""
    line = f"\n{word}\t"
    at = _lines().find(line)
    return _lines()[at + len(line) :].partition("\n")[0] if at >= 0 else ""


def code_of(scope: str) -> str:
    """The code of a scope that is a name, or the country code of a part of China: HK is CN-HK.

    >>> code_of("HK"), code_of("Hong Kong"), code_of("US"), code_of("某市")
    ('CN-HK', 'CN-HK', 'US', '某市')
    """
    own = ("HK", "MO", "TW")  # in ISO 3166-1, too
    return f"CN-{scope}" if scope in own else places().get(scope.casefold(), scope)


@cache
def names_of(code: str) -> tuple[str, ...]:
    """All names of a place: 浙江, zhejiang."""
    return tuple(name for name, of in places().items() if of == code)


@cache
def _traditional() -> tuple[str, str, str]:
    """The traditional characters, the simplified ones of them, and a table of words."""
    characters, simple, words = _text("traditional").split("\n", 2)
    return characters, simple, words


@cache
def _simplifying() -> tuple[dict[int, int], dict[str, str]]:
    """The simplified characters, and words, of traditional ones."""
    characters, simple, words = _traditional()
    return str.maketrans(characters, simple), _entries(words)


# Japanese forms that are not among the traditional characters, and the simplified ones of them.
_JAPANESE = (
    "増総発価対売単労観経済戸歳県圏気広鉄図値実験検変権帰関営収庁廃伝従転軽険両満帯黒継続団囲拡剤児歓覚楽徳舗薬読豊辺齢暦歴"
    "銭録緑雑頼処択沢",
    "增总发价对卖单劳观经济户岁县圈气广铁图值实验检变权归关营收厅废传从转轻险两满带黑继续团围扩剂儿欢觉乐德铺药读丰边龄历历"
    "钱录绿杂赖处择泽",
)

_BOTH = ("後", "於")  # in the mainland's set, too, but not in its texts


def _is_known(text: str) -> bool:
    """Whether all characters are of the mainland's own set."""
    try:
        return bool(text.encode("gb2312"))
    except UnicodeError:
        return False


@cache
def _by_character() -> dict[int, str]:
    """The simplified characters of those that are only traditional or Japanese."""
    characters, simple, _words = _traditional()
    every, others = characters + _JAPANESE[0], simple + _JAPANESE[1]
    known = set(every.encode("gb2312", "ignore").decode("gb2312")).difference(_BOTH)
    return {ord(c): other for c, other in zip(every, others, strict=True) if c not in known}


def by_character(text: str) -> str:
    """A text with the simplified character in the place of each traditional or Japanese one.

    Whatever stands beside it, so that a quote changes as its text does.

    >>> by_character("臺灣約2萬輛，前年比3%増"), by_character("网络")
    ('台湾约2万辆，前年比3%增', '网络')
    """
    known = text.isascii() or (_is_known(text) and not any(map(text.__contains__, _BOTH)))
    return text if known else text.translate(_by_character())


LONGEST = 8  # characters of a traditional word


def _is_simplified(text: str) -> bool:
    """Whether there is nothing to simplify; some traditional characters are simplified ones, too."""
    if text.isascii() or not any(map(_traditional()[0].__contains__, text)):
        return True
    return _is_known(text)


def simplified(text: str) -> list[tuple[str, int]]:
    """A text in simplified characters, in pieces with the length that each had.

    >>> simplified("網路a"), simplified("网络")
    ([('网络', 2), ('a', 1)], [('网', 1), ('络', 1)])
    """
    if _is_simplified(text):
        return [(char, 1) for char in text]
    characters, words = _simplifying()
    pieces: list[tuple[str, int]] = []
    at = 0
    while at < len(text):
        sizes = range(min(LONGEST, len(text) - at), 1, -1)
        size = next((size for size in sizes if text[at : at + size] in words), 1)
        piece = text[at : at + size]
        pieces.append((words.get(piece, piece).translate(characters), size))
        at += size
    return pieces


def in_simplified(text: str) -> str:
    """A text in simplified characters, with the words of the mainland."""
    return text if text.isascii() else "".join(piece for piece, _ in simplified(text))


@cache
def syllables() -> dict[str, tuple[str, ...]]:
    """The readings of each character in pinyin, without tones; the main one first."""
    readings: dict[str, tuple[str, ...]] = {}
    table = _entries(_text("pinyin")).items()
    for others in (False, True):
        for syllable, characters in table:
            for char in characters.split("/")[others]:
                readings[char] = (*readings.get(char, ()), syllable)
    return readings


def pinyin(name: str) -> list[str]:
    """The ways to type a Chinese name in pinyin; all but the first read one character otherwise.

    >>> pinyin("网民规模"), pinyin("长三角")
    (['wangminguimo', 'wangminguimu'], ['zhangsanjiao', 'changsanjiao', 'zhangsanjue', 'zhangsanlu'])
    """
    readings = [syllables().get(char, (char,)) for char in name]
    main = [each[0] for each in readings]
    ways = ["".join(main)]
    for at, each in enumerate(readings):
        ways += ["".join([*main[:at], other, *main[at + 1 :]]) for other in each[1:]]
    return ways
