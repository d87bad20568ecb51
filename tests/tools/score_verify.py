"""Score `infofacts verify` on a file of cases: python -m tests.tools.score_verify CASES.jsonl.

A case is a text with claims: `number`, `start`, `verdict`, perhaps `fact` and `accept`, other verdicts that are right.
"""

from __future__ import annotations

import argparse
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

from infofacts import store
from infofacts.verify.documents import blocks_of, lines_of
from infofacts.verify.engine import Verifier
from infofacts.verify.verdicts import Finding

RIGHT = ("stated", "rounded", "consistent")
ACCUSED = ("differs", "other-year")


def findings_of(verifier: Verifier, text: str) -> list[tuple[int, int, Finding]]:
    """The findings of a text with their start and end in it."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found: list[tuple[int, int, Finding]] = []
    lines = lines_of(io.BytesIO(text.encode()), "-")
    for block, findings in verifier.findings(blocks_of(lines)):
        for each in findings:
            start, end = block.text.raw_span(each.claim.start, each.claim.end)
            number, column = block.text.place(start)
            begin = starts[number - 1] + column - 1
            found.append((begin, begin + end - start, each))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--half", choices=("first", "second"), help="only every other case")
    parser.add_argument("-q", action="store_true", help="only the figures")
    args = parser.parse_args()
    verifier = Verifier(store.read([store.builtin()]))
    score = Counter[str]()
    kinds: dict[str, Counter[str]] = {}
    for line in args.cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        origin = case.get("mutation_of") or case["id"]
        if args.half and (origin % 2 == 1) != (args.half == "first"):
            continue
        kind = case.get("kind") or "original"
        found = findings_of(verifier, case["text"])
        for claim in case["claims"]:
            start, end = claim["start"], claim["start"] + len(claim["number"])
            got = next((f for s, e, f in found if s < end and start < e), None)
            verdict, fact = (
                (got.verdict, got.fact.id if got.fact else None) if got else ("unknown", None)
            )
            outcome, ok = classify(claim, verdict, fact)
            score[outcome] += 1
            kinds.setdefault(kind, Counter())[outcome] += 1
            if not ok and not args.q:
                print(
                    f"{case['id']} {kind}: {claim['number']}: {outcome}: {verdict} {fact}, expected {claim['verdict']} {claim['fact']} ({claim.get('why')})"
                )
                print(f"    {case['text']}")
    report(score, kinds)


def classify(claim: dict[str, Any], verdict: str, fact: str | None) -> tuple[str, bool]:
    """The outcome of one claim, and whether it is as it should be."""
    wanted = {claim["verdict"], *claim.get("accept", ())}
    if claim["verdict"] in ACCUSED:
        hit = verdict in ACCUSED or verdict in wanted
        return "error found" if hit else "error missed", hit
    if verdict in ACCUSED and verdict not in wanted:
        return "accused", False
    if claim["verdict"] == "unknown":
        hit = verdict == "unknown" or verdict in wanted
        return "unknown kept" if hit else "unknown recognised", hit
    if claim["verdict"] == "derived":
        hit = verdict in wanted
        return "derived found" if hit else "derived missed", hit
    if verdict == "unknown":
        return "right not recognised", "unknown" in wanted
    hit = fact == claim["fact"]
    return "right recognised" if hit else "right, other address", hit


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / whole if whole else 0:.1f} %"


def report(score: Counter[str], kinds: dict[str, Counter[str]]) -> None:
    for kind, counts in kinds.items():
        print(
            f"{kind:16} " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        )
    right = [name for name in score if name.startswith("right")]
    of_right = sum(score[name] for name in right)
    of_unknown = score["unknown kept"] + score["unknown recognised"]
    errors = score["error found"] + score["error missed"]
    print(
        "accused of right or unknown:",
        share(score["accused"], of_right + of_unknown + score["accused"]),
    )
    print("errors found:", share(score["error found"], errors))
    print("right recognised:", share(score["right recognised"], of_right))
    print("unknown recognised by chance:", share(score["unknown recognised"], of_unknown))


if __name__ == "__main__":
    main()
