"""What other programs make of each format that `export` writes, by running them.

    python -m tests.tools.read_everywhere [--python ENV/bin/python] [--write] [NAME...]

exports the built-in facts and some hard ones, has every program read every file as it does by
itself, and prints the table of `docs/engines.md`; `--write` puts it there. ENV is an environment
with what there is of pandas, polars, duckdb, pyarrow, chdb, datafusion, pyspark, openpyxl,
sqlite-utils, sdmx1 and pysdmx; sqlite3, R and LibreOffice (soffice) are run if they are on PATH. With NAMEs only
these programs are run.

A reader answers with the number of rows, the type of `value`, the sum of `value`, the type of
`since`, and a quote with a tab, a quotation mark and a line end in it.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory

import infofacts
from infofacts.app import main as infofacts_main
from infofacts.numbers import EXACT
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "engines.md"
BEGIN, END = "<!-- table: tests/tools/read_everywhere.py -->", "<!-- end of table -->"
WORDS = 'tab\t"quoted", line\nend'
HARD = """
[sources.hard]
title = "Hard cases"
publisher = "Nobody"
[hard]
zh = '"难"的'
en = "Hard"
[hard.words]
zh = "难懂的话"
en = "Hard words"
[hard.words.2023]
value = "01"
quote = "tab\\t\\"quoted\\", line\\nend"
[hard.mark]
zh = '"引号"在前'
en = '"Quotation" mark first'
[hard.mark.2023]
value = '"A" of "B'
quote = '"A" of "B'
[hard.range]
zh = "区间"
en = "A range"
[hard.range.2023]
value = [5, 10]
unit = "亿元"
quote = "5至10亿元"
[hard.long]
zh = "很长的数"
en = "A long number"
[hard.long.2023]
value = 1234567890123456789.123456789
unit = "元"
quote = "1234567890123456789.123456789元"
"""
# The files, by the ending that asks for them; a folder has one for each year.
FILES = {
    "TSV": "f.tsv", "CSV": "f.csv", "JSON": "f.json", "JSON Lines": "f.jsonl",
    "Parquet": "f.parquet", "Parquet folders": "folder", "SQLite": "f.db", "Excel": "f.xlsx",
    "SDMX-CSV": "f.sdmx.csv",
}  # fmt: skip

# What every script of Python ends with.
_FRAME = """
import json, sys
name, path = sys.argv[1:]
table = READ[name](path)
rows = table.to_dicts() if hasattr(table, "to_dicts") else table.to_dict("records")
quote = next(row["quote"] for row in rows if row["id"] == "hard.words.2023")
try:
    total = table["value"].sum()
except TypeError as error:
    total = type(error).__name__
kinds = [str(table[column].dtype) for column in ("value", "since", "year")]
print(json.dumps([VERSION, len(rows), *kinds, str(total), quote]))
"""
_SQL = """
import json, sys
name, path = sys.argv[1:]
kinds, count, total, quote = run(READ[name].format(path))
print(json.dumps([VERSION, count, *kinds, str(total), quote]))
"""
PANDAS = """
import pandas
VERSION, read = pandas.__version__, pandas.read_csv
READ = {"TSV": lambda path: read(path, sep="\\t"), "CSV": read, "JSON": pandas.read_json,
        "JSON Lines": lambda path: pandas.read_json(path, lines=True),
        "Parquet": pandas.read_parquet, "Parquet folders": pandas.read_parquet,
        "Excel": pandas.read_excel}
"""
POLARS = """
import polars
VERSION, read = polars.__version__, polars.read_csv
READ = {"TSV": lambda path: read(path, separator="\\t"), "CSV": read, "JSON": polars.read_json,
        "JSON Lines": polars.read_ndjson, "Parquet": polars.read_parquet,
        "Parquet folders": lambda path: polars.read_parquet(path)}
