"""Doubts whether what is said of a source belongs together: its titles, its years, its publisher."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from infofacts.check.rule import rule
from infofacts.check.translations import Lexicon, chinese, english, months, odd_numbers
from infofacts.messages import _
from infofacts.model import FactBase, Source
from infofacts.text import pattern

FAR = 0.4  # how well two titles of a source fit at least; measured on the shipped base
YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIGITS = pattern(r"(?<!\d)\d+(?:\.\d+)?(?![\d月])")
# What is only known when the year is over.
_OF_THE_YEAR = pattern(
    r"((?:19|20)\d\d)年(?![^（(]*(?:月|季|半年))[^（(]*(?:统计公报|业公报|统计年报|运行情况)"
)
_DATE = pattern(r"（((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})日)?[），]")


@rule(key="title_en", doubt=4)
def source_in_both(base: FactBase) -> Iterator[tuple[str, str]]:
    """The titles of a source say the same in both languages: the same numbers, words that fit.

    Which words go together is learnt from the other titles. A year may stand in the address.
    """
    both = [each for each in base.sources.values() if each.title_en and each.title != each.title_en]
    lexicon = Lexicon((each.title, each.title_en) for each in both)
    for source in both:
        title, title_en = source.title, source.title_en
        odd = odd_numbers(f"{title} {source.id.replace('-', ' ')}", title_en)
        odd += [each for each in _DIGITS.findall(title) if each not in _DIGITS.findall(title_en)]
        if odd or months(title, title_en) or _far_apart(lexicon, title, title_en):
            yield (
                f"sources.{source.id}",
                _(
                    "{chinese!r} and {english!r} seem to say different things",
                    chinese=title,
                    english=title_en,
                ),
            )


def _far_apart(lexicon: Lexicon, title: str, title_en: str) -> bool:
    """Whether two titles have little in common, of whose words others have most."""
    zh, en = chinese(title), english(title_en)
    own = lexicon.counts([(zh, en)])
    for words in ([(part, "") for part in zh], [("", word) for word in en]):
        elsewhere = sum(lexicon.together[each] > own[each] for each in words)
        if elsewhere * 2 < len(words):
            return False
    return lexicon.fit(zh, en, own) < FAR


@rule(key="published", doubt=5)
def source_years(base: FactBase) -> Iterator[tuple[str, str]]:
    """The address and the title of a source name the same year, or the next; it is not published before.

    A title with a date (新闻发布会（2023年11月8日）) is of the day of publication.
    """
    for source in base.sources.values():
        if said := _odd_years(source):
            yield f"sources.{source.id}", said


def _odd_years(source: Source) -> str:
    """What of the years of a source does not go together, or ""."""
    of_id, of_title = ({*map(int, YEAR.findall(text))} for text in (source.id, source.title))
    if of_id and of_title and min(abs(a - b) for a in of_id for b in of_title) > 1:
        return _("{title!r} is of another year than the address", title=source.title)
    published = source.published
    named = of_id | of_title
    if published and named and int(published[:4]) < min(named):
        return _("published in {published}, before {year}", published=published, year=min(named))
    year = _OF_THE_YEAR.search(source.title)
    if published and year and published < f"{year[1]}-12":
        return _(
            "published in {published}, before {year}", published=published, year=f"{year[1]}-12"
        )
    if published and (date := _DATE.search(source.title)):
        said = f"{date[1]}-{int(date[2]):02}" + (f"-{int(date[3]):02}" if date[3] else "")
        size = min(len(said), len(published))
        if said[:size] != published[:size]:
            return _(
                "published in {published}, the title says {said}", published=published, said=said
            )
    return ""


@rule(key="publisher_en", doubt=5)
def publisher_of_another(base: FactBase) -> Iterator[tuple[str, str]]:
    """A publisher has one name in English, and what the addresses of its sources begin with."""
    english_of: dict[str, Counter[str]] = defaultdict(Counter)
    chinese_of: dict[str, Counter[str]] = defaultdict(Counter)
    begun: dict[str, Counter[str]] = defaultdict(Counter)
    for each in base.sources.values():
        english_of[each.publisher][each.publisher_en] += 1
        chinese_of[each.publisher_en][each.publisher] += 1
        begun[each.id.partition("-")[0]][each.publisher] += 1
    for each in base.sources.values():
        zh, en = each.publisher, each.publisher_en
        own = english_of[zh][en]
        others = max((n for name, n in chinese_of[en].items() if name != zh), default=0)
        again = max((n for name, n in english_of[zh].items() if name != en), default=0)
        first = begun[each.id.partition("-")[0]]
        alone = first[zh] == 1 and first.total() - 1 in first.values() and first.total() > 5
        if en and (others >= own or (own == 1 and again > 1)) or alone:
            yield (
                f"sources.{each.id}",
                _(
                    "{publisher!r} has another name elsewhere, or another publisher this one",
                    publisher=zh,
                ),
            )
