"""How well search answers questions, by kind: python -m tests.tools.score_search [FILE...]

A file has a question a line: {"q", "lang", "kind", "answer": [addresses], "unmet": [words]}; those
without an answer must end with exit code 1. With -v the questions that fail are printed too.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from infofacts import store

QUESTIONS = Path(__file__).parents[1] / "data" / "questions.jsonl"
FIGURES = ("answerable", "first", "five", "exit 0", "without answer", "exit 1")


def read(path: Path) -> list[dict[str, Any]]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judged(questions: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], set[str]]]:
    """Each question, and which of `FIGURES` it counts for."""
    base = store.read([store.builtin()])
    with closing(store.in_memory(base)) as memory:
        for question in questions:
            hits = store.find_in(memory, base, [question["q"]], 5)
            met = bool(hits) and not hits[0].unmet
            if not question["answer"]:
                yield question, {"without answer"} | ({"exit 1"} if not met else set())
                continue
            right = [_is_right(hit.id, question["answer"]) for hit in hits]
            figures = {"first": right[:1] == [True], "five": any(right), "exit 0": met}
            yield question, {"answerable", *(name for name, good in figures.items() if good)}


def _is_right(ident: str, answers: list[str]) -> bool:
    return any(
        ident == answer or ident.startswith((f"{answer}.", f"{answer}@")) for answer in answers
    )


def score(questions: Iterable[dict[str, Any]], verbose: bool = False) -> dict[str, Counter[str]]:
    """The counts of `FIGURES` by kind, and of "all"."""
    counts: dict[str, Counter[str]] = {}
    for question, figures in judged(questions):
        for kind in (question["kind"], "all"):
            counts.setdefault(kind, Counter()).update(figures)
        if verbose and len(figures) < (4 if question["answer"] else 2):
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
        for kind, counts in sorted(score(read(path), "-v" in arguments).items()):
            cells = (f"{figure} {per_cent(counts, figure):.1f}" for figure in FIGURES[1:4])
            print(f"{kind:30} {'  '.join(cells)}  exit 1 {per_cent(counts, 'exit 1'):.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
