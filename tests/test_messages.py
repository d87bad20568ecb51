"""What the program says: every message is in the catalogue, whole, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from gettext import GNUTranslations
from typing import Any

from infofacts import messages
from tests.tools.catalogue import PACKAGE, Message, calls, places, said, templates, translated

# Who takes a message as it is said: the errors, and what warns.
TAKERS = {
    "BadUsage",
    "BrokenBase",
    "FactsError",
    "NoAnswer",
    "TooManyPlaces",
    "UnknownName",
    "warn",
}
HINT = 'write it as _("… {name} …", name=…), see infofacts/messages.py'


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def test_every_value_of_a_message_has_its_place() -> None:
    wrong = []
    for file, call in calls():
        given = {each.arg for each in call.keywords}
        one, many = templates(call)
        if is_said(call) and (places(one) | places(many) if given or many else set()) != given:
            wrong.append(f"{file}:{call.lineno}: {one}")
    assert wrong == []


def english(node: ast.expr) -> bool:
    """Whether a text is written out in the code: English that no catalogue knows."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return any(
        isinstance(part, ast.Constant) and " " in str(part.value).strip(": ") for part in parts
    )


def test_no_message_goes_past_the_catalogue() -> None:
    """What is raised, warned of, or yielded by a rule of `check`."""
    past = []
    for file, tree in trees():
        for node in ast.walk(tree):
            said_now: list[Any] = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                said_now = node.args if node.func.id in TAKERS else []
            elif isinstance(node, ast.Yield) and file.startswith("check/"):
                said_now = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            past += [f"{file}:{each.lineno}" for each in said_now if each and english(each)]
    assert past == [], HINT


def test_no_function_that_says_something_uses_the_name_for_another_thing() -> None:
    hidden = []
    for file, tree in trees():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            inner = {
                id(n)
                for c in ast.walk(function)
                if isinstance(c, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp)
                for n in ast.walk(c)
            }
            names = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == "_"]
            calls_it = any(isinstance(n.ctx, ast.Load) for n in names)
            if calls_it and any(isinstance(n.ctx, ast.Store) and id(n) not in inner for n in names):
                hidden.append(f"{file}:{function.lineno}")
    assert hidden == []


def test_a_template_is_told_apart_from_another_of_the_same_english() -> None:
    plural = {one for one, many in said() if many}
    assert not plural & {one for one, many in said() if not many}


def test_the_catalogue_has_what_the_code_says_and_nothing_else() -> None:
    """If it has not: python -m tests.tools.catalogue"""
    assert set(translated()) == set(said())


def test_every_message_has_its_chinese() -> None:
    assert [message for message, chinese in translated().items() if not chinese] == []


def filled() -> set[Message]:
    """The messages that take values: in others braces are text."""
    plain = {templates(call) for _, call in calls() if is_said(call) and not call.keywords}
    return {message for message in said() if "{" in message[0] and message not in plain}


def is_said(call: ast.Call) -> bool:
    """Whether a message is said at once: by `_`, not `N_`."""
    return isinstance(call.func, ast.Name) and call.func.id == "_"


def test_a_translation_has_the_places_of_its_message() -> None:
    known = translated()
    wrong = [m for m in filled() if places(known[m]) != places(m[1] or m[0])]
    assert wrong == []


def test_a_translation_can_be_filled() -> None:
    """Numbers fit every format that a place may ask for."""
    known = translated()
    for one, many in filled():
        assert known[one, many].format_map(dict.fromkeys(places(many or one), 2))


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    """If it is not: python -m infofacts.store"""
    with open(f"{messages.path()}.mo", "rb") as file:
        compiled = GNUTranslations(file)
    for (one, many), chinese in translated().items():
        assert (compiled.ngettext(one, many, 2) if many else compiled.gettext(one)) == chinese
