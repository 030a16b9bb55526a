"""Licences by their trove classifiers: an identifier, a family, or nothing.

Several classifiers are a list: whether all apply or one may choose, they do not tell. Only the
three of Mozilla's licences together always were a choice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.licenses.expression import joined
from scanner.licenses.gnu import parse_gnu
from scanner.licenses.meaning import OR, Meaning, any_of, family_of

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX: Final = "License :: "
OSI: Final = "OSI Approved :: "
IDENTIFIERS: Final = {
    "Aladdin Free Public License (AFPL)": "Aladdin",
    "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
    "CeCILL-B Free Software License Agreement (CECILL-B)": "CECILL-B",
    "CeCILL-C Free Software License Agreement (CECILL-C)": "CECILL-C",
    "Nokia Open Source License (NOKOS)": "Nokia",
    "Attribution Assurance License": "AAL",
    "Blue Oak Model License (BlueOak-1.0.0)": "BlueOak-1.0.0",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)": "CECILL-2.1",
    "CMU License (MIT-CMU)": "MIT-CMU",
    "Common Development and Distribution License 1.0 (CDDL-1.0)": "CDDL-1.0",
    "Common Public License": "CPL-1.0",
    "Eclipse Public License 1.0 (EPL-1.0)": "EPL-1.0",
    "Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
    "Educational Community License, Version 2.0 (ECL-2.0)": "ECL-2.0",
    "European Union Public Licence 1.0 (EUPL 1.0)": "EUPL-1.0",
    "European Union Public Licence 1.1 (EUPL 1.1)": "EUPL-1.1",
    "European Union Public Licence 1.2 (EUPL 1.2)": "EUPL-1.2",
    "IBM Public License": "IPL-1.0",
    "ISC License (ISCL)": "ISC",
    "Intel Open Source License": "Intel",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "MirOS License (MirOS)": "MirOS",
    "Motosoto License": "Motosoto",
    "Mozilla Public License 1.0 (MPL)": "MPL-1.0",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Mulan Permissive Software License v2 (MulanPSL-2.0)": "MulanPSL-2.0",
    "NASA Open Source Agreement v1.3 (NASA-1.3)": "NASA-1.3",
    "Nethack General Public License": "NGPL",
    "Nokia Open Source License": "Nokia",
    "Open Group Test Suite License": "OGTSL",
    "Open Software License 3.0 (OSL-3.0)": "OSL-3.0",
    "PostgreSQL License": "PostgreSQL",
    "Python License (CNRI Python License)": "CNRI-Python",
    "Qt Public License (QPL)": "QPL-1.0",
    "Ricoh Source Code Public License": "RSCPL",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "Sleepycat License": "Sleepycat",
    "Sun Industry Standards Source License (SISSL)": "SISSL",
    "Sun Public License": "SPL-1.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "Universal Permissive License (UPL)": "UPL-1.0",
    "University of Illinois/NCSA Open Source License": "NCSA",
    "Vovida Software License 1.0": "VSL-1.0",
    "X.Net License": "Xnet",
    "Zero-Clause BSD (0BSD)": "0BSD",
    "zlib/libpng License": "Zlib",
}
"""By classifier, without what all have in front. Those of GNU licences are read as names are."""
FAMILIES: Final = {
    "Academic Free License (AFL)": "AFL",
    "Apache Software License": "Apache",
    "Apple Public Source License": "APSL",
    "Artistic License": "Artistic",
    "BSD License": "BSD",
    "Eiffel Forum License": "EFL",
    "Eiffel Forum License (EFL)": "EFL",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND",
    "Netscape Public License (NPL)": "NPL",
    "Public Domain": "public domain",
    "Python Software Foundation License": "PSF",
    "W3C License": "W3C",
    "Zope Public License": "ZPL",
}
NOTHING: Final = frozenset(
    (
        "DFSG approved",
        "Free For Educational Use",
        "Free For Home Use",
        "Free To Use But Restricted",
        "Free for non-commercial use",
        "Freely Distributable",
        "Freeware",
        "GUST Font License 1.0",
        "GUST Font License 2006-09-30",
        "Jabber Open Source License",
        "MITRE Collaborative Virtual Workspace License (CVW)",
        "OSI Approved",
        "Other/Proprietary License",
        "Repoze Public License",
    )
)
"""Classes of licences, and licences that the list of SPDX does not have."""
LOOSE: Final = frozenset(("MIT", "LGPL-2.0-only", "LGPL-2.0-or-later"))
"""What people choose for relatives of it, too, which have no classifier: X11, or LGPL 2.1."""
_MOZILLA: Final = (("GPL",), ("LGPL",), ("MPL",))


def parse_classifier(classifier: str) -> Meaning:
    """Return what one classifier comes to."""
    name = classifier.removeprefix(PREFIX)
    if name.removeprefix(OSI) in NOTHING:
        return Meaning(reason="tells no licence")
    name = name.removeprefix(OSI)
    if expression := IDENTIFIERS.get(name):
        return Meaning(expression=expression, is_loose=expression in LOOSE)
    if family := FAMILIES.get(name):
        return Meaning(family=family, reason=f"{family} is several licences")
    meaning = parse_gnu(name) or Meaning(reason="not a classifier of a licence that is known")
    return replace(meaning, is_loose=meaning.expression in LOOSE)


def parse_classifiers(classifiers: Iterable[str]) -> Meaning:
    """Return what all classifiers of a distribution come to."""
    meanings = [parse_classifier(each) for each in classifiers]
    named = [each for each in meanings if each.expression or each.family]
    if not named:
        return meanings[0] if meanings else Meaning()
    together = any_of(named)
    if not together.parts:
        return together
    expressions = sorted(each.expression for each in together.parts if each.expression)
    kinds = sorted((family_of(each) or each,) for each in expressions)
    if len(expressions) == len(together.parts) and tuple(kinds) == _MOZILLA:
        # There is no classifier of the LGPL 2.1, which Mozilla's was.
        expressions = [each.replace("LGPL-2.0", "LGPL-2.1") for each in expressions]
        reason = "Mozilla's three licences always were a choice"
        return Meaning(expression=joined(expressions, OR), reason=reason)
    return Meaning(parts=together.parts, reason="classifiers do not say how they go together")
