"""`infofacts get`: the bare value, one line per name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROGRAM, ROOT, Env, Records, Run, one_fact


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (["5g.base-stations.2023"], "3377000"),
        (["5g.base-stations.2023", "--in", "万"], "337.7"),
        (["5g.base-stations.2023", "--in", "million"], "3.377"),
        (["5g.base-stations.2023", "--in", "MILLION"], "3.377"),
        (["5g.base-stations.2023", "--field", "printed"], "337.7万个"),
        (["operating-systems.harmonyos.2023", "--field", "printed"], "超7亿台"),
        (["operating-systems.harmonyos.2023", "--field", "bound"], ">"),
        (["patents.share-authorized.2023"], "45"),
        (["patents.share-authorized.2023", "--field", "printed"], "四成半"),
        (["broadband.10g-pon-ports.2023.change"], "7792000"),
        (["broadband.10g-pon-ports.2023.change", "--field", "since"], "2022"),
        (["rural.penetration-gap.2023.change"], "-4.4"),
        (["rural.penetration-gap.2023.change", "--field", "printed"], "4.4个百分点"),
        (["software.revenue.2023"], "12325800000000"),
        (["software.revenue.2023", "--in", "亿"], "123258"),
        (["integrated-circuits.output.2023"], "351400000000"),
        (["integrated-circuits.output.2023.growth"], "6.9"),
        (["survey-smart-home.users.2022"], "68.4"),
        (["survey-smart-home.users.2023"], "83.4"),
        (["rural.internet-penetration.2023"], "66.5"),
        (["5G基站总数", "-y", "2023"], "3377000"),
        (["5g base STATIONS.2023"], "3377000"),
        (["5g.base-stations.2023", "--field", "lines"], "31\t207"),
        (["operating-systems.harmonyos.2023", "--field", "note"], ""),
        (["computing-power.world-rank"], "2"),
        (
            ["provinces.top-ten.2023"],
            "浙江\t北京\t上海\t广东\t江苏\t福建\t山东\t四川\t重庆\t天津",
        ),
    ],
)
def test_prints_the_bare_value_and_nothing_else(run: Run, args: list[str], answer: str) -> None:
    assert run("get", *args) == (0, f"{answer}\n", "")


def test_a_missing_name_leaves_an_empty_line(run: Run, records: Records) -> None:
    names = ("5g.base-stations.2023", "5g.base-sations.2023", "5g.users.2023")
    code, out, err = run("get", *names)
    assert (code, out) == (1, "3377000\n\n805000000\n")
    assert "'5g.base-sations.2023'" in err and "5g.base-stations" in err
    assert [record["id"] for record in records("get", *names)] == [names[0], names[2]]


def test_a_year_without_a_value_leaves_an_empty_cell(run: Run) -> None:
    """Nothing, never 0."""
    code, out, err = run("get", "5g.base-stations", "-y", "2018:2020", "--in", "万")
    assert (code, out) == (1, "\t13\t71.8\n") and "of 2018" in err


@pytest.mark.parametrize("years", ["2030", "2030:", ":1990", "2030:2031"])
@pytest.mark.parametrize("form", [(), ("-f", "json")])
def test_years_without_any_value(run: Run, years: str, form: tuple[str, ...]) -> None:
    code, out, err = run("get", "5g.users", "-y", years, *form)
    assert code == 1 and not out.strip()
    assert err.startswith("infofacts: 5g.users has no value of")


def test_a_stated_growth_without_a_value_is_no_value(run: Run) -> None:
    """A bare 3.4 would be read as the value added itself."""
    code, out, err = run("get", "electronics.value-added")
    assert (code, out) == (1, "\n") and "electronics.value-added.2023.growth" in err


def test_zero_has_no_sign(own: Run) -> None:
    assert own(one_fact("value = -0.0"), "get", "m.a")[1] == "0\n"
    assert '"value": 0,' in own(one_fact("value = -0.0"), "get", "m.a", "-f", "json")[1]


def test_own_facts_replace_built_in_ones_and_add_to_them(run: Run, mine: Path) -> None:
    mine.write_text(
        '[sources.me]\ntitle = "My notes"\npublisher = "Me"\n\n'
        '[5g.base-stations.2023]\nvalue = 1\nunit = "万个"\nquote = "1万个"\n\n'
        '[mine]\nzh = "我的"\nen = "Mine"\n\n[mine.cats]\nzh = "猫"\nen = "Cats"\n\n'
        '[mine.cats.2024]\nvalue = 3\nunit = "只"\nquote = "3只"\n',
        "utf-8",
    )
    own = ("--facts", str(mine))
    assert run("get", "5g.base-stations.2023", "mine.cats", *own)[1] == "10000\n3\n"
    assert run("check", str(mine))[0] == 0
    assert run("get", "5g.base-stations.2023", *own, "--no-builtin")[1] == "10000\n"
    code, out, err = run("get", "5g.users.2023", *own, "--no-builtin")
    assert (code, out) == (1, "\n") and "5g.users.2023" in err


# ---------------------------------------------------------------- names from standard input
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_reads_names_with_any_line_end(run: Run, end: bytes) -> None:
    names = (" 5g.users.2023", "5G基站总数.2023 ", "", "x\x0by", "5g.users.2022")
    out = run("get", "-", stdin=end.join(name.encode() for name in names))[1]
    assert out.split("\n") == ["805000000", "3377000", "", "", "561000000", ""]


def test_no_names_on_standard_input_are_no_records(run: Run) -> None:
    assert run("get", "-", "-f", "json") == (0, "[]\n", "")


def test_a_byte_order_mark_is_no_part_of_a_name(run: Run) -> None:
    assert run("get", "-", stdin="\ufeff5g.users.2023\n".encode()) == (0, "805000000\n", "")


def test_names_from_a_pipe_are_answered_one_by_one(env: Env) -> None:
    """Another program asks, reads the answer, and asks again."""
    asked = {"5g.base-stations.2023": "3377000", "nope": "", "": "", "5g.users.2023": "805000000"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*PROGRAM, "get", "-"], cwd=ROOT, env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        for name, answer in asked.items():
            process.stdin.write(f"{name}\n")
            process.stdin.flush()
            assert process.stdout.readline() == f"{answer}\n"
        process.stdin.close()
        messages = process.stderr.read().splitlines()
    assert process.returncode == 1 and len(messages) == 2
    assert "'nope'" in messages[0] and messages[1].startswith("infofacts: nothing is named ''")


def test_names_are_not_read_ahead_of_the_reader(env: Env) -> None:
    """An endless list of names takes no memory and ends with its reader."""
    get = f"'{sys.executable}' -m infofacts get -"
    script = f'ulimit -v 2000000; yes 5g.users.2023 | {get} | head -2; echo "${{PIPESTATUS[1]}}"'
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env=env, capture_output=True, timeout=60, check=True
    )
    assert (done.stdout, done.stderr) == (b"805000000\n805000000\n0\n", b"")


def test_an_empty_year_is_no_year(run: Run) -> None:
    """As of a script whose variable is not set."""
    code, out, err = run("get", "5g.users", "-y", "")
    assert (code, out) == (2, "") and "--year : expected" in err


# ---------------------------------------------------------------- names without end
def used(env: Env, names: int) -> tuple[float, int]:
    """What `get -` takes for some names, half of them unknown: time of the processor in seconds,
    and memory at most in MB."""
    command = [*PROGRAM, "get", "-"]
    null, pipe = subprocess.DEVNULL, subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=pipe, stdout=null, stderr=null
    ) as process:
        assert process.stdin
        for number in range(names // 2):
            process.stdin.write(b"5g.users.2023\nnope%d\n" % number)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 1
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10


def test_names_without_end_take_no_more_memory_and_no_more_time_each(env: Env) -> None:
    """A second for the first names, which have suggestions."""
    few, many = used(env, 20_000), used(env, 200_000)
    assert many[1] < few[1] + 8
    assert many[0] < 12 * (few[0] + 1)


def test_only_the_first_unknown_names_have_suggestions(run: Run) -> None:
    names = "".join(f"5g.base-station{number}\n" for number in range(30))
    code, out, err = run("get", "-", stdin=names.encode())
    lines = err.splitlines()
    assert (code, out, len(lines)) == (1, "\n" * 30, 30)
    assert sum("did you mean 5g, 5g.base-stations" in line for line in lines) == 20
    assert lines[20].endswith("'5g.base-station20'; no more suggestions after 20 unknown names")
    assert lines[29] == "infofacts: nothing is named '5g.base-station29'"


def test_a_line_that_does_not_end_is_refused(env: Env) -> None:
    """In little memory, and after the answers before it."""
    script = (
        "ulimit -v 300000; (echo 5g.users.2023; yes 5g | tr -d '\\n' | head -c 1000000000) | "
        f"'{sys.executable}' -m infofacts get -"
    )
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env=env, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"805000000\n")
    assert done.stderr == b"infofacts: standard input:2: a line of more than 1 MB is no name\n"


def test_a_long_line_is_an_unknown_name(run: Run) -> None:
    names = f"5g.users.2023\n{'x' * 100000}\n5g.users.2022\n"
    code, out, err = run("get", "-", stdin=names.encode())
    assert (code, out) == (1, "805000000\n\n561000000\n")
    assert err.endswith("a name has at most 1,000 characters\n") and len(err) < 200


def test_an_interrupted_stream_ends_without_a_word(env: Env) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*PROGRAM, "get", "-"], cwd=ROOT, env=env, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"nope\n5g.users.2023\n")
        process.stdin.flush()
        assert process.stdout.readline() + process.stdout.readline() == b"\n805000000\n"
        assert process.stderr.readline().startswith(b"infofacts: nothing is named 'nope'")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stdout.read() + process.stderr.read() == b""


def test_years_without_a_value_are_told_in_one_message(run: Run) -> None:
    code, out, err = run("get", "5g.base-stations", "-y", "1900:2030")
    assert code == 1 and out.count("\t") == 130
    assert err.count(" has no value of 1900–2018, 2026–2030; it has ") == 1
    assert err.count("5g.base-stations has no value") == 1


def test_a_year_without_a_value_has_a_reason(run: Run) -> None:
    code, out, err = run("get", "5g.base-stations.2018")
    assert (code, out.strip()) == (1, "")
    assert err.endswith("; no value is known: 2018 there was none yet\n")
    lines = run("show", "5g.users", "-y", "2018:2020")[2]
    reasons = "2018 there was none yet, 2019 no published value was found"
    assert (
        lines == f"infofacts: 5g.users has no value of 2018, 2019; no value is known: {reasons}\n"
    )
