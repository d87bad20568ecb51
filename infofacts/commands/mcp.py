"""Serve the facts to assistants (Model Context Protocol)."""

from __future__ import annotations

import gc

from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked
from infofacts.errors import BadUsage
from infofacts.messages import _

EXAMPLE = "infofacts mcp --facts my.toml"
PARAMETERS = (p.LANG, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked) -> Answer:
    """Serve until standard input ends. Raises `BadUsage` where the protocol's library is missing."""
    try:
        from infofacts.commands.mcp_server import server
    except ImportError as error:
        install = "pip install 'infofacts[mcp]'"
        raise BadUsage(
            _(
                "mcp needs the library of the protocol, which is not installed: {install}",
                install=install,
            )
        ) from error
    gc.enable()  # off at the start, for commands that soon end
    server(asked.facts, not asked.no_builtin).run()
    return Answer(text="")
