"""CSV on the Web (W3C): one CSV file per table, and csv-metadata.json with their columns.

It is the folder of `datapackage`, which has this file beside its own, without that.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from infofacts.formats._files import ExportOptions, Files
from infofacts.formats._tables import Column, Table, origins, tables
from infofacts.model import FactBase

ENDINGS = ()
NEEDS = None
NAME = "csv-metadata.json"  # where the standard has readers look for it
_TYPES = {"number": "decimal", "texts": "json", "integers": "json", "text": "string"}


def write(base: FactBase, options: ExportOptions) -> Files:
    """facts.csv and so on, and their metadata."""
    every = tables(base, options.raw)
    return {table.file: table for table in every} | {NAME: metadata(base, every)}


def metadata(base: FactBase, every: Sequence[Table]) -> bytes:
    """The columns of all tables, and how they refer to each other."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "infofacts",
        "dc:source": [f"{each['title']}, {each['publisher']}" for each in origins(base)],
        "tables": [_table(table) for table in every],
    }
    return f"{json.dumps(described, ensure_ascii=False, indent=2)}\n".encode()


def _table(table: Table) -> dict[str, Any]:
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.of}.csv", "columnReference": "id"},
        }
        for column in table.columns
        if column.of
    ]
    schema = {"columns": [_column(each) for each in table.columns], "primaryKey": "id"}
    return {
        "url": table.file,
        "tableSchema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _column(column: Column) -> dict[str, Any]:
    kind: object = _TYPES.get(column.type, column.type)
    if column.options:
        kind = {"base": "string", "format": "|".join(column.options)}
    described = {"name": column.name, "titles": column.name, "dc:description": column.about}
    return described | {"datatype": kind} | ({"required": True} if column.name == "id" else {})
