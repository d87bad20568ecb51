"""The entry point of the `infofacts` script and of `python -m infofacts`."""

import gc
import os
import sys

# A pipe takes so many bytes as a whole or not at all; longer answers are left to the command line.
SHORT = 4096
INTERRUPTED = 130  # as shells count a program that Ctrl-C has ended


def run() -> None:
    """End the process with the exit code of the command line.

    A plain `get` and the completion of a shell are answered before Typer is loaded, which
    takes several times as long as they do.
    """
    gc.disable()  # a process that answers one question and ends makes little to collect
    try:
        _end(_answer())
    except KeyboardInterrupt:
        _end(INTERRUPTED)


def _answer() -> int:
    if sys.argv[1:2] == ["get"] and _got(sys.argv[2:]):
        return 0
    if "_INFOFACTS_COMPLETE" in os.environ:
        from infofacts import complete

        if complete.answered():
            return 0
    from infofacts.app import main

    return main()


def _got(names: list[str]) -> bool:
    """Print what a plain `get` answers; False, with nothing written, if it is not plain."""
    if not names or any(name[:1] in ("", "-") or name != name.strip() for name in names):
        return False
    from infofacts import store

    lines = store.values(store.base_files(), names)
    data = "".join(f"{line}\n" for line in lines or ()).encode()
    if not 0 < len(data) <= SHORT or (os.isatty(1) and not data.isascii()):
        return False
    try:
        return os.write(1, data) == len(data)
    except OSError:
        return False  # the command line says why


def _end(code: int) -> None:
    """End at once: to take the interpreter apart takes longer than most answers."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # closed, or none: `main` has told what there is to tell
    os._exit(code)


if __name__ == "__main__":
    run()
