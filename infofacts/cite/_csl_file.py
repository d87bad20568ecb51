"""Entries in any style of the Citation Style Language, by citeproc-py."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Sequence
from importlib import import_module

from infofacts.cite import csl_json
from infofacts.cite._works import Work
from infofacts.errors import BadUsage, library
from infofacts.messages import _


def write(works: Sequence[Work], path: str) -> str:
    """One entry per line, in the style of a file.

    Raises `BadUsage` for a missing library and a file that is no such style.
    """
    if not os.path.isfile(path):
        raise BadUsage(_("--style {path}: there is no such file", path=path))
    source = library(f"--style {path}", "citeproc.source.json", "csl", "citeproc-py")
    citeproc = import_module("citeproc")
    items = json.loads(csl_json.write(works))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not know `custom`
        try:
            style = citeproc.CitationStylesStyle(path, validate=False)
            page = citeproc.CitationStylesBibliography(
                style, source.CiteProcJSON(items), citeproc.formatter.plain
            )
            for item in items:
                page.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
            return "".join(f"{' '.join(str(entry).split())}\n" for entry in page.bibliography())
        except Exception as error:  # whatever a broken style makes of it
            raise BadUsage(
                _("--style {path}: not a style that citeproc-py can use", path=path)
            ) from error
