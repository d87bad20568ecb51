"""What `-o` writes: on the disk before it takes a name, and never half of it under that name."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

EXPORT = ("export", "-y", "2022", "-f")
Sync = Callable[[int], None]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "facts"
    path.write_text("old")
    return path


@pytest.mark.parametrize("fmt", ["csv", "sqlite", "datapackage"])
def test_everything_is_on_the_disk_before_it_has_its_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fmt: str
) -> None:
    """Each file and folder, and afterwards the folder that has the name."""
    synced: set[tuple[int, int]] = set()  # inode and size: what is written later is not synced
    fsync, replace = os.fsync, os.replace

    def noted(descriptor: int) -> None:
        found = os.fstat(descriptor)
        synced.add((found.st_ino, found.st_size if stat.S_ISREG(found.st_mode) else 0))
        fsync(descriptor)

    def looked(new: Path, path: Path) -> None:
        for part in (new, *new.rglob("*")):
            size = part.stat().st_size if part.is_file() else 0
            assert (part.stat().st_ino, size) in synced, part
        synced.clear()
        replace(new, path)

    monkeypatch.setattr("os.fsync", noted)
    monkeypatch.setattr("os.replace", looked)
    assert run(*EXPORT, fmt, "-o", str(tmp_path / "out")) == (0, "", "")
    assert synced == {(tmp_path.stat().st_ino, 0)}


def test_a_folder_that_cannot_be_synced_is_no_trouble(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some network drives."""
    fsync = os.fsync

    def files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(22, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", files_only)
    assert run(*EXPORT, "csv", "-o", str(tmp_path / "out")) == (0, "", "")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda old, new: os.link(old, new), "has other names (hard links)"),
        (lambda old, new: new.symlink_to(old), "is a symbolic link to "),
        (lambda old, new: new.symlink_to("none"), "is a symbolic link to none: name that"),
        (lambda old, new: os.mkfifo(new), "exists and is not a regular file"),
    ],
)
def test_a_file_with_other_names_is_not_replaced(
    run: Run, old: Path, make: Callable[[Path, Path], None], message: str
) -> None:
    path = old.with_name("second")
    make(old, path)
    code, out, err = run(*EXPORT, "csv", "-o", str(path))
    assert (code, out) == (2, "") and err.startswith(f"infofacts: --output {path}: {message}")
    assert old.read_text() == "old" and path.lstat()


@pytest.mark.parametrize("allowed", [True, False])
def test_owner_and_permissions_stay(
    run: Run, old: Path, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    """The owner where a file may be given away, the permissions always."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    owners = (12345, 12346) if allowed and os.geteuid() == 0 else (os.geteuid(), os.getegid())
    if allowed:
        os.chown(old, *owners)
    else:
        monkeypatch.setattr("os.chown", refused)
    old.chmod(0o620)
    before = old.stat()
    assert run(*EXPORT, "csv", "-o", str(old)) == (0, "", "")
    after = old.stat()
    assert after.st_ino != before.st_ino and stat.S_IMODE(after.st_mode) == 0o620
    assert (after.st_uid, after.st_gid) == owners


@pytest.mark.parametrize("ignored", [False, True])
def test_an_interruption_while_it_writes_leaves_the_old_file(
    run: Run, old: Path, monkeypatch: pytest.MonkeyPatch, ignored: bool
) -> None:
    """And nothing beside it. Behind "&", where Ctrl-C is ignored, it writes on."""
    sync: Sync = os.fsync

    def interrupted(descriptor: int) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        sync(descriptor)

    monkeypatch.setattr("os.fsync", interrupted)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN if ignored else lambda *_: os.abort())
    during = signal.getsignal(signal.SIGINT)
    try:
        if ignored:
            assert run(*EXPORT, "csv", "-o", str(old))[0] == 0
        else:
            with pytest.raises(KeyboardInterrupt):
                run(*EXPORT, "csv", "-o", str(old))
        assert signal.getsignal(signal.SIGINT) == during
    finally:
        signal.signal(signal.SIGINT, before)
    assert (old.read_text() == "old") is not ignored
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_a_process_that_is_stopped_leaves_nothing_half_written(tmp_path: Path, number: str) -> None:
    """It ends by the signal, as a shell expects."""
    code = (
        "import os, signal; sync = os.fsync\n"
        f"os.fsync = lambda at: (os.kill(os.getpid(), signal.{number}), sync(at))\n"
        "from infofacts.app import main\n"
        f"main({[*EXPORT, 'csv', '-o', str(tmp_path / 'facts.csv')]!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-getattr(signal, number), b"", b"")
    assert list(tmp_path.iterdir()) == []
