"""Makes the index of the built-in base when the program is built or installed for editing."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface[Any]):
    """Ships `infofacts/data/facts.db`, which git does not know."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the index from the facts and texts of this source tree."""
        sys.path.insert(0, self.root)
        from infofacts import store

        file = store.make()
        if version != "editable":  # there it is in its place already
            build_data["force_include"][file] = "infofacts/data/facts.db"
