"""Records that stand ready in the index: their texts, as the formats write them.

Where only records of the built-in base are asked for, they are printed as they stand there; the
model, and what it needs, is not loaded. They are made with the index, by the same code that answers
everything else.
"""

from __future__ import annotations

from infofacts.text import LONGEST_NAME, fold

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from sqlite3 import Connection

    from infofacts.model import FactBase, Hit

    Row = tuple[int, str, str, str]  # a fact's row in `facts`, then its texts
    # The first source (its title in both languages, date and text), the facts and the sources.
    Edition = tuple[tuple[str, str, str, str], int, int]

FORMATS = ("tsv", "json", "jsonl")
_TABLES = """
CREATE TABLE ready (
  fact INTEGER PRIMARY KEY, -- the row in facts
  in_topic INTEGER, -- its place in the table of its topic, if it is shown there
  in_card INTEGER, -- its place among all facts of its indicator
  keys TEXT, json TEXT, -- of its record: keys and values, between tabs
  tsv TEXT -- its line
);
CREATE TABLE ready_layouts (format TEXT, first TEXT, joint TEXT, last TEXT, none TEXT);
"""


# ---------------------------------------------------------------- made with the index
def write(database: Connection, base: FactBase) -> None:
    """Put the records of a base beside its facts, in the order that `show` has them in."""
    from infofacts.commands.selection import rows_of
    from infofacts.errors import NoAnswer
    from infofacts.formats import text_of, tsv
    from infofacts.formats.json import to_json
    from infofacts.names import Target
    from infofacts.years import ANY_YEAR

    def places(targets: Iterable[Target]) -> dict[str, int]:
        ids: list[str] = []
        for target in targets:
            try:
                rows = rows_of(base, target, ANY_YEAR)
            except NoAnswer:  # only computed figures
                continue
            ids += [fact.id for row in rows for fact in row.facts]
        return {ident: place for place, ident in enumerate(ids)}

    in_topic = places(Target(each.id, topic=each) for each in base.topics.values())
    in_card = places(Target(each.id, indicator=each) for each in base.indicators.values())
    database.executescript(_TABLES)
    rows = dict(database.execute("SELECT id, rowid FROM facts").fetchall())
    for ident, fact in base.facts.items():
        record = fact.to_dict()
        heading, line = tsv.write([fact.flat()])
        database.execute(
            "INSERT INTO ready VALUES (?, ?, ?, ?, ?, ?)",
            (rows[ident], in_topic.get(ident), in_card[ident], "\t".join(record),
             "\t".join(map(to_json, record.values())), line),
        )  # fmt: skip
    database.execute("INSERT INTO ready_layouts VALUES ('tsv', ?, '', '', '')", (heading,))
    for fmt in ("json", "jsonl"):
        parts = text_of([{}, {}], fmt).split("{}")
        database.execute(
            "INSERT INTO ready_layouts VALUES (?, ?, ?, ?, ?)", (fmt, *parts, text_of([], fmt))
        )


# ---------------------------------------------------------------- which facts
_ROWS = "SELECT r.fact, r.keys, r.json, r.tsv FROM facts f JOIN ready r ON r.fact = f.rowid "
# Facts with the year and the measure of one, as an address names them.
_LIKE = "(f.topic, f.indicator, f.year, f.measure) = (SELECT topic, indicator, year, measure "
_INSIDE = {
    "topic": "WHERE f.topic = ?",
    "indicator": "WHERE f.indicator_id = ?",
    "fact": f"WHERE {_LIKE} FROM facts WHERE id = ?)",
}
# What `show` shows, in its order.
_SHOWN = {
    "topic": f"{_ROWS} {_INSIDE['topic']} AND r.in_topic NOTNULL ORDER BY r.in_topic",
    "indicator": f"{_ROWS} {_INSIDE['indicator']} ORDER BY r.in_card",
    "fact": f"{_ROWS} {_INSIDE['fact']} ORDER BY r.in_card",
}
_MEANT = (
    "SELECT 'fact', id FROM facts WHERE id = :name "
    "UNION ALL SELECT 'topic', id FROM topics WHERE id = :name "
    "UNION ALL SELECT 'indicator', id FROM indicators WHERE id = :name "
    "UNION ALL SELECT * FROM (SELECT iif(instr(id, '.'), 'indicator', 'topic'), id FROM names "
    "WHERE name = :folded ORDER BY alias, instr(id, '.') > 0 = :topics, rowid) LIMIT 1"
)


def _meant(connection: Connection, name: str, prefer_topic: bool = True) -> tuple[str, str]:
    """The kind of thing that a name is of, and its address; ("", "") where that takes more."""
    if len(name) > LONGEST_NAME:
        return "", ""
    given = {"name": name, "folded": fold(name), "topics": prefer_topic}
    return connection.execute(_MEANT, given).fetchone() or ("", "")


def shown(connection: Connection, names: Sequence[str]) -> Iterable[Row] | None:
    """The records that `show` prints of names."""
    rows: dict[int, Row] = {}
    for name in names:
        kind, ident = _meant(connection, name)
        inside = connection.execute(_SHOWN[kind], (ident,)).fetchall() if kind else []
        if not inside:
            return None
        rows |= {row[0]: row for row in inside}
    return rows.values()


