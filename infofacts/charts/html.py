"""A chart as a page that needs no network: values and quotes show where the pointer is."""

from __future__ import annotations

from infofacts.charts._fonts import Spec, named_fonts

ENDINGS = (".html", ".htm")
NEEDS = ("vl_convert", "chart")


def write(spec: Spec) -> bytes:
    import vl_convert

    page: str = vl_convert.vegalite_to_html(named_fonts(spec), bundle=True)
    return page.encode()
