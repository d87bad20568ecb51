"""Score `infofacts verify`: python -m tests.tools.score_verify CASES.jsonl, or --report.

A case is a text with claims: `number`, `start`, `verdict`, perhaps `fact` and `accept` (other
verdicts that are right); `kind` says how a mutation changed it. `--report` takes the report itself
for the draft, and then with a digit of 150 of its numbers changed.
"""

from __future__ import annotations

import argparse
import io
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from infofacts import store
from infofacts.model import FactBase
from infofacts.report import SourceText, source_text
from infofacts.text import squeeze
from infofacts.verify.documents import Block, blocks_of, lines_of
from infofacts.verify.engine import Verifier
from infofacts.verify.judge import AGREES
from infofacts.verify.verdicts import Finding

ACCUSED = ("differs", "other-year")
CHANGED = 150


class Place(NamedTuple):
    """A finding and where it stands: line and column from 1, and the number as written."""

    finding: Finding
    block: Block
    line: int
    column: int
    text: str


def places(verifier: Verifier, text: str) -> Iterator[Place]:
    """The findings of a text with their places."""
    for block, findings in verifier.findings(blocks_of(lines_of(io.BytesIO(text.encode()), "-"))):
        for each in findings:
            start, end = block.text.raw_span(each.claim.start, each.claim.end)
            yield Place(each, block, *block.text.place(start), block.text.raw[start:end])


