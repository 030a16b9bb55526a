"""Programs that somebody else wrote, within bounds."""

from __future__ import annotations

import os
import sys

import pytest

from scanner.errors import ResolverFailed
from scanner.resolve import execution
from scanner.resolve.execution import program_called, run, scrubbed


def ran(script, directory, seconds=60):
    return run([sys.executable, "-I", "-c", script], directory, {}, seconds)


def test_what_is_written_to_stdout_is_returned(tmp_path):
    assert "x\n" == ran("import sys; print('x'); print('y', file=sys.stderr)", tmp_path)


def test_a_program_has_no_input(tmp_path):
    assert "''\n" == ran("import sys; print(repr(sys.stdin.read()))", tmp_path)


def test_an_exit_code_is_told_with_what_the_program_says_of_it(tmp_path):
    with pytest.raises(ResolverFailed, match="exit code 3: no solution"):
        ran("import sys; print('no solution', file=sys.stderr); sys.exit(3)", tmp_path)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("import time; time.sleep(600)", id="asleep"),
        pytest.param("import os, time; os.close(1); os.close(2); time.sleep(600)", id="silent"),
        pytest.param(
            "import time\nwhile True: print('x', flush=True); time.sleep(0.01)", id="talking"
        ),
    ],
)
def test_a_program_that_hangs_is_ended(script, tmp_path):
    with pytest.raises(ResolverFailed, match=r"not done after 0\.5 seconds"):
        ran(script, tmp_path, 0.5)


def test_what_a_program_has_started_ends_with_it(tmp_path):
    """
    A process that holds the pipe open would keep us as well as the program itself would.
    """
    os.mkfifo(tmp_path / "pipe")
    end = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    child = "import time; pipe = open('pipe', 'w'); open('ready', 'w'); time.sleep(600)"
    start = f"subprocess.Popen([sys.executable, '-c', {child!r}])"
    wait = "while not os.path.exists('ready'): time.sleep(0.01)"

    with pytest.raises(ResolverFailed, match="not done"):
        ran(f"import os, subprocess, sys, time; {start}\n{wait}", tmp_path, 2)

    os.set_blocking(end, True)
    assert os.read(end, 1) == b""
    os.close(end)


def test_a_program_that_writes_without_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(execution, "MAX_BYTES", 1000)

    with pytest.raises(ResolverFailed, match="wrote more than 1,000 bytes"):
        ran("while True: print('x' * 1000)", tmp_path)


def test_what_is_no_program_cannot_be_run(tmp_path):
    with pytest.raises(ResolverFailed, match="cannot be run"):
        run([str(tmp_path / "none")], tmp_path, {}, 1)


def test_a_program_knows_the_way_to_the_network_and_nothing_else_of_its_user(tmp_path):
    variables = {
        "PATH": "/usr/bin",
        "HOME": "/home/ada",
        "https_proxy": "http://proxy.test",
        "SSL_CERT_FILE": "/ca.pem",
        "PIP_INDEX_URL": "https://user:secret@a.test",
        "UV_INDEX": "https://b.test",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "VIRTUAL_ENV": "/venv",
        "PYTHONPATH": "/x",
    }

    assert {
        "PATH": "/usr/bin",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "https_proxy": "http://proxy.test",
        "SSL_CERT_FILE": "/ca.pem",
    } == scrubbed(variables, tmp_path)


def test_a_program_is_not_looked_for_where_we_happen_to_be(tmp_path, monkeypatch):
    """
    A project that is scanned from inside may have a program of that name.
    """
    program = tmp_path / "uv"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)

    assert program_called("uv", {"PATH": ".::"}) is None
    assert str(program) == program_called("uv", {"PATH": f".:{tmp_path}"})
