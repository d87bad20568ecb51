"""Long tables go through a pager, as they do in git and gh."""

from __future__ import annotations

import os
import sys


def show(text: str) -> None:
    """Write a text to standard output; through a pager if the terminal has fewer lines.

    The pager is INFOFACTS_PAGER, else PAGER, else less; one that is empty, or cat, is none.
    """
    command = pager() if _is_long(text) else ""
    if not command or not _paged(command, text):
        sys.stdout.write(text)


def pager() -> str:
    """The command of the pager, "" for none."""
    for name in ("INFOFACTS_PAGER", "PAGER"):
        if (command := os.environ.get(name)) is not None:
            return "" if command.strip() == "cat" else command.strip()
    import shutil  # only who reads what is long waits for it

    return "less" if shutil.which("less") else ""


def _is_long(text: str) -> bool:
    """Whether a person reads the text on a terminal that it does not fit on."""
    try:
        height = os.get_terminal_size(sys.stdout.fileno()).lines
    except (OSError, ValueError):  # no terminal, or none that says how high it is
        return False
    return sys.stdin.isatty() and 0 < height <= text.count("\n")


def _paged(command: str, text: str) -> bool:
    """Whether a pager has shown the text: not if there is no such program."""
    import signal
    import subprocess

    # As git: less ends at once if all fits, keeps colours, and leaves the screen as it is. Where a
    # locale is named that is not installed, less would show no Chinese.
    encoding = sys.stdout.encoding
    charset = {"LESSCHARSET": "utf-8"} if encoding.lower() == "utf-8" else {}
    environment = {"LESS": "FRX", "LV": "-c"} | charset | os.environ
    sys.stdout.flush()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's
    try:
        data = text.encode(encoding, "backslashreplace")
        done = subprocess.run(command, shell=True, input=data, env=environment, check=False)
    finally:
        signal.signal(signal.SIGINT, before)
    return done.returncode not in (126, 127)  # what a shell says of a program it can't run
