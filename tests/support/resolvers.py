"""Resolvers: programs that a test makes, and a package index for real ones."""

from __future__ import annotations

import hashlib
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner import cataloging
from tests.support.archives import zip_of
from tests.support.images import inventory_of, tree_of
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scanner.model.inventory import Inventory
    from tests.support.web import Request, Web

DIRECTORY_CLAIMS = cataloging.claims(directory=True)
_RUN = re.compile(r"\['requirements\.in'(?:, 'constraints\.txt')?\]")
"""The files that may be there."""
FLASK = "blinker==1.9.0  # via flask\nflask==3.1.0  # via -r requirements.in\n"
"""What a resolver may write for ``flask``."""
FAKE = """#!{python} -I
import os, sys, time
if sys.argv[1:] == ["--version"]:
    print("{name} 1.2.3")
    sys.exit()
with open({log!r}, "a") as log:
    files = sorted(os.listdir("."), reverse=True)
    print(files, sorted(os.environ), open("requirements.in").read(), file=log, sep="|")
{script}
"""


@dataclass(frozen=True)
class Fake:
    """A program in a directory of its own, which remembers its runs."""

    directory: Path
    log: Path

    @property
    def runs(self) -> list[tuple[str, str, str]]:
        """What was in its directory, which variables there were, and what it was asked."""
        if not self.log.exists():
            return []
        blocks = _RUN.split(self.log.read_text("utf-8"))[1:]
        return [("requirements.in", *_pair(block)) for block in blocks]


def _pair(block: str) -> tuple[str, str]:
    _, variables, text = block.split("|", 2)
    return variables, text.strip()


def fake_resolver(directory: Path, script: str, name: str = "uv") -> Fake:
    """Return a program that does what a script says; ``write(text)`` is one line of it."""
    directory.mkdir()
    log = directory / "log"
    program = directory / name
    program.write_text(FAKE.format(python=sys.executable, name=name, log=str(log), script=script))
    program.chmod(0o755)
    return Fake(directory, log)


def writing(text: str) -> str:
    """Return a script that writes a text."""
    return f"sys.stdout.write({text!r})"


def wheel(name: str, version: str, *requires: str) -> tuple[str, bytes]:
    """Return a wheel that requires something, with its name; it has one extra, ``pay``."""
    headers = "Provides-Extra: pay\n" + "".join(f"Requires-Dist: {each}\n" for each in requires)
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{headers}"
    directory = f"{name}-{version}.dist-info"
    content = zip_of(
        {
            f"{directory}/METADATA": metadata.encode(),
            f"{directory}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{directory}/RECORD": b"",
        }
    )
    return f"{name}-{version}-py3-none-any.whl", content


def inventory_with(files: Mapping[str, str]) -> Inventory:
    """Return what is found in a directory with these files."""
    contents = {path: text.encode() for path, text in files.items()}
    return inventory_of(tree_of(contents, claims=DIRECTORY_CLAIMS))


@contextmanager
def index_of(files: Mapping[str, bytes]) -> Iterator[Web]:
    """Serve a package index (PEP 503) with these files; its pages are below ``/simple``."""

    def answer(request: Request) -> Answer:
        place = request.path.strip("/").split("/")
        if place[0] == "files" and place[-1] in files:
            return Answer(body=files[place[-1]])
        name = place[-1]
        links = "".join(
            f'<a href="/files/{file}#sha256={hashlib.sha256(content).hexdigest()}">{file}</a>'
            for file, content in files.items()
            if file.partition("-")[0].replace("_", "-") == name
        )
        return (
            Answer(404) if not links else Answer(200, {"Content-Type": "text/html"}, links.encode())
        )

    with serving(answer) as web:
        yield web
