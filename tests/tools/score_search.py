"""How well search answers questions, by kind: python -m tests.tools.score_search [FILE...]

A file has a question a line: {"q", "lang", "kind", "answer": [addresses], "unmet": [words]}; those
without an answer must end with exit code 1. With -v the questions that fail are printed too.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from infofacts import store
from infofacts.model import Hit

QUESTIONS = Path(__file__).parents[1] / "data" / "questions.jsonl"
FIGURES = ("answerable", "first", "five", "exit 0", "without answer", "exit 1")


def read(path: Path) -> list[dict[str, Any]]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def answered(path: Path) -> list[tuple[dict[str, Any], list[Hit]]]:
    """The questions of a file with the first facts that are found."""
    base = store.read([store.builtin()])
    with closing(store.in_memory(base)) as memory:
        return [(each, store.find_in(memory, base, [each["q"]], 5)) for each in read(path)]


def judged(question: dict[str, Any], hits: list[Hit]) -> set[str]:
    """Which of `FIGURES` an answer counts for."""
    met = bool(hits) and not hits[0].unmet
    if not question["answer"]:
        return {"without answer"} | ({"exit 1"} if not met else set())
    right = [_is_right(hit.id, question["answer"]) for hit in hits]
    figures = {"first": right[:1] == [True], "five": any(right), "exit 0": met}
    return {"answerable", *(name for name, good in figures.items() if good)}


def failed(question: dict[str, Any], figures: set[str]) -> bool:
    """Whether an answer is not as it should be."""
    return len(figures) < (4 if question["answer"] else 2)


def _is_right(ident: str, answers: list[str]) -> bool:
    return any(
        ident == answer or ident.startswith((f"{answer}.", f"{answer}@")) for answer in answers
    )


def score(path: Path, verbose: bool = False) -> dict[str, Counter[str]]:
    """The counts of `FIGURES` by kind, and of "all"."""
    counts: dict[str, Counter[str]] = {}
    for question, hits in answered(path):
        figures = judged(question, hits)
        for kind in (question["kind"], "all"):
            counts.setdefault(kind, Counter()).update(figures)
        if verbose and failed(question, figures):
            print(question["q"], "->", ", ".join(sorted(figures)))
    return counts


def per_cent(counts: Counter[str], figure: str) -> float:
    """A figure of those that it is of."""
    whole = counts["without answer" if figure == "exit 1" else "answerable"]
    return 100 * counts[figure] / whole if whole else 100.0


def main(arguments: list[str]) -> None:
    """Print the figures of each file."""
    for path in [Path(each) for each in arguments if each != "-v"] or [QUESTIONS]:
        print(path)
        for kind, counts in sorted(score(path, "-v" in arguments).items()):
            cells = (f"{figure} {per_cent(counts, figure):.1f}" for figure in FIGURES[1:4])
            print(f"{kind:30} {'  '.join(cells)}  exit 1 {per_cent(counts, 'exit 1'):.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
