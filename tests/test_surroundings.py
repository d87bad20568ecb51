"""Whatever the locale, the terminal, the streams or the disk: the same answer, or a clear error.

Every test starts processes, as a person does.
"""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import signal
import struct
import subprocess
import sys
import termios
import threading
from pathlib import Path

import pytest

from infofacts.errors import EXIT_CODES
from tests.conftest import PROGRAM, ROOT, SMALL, Done, Env, spawn

GET = ("get", "5g.base-stations.2023")
ANSWER = b"3377000\n"
BARE = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}  # the locale counts, whatever it is
UNBUFFERED = {"PYTHONUNBUFFERED": "1"}
SETTINGS: dict[str, Env] = {
    **{name: {"PYTHONIOENCODING": name} for name in ("gbk", "latin-1", "ascii", "utf-16")},
    **{f"{n:.4} columns": {"COLUMNS": n} for n in ("20", "1", "0", "-5", "wide", "²", "9" * 5000)},
    "LANG=C": {"LANG": "C"} | BARE,
    "LC_ALL=POSIX": {"LC_ALL": "POSIX"} | BARE,
    "no such locale": {"LC_ALL": "xx_XX.nonsense"} | BARE,
    "TERM=dumb": {"TERM": "dumb"},
    "no TERM": {"TERM": ""},
    "NO_COLOR": {"NO_COLOR": "1"},
    "CLICOLOR_FORCE": {"CLICOLOR_FORCE": "1"},
    "HOME=": {"HOME": ""},
    "no such HOME": {"HOME": "/nonexistent/home"},
    "no asserts": {"PYTHONOPTIMIZE": "2"},
    "warnings are errors": {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"},
    "unbuffered": UNBUFFERED,
    "an empty list of bases": {"INFOFACTS_FACTS": os.pathsep * 3},
    "no such time zone": {"TZ": "No/Where"},
    "no such TMPDIR": {"TMPDIR": "/nonexistent"},
}


# ---------------------------------------------------------------- settings
@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_changes_the_answer(env: Env, setting: str) -> None:
    done = spawn(*GET, env=env | SETTINGS[setting])
    assert (done.stdout, done.stderr, done.returncode) == (ANSWER, b"", 0)
    drawn = spawn(
        "show", "5g", "-f", "table", env=env | {"INFOFACTS_LANG": "zh"} | SETTINGS[setting]
    )
    assert (drawn.returncode, drawn.stderr) == (0, b"") and "5" in drawn.stdout.decode()
    assert (b"\x1b" in drawn.stdout) == (setting == "CLICOLOR_FORCE")


@pytest.mark.parametrize("setting", ["LANG=C", "gbk", "ascii", "utf-16"])
def test_names_in_pipes_are_utf_8(env: Env, setting: str) -> None:
    """What is no text at all is a name that nothing has."""
    names = "基站.2023\n".encode() + b"\xff\xfe\x00\n"
    done = spawn("get", "-", *SMALL, env=env | SETTINGS[setting], input=names)
    assert (done.returncode, done.stdout) == (1, ANSWER + b"\n")
    assert b"nothing is named" in done.stderr


@pytest.mark.parametrize("command", ["get", "show", "search", "source", "cite", "list", "compare"])
def test_arguments_are_utf_8_whatever_the_locale(env: Env, command: str) -> None:
    """As a terminal in UTF-8 sends them, when LC_ALL=C says nothing of it."""
    options = {"get": ("--in", "万"), "compare": ("-y", "2022,2023")}.get(command, ())
    assert spawn(command, "网民规模", *options, env=env | {"LC_ALL": "C"} | BARE).returncode == 0


@pytest.mark.parametrize("last", ["show", "get", "search", "--facts"])
def test_an_argument_that_is_no_text_is_no_bug(env: Env, last: str) -> None:
    command = ("show", "5g", last) if last == "--facts" else (last, *SMALL)
    done = spawn(*command, b"/no/\xff\xfe", env=env | {"INFOFACTS_TRACEBACK": "1"})
    assert done.returncode in (0, 1, 3) and "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    ("args", "setting", "out", "message"),
    [
        (GET, {}, ANSWER, b""),
        (GET, {"INFOFACTS_FACTS": "x.toml"}, b"", b"x.toml: there is no such file"),
        (("get", "5g", "--facts", "x.toml"), {}, b"", b"x.toml: there is no such file"),
        (("export", "-o", "x.tsv"), {}, b"", b"--output x.tsv: No such file or directory"),
    ],
)
def test_a_working_folder_that_is_gone_is_no_trouble(
    env: Env, tmp_path: Path, args: tuple[str, ...], setting: Env, out: bytes, message: bytes
) -> None:
    gone = str(tmp_path / "gone")
    script = 'mkdir "$1" && cd "$1" && rmdir "$1" && shift && exec "$@"'
    main = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from infofacts.__main__ import run; run()"
    )
    command = ["sh", "-c", script, "sh", gone, sys.executable, "-c", main, *args]
    done = subprocess.run(command, env=env | setting, capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (out, message and b"infofacts: " + message + b"\n")


def test_nothing_is_written_but_what_is_asked_for(env: Env, tmp_path: Path) -> None:
    """In the home, in the folder for what is temporary, beside the base."""
    for name in ("home", "tmp", "bases"):
        (tmp_path / name).mkdir()
    mine = tmp_path / "bases" / "mine.toml"
    mine.write_text('[m]\nzh = "题"\nen = "T"\n', "utf-8")
    env |= {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")}
    for args in (
        GET,
        ("show", "5g"),
        ("search", "网民"),
        ("list", "--facts", str(mine)),
        ("check",),
    ):
        assert spawn(*args, env=env).returncode == 0
    spawn("export", "-f", "sqlite", "-o", str(tmp_path / "out.db"), env=env)
    written = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")}
    assert written == {"home", "tmp", "bases", "bases/mine.toml", "out.db"}


# ---------------------------------------------------------------- on a terminal
def on_terminal(*args: str, env: Env, lines: int = 0) -> str:
    """What a command prints on a terminal, stdout and stderr; it has so many lines, 0: not said."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 0, 0, 0))
    process = subprocess.Popen(
        [*PROGRAM, *args], stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=ROOT
    )
    # Our copy stays open until all is read: what a terminal still held when its last writer closed
    # it may be lost.
    end = b"<the command has ended>"

    def mark() -> None:
        process.wait()
        os.write(theirs, end)

    waiting = threading.Thread(target=mark)
    waiting.start()
    shown = b""
    while not shown.endswith(end):
        shown += os.read(ours, 4096)
    waiting.join()
    os.close(ours)
    os.close(theirs)
    shown = shown.removesuffix(end)
    assert process.returncode == 0, shown
    return shown.decode(env.get("PYTHONIOENCODING", "utf-8"))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_a_terminal_gets_what_its_encoding_has(env: Env, encoding: str) -> None:
    env |= {"PYTHONIOENCODING": encoding}
    shown = on_terminal("get", "--field", "quote", *GET[1:], env=env)
    assert ("基站" in shown) == (encoding in ("gbk", "utf-8"))
    assert ("\\u57fa" in shown) == (encoding in ("ascii", "latin-1"))
    assert on_terminal(*GET, env=env).startswith("3377000 ")
    on_terminal("show", "5g", env=env)


@pytest.mark.parametrize(
    ("setting", "coloured"),
    [({}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False), ({"TERM": ""}, False),
     ({"TERM": "dumb", "CLICOLOR_FORCE": "1"}, True), ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, False)],
)  # fmt: skip
def test_colour_is_for_terminals_that_have_it(env: Env, setting: Env, coloured: bool) -> None:
    assert ("\x1b[" in on_terminal("show", "5g.base-stations", env=env | setting)) == coloured
    assert on_terminal(*GET, env=env | setting).startswith("3377000 ")


LATER = "infofacts: there is a later value: 5g.base-stations.2025 4.838 million (2025-12-31)\r\n"


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        ("get 5g.base-stations.2023", f"3377000   3.377 million   2023-12-31\r\n{LATER}"),
        ("get 5g.base-stations.2023 --in 万", f"337.7   3.377 million   2023-12-31\r\n{LATER}"),
        ("get 5g.base-stations -y 2023", f"3377000   3.377 million   2023-12-31\r\n{LATER}"),
        ("get 5g.base-stations --field unit", "个\r\n"),
        ("get 5g.share-world-base-stations", "60   over 60%   2023-12-31\r\n"),
        (
            "get 5g.base-stations -y 2023,2025",
            "3377000   3.377 million   2023-12-31\r\n4838000   4.838 million   2025-12-31\r\n",
        ),
    ],
)
def test_a_value_on_a_terminal_has_beside_it_what_it_needs(env: Env, args: str, shown: str) -> None:
    """How it is printed, with its bound and unit, and its date; then what came later."""
    env |= {"NO_COLOR": "1", "INFOFACTS_LANG": "en"}
    assert on_terminal(*args.split(), env=env) == shown


def test_a_value_that_was_revised_is_told(env: Env) -> None:
    args = ("get", "digital-economy.core-value-added.2023")
    shown = on_terminal(*args, env=env | {"NO_COLOR": "1", "INFOFACTS_LANG": "en"})
    assert "has other values, too: digital-economy.core-value-added.2023@nidr-2023" in shown


def test_a_missing_value_that_can_be_computed_is_told(env: Env) -> None:
    done = spawn("get", "patents.high-value.2021", env=env)
    assert done.returncode == 1 and done.stdout == b"\n"
    assert done.stderr.endswith(b"; --derived computes about 1.066 million\n")


@pytest.mark.parametrize(
    ("lines", "settings", "paged"),
    [
        (10, {}, True),
        (500, {}, False),
        (0, {}, False),
        (10, {"INFOFACTS_PAGER": "cat"}, False),
        (10, {"INFOFACTS_PAGER": ""}, False),
        (10, {"INFOFACTS_PAGER": "there-is-no-such-pager"}, False),
    ],
)
def test_what_does_not_fit_on_a_terminal_goes_through_the_pager(
    env: Env, lines: int, settings: Env, paged: bool
) -> None:
    """INFOFACTS_PAGER comes before PAGER."""
    env |= {"NO_COLOR": "1", "INFOFACTS_PAGER": "sed s/^/P/", "PAGER": "false"} | settings
    shown = on_terminal("show", "5g", env=env, lines=lines).splitlines()
    assert sum(line[:1] == "P" for line in shown) == (len(shown) if paged else 0)
    assert any("5g.base-stations" in line for line in shown)


def test_no_pager_without_a_terminal(env: Env) -> None:
    env |= {"INFOFACTS_PAGER": "sed s/^/P/"}
    assert b"\nP" not in spawn("show", "5g", "-f", "table", env=env).stdout


def test_a_dumb_terminal_is_as_wide_as_it_is(env: Env) -> None:
    env |= {"NO_COLOR": "1", "COLUMNS": "130"}
    wide = on_terminal("show", "5g", env=env)
    assert on_terminal("show", "5g", env=env | {"TERM": "dumb"}) == wide


@pytest.mark.parametrize("args", ["get t.i", "show t.i -f tsv", "cite t.i", "export -f csv"])
def test_nothing_in_an_answer_acts_on_a_terminal(env: Env, mine: Path, args: str) -> None:
    """In whatever format: a fact base may come from a stranger. A pipe gets it as it is."""
    mine.write_text(
        '[sources.s]\ntitle = "T\\u001b[2J"\npublisher = "P"\n\n'
        '[t.i.2023]\nvalue = "v\\u001b]52;c;aGk=\\u0007\\u202e"\nquote = "q"\n'
    )
    argv = (*args.split(), "--facts", str(mine), "--no-builtin")
    shown = on_terminal(*argv, env=env | {"NO_COLOR": "1"})
    assert not set(shown) & {"\x1b", "\x07", "\u202e"} and "\\u{1b}" in shown
    assert "\r\n" in shown and "\\u{d}" not in shown
    if args == "get t.i":
        assert spawn(*argv, env=env).stdout == "v\x1b]52;c;aGk=\x07\u202e\n".encode()


# ---------------------------------------------------------------- pipes, closed and full streams
COMMANDS = [
    "get 5g.base-stations.2023", "get 5g.base-stations.2023 --in 万", "show 5g", "show 5g -f table",
    "export -f jsonl", "list", "search 网民", "cite 5g.base-stations.2023", "source", "--help",
    "--version",
]  # fmt: skip
MISTAKES = {("show", "nonesuch", *SMALL): 1, ("--nonsense",): 2, ("list", "--facts", "/none"): 3}


def unread() -> int:
    """The writing end of a pipe whose reader is gone."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_went_away_is_success(env: Env, command: str) -> None:
    """Quiet, and 0, before the first byte already; buffered or not."""
    writer = unread()
    for setting in ({}, UNBUFFERED) if command in COMMANDS[2:5] else ({},):
        done = spawn(*command.split(), env=env | setting, stdout=writer)
        assert (done.returncode, done.stderr) == (0, b"")
    os.close(writer)


@pytest.mark.parametrize("command", [COMMANDS[0], *COMMANDS[2:5], *COMMANDS[-2:]])
@pytest.mark.parametrize(
    ("redirected", "message"),
    [(">/dev/full", b"No space left on device"), (">&-", b"not writable")],
)
def test_an_output_that_cannot_be_written_is_exit_3(
    env: Env, command: str, redirected: str, message: bytes
) -> None:
    done = spawn(*command.split(), env=env, redirected=redirected)
    assert (done.returncode, done.stderr) == (3, b"infofacts: standard output: " + message + b"\n")


def test_a_disk_that_fills_up_is_exit_3(env: Env, tmp_path: Path) -> None:
    """What was written before it was full is not taken for the whole; buffered or not."""
    env = env | {"PYTHONDONTWRITEBYTECODE": "1"}  # a .pyc would be cut off as well

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    for setting in ({}, UNBUFFERED):
        with open(tmp_path / "out", "wb") as out:
            done = spawn("export", env=env | setting, stdout=out, preexec_fn=limited)
        message = b"infofacts: standard output: File too large\n"
        assert (done.returncode, done.stderr) == (3, message)
        assert (tmp_path / "out").stat().st_size <= 10_000
    whole = tmp_path / "whole"
    done = spawn("export", "-o", str(whole), env=env, preexec_fn=limited)
    assert (done.returncode, done.stderr.decode()) == (3, f"infofacts: {whole}: File too large\n")
    assert not whole.exists()


@pytest.mark.parametrize("redirected", ["2>&-", "<&-", "2>&- <&-", "2>/dev/full"])
def test_closed_streams_that_are_not_needed_are_not_missed(env: Env, redirected: str) -> None:
    """Nothing that belongs on stderr comes on stdout instead, and the exit code stays."""
    assert spawn(*GET, env=env, redirected=redirected).stdout == ANSWER
    assert spawn("get", "-", env=env, redirected=redirected).stdout == b""
    for args, code in MISTAKES.items():
        done = spawn(*args, env=env, redirected=redirected)
        assert (done.returncode, done.stdout) == (code, b"")


def test_an_input_that_cannot_be_read_is_exit_3(env: Env) -> None:
    done = spawn("get", "-", *SMALL, env=env, redirected="0>/dev/null")
    message = b"infofacts: standard input: cannot be read: Bad file descriptor\n"
    assert (done.returncode, done.stdout, done.stderr) == (3, b"", message)


def test_a_listener_that_went_away_changes_no_exit_code(env: Env) -> None:
    writer = unread()
    for args, code in {GET: 0, **MISTAKES}.items():
        assert spawn(*args, env=env, stderr=writer).returncode == code
    os.close(writer)


def test_a_check_needs_no_output_where_it_finds_nothing(env: Env) -> None:
    done = spawn("check", env=env, redirected=">&-")
    assert done.returncode == 0 and b"proven" in done.stderr


# ---------------------------------------------------------------- Ctrl-C
def started(*args: str, env: Env) -> subprocess.Popen[bytes]:
    """A process that Ctrl-C reaches: a job behind "&" ignores it, and so would its children."""

    def reachable() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*PROGRAM, *args],
        env=env,
        cwd=ROOT,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        preexec_fn=reachable,
    )