# ---------------------------------------------------------------- cases
def findings_of(verifier: Verifier, text: str) -> list[tuple[int, int, Place]]:
    """The findings of a text with their start and end in it."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found = []
    for each in places(verifier, text):
        begin = starts[each.line - 1] + each.column - 1
        found.append((begin, begin + len(each.text), each))
    return found


class Judged(NamedTuple):
    """A claim of a case, what was found of it, the outcome, and whether it is as it should be."""

    case: dict[str, Any]
    claim: dict[str, Any]
    place: Place | None
    outcome: str
    right: bool


def judged(verifier: Verifier, cases: list[dict[str, Any]]) -> Iterator[Judged]:
    """Every claim of some cases."""
    for case in cases:
        found = findings_of(verifier, case["text"])
        for claim in case["claims"]:
            start, end = claim["start"], claim["start"] + len(claim["number"])
            place = next((p for s, e, p in found if s < end and start < e), None)
            yield Judged(case, claim, place, *outcome(claim, *_verdict(place)))


def _verdict(place: Place | None) -> tuple[str, str | None]:
    """The verdict on a number, and the fact that it is of."""
    if not place:
        return "unknown", None
    return place.finding.verdict, place.finding.fact.id if place.finding.fact else None


def scored(claims: Iterable[Judged], told: bool = False) -> dict[str, Counter[str]]:
    """How often each outcome is, by the kind of case; with `told` every wrong one is printed."""
    kinds: dict[str, Counter[str]] = {}
    for case, claim, place, result, right in claims:
        kinds.setdefault(case.get("kind") or "original", Counter())[result] += 1
        if told and not right:
            verdict, fact = _verdict(place)
            wanted = f"expected {claim['verdict']} {claim['fact']}"
            print(f"{case['id']}: {claim['number']}: {result}: {verdict} {fact}, {wanted}")
            print(f"    {case['text']}")
    return kinds


def outcome(claim: dict[str, Any], verdict: str, fact: str | None) -> tuple[str, bool]:
    """The outcome of one claim, and whether it is as it should be."""
    wanted = {claim["verdict"], *claim.get("accept", ())}
    if claim["verdict"] in ACCUSED:
        hit = verdict in ACCUSED or verdict in wanted
        return "error found" if hit else "error missed", hit
    if verdict in ACCUSED and verdict not in wanted:
        return "accused", False
    if claim["verdict"] == "unknown":
        hit = verdict in wanted
        return "unknown kept" if hit else "unknown recognised", hit
    if claim["verdict"] == "derived":
        hit = verdict in wanted
        return "derived found" if hit else "derived missed", hit
    if verdict == "unknown":
        return "right not recognised", "unknown" in wanted
    hit = fact == claim["fact"]
    return "right recognised" if hit else "right, other address", hit


class Figures(NamedTuple):
    """The figures of a file of cases, each a count and what it is of."""

    accused: tuple[int, int]
    errors_found: tuple[int, int]
    right_recognised: tuple[int, int]
    unknown_recognised: tuple[int, int]


def figures(kinds: dict[str, Counter[str]]) -> Figures:
    """The figures of all kinds together."""
    score = sum(kinds.values(), Counter[str]())
    right = sum(count for name, count in score.items() if name.startswith("right"))
    unknown = score["unknown kept"] + score["unknown recognised"]
    errors = score["error found"] + score["error missed"]
    return Figures(
        (score["accused"], right + unknown + score["accused"]),
        (score["error found"], errors),
        (score["right recognised"], right),
        (score["unknown recognised"], unknown),
    )


def read_cases(path: Path, half: str | None = None) -> list[dict[str, Any]]:
    """The cases of a file, or every other one with its mutations."""
    cases: list[dict[str, Any]] = list(map(json.loads, path.read_text("utf-8").splitlines()))
    if half:
        odd = half == "first"
        cases = [c for c in cases if ((c.get("mutation_of") or c["id"]) % 2 == 1) == odd]
    return cases


# ---------------------------------------------------------------- the report as a draft
def quoted(base: FactBase, text: SourceText, source: str) -> bytearray:
    """A flag for each character of the squeezed report: whether it is of a number of a fact."""
    flags = bytearray(len(text.text))
    for fact in base.facts.values():
        if fact.number is None or fact.source != source or not fact.quantity:
            continue
        for quote in (fact.quote, *fact.also):
            words = squeeze(quote)
            digits = f"{fact.quantity.digits.copy_abs():f}"
            number = next((n for n in (squeeze(fact.printed), digits) if n in words), "")
            for place in text.find(quote) if number else ():
                start = place.start + words.index(number)
                flags[start : start + len(number)] = b"\1" * len(number)
    return flags


def covered(base: FactBase, verifier: Verifier, raw: str) -> tuple[list[Place], list[Place]]:
    """All findings of the report, and those of numbers that facts cover."""
    source = next(iter(base.sources.values()))
    text = source_text(source.file)
    assert text
    flags = quoted(base, text, source.id)
    lines = {line.number: line for line in text.lines}
    everything = list(places(verifier, raw))
    known = []
    for each in everything:
        line = lines.get(each.line)
        if line and flags[line.start + len(squeeze(line.text[: each.column - 1]))]:
            known.append(each)
    return everything, known


def changed(raw: str, place: Place, choose: random.Random) -> str:
    """The report with a digit of one of its numbers changed."""
    digits = [at for at, char in enumerate(place.text) if char.isdigit()]
    at = choose.choice(digits)
    others = [d for d in "0123456789" if d != place.text[at] and (d != "0" or at != digits[0])]
    lines = raw.split("\n")
    line, start = lines[place.line - 1], place.column - 1 + at
    lines[place.line - 1] = line[:start] + choose.choice(others) + line[start + 1 :]
    return "\n".join(lines)


def changes_found(verifier: Verifier, raw: str, known: list[Place], seed: int) -> list[Place]:
    """Those of 150 changed numbers that are not found to differ. Each is read in its section."""
    choose = random.Random(seed)
    digits = [
        each for each in known if any(map(str.isdigit, each.text)) and not each.finding.claim.worded
    ]
    missed = []
    for place in choose.sample(digits, CHANGED):
        lines = changed(raw, place, choose).split("\n")
        first = place.block.text.line - 1
        while first and not lines[first].startswith("#"):
            first -= 1
        above = [line if line.startswith("#") else "" for line in lines[:first]]
        last = place.block.text.line + place.block.text.raw.count("\n")
        again = places(verifier, "\n".join([*above, *lines[first:last]]))
        there = [e for e in again if (e.line, e.column) == (place.line, place.column)]
        if not there or there[0].finding.verdict not in ACCUSED:
            missed.append(place)
    return missed


def report(base: FactBase, verifier: Verifier, seed: int) -> None:
    """Print the figures of the report as a draft."""
    raw = Path(next(iter(base.sources.values())).file).read_text("utf-8")
    everything, known = covered(base, verifier, raw)
    accused = [e for e in everything if e.finding.verdict in ACCUSED]
    right = [e for e in known if e.finding.verdict in AGREES]
    print(f"accused: {len(accused)} of {len(everything)}")
    print("covered by facts and known:", share(len(right), len(known)))
    missed = changes_found(verifier, raw, known, seed)
    print(f"changed numbers found (seed {seed}):", share(CHANGED - len(missed), CHANGED))


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / whole if whole else 0:.1f} %"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path, nargs="?")
    parser.add_argument("--half", choices=("first", "second"), help="only every other case")
    parser.add_argument("--report", action="store_true", help="the report itself as a draft")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-q", action="store_true", help="only the figures")
    args = parser.parse_args()
    base = store.read([store.builtin()])
    verifier = Verifier(base)
    if args.report:
        report(base, verifier, args.seed)
    if args.cases:
        kinds = scored(judged(verifier, read_cases(args.cases, args.half)), told=not args.q)
        for kind, counts in kinds.items():
            print(f"{kind:16} " + ", ".join(f"{n} {c}" for n, c in sorted(counts.items())))
        for name, figure in figures(kinds)._asdict().items():
            print(f"{name.replace('_', ' ')}:", share(*figure))


if __name__ == "__main__":
    main()