"""
PYARROW = """
import pyarrow, pyarrow.csv, pyarrow.json, pyarrow.dataset, pyarrow.compute, json, sys
name, path = sys.argv[1:]
tabs = pyarrow.csv.ParseOptions(delimiter="\\t")
READ = {"TSV": lambda path: pyarrow.csv.read_csv(path, parse_options=tabs),
        "CSV": pyarrow.csv.read_csv, "JSON": pyarrow.json.read_json,
        "JSON Lines": pyarrow.json.read_json,
        "Parquet": lambda path: pyarrow.dataset.dataset(path).to_table(),
        "Parquet folders": lambda path: pyarrow.dataset.dataset(path, partitioning="hive").to_table()}
table = READ[name](path)
ids = table["id"].to_pylist()
quote = table["quote"][ids.index("hard.words.2023")].as_py()
kinds = [str(table[column].type) for column in ("value", "since", "year")]
total = pyarrow.compute.sum(table["value"]).as_py()
print(json.dumps([pyarrow.__version__, len(ids), *kinds, str(total), quote]))
"""
DUCKDB = """
import duckdb
VERSION = duckdb.__version__
READ = {"TSV": "'{}'", "CSV": "'{}'", "JSON": "'{}'", "JSON Lines": "'{}'", "Parquet": "'{}'",
        "Parquet folders": "'{}/*/*.parquet'"}
def run(source):
    ask = lambda what: duckdb.execute(f"SELECT {what}").fetchone()
    kinds = ask(f"typeof(value), typeof(since), typeof(year) FROM {source} LIMIT 1")
    total = ask(f"count(*), sum(value) FROM {source}")
    return kinds, *total, ask(f"quote FROM {source} WHERE id = 'hard.words.2023'")[0]
"""
CHDB = """
import chdb
VERSION = chdb.__version__ + " (ClickHouse " + chdb.engine_version + ")"
READ = {"TSV": "file('{}', TSVWithNames)", "CSV": "file('{}', CSVWithNames)",
        "JSON": "file('{}', JSONEachRow)", "JSON Lines": "file('{}', JSONEachRow)",
        "Parquet": "file('{}', Parquet)", "Parquet folders": "file('{}/*/*.parquet', Parquet)"}
def run(source):
    ask = lambda what: json.loads(str(chdb.query(f"SELECT {what}", "JSONCompactStrings")))["data"][0]
    kinds = ask(f"toTypeName(value), toTypeName(since), toTypeName(year) FROM {source} LIMIT 1")
    count, total = ask(f"count(), sum(value) FROM {source}")
    return kinds, int(count), total, ask(f"quote FROM {source} WHERE id = 'hard.words.2023'")[0]
"""
DATAFUSION = """
import datafusion
VERSION, context = datafusion.__version__, datafusion.SessionContext()
READ = dict.fromkeys(("TSV", "CSV", "JSON", "JSON Lines", "Parquet", "Parquet folders"), "{}")
def run(path):
    if name in ("TSV", "CSV"):
        context.register_csv("t", path, delimiter="\\t" if name == "TSV" else ",",
                             file_extension=path[path.rindex("."):])
    elif name[:4] == "JSON":
        context.register_json("t", path, file_extension=path[path.rindex("."):])
    elif name == "Parquet folders":
        context.register_parquet("t", path, table_partition_cols=[("year", "int")])
    else:
        context.register_parquet("t", path)
    ask = lambda what: list(context.sql(f"SELECT {what}").to_pylist()[0].values())
    kinds = ask("arrow_typeof(value), arrow_typeof(since), arrow_typeof(year) FROM t LIMIT 1")
    quote = ask("quote FROM t WHERE id = 'hard.words.2023'")[0]
    return kinds, *ask("count(*) AS a, sum(value) AS b FROM t"), quote
