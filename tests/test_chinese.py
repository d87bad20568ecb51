"""A first hour in Chinese: no English word but addresses, names and what is typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infofacts.cite import STYLES
from infofacts.commands import COMMANDS
from infofacts.commands.answer import command_module
from infofacts.formats import BASE_FORMATS, FORMATS
from infofacts.model import Fact, FactBase, Indicator, Source, Topic
from infofacts.record import fields
from infofacts.units import SCALES
from tests.conftest import KEYS
from tests.tools.terminal import run

TOUR = """

--version
--help
show 5g
show 5g.base-stations
show 网民规模
show software --derived
show 5g -y 2020:2024
show 5g.base-stations -y 2011
get 5g.users.2023
get 5g.base-stations --in 万
get 5g.users -y 2010
get patents.high-value.2021
get 5g
get nope
get 5g.users --field foo
get 5g.users --in 米
search 网民规模
search 2023年5G基站有多少个
search 天气预报明天
search 2011年网民规模
list
list 5g
list --source nidr-2023 --unit %
list --topic 5g --unit 米
list --source nobody
compare 5g.base-stations -y 2020:2024
compare 5g.users.2023 telecom.revenue.2023
compare 5g -y 2020:2023
compare internet-users.users.2023 5g.users.2023
cite 5g.base-stations
cite 5g.users --style foo
cite
source
source 5g.base-stations
source nidr-2023
check
check DRAFT.toml
check --coverage
verify DRAFT.md
verify DRAFT.md -f lines
verify DRAFT.md --annotate
export -f sqlite
export -o x.foo
show 5g --facts nowhere.toml
show 5g -f xml
show 5g -y 20x
shwo 5g
foo bar
search
get --foo 5g
search -n x 5g
search -n 0 5g
search -n 1000000 5g
-y
get -h
search -h
verify -h
check -h
export -h
mcp -h
""".split("\n")[1:-1]
DRAFT = {
    "DRAFT.md": "2023年，我国5G基站总数达到338万个，网民规模10.9亿人。\n"
    "5G移动电话用户达8.05亿户，比上年增加5.3亿。软件业收入123258亿元，第7名。\n",
    "DRAFT.toml": '[telecom.revenue.2023]\nvalue = 1.68\nunit = "万亿元"\nsourse = "x"\n'
    'quote = "电信业务收入累计完成1.69万亿元"\n\n[foo]\nen = "甲"\n\n[foo.bar]\nzh = "条"\n\n'
    '[foo.bar.2023]\nvalue = 5\nunit = "米"\nquote = "没有"\nas_of = "2022"\n',
}
# What is called so in Chinese texts, too; and what the tour types.
NAMES = set(
    "infofacts TOML CSV JSON Markdown Parquet SHA shell MCP TAB ID Tab UTF of foo bar sourse "
    "nobody nowhere shwo xml nope gz docx odt html pdf db latest both en zh world yuan million "
    "CN ZJ URL EB OL FP id others break change growth rank level ndjson txt".split()
)
CHINESE = re.compile("[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
NOT_WORDS = re.compile(
    r"https?://\S+|\S*[\w-]\.[\w-]\S*|--[\w-]+|\[[\w-]+\]|“[^”]*”|SHA-256 \w+|(?<=: )[a-z]+[a-z-]*(?=: )"
)


@pytest.fixture(scope="module")
def known(base: FactBase) -> set[str]:
    """The words that stay: names of commands, formats and fields; ids, and what sources print."""
    texts: list[str] = [*COMMANDS, *FORMATS, *BASE_FORMATS, *STYLES, *KEYS, *SCALES]
    texts += (each.name for kind in (Source, Indicator, Fact) for each in fields(kind))
    for name in COMMANDS:
        texts += (str(each.words) for each in command_module(name).PARAMETERS)
    for source in base.sources.values():
        texts += (source.id, source.title, source.publisher, *source.publisher_aliases)
    things: list[Topic | Indicator] = [*base.topics.values(), *base.indicators.values()]
    for each in things:
        texts += (each.id, each.zh, *each.aliases)
    for fact in base.facts.values():
        texts += filter(CHINESE.search, (fact.printed, fact.quote, *fact.also, fact.note or ""))
    return NAMES | {word for text in texts for word in WORD.findall(text)}


@pytest.mark.parametrize("line", TOUR)
def test_a_tour_in_chinese_meets_no_english(
    known: set[str], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in DRAFT.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    shown = run(line, COLUMNS="100", NO_COLOR="1", LANG="zh_CN.UTF-8")[1:]
    words = WORD.findall(NOT_WORDS.sub(" ", "\n".join(shown)))
    assert set(words) <= known
    assert CHINESE.search("".join(shown))


def test_the_tour_would_meet_english(known: set[str]) -> None:
    shown = run("get nope", COLUMNS="100", NO_COLOR="1", LANG="en_US.UTF-8")[2]
    assert "nothing" in set(WORD.findall(shown)) - known


HELP = """\
用法：infofacts source [选项] [名称...]

  显示来源，或事实所在的段落并标出引文。

  示例：infofacts source 5g.base-stations

