"""The pictures in docs/ show what the commands print."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from tests.tools.pictures import CHARTS, DOCS, PICTURES, chart, output, svg

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_that_of_the_real_output(name: str) -> None:
    """If it is not: python -m tests.tools.pictures"""
    command = PICTURES[name]
    text = (DOCS / f"{name}.svg").read_text("utf-8")
    drawn = "".join("".join(each.itertext()) for each in ET.fromstring(text).iter(f"{SVG}text"))
    printed = f"$ {command}\n" + re.sub(r"\x1b\[[\d;]*m", "", output(command))
    assert "".join(drawn.split()) == "".join(printed.split())
    assert text == svg(command, output(command))


def test_every_picture_has_its_command() -> None:
    assert {path.stem for path in DOCS.glob("*.svg")} == {*PICTURES, *CHARTS}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_the_texts_that_are_drawn_now(name: str) -> None:
    """Where they stand depends on the fonts that are installed."""

    def texts(drawn: str) -> list[str]:
        return sorted("".join(each.itertext()) for each in ET.fromstring(drawn).iter(f"{SVG}text"))

    assert texts((DOCS / f"{name}.svg").read_text("utf-8")) == texts(chart(name))


def test_what_is_drawn_is_never_markup() -> None:
    drawn = svg("a <b> & c", "\x1b[1;32m<script>\x1b[0m & 中文\n")
    (text, *_) = [
        each.text for each in ET.fromstring(drawn).iter(f"{SVG}text") if each.get("class") == "b g"
    ]
    assert text == "<script>"