"""
SPARK = """
import json, sys, pyspark, logging
from pyspark.sql import SparkSession
name, path = sys.argv[1:]
session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
session.sparkContext.setLogLevel("OFF")
read = session.read
READ = {"TSV": lambda: read.csv(path, sep="\\t", header=True, inferSchema=True),
        "CSV": lambda: read.csv(path, header=True, inferSchema=True),
        "JSON": lambda: read.json(path, multiLine=True), "JSON Lines": lambda: read.json(path),
        "Parquet": lambda: read.parquet(path), "Parquet folders": lambda: read.parquet(path)}
table = READ[name]()
kinds = [dict(table.dtypes)[column] for column in ("value", "since", "year")]
total = table.agg({"value": "sum"}).first()[0]
quote = table.where("id = 'hard.words.2023'").first()["quote"]
print(json.dumps([pyspark.__version__, table.count(), *kinds, str(total), quote]))
"""
OPENPYXL = """
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[2], read_only=True).worksheets[0]
heads, *rows = sheet.iter_rows(values_only=True)
rows = [dict(zip(heads, row)) for row in rows]
kinds = [" or ".join(sorted({type(row[n]).__name__ for row in rows if row[n] is not None}))
         for n in ("value", "since", "year")]
total = sum(row["value"] or 0 for row in rows if not isinstance(row["value"], str))
quote = next(row["quote"] for row in rows if row["id"] == "hard.words.2023")
print(json.dumps([openpyxl.__version__, len(rows), *kinds, str(total), quote]))
"""
SQLITE_UTILS = """
import importlib.metadata, json, sys, sqlite_utils
table = sqlite_utils.Database(sys.argv[2]).table("facts")
kinds = [table.columns_dict[name].__name__ for name in ("value", "since", "year")]
total = next(table.db.query("select sum(value) as s from facts"))["s"]
quote = table.get("hard.words.2023")["quote"]
version = importlib.metadata.version("sqlite-utils")
print(json.dumps([version, table.count, *kinds, str(total), quote]))
"""
# An observation has no `since` and no quote; its number is OBS_VALUE times 10 to the UNIT_MULT.
_SDMX = """
import decimal, json, sys
ten, total = decimal.Decimal(10), decimal.Decimal(0)
decimal.getcontext().prec = 60
count, value, year, numbers = read(sys.argv[2])
for number, power in numbers:
    total += decimal.Decimal(str(number)) * ten ** int(power)
print(json.dumps([VERSION, count, value, "", year, f"{total:f}", ""]))
"""
SDMX1 = """
import csv, sdmx
from sdmx.model import v21
VERSION = sdmx.__version__ + ", with a structure"
def read(path):
    with open(path, encoding="utf-8") as file:
        heads = next(csv.reader(file))
    at = heads.index("OBS_VALUE")
    flow = {"id": "FACTS", "version": "1.0", "maintainer": v21.Agency(id="INFOFACTS")}
    structure = v21.DataStructureDefinition(**flow)
    for head in heads[3:at]:
        kind = v21.TimeDimension if head == "TIME_PERIOD" else v21.Dimension
        structure.dimensions.append(kind(id=head))
    structure.measures.append(v21.PrimaryMeasure(id="OBS_VALUE"))
    structure.attributes.extend(v21.DataAttribute(id=head) for head in heads[at + 1:])
    (data,) = sdmx.read_sdmx(path, structure=structure).data
    types = (type(data.obs[0].value), type(data.obs[0].dimension["TIME_PERIOD"].value))
    numbers = [(each.value, each.attached_attribute["UNIT_MULT"].value) for each in data.obs]
    return len(data.obs), *(kind.__name__ for kind in types), numbers
"""
PYSDMX = """
import importlib.metadata, pysdmx.io
VERSION = importlib.metadata.version("pysdmx")
def read(path):
    (data,) = pysdmx.io.read_sdmx(path, validate=False).data
    table = data.data
    numbers = zip(table["OBS_VALUE"], table["UNIT_MULT"])
    kinds = [str(table[column].dtype) for column in ("OBS_VALUE", "TIME_PERIOD")]
    return len(table), *kinds, numbers
