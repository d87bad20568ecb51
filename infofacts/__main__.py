"""The entry point of the `infofacts` script and of `python -m infofacts`."""

import gc
import os
import sys

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
    from infofacts import fast

    if fast.get(sys.argv[1:]):
        return 0
    if "_INFOFACTS_COMPLETE" in os.environ:
        from infofacts import complete

        if complete.answered():
            return 0
    from infofacts.app import main

    return main()


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
