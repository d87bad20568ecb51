"""Places and companies in a text: what is said of them is not said of the whole country."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from infofacts.lexicon import places

NATIONAL, WORLD = "CN", "world"
# Companies and regulators whose figures are not those of the country.
_COMPANIES = (
    "中国移动|中国电信|中国联通|中国广电|中国铁塔|三大运营商|华为|中兴通讯|阿里巴巴|阿里云|腾讯|百度|京东|拼多多|美团|字节跳动|抖音|快手|小米|苹果公司|微信"
    "|China Mobile|China Telecom|China Unicom|China Broadnet|China Tower|Huawei|ZTE|Alibaba|Tencent"
    "|Baidu|JD.com|Pinduoduo"
    "|Meituan|ByteDance|TikTok|Douyin|Kuaishou|Xiaomi|Apple|WeChat"
).split("|")
# What a text of a place calls it.
_HERE = "全省 我省 本省 全市 我市 本市 全县 我县 本县 全区 我区 本区 全州 全旗".split()
_WORD = re.compile(r"[A-Z][\w.’'&-]*")
# 全国第一, 占全球60%: a comparison with the country or the world, about another place.
_COMPARED = re.compile(
    "第|前|首|最|领先|排名|位居|之最|各省|比重|占比|范围|[\\d一二三]|'s (?:first|largest|top)"
)
# 全球创新指数, Global Innovation Index: a title, no place.
_TITLED = re.compile("[一-龥]{2,8}(?:指数|报告|榜)|(?: [A-Z][a-z]+){1,4} (?:Index|Report|Survey)")
_MONEY = re.compile(r"\.? dollars?\b")
_COMPARING = re.compile(r"(?:占|居|位列|在|为|全|高于|低于|of the |in the |of )$")


class Place(NamedTuple):
    """A place or company in a text; `code` is its name where it has no other."""

    start: int
    code: str


@cache
def _known() -> dict[str, dict[str, str]]:
    """Names by their first two characters (Chinese) or their first word, with their codes."""
    known: dict[str, dict[str, str]] = {}
    named = (*_COMPANIES, *_HERE)
    for name, code in (*places().items(), *((name, name) for name in named)):
        if len(name) > 1:
            key = re.split("[ &-]", name.lower())[0] if name.isascii() else name[:2]
            known.setdefault(key, {})[name.lower()] = code
    return known


def places_in(text: str) -> list[Place]:
    """The places of a folded text, in order."""
    known, small = _known(), text.lower()
    found: list[Place] = []
    at = 0
    while at < len(text) - 1:
        word = _WORD.match(text, at) if text[at].isascii() else None
        keys = (
            (word[0].lower(), re.split("[’'&.-]", word[0].lower())[0])
            if word
            else (text[at : at + 2],)
        )
        names = next((known[key] for key in keys if key in known), {})
        fitting = [
            n for n in names if small.startswith(n, at) and not _goes_on(text, at + len(n), n)
        ]
        if fitting:
            name = max(fitting, key=len)
            end = at + len(name)
            money = _MONEY.match(text, end)  # U.S. dollars
            titled = names[name] == WORLD and _TITLED.match(text, end)
            wide = names[name] in (NATIONAL, WORLD)
            if not (money or titled or (wide and _compared(text, at, end))):
                found.append(Place(at, names[name]))
            at = end
        else:
            at = word.end() if word else at + 1
    return found


def _compared(text: str, start: int, end: int) -> bool:
    """Whether a text only compares something with the country or the world."""
    return bool(_COMPARED.match(text, end) or _COMPARING.search(text[max(0, start - 7) : start]))


def _goes_on(text: str, end: int, name: str) -> bool:
    """Whether an English name is the beginning of a longer word."""
    return name.isascii() and text[end : end + 1].isalpha()
