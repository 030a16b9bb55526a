"""``__editable___foo_1_0_finder.py``: where the packages of an editable installation are.

setuptools writes this module (PEP 660) if a path in a ``.pth`` file would say too much. Its
``MAPPING`` is a dictionary of strings on one line; only that is looked at, and nothing is run.
"""

from __future__ import annotations

import re
from typing import Final

_MAPPING: Final = re.compile(rb"^MAPPING\b[^=\n]*=[ ]*\{([^\n]*)\}", re.MULTILINE)
_PAIR: Final = re.compile(
    r"""(?P<q>['"])[\w.]+(?P=q): ?(?P<p>['"])(?P<path>(?:(?!(?P=p))[^\\])+)(?P=p)"""
)


def parse_editable_finder(data: bytes) -> tuple[str, ...]:
    """Return the paths of the top-level packages and modules."""
    mapping = _MAPPING.search(data)
    text = mapping[1].decode("utf-8", "surrogateescape") if mapping else ""
    return tuple(match["path"] for match in _PAIR.finditer(text))
