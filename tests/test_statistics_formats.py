"""SDMX-CSV and CSV on the Web: what statistical offices exchange."""

from __future__ import annotations

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from infofacts.model import FactBase
from infofacts.numbers import scale_by
from tests.conftest import Run

DIMENSIONS = ("REF_AREA", "TOPIC", "INDICATOR", "MEASURE", "SOURCE", "TIME_PERIOD")


@pytest.fixture
def observations(run: Run, tmp_path: Path) -> list[dict[str, str]]:
    """The rows of SDMX-CSV."""
    path = tmp_path / "facts.csv"
    assert run("export", "-f", "sdmx-csv", "-o", str(path)) == (0, "", "")
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_number_is_one_observation(
    observations: list[dict[str, str]], base: FactBase
) -> None:
    numbers = [fact for fact in base.facts.values() if fact.number is not None]
    keys = Counter(tuple(row[name] for name in DIMENSIONS) for row in observations)
    assert len(observations) == len(numbers) == len(keys)
    for row, fact in zip(observations, numbers, strict=True):
        assert scale_by(Decimal(row["OBS_VALUE"]), int(row["UNIT_MULT"])) == fact.number
        assert (row["TIME_PERIOD"], row["BOUND"]) == (str(fact.year), fact.bound)
        assert row["OBS_STATUS"] in "A B E P R F".split()


def test_the_scale_is_that_of_the_print(observations: list[dict[str, str]]) -> None:
    row = next(
        r for r in observations if (r["INDICATOR"], r["TIME_PERIOD"]) == ("base-stations", "2023")
    )
    found = (row["OBS_VALUE"], row["UNIT_MULT"], row["DECIMALS"], row["UNIT_MEASURE"])
    assert found == ("337.7", "4", "1", "number") and row["AS_OF"] == "2023-12-31"


def test_pysdmx_reads_it_back(run: Run, tmp_path: Path, base: FactBase) -> None:
    reader: Any = pytest.importorskip("pysdmx.io")
    path = tmp_path / "facts.csv"
    assert run("export", "-f", "sdmx-csv", "-o", str(path))[0] == 0
    (data,) = reader.read_sdmx(str(path), validate=False).data
    assert len(data.data) == sum(fact.number is not None for fact in base.facts.values())


def test_texts_alone_are_no_sdmx(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    code, out, err = run("export", "5g.verticals", "-f", "sdmx-csv", "-o", str(path))
    assert (code, out) == (1, "") and "none of these facts is a number" in err
    assert not path.exists()


@pytest.mark.parametrize("fmt", ["csvw", "datapackage"])
def test_csv_on_the_web_describes_every_column(run: Run, tmp_path: Path, fmt: str) -> None:
    folder = tmp_path / "web"
    assert run("export", "-f", fmt, "-o", str(folder)) == (0, "", "")
    described = json.loads((folder / "csv-metadata.json").read_text("utf-8"))
    for table in described["tables"]:
        with open(folder / table["url"], newline="", encoding="utf-8") as file:
            head = next(csv.reader(file))
        assert [column["name"] for column in table["tableSchema"]["columns"]] == head
    facts = described["tables"][0]["tableSchema"]
    types = {column["name"]: column["datatype"] for column in facts["columns"]}
    assert (types["value"], types["year"], types["lines"]) == ("decimal", "integer", "json")
    assert {key["columnReference"] for key in facts["foreignKeys"]} == {
        "topic", "indicator_id", "source"
    }  # fmt: skip


def test_the_csvw_library_accepts_and_reads_it(run: Run, tmp_path: Path, base: FactBase) -> None:
    library: Any = pytest.importorskip("csvw")
    folder = tmp_path / "web"
    assert run("export", "-f", "csvw", "-o", str(folder)) == (0, "", "")
    read = library.CSVW(str(folder / "csv-metadata.json"), validate=True)
    assert read.is_valid
    things = (base.facts, base.indicators, base.topics, base.sources)
    assert len(read.to_json(minimal=True)) == sum(map(len, things))
