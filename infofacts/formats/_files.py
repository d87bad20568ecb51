"""Files and folders, written whole or not at all and never over anything else."""

from __future__ import annotations

import errno
import os
import signal
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from gzip import GzipFile
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, BinaryIO

from infofacts.errors import BadUsage
from infofacts.messages import _
from infofacts.record import Record

# Windows has no SIGHUP.
_STOPS = [s for s in signal.Signals if s.name in ("SIGINT", "SIGTERM", "SIGHUP")]
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO}
# What to write, by path inside the output folder; for a single file the path is "". A large file
# is given by what writes it.
Content = bytes | Callable[[BinaryIO], object]
# Or what writes files into the output folder itself.
Files = Mapping[str, Content] | Callable[[Path], object]


class ExportOptions(Record):
    """Export options: one folder per year ("year" or ""); CSV cells not escaped."""

    partition: str
    raw: bool


def save(path: Path, files: Files, compressed: bool = False) -> None:
    """Write a file, or a folder of files, under another name and rename it when it is complete.

    A `compressed` one is a gzip file.

    Only a plain file is replaced (its permissions and owner stay) or an empty folder filled.
    Raises `BadUsage` for any other path, and for one that cannot be written.
    """
    folder = callable(files) or "" not in files
    try:
        if reason := _taken(path, folder):
            raise BadUsage(_("--output {path}: {reason}", path=path, reason=reason))
        with _beside(path.parent) as beside:
            new = beside / "new"
            if folder:
                new.mkdir()
            if callable(files):
                files(new)
            else:
                for name, content in files.items():
                    _write(new / name, content, compressed)
            for made, __, names in os.walk(beside):
                for each in (*(names if callable(files) else ()), "."):
                    _sync(Path(made) / each)
            if path.exists():
                _give(new, path.stat())
            os.replace(new, path)
            _sync(path.parent)
    except OSError as error:
        if error.errno in _NO_ROOM:  # not a usage error
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise BadUsage(
            _("--output {path}: {strerror}", path=path, strerror=_(error.strerror or ""))
        ) from error


@contextmanager
def _beside(parent: Path) -> Iterator[Path]:
    """A folder for what is half written. Ctrl-C, `kill` and a closed terminal are exceptions there.

    So it goes in any case; then the process ends by the signal, as it does elsewhere. What is
    ignored stays so.
    """
    came: list[int] = []
    waiting = [True]  # while the folder is made and removed a signal waits

    def stop(number: int, _: object) -> None:
        came.append(number)
        if not waiting:
            raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in _STOPS}
    for number, handler in before.items():
        if handler == signal.SIG_DFL or callable(handler) and number == signal.SIGINT:
            signal.signal(number, stop)
    raised = False
    try:
        folder = Path(mkdtemp(prefix=".infofacts-", dir=parent))
        try:
            waiting.clear()
            yield folder
        finally:
            waiting.append(True)
            raised = bool(came)
            rmtree(folder)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came and not (raised and callable(before[signal.Signals(came[0])])):
            os.kill(os.getpid(), came[0])


def _write(path: Path, content: Content, compressed: bool) -> None:
    """Write a file; when this returns it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        out: Any = file
        if compressed:  # without name and time: the same facts give the same bytes
            out = GzipFile("", "wb", fileobj=file, mtime=0)
        if callable(content):
            content(out)
        else:
            out.write(content)
        if compressed:
            out.close()
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk, where the file system can."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _give(new: Path, was: os.stat_result) -> None:
    """The owner of what is replaced, if we may give files away, and its permissions."""
    with suppress(PermissionError):
        os.chown(new, was.st_uid, was.st_gid)
    new.chmod(stat.S_IMODE(was.st_mode))


def _taken(path: Path, folder: bool) -> str:
    """Why a path must not be written to, "" if it may."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return ""
    if stat.S_ISLNK(found.st_mode):
        return _("is a symbolic link to {path}: name that", path=os.readlink(path))
    if folder:
        if not stat.S_ISDIR(found.st_mode):
            return _("exists and is not a folder")
        return _("the folder is not empty") if any(path.iterdir()) else ""
    if not stat.S_ISREG(found.st_mode):
        return _("exists and is not a regular file")
    if found.st_nlink > 1:
        return _(
            "has other names (hard links), which would keep the old contents; choose a new file"
        )
    return "" if os.access(path, os.W_OK) else _("exists and is write-protected")
