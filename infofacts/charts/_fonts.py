"""What the formats of charts share: the specification that they draw, and its fonts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from json import dumps
from typing import Any

from infofacts.charts import fonts
from infofacts.errors import BadUsage
from infofacts.messages import _

# A chart as a Vega-Lite specification.
Spec = dict[str, Any]
_CHINESE = re.compile("[\u3400-\u9fff]")


def named_fonts(spec: Spec, drawn: bool = False) -> Spec:
    """A specification with the fonts to draw it with, the installed one first.

    Raises `BadUsage` where its letters are `drawn` here, and no installed font has them.
    """
    found = fonts.chinese() if _CHINESE.search(dumps(spec, ensure_ascii=False)) else ""
    if drawn and not found and _CHINESE.search("".join(_drawn(spec))):
        raise BadUsage(
            _(
                "--format png: no installed font has Chinese characters, and without one the picture "
                "has no letters: install one (Debian, Ubuntu: apt install fonts-noto-cjk; else Noto "
                "Sans CJK SC into ~/.fonts), or take --lang en or -f svg"
            )
        )
    families = dict.fromkeys([*filter(None, [found]), *fonts.KNOWN])
    return {**spec, "config": {**spec["config"], "font": ", ".join([*families, "sans-serif"])}}


def _drawn(spec: Any) -> list[str]:
    """The texts of a specification that are drawn; a quote only shows where the pointer is."""
    if isinstance(spec, Mapping):
        return [text for key, each in spec.items() if key != "quote" for text in _drawn(each)]
    if isinstance(spec, (list, tuple)):
        return [text for each in spec for text in _drawn(each)]
    return [spec] if isinstance(spec, str) else []
