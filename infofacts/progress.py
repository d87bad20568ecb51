"""A bar on the terminal for work that takes longer than one likes to wait unsure."""

from __future__ import annotations

import sys
from time import monotonic

PATIENCE = 1.0  # seconds before the bar shows
PAUSE = 0.1  # seconds between two drawings
WIDTH = 30


class Bar:
    """Shows how much of a piece of work is done; nothing where no one is watching."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.due = monotonic() + PATIENCE
        self.drawn = 0

    def __call__(self, done: float) -> None:
        """Draw, if it is time: `done` is from 0 to 1."""
        if monotonic() < self.due or not sys.stderr.isatty():
            return
        self.due = monotonic() + PAUSE
        filled = round(done * WIDTH)
        line = f"{self.title} [{'#' * filled}{'.' * (WIDTH - filled)}] {done:4.0%}"
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()
        self.drawn = len(line)

    def clear(self) -> None:
        """Take the bar off the terminal."""
        if self.drawn:
            sys.stderr.write(f"\r{' ' * self.drawn}\r")
            sys.stderr.flush()
            self.drawn = 0
