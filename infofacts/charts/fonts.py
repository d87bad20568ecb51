"""Installed fonts with Chinese characters, found by what the font files say of themselves.

A picture with a font that is not there has no letters at all, and nothing says so: who draws one
asks here first. Only the headers of the files are read (OpenType 1.9: `OS/2`, `name`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from struct import error, unpack_from

# Where systems keep fonts; `~` is the user's home.
_FOLDERS = {
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
    "": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts"),
}  # fmt: skip
# The usual ones, the best for charts first.
KNOWN = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
)  # fmt: skip
_SIMPLIFIED = 1 << 18  # in ulCodePageRange1: the code page of simplified Chinese
_MOST = 1 << 16  # bytes of a table


def chinese() -> str:
    """The family name of an installed font with simplified Chinese, the best one; "" for none."""
    found = sorted({name for path in _files() for name in _families(path)})
    usual = [name for name in KNOWN if name in found]
    plain = [name for name in found if "Serif" not in name and "Mono" not in name]
    return next(iter([*usual, *plain, *found]), "")


def _files() -> Iterator[Path]:
    """The font files of the system."""
    folders = _FOLDERS.get(sys.platform, _FOLDERS[""])
    for folder in map(os.path.expanduser, folders):
        for path, _, names in os.walk(folder):
            yield from (
                Path(path, n) for n in names if n.lower().endswith((".ttf", ".otf", ".ttc"))
            )


def _families(path: Path) -> Iterator[str]:
    """The names of the fonts of a file that have simplified Chinese; nothing for a broken one."""
    try:
        with open(path, "rb") as file:
            head = file.read(12)
            starts = [0]
            if head[:4] == b"ttcf":
                count = min(unpack_from(">I", head, 8)[0], 64)
                starts = list(unpack_from(f">{count}I", file.read(4 * count)))
            for start in starts:
                file.seek(start)
                tables = unpack_from(">H", file.read(12), 4)[0]
                places = {}
                for entry in (file.read(16) for _ in range(tables)):
                    tag, _, at, size = unpack_from(">4sIII", entry)
                    places[tag] = at, min(size, _MOST)
                read = {}
                for tag in (b"OS/2", b"name"):
                    file.seek(places[tag][0])
                    read[tag] = file.read(places[tag][1])
                pages = read[b"OS/2"][78:82]
                if len(pages) == 4 and unpack_from(">I", pages)[0] & _SIMPLIFIED:
                    yield from _name(read[b"name"])
    except (OSError, error, KeyError):
        return


def _name(table: bytes) -> Iterator[str]:
    """The English family name in a table of names."""
    count, texts = unpack_from(">HH", table, 2)
    for at in range(6, 6 + 12 * count, 12):
        platform, _, language, kind, size, start = unpack_from(">6H", table, at)
        if (platform, language, kind) == (3, 0x409, 1):
            yield table[texts + start : texts + start + size].decode("utf-16-be", "replace")
            return
