"""Where the index of a fact base lies, and whether it may be trusted.

The first module that a plain `get` loads: it imports what Python has loaded anyway, and
sqlite3. An index is a file in the user's cache folder; it belongs to a list of fact files, and
it is fresh as long as these, the texts that they quote and the program are as they were.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from stat import S_ISDIR, S_ISREG
from zlib import adler32, crc32

from infofacts import __version__

APPLICATION = 0x69666374  # in the header of every index: "ifct"
SCHEMA = 2  # another number for another layout of the tables
# A file saved so short before the index was made may have been saved again unnoticed:
# some file systems count in steps of two seconds.
DOUBT = 2_000_000_000
_WRITABLE_BY_OTHERS = 0o022
_HERE = os.path.dirname(os.path.abspath(__file__))


# Whether an index that may be stale is fresh after all.
Settled = Callable[[sqlite3.Connection, str], bool] | None


def builtin() -> str:
    """The shipped fact base: inside an installed package, or at the top of a checkout."""
    inside = os.path.join(_HERE, "data", "facts.toml")
    return inside if os.path.exists(inside) else os.path.join(os.path.dirname(_HERE), "facts.toml")


def base_files(
    facts: Sequence[str | os.PathLike[str]] = (), with_builtin: bool = True
) -> list[str]:
    """The fact files, lowest first: the shipped one, those of INFOFACTS_FACTS, then `facts`."""
    named = os.environ.get("INFOFACTS_FACTS", "").split(os.pathsep)
    shipped = [builtin()] if with_builtin else []
    return [*shipped, *filter(None, named), *(os.fspath(path) for path in facts)]


def folder() -> str:
    """The folder of all indexes; "" where the user has no place for one."""
    root = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(root):  # as the XDG specification wants it
        home = os.path.expanduser("~")
        root = os.path.join(home, ".cache") if os.path.isabs(home) else ""
    return os.path.join(root, "infofacts") if root else ""


def location(paths: list[str]) -> str:
    """The index of a list of absolute paths of fact files, lowest first; "" for none.

    Two lists may fall on one name; an index says itself which files it is of.
    """
    key = b"\0".join([*map(os.fsencode, paths), b"%d.%d" % sys.version_info[:2]])
    name = f"{crc32(key):08x}{adler32(key):08x}.index"
    return os.path.join(folder(), name) if folder() else ""


def program() -> int:
    """A number for this program: its layout of tables, its version and its files as they are."""
    files = ((e.name, e.stat()) for e in os.scandir(_HERE) if e.name.endswith(".py"))
    rows = sorted((name, at.st_size, at.st_mtime_ns, at.st_ctime_ns) for name, at in files)
    return crc32(f"{SCHEMA} {__version__} {rows}".encode()) & 0x7FFFFFFF


def status(path: bytes) -> tuple[int, int, int, int]:
    """Size, times (modified, changed; in ns) and number of a file; -1 and zeros if there is none.

    The number tells files of one size and time apart, where a link leads to another of them.
    """
    try:
        found = os.stat(path)
    except OSError:
        return -1, 0, 0, 0
    number = (found.st_ino ^ found.st_dev << 32) & 0x7FFFFFFFFFFFFFFF
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, number


def trusted(file: str) -> bool:
    """Whether an index is a file of the user's own, in a folder where no one else can write."""
    try:
        found = os.lstat(file)
    except OSError:
        return False
    return S_ISREG(found.st_mode) and _own(found) and trusted_folder(os.path.dirname(file))


def trusted_folder(path: str) -> bool:
    """Whether a folder is the user's own, and neither a link nor open to others."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return S_ISDIR(found.st_mode) and _own(found)


def _own(found: os.stat_result) -> bool:
    mine = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return mine and not found.st_mode & _WRITABLE_BY_OTHERS


def connect(file: str) -> sqlite3.Connection:
    """Open an index to read. It is never changed, only replaced, so nothing needs a lock."""
    for char in "%?#":
        file = file.replace(char, f"%{ord(char):02x}")
    return sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)


def unchanged(connection: sqlite3.Connection, made: int, paths: list[str]) -> bool | None:
    """Whether an index, made at a time in ns, is of these files as they are; None in doubt.

    Raises `sqlite3.Error` for what is not an index.
    """
    header = "SELECT * FROM pragma_application_id, pragma_user_version"
    if connection.execute(header).fetchone() != (APPLICATION, program()):
        return False
    columns = "path, size, modified, changed, number"
    inputs = connection.execute(f"SELECT {columns} FROM inputs ORDER BY rowid")
    known, doubtful = [], False
    for path, *then in inputs:
        now = status(path)
        if now != tuple(then):
            return False
        known.append(path)
        doubtful |= max(now[1:3]) >= made - DOUBT
    if known[: len(paths)] != [os.fsencode(path) for path in paths]:
        return False
    return None if doubtful else True


def fresh(paths: list[str], settled: Settled = None) -> sqlite3.Connection | None:
    """The index of fact files, open to read, if there is one that is surely fresh.

    In doubt `settled` says whether it is; without it, it is not.
    """
    file = location(paths)
    if not file or not trusted(file):
        return None
    connection = None
    try:
        connection = connect(file)
        same = unchanged(connection, os.stat(file).st_mtime_ns, paths)
        if same or (same is None and settled and settled(connection, file)):
            return connection
    except (sqlite3.Error, OSError, TypeError):  # TypeError: a foreign file's other columns
        pass
    if connection:
        connection.close()
    return None
