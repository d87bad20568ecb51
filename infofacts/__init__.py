"""infofacts: look up the facts of a report, each with the words it was printed in."""

__version__ = "0.1.0"
