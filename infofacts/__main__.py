"""The entry point of the `infofacts` script and of `python -m infofacts`."""

import gc
import os
import sys

INTERRUPTED = 130  # as shells count a program that Ctrl-C has ended


def run() -> None:
    """End the process with the exit code of the command line."""
    gc.disable()  # a process that answers one question and ends makes little to collect
    try:
        from infofacts.app import main

        _end(main())
    except KeyboardInterrupt:
        _end(INTERRUPTED)


def _end(code: int) -> None:
    """End at once: taking the interpreter apart takes longer than most answers."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # closed, or none: `main` has reported what there is to report
    os._exit(code)


if __name__ == "__main__":
    run()
