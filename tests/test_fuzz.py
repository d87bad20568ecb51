"""Whatever is typed or read: an answer or a clear error, exit 0–3, never a traceback.

The long run: `HYPOTHESIS_PROFILE=long pytest tests/test_fuzz.py` (20 minutes and more).
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from decimal import Decimal
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from infofacts import numbers, printed, units
from infofacts.app import main
from infofacts.errors import FactsError
from infofacts.factfile import load
from infofacts.model import UNREADABLE
from infofacts.report import SourceText, TooManyPlaces
from infofacts.text import MOST_PLACES, builtin, squeeze, words_values
from infofacts.tomlfile import key_lines
from infofacts.years import parse_years
from tests.conftest import ROOT

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
COMMAND_LINES = settings(max_examples=4000 if LONG else 40)  # each reads the whole base

SHIPPED_FILE = builtin()
SHIPPED = load([SHIPPED_FILE])
ADDRESSES = sorted(SHIPPED.facts)
LABELS = sorted({fact.zh for fact in SHIPPED.facts.values()})
LINES = [line for line in Path(builtin()).read_text("utf-8").split("\n") if line]
TEXT = SourceText.read(next((ROOT / "seeds").glob("*.txt")))

# ---------------------------------------------------------------- what is typed
WORDS = st.sampled_from(
    "show get search list compare check export cite source 5g 5g.base-stations 2023 -y -f --lang --in "
    "--field json table tsv csv md jsonl 2019:2023 latest zh en both --derived --no-builtin --force "
    "-n 3 0 -1 --help -h --version 网民 5G基站 物联网 IPv6 broadband.ports.2023.change -- - --style apa "
    "value printed 万 million --raw --coverage nonsense patents.share-authorized".split()
)
ANY = st.text(st.characters(), max_size=3)  # lone surrogates, too: bytes that are no text
PIECES = st.sampled_from([".", "2023", ".change", "@miit", "*", "%", '"', "\x00"]) | ANY


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """An address or a label of the shipped base with something put in, left out or changed."""
    name = draw(st.sampled_from(ADDRESSES) | st.sampled_from(LABELS))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(name)))
        name = name[:at] + draw(PIECES) + name[at + draw(st.integers(0, 2)) :]
    return name


NAMES = st.lists(misspelt() | ANY, min_size=1, max_size=3)
SIGNS = st.sampled_from("5G基站数量多少年2023亿户%\"*():^-+{}[]'\\ OR NOT NEAR AND")
TERMS = "how many users 增长 同比 排名 share of 4.83 9亿 230EFLOPS the 的 多少".split()
QUESTIONS = st.lists(
    misspelt() | st.text(SIGNS, max_size=12) | st.sampled_from(TERMS) | ANY, min_size=1, max_size=4
)
STYLES = "gbt7714-2025 gbt7714-2015 apa bibtex ris csl-json x".split()
COMMANDS = st.sampled_from(
    ["show", "get", "compare", "source", "list", *(f"cite --style {style}" for style in STYLES)]
)
OPTIONS = st.lists(
    st.sampled_from(
        ["-y 2023", "-y 2019:2025", "-y latest", "-f json", "-f table", "-f md", "-f csv", "--lang en",
         "--lang zh", "--derived"]
    ),
    max_size=2,
    unique_by=lambda option: option.split()[0],
).map(lambda options: " ".join(options).split())  # fmt: skip


def typed(argv: list[str]) -> tuple[int, str, str]:
    """Run a command line in this process; whatever it prints is fit to be shown.

    An internal error would be raised here: `conftest` sets INFOFACTS_TRACEBACK.
    """
    out, err = io.StringIO(), io.StringIO()
    stdin = mock.patch("sys.stdin", io.StringIO("5g.users\n\x00\n"))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), stdin:
        code = main(argv)
    messages = err.getvalue()
    assert code in (0, 1, 2, 3), argv
    assert not set(messages) & {"\x1b", "\x07", "\u202e", "\x00"}, argv
    (out.getvalue() + messages).encode("utf-8", "backslashreplace")
    return code, out.getvalue(), messages


@given(st.lists(WORDS | st.text(max_size=8), max_size=6))
@COMMAND_LINES
@example(["get", "\x00"])
@example(["show", "."])
@example(["search", ""])
@example(["compare", "5g", "-y", "2023:2019"])
def test_any_command_line_ends_well(tmp_path: Path, argv: list[str]) -> None:
    with contextlib.chdir(tmp_path):  # -o writes nowhere else
        code, out, _ = typed(argv)
    # An empty line per missing name; problems; what is nearest; verdicts; what can be cited.
    shows_anyway = {"get", "check", "search", "verify", "cite"} & set(argv)
    assert not (code and out) or shows_anyway, argv


@given(COMMANDS, NAMES, OPTIONS)
@COMMAND_LINES
def test_any_name_is_answered_or_reported(
    command: str, names: list[str], options: list[str]
) -> None:
    typed([*command.split(), *options, "--", *(names[:1] if command == "list" else names)])


@given(QUESTIONS, st.sampled_from(["json", "table", "tsv", "md"]), st.integers(1, 99))
@COMMAND_LINES
def test_any_question_has_hits_or_none(words: list[str], fmt: str, count: int) -> None:
    code, out, err = typed(["search", "-f", fmt, "-n", str(count), "--", *words])
    assert (code == 0 and out) or (code == 1 and out + err), (words, err)


@given(st.text(max_size=12))
def test_any_years_are_read_or_refused(text: str) -> None:
    with contextlib.suppress(FactsError):
        parse_years(text)


# ---------------------------------------------------------------- what is read
TEXTS = st.lists(st.text(max_size=5), max_size=3)
SCALARS = st.text(max_size=10) | st.integers() | st.floats().map(str) | st.booleans() | TEXTS


def toml(value: object) -> str:
    """A TOML value; texts as basic strings."""
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, int):
        return str(value).lower()
    escaped = "".join(c if c.isalnum() or c in " .-" else f"\\U{ord(c):08x}" for c in str(value))
    return f'"{escaped}"'


KEYS = st.sampled_from("zh en value unit bound quote change aliases x".split())
PAIRS = st.tuples(KEYS, SCALARS).map(lambda pair: f"{pair[0]} = {toml(pair[1])}")
NUMBERS = st.builds(
    "{} = {}".format,
    st.sampled_from(["value", "years", "since", "change", "growth", "rank", "others"]),
    st.sampled_from(
        ["0", "-0.0", "1e59", "-7", "1e-40", "2023", '"2022-H2"', "{ value = 3 }", "{ value = 0 }",
         '{ value = -1.5, unit = "%", quote = "q" }', '[{ value = 2, source = "nidr-2023" }]',
         "{ value = 3, years = 5, bound = \"超\" }", '["a", "b"]', "2023-01-01", "true"]
    ),
)  # fmt: skip
HEADERS = st.sampled_from(
    ["[a]", "[a.b]", "[a.b.2023]", "[a.b.2022]", "[sources.s]", "[groups]", "[[a.b.2023.others]]",
     "[a.b.20]", '["".x]', "[a.b.2023.change]", "[a.b.2023.growth]", "[a.b.2023.rank]"]
)  # fmt: skip
DOCUMENTS = st.lists(HEADERS | PAIRS | st.text(max_size=12), max_size=12).map("\n".join)
SHIPPED_HEADERS = st.sampled_from([line for line in LINES if line.startswith("[")])
SHIPPED_PAIRS = st.sampled_from([line for line in LINES if " = " in line])


@st.composite
def overlays(draw: st.DrawFn) -> str:
    """Tables of the shipped base with other keys and values, some of them changed by hand."""
    lines: list[str] = []
    for header in draw(st.lists(SHIPPED_HEADERS | HEADERS, max_size=4, unique=True)):
        pairs = draw(st.lists(SHIPPED_PAIRS | PAIRS | NUMBERS, max_size=5))
        lines += [header, *{pair.partition(" = ")[0]: pair for pair in pairs}.values()]
    return "\n".join(lines)


def written(folder: Path, text: str) -> Path:
    path = folder / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


@given(DOCUMENTS | st.text(max_size=60))
def test_any_document_is_read_or_reported(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    try:
        base = load([path])
    except FactsError as error:
        assert str(error).startswith(str(path))
    else:
        assert all(fact.to_dict() for fact in base.facts.values())


@given(DOCUMENTS)
@COMMAND_LINES
def test_any_document_is_checked(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    code, out, err = typed(["check", str(path), "--no-builtin"])
    unread = any(f": -: {word}: " in out for word in UNREADABLE)
    assert code == (3 if unread else bool(out)), err
    assert all(line.startswith(f"{path}:") for line in out.splitlines())


ASKED = [
    "get", "show -f json", "show -f table", "compare -y 2019:2025", "cite", "source -f table",
    "compare --force -f table 5g.users", "show --derived",
]  # fmt: skip


@given(overlays(), st.sampled_from(ASKED), st.booleans())
@COMMAND_LINES
def test_any_overlay_answers_or_is_reported(
    tmp_path: Path, text: str, asked: str, builtin: bool
) -> None:
    """Of what is laid over, every fact and topic can be asked for."""
    path = written(tmp_path, text)
    options = ["--facts", str(path), *([] if builtin else ["--no-builtin"])]
    try:
        base = load([*([SHIPPED_FILE] if builtin else []), path])
    except FactsError:
        assert typed(["list", *options])[0] == 3
        return
    laid = [line.strip("[]") for line in text.split("\n") if line.startswith("[")]
    names = [name for name in (*base.facts, *base.topics) if name.startswith(tuple(laid))][:4]
    typed([*asked.split(), *options, "--", *(names or ["5g.users"])])
    typed(["export", "-f", "csv", "--derived", *options])
    assert typed(["check", str(path), *options[2:]])[0] in (0, 1)


@given(DOCUMENTS | overlays())
@COMMAND_LINES
def test_an_exported_base_has_every_fact_of_its_file(tmp_path: Path, text: str) -> None:
    path, database = written(tmp_path, text), tmp_path / "any.db"
    alone = ["--no-builtin", "--facts"]
    if typed(["export", "-f", "sqlite", "-o", str(database), *alone, str(path)])[0] == 0:
        exported = [
            typed(["export", "-f", "jsonl", *alone, str(file)]) for file in (path, database)
        ]
        assert exported[0] == exported[1]


# ---------------------------------------------------------------- the parts
@given(st.text())
def test_any_text_has_key_lines_quotes_and_numbers(text: str) -> None:
    key_lines(text)
    list(words_values(text))
    numbers.bound_sign(text)
    units.split_unit(text)
    assert {printed.says_fall(text), printed.may_fall(text)} <= {True, False}
    assert bool(printed.sure_minus(text)) <= printed.has_minus(text)
    source = SourceText(text)
    assert source.text == squeeze("".join(line.text for line in source.lines))


@given(st.data())
def test_any_piece_of_the_source_is_found_however_it_is_spaced(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT.text) - 1))
    piece = TEXT.text[start : start + data.draw(st.integers(1, 60))]
    gap = st.sampled_from(["", " ", "\n\n", "**", "\t"])
    gaps = data.draw(st.lists(gap, min_size=len(piece), max_size=len(piece)))
    quote = "".join(gap + char for gap, char in zip(gaps, piece, strict=True))
    if len(re.findall(f"(?={re.escape(piece)})", TEXT.text)) > MOST_PLACES:
        with pytest.raises(TooManyPlaces):
            TEXT.find(quote)
    else:
        assert start in [place.start for place in TEXT.find(quote)]


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=10**9),
    st.text(max_size=6),
    st.text(max_size=6),
)
def test_any_quantity_prints(digits: Decimal, unit: str, bound: str) -> None:
    quantity = numbers.Quantity(digits, unit, bound)
    assert quantity.text() and quantity.value is not None and quantity.half_unit > 0
