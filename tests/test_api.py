"""The Python API: what it says is what the commands say, exactly and typed."""

from __future__ import annotations

import json
import pickle
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pandas
import polars
import pytest
from pytest import MonkeyPatch

import infofacts
from infofacts.model import FactBase, Value
from tests.conftest import KEYS, ROOT, Run

SMALL = (ROOT / "tests" / "data" / "small.toml").read_text("utf-8")
MINE = f"""{SMALL}
[mine.thing.2023]
change = {{ value = 2, unit = "万个", quote = "q" }}
[5g.base-stations.2023]
value = 1
quote = "mine"
"""


@pytest.fixture(scope="module")
def api() -> infofacts.Base:
    """The shipped fact base as a program sees it."""
    return infofacts.load()


def test_the_newest_value_and_that_of_a_year_are_one_expression(api: infofacts.Base) -> None:
    value: Value = api["5g.base-stations"].latest.value
    assert isinstance(value, Decimal)
    assert api["5g.base-stations"][2023].value == Decimal("3377000")


def test_every_address_selects_its_fact(api: infofacts.Base, base: FactBase) -> None:
    assert api.facts == list(base.facts.values()) and api.sources == list(base.sources.values())
    for address, fact in base.facts.items():
        assert api[address].latest == api.fact(address) == fact
        assert api[address].facts == [fact] and api[address].id == address


def test_latest_and_a_year_are_what_get_prints(api: infofacts.Base, run: Run) -> None:
    for name in ("5g.base-stations", "网民规模", "iot.users"):
        _, newest, _ = run("get", name)
        assert str(api[name].latest.value) == newest.strip() == str(api.fact(name).value)
    assert api["5G基站总数"][2023] is api.fact("5g.base-stations", 2023)


def test_a_topic_iterates_its_indicators(api: infofacts.Base, base: FactBase) -> None:
    found = [indicator.id for indicator in api["5g"]]
    assert found == [i for i in base.indicators if i.startswith("5g.")]
    assert [topic.id for topic in api] == list(base.topics)
    every = [fact for topic in api for indicator in topic for fact in indicator.facts]
    assert {fact.id for fact in every} == set(base.facts) and len(every) == len(base.facts)


def test_a_selection_may_be_of_a_year_or_a_measure(api: infofacts.Base) -> None:
    of_year = api["5g.2023"]
    assert {fact.year for fact in of_year.facts} == {2023} and of_year.id == "5g.2023"
    assert {fact.year for indicator in of_year for fact in indicator.facts} == {2023}
    change = api["broadband.gigabit-users.change"]
    assert change.latest.measure == "change" and change.id == "broadband.gigabit-users.change"
    assert change.series()[2023] == Decimal("71530000")


def test_series_has_the_number_of_each_year(api: infofacts.Base, base: FactBase) -> None:
    series = api["5g.base-stations"].series()
    assert list(series) == sorted(series) and series[2023] == Decimal("3377000")
    for year, number in series.items():
        assert base.facts[f"5g.base-stations.{year}"].number == number
    assert api["provinces.top-ten"].series() == {}  # a list of names


def test_search_and_compare_are_those_of_the_commands(api: infofacts.Base, run: Run) -> None:
    _, out, _ = run("search", "5G基站数量", "-n", "3", "-f", "json")
    assert [f.id for f in api.search("5G基站数量", n=3)] == [hit["id"] for hit in json.loads(out)]
    assert api.search("qqqq") == []
    args = ("survey-smart-home.users", "-y", "2022:2023", "-f", "json")
    _, out, _ = run("compare", *args)
    compared = api.compare("survey-smart-home.users", years="2022:2023")
    found = [json.loads(json.dumps(c.to_dict(), default=str)) for c in compared]
    assert [c["difference"] and Decimal(c["difference"]["value"]) for c in found] == [
        c["difference"] and Decimal(str(c["difference"]["value"])) for c in json.loads(out)
    ]
    with pytest.raises(infofacts.FactsError, match="cannot be compared"):
        api.compare("5g.base-stations", "survey-smart-home.users")