def test_an_interruption_is_quiet_and_exit_130(env: Env) -> None:
    with started("get", "-", env=env) as process:
        assert process.stdin and process.stdout
        process.stdin.write(GET[1].encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline() == ANSWER  # it runs, and waits for the next name
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr and process.stderr.read() == b""


# Runs `check` and does something when it imports the module of a number.
AT_IMPORT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored behind "&"
sys.path.insert(0, {root!r})
from infofacts.__main__ import run

class Finder:
    left = {number}
    def find_spec(name, path=None, target=None):
        Finder.left -= 1
        if not Finder.left:
            {what}

sys.meta_path.insert(0, Finder)
sys.argv = ["infofacts", "check"]
run()
"""
MODULES = (1, 2, 3, 5, 8, 13, 21, 34, 42)  # of the 90 and more that `check` looks for


def at_import(number: int, what: str, env: Env) -> Done:
    code = AT_IMPORT.format(root=str(ROOT), number=number, what=what)
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=env, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize("number", MODULES)
def test_an_interruption_is_quiet_whatever_is_imported(env: Env, number: int) -> None:
    """Python itself may be interrupted before; from our first line on it is quiet."""
    done = at_import(number, "os.kill(os.getpid(), signal.SIGINT)", env)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
    assert done.returncode in EXIT_CODES


def test_an_interruption_that_is_ignored_stays_so(env: Env) -> None:
    """As behind "&" in a script."""
    code = AT_IMPORT.format(root=str(ROOT), number=9, what="os.kill(os.getpid(), signal.SIGINT)")
    code = code.replace("signal.default_int_handler", "signal.SIG_IGN")
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)
    assert done.returncode == 0 and b"proven" in done.stderr


# ---------------------------------------------------------------- little memory
@pytest.mark.parametrize("number", MODULES)
def test_want_of_memory_is_one_message(env: Env, number: int) -> None:
    done = at_import(number, "raise MemoryError", env)
    assert (done.returncode, done.stdout, done.stderr) == (3, b"", b"infofacts: out of memory\n")


@pytest.mark.parametrize("args", [GET, ("search", "网民"), ("check",)])
def test_too_little_memory_is_one_message(env: Env, args: tuple[str, ...]) -> None:
    """However little it is, once Python has started; C code has other words for it.

    Where not even a small int can be made, Python may unwind for ever (seen in 3.13): it wants one
    to enter the handler that it unwinds to. No line of ours runs then, so such a size says nothing.
    """
    peak = "print([line.split()[1] for line in open('/proc/self/status') if 'VmPeak' in line][0])"
    python = subprocess.run([sys.executable, "-c", peak], env=env, capture_output=True, check=True)
    kilobytes, told, endless = int(python.stdout), None, 0
    while True:
        kilobytes += 1500
        limited = f'ulimit -v {kilobytes} && exec "$@"'
        command = ["sh", "-c", limited, "sh", *PROGRAM, *args]
        try:
            done = subprocess.run(
                command, env=env, cwd=ROOT, capture_output=True, check=False, timeout=60
            )
        except subprocess.TimeoutExpired:
            endless += 1
            assert endless < 3, kilobytes
            continue
        if not done.returncode:
            break
        told = (done.returncode, done.stderr)
        assert told == (3, b"infofacts: out of memory\n"), kilobytes
    assert told
