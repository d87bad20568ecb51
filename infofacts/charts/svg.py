"""A chart as SVG: its letters are drawn with the fonts of whoever looks at it."""

from __future__ import annotations

from infofacts.charts._fonts import Spec, named_fonts

ENDINGS = (".svg",)
NEEDS = ("vl_convert", "chart")


def write(spec: Spec) -> bytes:
    import vl_convert

    return f"{vl_convert.vegalite_to_svg(named_fonts(spec))}\n".encode()
