"""A finding as a record, and in words."""

from __future__ import annotations

import re
from decimal import Decimal

from infofacts.messages import N_, _, spoken
from infofacts.model import Fact, Json
from infofacts.numbers import number_text, reading_scale
from infofacts.units import EN_SCALES, ZH_SCALES, split_unit
from infofacts.verify import judge
from infofacts.verify.claims import PERCENT, RANK, Claim
from infofacts.verify.documents import Block
from infofacts.verify.verdicts import Finding

# The fields of a record, in order.
FIELDS = (
    "file line column end_column text value unit bound year verdict fact printed suggestion message "
    "source quote"
).split()


def record_of(file: str, block: Block, finding: Finding) -> dict[str, Json]:
    """The record of a finding in a block of a file."""
    claim, fact = finding.claim, finding.fact
    start, end = block.text.raw_span(claim.start, claim.end)
    line, column = block.text.place(start)
    last_line, last = block.text.place(end - 1)
    written = block.text.raw[start:end]
    return {
        "file": file,
        "line": line,
        "column": column,
        "end_column": last + 1 if last_line == line else column + len(written.split("\n")[0]),
        "text": " ".join(written.split()),
        "value": -claim.quantity.value if claim.plus == "-" else claim.quantity.value,
        "unit": None if claim.unit == RANK else claim.unit or None,
        "bound": claim.quantity.sign,
        "year": finding.year,
        "verdict": finding.verdict,
        "fact": fact.id if fact else None,
        "printed": fact.printed if fact else None,
        "suggestion": suggestion(block, finding),
        "message": message(block, finding),
        "source": fact.source if fact else None,
        "quote": fact.quote or None if fact else None,
    }


_AGREES = {
    (judge.STATED, ""): N_("{text}: stated as {value}"),
    (judge.ROUNDED, ""): N_("{text}: rounded from {value}"),
    (judge.ROUNDED, "truncated"): N_("{text}: cut off, not rounded: {value}"),
    (judge.ROUNDED, "coarse"): N_("{text}: roughly rounded from {value}"),
    (judge.CONSISTENT, ""): N_("{text}: consistent with {value}"),
    (judge.CONSISTENT, "finer"): N_("{text}: finer than {value}"),
}


def message(block: Block, finding: Finding) -> str:
    """What the verdict means, in one line."""
    fact, verdict, text = finding.fact, finding.verdict, written(block, finding)
    if not fact:
        return _("{text}: the base says nothing about it", text=text)
    value = f"{fact.printed} ({fact.id})"
    plain = _AGREES.get((verdict, ""))
    if plain:
        return _(_AGREES.get((verdict, finding.remark), plain), text=text, value=value)
    if verdict == judge.OTHER_YEAR:
        return _of_another_year(finding, fact, text)
    if finding.formula:
        formula = finding.formula.text(spoken())
        if verdict == judge.DERIVED:
            template = N_("{text}: follows from {formula} ({id})")
        else:
            template = N_("{text}: {formula} gives another figure ({id})")
        return _(template, text=text, formula=formula, id=fact.id)
    if finding.remark == "unit":
        kind = _("per cent") if fact.unit == PERCENT else _("percentage points")
        return _("{text}: the base has {value}, which is {kind}", text=text, value=value, kind=kind)
    return _("{text}: the base has {value}", text=text, value=value)


def _of_another_year(finding: Finding, fact: Fact, text: str) -> str:
    right, year = finding.right, finding.year
    asked = (
        _("; {printed} is the value of {year}", printed=right.printed, year=year) if right else ""
    )
    return _(
        "{text}: the value of {year} ({id}), not of {finding_year}{asked}",
        text=text,
        year=fact.year,
        id=fact.id,
        finding_year=year,
        asked=asked,
    )


def written(block: Block, finding: Finding) -> str:
    """A number with its bound words as it is written."""
    start, end = block.text.raw_span(finding.claim.outer, finding.claim.last)
    return " ".join(block.text.raw[start:end].split())


def suggestion(block: Block, finding: Finding) -> str | None:
    """What to write instead of a wrong number, in the language and the scale of the draft.

    The scale is another where that is what is wrong: 8.05亿户 for 8.05万户.
    """
    right = finding.right
    if (
        not right
        or right.number is None
        or finding.verdict not in (judge.DIFFERS, judge.OTHER_YEAR)
    ):
        return None
    return value_text(right, _written_in(block, finding), finding, written(block, finding))


def _written_in(block: Block, finding: Finding) -> str:
    """The language that a number is written in, else that of its block."""
    text = block.text
    start, end = text.raw_span(finding.claim.start, finding.claim.end)
    own = text.raw[start:end]
    if not own.isascii():
        return "zh"
    if re.search("[a-z]{4}", own):  # a word; ZB and Tbps are in both
        return "en"
    return "en" if max(text.raw, default="") < "\u3400" else "zh"


def value_text(right: Fact, lang: str, finding: Finding, written: str) -> str:
    """A value of the base as a draft would print it in the place of a number as written."""
    assert right.number is not None and right.quantity is not None
    value, unit, claim = right.number.copy_abs(), right.unit or "", finding.claim
    bound = right.bound.translate(str.maketrans("<>", "><")) if right.number < 0 else right.bound
    if judge.in_words(right.quantity) and lang == "zh":
        return right.printed
    largest = next((ZH_SCALES[word] for word in ("万亿", "亿") if word in written), 0)
    power = max(largest, split_unit(claim.quantity.unit)[0])  # 十亿九千万: 亿, not 万
    if claim.quantity.unit and not re.search(r"[^\W\d]|[^\w\s.,+-]", written):
        # The unit stands in a header, or after the last number of a list.
        return number_text(value, "", lang, bound, right.quantity.bound, scale=("", power))
    scale = ("", 0) if unit == PERCENT else _scale(claim, value, unit, lang, power)
    if not claim.unit and unit not in (PERCENT, "元"):
        unit = ""  # what is counted stands beside the number
    return number_text(value, unit, lang, bound, right.quantity.bound, scale=scale)


def _scale(claim: Claim, value: Decimal, unit: str, lang: str, power: int) -> tuple[str, int]:
    """The scale of the draft where the value reads well in it and it is not the mistake."""
    words = EN_SCALES if lang == "en" else ZH_SCALES
    word = next((word for word, each in words.items() if each == power), "")
    near = claim.quantity.value / 100 < value < claim.quantity.value * 100
    if near and (word or not power) and value.scaleb(-power) >= Decimal("0.1"):
        return word, power
    return reading_scale(value, unit, lang)
