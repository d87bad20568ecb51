"""Places and companies in a text: what is said of them is not said of the whole country."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

NATIONAL = "CN"
_TABLE = Path(__file__).parent.parent / "tables" / "places.tsv"
# Companies and regulators whose figures are not those of the country.
_COMPANIES = (
    "中国移动|中国电信|中国联通|中国广电|中国铁塔|三大运营商|华为|中兴通讯|阿里巴巴|阿里云|腾讯|百度|京东|拼多多|美团|字节跳动|抖音|快手|小米|苹果公司|微信"
    "|China Mobile|China Telecom|China Unicom|China Broadnet|China Tower|Huawei|ZTE|Alibaba|Tencent|Baidu|JD.com|Pinduoduo"
    "|Meituan|ByteDance|TikTok|Douyin|Kuaishou|Xiaomi|Apple|WeChat"
)
_WORD = re.compile(r"[A-Z][\w.’'&-]*")


class Place(NamedTuple):
    """A place or company in a text; `code` is its name where it has no other."""

    start: int
    end: int
    code: str


@cache
def _known() -> dict[str, dict[str, str]]:
    """Names by their first two characters (Chinese) or their first word, with their codes."""
    known: dict[str, dict[str, str]] = {}
    rows = [line.split("\t") for line in _TABLE.read_text("utf-8").splitlines() if line[:1] != "#"]
    named = [(code, name) for code, *names in rows for cell in names for name in cell.split("|")]
    for code, name in (*named, *((name, name) for name in _COMPANIES.split("|"))):
        if len(name) > 1 and code != "world":
            first = _WORD.match(name)
            key = first[0] if first else name[:2]
            known.setdefault(key, {})[name] = code
    return known


def places_in(text: str) -> list[Place]:
    """The places of a folded text, in order."""
    known = _known()
    found: list[Place] = []
    at = 0
    while at < len(text) - 1:
        word = _WORD.match(text, at) if text[at].isascii() else None
        key = (
            word[0].removesuffix("'s").removesuffix("’s").rstrip(".") if word else text[at : at + 2]
        )
        names = known.get(key) or (known.get(word[0]) if word else None)
        name = max((n for n in names or () if text.startswith(n, at)), key=len, default="")
        if (
            name
            and names
            and not (name.isascii() and text[at + len(name) : at + len(name) + 1].isalpha())
        ):
            found.append(Place(at, at + len(name), names[name]))
            at += len(name)
        else:
            at = word.end() if word else at + 1
    return found
