"""What a plain `get` prints of a database of another hand: asked in SQL, without the model.

It needs this module for that: what takes long to load is imported where it is used.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing, suppress

from infofacts import exports, sqlite
from infofacts.files import lowest
from infofacts.index import DAMAGE
from infofacts.text import LONGEST_NAME, builtin, fold

# Whether a name of the built-in base means something else in a database of another hand.
_TAKEN = "SELECT 1 FROM shipped.names WHERE name = :name GROUP BY name HAVING sum(id = :id) = 0"


def values(paths: Sequence[str], names: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """What a plain `get` prints for some names of a database of another hand, one line each, and
    which facts nothing shows.

    None where that takes more: more files than one database, a name without a plain value, or a
    database that says otherwise than the built-in base.
    """
    path, connection, over = lowest(paths)
    if not connection:
        return None
    lines: list[str] = []
    unproven: list[str] = []
    with closing(connection), suppress(*DAMAGE):
        foreign = path != builtin() and not over
        proof = _found_anew(connection, paths) if foreign else ""
        for name in names if proof else ():
            value, ident, shown = _value(connection, name, proof)
            if not value or not shown:
                return None
            lines.append(value)
            unproven += [ident] if shown == "none" else []
    return (lines, unproven) if len(lines) == len(names) else None


def _found_anew(connection: sqlite.Connection, paths: Sequence[str]) -> str:
    """What shows a fact of another hand, in SQL; "" where that takes more."""
    if not exports.has_index(connection):
        return ""
    over_builtin = os.fspath(paths[0]) == builtin()
    differs = over_builtin and exports.altered(connection)
    return "" if differs else exports.proof_query(connection)


def _value(connection: sqlite.Connection, name: str, proof: str) -> tuple[str, str, str]:
    """The value, address and proof of a fact, or of the one that `get` picks of an indicator; an
    empty value for anything else."""
    if len(name) > LONGEST_NAME:
        return "", "", ""
    # Of a built-in source a fact is only shown if it is as in the index.
    sure = "t.source IN (SELECT id FROM shipped.sources)"
    query = (
        f"SELECT {exports.VALUE}, id, {proof}, {sure}, exact, quantity, printed, bound, quote, measure "
        "FROM main.facts t "
        "WHERE id = ? AND exact GLOB '*[^-.0-9]*' IS NOT 1 "
        # that a value is of a part of its year is said by who reads the whole fact
        "AND (measure = 'level' AND as_of LIKE year || '-%' AND substr(as_of, 6, 2) < '12') IS NOT 1"
    )
    row = connection.execute(query, (name,)).fetchone()
    if not row:
        latest = connection.execute(
            "SELECT latest, id FROM main.indicators WHERE id = :name "
            "UNION ALL SELECT NULL, NULL FROM main.topics WHERE id = :name "
            "UNION ALL SELECT * FROM (SELECT i.latest, i.id FROM main.names n LEFT JOIN "
            "main.indicators i ON i.id = n.id WHERE n.name = :folded "
            "ORDER BY n.alias, i.id IS NULL, n.rowid)",
            {"name": name, "folded": fold(name)},
        ).fetchone()
        if latest and latest[0] and latest[0].startswith(f"{latest[1]}."):
            row = connection.execute(query, latest[:1]).fetchone()
            if connection.execute(_TAKEN, {"name": fold(name), "id": latest[1]}).fetchone():
                return "", "", ""
    if not row or not row[0] or not (row[3] or _is_value(*row[4:])):
        return "", "", ""
    return "\t".join(" ".join(item.split()) for item in row[0].split("\x1e")), row[1], row[2]


def _is_value(exact: object, quantity: object, printed: object, *said: object) -> bool:
    """Whether the digits of a fact of another hand are its number, and that what is printed."""
    if exact is None or quantity is None:
        return False
    from decimal import Decimal

    from infofacts.numbers import quantity_of

    number, (bound, quote, measure) = quantity_of(str(quantity)), said
    if number is None or number.value != Decimal(str(exact)) or number.sign != bound:
        return False
    return printed == number.text(str(quote or ""), measure == "level" or not number.falls)
