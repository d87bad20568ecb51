"""The arguments and options of the commands, each declared once, independent of Typer.

Imported at every start: plain classes, and nothing that takes time to load.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from infofacts.charts import CHART_FORMATS
from infofacts.console import LANGUAGES, typed
from infofacts.formats import FORMATS
from infofacts.messages import _

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import Any

MOST_HITS = 100_000

# What a shell may offer for a value: words, or what makes them when a shell asks.
Words = Sequence[str] | Callable[[], Sequence[str]]


class Parameter:
    """An argument (without flags) or an option of a command.

    `kind` is text, number, flag or path; `many` takes several values. `words` are what a shell
    offers; or `of` says what of the fact base it offers: names, or the values of a field.
    """

    __slots__ = (
        "default", "flags", "help", "kind", "many", "metavar", "name", "of", "required", "values",
        "words",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        metavar: str,
        help: str,
        flags: tuple[str, ...] = (),
        kind: str = "text",
        default: Any = None,
        words: Words = (),
        many: bool = False,
        required: bool = False,
        of: str = "",
        **values: str | Sequence[str],
    ) -> None:
        self.name = name
        self.metavar = metavar
        self.help = help
        self.flags = flags
        self.kind = kind
        self.default = default
        self.words = words
        self.many = many
        self.required = required
        self.of = of
        self.values = values

    def value(self, text: str) -> Any:
        """What a text on the command line stands for; None for what Typer has to judge."""
        if text[:1] == "-" and text != "-":
            return None
        if self.kind == "number":
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
            return number if 1 <= number <= MOST_HITS else None
        return typed(text) if self.kind == "text" else text

    @property
    def about(self) -> str:
        """The help, in the language of messages."""
        values = self.values.items()
        return _(self.help, **{k: v if isinstance(v, str) else _(", ").join(v) for k, v in values})

    @property
    def choices(self) -> Sequence[str]:
        """The words that a shell offers."""
        return self.words if isinstance(self.words, Sequence) else self.words()


# fmt: off
NAME = Parameter("names", "NAME...", "Address (5g.users.2023), label or alias.",
                 of="names", many=True, required=True)
YEAR = Parameter("year", "YEARS", "2023, 2019:2023, 2022,2023 or latest; single years repeatable.",
                 ("-y", "--year"), words=("latest",), many=True)
FORMAT = Parameter("format", "FORMAT",
                   "{formats}; default: table on a terminal, else tsv.",
                   ("-f", "--format"), words=FORMATS, formats=FORMATS)
CHART_FORMAT = Parameter("format", "FORMAT",
                         "{formats}; default: table on a terminal, else tsv.",
                         ("-f", "--format"), words=(*FORMATS, *CHART_FORMATS),
                         formats=(*FORMATS, *CHART_FORMATS))
LANG = Parameter("lang", "LANG", "Language of labels, tables and messages: zh, en or both.", ("--lang",),
                 words=LANGUAGES)
DERIVED = Parameter("derived", "", "Include computed figures (marked as such).", ("--derived",),
                    kind="flag", default=False)
FACTS = Parameter("facts", "FILE",
                  "Add this fact file (TOML, or an exported .db) to the built-in facts; repeatable.",
                  ("--facts",), kind="path", many=True)
NO_BUILTIN = Parameter("no_builtin", "", "Use only the files given.", ("--no-builtin",),
                       kind="flag", default=False)

REVERSE = Parameter("reverse", "", "Sort with the smallest first.", ("--reverse",), kind="flag",
                    default=False)
MOST = Parameter("most", "N", "At most so many, the first ones.", ("-n",), kind="number")


def output(help: str) -> Parameter:
    """The option that names a file to write."""
    return Parameter("output", "PATH", help, ("-o", "--output"), kind="path")


OUTPUT = output("Write to this file, in the format of its ending if there is no -f.")


# What facts must have, by fields of them.
FILTERS = (
    Parameter("source", "SOURCE", "Only facts of this source (id) or publisher; repeatable.",
              ("--source",), many=True, of="source"),
    Parameter("topic", "TOPIC", "Only facts of this topic; repeatable.",
              ("--topic",), many=True, of="topic"),
    Parameter("unit", "UNIT", "Only facts in this unit: %, 元, yuan …; repeatable.",
              ("--unit",), many=True, of="unit"),
    Parameter("measure", "MEASURE", "Only level, change, growth or rank; repeatable.",
              ("--measure",), many=True, of="measure"),
    Parameter("scope", "PLACE", "Only facts of this place: CN-ZJ, 浙江, world …; repeatable.",
              ("--scope",), many=True, of="scope"),
)
# fmt: on
