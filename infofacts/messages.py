"""What the program says to people, in English or in Chinese.

>>> _("{count} fact", "{count} facts", count=2)
'2 facts'
>>> speak("zh")
>>> _("{count} fact", "{count} facts", count=2)
'2 条事实'
>>> speak("en")

A message is written in English where it arises, as a template with named places, and filled at
once: `raise NoAnswer(_("nothing is named {name}", name=name))`. Of two templates the second is for
every `count` but 1. `N_` marks a template that is kept in a table and filled later. The Chinese
stands in `locale/zh_CN/LC_MESSAGES/infofacts.po`, the only file to edit: `python -m
tests.tools.catalogue` adds to it what is new in the code, and takes out what is gone.
`python -m infofacts.store` compiles it. The words of tables are pairs, in `views/words`.

English loads nothing; Chinese loads the catalogue at its first message.
"""

from __future__ import annotations

import os

from infofacts.text import file_bytes

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from gettext import NullTranslations

_spoken = "en"
_catalogue: NullTranslations | None = None


def speak(language: str) -> None:
    """Say everything from now on in a language, en or zh."""
    global _spoken
    _spoken = language


def spoken() -> str:
    """The language of messages, en or zh."""
    return _spoken


def _(one: str, many: str = "", /, **values: object) -> str:
    """A message in the language that is spoken, with its values filled in."""
    number = 2 if many and values["count"] != 1 else 1
    template = one if number == 1 else many
    if _spoken != "en" and one:  # "" is the head of the catalogue
        known = catalogue()
        template = known.ngettext(one, many, number) if many else known.gettext(one)
    return template.format_map(values) if values else template


def N_(message: str) -> str:
    """A message for the catalogue that is said later, by `_`."""
    return message


def catalogue() -> NullTranslations:
    """The Chinese catalogue; one without a word where it is not compiled yet."""
    global _catalogue
    if not _catalogue:
        from gettext import GNUTranslations, NullTranslations
        from io import BytesIO

        try:
            _catalogue = GNUTranslations(BytesIO(file_bytes(f"{path()}.mo")))
        except OSError:
            _catalogue = NullTranslations()
    return _catalogue


def path() -> str:
    """The path of the catalogue without its ending: `.po` is edited, `.mo` is read."""
    parts = ("locale", "zh_CN", "LC_MESSAGES", "infofacts")
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), *parts)


def compile_catalogue() -> str:
    """Make what is read of what is edited; its path."""
    from polib import pofile

    file = f"{path()}.mo"
    pofile(f"{path()}.po").save_as_mofile(file)
    return file
