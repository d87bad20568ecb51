"""The places that facts are of: their codes, and their names in Chinese and English."""

from __future__ import annotations

import re

from infofacts.text import fold

# ISO 3166-2:CN, with the Chinese name as the report writes it.
_PROVINCES = (
    "AH安徽Anhui BJ北京Beijing CQ重庆Chongqing FJ福建Fujian GD广东Guangdong GS甘肃Gansu "
    "GX广西Guangxi GZ贵州Guizhou HA河南Henan HB湖北Hubei HE河北Hebei HI海南Hainan "
    "HK香港Hong-Kong HL黑龙江Heilongjiang HN湖南Hunan JL吉林Jilin JS江苏Jiangsu JX江西Jiangxi "
    "LN辽宁Liaoning MO澳门Macao NM内蒙古Inner-Mongolia NX宁夏Ningxia QH青海Qinghai SC四川Sichuan "
    "SD山东Shandong SH上海Shanghai SN陕西Shaanxi SX山西Shanxi TJ天津Tianjin TW台湾Taiwan "
    "XJ新疆Xinjiang XZ西藏Tibet YN云南Yunnan ZJ浙江Zhejiang"
)
_PROVINCE = re.compile(r"([A-Z]{2})([^A-Za-z]+)([A-Za-z-]+)")
# A place has a code, or for want of one its Chinese name; then its names, the Chinese one first.
PLACES: dict[str, tuple[str, ...]] = {
    "world": ("全球", "the world", "世界", "global"),
    "CN": ("中国", "China", "全国", "我国"),
    **{f"CN-{c}": (zh, en.replace("-", " ")) for c, zh, en in _PROVINCE.findall(_PROVINCES)},
    "CN-MO": ("澳门", "Macao", "Macau"),
    "CN-XZ": ("西藏", "Tibet", "Xizang"),
    "长三角": ("长三角", "Yangtze River Delta", "长江三角洲"),
    "珠三角": ("珠三角", "Pearl River Delta", "珠江三角洲"),
    "京津冀": ("京津冀", "Beijing-Tianjin-Hebei"),
    "成渝": ("成渝", "Chengdu-Chongqing", "成渝地区", "成渝地区双城经济圈"),
    "粤港澳大湾区": ("粤港澳大湾区", "Greater Bay Area", "Guangdong-Hong Kong-Macao Greater Bay Area", "大湾区"),
    "华北": ("华北", "North China"), "东北": ("东北", "Northeast China"),
    "华东": ("华东", "East China"), "华中": ("华中", "Central China"),
    "华南": ("华南", "South China"), "西南": ("西南", "Southwest China"),
    "西北": ("西北", "Northwest China"),
}  # fmt: skip
_KIND = re.compile("(?:省|市|地区|(?:壮族|回族|维吾尔)?自治区|特别行政区|province|municipality)$")


def code_of(name: str) -> str | None:
    """The code of a place by its code or a name of it; None for another.

    >>> code_of("浙江省"), code_of("Zhejiang"), code_of("cn-zj"), code_of("全球"), code_of("火星")
    ('CN-ZJ', 'CN-ZJ', 'CN-ZJ', 'world', None)
    """
    wanted = _KIND.sub("", fold(name))
    for code, names in PLACES.items():
        if wanted in map(fold, (code, *names)):
            return code
    return None
