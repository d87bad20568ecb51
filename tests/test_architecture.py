"""docs/architecture.md is true: its tree, its order of imports, its paths. So is docs/other-years.md."""

from __future__ import annotations

import re
import tomllib

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PACKAGE = ROOT / "infofacts"
TREE = PAGE.partition("```text\n")[2].partition("```")[0].splitlines()
TABLE = [line for line in PAGE.splitlines() if line.startswith("| ")]


def order() -> list[str]:
    """The modules and folders of the tree, from the first that may be imported to the last."""
    return [line.split()[0].rstrip("/") for line in TREE if not line.startswith(" ")]


def names() -> list[str]:
    """Every module and folder that the tree names, as a path in infofacts/."""
    named: list[str] = []
    folder = ""
    for line in TREE:
        if line.startswith(" "):  # the modules of the folder in the line above
            named += [f"{folder}{module}" for module in line.split()]
        else:
            folder = line.split()[0]
            named.append(folder)
    return named


def test_the_tree_names_every_module_once() -> None:
    modules = [path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py")]
    expected = {path.as_posix() for path in modules if path.name != "__init__"}
    expected |= {f"{path.parent.as_posix()}/" for path in modules if len(path.parts) > 1}
    assert sorted(names()) == sorted(expected)


def test_import_linter_checks_the_order_of_the_tree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (layers,) = [each["layers"] for each in contracts if each["type"] == "layers"]
    groups = [re.findall(r"[\w.]+", layer) for layer in reversed(layers)]  # "a | b" is two
    level = {each.removeprefix("infofacts."): n for n, group in enumerate(groups) for each in group}
    ordered = [name for name in order() if name != "__main__"]  # may be in the contract or not
    assert set(level) - {"__main__"} == set(ordered)
    assert [level[name] for name in ordered] == sorted(level[name] for name in ordered)


def test_every_path_of_the_page_exists() -> None:
    """`formats/NAME.py` stands for a file to come: its folder exists."""
    paths = re.findall(r"`([\w./]+(?:/|\.\w+))`", PAGE)
    assert len(paths) > 30
    real = [path.rpartition("/")[0] if re.search("NAME|CODE", path) else path for path in paths]
    assert [path for path in real if not (ROOT / path).exists()] == []


def test_the_table_names_file_and_test_of_every_change() -> None:
    changes = [line.strip("| ").split(" | ") for line in TABLE[1:]]
    assert len(changes) >= 14
    for change, file, test, *_ in changes:
        assert "`" in file and "`" in test, change


def test_the_years_without_a_value_are_those_of_the_base() -> None:
    """If they are not: python -m tests.tools.readme"""
    from tests.tools.reference import made

    text = (ROOT / "docs" / "other-years.md").read_text("utf-8")
    assert "<!-- made: gaps -->" in text and made(text) == text
