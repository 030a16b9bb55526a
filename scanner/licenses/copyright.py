"""Lines by which somebody claims a copyright.

They are what a licence has to be distributed with, and what tells no licence from another.
"""

from __future__ import annotations

import re
from typing import Final

from scanner.metadata.secret import redacted

MAX_CLAIMS: Final = 500
"""More than the longest list of what is bundled has."""
MAX_LENGTH: Final = 200
"""A longer line is a paragraph without line breaks, which only begins with a claim."""

_CLAIM: Final = re.compile(
    r"""[^\w(©]*+
        (?:(?:[Aa]ll\ |[Ss]ome\ )?(?:[Pp]ortions|[Pp]arts|[Mm]odifications|[Cc]hanges)\s+
            (?:are\ )?)?
        (?:(?i:copyrights?)[\s:,.]*+
            (?:\([cC]\)|©|&copy;|[<\[{(]*(?:\d{4}|(?i:yyyy|years?\b|[12][09]xx))|(?i:by)\s)
        |Copyright:?\s++(?!Holder|Notice|Licen|Owner|Law|Act\b|Office|Infring|Disclaim|Statement
            |Right|Term|Protect|Information|This\b|And\b|Or\b|In\b|Is\b)[A-Z]
        |\([cC]\)\s*(?:(?i:copyright)|\d{4})
        |©|&copy;)""",
    re.VERBOSE,
)
_RESERVED: Final = re.compile(r"[Aa]ll\s+[Rr]ights\s+[Rr]eserved\.?|ALL\s+RIGHTS\s+RESERVED\.?")
_CLAIM_END: Final = re.compile(r"(?<=[a-z])\.\s+(?=[A-Z])|(?i:reserved)\W")
_PLACEHOLDER: Final = re.compile(
    r"[<\[{(](?:yyyy|years?\b|name|fullname|owner|copyright|author|holder)|\b[12][09](?:xx|yy)\b",
    re.IGNORECASE,
)
_NO_CLAIM: Final = "public domain"
_FRAME: Final = " \t#*/;|%!-\"'=~"


def without_claim(line: str) -> str:
    """Return a line without the claim of a copyright that it is, or begins with."""
    lower = line.lower()
    if "right" not in lower and "(c)" not in lower and "©" not in lower:
        return line
    if not _CLAIM.match(line):
        return _RESERVED.sub("", line)
    if len(line) <= MAX_LENGTH:
        return ""
    end = _CLAIM_END.search(line, 0, MAX_LENGTH)
    return line[end.end() :] if end else line


def claim_in(line: str) -> str | None:
    """Return the claim that a line is, without marks of comments."""
    if not _CLAIM.match(line) or _PLACEHOLDER.search(line) or _NO_CLAIM in line.lower():
        return None
    clean = " ".join(line.split()).strip(_FRAME)
    return redacted(clean[:MAX_LENGTH])
