"""Completion of names on the command line: topics, then indicators, then years.

Typer asks `names`; for the usual case, a name behind a command, `answered` answers a shell
from the index before Typer is loaded, in the same words. What either prints is put before a
shell's `eval`, so nothing but letters, digits and plain marks of a fact base goes there.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence

from infofacts import store

# The commands whose arguments are names, and how many each takes.
COMMANDS = {"show": 99, "get": 99, "compare": 99, "cite": 99, "source": 99, "list": 1}
# Options whose value is the next word.
VALUED = ("-y", "--year", "-f", "--format", "--lang", "--in", "--field", "--style")
LONGEST = 36  # characters of a hint

Candidate = tuple[str, str]


# ---------------------------------------------------------------- what completes a name
def candidates(paths: Sequence[str], incomplete: str) -> list[Candidate]:
    """The addresses that a word may become, each with a hint; labels for a word in Chinese."""
    found = store.complete(paths, incomplete)
    if not incomplete.isascii():
        return [(name, ident) for name, ident, _ in found if _safe(name)]
    return [(name, _label(zh, en)) for name, zh, en in found if _safe(name)]


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
    from infofacts.errors import FactsError

    try:
        return candidates(paths, incomplete)
    except FactsError:
        return []


# ---------------------------------------------------------------- asked by a shell
def answered() -> bool:
    """Answer a shell that completes a name; False, with nothing written, if it is not as usual."""
    shell = os.environ.get("_INFOFACTS_COMPLETE", "").removeprefix("complete_")
    if shell not in SHELLS:
        return False
    if not _asks(shell):
        return True  # no shell: there is nothing to complete
    words = _words(shell)
    if words is None or not _is_name(words):
        return False
    try:
        found = candidates(store.base_files(), words[-1])
        return bool(found) and _written(SHELLS[shell](found))
    except (sqlite3.Error, OSError, ValueError):
        return False


def _asks(shell: str) -> bool:
    """Whether the variables are there that a shell sets when it asks."""
    if shell != "bash":
        return "_TYPER_COMPLETE_ARGS" in os.environ
    return "COMP_WORDS" in os.environ and os.environ.get("COMP_CWORD", "").isdecimal()


def _words(shell: str) -> list[str] | None:
    """The words behind the program's name, the last one incomplete; None if that takes a shell."""
    typed = os.environ.get("COMP_WORDS" if shell == "bash" else "_TYPER_COMPLETE_ARGS", "")
    if any(char in typed for char in "\"'\\$`#"):
        return None
    words = typed.split()
    if shell != "bash":
        return words[1:] + [""] * typed.endswith(" ")
    return [*words, ""][1 : int(os.environ["COMP_CWORD"]) + 1]


def _is_name(words: Sequence[str]) -> bool:
    """Whether the last word is a name of the usual fact base, behind a command that takes one."""
    command, *before = words[:-1] or [""]
    if command not in COMMANDS or len(before) >= COMMANDS[command] or words[-1].startswith("-"):
        return False
    if any(word in ("--", "--no-builtin") or word.startswith("--facts") for word in before):
        return False
    return not before or before[-1] not in VALUED


def _bash(found: Iterable[Candidate]) -> str:
    return "\n".join(name for name, _ in found) + "\n"


def _zsh(found: Iterable[Candidate]) -> str:
    items = "\n".join(f'"{name}":"{text}"' if text else f'"{name}"' for name, text in found)
    return f"_arguments '*: :(({items}))'\n"


def _fish(found: Iterable[Candidate]) -> str:
    if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return ""
    return "\n".join(f"{name}\t{text}" if text else name for name, text in found) + "\n"


SHELLS = {"bash": _bash, "zsh": _zsh, "fish": _fish}


def _written(text: str) -> bool:
    data = text.encode()
    return not data or os.write(1, data) == len(data)
