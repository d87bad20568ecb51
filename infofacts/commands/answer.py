"""What the options that commands share ask for, what a command answers, and how it is run."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from infofacts import exports, index, store
from infofacts.commands import ready
from infofacts.commands.parameters import FILTERS
from infofacts.console import default_language, display_of, emit, format_for, language, warn_all
from infofacts.errors import OK, BadUsage, NoAnswer, listed
from infofacts.messages import _
from infofacts.text import module_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection
    from types import ModuleType
    from typing import Any

    from infofacts.filters import Filters
    from infofacts.model import Fact, FactBase, Json
    from infofacts.views.display import Display
    from infofacts.views.table import Grid
    from infofacts.years import Years


class Answer:
    """A command's answer: its records, how to show them to a person, and what to warn of.

    `text` is printed as it is, instead of records; `flat` makes the records of tsv and csv where
    the others are nested. `lead` is a line over the tables, a message where none is drawn.
    `chart` makes the specification of a chart, if it can be one.
    `format`, `raw` and `output` say how and where to print them, if that is not what every command
    does.
    """

    def __init__(
        self,
        records: Callable[[], Iterable[Any]] = list,
        grids: Callable[[], Iterable[Grid]] = list,
        flat: Callable[[], Iterable[Any]] | None = None,
        messages: Sequence[str] = (),
        text: str | None = None,
        code: int = OK,
        format: str | None = None,
        raw: bool = False,
        output: Path | None = None,
        lead: str = "",
        chart: Callable[[], dict[str, Any]] | None = None,
    ) -> None:
        self.lead, self.chart = lead, chart
        self.records, self.grids, self.flat = records, grids, flat
        self.messages, self.text, self.code = messages, text, code
        self.format, self.raw, self.output = format, raw, output


def unproven(facts: Iterable[str]) -> list[str]:
    """The message about facts, by address, whose answer does not say that nothing shows them."""
    named = list(dict.fromkeys(facts))
    return [_("unproven: {named}; infofacts source says why", named=listed(named))] if named else []


def of_parts(dates: Mapping[str, str]) -> list[str]:
    """The message about values of a part of a year, by address, whose answer does not say so."""
    named = [f"{ident} {date}" for ident, date in dates.items()]
    return [_("not of the end of the year: {facts}", facts=listed(named))] if named else []


class Records:
    """The records of facts, each made when it is asked for."""

    def __init__(self, facts: Collection[Fact], kind: str) -> None:
        self.facts, self.kind = facts, kind

    def __len__(self) -> int:
        return len(self.facts)

    def __iter__(self) -> Iterator[dict[str, Json]]:
        return (getattr(fact, self.kind)() for fact in self.facts)

    def in_columns(self, most: int) -> Iterator[tuple[int, dict[str, Sequence[Any]]]]:
        """At most so many at a time: how many, and what they have under each key."""
        from itertools import groupby, islice

        from infofacts.model import Fact, recorded

        for alike, facts in groupby(self.facts, lambda fact: (type(fact), fact.line is None)):
            while some := [*islice(facts, most)]:
                if alike[0] is Fact and self.kind == "to_dict":
                    columns = recorded(some)
                else:
                    rows = [getattr(fact, self.kind)() for fact in some]
                    columns = {key: [row[key] for row in rows] for key in rows[0]}
                yield len(some), columns


def of_facts(facts: Collection[Fact], grids: Callable[[], Iterable[Grid]], **more: Any) -> Answer:
    """An answer whose records are facts."""
    nested, flat = Records(facts, "to_dict"), Records(facts, "flat")
    return Answer(lambda: nested, grids, lambda: flat, **more)


def output_path(output: str | None) -> Path | None:
    """The file to write, None for standard output."""
    if output in (None, "-"):
        return None
    from pathlib import Path

    return Path(str(output))


def keep_base(base: FactBase, read: Sequence[str], output: Path | None) -> None:
    """Raise `BadUsage` where an output would replace a file of the fact base itself."""
    texts = (source.file for source in base.sources.values() if source.file)
    used = [path for path in (*read, *texts) if os.path.exists(path)]
    if output and output.exists() and any(map(output.samefile, used)):
        raise BadUsage(_("--output {output}: is a file of the fact base itself", output=output))


class Asked:
    """What the options that commands share ask for: files, years, language, filters.

    Raises `BadUsage` for another language.
    """

    FILTERS = tuple(each.name for each in FILTERS)
    SHARED = ("year", "format", "lang", "derived", "facts", "no_builtin", *FILTERS)

    def __init__(
        self,
        year: str | None = None,
        format: str | None = None,
        lang: str | None = None,
        derived: bool = False,
        facts: Sequence[str] = (),
        no_builtin: bool = False,
        **filters: Sequence[str],
    ) -> None:
        self.year, self.format, self.derived = year, format, derived
        self.lang = language(lang) if lang else None
        self.facts, self.no_builtin, self.typed = facts, no_builtin, filters
        self.notices: Sequence[str] = ()
        self.output: Path | None = None

    def tell(self, messages: Sequence[str]) -> None:
        """Tell what the answer itself does not say."""
        warn_all(messages)

    def write_to(self, output: str | None) -> None:
        """Answer into a file, in the format of its ending if no other is asked for.

        Raises `BadUsage` for another ending, and for a file of the fact base itself.
        """
        from infofacts import charts, formats

        self.output = output_path(output)
        if not self.output:
            return
        name = self.output.name
        self.format = self.format or charts.format_of(name) or formats.format_of(name)
        if not self.format:
            known = _(", ").join(formats.FORMATS[1:] + charts.CHART_FORMATS)
            raise BadUsage(
                _("--output {output}: say in which --format: {known}", output=output, known=known)
            )

    def paths(self, *more: str) -> list[str]:
        """The files of the fact base, lowest first; one that is out of date is warned of.

        Raises `NoAnswer` where the options leave none.
        """
        paths = store.base_files([*self.facts, *more], not self.no_builtin)
        if not paths:
            raise NoAnswer(_("--no-builtin leaves no fact base: name one with --facts"))
        if paths != [store.builtin()]:
            self.tell(exports.warnings(paths))
        return paths

    def ready(
        self, rows: Callable[[Connection], Iterable[ready.Row] | None], keys: Sequence[str] = ()
    ) -> Answer | None:
        """Records that the index has ready; None where more is asked for, or of other files."""
        if not (format := self.ready_format):
            return None

        def text(connection: Connection) -> str | None:
            found = rows(connection)
            return None if found is None else ready.text(connection, found, format, keys)

        text_ = index.ask(text)
        if text_ is None:
            return None
        if not self.lang:
            default_language()  # raises as it does where more than records is made
        return Answer(text=text_)

    @property
    def ready_format(self) -> str:
        """The format to answer in, if records of the built-in base stand ready in it; else ""."""
        format = format_for(self.format)
        return format if format in ready.FORMATS and self.of_builtin else ""

    @property
    def of_builtin(self) -> bool:
        """Whether the facts asked for are those of the built-in base alone, as it states them."""
        paths = store.base_files(self.facts, not self.no_builtin)
        return paths == [store.builtin()] and not (self.derived or any(self.typed.values()))

    def base(
        self, wanted: Sequence[str] | None = None, paths: Sequence[str] | None = None
    ) -> FactBase:
        """The fact base, or as much of it as some names need."""
        base = self.told(store.read(paths or self.paths(), wanted, self.derived))
        if self.derived:
            from infofacts.derive import with_derived

            base = with_derived(base)
        return base

    def contents(self, paths: Sequence[str] | None = None) -> FactBase:
        """The sources and topics of the fact base, whose facts are only to be counted."""
        if self.derived:
            return self.base(None, paths)
        return self.told(store.contents(paths or self.paths()))

    def told(self, base: FactBase) -> FactBase:
        """A base, after its reader is told, once, what own files change of the built-in one."""
        self.tell([text for text in base.notices if text not in self.notices])
        self.notices = base.notices
        return base

    def joined(
        self, base: FactBase, wanted: Sequence[str], paths: Sequence[str] | None = None
    ) -> tuple[FactBase, Sequence[str]]:
        """The names that words are, and the base for them: several words may be one name.

        That is warned of where one of the words is a name itself.
        """
        from infofacts import names
        from infofacts.years import is_year

        joined = names.joined(base, wanted)
        if joined == wanted:
            return base, wanted
        words = [word for word in wanted if not is_year(word)]
        if words[1:] and any(names.meant(base, word) for word in words):
            self.tell([_("read as one name: {words}", words=" ".join(words))])
        return self.base([*joined, *self.typed.get("topic", ())], paths), joined

    def filters(self, paths: Sequence[str], base: FactBase | None = None) -> Filters:
        """What facts must have: values that the files at `paths` have, or a whole `base`.

        Raises `NoAnswer` and `BadUsage` as `filters.read` does.
        """
        from infofacts import filters

        if not any(self.typed.values()):
            return filters.Filters(years=self.years)
        if base:
            return filters.read(self.typed, self.years, base)
        base = store.read(paths, self.typed["topic"])
        return filters.read(self.typed, self.years, base, lambda name: store.counted(paths, name))

    @property
    def filtered(self) -> bool:
        """Whether anything is asked of facts."""
        return bool(self.year) or any(self.typed.values())

    @property
    def years(self) -> Years:
        """The years asked for. Raises `BadUsage` for what is none."""
        from infofacts.years import parse_years

        return parse_years(self.year)

    @property
    def display(self) -> Display:
        """The language and the width to show in. Raises `BadUsage` for another INFOFACTS_LANG."""
        return display_of(self.lang)


def command_module(name: str) -> ModuleType:
    """The module of a command."""
    return module_named(f"infofacts.commands.{name}")


def run(name: str, values: dict[str, Any]) -> int:
    """Answer a command with the values of its parameters; the exit code."""
    if isinstance(years := values.get("year"), list):  # -y 2022 -y=2023: one list of years
        values["year"] = ",".join(year.removeprefix("=") for year in years) if years else None
    asked = Asked(**{key: values[key] for key in Asked.SHARED if key in values})
    own = {key: value for key, value in values.items() if key not in Asked.SHARED}
    answers = command_module(name).answer(asked, **own)
    code = OK
    for each in answers if hasattr(answers, "__next__") else (answers,):
        emit(each, values.get("format"))
        code = max(code, each.code)
    return code
