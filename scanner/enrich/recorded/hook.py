"""What an interpreter runs or reads whenever it starts (the module ``site``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.metadata.pth import code_of

if TYPE_CHECKING:
    from layers.tree import Tree

PTH: Final = ".pth"
START: Final = ".start"
"""Functions to call, from Python 3.15 on (PEP 829)."""
MODULES: Final = frozenset(("sitecustomize", "usercustomize"))


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
