"""SDMX-CSV 2.0, the exchange format of statistical offices: one observation per number.

`OBS_VALUE` is the number as printed, in the scale that `UNIT_MULT` says (4 for 万). `OBS_STATUS` is
that of the code list CL_OBS_STATUS: B where a series breaks, E for an estimate and for a number
that is only about right (约, 近). SDMX has no code for a number that is a limit: `BOUND` has its
sign. Texts, lists and ranges are no observations.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from io import TextIOWrapper
from typing import BinaryIO

from infofacts.errors import NoAnswer
from infofacts.formats._files import ExportOptions, Files
from infofacts.messages import _
from infofacts.model import STATUSES, Fact, FactBase
from infofacts.numbers import digits_of, scale_by
from infofacts.units import split_unit

ENDINGS = ()
NEEDS = None
STRUCTURE = ("dataflow", "INFOFACTS:FACTS(1.0)", "I")  # I: information, no change of a database
HEAD = (
    "STRUCTURE", "STRUCTURE_ID", "ACTION",
    # dimensions, which together name one observation
    "FREQ", "REF_AREA", "TOPIC", "INDICATOR", "MEASURE", "SOURCE", "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_STATUS", "BOUND", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "AS_OF", "TITLE", "COMMENT_OBS",
)  # fmt: skip


def write(base: FactBase, options: ExportOptions) -> Files:
    """The file. Raises `NoAnswer` where nothing is a number."""
    if all(fact.number is None for fact in base.facts.values()):
        raise NoAnswer(_("--format sdmx-csv: none of these facts is a number"))
    return {"": partial(_write, base)}


def _write(base: FactBase, out: BinaryIO) -> None:
    text = TextIOWrapper(out, "utf-8", newline="")
    table = csv.writer(text)
    table.writerow(HEAD)
    table.writerows(_rows(base))
    text.detach()


def _rows(base: FactBase) -> Iterator[tuple[object, ...]]:
    for fact in base.facts.values():
        if fact.number is None:
            continue
        power = split_unit(fact.quantity.unit)[0] if fact.quantity else 0
        value = digits_of(scale_by(fact.number, -power))
        by = "DERIVED" if fact.status == "derived" else fact.source or "_Z"  # _Z: does not apply
        yield (
            *STRUCTURE, "A", fact.scope, fact.topic, fact.indicator, fact.measure, by, fact.year,
            value, _status(fact), fact.bound, fact.unit_en or fact.unit or "", power,
            len(value.partition(".")[2]), fact.as_of or "", fact.en, fact.note_en or "",
        )  # fmt: skip


def _status(fact: Fact) -> str:
    """The code of how final and how exact a number is."""
    if fact.status == "stated" and fact.break_zh:
        return "B"
    if fact.status == "stated" and fact.bound == "~":
        return "E"
    return STATUSES[fact.status] or "A"
