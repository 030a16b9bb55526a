"""Modules of applications that PyInstaller froze, where no metadata came with them.

It copies a distribution's ``*.dist-info`` only if it is told to. The modules are always there, but
which distribution they are from is a guess by their names, and of which version is not known.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from scanner.catalog.cataloger import Cataloger, Found
from scanner.model.component import Component, Evidence, State
from scanner.model.names import is_valid, normalized, purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.tree import Tree

MODULES: Final = ".pyz"
"""How the archive of the modules is called, inside that of the application."""
BYTECODE: Final = ".pyc"
OWN: Final = ("_", "pyi", "pyimod")
"""How modules begin that are PyInstaller's, or private and so a part of something else."""
STANDARD: Final = sys.stdlib_module_names | frozenset(
    (
        *("aifc", "annotationlib", "asynchat", "asyncore", "audioop", "cgi", "cgitb", "chunk"),
        *("compression", "crypt", "distutils", "formatter", "imghdr", "imp", "lib2to3", "mailcap"),
        *("msilib", "nis", "nntplib", "ossaudiodev", "parser", "pipes", "smtpd", "sndhdr", "spwd"),
        *("sunau", "symbol", "telnetlib", "this", "uu", "xdrlib"),
    )
)
"""Modules of Python itself, of whichever version: what is not in all of them stands here."""


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield one component per module or package at the top, but those that metadata speak of.

    Those may be in the application, or beside it.
    """
    frozen = {
        archive: application
        for archive in tree.archives
        if archive.endswith(MODULES) and (application := tree.archive_of(archive))
    }
    paths = tree.match("**/*.dist-info") if frozen else []
    known = {(tree.archive_of(path) or path.rpartition("/")[0], _name(path)) for path in paths}
    for archive, application in frozen.items():
        beside = application.rpartition("/")[0]
        places = (application, f"{beside}/_internal".lstrip("/"), beside)
        for name in _modules(tree, archive):
            if known.isdisjoint((place, normalized(name)) for place in places):
                yield Component(
                    name=name,
                    version=None,
                    purl=purl(name, None),
                    kind="module",
                    state=State.ARCHIVE,
                    environment=application,
                    evidence=Evidence(f"{archive}!/{name}", tree.layer_of(archive), "filename"),
                )


def _modules(tree: Tree, archive: str) -> list[str]:
    """Return the names at the top of an archive, if all that is in it are modules."""
    paths = [path.removeprefix(f"{archive}!/") for path in tree.walk(f"{archive}!")]
    if not all(path.endswith(BYTECODE) for path in paths):
        return []
    names = {path.partition("/")[0].removesuffix(BYTECODE) for path in paths}
    return sorted(name for name in names - STANDARD if not name.startswith(OWN) and is_valid(name))


def _name(path: str) -> str:
    return normalized(path.rpartition("/")[2].removesuffix(".dist-info").partition("-")[0])


FROZEN: Final = Cataloger(name="frozen", version=1, claims=("**/*.dist-info",), catalog=catalog)
