"""Whatever the disk, the terminal, the locale or a neighbour does: the same answer, or a clear error.

Every test starts processes, as a person does.
"""

from __future__ import annotations

import os
import pty
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pytest

from tests.conftest import ROOT

GET = ("get", "5g.base-stations.2023")
ANSWER = b"3377000\n"

Env = dict[str, str]
Done = subprocess.CompletedProcess[bytes]


# ---------------------------------------------------------------- to start processes
@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everyone can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def env(place: Path) -> Env:
    """The variables of a user with an empty home."""
    env = {"PATH": os.environ["PATH"], "HOME": str(place / "home")}
    return env | {"TERM": "xterm", "LANG": "C.UTF-8"}


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "infofacts", *args]


def spawn(
    *args: str,
    env: Env,
    before: Sequence[str] = (),
    input: bytes = b"",
    stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int | IO[bytes] = subprocess.PIPE,
    limit: int = 0,
) -> Done:
    """Run a command line to its end; `before` is what starts it, `limit` the largest file."""

    def limited() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [*before, *command(*args)], env=env, cwd=ROOT, input=input, stdout=stdout, stderr=stderr,
        preexec_fn=limited, timeout=60, check=False,
    )  # fmt: skip


# ---------------------------------------------------------------- settings
BARE = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}  # the locale counts, whatever it is
SETTINGS: dict[str, Env] = {
    "LANG=C": {"LANG": "C"} | BARE,
    "LC_ALL=POSIX": {"LC_ALL": "POSIX"} | BARE,
    "no such locale": {"LC_ALL": "xx_XX.nonsense"} | BARE,
    "gbk": {"PYTHONIOENCODING": "gbk"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "ascii": {"PYTHONIOENCODING": "ascii:strict"},
    "utf-16": {"PYTHONIOENCODING": "utf-16"},
    "TERM=dumb": {"TERM": "dumb"},
    "no TERM": {"TERM": ""},
    "NO_COLOR": {"NO_COLOR": "1"},
    "CLICOLOR_FORCE": {"CLICOLOR_FORCE": "1"},
    "COLUMNS=20": {"COLUMNS": "20"},
    "COLUMNS=1": {"COLUMNS": "1"},
    "COLUMNS=0": {"COLUMNS": "0"},
    "COLUMNS=-5": {"COLUMNS": "-5"},
    "COLUMNS=wide": {"COLUMNS": "wide"},
    "COLUMNS=²": {"COLUMNS": "²"},
    "COLUMNS=99…9": {"COLUMNS": "9" * 5000},
    "HOME=": {"HOME": ""},
    "no such HOME": {"HOME": "/nonexistent/home"},
    "no asserts": {"PYTHONOPTIMIZE": "2"},
    "warnings are errors": {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"},
    "unbuffered": {"PYTHONUNBUFFERED": "1"},
    "an empty list of bases": {"INFOFACTS_FACTS": os.pathsep * 3},
    "no such time zone": {"TZ": "No/Where"},
    "no such TMPDIR": {"TMPDIR": "/nonexistent"},
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_changes_the_answer(setting: str, env: Env) -> None:
    got = spawn(*GET, env=env | SETTINGS[setting])
    assert (got.stdout, got.stderr, got.returncode) == (ANSWER, b"", 0)
    drawn = spawn(
        "show", "5g", "-f", "table", env=env | {"INFOFACTS_LANG": "zh"} | SETTINGS[setting]
    )
    assert (drawn.returncode, drawn.stderr) == (0, b"")
    assert "5" in drawn.stdout.decode() and (b"\x1b" in drawn.stdout) == (
        setting == "CLICOLOR_FORCE"
    )


def test_names_come_in_as_utf_8_and_go_out_so(env: Env) -> None:
    """Off a terminal; what is no text at all is a name that nothing has."""
    for setting in ("LANG=C", "gbk", "ascii", "utf-16"):
        names = "5G基站总数.2023\n".encode()
        done = spawn("get", "-", env=env | SETTINGS[setting], input=names)
        assert (done.stdout, done.stderr) == (ANSWER, b"")
        done = spawn("get", "-", env=env | SETTINGS[setting], input=b"\xff\xfe\x00\n")
        assert (done.returncode, done.stdout) == (1, b"\n") and b"nothing is named" in done.stderr


def test_arguments_are_utf_8_whatever_the_locale(env: Env) -> None:
    """As a terminal in UTF-8 sends them, when LC_ALL=C says nothing of it."""
    bare = env | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    assert spawn("get", "5G基站总数.2023", env=bare).stdout == ANSWER
    for command in ("show", "search", "source", "cite", "list"):
        assert spawn(command, "网民规模", env=bare).returncode == 0, command
    assert spawn("compare", "网民规模", "-y", "2022,2023", env=bare).returncode == 0
    assert spawn("get", "5G基站总数.2023", "--in", "万", env=bare).stdout == b"337.7\n"


def test_an_argument_that_is_no_text_is_told(env: Env) -> None:
    raw, file = b"5g\xff\xfe", b"/no/\xff.toml"
    for args in ([b"show", raw], [b"get", raw], [b"search", raw], [b"get", b"x", b"--facts", file]):
        done = subprocess.run(
            [*map(os.fsencode, command()), *args],
            env=env,
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 1, 3)
        assert b"Traceback" not in done.stderr and b"a bug" not in done.stderr
        done.stderr.decode()


def test_a_folder_that_is_gone_is_no_trouble(env: Env, place: Path) -> None:
    gone = place / "gone"
    script = 'mkdir "$1" && cd "$1" && rmdir "$1" && shift && "$@"'
    start = ["sh", "-c", script, "sh", str(gone), sys.executable, "-c"]
    main = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from infofacts.__main__ import run; run()"
    )
    relative = b"infofacts: x.toml: there is no such file\n"
    for args, out, said in (
        (GET, ANSWER, b""),
        (("get", "5g", "--facts", "x.toml"), b"", relative),
        (("export", "-o", "x.tsv"), b"", b"infofacts: --output x.tsv: No such file or directory\n"),
    ):
        done = subprocess.run([*start, main, *args], env=env, capture_output=True, check=False)
        assert (done.stdout, done.stderr) == (out, said)
    named = env | {"INFOFACTS_FACTS": "x.toml"}
    done = subprocess.run([*start, main, *GET], env=named, capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"", relative)


# ---------------------------------------------------------------- on a terminal
def on_terminal(*args: str, env: Env) -> str:
    """What a command prints on a terminal, stdout and stderr."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*args), stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=ROOT
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                block = os.read(ours, 4096)
            except OSError:  # how Linux tells the end
                break
            if not block:
                break
            shown += block
        os.close(ours)
    assert process.returncode == 0, shown
    return shown.decode(env.get("PYTHONIOENCODING", "utf-8"))


def test_a_terminal_gets_what_its_encoding_has(env: Env) -> None:
    for encoding in ("ascii", "latin-1", "gbk", "utf-8"):
        shown = on_terminal(
            "get", "--field", "quote", *GET[1:], env=env | {"PYTHONIOENCODING": encoding}
        )
        assert ("基站" in shown) == (encoding in ("gbk", "utf-8"))
        assert ("\\u57fa" in shown) == (encoding in ("ascii", "latin-1"))
        assert on_terminal(*GET, env=env | {"PYTHONIOENCODING": encoding}) == "3377000\r\n"
        on_terminal("show", "5g", env=env | {"PYTHONIOENCODING": encoding})


@pytest.mark.parametrize(
    ("setting", "coloured"),
    [({}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False), ({"TERM": ""}, False),
     ({"TERM": "dumb", "CLICOLOR_FORCE": "1"}, True), ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, False)],
)  # fmt: skip
def test_colour_is_for_terminals_that_have_it(env: Env, setting: Env, coloured: bool) -> None:
    shown = on_terminal("show", "5g.base-stations", env=env | setting)
    assert ("\x1b[" in shown) == coloured
    assert on_terminal(*GET, env=env | setting) == "3377000\r\n"


def test_nothing_in_an_answer_acts_on_a_terminal(env: Env, place: Path) -> None:
    """In whatever format: a fact base may come from an unknown hand. A pipe gets it as it is."""
    mine = place / "mine.toml"
    mine.write_text(
        '[sources.s]\ntitle = "T\\u001b[2J"\npublisher = "P"\n\n'
        '[t.i.2023]\nvalue = "v\\u001b]52;c;aGk=\\u0007\\u202e"\nquote = "q"\n'
    )
    options = ("--facts", str(mine), "--no-builtin")
    for args in (
        ("get", "t.i"),
        ("show", "t.i", "-f", "tsv"),
        ("cite", "t.i"),
        ("export", "-f", "csv"),
    ):
        shown = on_terminal(*args, *options, env=env)
        assert not set(shown) & {"\x1b", "\x07", "\u202e"} and "\\u{1b}" in shown
        assert "\r\n" in shown and "\\u{d}" not in shown
    assert spawn("get", "t.i", *options, env=env).stdout == "v\x1b]52;c;aGk=\x07\u202e\n".encode()


def test_a_dumb_terminal_is_as_wide_as_it_is(env: Env) -> None:
    plain = {"NO_COLOR": "1", "COLUMNS": "130"}
    wide = on_terminal("show", "5g", env=env | plain)
    assert on_terminal("show", "5g", env=env | plain | {"TERM": "dumb"}) == wide


# ---------------------------------------------------------------- pipes, closed and full streams
COMMANDS: dict[str, Sequence[str]] = {
    "get": GET,
    "get with options": (*GET, "--in", "万"),
    "show": ("show", "5g"),
    "a table": ("show", "5g", "-f", "table"),
    "export": ("export", "-f", "jsonl"),
    "list": ("list",),
    "search": ("search", "网民"),
    "cite": ("cite", "5g.base-stations.2023"),
    "source": ("source",),
    "help": ("--help",),
    "version": ("--version",),
}
UNBUFFERED = {"PYTHONUNBUFFERED": "1"}


def unread() -> int:
    """The writing end of a pipe whose reader is gone."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize("what", COMMANDS)
def test_a_reader_that_went_away_is_success(env: Env, what: str) -> None:
    """Quiet, and 0, before the first byte already; buffered or not."""
    writer = unread()
    for setting in (env, env | UNBUFFERED):
        done = spawn(*COMMANDS[what], env=setting, stdout=writer)
        assert (done.returncode, done.stderr) == (0, b"")
    os.close(writer)


@pytest.mark.parametrize("what", COMMANDS)
def test_a_full_disk_is_told(env: Env, what: str) -> None:
    with open("/dev/full", "wb") as full:
        done = spawn(*COMMANDS[what], env=env, stdout=full)
    told = b"infofacts: standard output: No space left on device\n"
    assert (done.returncode, done.stderr) == (3, told)


def test_a_disk_that_fills_up_is_told(env: Env, place: Path) -> None:
    """What was written before it was full is not taken for the whole; buffered or not."""
    for buffer in ({}, UNBUFFERED):
        with open(place / "out", "wb") as out:
            done = spawn("export", env=env | buffer, stdout=out, limit=10_000)
        assert (done.returncode, done.stderr) == (
            3,
            b"infofacts: standard output: File too large\n",
        )
        assert (place / "out").stat().st_size <= 10_000
    done = spawn("export", "-o", str(place / "whole"), env=env, limit=10_000)
    told = f"infofacts: {place / 'whole'}: File too large\n"
    assert (done.returncode, done.stderr.decode()) == (3, told)
    assert sorted(path.name for path in place.iterdir()) == ["out"]


@pytest.mark.parametrize("what", COMMANDS)
def test_a_closed_output_is_told(env: Env, what: str) -> None:
    done = closed(">&-", env, *COMMANDS[what])
    assert (done.returncode, done.stderr) == (3, b"infofacts: standard output: not writable\n")


def closed(redirection: str, env: Env, *args: str) -> Done:
    script = f'exec "$@" {redirection}'
    return subprocess.run(
        ["sh", "-c", script, "sh", *command(*args)],
        env=env,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )


MISTAKES = {("show", "nonesuch"): 1, ("--nonsense",): 2, ("list", "--facts", "/none"): 3}


@pytest.mark.parametrize("redirection", ["2>&-", "<&-", "2>&- <&-", "2>/dev/full"])
def test_closed_streams_that_are_not_needed_are_not_missed(env: Env, redirection: str) -> None:
    """Nothing that belongs on stderr comes on stdout instead, and the exit code stays."""
    assert closed(redirection, env, *GET).stdout == ANSWER
    assert closed(redirection, env, "get", "-").stdout == b""
    for args, code in MISTAKES.items():
        done = closed(redirection, env, *args)
        assert (done.returncode, done.stdout) == (code, b"")


def test_a_listener_that_went_away_changes_no_exit_code(env: Env) -> None:
    for args, code in {GET: 0, **MISTAKES}.items():
        writer = unread()
        assert spawn(*args, env=env, stderr=writer).returncode == code
        os.close(writer)


def test_a_check_needs_no_output_where_it_finds_nothing(env: Env, place: Path) -> None:
    done = closed(">&-", env, "check")
    assert done.returncode == 0 and b"proven" in done.stderr


def test_an_interruption_is_quiet(env: Env) -> None:
    """However far it has come: 130, as shells count it, or answered; no traceback."""
    codes = set()
    for delay in (0.06, 0.1, 0.15, 0.2, 0.3):
        with subprocess.Popen(
            command("check"), env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job behind "&" ignores it
        ) as process:  # fmt: skip
            time.sleep(delay)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate()
            codes.add(process.returncode)
            assert b"infofacts/" not in err, err  # Python itself may be interrupted at its start
    assert 130 in codes and codes <= {0, 1, 130, -signal.SIGINT}
