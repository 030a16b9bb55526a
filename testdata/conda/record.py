"""Has the tools that files of conda are for write some, and read what no tool writes any more.

``python -m testdata.conda.record`` installs conda-lock and py-rattler from PyPI into a temporary
directory. ``conda-lock/`` and ``pixi-7/`` are written by them, of packages that are made up here,
so that no channel is asked; ``rattler.json`` is how rattler, which pixi is made of, reads the match
specifications in ``specs.txt``, and the lockfiles of all versions; ``versions.json`` is which
versions it takes to fit which specifier.
"""

from __future__ import annotations

import subprocess
import tempfile
import venv
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
TOOLS: Final = ("conda-lock>=4,<5", "py-rattler>=0.28,<0.29")


def main() -> None:
    """Run the other half of it where the tools are."""
    with tempfile.TemporaryDirectory() as directory:
        venv.create(directory, with_pip=True)
        programs = Path(directory) / "bin"
        subprocess.run((programs / "pip", "install", "-q", *TOOLS), check=True)
        subprocess.run((programs / "python", HERE / "written.py"), check=True, cwd=HERE)


if __name__ == "__main__":
    main()
