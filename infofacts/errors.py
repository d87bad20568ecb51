"""What can go wrong, and the exit code of each."""

from __future__ import annotations

from infofacts.messages import N_, _
from infofacts.text import module_named

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

OK, NO, USAGE, BROKEN = 0, 1, 2, 3
# The exit codes of every command, and what each means; `__main__` ends with the last.
EXIT_CODES = {
    OK: N_("Answered, also when the reader closes the pipe early."),
    NO: N_("No answer: not found, no hit, not comparable, or `check` found problems."),
    USAGE: N_("The command line cannot be understood."),
    BROKEN: N_("The fact base cannot be read, the answer cannot be written, or a bug."),
    130: N_("Interrupted by Ctrl-C."),
}
# What the system says most often, for the catalogue.
SYSTEM = (
    N_("No such file or directory"), N_("Permission denied"), N_("Is a directory"),
    N_("Not a directory"), N_("No space left on device"), N_("File name too long"),
    N_("Read-only file system"), N_("Bad file descriptor"), N_("Input/output error"),
    N_("File too large"), N_("Disk quota exceeded"), N_("Too many open files"),
    N_("File exists"), N_("Too many levels of symbolic links"),
)  # fmt: skip
NO_MEMORY = 12  # `errno.ENOMEM`
SPARE = 8 << 20  # bytes, more than any library that is loaded on the way


def starved(error: Exception) -> bool:
    """Whether memory has run out: C code reports that as many other errors, too."""
    try:
        known = isinstance(error, MemoryError) or getattr(error, "errno", None) == NO_MEMORY
        return known or not bytes(SPARE)
    except MemoryError:
        return True


def listed(items: Sequence[str], most: int = 5) -> str:
    """Some things in a message, the first few by name.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    named = _(", ").join(items[:most])
    return (
        _("{named} and {more} more", named=named, more=len(items) - most) if items[most:] else named
    )


class FactsError(Exception):
    """An error to report to the user, one message per argument.

    `exit_code` is how the program ends.
    """

    exit_code = BROKEN

    @property
    def lines(self) -> tuple[str, ...]:
        """The messages; a line break in one belongs to the data."""
        return tuple(map(str, self.args))

    def __str__(self) -> str:
        return "\n".join(self.lines)


class NoAnswer(FactsError):
    """The base was read and has no answer: an unknown name, units that do not match."""

    exit_code = NO


class BadUsage(FactsError):
    """A command line that cannot be carried out: a wrong option, name of a format, or path."""

    exit_code = USAGE


def none_of(given: str, known: Iterable[str]) -> BadUsage:
    """The error of what is given, with its option, where only some words are known."""
    return BadUsage(_("{given}: expected one of {known}", given=given, known=_(", ").join(known)))


def library(user: str, module: str, extra: str, name: str = "") -> ModuleType:
    """A library that an extra of this package installs.

    Raises `BadUsage`, which says what needs it, where it is not installed.
    """
    try:
        return module_named(module)
    except ImportError as error:
        install = f"pip install 'infofacts[{extra}]'"
        message = _(
            "{user} needs {library}, which is not installed: {install}",
            user=user,
            library=name or module,
            install=install,
        )
        raise BadUsage(message) from error


class BrokenBase(FactsError):
    """A fact base that cannot be read; each message begins with FILE, or with FILE:LINE.

    Of one made by `at`: the line (0: the whole file), the column (0: the whole line), the reason.
    """

    line = column = 0
    reason = ""

    @classmethod
    def at(cls, path: object, reason: str, line: int = 0, column: int = 0) -> BrokenBase:
        """What is wrong in a file, and where."""
        numbers = "".join(f":{number}" for number in (line, column) if number)
        error = cls(f"{path}{numbers}: {reason}")
        error.line, error.column, error.reason = line, column, reason
        return error
