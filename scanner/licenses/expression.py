"""Licence expressions (SPDX 3.0 annex B): valid, canonical, with identifiers of today.

Beyond what ``packaging`` accepts for a distribution's metadata (PEP 639), there are references into
other documents, exceptions that are not on the list, and identifiers newer than its copy of that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LENGTH: Final = 2000
"""Longer than any that names each licence once; what is longer is a text."""
DEPRECATED: Final = {
    "AGPL-1.0": "AGPL-1.0-only",
    "AGPL-3.0": "AGPL-3.0-only",
    "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views",
    "BSD-2-Clause-NetBSD": "BSD-2-Clause",
    "GFDL-1.1": "GFDL-1.1-only",
    "GFDL-1.2": "GFDL-1.2-only",
    "GFDL-1.3": "GFDL-1.3-only",
    "GPL-1.0": "GPL-1.0-only",
    "GPL-1.0+": "GPL-1.0-or-later",
    "GPL-2.0": "GPL-2.0-only",
    "GPL-2.0+": "GPL-2.0-or-later",
    "GPL-2.0-with-GCC-exception": "GPL-2.0-only WITH GCC-exception-2.0",
    "GPL-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
    "GPL-2.0-with-bison-exception": "GPL-2.0-only WITH Bison-exception-2.2",
    "GPL-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
    "GPL-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
    "GPL-3.0": "GPL-3.0-only",
    "GPL-3.0+": "GPL-3.0-or-later",
    "GPL-3.0-with-GCC-exception": "GPL-3.0-only WITH GCC-exception-3.1",
    "GPL-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
    "LGPL-2.0": "LGPL-2.0-only",
    "LGPL-2.0+": "LGPL-2.0-or-later",
    "LGPL-2.1": "LGPL-2.1-only",
    "LGPL-2.1+": "LGPL-2.1-or-later",
    "LGPL-3.0": "LGPL-3.0-only",
    "LGPL-3.0+": "LGPL-3.0-or-later",
    "Nunit": "zlib-acknowledgement",
    "StandardML-NJ": "SMLNJ",
    "bzip2-1.0.5": "bzip2-1.0.6",
    "eCos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
    "wxWindows": "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
}
"""What the licence list has in the place of identifiers that it withdrew.

