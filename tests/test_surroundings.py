"""Whatever the disk, the terminal, the locale or a neighbour does: the same answer, or a clear error.

Every test starts processes, as a person does; `tests/test_index.py` damages indexes in this one.
"""

from __future__ import annotations

import os
import pty
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO
from zlib import crc32

import pytest

from infofacts import cachefile
from infofacts.fast import address_key, proof
from infofacts.index import TRAILER, trailer
from tests.conftest import ROOT, Run

GET = ("get", "5g.base-stations.2023")
ANSWER = b"3377000\n"
ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0
STRANGER = 54321  # a user without a name, a home or a file

Env = dict[str, str]
Done = subprocess.CompletedProcess[bytes]


# ---------------------------------------------------------------- to start processes
@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the index of the shipped base; only for copies."""
    cache = tmp_path_factory.mktemp("warm")
    env = surroundings(cache)
    for _ in range(50):  # a base that was saved just now gets no index
        spawn(*GET, env=env)
        if any(cache.glob("infofacts/*.index")):
            return cache
        time.sleep(0.2)
    pytest.fail("no index is made")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everyone can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def env(place: Path) -> Env:
    """An empty home and an empty cache."""
    return surroundings(place / "cache")


@pytest.fixture
def index(warm: Path, place: Path) -> Path:
    """A fresh index of the shipped base, in the cache of `env`."""
    shutil.copytree(warm / "infofacts", place / "cache" / "infofacts")
    (file,) = (place / "cache" / "infofacts").iterdir()
    return file


def surroundings(cache: Path) -> Env:
    env = {"PATH": os.environ["PATH"], "HOME": str(cache.parent / "home"), "TERM": "xterm"}
    return env | {"XDG_CACHE_HOME": str(cache), "LANG": "C.UTF-8"}


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


def answers(env: Env, before: Sequence[str] = (), limit: int = 0) -> None:
    """A plain `get` tells the value and nothing else; with options, past the index's answers, too."""
    for args in (GET, (*GET, "--field", "value")):
        done = spawn(*args, env=env, before=before, limit=limit)
        assert (done.stdout, done.stderr, done.returncode) == (ANSWER, b"", 0)


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
    "HOME=": {"HOME": "", "XDG_CACHE_HOME": ""},
    "no such HOME": {"HOME": "/nonexistent/home", "XDG_CACHE_HOME": ""},
    "cache: relative": {"XDG_CACHE_HOME": "cache"},
    "cache: a device": {"XDG_CACHE_HOME": "/dev/full"},
    "cache: /proc": {"XDG_CACHE_HOME": "/proc"},
    "no asserts": {"PYTHONOPTIMIZE": "2"},
    "warnings are errors": {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"},
    "unbuffered": {"PYTHONUNBUFFERED": "1"},
    "an empty list of bases": {"INFOFACTS_FACTS": os.pathsep * 3},
    "no such time zone": {"TZ": "No/Where"},
    "no such TMPDIR": {"TMPDIR": "/nonexistent"},
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_changes_the_answer(setting: str, env: Env, index: Path) -> None:
    got = spawn(*GET, env=env | SETTINGS[setting])
    assert (got.stdout, got.stderr, got.returncode) == (ANSWER, b"", 0)
    drawn = spawn(
        "show", "5g", "-f", "table", env=env | {"INFOFACTS_LANG": "zh"} | SETTINGS[setting]
    )
    assert (drawn.returncode, drawn.stderr) == (0, b"")
    assert "5" in drawn.stdout.decode() and (b"\x1b" in drawn.stdout) == (
        setting == "CLICOLOR_FORCE"
    )


def test_names_come_in_as_utf_8_and_go_out_so(env: Env, index: Path) -> None:
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


def test_a_folder_that_is_gone_is_no_trouble(env: Env, index: Path, place: Path) -> None:
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


def test_a_terminal_gets_what_its_encoding_has(env: Env, index: Path) -> None:
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
def test_colour_is_for_terminals_that_have_it(
    env: Env, index: Path, setting: Env, coloured: bool
) -> None:
    shown = on_terminal("show", "5g.base-stations", env=env | setting)
    assert ("\x1b[" in shown) == coloured
    assert on_terminal(*GET, env=env | setting) == "3377000\r\n"


def test_nothing_in_an_answer_acts_on_a_terminal(env: Env, index: Path, place: Path) -> None:
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
    forge(index, "1\x1b[2J")
    assert on_terminal(*GET, env=env) == "3377000\r\n"  # not from the index: see `fast`
    assert spawn(*GET, env=env).stdout == b"1\x1b[2J\n"


def test_a_dumb_terminal_is_as_wide_as_it_is(env: Env, index: Path) -> None:
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
def test_a_reader_that_went_away_is_success(env: Env, index: Path, what: str) -> None:
    """Quiet, and 0, before the first byte already; buffered or not."""
    writer = unread()
    for setting in (env, env | UNBUFFERED):
        done = spawn(*COMMANDS[what], env=setting, stdout=writer)
        assert (done.returncode, done.stderr) == (0, b"")
    os.close(writer)


@pytest.mark.parametrize("what", COMMANDS)
def test_a_full_disk_is_told(env: Env, index: Path, what: str) -> None:
    with open("/dev/full", "wb") as full:
        done = spawn(*COMMANDS[what], env=env, stdout=full)
    told = b"infofacts: standard output: No space left on device\n"
    assert (done.returncode, done.stderr) == (3, told)


def test_a_disk_that_fills_up_is_told(env: Env, index: Path, place: Path) -> None:
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
    assert sorted(path.name for path in place.iterdir()) == ["cache", "out"]


@pytest.mark.parametrize("what", COMMANDS)
def test_a_closed_output_is_told(env: Env, index: Path, what: str) -> None:
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
def test_closed_streams_that_are_not_needed_are_not_missed(
    env: Env, index: Path, redirection: str
) -> None:
    """Nothing that belongs on stderr comes on stdout instead, and the exit code stays."""
    assert closed(redirection, env, *GET).stdout == ANSWER
    assert closed(redirection, env, "get", "-").stdout == b""
    for args, code in MISTAKES.items():
        done = closed(redirection, env, *args)
        assert (done.returncode, done.stdout) == (code, b"")


def test_a_listener_that_went_away_changes_no_exit_code(env: Env, index: Path) -> None:
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


# ---------------------------------------------------------------- a place for the index
def test_a_full_cache_is_no_trouble(env: Env, place: Path) -> None:
    """No index, no litter, the answer."""
    answers(env, limit=50_000)
    assert list((place / "cache" / "infofacts").iterdir()) == []


@pytest.mark.skipif(not ROOT_USER, reason="only root can mount")
def test_a_full_file_system_is_no_trouble(env: Env, place: Path) -> None:
    (place / "cache").mkdir()
    script = 'mount -t tmpfs -o size=64k none "$1" || exit 99; shift; "$@"'
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script, "sh", str(place / "cache"), *command(*GET)],
        env=env, cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode == 99 or b"unshare" in done.stderr:
        pytest.skip("mounting is not allowed here")
    assert (done.stdout, done.stderr) == (ANSWER, b"")


