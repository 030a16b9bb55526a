"""What licences ask of those who pass a program on: facts, and a list of what is to be done.

They are read from the licences themselves, and are no legal advice. What has no row goes by its
category, and what nobody has put in one asks for its terms to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.licenses.category import category_of
from scanner.licenses.context import Context
from scanner.licenses.pattern import matches
from scanner.licenses.tree import License, Pair, leaves

if TYPE_CHECKING:
    from scanner.licenses.category import Categories
    from scanner.licenses.tree import Expression, Leaf


class Obligation(Enum):
    """One thing that a licence asks for; its value is its name in a policy."""

    KEEP_NOTICES = "keep-notices"
    INCLUDE_TEXT = "include-text"
    OFFER_SOURCE = "offer-source"
    NETWORK_SOURCE = "network-source"
    STATE_CHANGES = "state-changes"
    SAME_LICENSE = "same-license"
    ALLOW_RELINKING = "allow-relinking"
    NO_ENDORSEMENT = "no-endorsement"
    ACKNOWLEDGE = "acknowledge"
    PATENT_CLAUSE = "patent-clause"
    READ_TERMS = "read-terms"


SENTENCES: Final = {
    Obligation.KEEP_NOTICES: "Keep the copyright notices, and a NOTICE file if there is one.",
    Obligation.INCLUDE_TEXT: "Include the text of the licence.",
    Obligation.OFFER_SOURCE: "Give, or offer in writing, the source code of what you pass on.",
    Obligation.NETWORK_SOURCE: "Offer the source code to those who use it over a network, too.",
    Obligation.STATE_CHANGES: "Say what you changed.",
    Obligation.SAME_LICENSE: "Put what is derived from it under the same licence.",
    Obligation.ALLOW_RELINKING: "Let recipients replace it by a version that they changed.",
    Obligation.NO_ENDORSEMENT: "Do not advertise with the names of its authors.",
    Obligation.ACKNOWLEDGE: "Name its authors where the licence says, such as in advertisements.",
    Obligation.PATENT_CLAUSE: "Rights end for those who sue over patents in it.",
    Obligation.READ_TERMS: "Read its terms: nothing is known of them.",
}


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of a list of what is to be done."""

    obligation: Obligation
    licenses: tuple[str, ...]
    """Those that ask for it."""

    @property
    def sentence(self) -> str:
        """What is to be done."""
        return SENTENCES[self.obligation]


def checklist(
    tree: Expression, context: Context = Context.SHIPPED, own: Categories = ()
) -> tuple[Duty, ...]:
    """Return what all licences of an expression ask for: choose the branches of OR before."""
    asking: dict[Obligation, list[str]] = {}
    for leaf in leaves(tree):
        for obligation in obligations_of(leaf, own) & _DUE[context]:
            asking.setdefault(obligation, []).append(str(leaf))
    return tuple(Duty(each, tuple(asking[each])) for each in Obligation if each in asking)


@lru_cache(maxsize=4096)
def obligations_of(leaf: Leaf, own: Categories = ()) -> frozenset[Obligation]:
    """Return what a licence asks for. A pair asks for what its licence does, of what it is for."""
    alone = License(leaf.license) if isinstance(leaf, Pair) else leaf
    for patterns, obligations in _FACTS:
        if any(matches(pattern, alone) for pattern in patterns.split()):
            return obligations
    return _OF_CATEGORY.get(category_of(alone, own), frozenset((Obligation.READ_TERMS,)))


_NOTHING: Final = frozenset[Obligation]()
_NOTICE: Final = frozenset((Obligation.KEEP_NOTICES, Obligation.INCLUDE_TEXT))
_NAMED: Final = _NOTICE | {Obligation.NO_ENDORSEMENT}
_COPYLEFT: Final = _NOTICE | {
    Obligation.OFFER_SOURCE,
    Obligation.STATE_CHANGES,
    Obligation.SAME_LICENSE,
}
_NETWORK: Final = _COPYLEFT | {Obligation.NETWORK_SOURCE}
_PATENT: Final = frozenset((Obligation.PATENT_CLAUSE,))
_CHANGES: Final = frozenset((Obligation.STATE_CHANGES,))
_READ: Final = frozenset((Obligation.READ_TERMS,))

_OF_CATEGORY: Final = {
    "public-domain": _NOTHING,
    "permissive": _NOTICE,
    "copyleft-limited": _COPYLEFT,
    "copyleft": _COPYLEFT,
}
_FACTS: Final = (
    ("0BSD MIT-0", _NOTHING),
    ("BSD-4-Clause* BSD-3-Clause-Attribution Apache-1.*", _NAMED | {Obligation.ACKNOWLEDGE}),
    ("OpenSSL OpenSSL-standalone SSLeay-standalone PHP-3.*", _NAMED | {Obligation.ACKNOWLEDGE}),
    ("BSD-3-Clause-No-*", _NAMED | _READ),
    ("BSD-3-Clause* NCSA X11 HPND* ZPL-* curl ICU", _NAMED),
    ("PSF-2.0 Python-2.0* CNRI-Python*", _NAMED | _CHANGES),
    ("Apache-2.0 ECL-2.0 AFL-*", _NAMED | _CHANGES | _PATENT),
    ("Zlib zlib-acknowledgement Libpng libpng-2.0", _NOTICE | _CHANGES),
    ("MS-PL", _NAMED | _PATENT),
    ("MPL-1.* CDDL-*", _COPYLEFT | _PATENT),
    ("MPL-* EPL-* CPL-* IPL-1.0 MS-RL", (_COPYLEFT | _PATENT) - _CHANGES),
    ("LGPL-2.*", _COPYLEFT | {Obligation.ALLOW_RELINKING}),
    ("LGPL-3.*", _COPYLEFT | _PATENT | {Obligation.ALLOW_RELINKING}),
    ("GPL-3.*", _COPYLEFT | _PATENT),
    ("AGPL-3.* OSL-* RPL-* RPSL-* APSL-* CAL-1.0* Watcom-1.0", _NETWORK | _PATENT),
    ("AGPL-* EUPL-* NPOSL-* Parity-*", _NETWORK),
    ("CPAL-1.0", _NETWORK | _PATENT | {Obligation.ACKNOWLEDGE}),
    ("SSPL-1.0", _NETWORK | _PATENT | _READ),
    ("CC-BY-NC-* CC-BY-ND-*", _NOTICE | _CHANGES | _READ),
    ("CC-BY-SA-*", _NOTICE | _CHANGES | {Obligation.SAME_LICENSE}),
    ("CC-BY-*", _NOTICE | _CHANGES),
    ("OFL-1.*", _NAMED | {Obligation.SAME_LICENSE}),
    ("Artistic-2.0", _NOTICE | _CHANGES | _PATENT | {Obligation.OFFER_SOURCE}),
    ("Artistic-*", _NOTICE | _CHANGES | {Obligation.OFFER_SOURCE}),
)
"""Patterns, and what the licences that fit ask for; the first row counts."""

_ALWAYS: Final = frozenset((Obligation.PATENT_CLAUSE, Obligation.READ_TERMS))
_DUE: Final = {
    Context.INTERNAL: _ALWAYS,
    Context.SERVICE: _ALWAYS | {Obligation.NETWORK_SOURCE, Obligation.NO_ENDORSEMENT},
    Context.SHIPPED: frozenset(Obligation),
}
"""What is asked only of those who pass a copy on does not concern the others."""
