"""Measure how long whole processes take: `python benchmarks/run.py` (see README.md here).

Everything is timed from outside, in rounds: each round runs every command once, in a random
order, so that what else the machine does falls on all alike. What counts is the median, and
its ratio to bare Python. Needs nothing but the Python that infofacts is installed in; jq,
sqlite-utils and tldr are measured too where they are found.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
ROOT = HERE.parent
README = HERE / "README.md"
QUERIES = ROOT / "tests" / "data" / "queries.tsv"
BEGIN, END = "<!-- results: begin -->\n", "<!-- results: end -->\n"
FACT = "5g.base-stations.2023"
PAGE = "# tar\n\n> Archiving utility.\n\n- Create an archive:\n\n`tar cf {{target.tar}} {{file}}`\n"


@dataclass(frozen=True)
class Command:
    """What is timed: a name for the table, the command line, and what it adds to the environment."""

    name: str
    argv: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    goal: str = ""


@dataclass(frozen=True)
class Run:
    """One process: its wall time in seconds and its largest memory in MiB."""

    seconds: float
    memory: float


# ---------------------------------------------------------------- one process
def run(command: Command, around: dict[str, str]) -> Run:
    """Run a command with its output in a pipe. Raises if it fails."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    env |= around | command.env
    start = time.perf_counter()
    process = subprocess.Popen(
        command.argv, env=env, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, cwd=HERE
    )
    assert process.stdout
    with process.stdout:
        while process.stdout.read(1 << 20):
            pass
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command.name}: ended with {process.returncode}: {command.argv}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(seconds, usage.ru_maxrss / unit)


def interleaved(
    commands: Sequence[Command], rounds: int, around: dict[str, str]
) -> list[list[Run]]:
    """The runs of every command, after one that warms it up."""
    runs: list[list[Run]] = [[] for _ in commands]
    for command in commands:
        run(command, around)
    for _ in range(rounds):
        for at in random.sample(range(len(commands)), len(commands)):
            runs[at].append(run(commands[at], around))
    return runs


def middle(runs: Iterable[Run]) -> float:
    """The median time in milliseconds."""
    return median(each.seconds for each in runs) * 1000


# ---------------------------------------------------------------- the shipped base
def shipped(work: Path, others: Path) -> list[Command]:
    """What is measured on the shipped base, bare Python first."""
    infofacts = str(Path(sys.executable).with_name("infofacts"))
    shell = {
        "_INFOFACTS_COMPLETE": "complete_bash",
        "COMP_WORDS": "infofacts\nget\n5g.",
        "COMP_CWORD": "2",
    }
    return [
        Command("bare Python (`python -c pass`)", [sys.executable, "-c", "pass"]),
        Command(f"`infofacts get {FACT}`", [infofacts, "get", FACT], goal="2.2"),
        Command("`infofacts get 5G基站总数`", [infofacts, "get", "5G基站总数"], goal="2.2"),
        Command("completion of `infofacts get 5g.`", [infofacts], shell, goal="4"),
        Command("`infofacts show 5g -f json`", [infofacts, "show", "5g", "-f", "json"], goal="8"),
        Command(
            "`infofacts search 5G基站数量`, piped", [infofacts, "search", "5G基站数量"], goal="8"
        ),
        Command(
            "`infofacts search how many internet users`, piped",
            [infofacts, "search", "how", "many", "internet", "users"],
            goal="8",
        ),
        Command(
            "`infofacts show 5g -f table`", [infofacts, "show", "5g", "-f", "table"], goal="11"
        ),
        Command("`infofacts --help`", [infofacts, "--help"], goal="7"),
        *peers(infofacts, work, others),
    ]


def peers(infofacts: str, work: Path, others: Path) -> list[Command]:
    """The same question to other tools, on the same data, where they are installed."""
    records, table = work / "facts.json", work / "facts.db"
    subprocess.run([infofacts, "export", "-f", "json", "-o", records], check=True)
    found = []
    if jq := shutil.which("jq"):
        wanted = f'.[] | select(.id == "{FACT}") | .value'
        found.append(Command("jq, on the exported JSON", [jq, wanted, str(records)]))
    if sqlite_utils := shutil.which("sqlite-utils", path=str(others)):
        insert = [sqlite_utils, "insert", str(table), "facts", str(records), "--pk", "id"]
        subprocess.run(insert, check=True, stdout=subprocess.DEVNULL)
        query = f"SELECT value FROM facts WHERE id = '{FACT}'"
        argv = [sqlite_utils, "query", str(table), query, "--csv", "--no-headers"]
        found.append(Command("sqlite-utils, on the exported table", argv))
    if tldr := shutil.which("tldr", path=str(others)):
        page = work / "cache" / "tldr" / "pages" / "common" / "tar.md"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE, "utf-8")
        found.append(Command("tldr client, `tldr tar`", [tldr, "-p", "common", "tar"]))
    return found


def shipped_table(work: Path, others: Path, rounds: int) -> list[str]:
    """The table of the shipped base."""
    commands = shipped(work, others)
    runs = interleaved(commands, rounds, {})
    bare = middle(runs[0])
    lines = ["| whole process | median | of bare Python | goal |", "| --- | ---: | ---: | ---: |"]
    for command, each in zip(commands, runs, strict=True):
        goal = f"≤ {command.goal}" if command.goal else ""
        lines.append(
            f"| {command.name} | {middle(each):.1f} ms | {middle(each) / bare:.2f} | {goal} |"
        )
    return lines


