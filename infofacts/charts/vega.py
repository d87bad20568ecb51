"""A chart as a Vega-Lite specification, for those who want to change it."""

from __future__ import annotations

from json import dumps

from infofacts.charts._fonts import Spec

ENDINGS = (".vl.json",)
NEEDS = None


def write(spec: Spec) -> bytes:
    return f"{dumps(spec, ensure_ascii=False, indent=1)}\n".encode()
