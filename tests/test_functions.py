"""What small functions make of many inputs: the examples of `tests/data/functions.txt`.

To write wanted changes: `python -m tests.test_functions`; read the difference before it is committed.
"""

from __future__ import annotations

import contextlib
import doctest
import io

from tests.conftest import ROOT

EXAMPLES = ROOT / "tests" / "data" / "functions.txt"


def whole() -> str:
    """The file as it should be."""
    names: dict[str, object] = {}
    made = []
    for part in doctest.DocTestParser().parse(EXAMPLES.read_text("utf-8"), EXAMPLES.name):
        if isinstance(part, str):
            made.append(part)
            continue
        lines = part.source.splitlines()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(part.source, EXAMPLES.name, "single"), names)
        made += [f">>> {lines[0]}\n", *(f"... {line}\n" for line in lines[1:])]
        made.append(out.getvalue().replace("\n\n", "\n<BLANKLINE>\n"))
    return "".join(made)


def test_small_functions_make_what_they_made() -> None:
    assert whole() == EXAMPLES.read_text("utf-8")


if __name__ == "__main__":
    EXAMPLES.write_text(whole(), "utf-8")