参数：
  [名称...]  事实（地址、名称或别名），或来源的代号。

选项：
  -y, --year 年份    2023、2019:2023、2022,2023 或 latest；单个年份可重复。
  -f, --format 格式  table、tsv、csv、json、jsonl、csv-excel、md；默认：终端上
                     为 table，否则为 tsv。
  --lang 语言        表格和消息的语言：zh、en 或 both。
  --derived          包括推算的数字（均有标明）。
  --facts 文件       在内置的事实上加这个事实文件（TOML 或导出的 .db）；可重
                     复。
  --no-builtin       只用给出的文件。
  -h, --help         显示此帮助并退出。
"""
MISTAKE = """\
用法：infofacts get [选项] {名称...}
运行 infofacts get -h 查看帮助。

错误：没有选项 --yaer（可能是：--year）
"""


def test_help_in_chinese_is_laid_out_for_its_width() -> None:
    assert run("source -h", COLUMNS="80", LANG="zh_CN.UTF-8") == (0, HELP, "")


def test_mistakes_are_told_in_chinese() -> None:
    assert run("get 5g --yaer 2023", COLUMNS="80", LANG="zh_CN.UTF-8") == (2, "", MISTAKE)


@pytest.mark.parametrize(
    ("line", "settings", "chinese"),
    [
        ("get nope", {}, False),
        ("get nope", {"LANG": "zh_CN.UTF-8"}, True),
        ("get nope", {"LANG": "de_DE.UTF-8"}, False),
        ("get nope", {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, False),
        ("get nope", {"INFOFACTS_LANG": "zh", "LANG": "en_US.UTF-8"}, True),
        ("get nope", {"INFOFACTS_LANG": "both", "LANG": "zh_CN.UTF-8"}, False),
        ("get nope", {"INFOFACTS_LANG": "xx"}, False),
        ("get nope --lang zh", {"INFOFACTS_LANG": "en"}, True),
        ("get nope --lang=en", {"INFOFACTS_LANG": "zh"}, False),
        ("--lang zh get nope", {}, True),
        ("--lang ZH_cn get nope", {}, True),
        ("get nope --lang both", {"LANG": "zh_CN.UTF-8"}, True),
        ("shwo 5g --lang zh", {}, True),
        ("get --lang zh --foo 5g", {}, True),
        ("check nowhere.toml --lang zh", {}, True),
        ("--lang zh --help", {}, True),
        ("--lang zh", {}, True),
        ("--lang zh -V", {}, True),
        ("-h --lang zh get", {}, True),
    ],
)
def test_the_language_of_messages(line: str, settings: dict[str, str], chinese: bool) -> None:
    """That of --lang wherever it stands, else of INFOFACTS_LANG, else of the locale, else English."""
    _code, out, err = run(line, **settings)
    said = err or out.partition("\n\n")[2] or out.partition("\n")[2]
    assert bool(re.search("没有|查找|事实|数值|问题", said)) == chinese


@pytest.mark.parametrize("line", ["{}", "{} -h", "{} x", "-V {}", "-h {}"])
@pytest.mark.parametrize("before", ["--lang fr", "--lang=fr"])
@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_another_language_is_refused_by_every_command(command: str, line: str, before: str) -> None:
    wanted = (2, "", "infofacts: --lang fr: expected one of zh, en, both\n")
    assert run(f"{before} {line.format(command)}") == wanted
    assert run(f"{line.format(command)} {before}") == wanted


def test_another_language_is_refused_in_that_of_the_locale() -> None:
    message = "infofacts: INFOFACTS_LANG=fr：应为 zh、en、both 之一\n"
    assert run("show 5g", INFOFACTS_LANG="fr", LC_ALL="zh_CN.UTF-8") == (2, "", message)