def inside(connection: Connection, names: Sequence[str]) -> Iterable[Row] | None:
    """All records of names, or without names of the base, in its order."""
    if not names:
        return connection.execute(f"{_ROWS} ORDER BY f.rowid")
    rows: dict[int, Row] = {}
    for name in names:
        kind, ident = _meant(connection, name)
        if not kind:
            return None
        rows |= {r[0]: r for r in connection.execute(f"{_ROWS} {_INSIDE[kind]}", (ident,))}
    return [rows[fact] for fact in sorted(rows)]


_OF_YEAR = (
    f"{_ROWS} {_INSIDE['indicator']} AND f.year = ? AND f.measure = 'level' "
    "AND NOT instr(f.id, '@')"
)
_FACT = f"{_ROWS} WHERE f.id = ? AND ? IN (0, f.year)"
_LATEST = f"{_ROWS} WHERE f.id = (SELECT latest FROM indicators WHERE id = ?)"


def picked(connection: Connection, names: Sequence[str], year: str | None) -> list[Row] | None:
    """The records that `get` picks for names: of each one, or one for each year asked for."""
    years = _years(year)
    rows: list[Row] = []
    for name in names:
        kind, ident = _meant(connection, name, prefer_topic=False)
        if kind == "indicator":
            asked = ((_OF_YEAR, (ident, of)) if of else (_LATEST, (ident,)) for of in years)
        elif kind == "fact":
            asked = ((_FACT, (ident, of)) for of in years if not years[1:])
        else:
            return None
        found = [connection.execute(*each).fetchone() for each in asked]
        if not found or None in found:
            return None
        rows += found
    return rows


def edition(connection: Connection) -> Edition | None:
    """What the built-in base is."""
    first = connection.execute("SELECT title, title_en, published, file FROM sources").fetchone()
    counted = "SELECT sum(facts), (SELECT count(*) FROM sources) FROM counts WHERE kind = 'year'"
    return (first, *connection.execute(counted).fetchone())


def _years(text: str | None) -> list[int]:
    """The years of a plain -y, [0] for the newest; [] for what takes more."""
    if text in (None, "latest"):
        return [0]
    first, ranged, last = str(text).partition(":")
    ends = [first, last if ranged else first]
    if not all(end.isascii() and end.isdecimal() and len(end) == 4 for end in ends):
        return []
    return [year for year in range(int(ends[0]), int(ends[1]) + 1) if 1900 <= year < 2100]


def hits(connection: Connection, found: Iterable[Hit], fmt: str) -> str:
    """The hits of a search as a format writes them."""
    query = f"{_ROWS} WHERE f.id = ?"
    rows = ((connection.execute(query, (hit.id,)).fetchone(), hit.unmet) for hit in found)
    return text(connection, [_with_unmet(*each) for each in rows], fmt, added="\tunmet")


def _with_unmet(row: Row, unmet: Sequence[str]) -> Row:
    """The record of a fact, and words that it does not meet."""
    json, cell = "[]", "; ".join(unmet)
    if unmet and cell.isprintable() and '"' not in cell and "\\" not in cell:
        json = '["' + '", "'.join(unmet) + '"]'
    elif unmet:
        from infofacts.formats import tsv
        from infofacts.formats.json import to_json

        json, cell = to_json(unmet), [*tsv.write([{"unmet": unmet}])][1].rstrip("\n")
    fact, keys, values, line = row
    return fact, f"{keys}\tunmet", f"{values}\t{json}", f"{line[:-1]}\t{cell}\n"


# ---------------------------------------------------------------- their texts
def text(
    connection: Connection, rows: Iterable[Row], fmt: str, keys: Sequence[str] = (), added: str = ""
) -> str:
    """Records as a format writes them; of each only some keys, if they are given.

    `added` are the headings of cells that a table has after those of a record.
    """
    layout = "SELECT first, joint, last, none FROM ready_layouts WHERE format = ?"
    first, joint, last, none = connection.execute(layout, (fmt,)).fetchone()
    if fmt == "tsv":
        lines = [row[3] for row in rows]
        table = [f"{first[:-1]}{added}\n", *lines] if lines else []
        return _columns(table, keys) if table and keys else "".join(table)
    objects = []
    for row in rows:
        cells = record(row)
        pairs = (f'"{key}": {cells[key]}' for key in keys or cells)
        objects.append(f"{{{', '.join(pairs)}}}")
    return f"{first}{joint.join(objects)}{last}" if objects else str(none)


def _columns(lines: list[str], keys: Sequence[str]) -> str:
    """Some columns of a table, whose first line has their keys."""
    at = [lines[0].rstrip("\n").split("\t").index(key) for key in keys]
    rows = (line.rstrip("\n").split("\t") for line in lines)
    return "".join("\t".join([cells[n] for n in at]) + "\n" for cells in rows)


def record(row: Row) -> dict[str, str]:
    """The values of a record in JSON, by their keys."""
    return dict(zip(row[1].split("\t"), row[2].split("\t"), strict=True))


def items(cell: str) -> list[str]:
    """A value in JSON as texts: the items of a list, the digits of a number; "" for null."""
    if cell[0] == "[" or "\\" in cell:
        from json import loads

        value = loads(cell, parse_int=str, parse_float=str)
        return value if isinstance(value, list) else [value]
    return ["" if cell == "null" else cell.strip('"')]
