"""A plain `get` answered from the index before the command line is loaded.

Only what surely has an answer is answered here, in bytes that are those of the command line;
everything else (options, misses, an index that is not fresh) is left to it. A test asserts for every name of the base that nobody can tell which of the two it was.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from zlib import crc32

from infofacts import cachefile

# A pipe takes so many bytes as a whole or not at all; longer answers are left to the command line.
SHORT = 4096
_NOT_NAMING = {ord(char): "" for char in " -_\"'()（）“”‘’·"}
_MARKS = "（）“”‘’·、《》—"


def get(argv: list[str]) -> bool:
    """Answer `get NAME…` on standard output; False, with nothing written, if it is not plain."""
    if argv[:1] != ["get"] or len(argv) < 2:
        return False
    if any(name[:1] in ("", "-") or name != name.strip() for name in argv[1:]):
        return False
    try:
        text = _lines(argv[1:])
        data = text.encode()
    except (sqlite3.Error, OSError, ValueError):  # ValueError: a name that no encoding can hold
        return False
    return bool(data) and len(data) <= SHORT and _printable(text) and _written(data)


def _lines(names: list[str]) -> str:
    """The lines of all names; "" if there is one that has no plain answer."""
    connection = cachefile.fresh([os.path.abspath(file) for file in cachefile.base_files()])
    if not connection:
        return ""
    lines = [_line(connection, name) for name in names]
    connection.close()
    return "".join(f"{line}\n" for line in lines if line is not None) if None not in lines else ""


def _line(connection: sqlite3.Connection, name: str) -> str | None:
    """What `get` prints for an address, else for a label; None if it does not, or in doubt."""
    for key in (address_key(name), label_key(name)):
        query = "SELECT line, proof FROM answers WHERE name = ?"
        if key and (row := connection.execute(query, (key,)).fetchone()):
            line, sum_ = row
            return line if line is not None and sum_ == proof(key, line) else None
    return None


def address_key(name: str) -> str:
    """The key of the answer to an address, as it is typed."""
    return f"={name}"


def label_key(name: str) -> str:
    """The key of the answer to a label, folded as `names.fold` does; "" if that takes more.

    Printable ASCII, the common Chinese characters and some marks are their own NFKC forms, or
    left out in any form.
    """
    for char in name:
        if not (" " <= char <= "~" or "\u4e00" <= char <= "\u9fff" or char in _MARKS):
            return ""
    return f"~{name.translate(_NOT_NAMING).lower()}"


def proof(key: str, line: str) -> int:
    """A checksum that tells a damaged answer, or the answer to another name."""
    return crc32(f"{key}\0{line}".encode())


def _printable(text: str) -> bool:
    """Whether standard output takes the text as it is, as the command line would write it.

    A terminal may lack a character, and nothing in a text may act on it.
    """
    if not os.isatty(1):
        return True
    if text.isascii():
        return text.replace("\n", "").isprintable()
    plain = all(char in "\n–—‘’“”…›·" or " " <= char <= "~" or _plain(char) for char in text)
    return plain and sys.stdout.encoding.lower() == "utf-8"


def _plain(char: str) -> bool:
    """Whether a character is surely one to see: a common Chinese one or a full-width mark."""
    return "\u4e00" <= char <= "\u9fff" or char in _MARKS or "\uff01" <= char <= "\uff5e"


def _written(data: bytes) -> bool:
    """Write all; False if the very first byte cannot be written: the command line will tell."""
    try:
        return os.write(1, data) == len(data)
    except OSError:
        return False
