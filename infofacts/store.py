"""Shim until the store lands."""

from pathlib import Path
from infofacts import cachefile

base_files, builtin = cachefile.base_files, cachefile.builtin


def read(paths, wanted=None):
    from infofacts import index

    return index.read([Path(p) for p in paths], wanted)


def find(paths, words, count, years):
    from infofacts import index

    return index.find([Path(p) for p in paths], words, count, years)


def values(paths, names):
    return None


def complete(paths, incomplete):
    from infofacts.complete import names

    return names(paths, incomplete)
