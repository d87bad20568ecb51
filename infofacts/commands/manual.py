"""Show the manual page."""

from __future__ import annotations

import shutil
import subprocess
import sys

from infofacts.commands.answer import Answer, Asked
from infofacts.errors import BrokenBase
from infofacts.messages import _, spoken
from infofacts.text import file_bytes, manual_page

PARAMETERS = ()


def answer(asked: Asked) -> Answer:
    """The page by man(1) on a terminal that has it, else its text, to be piped into `man -l -`.

    Raises `BrokenBase` where the page is not there.
    """
    page_file = manual_page(spoken())
    try:
        page = file_bytes(page_file)
    except OSError as error:
        raise BrokenBase(f"{page_file}: {_(error.strerror or str(error))}") from error
    if sys.stdout.isatty() and shutil.which("man"):
        done = subprocess.run(["man", "-l", "-"], input=page, check=False)
        if done.returncode == 0:
            return Answer(text="")
    return Answer(text=page.decode("utf-8"))