def test_search_reads_what_was_loaded(tmp_path: Path, monkeypatch: MonkeyPatch, run: Run) -> None:
    """Wherever the program goes, whatever becomes of the file, in any thread, also when copied."""
    base = tmp_path / "base.toml"
    base.write_text(f"{SMALL}[mine.thing.2023]\nvalue = 1\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    loaded = infofacts.load("base.toml", builtin=False)
    base.unlink()
    monkeypatch.chdir("/")
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(loaded.search("东西")[0].id))
    thread.start()
    thread.join()
    found += [each.search("东西")[0].id for each in (loaded, pickle.loads(pickle.dumps(loaded)))]
    assert found == ["mine.thing.2023"] * 3
    derived = infofacts.load(derived=True).search("单站用户数")[0]
    assert derived.status == "derived"


UNKNOWN = {
    "5g.base-sations": "^nothing is named .*; did you mean .*5g.base-stations",
    "5g.base-stations.1987": "has no value of 1987; it has 5g.base-stations.",
    "": "^nothing is named ''",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_name_is_a_helpful_key_error(api: infofacts.Base, name: str) -> None:
    assert name not in api
    with pytest.raises(infofacts.UnknownName, match=UNKNOWN[name]) as caught:
        api[name]
    assert isinstance(caught.value, KeyError) and isinstance(caught.value, infofacts.FactsError)
    assert not str(caught.value).startswith('"')


def test_a_year_or_a_value_that_is_not_there(api: infofacts.Base) -> None:
    with pytest.raises(KeyError, match="has no value of 1987"):
        api["5g.base-stations"][1987]
    with pytest.raises(KeyError, match="is a topic; name one"):
        _ = api["5g"].latest
    with pytest.raises(KeyError, match="is a topic; series"):
        api["5g"].series()
    with pytest.raises(KeyError, match="is a topic"):
        api.fact("5g")
    assert 5 not in api and "5g" in api


def test_own_files_lie_over_the_built_in_base(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE, "utf-8")
    both = infofacts.load(mine)
    assert both["5g.base-stations"][2023].value == 1 and "digital-economy" in both
    assert both["mine.thing.change"].latest.value == 20000
    with pytest.raises(KeyError, match="has no value"):
        _ = both["mine.thing"].latest
    only = infofacts.load(str(mine), builtin=False)
    assert [topic.id for topic in only] == ["mine", "5g"]
    assert both.search("东西", n=1)[0].id == "mine.thing.2023.change"


def test_derived_figures_are_there_on_request(api: infofacts.Base) -> None:
    with_derived = infofacts.load(derived=True)
    more = {fact.id for fact in with_derived.facts} - {fact.id for fact in api.facts}
    assert more and all(with_derived.fact(address).status == "derived" for address in more)


def test_a_file_that_is_no_fact_base_is_told_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[5g]\nzh = \n", "utf-8")
    with pytest.raises(infofacts.FactsError, match=r"broken\.toml:2:"):
        infofacts.load(broken)


def test_a_frame_has_the_records_exactly(api: infofacts.Base) -> None:
    frame = api.to_frame()
    assert list(frame.columns) == [*KEYS, "url"]
    for row, fact in zip(frame.to_dict("records"), api.facts, strict=True):
        found = {key: None if cell is pandas.NA else cell for key, cell in row.items()}
        record = fact.flat()
        if isinstance(english := record["value_en"], str):
            record["value_en"] = [english]
        lists = {key: tuple(cell) for key, cell in record.items() if isinstance(cell, list)}
        assert found == {key: cell or None for key, cell in record.items()} | lists
    assert isinstance(frame["value"].dropna().iloc[0], Decimal)
    assert len(api["5g"].to_frame()) == len(api["5g"].facts)


KINDS = dict.fromkeys(("year", "line"), "Int64") | {"year": "int64", "value": "object"}
KINDS |= dict.fromkeys(("lines", "also", "items", "value_en"), "object")


@pytest.mark.parametrize("name", ["5g", "5g.users", "5g.verticals"])
def test_every_column_of_a_frame_has_one_type(api: infofacts.Base, name: str) -> None:
    """The same one, whatever is selected."""
    frame = api[name].to_frame()
    assert dict(frame.dtypes.astype(str)) == {key: KINDS.get(str(key), "string") for key in frame}
    floats = api[name].to_frame(numbers="float")
    assert str(floats["value"].dtype) == "float64"


def test_a_frame_can_go_where_frames_go(api: infofacts.Base, tmp_path: Path) -> None:
    frame = api.to_frame()
    total = sum(fact.number for fact in api.facts if fact.number is not None)
    frame.to_parquet(tmp_path / "f.parquet")
    assert polars.read_parquet(tmp_path / "f.parquet")["value"].sum() == total
    assert polars.from_pandas(frame)["value"].sum() == frame["value"].dropna().sum() == total
    with closing(sqlite3.connect(":memory:")) as connection:
        frame.to_sql("facts", connection)
        cells = connection.execute("SELECT value FROM facts WHERE value NOTNULL").fetchall()
        (items,) = connection.execute("SELECT items FROM facts WHERE items NOTNULL").fetchone()
    assert sum(Decimal(cell) for (cell,) in cells) == total and json.loads(items)
    largest = frame.sort_values("value", na_position="first").iloc[-1]
    assert largest["value"] == max(fact.number or 0 for fact in api.facts)
    assert frame.describe(include="all").loc["unique", "id"] == len(frame)
    numbers = api["5g.users"].to_frame(numbers="float").describe()["value"]
    assert numbers["max"] == float(max(api["5g.users"].series().values()))


def test_other_numbers_are_refused(api: infofacts.Base) -> None:
    with pytest.raises(ValueError, match="expected 'decimal' or 'float'"):
        api.to_frame(numbers=cast(Any, "int"))


def test_what_is_found_and_compared_is_a_frame_too(api: infofacts.Base) -> None:
    hits = api.search("5G基站", n=3)
    assert list(hits.to_frame()["id"]) == [hit.id for hit in hits] and len(hits) == 3
    compared = api.compare("survey-smart-home.users", years="2022:2023").to_frame()
    assert list(compared["difference"])[1] == Decimal(15)
    assert list(compared["difference_unit"])[1] == "个百分点"


def test_a_notebook_shows_a_table(tmp_path: Path, api: infofacts.Base) -> None:
    for shown in (api["5g"], api["5g.users"], api.search("5G")):
        page = shown._repr_html_()
        assert page.startswith("<table>") and "12.04亿户" in page
    page = api.compare("survey-smart-home.users", years="2022:2023")._repr_html_()
    assert "<th>difference</th>" in page and "15个百分点" in page
    text = "<script>\u202e&\u0007"
    (tmp_path / "f.toml").write_text(
        f'{SMALL}[mine.thing.2023]\nvalue = {json.dumps(text)}\nquote = "q"\n', "utf-8"
    )
    page = infofacts.load(tmp_path / "f.toml", builtin=False)["mine"]._repr_html_()
    assert r"&lt;script&gt;\u{202e}&amp;\u{7}" in page
    survey = api["survey-ai"]
    assert f"… {len(survey.facts) - 60} more" in survey._repr_html_() or len(survey.facts) <= 60


def test_a_fact_is_shown_on_one_line(api: infofacts.Base) -> None:
    assert repr(api.fact("5g.users.2023")) == "<Fact 5g.users.2023: 8.05亿户>"
    assert all(len(repr(fact).splitlines()) == 1 for fact in api.facts)


def test_an_empty_selection_is_an_empty_frame(tmp_path: Path) -> None:
    empty = tmp_path / "empty.toml"
    empty.write_text(SMALL, "utf-8")
    assert infofacts.load(empty, builtin=False)["mine"].to_frame().empty


def test_a_frame_names_the_missing_pandas(api: infofacts.Base, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        api.to_frame()


def test_importing_the_package_loads_nothing() -> None:
    """The command line imports it at every start; the API comes when it is asked for."""
    code = (
        "import sys; before = set(sys.modules); import infofacts; "
        "print(*sorted(set(sys.modules) - before)); infofacts.load; "
        "print(*(name in sys.modules for name in ('infofacts.api', 'pandas', 'typer')))"
    )
    args = [sys.executable, "-c", code]
    done = subprocess.run(args, cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("infofacts\nTrue False False\n", "")


def test_the_package_is_typed_and_names_what_it_has() -> None:
    assert (Path(infofacts.__file__).parent / "py.typed").exists()
    assert set(infofacts.__all__) <= set(dir(infofacts))
    assert all(getattr(infofacts, name) for name in infofacts.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        getattr(infofacts, "lo" + "d")


@pytest.mark.parametrize("name", [5, None, 2023, ("5g", "users"), b"5g"])
def test_what_is_no_text_is_no_name(name: Any) -> None:
    base = infofacts.load()
    for ask in (base.__getitem__, base.fact):
        with pytest.raises(TypeError, match="a name is a str, as '5g.users', not "):
            ask(name)
    assert name not in base
