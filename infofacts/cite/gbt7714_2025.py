"""GB/T 7714—2025, the Chinese national standard in force.

Its text is not at hand; this follows its examples as
https://github.com/citation-style-language/styles and https://github.com/zotero-chinese/styles
reproduce them: "." and "[ ]" are half-width and the other marks full-width; a report has its full
date and, online, no access date (…[R/OL]. 2023-12-28. URL.); a web page has both
(…[EB/OL]. （2025-02-17）[2025-06-22]. URL.); unknown place and publisher are left out.
The locator may be words instead of page numbers (序2-3, 第1版自序).
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._gbt import Marks, entries
from infofacts.cite._works import Work


def write(works: Sequence[Work]) -> str:
    return entries(works, Marks("：", "，", "（", "）", dated_as_page=False))
