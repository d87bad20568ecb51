"""The language and the width to show in."""

from __future__ import annotations

import os
import sys

from infofacts.record import Record

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from infofacts.views.table import Column

WIDTH_OFF_TERMINAL = 100


class Display(Record):
    """How to show: the language and the width in columns."""

    lang: str = "both"
    width: int = 80

    def names(self, zh: str, en: str | None) -> list[str]:
        """A name in the language; for both, Chinese and then English if it differs."""
        if self.lang == "both" and en and en != zh:
            return [zh, en]
        return [en if self.lang == "en" and en else zh]

    def inline(self, zh: str, en: str) -> str:
        """A name on one line: 基站 · Stations."""
        return " · ".join(self.names(zh, en))

    def column(self, key: str, min_width: int = 0) -> Column:
        """A column with one of `words.WORDS` as its heading, one line per language."""
        from infofacts.views.table import Column
        from infofacts.views.words import NUMERIC, WORDS

        return Column("\n".join(self.names(*WORDS[key])), key in NUMERIC, min_width)

    def word(self, key: str) -> str:
        """One of `words.WORDS` inside a line: English only if the language is English."""
        from infofacts.views.words import WORDS

        return WORDS[key][self.lang == "en"]

    def text(self, zh: str | None, en: str | None) -> str:
        """A text of a fact base, such as a note, in one language."""
        return (en if self.lang == "en" and en else zh) or ""


def width() -> int:
    """The columns to draw in: COLUMNS, else the terminal's, else 100 where there is none."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and len(asked) < 5 and int(asked) > 0:
        return int(asked)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH_OFF_TERMINAL
    except (OSError, ValueError):
        return WIDTH_OFF_TERMINAL
