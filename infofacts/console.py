"""Standard input, output and error: what comes in, answers, warnings; language and width."""

from __future__ import annotations

import io
import os
import sys

from infofacts import messages
from infofacts.charts import CHART_FORMATS
from infofacts.errors import BadUsage, FactsError, none_of
from infofacts.messages import _
from infofacts.text import LONGEST_LINE, visible

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from infofacts.commands.answer import Answer
    from infofacts.views.display import Display


# ---------------------------------------------------------------- the streams
def prepare() -> None:
    """Make the streams fit to write to. Must come before anything is written.

    A closed stream is replaced, so that no other file takes its place: reading gives nothing,
    stderr is dropped, writing to stdout fails. Off a terminal the streams are UTF-8; on one, a
    character that its encoding lacks becomes an escape.
    """
    for name, mode in (("stdin", "r"), ("stdout", "r"), ("stderr", "w")):
        if getattr(sys, name) is None:
            flag = os.O_WRONLY if mode == "w" else os.O_RDONLY
            setattr(sys, name, os.fdopen(os.open(os.devnull, flag), mode, encoding="utf-8"))
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and isinstance(out.buffer, io.RawIOBase):
        # Without a buffer (python -u) a write that a full disk cuts off would be lost.
        sys.stdout = os.fdopen(out.fileno(), "w", encoding=out.encoding, closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")


def forget_output() -> None:
    """Point stdout at /dev/null, so that the flush at exit does not fail again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        pass


# ---------------------------------------------------------------- what comes in
def input_lines() -> Iterator[list[str]]:
    """The lines of standard input, stripped, as many at a time as have come.

    UTF-8 off a terminal, as is written there; no byte is an error. Raises `BadUsage` for a line
    that does not end.
    """
    if not isinstance(sys.stdin, io.TextIOWrapper):
        yield [line.strip() for line in sys.stdin.read().splitlines()]
        return
    encoding = sys.stdin.encoding if sys.stdin.isatty() else "utf-8"
    rest, number = b"", 1
    while data := _read(sys.stdin.buffer.read1):
        whole, end, rest = (rest + data).rpartition(b"\n")
        if end:
            number += whole.count(b"\n") + 1
            yield _decoded(whole + end, encoding)
        elif len(rest) > LONGEST_LINE:
            size = f"{LONGEST_LINE >> 20} MB"
            raise BadUsage(
                _(
                    "standard input:{number}: a line of more than {size} is no name",
                    number=number,
                    size=size,
                )
            )
    if rest:
        yield _decoded(rest, encoding)


def _read(read1: Callable[[], bytes]) -> bytes:
    """What standard input has, b"" at its end. Raises `FactsError` if it cannot be read."""
    try:
        return read1()
    except OSError as error:  # opened for writing, or a terminal that is gone
        raise FactsError(
            _("standard input: cannot be read: {strerror}", strerror=_(error.strerror or ""))
        ) from error


def _decoded(data: bytes, encoding: str) -> list[str]:
    lines = (line.decode(encoding, "surrogateescape") for line in data.splitlines())
    return [line.removeprefix("\ufeff").strip() for line in lines]  # some editors begin files so


def typed(text: str) -> str:
    """An argument as it was typed, in UTF-8, where the locale could not tell what it is."""
    try:
        return text if text.isprintable() else os.fsencode(text).decode("utf-8")
    except UnicodeError:
        return text


# ---------------------------------------------------------------- how to show
LANGUAGES = ("zh", "en", "both")
_CODES = {"zho": "zh", "chi": "zh", "cmn": "zh", "eng": "en"}  # ISO 639-2 and 639-3


def language(code: str, where: str = "--lang ") -> str:
    """One of `LANGUAGES` by its code in any spelling: zh-CN, ZH, zh_CN.UTF-8, en_US.

    Raises `BadUsage` for another language, as the value of what `where` names.
    """
    lang = code.strip().casefold()
    for mark in "-_.@":
        lang = lang.partition(mark)[0]
    lang = _CODES.get(lang, lang)
    if lang not in LANGUAGES:
        raise none_of(f"{where}{code}", LANGUAGES)
    return lang


def display_of(lang: str | None) -> Display:
    """How to show: in --lang, else the language of the surroundings; and how wide."""
    from infofacts.views.display import Display, width

    return Display(lang or default_language(), width())


def default_language() -> str:
    """The language of INFOFACTS_LANG, else of the locale, else both.

    Raises `BadUsage` where INFOFACTS_LANG is another.
    """
    if wanted := os.environ.get("INFOFACTS_LANG"):
        return language(wanted, "INFOFACTS_LANG=")
    return _locale_language()


def _locale_language() -> str:
    """The language of the locale, else both."""
    named = (os.environ.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    try:
        return language(next(filter(None, named), "both"))
    except BadUsage:
        return "both"


def asked_language(line: Sequence[str]) -> tuple[str | None, list[str]]:
    """The value of --lang in a command line, wherever it stands, and the other words."""
    asked, others, words = None, [], iter(line)
    for word in words:
        if word == "--lang":
            asked = next(words, "")
        elif word[:7] == "--lang=":
            asked = word[7:]
        else:
            others.append(word)
        if word == "--":
            break
    return asked, [*others, *words]


def message_language(line: Sequence[str]) -> str:
    """The language of messages, en or zh: that of --lang, else of the surroundings, else English.

    Raises `BadUsage`, in the language of the surroundings, for a --lang that is none, whatever
    else the command line asks for.
    """
    try:
        around = default_language()
    except BadUsage:  # INFOFACTS_LANG is none, which the command says
        around = _locale_language()
    messages.speak("zh" if around == "zh" else "en")
    asked, _others = asked_language(line)
    named = language(asked) if asked is not None else around
    return messages.spoken() if named == "both" else named


# ---------------------------------------------------------------- what leaves the program
def emit(answer: Answer, fmt: str | None) -> None:
    """Print an answer as it asks for, else in a format, else as a table on a terminal or tsv.

    Raises `BadUsage` for a format that nothing is printed in.
    """
    if answer.text is not None and answer.output:
        from infofacts.formats import save_text

        save_text(answer.output, [answer.text])
    elif answer.text is not None:
        write(answer.text)
    elif answer.chart and (answer.format or fmt) in CHART_FORMATS:
        _draw_chart(answer, str(answer.format or fmt))
    else:
        output, fmt = answer.output, answer.format or fmt
        fmt = known_format(fmt or ("tsv" if output else format_for(None)))
        if fmt == "table":
            if output:
                raise BadUsage(_("--output: a table is for the terminal; choose another --format"))
            from infofacts.views.table import draw

            draw(list(answer.grids()))
        elif output:
            from infofacts.formats import save_text

            save_text(output, _parts(answer, fmt))
        else:
            write_all(_parts(answer, fmt))
        if answer.lead and fmt not in ("table", "md"):
            warn(answer.lead)
    for message in answer.messages:
        warn(message)


def _draw_chart(answer: Answer, fmt: str) -> None:
    """Write an answer as a chart. Raises `BadUsage` for a picture on a terminal."""
    from infofacts import charts

    if not answer.output and fmt in ("png", "html") and sys.stdout.isatty():
        raise BadUsage(_("--format {fmt}: say where to write it: -o chart.{fmt}", fmt=fmt))
    assert answer.chart
    charts.write(answer.chart(), fmt, answer.output)


def _parts(answer: Answer, fmt: str) -> Iterable[str]:
    """An answer in any format but a table, part by part."""
    if fmt == "md":
        from infofacts.views.table import markdown

        return [markdown(list(answer.grids()))]
    from infofacts.formats import load, parts_of

    records = answer.flat if answer.flat and load(fmt).FLAT else answer.records
    return parts_of(records(), fmt, answer.raw)


def format_for(fmt: str | None) -> str:
    """The format asked for, else what stdout is for: a person or a program."""
    return fmt or ("table" if sys.stdout.isatty() else "tsv")


def known_format(fmt: str) -> str:
    """The format, if answers are printed in it. Raises `BadUsage` for any other."""
    from infofacts.formats import BASE_FORMATS, FORMATS

    if fmt in CHART_FORMATS and fmt not in BASE_FORMATS:
        raise BadUsage(
            _(
                "--format {fmt}: only compare and show draw charts: "
                "infofacts compare NAME -y 2019:2023 -f {fmt} -o FILE",
                fmt=fmt,
            )
        )
    if fmt in BASE_FORMATS:
        raise BadUsage(
            _("--format {fmt}: only export writes it: infofacts export -f {fmt} -o PATH", fmt=fmt)
        )
    if fmt not in FORMATS:
        raise none_of(f"--format {fmt}", FORMATS)
    return fmt


def write(text: str) -> None:
    """Write a part of the answer to standard output, at once."""
    write_all([text])


def write_all(parts: Iterable[str]) -> None:
    """Write parts of the answer to standard output, which may be closed if there are none.

    On a terminal, control characters are made visible.
    """
    if sys.stdout.isatty():
        parts = (visible(part.replace("\r\n", "\n"), keep="\t\n") for part in parts)
    said = False
    for part in filter(None, parts):
        sys.stdout.write(part)
        said = True
    if said:
        sys.stdout.flush()


def warn(text: str) -> None:
    """Write a message to standard error, on one line that begins with the program's name."""
    write_error(f"infofacts: {visible(text)}\n")


def write_error(text: str) -> None:
    """Write to standard error; where that is not possible the answer and the exit code stay."""
    try:
        # The bytes of words that are no text as bytes: \\xff, not \\udcff.
        sys.stderr.write(visible(text.replace("\\udc", "\\x"), keep="\n"))
    except OSError:
        pass


def warn_all(messages: Sequence[str]) -> None:
    """Write each message on its own line."""
    for message in messages:
        warn(message)
