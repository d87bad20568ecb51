"""The catalogue of Chinese messages and the messages of the code.

`python -m tests.tools.catalogue` brings the catalogue up to date: it adds what is new in the code,
takes out what no code says any more, and lists what has no Chinese yet.
"""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from polib import POEntry, POFile, pofile

from infofacts import messages, typer_app
from infofacts.commands import COMMANDS
from infofacts.text import builtin

PACKAGE = Path(messages.__file__).parent
FILE = Path(f"{messages.path()}.po")
Message = tuple[str, str]  # the template, and the one for several or ""


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of `_` or `N_` with a template written out, and its file."""
    for path in (*sorted(PACKAGE.rglob("*.py")), PACKAGE.parent / "tests/tools/manpage.py"):
        name = path.relative_to(PACKAGE.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("_", "N_") and isinstance(node.args[0], ast.Constant):
                yield name, node


def templates(call: ast.Call) -> Message:
    """The templates of a call."""
    one, *many = (each.value for each in call.args if isinstance(each, ast.Constant))
    return str(one), str(many[0]) if many else ""


def _declared() -> Iterator[tuple[str, str]]:
    """What is declared without a call: the help of commands and of their parameters, and why
    numbers of the report are excused."""
    yield "infofacts/typer_app.py", typer_app.HELP
    for name in (*COMMANDS, "version", "manual"):
        module = import_module(f"infofacts.commands.{name}")
        file = f"infofacts/commands/{name}.py"
        yield file, str(module.__doc__)
        for each in module.PARAMETERS:
            yield file, each.help
            if each.metavar:
                yield file, each.metavar
    for source in tomllib.loads(Path(builtin()).read_text("utf-8"))["sources"].values():
        yield from (("facts.toml", each["reason"]) for each in source.get("excused", ()))


def said() -> dict[Message, list[str]]:
    """Every message of the code with the files that say it, in their order."""
    found: dict[Message, list[str]] = {}
    everything = [(file, templates(call)) for file, call in calls()]
    for file, message in [*everything, *((file, (text, "")) for file, text in _declared())]:
        files = found.setdefault(message, [])
        if file not in files:
            files.append(file)
    return found


def translated() -> dict[Message, str]:
    """The Chinese of every message of the catalogue."""
    return {
        (each.msgid, each.msgid_plural): each.msgstr_plural[0] if each.msgid_plural else each.msgstr
        for each in pofile(str(FILE))
        if not each.obsolete and not each.fuzzy
    }


def places(template: str) -> set[str]:
    """The names of the values that a template takes."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def updated() -> POFile:
    """The catalogue with exactly the messages of the code, by file."""
    known, file = translated(), pofile(str(FILE))
    new = POFile(wrapwidth=100)
    new.header, new.metadata = file.header, file.metadata
    for (one, many), files in said().items():
        chinese = known.get((one, many), "")
        text = (
            {"msgid_plural": many, "msgstr_plural": {0: chinese}} if many else {"msgstr": chinese}
        )
        new.append(POEntry(msgid=one, occurrences=[(each, "") for each in files], **text))
    return new


if __name__ == "__main__":
    catalogue = updated()
    catalogue.save(str(FILE))
    print(messages.compile_catalogue())
    for entry in catalogue.untranslated_entries():
        print(f"{entry.occurrences[0][0]}: {entry.msgid}")
