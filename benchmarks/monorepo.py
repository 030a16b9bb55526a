"""Times a directory with thousands of manifests: ``python -m benchmarks.monorepo [MANIFESTS]``.

The manifests are of eight kinds, with twenty requirements each; 2,000 of them declare some 40,000
distributions. Measured is the processor's time for whole commands, with their start.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MANIFESTS: Final = 2_000
NAMES: Final = tuple(f"distribution-{number}" for number in range(20))
COMMANDS: Final = (
    ("scan", "--fail-on", "never"),
    ("scan", "--fail-on", "never", "-f", "json"),
    ("sbom", "-f", "cyclonedx-json"),
    ("tree",),
    ("drift",),
)


def main() -> None:
    """Print what each command takes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANIFESTS
    variables = {**os.environ, "LADING_NO_CACHE": "1", "LADING_NO_CONFIG": "1"}
    with tempfile.TemporaryDirectory() as directory:
        write(Path(directory), count)
        for command, *options in COMMANDS:
            before = _seconds()
            program = (sys.executable, "-m", "scanner", command, directory, *options)
            subprocess.run(program, env=variables, stdout=subprocess.DEVNULL, check=False)
            print(f"{' '.join((command, *options))}: {_seconds() - before:.1f} s of CPU")


def write(root: Path, count: int) -> None:
    """Write as many manifests, each in a directory of its own."""
    names = tuple(KINDS)
    for number in range(count):
        directory = root / f"team-{number % 40}" / f"service-{number}"
        directory.mkdir(parents=True)
        name = names[number % len(names)]
        (directory / name).write_text(KINDS[name](f"service-{number}"))


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _lines(form: str) -> str:
    numbered = enumerate(NAMES)
    return "".join(form.format(name=name, n=n, digest=f"{n:064x}") for n, name in numbered)


_LOCKED: Final = '\n[[package]]\nname = "{name}"\nversion = "1.{n}"\n'
KINDS: Final[dict[str, Callable[[str], str]]] = {
    "pyproject.toml": lambda project: (
        f'[project]\nname = "{project}"\ndependencies = [\n'
        + _lines(' "{name}>=1.{n},<3",\n')
        + "]\n"
    ),
    "requirements.txt": lambda _: _lines(
        "{name}==1.{n} \\\n    --hash=sha256:{digest}\n    # via x\n"
    ),
    "setup.cfg": lambda _: "[options]\ninstall_requires =\n" + _lines("    {name}>=1.{n}\n"),
    "setup.py": lambda _: (
        "from setuptools import setup\nsetup(install_requires=[\n"
        + _lines("    '{name}',\n")
        + "])\n"
    ),
    "Pipfile": lambda _: "[packages]\n" + _lines('{name} = "==1.{n}"\n'),
    "environment.yml": lambda _: "dependencies:\n- python\n" + _lines("- {name}=1.{n}\n"),
    "uv.lock": lambda _: (
        "version = 1\n" + _lines(_LOCKED + 'source = {{ registry = "https://pypi.org/simple" }}\n')
    ),
    "poetry.lock": lambda _: _lines(
        _LOCKED + 'groups = ["main"]\nfiles = [{{ file = "x", hash = "sha256:{digest}" }}]\n'
    ),
}
"""The content of each kind, for a project of some name."""


if __name__ == "__main__":
    main()
