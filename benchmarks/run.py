"""Measure whole processes: `python benchmarks/run.py` (README.md here says what the numbers mean).

Processes are run in rounds, each command once a round, in random order, so that what else the
machine does falls on all alike. What counts is the time of the processor, its median, and its ratio
to bare Python in the same run.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import os
import platform
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
ROOT = HERE.parent
README = HERE / "README.md"
QUERIES = ROOT / "tests" / "data" / "queries.tsv"
BEGIN, END = "<!-- results: begin -->\n", "<!-- results: end -->\n"
FACT = "5g.base-stations.2023"
PAGE = "# tar\n\n> Archiving utility.\n\n- Create an archive:\n\n`tar cf {{target.tar}} {{file}}`\n"
# Command lines and how many times the processor's time of bare Python each may take.
ROWS = {
    f"get {FACT}": 1.8, "get 5G基站总数": 1.8, f"get {FACT} --field quote": 2.2,
    f"get {FACT} --in 万": 2.2, "get 5g.base-stations -y 2022": 2.2, "get 5g.base-statoins": 3,
    "show 5g -f json": 2.2, "list 5g": 2.2, "search 5G基站数量": 2.8,
    "search how many internet users": 2.8, "cite 5g.base-stations": 3.6,
    "compare 5g.base-stations -y 2020:2024": 3.6, "source 5g.base-stations": 3.6, "--version": 2.2,
    "show 5g -f table": 6.5, "compare 5g.base-stations -y 2020:2024 -f table": 6.5, "": 6.5,
    "list -f table": 6.5, "export -f jsonl": 8, "check": 35, "check --coverage": 40, "--help": 0,
}  # fmt: skip
PAIRED = {"show 5g -f json": 0.4, "search 5G基站数量": 0.4}  # of what another build takes


@dataclass(frozen=True)
class Command:
    """What is timed: a name for the table, the command line, and what it adds to the environment."""

    name: str
    argv: Sequence[str]
    goal: float = 0
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """One process: its time of the processor in seconds and its largest memory in MiB."""

    seconds: float
    memory: float


# ---------------------------------------------------------------- processes
def run(command: Command) -> Run:
    """Run a command with its output thrown away, without any settings of Python and of ours."""
    clean = (
        key for key in os.environ if not key.startswith(("PYTHON", "INFOFACTS", "LC_", "LANG"))
    )
    env = {key: os.environ[key] for key in clean} | {"COLUMNS": "100"} | command.env
    process = subprocess.Popen(
        command.argv, env=env, cwd=HERE, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    with process.stderr:
        errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command.name}: ended with {process.returncode}: {errors.decode()}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def interleaved(commands: Sequence[Command], rounds: int) -> list[float]:
    """The median time of every command in milliseconds, after one run that warms it up."""
    times: list[list[float]] = [[] for _ in commands]
    for command in commands:
        run(command)
    for _ in range(rounds):
        for at in random.sample(range(len(commands)), len(commands)):
            times[at].append(run(commands[at]).seconds)
    return [median(each) * 1000 for each in times]


def infofacts(line: str, python: str = sys.executable, goal: float = 0) -> Command:
    """A command line of the infofacts that is installed for a Python."""
    script = str(Path(python).with_name("infofacts"))
    return Command(f"`{f'infofacts {line}'.strip()}`", [script, *shlex.split(line)], goal)


def bare() -> Command:
    """What everything is compared with."""
    return Command("bare Python (`python -c pass`)", [sys.executable, "-c", "pass"])


# ---------------------------------------------------------------- the shipped base
def shipped_table(work: Path, others: Path, against: str, rounds: int) -> Iterator[str]:
    """Every row with its goal, other tools, and another build beside it if one is named."""
    completing = {
        "_INFOFACTS_COMPLETE": "complete_bash", "COMP_WORDS": "infofacts\nget\n5g.", "COMP_CWORD": "2",
    }  # fmt: skip
    script = infofacts("").argv
    own = [bare(), *(infofacts(line, goal=goal) for line, goal in ROWS.items())]
    own.append(Command("completion of `infofacts get 5g.`", script, 4, completing))
    own += toml_rows(work)
    old = [infofacts(line, against) for line in ROWS] if against else []
    peers_ = list(peers(work, others))
    times = interleaved([*own, *peers_, *old], rounds)
    of_old = dict(zip((each.name for each in old), times[len(times) - len(old) :], strict=True))
    yield "| whole process | CPU time | of bare Python | goal |" + " of the old build |" * bool(old)
    yield "| --- | ---: | ---: | ---: |" + " ---: |" * bool(old)
    for command, time in zip([*own, *peers_], times, strict=False):
        ratio, goal = time / times[0], f"≤ {command.goal}" if command.goal else ""
        goal += " (missed)" * (0 < command.goal < ratio)
        line = f"| {command.name} | {time:.1f} ms | {ratio:.2f} | {goal} |"
        beside = f"{time / of_old[command.name]:.2f}" if command.name in of_old else ""
        yield f"{line} {beside} |" if old else line
    if against:
        yield ""
        for row, most in PAIRED.items():
            now = times[[each.name for each in own].index(infofacts(row).name)]
            yield f"{infofacts(row).name}: {now / of_old[infofacts(row).name]:.2f} of the old build; goal ≤ {most}."


def toml_rows(work: Path) -> Iterator[Command]:
    """`get` and `search` in own files over the built-in base."""
    for count, goal in ((10, 5), (1000, 8)):
        path = generate(work / f"{count}.toml", count)
        for ask, most in (("get t0.i0.2015", goal), ("search 第0类第0项用户", 0)):
            script = infofacts(f"{ask} --facts {path}")
            yield Command(f"`infofacts {ask}` with own TOML of {count:,} facts", script.argv, most)


def peers(work: Path, others: Path) -> Iterator[Command]:
    """The same question to other tools, on the same data, where they are installed."""
    records, table = work / "facts.json", work / "facts.db"
    for path in (records, table, work / "facts.csv"):
        run(infofacts(f"export -o {path}"))
    sql = f"SELECT value FROM facts WHERE id = '{FACT}'"
    asked = {
        "jq": ["jq", f'.[] | select(.id == "{FACT}") | .value', str(records)],
        "sqlite3": ["sqlite3", str(table), sql],
        "duckdb": ["duckdb", "-c", f"SELECT value FROM '{records}' WHERE id = '{FACT}'"],
        "mlr": ["mlr", "--icsv", "--onidx", "filter", f'$id == "{FACT}"', str(work / "facts.csv")],
        "rg": ["rg", FACT, str(records)],
        "sqlite-utils": ["sqlite-utils", "query", str(table), sql],
        "tldr": ["tldr", "-p", "common", "tar"],
        "norwegianblue": ["norwegianblue", "python"],
    }
    page = work / "cache" / "tldr" / "pages" / "common" / "tar.md"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, "utf-8")
    for name, (tool, *rest) in asked.items():
        found = shutil.which(tool, path=f"{others}{os.pathsep}{os.environ['PATH']}")
        command = Command(f"{name}, the same question", [found or "", *rest])
        if found and run(command).seconds:
            yield command


def first_run(work: Path, rounds: int) -> str:
    """How a first run after installing compares with later ones."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    first, later = [], []
    for number in range(min(rounds, 5)):
        place = work / f"installed-{number}"
        subprocess.run([*pip, "--target", place, ROOT], check=True)
        env = {"PYTHONPATH": str(place)}
        argv = [sys.executable, "-m", "infofacts", "get", FACT]
        runs = [run(Command("first run", argv, env=env)).seconds for _ in range(6)]
        first.append(runs[0])
        later += runs[1:]
    return f"First run after installing: {median(first) / median(later):.2f} times a later one; goal ≤ 1.1."


