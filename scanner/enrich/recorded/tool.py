"""What tools leave in a site directory that is in no list: nobody's, and as it should be.

What is run at every start is known by what it says: a name alone would be a place to hide in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.enrich.recorded.hook import PTH
from scanner.metadata.pth import code_of
from scanner.metadata.record import CACHE

if TYPE_CHECKING:
    from layers.tree import Tree

LEFT: Final = re.compile(
    rf"README(?:\.txt)?|\.lock|.*\.virtualenv|_virtualenv\.py|{CACHE}|~.*"
    r"|.*\.(?:dist-info|egg-info|egg|egg-link)"
)
"""Traces of distributions are among it, which are found as such."""
SETUPTOOLS: Final = """
importsys;sys.__plen=len(sys.path)
importsys;new=sys.path[sys.__plen:];delsys.path[sys.__plen:];p=getattr(sys,'__egginsert',0);\
sys.path[p:p]=new;sys.__egginsert=p+len(new)
"""
CODE: Final = {
    "_virtualenv.pth": frozenset(("import_virtualenv",)),
    "easy-install.pth": frozenset(SETUPTOOLS.split()),
}
"""Lines without spaces that virtualenv and setuptools have interpreters run."""


def is_of_tool(path: str, tree: Tree) -> bool:
    """Tell whether something that is right in a site directory was left by a tool."""
    name = path.rpartition("/")[2]
    if not name.endswith(PTH):
        return LEFT.fullmatch(name) is not None
    if name not in CODE:
        return False
    try:
        lines = code_of(tree.read(path))
    except UnreadableFile:
        return False
    return CODE[name].issuperset("".join(line.split()) for line in lines)
