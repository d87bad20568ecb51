"""Files and folders, written whole or not at all and never over anything else."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from infofacts.errors import BadUsage
from infofacts.record import Record

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO}
# What to write, by path inside the output folder; for a single file the path is "".
Files = Mapping[str, bytes]


class ExportOptions(Record):
    """Export options: one folder per year ("year" or ""); CSV cells not escaped."""

    partition: str
    raw: bool


def save(path: Path, files: Files) -> None:
    """Write a file, or a folder of files, under another name and rename it when it is complete.

    Only a plain file is replaced (its permissions stay) or an empty folder filled. Raises
    `BadUsage` for any other path, and for one that cannot be written.
    """
    folder = "" not in files
    try:
        if reason := _taken(path, folder):
            raise BadUsage(f"--output {path}: {reason}")
        with TemporaryDirectory(prefix=".infofacts-", dir=path.parent) as beside:
            new = Path(beside) / "new"
            if folder:
                new.mkdir()
            for name, content in files.items():
                part = new / name
                part.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(content)
            if path.exists():
                shutil.copymode(path, new)
            os.replace(new, path)
    except OSError as error:
        if error.errno in _NO_ROOM:  # not a usage error
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise BadUsage(f"--output {path}: {error.strerror}") from error


def _taken(path: Path, folder: bool) -> str:
    """Why a path must not be written to, "" if it may."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return ""
    if folder:
        if not stat.S_ISDIR(mode):
            return "exists and is not a folder"
        return "the folder is not empty" if any(path.iterdir()) else ""
    if not stat.S_ISREG(mode):
        return "exists and is not a regular file"
    return "" if os.access(path, os.W_OK) else "exists and is write-protected"