"""
R = r"""
args <- commandArgs(TRUE)
table <- if (args[1] == "TSV") read.delim(args[2]) else read.csv(args[2])
kinds <- sapply(c("value", "since", "year"), function(name) class(table[[name]]))
cat(paste(R.version$major, R.version$minor, sep = "."), nrow(table), kinds, format(sum(table$value, na.rm = TRUE), digits = 22),
    table$quote[table$id == "hard.words.2023"], sep = "\x1e")
"""


@dataclass(frozen=True)
class Reader:
    """A program: its name, the formats it reads, and the script that has it read one."""

    name: str
    formats: Sequence[str]
    script: str


TEXTS, PARQUETS = ("TSV", "CSV", "JSON", "JSON Lines"), ("Parquet", "Parquet folders")
READERS = (
    Reader("pandas", (*TEXTS, *PARQUETS), PANDAS + _FRAME),
    Reader("polars", (*TEXTS, *PARQUETS), POLARS + _FRAME),
    Reader("DuckDB", (*TEXTS, *PARQUETS), DUCKDB + _SQL),
    Reader("pyarrow", ("TSV", "CSV", "JSON Lines", *PARQUETS), PYARROW),
    Reader("chdb", ("TSV", "CSV", "JSON", "JSON Lines", *PARQUETS), CHDB + _SQL),
    Reader("DataFusion", ("TSV", "CSV", "JSON Lines", *PARQUETS), DATAFUSION + _SQL),
    Reader("Spark", (*TEXTS, *PARQUETS), SPARK),
    Reader("R", ("TSV", "CSV"), R),
    Reader("sqlite3", ("TSV", "CSV"), ""),
    Reader("LibreOffice", ("CSV", "Excel"), ""),
    Reader("openpyxl", ("Excel",), OPENPYXL),
    Reader("sqlite-utils", ("SQLite",), SQLITE_UTILS),
    Reader("sdmx1", ("SDMX-CSV",), SDMX1 + _SDMX),
    Reader("pysdmx", ("SDMX-CSV",), PYSDMX + _SDMX),
)


# ---------------------------------------------------------------- one run
def _answer(reader: Reader, format: str, path: Path, python: str) -> list[str]:
    """Version, rows, three types, sum and quote. Raises `RuntimeError` in the reader's words."""
    if reader.name == "sqlite3":
        return _sqlite3(format, path)
    if reader.name == "LibreOffice":
        return _libreoffice(path)
    command = [python, "-c", reader.script, format, str(path)]
    if reader.name == "R":
        command = ["Rscript", "-e", reader.script, format, str(path)]
    out = _run(command)
    return (
        out.split("\x1e")
        if reader.name == "R"
        else [str(x) for x in json.loads(out.splitlines()[-1])]
    )


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        lines = [line for line in done.stderr.strip().splitlines() if line.strip()]
        told = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
        raise RuntimeError((told or lines or ["failed"])[-1])
    return done.stdout


def _sqlite3(format: str, path: Path) -> list[str]:
    mode = "tabs" if format == "TSV" else "csv"
    asked = (
        "SELECT json_array(sqlite_version(), count(*), typeof(value), typeof(since), typeof(year),"
        "'' || sum(value), (SELECT quote FROM t WHERE id = 'hard.words.2023')) FROM t;"
    )
    out = _run(["sqlite3", "-cmd", f".mode {mode}", "-cmd", f".import {path} t", ":memory:", asked])
    row = next(csv.reader([out], delimiter="\t")) if mode == "tabs" else next(csv.reader([out]))
    return [str(each) for each in json.loads(row[0])]


