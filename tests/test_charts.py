"""Charts: their specification, what is drawn of it, and the fonts that it takes."""

from __future__ import annotations

import json
import shlex
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair
import pytest

from infofacts.charts import CHART_FORMATS, fonts
from tests.conftest import PROGRAM, ROOT, SMALL, Run

Spec = dict[str, Any]
Draw = Callable[..., Spec]
NO_BREAK = "net.stations"
BROKEN = "net.data"


@pytest.fixture
def spec(run: Run, tmp_path: Path) -> Draw:
    """The specification of a chart."""

    def spec_(*args: str) -> Spec:
        file = tmp_path / "chart.vl.json"
        assert run(*args, "-o", str(file), *SMALL)[0] == 0
        return dict(json.loads(file.read_text("utf-8")))

    return spec_


def points(spec: Spec, panel: int = 0) -> list[dict[str, Any]]:
    """The values that a panel of a chart draws."""
    return list(spec["vconcat"][panel]["data"]["values"])


def text(spec: Spec) -> str:
    """The lines below a chart."""
    return "\n".join(spec["vconcat"][-1]["title"]["text"])


@pytest.mark.parametrize(
    "line",
    [
        "compare net.stations -y 2019:2023",
        "compare net.users net.people",
        "compare net.users net.stations net.share -y 2021:2023",
        "compare net.users net.stations 2022 2023 --per",
        "show net.stations",
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_a_specification_is_valid(spec: Draw, line: str, lang: str) -> None:
    """Altair has the schema of Vega-Lite."""
    altair.VConcatChart.from_dict(spec(*line.split(), "--lang", lang))


def test_a_chart_has_title_unit_and_source(spec: Draw) -> None:
    chart = spec("compare", NO_BREAK, "-y", "2019:2023", "--lang", "en")
    assert chart["title"]["text"] == "Stations"
    layer = chart["vconcat"][0]["layer"][0]
    assert layer["encoding"]["y"]["title"] == "million"
    assert "Source: 统计公报, 统计局" in text(chart) and "unproven: 2019, 2021–2023" in text(chart)
    assert [(p["x"], p["y"]) for p in points(chart)] == [
        (2019, 0.13), (2021, 1.425), (2022, 2.312), (2023, 3.377),
    ]  # fmt: skip


def test_a_break_is_a_gap_with_a_line_in_it(spec: Draw) -> None:
    chart = spec("compare", BROKEN, "-y", "2022,2023", "--lang", "en")
    assert [p["segment"] for p in points(chart)] == [1, 2]
    (rule,) = [each for each in chart["vconcat"][0]["layer"] if each["mark"]["type"] == "rule"]
    assert rule["data"]["values"] == [{"x": 2022.5, "series": "Data"}]
    assert rule["encoding"]["x"] == chart["vconcat"][0]["layer"][1]["encoding"]["x"]
    assert "2023 Break: New basis from 2023 on" in text(chart)
    whole = spec("compare", NO_BREAK, "-y", "2021:2023")
    assert len({p["segment"] for p in points(whole)}) == 1


def test_a_bound_has_its_own_mark_and_word(spec: Draw) -> None:
    chart = spec("compare", "net.systems", "-y", "2022,2023", "--lang", "en")
    assert [(p["bound"], p["text"]) for p in points(chart)] == [("=", ["5"]), (">", ["over 6.1"])]
    assert "△ more than this" in text(chart)


def test_series_differ_without_colour_too(spec: Draw) -> None:
    chart = spec("compare", "net.stations", "net.users", "-y", "2022,2023")
    lines = [panel["layer"][0]["encoding"] for panel in chart["vconcat"][:-1]]
    assert len(lines) == 2  # of two units
    dashes = [tuple(dash) for dash in lines[0]["strokeDash"]["scale"]["range"]]
    assert len(set(dashes)) == len(dashes) == 2


def test_names_side_by_side_are_bars(spec: Draw) -> None:
    chart = spec("compare", "net.users", "net.people", "--lang", "zh")
    assert chart["vconcat"][0]["layer"][0]["mark"]["type"] == "bar"
    assert [p["label"] for p in points(chart)] == ["1.63亿户", "10.92亿人"]


@pytest.mark.parametrize("fmt", CHART_FORMATS)
def test_the_ending_of_a_file_names_its_format(run: Run, tmp_path: Path, fmt: str) -> None:
    ending = {"vega": "vl.json"}.get(fmt, fmt)
    file = tmp_path / f"chart.{ending}"
    # Nothing of it is Chinese in English, so that no font with Chinese is needed.
    code, out, _ = run(
        "compare", "5g.base-stations", "-y", "2021:2023", "-o", str(file), "--lang", "en"
    )
    content = file.read_bytes()
    assert (code, out) == (0, "")
    begins = {"svg": b"<svg", "png": b"\x89PNG", "html": b"<!DOCTYPE html>", "vega": b"{"}
    assert content.lstrip().startswith(begins[fmt])
    if fmt == "svg":
        assert "base stations" in content.decode() and "3.377" in content.decode()
    if fmt == "png":
        width, height = struct.unpack(">II", content[16:24])
        assert width > 1200 and height > 600


def test_what_has_no_chart_says_so(run: Run, tmp_path: Path) -> None:
    assert run("get", NO_BREAK, "-f", "svg", *SMALL)[0] == 2
    assert run("compare", "--all", "-y", "2022,2023", "-f", "svg", *SMALL)[0] == 2
    code, _, err = run("show", "net.people", "-f", "svg", *SMALL)
    assert code == 1 and "several years" in err
    code, _, err = run(
        "compare", NO_BREAK, "-y", "2021:2023", "-o", str(tmp_path / "x.odp"), *SMALL
    )
    assert code == 2 and "--format" in err
    base = str(tmp_path / "base.json")
    Path(base).write_bytes(Path(SMALL[1]).read_bytes())
    line = ("compare", NO_BREAK, "-y", "2021:2023", "-o", base, "--facts", base, "--no-builtin")
    assert run(*line)[0] == 2 and Path(base).read_bytes() == Path(SMALL[1]).read_bytes()


# ---------------------------------------------------------------- whole specifications
# A command line and its chart, one a line; to write wanted changes: `python -m tests.test_charts`.
CHARTS = ROOT / "tests" / "data" / "charts.jsonl"


def test_every_chart_is_the_one_that_was_seen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for line, chart in map(json.loads, CHARTS.read_text("utf-8").splitlines()):
        code, out, _ = run(*shlex.split(line), "-f", "vega", "--no-builtin")
        assert code == 0 and json.loads(out) == chart, line


def _write_charts() -> None:
    lines = []
    for line, _ in map(json.loads, CHARTS.read_text("utf-8").splitlines()):
        command = [*PROGRAM, *shlex.split(line), "-f", "vega", "--no-builtin"]
        out = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        lines.append(json.dumps([line, json.loads(out)], ensure_ascii=False) + "\n")
    CHARTS.write_text("".join(lines), "utf-8")


# ---------------------------------------------------------------- fonts
def font(name: str, simplified: bool) -> bytes:
    """The head of a font file, with what says which characters it has."""
    os2 = struct.pack(">78xII", (1 << 18) * simplified, 0) + bytes(10)
    label = name.encode("utf-16-be")
    names = (
        struct.pack(">HHH", 0, 1, 18) + struct.pack(">6H", 3, 1, 0x409, 1, len(label), 0) + label
    )
    at = 12 + 32
    head = struct.pack(">IHHHH", 0x00010000, 2, 0, 0, 0)
    head += struct.pack(">4sIII", b"OS/2", 0, at, len(os2))
    head += struct.pack(">4sIII", b"name", 0, at + len(os2), len(names))
    return head + os2 + names


def collection(*inside: bytes) -> bytes:
    """Fonts in one file; their tables are where the file has them."""
    start = 12 + 4 * len(inside)
    whole, starts = b"", []
    for each in inside:
        at = start + len(whole)
        starts.append(at)
        moved = bytearray(each)
        for entry in (12, 28):
            (place,) = struct.unpack_from(">I", moved, entry + 8)
            struct.pack_into(">I", moved, entry + 8, place + at)
        whole += bytes(moved)
    return struct.pack(">4sII", b"ttcf", 0x00010000, len(inside)) + struct.pack(
        f">{len(inside)}I", *starts
    ) + whole  # fmt: skip


@pytest.fixture
def font_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with fonts."""
    monkeypatch.setattr(fonts, "_FOLDERS", {sys.platform: (str(tmp_path),), "": (str(tmp_path),)})
    return tmp_path


def test_a_font_with_chinese_is_found_by_what_it_says_of_itself(font_folder: Path) -> None:
    assert fonts.chinese() == ""
    (font_folder / "latin.ttf").write_bytes(font("Latin Sans", simplified=False))
    (font_folder / "broken.otf").write_bytes(b"OTTO\0\xff")
    (font_folder / "empty.ttc").write_bytes(b"")
    assert fonts.chinese() == ""
    (font_folder / "song.ttf").write_bytes(font("Some Serif", simplified=True))
    assert fonts.chinese() == "Some Serif"
    pair = collection(font("Latin Sans", False), font("Noto Sans CJK SC", True))
    (font_folder / "pair.TTC").write_bytes(pair)
    assert fonts.chinese() == "Noto Sans CJK SC"


def test_no_picture_without_letters(run: Run, font_folder: Path, tmp_path: Path) -> None:
    """English needs no such font; SVG is drawn with the fonts of who looks at it."""
    file = str(tmp_path / "chart.png")
    line = ("compare", NO_BREAK, "-y", "2021:2023", "-o")
    code, _, err = run(*line, file, "--lang", "zh", *SMALL)
    assert code == 2 and "fonts-noto-cjk" in err and not Path(file).exists()
    assert run(*line, file.replace("png", "svg"), "--lang", "zh", *SMALL)[0] == 0
    english = ("compare", "5g.users", "-y", "2022:2023", "-o", file, "--lang", "en")
    assert run(*english)[0] == 0 and Path(file).exists()


def test_without_the_extra_it_says_how_to_get_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    line = ("compare", NO_BREAK, "-y", "2021:2023", *SMALL, "-o")
    code, _, err = run(*line, str(tmp_path / "x.svg"))
    assert code == 2 and "pip install 'infofacts[chart]'" in err
    assert run(*line, str(tmp_path / "x.vl.json"))[0] == 0


def test_a_picture_is_not_poured_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.tools.terminal import run as on_terminal

    for fmt in ("png", "html"):
        code, out, err = on_terminal(f"compare 5g.users -y 2022:2023 -f {fmt}", COLUMNS="80")
        assert (code, out) == (2, "") and f"-o chart.{fmt}" in err


def test_a_chart_has_as_many_lines_as_can_be_told_apart(own: Run) -> None:
    series = "".join(
        f'[m.i{n}]\nzh = "甲{n}"\nen = "I{n}"\n[m.i{n}.2022]\nvalue = {n}\n[m.i{n}.2023]\nvalue = 3\n'
        for n in range(1, 16)
    )
    text = f'[m]\nzh = "题"\nen = "T"\n{series}'
    code, _, err = own(text, "compare", "m", "-y", "2022,2023", "-f", "vega")
    assert code == 1 and "room for 14 lines, not 15" in err


def test_a_status_and_the_names_of_panels_are_told(run: Run) -> None:
    spec = run("show", "express.parcels", "-f", "vega", "--lang", "en")[1]
    assert "preliminary" in spec
    two = ("compare", "5g.base-stations", "patents.high-value", "-y", "2022:2024")
    spec = run(*two, "-f", "vega", "--lang", "en")[1]
    panels = [panel for panel in json.loads(spec)["vconcat"] if "layer" in panel]
    titles = [panel.get("title", {}).get("text") for panel in panels]
    assert titles == [None, "High-value invention patents in force"]


if __name__ == "__main__":
    _write_charts()
