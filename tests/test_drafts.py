"""What `verify` reads in each sentence of many drafts, to the last value.

`tests/data/drafts.txt` holds texts, each after a ">", and below it a line for every number: where
it stands, what it says, what the words around it say, and what a base of its own has. Beside the
shares that `tests/test_verify.py` asks for, so that nothing changes unseen. To write wanted
changes: `python -m tests.test_drafts`; read the difference before it is committed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from infofacts.factfile import load
from infofacts.verify.claims import Claim
from infofacts.verify.documents import Block, blocks_of, lines_of
from infofacts.verify.engine import Reading, Scene, Verifier
from infofacts.verify.passage import Passage
from infofacts.verify.records import suggestion
from infofacts.verify.subjects import Subject
from infofacts.verify.tables import row_sentences
from infofacts.verify.verdicts import Finding, Said
from tests.conftest import ROOT

DATA = ROOT / "tests" / "data"
DRAFTS = DATA / "drafts.txt"
YEAR = 2024  # of what has no date


def texts() -> list[str]:
    """The drafts."""
    parts = DRAFTS.read_text("utf-8").split("\n> ")[1:]
    return [part.partition("\n")[0].replace("⏎", "\n") for part in parts]


def whole() -> str:
    """The file as it should be."""
    verifier = Verifier(load([DATA / "drafts.toml"]), YEAR)
    parts = [DRAFTS.read_text("utf-8").partition("\n> ")[0]]
    for text in texts():
        parts.append("\n".join(["> " + text.replace("\n", "⏎"), *_read(verifier, text)]))
    return "\n".join(parts) + "\n"


def _read(verifier: Verifier, text: str) -> Iterator[str]:
    scene = Scene(YEAR)
    for block in blocks_of(lines_of(io.BytesIO(text.encode()), "-")):
        if block.kind == "row":
            for claim, sentence in row_sentences(block, scene.unit):
                yield f"  row {_number(claim, block)}: {sentence.text.raw}"
                yield from _findings(verifier, sentence, scene)
        else:
            yield from _findings(verifier, block, scene)


def _findings(verifier: Verifier, block: Block, scene: Scene) -> Iterator[str]:
    passage = Passage(block)
    scene.enter(passage)
    reading = Reading(verifier.verdicts, passage, scene)
    if block.kind != "text" or scene.plans():
        yield f"  {block.kind}{' ' + str(block.depth) if block.depth else ''}: {passage.text}"
    for time in passage.times:
        parts = [f"-{time.month}"] * bool(time.month) + [" part"] * time.part
        parts += [f" {time.role}"] * bool(time.role)
        shift = "" if time.shift is None else f"{time.shift:+}"
        date = f"{time.year or ''}{shift}" + "".join(parts)
        yield f"  {passage.text[time.start : time.end]} = {date}"
    for number, claim in enumerate(passage.claims):
        reading.take(number)
        said, found = reading.said[number], reading.found[number]
        yield f"  {_number(claim, block)} | {_said(said)} | {_found(found, block)}"
        if subject := _subject(reading.subjects[number]):
            yield f"    {subject}"
    scene.leave(passage)


def _number(claim: Claim, block: Block) -> str:
    """The number with its bound words, and what it says."""
    text = block.text.folded
    start, end = block.text.raw_span(claim.start, claim.end)
    around = f"{text[claim.outer : claim.start]}[{block.text.raw[start:end]}]{text[claim.end : claim.last]}"
    marks = "".join(m for m in ("w" * claim.worded, claim.plus) if m)
    high = f"–{claim.high.value:f}" if claim.high else ""
    value = f"{claim.quantity.sign}{claim.quantity.value:f}{high} {claim.unit}".rstrip()
    return f"{around} {value} {marks}".rstrip()


def _said(said: Said) -> str:
    """What the words around a number say: measure, date, place, and what it is of."""
    measure, when = said.measure, said.when
    kind = [
        measure.kind,
        *(name for name in ("falls", "new", "yearly", "share") if getattr(measure, name)),
    ]
    date = f"{when.year}" + (f"-{when.month}" if when.month else "") + " part" * when.part
    marks = [name for name in ("listed", "planned", "latin") if getattr(said, name)]
    marks += (
        [str(len(said.clause))]
        + ["alone"] * said.alone
        + [str(year) + "?" for year in sorted(filter(None, said.years))]
    )
    return " ".join(
        filter(None, [*kind, date, when.plan, *marks, f"{said.place}<{said.place_before}".strip("<"),
                      f"{said.lead.strip()}_{said.tail.strip()}"])
    )  # fmt: skip


def _subject(subject: Subject) -> str:
    """The indicators that the words may name, the first two: scores and why."""
    named = []
    for each in subject.candidates[:2]:
        flags = [name for name in ("exact", "likely", "labelled", "whole") if getattr(each, name)]
        flags += ["sure"] * (each.indicator in subject.exact)
        size = f"{each.score:.2f} {each.coverage:.2f} -{each.foreign} of {each.size}"
        named.append(f"{each.indicator} {size} {' '.join(flags)}".strip())
    return "; ".join(named)


def _found(found: Finding, block: Block) -> str:
    """The verdict, the value, the one that should stand there, a formula, a remark."""
    right = found.right.id if found.right and found.right is not found.fact else ""
    formula = found.formula.text("zh") if found.formula else ""
    better = suggestion(block, found) or ""
    parts = [
        found.verdict,
        found.fact.id if found.fact else "",
        right,
        formula,
        found.remark,
        better,
    ]
    return " ".join(filter(None, parts))


def test_every_number_of_the_drafts_is_read_as_it_was() -> None:
    assert whole() == DRAFTS.read_text("utf-8")


if __name__ == "__main__":
    DRAFTS.write_text(whole(), "utf-8")
