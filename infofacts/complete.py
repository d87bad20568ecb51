"""Completion of names on the command line: topics, then indicators, then years.

Typer asks `names`; for the usual case, a name behind a command, `answered` answers a shell
from the index before Typer is loaded, in the same words. What either prints is put before a
shell's `eval`, so nothing but letters, digits and plain marks of a fact base goes there.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence

from infofacts import cachefile

# The commands whose arguments are names, and how many each takes.
COMMANDS = {"show": 99, "get": 99, "compare": 99, "cite": 99, "source": 99, "list": 1}
# Options whose value is the next word.
VALUED = ("-y", "--year", "-f", "--format", "--lang", "--in", "--field", "--style")
MOST = 2000  # candidates that a shell is given
LONGEST = 36  # characters of a hint

Candidate = tuple[str, str]


# ---------------------------------------------------------------- what completes a name
def candidates(index: sqlite3.Connection, incomplete: str) -> list[Candidate]:
    """The addresses that a word may become, each with a hint; labels for a word in Chinese.

    Where one topic or indicator is left what is inside it follows: the shell can go on.
    """
    if not incomplete.isascii():
        return _labels(index, incomplete)
    depth = incomplete.count(".")
    found = _things(index, incomplete, depth) if depth < 2 else _facts(index, incomplete)
    if len(found) == 1 and depth < 2:
        inside = f"{found[0][0]}."
        found += _facts(index, inside) if depth else _things(index, inside, 1)
    return found


def _things(index: sqlite3.Connection, prefix: str, depth: int) -> list[Candidate]:
    """Topics, or indicators at depth 1."""
    kind = "NOT NULL" if depth else "NULL"
    rows = index.execute(
        f"SELECT id, zh, en FROM things WHERE id >= ? AND id < ? AND topic IS {kind} "
        "ORDER BY seq LIMIT ?",
        (prefix, f"{prefix}\x7f", MOST),
    )
    return [(ident, _label(zh, en)) for ident, zh, en in rows if _safe(ident)]


def _facts(index: sqlite3.Connection, prefix: str) -> list[Candidate]:
    """Facts, with their values; those of other sources are for those who know them."""
    rows = index.execute(
        "SELECT substr(name, 2), line FROM answers WHERE name >= ? AND name < ? "
        "AND name NOT LIKE '%@%' LIMIT ?",
        (f"={prefix}", f"={prefix}\x7f", MOST),
    )
    return [(ident, hint(line or "")) for ident, line in rows if _safe(ident)]


def _labels(index: sqlite3.Connection, prefix: str) -> list[Candidate]:
    rows = index.execute(
        "SELECT zh, id FROM things WHERE zh >= ? AND zh < ? ORDER BY seq LIMIT ?",
        (prefix, f"{prefix}\U0010ffff", MOST),
    )
    return [(zh, ident) for zh, ident in dict(rows).items() if _safe(zh)]


def _label(zh: str, en: str) -> str:
    """A label in the language of the person."""
    env = (os.environ.get(key) for key in ("INFOFACTS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    language = next(filter(None, env), "")[:2]
    return hint({"zh": zh, "en": en}.get(language, zh if zh == en else f"{zh} {en}"))


def _safe(name: str) -> bool:
    """Whether no shell reads anything in a name but the name."""
    return name.replace("-", "").replace(".", "").isalnum()


def hint(text: str) -> str:
    """A text as a shell may show it: letters, digits and a few marks, on one short line."""
    text = text.replace("'", "’")
    plain = "".join(char if char.isalnum() or char in "-.,%/+’" else " " for char in text)
    return " ".join(plain.split())[:LONGEST].rstrip()


# ---------------------------------------------------------------- asked by Typer
def names(paths: Sequence[str], incomplete: str) -> list[Candidate]:
    """What a name may become; nothing if the fact base cannot be read."""
    from pathlib import Path

    from infofacts.errors import FactsError
    from infofacts.index import ask

    try:
        return ask([Path(path) for path in paths], lambda index: candidates(index, incomplete))
    except FactsError:
        return []
