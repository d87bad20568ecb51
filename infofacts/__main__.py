"""The entry point of the `infofacts` script and of `python -m infofacts`."""

import os


def _interrupted(signal: int, _: object = None) -> None:
    """End at once, as shells count it. An exception could be lost in a callback of Python's."""
    os._exit(128 + signal)


# Before all else. `signal`, which wraps this, would load enum at every start: 3 ms.
_signal = __import__("_signal")
if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:  # it is not behind "&"
    _signal.signal(_signal.SIGINT, _interrupted)


def run() -> None:
    """End the process with the exit code of the command line, in whatever state it is."""
    try:
        import gc

        from infofacts.errors import starved

        gc.disable()  # a process that answers one question and ends makes little to collect
        from infofacts.app import main

        _end(main())
    except KeyboardInterrupt:  # while a file was written: `formats/_files` has tidied up
        _interrupted(_signal.SIGINT)
    except MemoryError:
        _end_without_memory()
    except Exception as error:
        if not starved(error):
            raise
        _end_without_memory()


def _end(code: int) -> None:
    """End at once: taking the interpreter apart takes longer than most answers."""
    import sys

    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # closed, or none: `main` has reported what there is to report
    os._exit(code)


def _end_without_memory() -> None:
    """Say so in words that are there already, and end: anything else may need memory again."""
    try:
        os.write(2, b"infofacts: out of memory\n")
    finally:
        os._exit(3)


if __name__ == "__main__":
    run()
