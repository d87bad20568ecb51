"""`--man`, `--install-completion` and `--show-completion`: what makes a machine know the program."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run


def test_the_manual_page_is_printed_for_man_to_read(run: Run) -> None:
    assert run("--man") == (0, (ROOT / "docs" / "infofacts.1").read_text("utf-8"), "")


@pytest.mark.parametrize(
    ("shell", "script", "sourced"),
    [
        ("bash", ".bash_completions/infofacts.sh", ".bashrc"),
        ("zsh", ".zfunc/_infofacts", ".zshrc"),
        ("fish", ".config/fish/completions/infofacts.fish", ""),
    ],
)
def test_completion_is_installed_for_the_shell_that_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, script: str, sourced: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    code, out, err = run("--install-completion", shell)
    assert (code, err) == (0, "")
    assert out == f"{tmp_path / script}: completion of {shell}, from its next start on\n"
    assert not sourced or (tmp_path / sourced).exists()
    shown = run("--show-completion", shell)[1]
    assert (tmp_path / script).read_text("utf-8").split() == shown.split() != []


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_a_shell_that_is_none_is_refused(run: Run, option: str) -> None:
    message = f"infofacts: {option} tcsh: expected one of bash, zsh, fish, powershell, pwsh\n"
    assert run(option, "tcsh") == (2, "", message)


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
def test_the_first_tab_in_zsh_answers(run: Run, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "infofacts"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m infofacts "$@"\n')
    program.chmod(0o755)
    environ = os.environ | {"HOME": str(tmp_path), "PATH": f"{program.parent}:{os.environ['PATH']}"}
    setup = [str(program), "--install-completion", "zsh"]
    subprocess.run(setup, env=environ, check=True, capture_output=True)
    process, terminal = pty.fork()
    if not process:
        os.chdir(ROOT)
        os.execvpe("zsh", ["zsh", "-i"], environ | {"TERM": "dumb"})
    seen, asked, end = b"", False, time.monotonic() + 60
    while b"5g.base-stations" not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 1 << 16)
        elif not asked:  # the shell waits
            os.write(terminal, b"infofacts get 5g.bas\t")
            asked = True
    os.kill(process, 9)
    os.waitpid(process, 0)
    os.close(terminal)
    assert b"5g.base-stations" in seen, seen
