"""A chart as PNG: its letters are drawn here, with an installed font."""

from __future__ import annotations

from infofacts.charts._fonts import Spec, named_fonts

ENDINGS = (".png",)
NEEDS = ("vl_convert", "chart")
SCALE = 2  # pixels per point: sharp on a slide


def write(spec: Spec) -> bytes:
    import vl_convert

    picture: bytes = vl_convert.vegalite_to_png(named_fonts(spec, drawn=True), scale=SCALE)
    return picture
