"""The rows of a database of another hand as a fact base: checked, and what shows a fact found anew.

`exports` opens such a database. Reading it raises one of `index.DAMAGE` for rows that no fact file
could have had.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from infofacts import sqlite
from infofacts.database import COLUMNS, KINDS, Database, Thing
from infofacts.facts import is_whole, placed, url_of
from infofacts.index import shipped
from infofacts.keys import ID, YEAR, are_right, faults, is_number
from infofacts.messages import _
from infofacts.model import PLACED, Fact, FactBase, Source
from infofacts.proof import barred_sources, namesakes, upheld
from infofacts.record import fields, replace
from infofacts.shadows import is_against
from infofacts.text import LONGEST_TEXT

TYPE_CHECKING = False  # as in `typing`
if TYPE_CHECKING:
    from infofacts.database import Cells

_PYTHON: dict[str, set[type]] = {
    "TEXT": {str, type(None)},
    "INTEGER": {int, type(None)},
    "NUMERIC": {int, float, str, type(None)},
}


class Foreign(Database):
    """A database of another hand. Only the bundled text is read, for the source that it is of."""

    def __init__(self, path: str, connection: sqlite.Connection) -> None:
        super().__init__(path, connection)
        # As much of the built-in base as the last answer is compared with.
        self.shipped = FactBase({}, {}, {}, {}, {})

    def base(
        self,
        things: Collection[str] | None = None,
        everything: bool = False,
        also: Collection[str] = (),
        sources: bool = True,
    ) -> FactBase:
        """As of any database, what shows each fact found anew. Raises `ValueError`."""
        ids = self.connection.execute("SELECT id FROM indicators")
        self.shipped = shipped({ident for (ident,) in ids} if things is None else things)
        base = super().base(things, everything, also, sources)
        _check_addresses(base)
        barred = barred_sources(base.sources, self.shipped.sources)
        facts: dict[str, Fact] = {}
        others: list[str] = []  # that the built-in base has not
        for ident, fact in base.facts.items():
            own = self.shipped.facts.get(ident)
            if own and fact.repeats(own):
                fact = replace(fact, **{name: getattr(own, name) for name in PLACED})
            else:
                others.append(ident)
                source = base.sources.get(fact.source)
                url, why = fact.url or url_of(source), barred.get(fact.source, "")
                fact = placed(fact, source, url, why)
                if own and is_against(fact, own):
                    fact = replace(fact, proof="none", unproven="other")
            facts[ident] = fact
        notices = (*base.notices, *namesakes(barred, lambda _: self.path))
        return upheld(replace(base, facts=facts, notices=notices), others)

    def sources(self) -> dict[str, Source]:
        """All sources; the path of a text only of the built-in source whose text it is."""
        known = {s.id: (s.file, s.title, s.publisher) for s in self.shipped.sources.values()}
        sources = super().sources()
        for ident, each in sources.items():
            if known.get(ident) != (each.file, each.title, each.publisher):
                sources[ident] = replace(each, file="")
        return sources

    def check_types(self, table: str, cells: Cells) -> None:
        """Raise `ValueError` for cells of other types than their columns have."""
        for column in COLUMNS[table]:
            right, its = _PYTHON[column.sql], cells[column.name]
            if not set(map(type, its)) <= right:
                row = next(row for row, cell in enumerate(its) if type(cell) not in right)
                message = _(
                    "{row}: {name} is not {sql}",
                    row=cells[COLUMNS[table][0].name][row],
                    name=column.name,
                    sql=column.sql.lower(),
                )
                raise ValueError(message)

    def check(self, table: str, things: Sequence[Thing], cells: Cells) -> None:
        """Raise `ValueError` for a thing with fields that TOML could not have had."""
        for thing in () if table == "facts" and _are_right(cells) else things:
            _check(table.removesuffix("s"), thing)


def _are_right(cells: Cells) -> bool:
    """Whether `_check` has surely nothing against the facts of some columns: asked field by field,
    for most texts stand in many facts."""
    keys, texts, options = _fields("fact")
    numbers = [*cells["value"]]
    for quantity in filter(None, cells["quantity"]):
        numbers += (quantity.digits, quantity.high) if quantity.high else (quantity.digits,)
    others = [value for value in numbers if not is_number(value)]
    for name in {*keys, *texts}:
        column = others if name == "value" else {*cells[name]}
        said = [[*v] if isinstance(v, tuple) else v for v in column if v or v == 0]
        if any(isinstance(each, str) and len(each) > LONGEST_TEXT for each in said):
            return False
        if name in options and not {*column} <= {*options[name]}:
            return False
        if name in keys and not are_right("fact", name, said):
            return False
    return True


def _check(kind: str, thing: Thing) -> None:
    """Raise `ValueError` for a thing with fields that TOML could not have had."""
    keys, texts, options = _fields(kind)
    said = {key: getattr(thing, key) for key in keys}
    data = {
        key: [*value] if isinstance(value, tuple) else value
        for key, value in said.items()
        if value or value == 0
    }
    # What is printed may be a whole list.
    found = faults(kind, data)
    wrong = [text for code, key, text in found if (code, key) != ("too-long", "printed")]
    wrong += (
        _("its {field} has more than {most:,} characters", field=name, most=LONGEST_TEXT)
        for name in texts
        if isinstance(value := getattr(thing, name), str) and len(value) > LONGEST_TEXT
    )
    wrong += (
        _("its {field} is unknown", field=name)
        for name, known in options.items()
        if getattr(thing, name) not in known
    )
    quantity = thing.quantity if isinstance(thing, Fact) else None
    if quantity and not all(map(is_number, (quantity.digits, quantity.high or quantity.digits))):
        wrong.append(_("its digits are no number"))
    if wrong:
        raise ValueError(f"{thing.id}: {wrong[0]}")


@cache
def _fields(kind: str) -> tuple[list[str], list[str], dict[str, tuple[str, ...]]]:
    """The fields that are keys of a TOML table, too, but no path of a text, which is not read;
    those that may be a text, of a limited length; and those with few values that are known."""
    every = fields(KINDS[f"{kind}s"])
    names = [each.name for each in every]
    unknown = {key for code, key, _ in faults(kind, dict.fromkeys(names)) if code == "unknown-key"}
    texts = [each.name for each in every if "str" in str(each.type) and each.name != "printed"]
    options = {each.name: each.metadata["options"] for each in every if each.metadata["options"]}
    return [name for name in names if name not in unknown | {"file"}], texts, options


def _check_addresses(base: FactBase) -> None:
    """Raise `ValueError` for an address or a label of a group that TOML could not have had."""
    labels = [label for group in base.groups.values() for label in group]
    if not all(isinstance(label, str) for label in labels):
        raise ValueError(_("the label of a group is no text"))
    for ident in (*base.sources, *base.groups, *base.topics):
        if not ID.fullmatch(ident):
            raise ValueError(_("{ident}: is no address", ident=ident))
    for ident, indicator in base.indicators.items():
        sound = indicator.topic in base.topics and ID.fullmatch(indicator.key)
        if not sound or ident != f"{indicator.topic}.{indicator.key}":
            raise ValueError(_("{ident}: is no address", ident=ident))
    years = {year for year in {f.year for f in base.facts.values()} if YEAR.fullmatch(f"{year}")}
    for ident, fact in base.facts.items():
        of = fact.indicator_id
        begin, rest = f"{of}.{fact.year}", ident[len(of) + 5 :]
        known = of in base.indicators and fact.year in years
        if not known or not ident.startswith(begin) or rest[:1] not in ("", ".", "@"):
            raise ValueError(_("{ident}: is no address", ident=ident))
        if not is_whole(fact, base.indicators[of]):
            raise ValueError(
                _("{ident}: its value, unit, bound, print or label is not its own", ident=ident)
            )
