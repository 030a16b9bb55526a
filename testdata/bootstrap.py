"""Makes a virtual environment with pip, also where Python comes without ``ensurepip``.

Debian splits that off into ``python3-venv``. Where it is missing, pip is taken from the package
index that pip itself would use, and verified by the digest that the index gives.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path

RELEASE = re.compile(r"pip-[0-9.]+-py3-none-any\.whl")
INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


def main(directory: str) -> None:
    """Make the environment."""
    if importlib.util.find_spec("ensurepip"):
        venv.create(directory, with_pip=True, clear=True)
    else:
        venv.create(directory, with_pip=False, clear=True)
        with tempfile.TemporaryDirectory() as temporary:
            install_pip(Path(directory) / "bin" / "python", Path(temporary))
    # Dependency groups (PEP 735) need pip 25.1.
    pip = [str(Path(directory) / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--upgrade", "pip>=25.1"], check=True)


def install_pip(python: Path, temporary: Path) -> None:
    """Install the newest pip with itself: a wheel can be run as it is."""
    request = urllib.request.Request(
        f"{INDEX}/pip/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request) as response:
        files = json.load(response)["files"]
    wheels = [file for file in files if RELEASE.fullmatch(file["filename"]) and not file["yanked"]]
    newest = max(wheels, key=lambda file: file["upload-time"])
    with urllib.request.urlopen(newest["url"]) as response:
        data = response.read()
    if hashlib.sha256(data).hexdigest() != newest["hashes"]["sha256"]:
        sys.exit(f"{newest['url']}: not what the index promises")
    wheel = temporary / newest["filename"]
    wheel.write_bytes(data)
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", str(wheel)], env=environment, check=True
    )


if __name__ == "__main__":
    main(sys.argv[1])