# ---------------------------------------------------------------- generated bases
YEARS = range(2015, 2025)


def documents(count: int) -> Iterator[str]:
    """A fact base of `count` facts by topics: nine of a hundred facts, the others of 100,000."""
    chance = random.Random(count)
    yield '[sources.made]\ntitle = "Made up"\npublisher = "Nobody"\nurl = "https://example.org/"\n'
    items = range(max(count // len(YEARS), 1))
    for topic, inside in groupby(items, lambda item: min(item // 10, 9 + item // 10_000)):
        yield f'\n[t{topic}]\nzh = "主题{topic}"\nen = "Topic {topic}"\n'
        for item in inside:
            lines = [f"\n[t{topic}.i{item}]\n"]
            lines.append(f'zh = "第{item}项用户数"\nen = "Users of item {item}"\n')
            if item == 1:  # has no facts but derived ones
                lines.append('formula = "t0.i0 + t0.i2"\n')
            for year in YEARS if item != 1 else ():
                value = chance.randrange(1, 10**7) / 10
                quote = f"截至{year}年底，第{item}项用户达{value}万户"
                lines.append(f'\n[t{topic}.i{item}.{year}]\nvalue = {value}\nunit = "万户"\n')
                lines.append(f'as_of = "{year}-12-31"\nquote = "{quote}"\n')
            yield "".join(lines)


def generate(path: Path, count: int) -> Path:
    """The file of a generated base."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(documents(count))
    return path


def growth_table(work: Path, counts: Sequence[int], rounds: int) -> Iterator[str]:
    """The table of generated bases, given as databases."""
    asked = {
        "`get` (address)": "get t7.i70.2020",
        "`show`, piped": "show t7.i70",
        "`show` (topic), piped": "show t7",
        "`list`, piped": "list",
        "`list` (topic), piped": "list t7",
        "`source`, piped": "source t7.i70.2020",
        "a miss of `get`": "get t7.i7x",
        "`get --derived`": "get t0.i1.2020 --derived",
        "`search` (Chinese)": "search 第70项用户 2020",
        "`search` (English)": "search users of item 70",
        "`search` (misspelt)": "search usres of itme 70",
    }
    made: list[dict[str, str]] = []
    commands = []
    for count in counts:
        base = work / f"{count}.db"
        made.append(dict(building(work, base, count)))
        commands += [infofacts(f"{line} --no-builtin --facts {base}") for line in asked.values()]
    times = interleaved(commands, rounds)
    yield f"| facts, in a database | {' | '.join(f'{count:,}' for count in counts)} | goal |"
    yield "| --- |" + " ---: |" * (len(counts) + 1)
    for at, name in enumerate(asked):
        row = times[at :: len(asked)]
        cells = " | ".join(f"{time:.1f} ms ({time / row[0]:.2f})" for time in row)
        yield f"| {name} | {cells} | ≤ 1.3 |"
    for name in made[0]:
        cells = " | ".join(each.get(name, "") for each in made)
        yield f"| {name} | {cells} | {GOALS[name]} |"


GOALS = {
    "making the database": "100,000: ≤ 6 s", "memory then": "", "its size, a fact": "≤ 1.2 KB",
    "`export -f jsonl` of the TOML": "100,000: ≤ 2 s", "its memory": "flat",
    "`check` of the TOML": "100,000: ≤ 12 s", "memory of that": "≤ 150 MiB",
}  # fmt: skip


def building(work: Path, base: Path, count: int) -> Iterator[tuple[str, str]]:
    """What it takes to make a database, to export and to check its facts."""
    toml = generate(work / f"{count}.toml", count)
    options = f"--no-builtin --facts {toml}"
    export = run(infofacts(f"export -o {base} {options}"))
    yield "making the database", f"{export.seconds:.1f} s"
    yield "memory then", f"{export.memory:.0f} MiB"
    yield "its size, a fact", f"{base.stat().st_size / count / 1000:.2f} KB"
    lines = run(infofacts(f"export -f jsonl {options}"))
    yield "`export -f jsonl` of the TOML", f"{lines.seconds:.1f} s"
    yield "its memory", f"{lines.memory:.0f} MiB"
    if count > 100_000:
        return
    check = run(infofacts(f"check {options}"))
    yield "`check` of the TOML", f"{check.seconds:.1f} s"
    yield "memory of that", f"{check.memory:.0f} MiB"


def large_table(work: Path, rounds: int) -> Iterator[str]:
    """A topic of 10,000 indicators, whose names have 60,000 words: as a table, and mistyped."""
    chance, syllables = random.Random(1), [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words: dict[str, None] = {}
    while len(words) < 60_000:
        words["".join(chance.choices(syllables, k=chance.randrange(3, 6)))] = None
    names = list(words)
    lines = [
        '[sources.made]\ntitle = "Made up"\npublisher = "Nobody"\n[t]\nzh = "主题"\nen = "Topic"\n'
    ]
    for item in range(10_000):
        lines.append(
            f'\n[t.i{item}]\nzh = "第{item}项"\nen = "{" ".join(names[6 * item : 6 * item + 6])}"\n'
        )
        lines.append(
            f'[t.i{item}.2020]\nvalue = {item}.5\nunit = "万户"\nquote = "第{item}项{item}.5万户"\n'
        )
    toml, base = work / "words.toml", work / "words.db"
    toml.write_text("".join(lines), "utf-8")
    run(infofacts(f"export -o {base} --no-builtin --facts {toml}"))
    right, wrong = names[30_000:30_006], [f"{name}x" for name in names[30_000:30_006]]
    asked = {
        "a topic of 10,000 indicators as a table": "show t -f table",
        "`search` of a right word": f"search {right[0]}", "a misspelt one": f"search {wrong[0]}",
        "six right words": f"search {' '.join(right)}", "six misspelt": f"search {' '.join(wrong)}",
    }  # fmt: skip
    lines_ = [infofacts(f"{line} --no-builtin --facts {base}") for line in asked.values()]
    bare_time, *times = interleaved([bare(), *lines_], min(rounds, 5))
    goals = (
        "≤ 200",
        "",
        f"≤ 3 times a right one: {times[2] / times[1]:.1f}",
        "",
        f"≤ 3: {times[4] / times[3]:.1f}",
    )
    yield "| 10,000 indicators, 60,000 words | CPU time | of bare Python | goal |"
    yield "| --- | ---: | ---: | ---: |"
    for name, time, goal in zip(asked, times, goals, strict=True):
        yield f"| {name} | {time:.0f} ms | {time / bare_time:.1f} | {goal} |"


# ---------------------------------------------------------------- formats
# The same rows written by pandas, from the table `facts` of the same database; of a format that it
# has not, the nearest that it has.
PANDAS = {
    "tsv": r"to_csv(out, sep='\t', index=False)", "csv": "to_csv(out, index=False)",
    "csv-excel": "to_csv(out, index=False, encoding='utf-8-sig')",
    "json": "to_json(out, orient='records', force_ascii=False)",
    "jsonl": "to_json(out, orient='records', lines=True, force_ascii=False)",
    "parquet": "to_parquet(out, index=False)",
    "sqlite": "to_sql('facts', sqlite3.connect(out), index=False)", "xlsx": "to_excel(out, index=False)",
    "datapackage": "to_csv(out, index=False)", "csvw": "to_csv(out, index=False)",
    "sdmx-csv": "to_csv(out, index=False)", "html": "to_html(out, index=False)",
}  # fmt: skip


def formats_table(work: Path, counts: Sequence[int]) -> Iterator[str]:
    """What each format takes, of the built-in facts (0) and of generated ones in a database: one
    run of each."""
    yield "| format | facts | ours | memory | pandas | memory | ratio | goal |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for count in counts:
        base = work / f"{count}.db"
        options = f"--no-builtin --facts {base}" if count else ""
        if not base.exists():
            made = generate(work / f"{count}.toml", count) if count else ""
            run(infofacts(f"export -o {base} " + f"--no-builtin --facts {made}" * bool(count)))
        for fmt, call in PANDAS.items():
            code = (
                f"import sqlite3, pandas; out = {str(work / f'pandas-{count}.{fmt}')!r}; "
                f"pandas.read_sql('SELECT * FROM facts', sqlite3.connect({str(base)!r})).{call}"
            )
            ours = run(infofacts(f"export -f {fmt} -o {work / f'ours-{count}.{fmt}'} {options}"))
            theirs = run(Command("pandas", [sys.executable, "-c", code]))
            ratio = ours.seconds / theirs.seconds
            yield (
                f"| {fmt} | {f'{count:,}' if count else 'built-in'} | {ours.seconds:.1f} s | "
                f"{ours.memory:.0f} MiB | {theirs.seconds:.1f} s | {theirs.memory:.0f} MiB | "
                f"{ratio:.2f} | ≤ 2{' (missed)' * (ratio > 2)} |"
            )


# ---------------------------------------------------------------- search
def search_table() -> list[str]:
    """How often the first hit, or one of the first five, is what a question asks for."""
    from infofacts import store

    places: dict[tuple[str, str], list[int]] = {}
    with QUERIES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            hits = store.found([store.builtin()], [row["query"]], 5)[1]
            expected = row["expected"].split(",")
            right = (at for at, hit in enumerate(hits, 1) if hit.indicator_id in expected)
            place = next(right, 99)
            for chosen in (row["set"], "all"):
                places.setdefault((chosen, row["lang"]), []).append(place)
    lines = [
        "| queries | language | number | hit@1 | hit@5 |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for (chosen, lang), at in sorted(places.items(), reverse=True):
        first, five = (100 * sum(place <= n for place in at) / len(at) for n in (1, 5))
        lines.append(f"| {chosen} | {lang} | {len(at)} | {first:.1f} % | {five:.1f} % |")
    return lines


# ---------------------------------------------------------------- all of it
def machine() -> str:
    """What it was measured on, and when."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = (
            line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")
        )
        name = next(models, name).rpartition(":")[2].strip()
    system = f"{platform.system()} {platform.release()}"
    return f"{datetime.date.today()}: {name}, {os.cpu_count()} CPUs, {system}, Python {platform.python_version()}"


def main() -> None:
    """Measure, print the tables, and write them into README.md if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=31, help="runs of every command (31)")
    parser.add_argument("--against", default="", help="the Python of another build, to pair with")
    parser.add_argument("--million", action="store_true", help="1,000,000 facts too: minutes")
    parser.add_argument("--formats", action="store_true", help="only what each format takes")
    parser.add_argument("--others", type=Path, help="the folder of other tools")
    parser.add_argument("--write", action="store_true", help="put the results into README.md")
    asked = parser.parse_args()
    counts = [1_000, 100_000, *([1_000_000] if asked.million else [])]
    subprocess.run([sys.executable, "-m", "compileall", "-q", ROOT / "infofacts"], check=True)
    subprocess.run([sys.executable, "-m", "infofacts.store"], cwd=ROOT, check=True)
    others, lines = asked.others or Path(sys.executable).parent, []
    lines = [f"Measured {machine()}; medians of {asked.rounds} interleaved runs.", ""]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if asked.formats:
            for row in formats_table(work, (0, 100_000)):
                print(row, flush=True)
            return
        lines += [*shipped_table(work, others, asked.against, asked.rounds), ""]
        lines += [first_run(work, asked.rounds), ""]
        lines += [
            *growth_table(work, counts, asked.rounds),
            "",
            *large_table(work, asked.rounds),
            "",
        ]
        lines += search_table()
    text = "\n".join(lines) + "\n"
    print(text)
    if asked.write:
        before, _, rest = README.read_text("utf-8").partition(BEGIN)
        README.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
