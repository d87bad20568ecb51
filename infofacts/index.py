"""The index of the built-in base: an SQLite database in the layout of `database`, read-only.

It is made when the program is built and shipped with it. In a checkout `python -m infofacts.store`
makes it anew, and facts that are newer than it are read themselves.

A plain `get` needs this module: what takes long to load is imported where it is used.
"""

from __future__ import annotations

import os

from infofacts import HEADER, sqlite
from infofacts.text import builtin, file_bytes, in_zip, is_file

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import TypeVar

    from infofacts.model import FactBase

    Answer = TypeVar("Answer")

# What reading a damaged or foreign database may raise.
DAMAGE = (sqlite.Error, ValueError, TypeError, KeyError, ArithmeticError, RecursionError)
HEADER_QUERY = "SELECT * FROM pragma_application_id, pragma_user_version"


def index_file() -> str:
    """The path of the index of the built-in base."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "facts.db")


def make() -> str:
    """Make the index of the built-in base and put it in place at once; its path."""
    from contextlib import closing

    from infofacts import fulltext
    from infofacts.commands import ready
    from infofacts.factfile import load
    from infofacts.filling import in_memory, note_file

    file, base = index_file(), load([builtin()])
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with closing(in_memory(base, fulltext.tokens)) as database:
        note_file(database, "builtin", builtin())
        ready.write(database, base)
        fulltext.make_ready(database, base)
        database.commit()
        with open(f"{file}.{os.getpid()}", "wb") as new:
            new.write(database.serialize())
    os.replace(new.name, file)
    return file


def index() -> sqlite.Connection | None:
    """The index of the built-in base; None if it is missing, damaged or stale."""
    path = index_file()
    if not is_file(path):
        return None
    connection = sqlite.connect(":memory:") if in_zip() else sqlite.connect(uri(path), uri=True)
    try:
        if in_zip():
            connection.deserialize(file_bytes(path))
        if connection.execute(HEADER_QUERY).fetchone() == HEADER and not _stale(connection, path):
            return connection
    except (sqlite.Error, OSError):
        pass
    connection.close()
    return None


def ask(question: Callable[[sqlite.Connection], Answer | None]) -> Answer | None:
    """What the index answers; None where there is none, or it is damaged."""
    if not (connection := index()):
        return None
    try:
        return question(connection)
    except DAMAGE:
        return None
    finally:
        connection.close()


def shipped(things: Collection[str] | None = None) -> FactBase:
    """The built-in base, all of it, or at least some topics and indicators and their facts."""
    from infofacts.database import Database
    from infofacts.factfile import load

    return ask(lambda own: Database(builtin(), own).base(things)) or load([builtin()])


def attach(connection: sqlite.Connection) -> bool:
    """Attach the index to another database as `shipped`; False where there is none."""
    if not (own := index()):
        return False
    own.close()
    if in_zip():
        connection.execute("ATTACH ':memory:' AS shipped")
        connection.deserialize(file_bytes(index_file()), name="shipped")
    else:
        connection.execute("ATTACH ? AS shipped", (uri(index_file()),))
    return True


def uri(path: str) -> str:
    """What SQLite calls a file that is only read and does not change meanwhile."""
    for char in "%?#":
        path = path.replace(char, f"%{ord(char):02x}")
    return f"file:{path}?mode=ro&immutable=1"


def _stale(connection: sqlite.Connection, path: str) -> bool:
    """Whether the index of a checkout was made of other files than the present ones."""
    facts = builtin()
    if os.path.dirname(facts) == os.path.dirname(path):  # as installed: made of these very files
        return False
    seeds, made = os.path.join(os.path.dirname(facts), "seeds"), os.stat(path).st_mtime_ns
    query = "SELECT size, sha256 FROM base WHERE kind = 'builtin'"
    size, sum_ = connection.execute(query).fetchone()
    texts = connection.execute("SELECT file, sha256 FROM sources WHERE file IS NOT NULL")
    made_of = {facts: sum_} | {os.path.join(seeds, name): of_text for name, of_text in texts}
    newer = [file for file in made_of if os.stat(file).st_mtime_ns > made]
    if newer:  # perhaps only touched, as by git
        from hashlib import sha256

        newer = [f for f in newer if sha256(file_bytes(f)).hexdigest() != made_of[f]]
    return bool(newer) or os.path.getsize(facts) != size
