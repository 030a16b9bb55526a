"""What an interpreter runs or reads whenever it starts (the module ``site``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.reach import NamesRead, names_beyond
from scanner.enrich.recorded.recorded import is_standard
from scanner.metadata.pth import code_of
from scanner.model.component import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree
    from scanner.enrich.recorded.recorded import Recorded

PTH: Final = ".pth"
START: Final = ".start"
"""Functions to call, from Python 3.15 on (PEP 829)."""
MODULES: Final = frozenset(("sitecustomize", "usercustomize"))
LONG_BYTES: Final = 2_048
"""Real ones have a line or two."""
_TELLING: Final = """
    b64decode base64 ctypes decompress marshal Popen popen requests socket subprocess system urllib
    urlopen zlib
"""
TELLING: Final = frozenset(_TELLING.split())
"""Of names by which code reaches out, those that no tool's own hook has."""


def is_hook(name: str) -> bool:
    """Tell whether something of this name, right in a site directory, has a say at every start."""
    return name.endswith((PTH, START)) or name.partition(".")[0] in MODULES


def effect_of(path: str, tree: Tree) -> str:
    """Say what such a thing does."""
    if path.endswith(START):
        return "interpreters call what it names whenever they start"
    if not path.endswith(PTH):
        return "interpreters import it whenever they start"
    try:
        data = tree.read(path)
    except UnreadableFile as error:
        return str(error)
    if code_of(data):
        return "interpreters run code of it whenever they start"
    return "interpreters search the directories that it names"


def telling_hooks(recorded: Iterable[Recorded], tree: Tree, cataloger: str) -> Iterator[Problem]:
    """Yield a problem for each ``*.pth`` of a distribution that runs what no tool's own does.

    That a distribution has recorded it is no defence: ``litellm`` 1.82.8 came with one.
    """
    for each in recorded:
        for name in each.files.tops if is_standard(each.directory) else ():
            path = f"{each.directory}/{name}"
            if not name.endswith(PTH) or tree.entry(path) is None:
                continue
            try:
                told = _told(tree.read(path))
            except UnreadableFile:
                continue
            if told:
                yield Problem(path, cataloger, f"{effect_of(path, tree)}: {', '.join(told)}")


def _told(data: bytes) -> list[str]:
    """Return what is odd about the code in a ``*.pth``."""
    code = "\n".join(code_of(data))
    if not code:
        return []
    read = NamesRead(is_bytecode=False)
    read.add(code.encode("utf-8", "surrogateescape"))
    told = sorted(TELLING.intersection(names_beyond(read.numbers(), b"")))
    return [*told, f"{len(data):,} bytes"] if len(data) > LONG_BYTES else told
