"""What can go wrong, and the exit code each kind ends with."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of every command."""

    OK = 0  # answered
    NO = 1  # read, and the answer is no: not found, no hit, not comparable, problems found
    USAGE = 2  # the command line cannot be understood
    BROKEN = 3  # the fact base cannot be read, the answer cannot be written, or a bug


def listed(items: Sequence[str], most: int = 5) -> str:
    """Some things in a message, the first few by name.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    more = f" and {len(items) - most} more" if items[most:] else ""
    return ", ".join(items[:most]) + more


class FactsError(Exception):
    """An error told to the user, a line each thing; `exit_code` is how the program ends."""

    exit_code = ExitCode.BROKEN

    @property
    def lines(self) -> tuple[str, ...]:
        """What to tell; a line break in one is of the data."""
        return tuple(map(str, self.args))

    def __str__(self) -> str:
        return "\n".join(self.lines)


class NoAnswer(FactsError):
    """The base was read and has no answer: an unknown name, units that do not match."""

    exit_code = ExitCode.NO


class BadUsage(FactsError):
    """An option or argument that means nothing."""

    exit_code = ExitCode.USAGE


class BrokenBase(FactsError):
    """A fact base that cannot be read; the message begins with FILE:LINE."""

    exit_code = ExitCode.BROKEN