``Net-SNMP`` has nothing: it is six licences together.
"""
LIST_VERSION: Final = "3.29.0"
"""The licence list that identifiers and texts are of."""
NEWER: Final = frozenset(
    (
        *("ALGLIB-Documentation", "Advanced-Cryptics-Dictionary", "BOLA-1.1", "BSD-3-Clause-Tso"),
        *("BSD-Mark-Modifications", "Buddy", "CAPEC-tou", "ESA-PL-permissive-2.4"),
        *("ESA-PL-strong-copyleft-2.4", "ESA-PL-weak-copyleft-2.4", "HPND-SMC"),
        *("HPND-sell-variant-critical-systems", "ISO-permission", "MIT-STK", "MMPL-1.0.1"),
        *("NIST-PD-TNT", "OSC-1.0", "OSSP", "OpenMDW-1.0", "ParaType-Free-Font-1.3", "SGMLUG-PM"),
        *("TekHVC", "UnRAR", "Vixie-Cron", "WTFNMFPL", "WordNet", "X11-no-permit-persons"),
        "hyphen-bulgarian",
    )
)
"""Identifiers on the list since the copy of it that ``packaging`` 26.3 has (3.27)."""

_REFERENCE: Final = r"(?:DocumentRef-[a-z0-9.-]+:)?LicenseRef-[a-z0-9.-]+"
_SPECIAL: Final = re.compile(
    r"(?<![^\s()])(?:"
    rf"(?P<pair>(?:{_REFERENCE}|[a-z0-9.+-]+)\s+with\s+"
    r"(?:DocumentRef-[a-z0-9.-]+:)?AdditionRef-[a-z0-9.-]+)"
    r"|(?P<foreign>DocumentRef-[a-z0-9.-]+:LicenseRef-[a-z0-9.-]+)"
    rf"|(?P<newer>{'|'.join(map(re.escape, sorted(NEWER, key=len, reverse=True)))})\+?"
    r")(?![^\s()])",
    re.IGNORECASE | re.ASCII,
)
"""What ``packaging`` knows nothing of."""
_PREFIX: Final = re.compile(r"\b(Document|License|Addition)Ref-", re.IGNORECASE)
_OPERATOR: Final = re.compile(r"\s+(?:AND|OR)\s+|[()]")
_TWO_EXCEPTIONS: Final = re.compile(r" WITH \S+ WITH ")
_WORD: Final = re.compile(r"[^\s()]+")
_PLACEHOLDER: Final = re.compile(r"LicenseRef-lading\.(\d+)")
_CANONICAL_NEWER: Final = {each.lower(): each for each in NEWER}
_GNU: Final = re.compile(r"(?:A|L)?GPL-\d\.\d|GFDL-\d\.\d")


@dataclass(frozen=True, slots=True)
class Expression:
    """A valid expression, and what was changed in it but for its spelling."""

    text: str
    withdrawn: tuple[str, ...] = ()
    """The identifiers that the list does not have any more, for which others stand there now."""


def parse_expression(text: str) -> Expression | None:
    """Return what is said in canonical spelling; None if it is no valid expression."""
    return _parsed(text) if len(text) <= MAX_LENGTH else None


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Expression | None:
    canonical = _canonical(text)
    if canonical is None or _TWO_EXCEPTIONS.search(canonical):
        return None
    if canonical.startswith("(") and canonical.find(")") == len(canonical) - 1:
        canonical = canonical[1:-1]
    withdrawn = tuple(
        dict.fromkeys(each for each in _WORD.findall(canonical) if each in DEPRECATED)
    )
    current = _WORD.sub(lambda word: DEPRECATED.get(word[0], word[0]), canonical)
    if _TWO_EXCEPTIONS.search(current):
        # What became a pair cannot have a further exception, as ``eCos-2.0`` could.
        return Expression(canonical)
    return Expression(current, withdrawn)


def licenses_in(expression: str) -> tuple[str, ...]:
    """Return the licences of a valid expression, each with its exception, once each."""
    parts = (part.strip() for part in _OPERATOR.split(expression))
    return tuple(dict.fromkeys(part for part in parts if part))


def joined(expressions: Iterable[str], operator: str) -> str:
    """Return valid expressions as one, without repetition."""
    distinct = tuple(dict.fromkeys(expressions))
    if len(distinct) == 1:
        return distinct[0]
    other = " OR " if operator == "AND" else " AND "
    return f" {operator} ".join(f"({each})" if other in each else each for each in distinct)


def stem_of(license_: str) -> str:
    """Return a licence of the GNU family without its scope; of any other, the licence."""
    stem = license_.partition(" WITH ")[0]
    return found[0] if (found := _GNU.match(stem)) else stem


def with_scope(expression: str, license_: str, other: str) -> str:
    """Return an expression with another licence in the place of one."""
    return _WORD.sub(lambda word: other if word[0] == license_ else word[0], expression)


def _canonical(text: str) -> str | None:
    """Return an expression as ``packaging`` would, did it know what it does not."""
    if _PLACEHOLDER.search(text):
        return None
    special: list[str] = []

    def placeholder(found: re.Match[str]) -> str:
        special.append(_special(found))
        return f"LicenseRef-lading.{len(special) - 1}"

    replaced = _SPECIAL.sub(placeholder, text)
    if "" in special:
        return None
    canonical = _by_packaging(replaced)
    return canonical and _PLACEHOLDER.sub(lambda found: special[int(found[1])], canonical)


def _special(found: re.Match[str]) -> str:
    """Return what ``packaging`` does not know in canonical spelling; empty if it has none."""
    text = _PREFIX.sub(lambda prefix: f"{prefix[1].capitalize()}Ref-", found[0])
    if found["newer"]:
        return text.replace(found["newer"], _CANONICAL_NEWER[found["newer"].lower()])
    if found["foreign"]:
        return text
    first, _, exception = text.split()
    canonical = _canonical(first)
    return f"{canonical} WITH {exception}" if canonical else ""


def _by_packaging(text: str) -> str | None:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return None
