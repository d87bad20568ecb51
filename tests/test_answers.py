"""What search answers to the questions of the tests, where its answer is right.

`tests/data/answers.txt` has a line a question: its head, its size and its parts; the first fact with
the words of the question that it does not meet, then the facts behind it. Beside the shares that `tests/test_search.py` asks for,
so that nothing changes unseen. To write wanted changes: `python -m tests.test_answers`; read the
difference before it is committed.
"""

from __future__ import annotations

from infofacts.question import parse
from tests.conftest import ROOT
from tests.tools.score_search import answered, failed, judged

DATA = ROOT / "tests" / "data"
ANSWERS = DATA / "answers.txt"


def whole() -> str:
    """The file as it should be."""
    lines = []
    for path in sorted(DATA.glob("questions*.jsonl")):
        for question, hits in answered(path):
            if not failed(question, judged(question, hits)):
                asked = parse((question["q"],))
                parts = (f"{part.kind} {asked.typed_of(part)}" for part in asked.parts)
                facts = (" ".join((hit.id, *map(repr, hit.unmet))) for hit in hits)
                about = f"{asked.word(*asked.head)}, {asked.size}: {', '.join(parts)}"
                lines.append(f"{question['q']} [{about}] -> {'; '.join(facts)}\n")
    return "".join(lines)


def test_every_right_answer_is_the_one_that_was_read() -> None:
    assert whole() == ANSWERS.read_text("utf-8")


if __name__ == "__main__":
    ANSWERS.write_text(whole(), "utf-8")
