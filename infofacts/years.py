"""Years as people ask for them: 2023, 2019:2023, the newest."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from infofacts.errors import BadUsage
from infofacts.messages import _
from infofacts.model import Fact
from infofacts.record import Record
from infofacts.text import LONGEST_NAME, pattern, shortened

YEAR = r"((?:19|20)\d\d)"
_BETWEEN = r"\s*(?:\.\.+|[-–—~～至到])\s*(?=\d)"  # of a range of years
_A_YEAR = pattern(f"{YEAR}年?")
_SEVERAL_YEARS = pattern(rf"{YEAR}年?(?:{_BETWEEN}|[,、:])(?:{YEAR}年?)?(?:[,、]{YEAR}年?)*+")


class Years(Record):
    """The years asked for: listed ones, a range, the latest, or none given."""

    first: int = 0
    last: int = 9999
    listed: tuple[int, ...] = ()
    latest: bool = False

    def __contains__(self, year: int) -> bool:
        return year in self.listed if self.listed else self.first <= year <= self.last

    @property
    def chosen(self) -> bool:
        """Whether certain years were asked for, not just the newest."""
        return bool(self.listed or self.first or self.last < 9999)

    @property
    def given(self) -> bool:
        """Whether any years were asked for, the newest included."""
        return self.chosen or self.latest

    def asked(self, known: Iterable[int]) -> list[int]:
        """The years to answer for, in order: all of a closed range, else those known."""
        if self.listed:
            return sorted(self.listed)
        if self.first and self.last < 9999:  # facts are of the years from 1900 to 2099
            return list(range(max(self.first, 1900), min(self.last, 2099) + 1))
        return sorted({year for year in known if year in self})


ANY_YEAR = Years()


def spans(years: Iterable[int]) -> str:
    """Years in a few characters.

    >>> spans([2016, 2020, 2021, 2022])
    '2016, 2020–2022'
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if run[1:] else f"{run[0]}" for run in runs)


def newest(facts: Iterable[Fact]) -> int:
    """The newest year of facts, 0 for none: that of a forecast or target only if all are such."""
    return max(((not fact.planned, fact.year) for fact in facts), default=(False, 0))[1]


def parse_years(text: str | None) -> Years:
    """Read `-y`: 2023, 2019:2023, 2019:, :2023, 2022,2023 or latest; None is no choice.

    A range may also be written 2019-2023, 2019..2023 and the like. Raises `BadUsage`.
    """
    if text is None or text == "latest":
        return Years(latest=text is not None)
    typed = shortened(text)
    if len(text) > LONGEST_NAME:
        raise BadUsage(
            _(
                "--year {typed}: has more than {longest_name:,} characters",
                typed=typed,
                longest_name=LONGEST_NAME,
            )
        )
    text = unicodedata.normalize("NFKC", text).replace("年", "")
    if years := _years_in(text):
        return years
    raise BadUsage(_("--year {typed}: expected 2023, 2019:2023, 2022,2023 or latest", typed=typed))


def _years_in(text: str) -> Years | None:
    """The years that a text lists, or from which to which; None if it is none."""
    if any(char.isalpha() and char not in "至到" for char in text):
        return None
    import re

    if not set(text) <= set("0123456789:,"):
        text = re.sub(_BETWEEN, ":", text)
    if re.fullmatch(r"\d{4}([,、]\d{4})*", text):
        return Years(listed=tuple(dict.fromkeys(int(year) for year in re.split("[,、]", text))))
    if ends := re.fullmatch(r"(\d{4})?:(\d{4})?", text):
        first, last = int(ends[1] or 0), int(ends[2] or 9999)
        if first <= last:
            return Years(first, last)
    return None


def is_year(word: str) -> bool:
    """Whether a word is a year: 2023, 2023年."""
    return bool(_A_YEAR.fullmatch(word))


def years_behind(words: Sequence[str], least: int = 1) -> tuple[Sequence[str], str]:
    """The words without the years behind them, and these years as -y has them; at least so many
    words are left.

    >>> years_behind(["网民规模", "2022", "2023年"]), years_behind(["5g", "2021-2023"])
    ((['网民规模'], '2022,2023'), (['5g'], '2021-2023'))
    """
    names, years = list(words), list[str]()
    while names[least:] and is_year(names[-1]):
        years.insert(0, names.pop().removesuffix("年"))
    if not years and names[least:] and _SEVERAL_YEARS.fullmatch(names[-1]):
        years = [names.pop()]
    return names, ",".join(years)
