"""Imports go one way, and each library is known in one place: the contracts in pyproject.toml."""

from __future__ import annotations

import pytest
from importlinter.cli import lint_imports

from tests.conftest import ROOT


def test_every_contract_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same as `lint-imports` on the command line."""
    monkeypatch.chdir(ROOT)
    code = lint_imports(no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out
