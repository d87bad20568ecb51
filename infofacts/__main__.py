"""The entry point of the `infofacts` script and of `python -m infofacts`."""

import sys


def run() -> None:
    """End the process with the exit code of the command line."""
    from infofacts.cli import main

    sys.exit(main())


if __name__ == "__main__":
    run()
