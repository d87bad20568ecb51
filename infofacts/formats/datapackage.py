"""The base as a Tabular Data Package: one CSV file per table, and a JSON file with their schemas.

Facts, indicators, topics and sources are joined by foreign keys. Numbers have all their digits (a
`number` of Table Schema is a decimal number), lists are arrays in JSON (`array`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any, BinaryIO

from infofacts import __version__
from infofacts.formats import csvw
from infofacts.formats._files import Content, ExportOptions, Files
from infofacts.formats._tables import Column, Table, origins, tables
from infofacts.model import FactBase
from infofacts.units import Unit, unit_of

ENDINGS = ()
NEEDS = None
# The types that Table Schema names otherwise.
_TYPES = {"text": "string", "texts": "array", "integers": "array"}


def write(base: FactBase, options: ExportOptions) -> Files:
    """`datapackage.json`, and facts.csv and so on beside it; for other readers also their metadata
    as CSV on the Web."""
    every = tables(base, options.raw)
    described = partial(_describe, base, every)  # when the tables are written
    files: dict[str, Content] = {table.file: table for table in every}
    return files | {"datapackage.json": described, csvw.NAME: csvw.metadata(base, every)}


def _describe(base: FactBase, every: Sequence[Table], out: BinaryIO) -> None:
    """Write what is in a package."""
    first = next(iter(base.sources.values()), None)
    used = dict.fromkeys(fact.unit for fact in base.facts.values() if fact.unit)
    package = {
        "profile": "tabular-data-package",
        "name": "infofacts",
        "title": f"{first.title} · {first.title_en or first.title}" if first else "infofacts",
        "description": "Facts, each with the words it was printed in.",
        "version": __version__,
        "sources": origins(base),
        "units": [_unit(name, unit_of(name)) for name in used],
        "resources": list(map(_resource, every)),
    }
    out.write(f"{json.dumps(package, ensure_ascii=False, indent=2)}\n".encode())


def _unit(name: str, unit: Unit | None) -> dict[str, str]:
    """A unit: its name, its English (a measure word has none) and its kind."""
    more = {"title": (unit.plural or unit.en) if unit else name, "kind": unit.kind if unit else ""}
    return {"name": name} | {key: value for key, value in more.items() if value}


def _resource(table: Table) -> dict[str, Any]:
    fields = [_field(column) for column in table.columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": "id"}
    keys = [
        {"fields": column.name, "reference": {"resource": column.of, "fields": "id"}}
        for column in table.columns
        if column.of
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": table.size,
        "hash": f"sha256:{table.sum.hexdigest()}",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True, "unique": True} if column.name == "id" else {}
    if column.options:
        constraints["enum"] = list(column.options)
    type_ = _TYPES.get(column.type, column.type)
    field = {"name": column.name, "type": type_, "description": column.about}
    return field | ({"constraints": constraints} if constraints else {})
