"""SQLite, without what `sqlite3` has for dates: loading that takes as long as a question."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from sqlite3 import SQLITE_LIMIT_LENGTH, Connection, Error, connect
else:
    from _sqlite3 import SQLITE_LIMIT_LENGTH, Connection, Error, connect

__all__ = ["SQLITE_LIMIT_LENGTH", "Connection", "Error", "connect"]