# ---------------------------------------------------------------- generated bases
YEARS = range(2015, 2025)
INDICATORS = 10  # of a topic


def generate(path: Path, count: int) -> None:
    """A fact base of `count` facts: topics of ten indicators of ten years, with quotes."""
    chance = random.Random(count)
    per_topic = INDICATORS * len(YEARS)
    with path.open("w", encoding="utf-8") as file:
        file.write('[sources.made]\ntitle = "Made up"\npublisher = "Nobody"\n')
        file.write('url = "https://example.org/"\n')
        for topic in range(count // per_topic):
            file.write(f'\n[t{topic}]\nzh = "主题{topic}"\nen = "Topic {topic}"\n')
            for item in range(INDICATORS):
                file.write(f"\n[t{topic}.i{item}]\n")
                file.write(f'zh = "第{topic}类第{item}项用户数"\n')
                file.write(f'en = "Users of item {item} in class {topic}"\n')
                for year in YEARS:
                    value = chance.randrange(1, 10**7) / 10
                    file.write(f'\n[t{topic}.i{item}.{year}]\nvalue = {value}\nunit = "万户"\n')
                    file.write(
                        f'quote = "截至{year}年底，第{topic}类第{item}项用户达{value}万户"\n'
                    )


def installed(work: Path, count: int) -> Path:
    """A copy of the program whose shipped base has `count` facts."""
    place = work / str(count)
    ignored = shutil.ignore_patterns("__pycache__", "data")
    shutil.copytree(ROOT / "infofacts", place / "infofacts", ignore=ignored)
    subprocess.run([sys.executable, "-m", "compileall", "-q", place], check=True)
    generate(place / "facts.toml", count)
    return place


def growth_table(work: Path, counts: Sequence[int], rounds: int) -> list[str]:
    """The table of generated bases: first use, lookup, search and memory."""
    asked = {
        "`get` (address)": ["get", "t7.i3.2020"],
        "`search` (Chinese)": ["search", "第7类第3项用户", "2020"],
        "`search` (English)": ["search", "users", "of", "item", "3", "in", "class", "7"],
    }
    firsts, commands = [], []
    for count in counts:
        env = {"PYTHONPATH": str(installed(work, count))}
        program = [sys.executable, "-m", "infofacts"]
        own = [Command(name, [*program, *argv], env) for name, argv in asked.items()]
        firsts.append(run(Command("the index", [sys.executable, "-m", "infofacts.store"], env), {}))
        commands += own
    runs = interleaved(commands, rounds, {})
    lines = [f"| facts | {' | '.join(f'{count:,}' for count in counts)} |"]
    lines.append("| --- |" + " ---: |" * len(counts))
    lines.append(_row("making the index", (f"{first.seconds:.1f} s" for first in firsts)))
    lines.append(_row("memory then", (f"{first.memory:.0f} MiB" for first in firsts)))
    for at, name in enumerate(asked):
        times = [middle(each) for each in runs[at :: len(asked)]]
        lines.append(_row(name, (f"{t:.1f} ms ({t / times[0]:.2f})" for t in times)))
    memory = (max(each.memory for each in runs[at]) for at in range(1, len(runs), len(asked)))
    lines.append(_row("memory of a search", (f"{each:.0f} MiB" for each in memory)))
    indexes = (work / str(count) / "infofacts" / "data" / "facts.db" for count in counts)
    sizes = (index.stat().st_size for index in indexes)
    return [*lines, _row("size of the index", (f"{size / (1 << 20):.1f} MiB" for size in sizes))]


def _row(name: str, cells: Iterable[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


# ---------------------------------------------------------------- search
def search_table() -> list[str]:
    """How often the first hit, or one of the first five, is what a question asks for."""
    from infofacts import store

    places: dict[tuple[str, str], list[int]] = {}
    with QUERIES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            hits = store.find([store.builtin()], [row["query"]], 5)[1]
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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=31, help="runs of every command (31)")
    parser.add_argument(
        "--million", action="store_true", help="a base of 1,000,000 facts too: minutes"
    )
    parser.add_argument("--others", type=Path, help="the folder of sqlite-utils and tldr")
    parser.add_argument("--write", action="store_true", help="put the results into README.md")
    asked = parser.parse_args()
    counts = [1_000, 100_000, *([1_000_000] if asked.million else [])]
    subprocess.run([sys.executable, "-m", "compileall", "-q", ROOT / "infofacts"], check=True)
    subprocess.run([sys.executable, "-m", "infofacts.store"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        lines = [f"Measured {machine()}; medians of {asked.rounds} interleaved runs.", ""]
        lines += shipped_table(work, asked.others or Path(sys.executable).parent, asked.rounds)
        lines += ["", *growth_table(work, counts, asked.rounds), "", *search_table()]
    text = "\n".join(lines) + "\n"
    print(text)
    if asked.write:
        before, _, rest = README.read_text("utf-8").partition(BEGIN)
        README.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
