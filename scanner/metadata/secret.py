"""Secrets in texts that are not ours: what people write into instructions and metadata.

Nothing that is shown or written may tell a secret, so more is taken out than certainly is one.
"""

from __future__ import annotations

import re
from typing import Final

from scanner.metadata.url import without_credentials

REDACTED: Final = "[redacted]"
_NAMED: Final = re.compile(
    r"""(?=[pstac][aeopcr])
        (?P<name>(?:passw(?:or)?d|passphrase|secret|token|(?:api|access|private)[_-]?key
        |credential)\w*["']?\s*(?:=|:(?=\s*["']?[^\s"']*\d))\s*["']?)
        (?!\$|\[redacted\])[^\s"';&|,]+""",
    re.IGNORECASE | re.VERBOSE,
)
"""A value behind a name that says what it is; not a variable, whose value is elsewhere.

Two letters are looked at first, for whole licences are searched.
"""
_TOKENS: Final = re.compile(
    r"""\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|pypi-[\w-]{32,}|npm_\w{30,}
        |xox[abprs]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30,}|hf_\w{30,}|sk-[\w-]{32,}
        |eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+)""",
    re.VERBOSE,
)
"""Tokens that begin in a way that tells whose they are."""
_HEADER: Final = re.compile(r"(?P<name>\b(?:Basic|Bearer)\s+)[\w+/=.~-]{8,}", re.IGNORECASE)


def redacted(text: str) -> str:
    """Return a text without what looks like a secret in it."""
    clean, _ = without_credentials(text)
    clean = _NAMED.sub(rf"\g<name>{REDACTED}", clean)
    clean = _TOKENS.sub(REDACTED, clean)
    return _HEADER.sub(rf"\g<name>{REDACTED}", clean)