def _libreoffice(path: Path) -> list[str]:
    """What it has of the first sheet, saved as CSV."""
    version = _run(["soffice", "--version"]).split()[1]
    options = ":44,34,76,1,,0,false,true,false" if path.suffix == ".csv" else ""
    with TemporaryDirectory() as folder:
        infilter = [f"--infilter=CSV{options}"] if options else []
        target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
        _run(
            [
                "soffice",
                "--headless",
                *infilter,
                "--convert-to",
                target,
                "--outdir",
                folder,
                str(path),
            ]
        )
        with open(Path(folder) / f"{path.stem}.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    numbers = [Decimal(row["value"]) for row in rows if _is_number(row["value"])]
    total = str(sum(numbers))
    quote = next(row["quote"] for row in rows if row["id"] == "hard.words.2023")
    return [version, str(len(rows)), "as stored", "as stored", "as stored", total, quote]


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


# ---------------------------------------------------------------- the table
def _judged(answer: Sequence[str], rows: int, total: Decimal) -> str:
    """A cell: what a reader made of a file."""
    count, value, since, year, summed, quote = answer[1:]
    words = [] if int(count) == rows else [f"**{count} of {rows} rows**"]
    words.append(f"`value` {value}")
    if not _is_number(summed):
        words.append(f"**no sum ({summed})**")
    else:
        off = abs(Decimal(summed) - total)
        words.append("exact sum" if not off else f"sum off by {off / total:.0e}")
    words.append(f"`since` {since}, `year` {year}" if since else f"`year` {year}")
    if since and quote != WORDS:
        escaped = WORDS.replace("\t", "\\t").replace("\n", "\\n").replace('"', "\\u0022")
        words.append("escapes stay" if quote == escaped else "**quote changed**")
    return "; ".join(words)


def _short(error: str) -> str:
    """A reader's message, without names of modules and before it quotes a fact."""
    said = re.sub(r"^(?:\w+\.)+(?=\w+: )", "", error).replace("|", "\\|")
    return re.split(r"[\u4e00-\u9fff\t]|\(\[?String", said)[0].strip(" :'\"[")[:120]


def lines(folder: Path, python: str, wanted: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Reader, version, format, and what it makes of it."""
    base = infofacts.load(folder / "hard.toml")
    numbers = [fact.number for fact in base.facts if fact.number is not None]
    total = Decimal(0)
    for number in numbers:
        total = EXACT.add(total, number)
    programs: Mapping[str, str] = {"sqlite3": "sqlite3", "R": "Rscript", "LibreOffice": "soffice"}
    for reader in READERS:
        if wanted and reader.name not in wanted:
            continue
        if not shutil.which(programs.get(reader.name, python)):
            yield reader.name, "not run", "", ""
            continue
        for format in reader.formats:
            if not (folder / FILES[format]).exists():
                continue
            try:
                answer = _answer(reader, format, folder / FILES[format], python)
                rows = len(numbers) if format == "SDMX-CSV" else len(base.facts)
                yield reader.name, answer[0], format, _judged(answer, rows, total)
            except RuntimeError as error:
                yield reader.name, "", format, f"**refused**: {_short(str(error))}"


def export(folder: Path) -> None:
    """Write the files to read."""
    (folder / "hard.toml").write_text(HARD, "utf-8")
    for format, name in FILES.items():
        more = ["-f", "parquet", "--partition", "year"] if format == "Parquet folders" else []
        more = ["-f", "sdmx-csv"] if format == "SDMX-CSV" else more
        target = str(folder / name)
        code = infofacts_main(["export", *more, "-o", target, "--facts", str(folder / "hard.toml")])
        if code:
            print(f"{format}: not exported ({code})", file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Print the table or put it into the page; the exit code."""
    python, write = sys.executable, "--write" in arguments
    if "--python" in arguments:
        python = arguments.pop(arguments.index("--python") + 1)
    wanted = [each for each in arguments if each[:2] != "--"]
    heads = ("Reader", "Version", "Format", "What it makes of it")
    found = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    with TemporaryDirectory() as place:
        export(Path(place))
        for cells in lines(Path(place), python, wanted):
            found.append(f"| {' | '.join(cells)} |")
            print(found[-1], file=sys.stderr)
    table = "\n".join(found)
    if write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", "utf-8")
    else:
        print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
