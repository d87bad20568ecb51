"""What a shell may offer while a command line is typed, and the ways of the shells with `=`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from infofacts import store
from infofacts.console import default_language
from infofacts.errors import NO, OK, BadUsage
from infofacts.messages import _

LONGEST_HINT = 36  # characters
Offer = tuple[str, str]  # a word and what it means


# ---------------------------------------------------------------- what is offered
def names(files: Sequence[str], incomplete: str) -> Iterator[Offer]:
    """Names of a base with a hint: their address for one in Chinese, else a label."""
    for name, zh, en in store.complete(files, incomplete):
        yield from _offer(name, _label(zh, en) if incomplete.isascii() else zh)


def values(files: Sequence[str], field: str, incomplete: str) -> Iterator[Offer]:
    """The values of a field of facts that begin so, with the number of facts that have each.

    Of sources also the names of their publishers that are one word.
    """
    offered = (offer for value in _values(files, field) for offer in _offer(*value))
    return (each for each in offered if each[0].startswith(incomplete))


def _values(files: Sequence[str], field: str) -> Iterator[Offer]:
    """Every value of a field with its hint; names of publishers, then the most frequent first."""
    from infofacts.filters import publishers
    from infofacts.places import PLACES
    from infofacts.units import units_en

    counts = store.counted(files, field)
    labels: dict[str, tuple[str, str]] = {}
    if field == "source":
        sources = store.read(files, ()).sources
        labels = {key: (each.title, each.title_en) for key, each in sources.items()}
        for publisher, called in publishers(sources.values()).items():
            count = sum(counts.get(k, 0) for k, s in sources.items() if s.publisher == publisher)
            yield from (
                (name, _("{count} fact", "{count} facts", count=count) + f", {publisher}")
                for name in called
            )
    elif field == "topic":
        labels = {
            ident: (zh, en) for ident, zh, en in store.complete(files, "") if "." not in ident
        }
    for value, count in counts.items():
        zh, en = labels.get(value) or PLACES.get(value, ("", units_en().get(value, "")))[:2]
        label = _label(*("" if text == value else text for text in (zh, en)))
        counted = _("{count} fact", "{count} facts", count=count)
        yield value, ", ".join(filter(None, (counted, label)))


def _label(zh: str, en: str) -> str:
    """A label in the person's language."""
    try:
        language = default_language()
    except BadUsage:
        language = "both"
    both = " ".join(dict.fromkeys(filter(None, (zh, en))))
    return {"zh": zh, "en": en or zh}.get(language, both)


def _offer(word: str, hint: str) -> Iterator[Offer]:
    """A word, if no shell does anything with it: shells evaluate what they are offered."""
    if word.translate({ord(mark): None for mark in "-.%"}).isalnum() or word == "%":
        yield word, _hint(hint)


def _hint(text: str) -> str:
    """A text as a shell may show it: letters, digits and a few marks, on one short line."""
    text = text.replace("'", "’")
    plain = "".join(char if char.isalnum() or char in "-.,%/+’" else " " for char in text)
    return " ".join(plain.split())[:LONGEST_HINT].rstrip()


# ---------------------------------------------------------------- of a name, without Typer
def asked(shell: str) -> tuple[list[str], str] | None:
    """The words of a command line and the one that is typed, as Typer's scripts hand them over;
    None for what takes more to read: quotes, options and their values."""
    env = os.environ
    line = env.get("COMP_WORDS" if shell == "bash" else "_TYPER_COMPLETE_ARGS", "")
    words = line.split()[1:]
    if shell == "bash":
        at = env.get("COMP_CWORD", "")
        last = int(at) - 1 if at.isdecimal() else -1
        words, typed = words[: max(last, 0)], "".join(words[last : last + 1])
    elif shell in ("powershell", "pwsh"):
        last, typed = 0, env.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
        words = words[:-1] if typed else words
    else:
        last = 0 if shell in ("zsh", "fish") else -1
        typed = words.pop() if words and not line.endswith(" ") else ""
    plain = words and last >= 0 and typed[:1] != "-" and not set("'\"\\=") & set(line)
    return (words, typed) if plain else None


def answer(shell: str, offered: Sequence[Offer]) -> int:
    """Write what is offered as Typer's scripts expect it; the exit code."""
    if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args" and shell == "fish":
        return OK if offered else NO
    if shell == "zsh":
        words = "\n".join(f'"{word}":"{hint}"' if hint else f'"{word}"' for word, hint in offered)
        text = f"_arguments '*: :(({words}))'" if offered else "_files"
    else:
        sign = {"bash": "", "fish": "\t"}.get(shell, ":::")
        hints = ((word, hint or " " * (sign == ":::")) for word, hint in offered)
        text = "\n".join(word + (sign + hint if sign and hint else "") for word, hint in hints)
    sys.stdout.write(f"{text}\n")
    return OK


# ---------------------------------------------------------------- --option=value
def bash_words(words: Sequence[str]) -> list[str]:
    """The words of a command line up to the one that is completed, `--option=value` as two.

    For bash `=` is a word of its own: `--option`, `=`, `value`; it replaces the last one.
    """
    joined: list[str] = []
    for word in words:
        if word == "=" and joined and joined[-1].startswith("--"):
            joined.append("")
        elif joined and joined[-1] == "":
            joined[-1] = word
        else:
            joined.append(word)
    return joined


def with_option(shell: str, offered: str, line: str) -> str:
    """What a shell is offered for a line that ends in `--option=value`: words that begin so.

    zsh, fish and PowerShell replace the whole word.
    """
    import re

    option = re.search(r"\s(--[\w-]+=)\S*$", line)
    if not option or shell == "bash" or offered.strip() in ("", "_files"):
        return offered
    if shell == "zsh":
        return re.sub(r"""(?m)^(_arguments '\*: :\(\()?\"""", rf'\1"{option[1]}', offered)
    return "".join(f"{option[1]}{each}" for each in offered.splitlines(keepends=True))