@pytest.fixture
def someone_else() -> list[str]:
    """What starts a process as a user who owns nothing; as we are where we own little."""
    if not ROOT_USER:
        return []
    user = ["setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups"]
    try:
        subprocess.run([*user, sys.executable, "-c", "import typer, tomli"], cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no other user can be had who can read the program")
    return user


def test_a_home_that_cannot_be_written_is_no_trouble(
    env: Env, place: Path, someone_else: list[str]
) -> None:
    home = place / "home"
    home.mkdir(mode=0o555)
    answers(env | {"HOME": str(home), "XDG_CACHE_HOME": ""}, someone_else)
    assert list(home.iterdir()) == []
    home.chmod(0o755)


def test_a_user_without_a_home_gets_an_answer(env: Env, someone_else: list[str]) -> None:
    del env["HOME"], env["XDG_CACHE_HOME"]
    if not ROOT_USER:
        pytest.skip("our own home would be written to")
    answers(env, someone_else)


@pytest.mark.skipif(not ROOT_USER, reason="only root can give files away")
def test_a_home_of_someone_else_is_left_alone(env: Env, place: Path) -> None:
    """As with sudo that keeps HOME: what root writes there its owner could not remove."""
    home = place / "home"
    home.mkdir()
    os.chown(home, STRANGER, STRANGER)
    answers(env | {"HOME": str(home), "XDG_CACHE_HOME": ""})
    assert list(home.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_left_alone(env: Env, place: Path) -> None:
    for inside in ("", "infofacts"):
        taken = place / "cache" / inside
        taken.parent.mkdir(exist_ok=True)
        taken.write_text("mine")
        answers(env)
        assert taken.read_text() == "mine"
        taken.unlink()


# ---------------------------------------------------------------- an index from someone else
def forge(file: Path, line: str = "666") -> None:
    """Another answer in an index, with every checksum right."""
    when = file.stat().st_mtime_ns
    file.write_bytes(file.read_bytes()[:-TRAILER])
    key = address_key(GET[1])
    with closing(sqlite3.connect(file)) as index:
        index.execute("PRAGMA journal_mode = OFF")
        index.execute(
            "UPDATE answers SET line = ?, proof = ? WHERE name = ?", (line, proof(key, line), key)
        )
        index.commit()
    data = file.read_bytes()
    file.write_bytes(data + trailer(crc32(data)))
    os.utime(file, ns=(when, when))


def test_a_forged_index_of_our_own_would_be_believed(env: Env, index: Path) -> None:
    """What the next tests guard against is real."""
    forge(index)
    assert spawn(*GET, env=env).stdout == b"666\n"


def _own(file: Path) -> None:
    os.chown(file, STRANGER, STRANGER)


def _own_folder(file: Path) -> None:
    os.chown(file.parent, STRANGER, STRANGER)


def _open(file: Path) -> None:
    file.chmod(0o622)


def _open_folder(file: Path) -> None:
    file.parent.chmod(0o777)


def _link(file: Path) -> None:
    other = file.parent.parent / "elsewhere"
    file.rename(other)
    file.symlink_to(other)


def _link_folder(file: Path) -> None:
    other = file.parent.parent / "elsewhere"
    file.parent.rename(other)
    file.parent.symlink_to(other)


PLANTED: list[Callable[[Path], None]] = [_open, _open_folder, _link, _link_folder]
if ROOT_USER:
    PLANTED += [_own, _own_folder]


@pytest.mark.parametrize("plant", PLANTED)
def test_an_index_that_others_may_have_written_is_not_believed(
    env: Env, index: Path, plant: Callable[[Path], None]
) -> None:
    forge(index)
    plant(index)
    answers(env)


@pytest.mark.parametrize("plant", [_link, _link_folder])
def test_planted_links_are_not_written_through(
    env: Env, index: Path, place: Path, plant: Callable[[Path], None]
) -> None:
    """Neither what they point to, nor anything beside it, changes."""
    index.write_bytes(b"precious")
    plant(index)
    answers(env)
    victims = [path for path in (place / "cache" / "elsewhere").rglob("*") if path.is_file()]
    kept = victims or [place / "cache" / "elsewhere"]
    assert [path.read_bytes() for path in kept] == [b"precious"]


# ---------------------------------------------------------------- an index that is damaged
def _foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE inputs(path, size)")
        other.execute("CREATE TABLE answers(name, line, proof)")
        other.execute("INSERT INTO answers VALUES ('=5g.base-stations.2023', '666', 0)")
        other.execute(f"PRAGMA application_id = {cachefile.APPLICATION}")
        other.execute(f"PRAGMA user_version = {cachefile.program()}")
        other.commit()


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _text(file: Path) -> None:
    file.write_text("This is no index.\n" * 1000)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _without_end(file: Path) -> None:
    os.truncate(file, file.stat().st_size - 1)


def _head_only(file: Path) -> None:
    os.truncate(file, 4096)


@pytest.mark.parametrize(
    "damage", [_foreign, _folder, _fifo, _text, _empty, _half, _without_end, _head_only]
)
def test_a_damaged_index_changes_no_answer(
    env: Env, index: Path, damage: Callable[[Path], None]
) -> None:
    when = index.stat().st_mtime_ns
    damage(index)
    if index.is_file():
        os.utime(index, ns=(when, when))
    answers(env)
    done = spawn("search", "5G基站", "-n", "1", "-f", "jsonl", env=env)
    assert b'"5g.base-stations' in done.stdout and done.stderr == b""


def test_no_flipped_bit_changes_a_plain_answer(
    index: Path, place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Wherever it is: the answer that is read from the index is right, or it is not given."""
    from infofacts import fast

    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "cache"))
    good, when = index.read_bytes(), index.stat().st_mtime_ns
    at_value = [at + shift for at in _places(good, b"3377000") for shift in (-2, 0, 3, 8)]
    pages = range(0, len(good) - TRAILER, 4096)  # their first byte says what a page is
    chance = random.Random(5)
    given = 0
    with open(index, "r+b") as file:
        for at in [*range(100), *pages, *at_value, *chance.sample(range(len(good)), 300)]:
            file.seek(at)
            file.write(bytes([good[at] ^ 1 << chance.randrange(8)]))
            file.flush()
            os.utime(index, ns=(when, when))
            given += fast.get(list(GET))
            assert capfd.readouterr().out in ("", ANSWER.decode()), at
            file.seek(at)
            file.write(good[at : at + 1])
    assert given > 100


def _places(data: bytes, what: bytes) -> Iterator[int]:
    at = data.find(what)
    while at >= 0:
        yield at
        at = data.find(what, at + 1)


# ---------------------------------------------------------------- at the same time
OVERLAY = """[sources.me]
title = "T"
publisher = "P"

[5g.base-stations.2023]
value = {value}
unit = "个"
quote = "{value}"
"""


def overlay(value: int) -> str:
    return OVERLAY.format(value=value)


def test_many_at_once_while_a_base_is_edited(env: Env, place: Path) -> None:
    """Each of 16 answers is one that the base had; once it is left alone, all are the last."""
    mine = place / "mine.toml"
    mine.write_text(overlay(1000))
    env["INFOFACTS_FACTS"] = str(mine)
    values = {1000}
    running = []
    for number in range(16):
        pipe = subprocess.PIPE
        running.append(subprocess.Popen(command(*GET), env=env, cwd=ROOT, stdout=pipe, stderr=pipe))
        value = 1001 + number
        values.add(value)
        new = place / "new.toml"
        new.write_text(overlay(value))  # always the same size
        os.replace(new, mine)
    for process in running:
        out, err = process.communicate()
        assert err == b"" and int(out) in values
    for _ in range(3):
        assert spawn(*GET, env=env).stdout == b"1016\n"
    os.utime(mine, (10**9, 10**9))
    assert spawn(*GET, env=env).stdout == b"1016\n"


def test_many_first_starts_make_one_index(env: Env, place: Path, warm: Path) -> None:
    running = [
        subprocess.Popen(command(*GET), env=env, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(8)
    ]
    assert {process.communicate()[0] for process in running} == {ANSWER}
    names = {path.name for path in (place / "cache" / "infofacts").iterdir()}
    assert names == {path.name for path in (warm / "infofacts").iterdir()}


def test_a_process_that_is_killed_leaves_nothing_wrong(env: Env, place: Path) -> None:
    """At any moment of the making of an index: the next one answers, and makes it."""
    for round_ in range(8):
        with subprocess.Popen(
            command(*GET), env=env, cwd=ROOT, stdout=subprocess.DEVNULL
        ) as process:
            time.sleep(0.05 + round_ * 0.05)
            process.kill()
    answers(env)
    assert any((place / "cache").glob("infofacts/*.index"))


# ---------------------------------------------------------------- clocks
def age(path: Path, seconds: float) -> None:
    """Set the time of a file, seconds before now."""
    when = time.time() - seconds
    os.utime(path, (when, when))


def test_an_edit_is_seen_whatever_the_clock_says(env: Env, place: Path) -> None:
    """A file of the same size with any time, also one that it had before: its own words count."""
    files = [place / f"{number}.toml" for number in range(4)]
    for file, seconds in zip(files, (-(10**6), 0, 3, 10**9), strict=True):
        file.write_text(overlay(1000))
        age(file, seconds)
    time.sleep(2.1)  # old enough for an index
    for file in files:
        then, mine = file.stat(), env | {"INFOFACTS_FACTS": str(file)}
        assert [spawn(*GET, env=mine).stdout for _ in range(2)] == [b"1000\n"] * 2
        file.write_text(overlay(1001))
        os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
        assert spawn(*GET, env=mine).stdout == b"1001\n"


def test_an_edit_within_one_tick_of_the_clock_is_seen(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the same size, so that the file looks from outside as it did: some file systems count
    in steps of two seconds."""
    mine, began = place / "mine.toml", time.time_ns()
    exact = cachefile.status

    def coarse(path: bytes) -> tuple[int, int, int, int]:
        size, *_, number = exact(path)
        return (size, began, began, number) if path == os.fsencode(mine) else exact(path)

    monkeypatch.setattr(cachefile, "status", coarse)
    for value in (1000, 1001, 1002):
        mine.write_text(overlay(value))
        assert run(*GET, "--facts", str(mine))[1] == f"{value}\n"


def test_an_index_from_the_future_is_no_trouble(env: Env, index: Path) -> None:
    """The clock was wrong when it was made, or is wrong now."""
    for seconds in (-(10**6), 10**9, time.time()):
        age(index, seconds)
        answers(env)
