"""The commands: one file each, with its help, its example, its parameters and its answer.

A command is a module of this folder with
- its docstring: one sentence, the help;
- `EXAMPLE`: a command line;
- `PARAMETERS`: its arguments and options, from `parameters` or its own;
- `answer(asked, ...)`: takes what the shared options ask for, and its own arguments and options
  by their names; returns an `Answer`, or yields several. It may raise any `FactsError`.
"""

HELPS = ("-h", "--help")  # what every command has beside its parameters
COMPLETING = "_INFOFACTS_COMPLETE"  # the variable that Typer's scripts for shells set
# In the order of the help.
COMMANDS = (
    "show",
    "get",
    "search",
    "list",
    "compare",
    "cite",
    "source",
    "check",
    "verify",
    "export",
    "mcp",
)
