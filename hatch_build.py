"""Makes the index of the built-in base when the program is built or installed for editing."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface[Any]):
    """Adds `infofacts/data/facts.db`, which git ignores, to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the index from the facts and texts of this source tree."""
        sys.path.insert(0, self.root)
        from infofacts.index import make

        file = make()
        if version != "editable":  # which finds it where it is
            build_data["force_include"][file] = "infofacts/data/facts.db"
