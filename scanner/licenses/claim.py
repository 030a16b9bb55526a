"""Patterns of the files that may be licences, which every scan claims.

What is made of them is in :mod:`scanner.licenses.place`, which most scans never need.
"""

from __future__ import annotations

from typing import Final

MAX_DEPTH: Final = 5
"""Of directories below ``dist-info/licenses``; the deepest known is four."""
NAMES: Final = (
    *("LICEN*", "Licen*", "licen*", "COPYING*", "COPYRIGHT*", "NOTICE*", "UNLICENSE*"),
    *("THIRD*", "Third*"),
)
"""How the names of such files begin, wherever they are."""
OTHER_NAMES: Final = (
    *("*LICENSE", "*LICENCE", "*License", "*Licence", "*license", "*licence", "*licenses"),
    *("*COPYING", "*copying", "*COPYRIGHT", "*copyright", "*Copyright", "*NOTICE", "*notice"),
    *("Copying*", "copying*", "Copyright*", "copyright*", "Notice*", "notice*"),
    *("*.txt", "*.md", "*.rst"),
)
"""What they are called where there is nothing else: ``LICENSES/MIT.txt``, ``tetgen-license``."""
_LICENSES: Final = tuple(f"**/*.dist-info/licenses/{'*/' * depth}" for depth in range(MAX_DEPTH))
_DIRECTORIES: Final = (
    *("**/*.dist-info/", "**/*.egg-info/", "**/EGG-INFO/"),
    *("**/site-packages/*/", "**/dist-packages/*/"),
    *("**/info/licenses/", "**/info/licenses/*/"),
)
COPYRIGHT: Final = "usr/share/doc/{}/copyright"
"""By the name of a Debian package (policy 12.5)."""
CLAIMS: Final = (
    *(directory + name for directory in (*_DIRECTORIES, *_LICENSES) for name in NAMES),
    *(directory + name for directory in _LICENSES for name in OTHER_NAMES),
    # Of all packages they would be most of what is kept; those with Python are mostly called so.
    COPYRIGHT.format("py*"),
)
"""Patterns of the files that may be licences."""
