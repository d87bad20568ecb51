"""Makes the index of the built-in base and the Chinese catalogue when the program is built or
installed for editing."""

from __future__ import annotations

import os
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface[Any]):
    """Adds `infofacts/data/facts.db` and the compiled catalogue, which git ignores, to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make both from the facts, texts and messages of this source tree."""
        sys.path.insert(0, self.root)
        from infofacts.index import make
        from infofacts.messages import compile_catalogue

        for file in (make(), compile_catalogue()):
            if version != "editable":  # which finds them where they are
                build_data["force_include"][file] = os.path.relpath(file, self.root)
