"""What people write in the place of an identifier of the licence list.

A name is looked up by its words in any order, without those that tell no licence from another, so
"The 3-Clause BSD License" and "BSD (3 clause)" are one row. Names that stand for several licences
are rows of :data:`FAMILY_NAMES`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

ALIASES: Final = {
    "0BSD": ("Zero-Clause BSD", "BSD Zero Clause", "BSD 0-clause", "Free Public License 1.0.0"),
    "AFL-2.1": ("Academic Free License 2.1", "AFL 2.1"),
    "AFL-3.0": ("Academic Free License 3.0", "AFL 3"),
    "Aladdin": ("Aladdin Free Public License", "AFPL"),
    "Apache-1.1": ("Apache License 1.1", "Apache Software License 1.1"),
    "Apache-2.0": (
        *("Apache", "Apache 2", "Apache License 2.0", "Apache Software License 2.0"),
        *("ASL 2", "ASL 2.0", "AL2", "APL 2.0", "Apache License v2.0 (Apache-2.0)"),
        *("Apache License, Version 2.0, January 2004", "Apache Public License 2.0", "Apachev2"),
        *("Apache 2 (Apache-2.0)", "Apache License (2.0)", "Apache Open Source License 2.0"),
        *("Apache License Version 2.0 (ASL 2.0)", "Apache License (Version 2)", "Apache2"),
    ),
    "Artistic-1.0": ("Artistic License 1.0",),
    "Artistic-1.0-Perl OR GPL-1.0-or-later": (
        *("Perl", "Same as Perl", "Perl_5", "Same terms as Perl itself"),
        *("GPL or Artistic (same as Perl)", "Perl 5"),
    ),
    "Artistic-2.0": ("Artistic License 2.0", "Artistic 2"),
    "BSD-2-Clause": (
        *("Simplified BSD", "FreeBSD", "2-Clause BSD", "BSD Two-Clause", "BSD 2", "BSD2"),
        *("Simplified BSD 2-Clause", "FreeBSD License (2-Clause)", "BSD 2-Clause (Simplified)"),
        *("2-clause Simplified BSD", "BSD 2 (Simplified)", "OSI Approved BSD 2-Clause"),
        *("BSD 2-Clause FreeBSD", "new BSD 2-clause", "BSD (2 clause) (BSD-2-Clause)"),
    ),
    "BSD-2-Clause-Patent": ("BSD plus Patent", "BSD-2-Clause plus Patent"),
    "BSD-3-Clause": (
        *("New BSD", "Modified BSD", "Revised BSD", "3-Clause BSD", "BSD Three-Clause", "BSD 3"),
        *("BSD3", "new-style BSD", "BSD 3-Clause (New)", "New BSD (3-clause)", "BSD-new"),
        *("BSD 3-Clause New or Revised", "New or Revised BSD", "BSD 3-Clause Modified"),
        *("Modified BSD (3-clause)", "Revised BSD 3-clause", "BSD (3 clause) (BSD-3-Clause)"),
        *("OSI Approved BSD 3-Clause", "NewBSD", "BSD New", "BSD 3 (revised)", "BSD 3-Clauses"),
    ),
    "BSD-3-Clause-Clear": ("Clear BSD", "BSD 3-clause clear"),
    "BSD-4-Clause": ("Original BSD", "4-Clause BSD", "BSD Original", "Old BSD"),
    "BSL-1.0": ("Boost", "Boost 1.0", "Boost Software License", "Boost Software License 1.0"),
    "BUSL-1.1": ("Business Source License 1.1", "BSL 1.1", "BUSL"),
    "BlueOak-1.0.0": ("Blue Oak Model License", "Blue Oak Model License 1.0.0"),
    "CC-BY-3.0": ("Creative Commons Attribution 3.0", "CC BY 3"),
    "CC-BY-4.0": (
        *("Creative Commons Attribution 4.0", "Creative Commons Attribution 4.0 International"),
        *("CC BY 4", "Creative Commons BY 4.0", "CC-BY 4.0 International"),
    ),
    "CC-BY-NC-4.0": ("Creative Commons Attribution-NonCommercial 4.0 International", "CC BY NC 4"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution-ShareAlike 4.0 International", "CC BY SA 4"),
    "CC0-1.0": (
        *("CC0", "CC0 1.0", "CC0 1.0 Universal", "Creative Commons Zero", "Creative Commons CC0"),
        *("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "Creative Commons Zero v1.0"),
        *("CC0 Public Domain Dedication", "Creative Commons Zero v1.0 Universal", "CC-0"),
        *("CC0 1.0 Universal Public Domain Dedication", "Public Domain (CC0)", "CC0-1.0 Universal"),
    ),
    "CECILL-2.0": ("CeCILL 2", "CeCILL 2.0"),
    "CECILL-2.1": ("CeCILL 2.1",),
    "CECILL-B": ("CeCILL-B", "CeCILL-B Free Software License Agreement"),
    "CECILL-C": ("CeCILL-C", "CeCILL-C Free Software License Agreement"),
    "CNRI-Python": ("CNRI Python", "Python (CNRI)"),
    "CPL-1.0": ("Common Public License 1.0",),
    "ECL-2.0": ("Educational Community License 2.0",),
    "EPL-1.0": ("Eclipse Public License 1.0", "Eclipse Public License v1.0 (EPL-1.0)"),
    "EPL-2.0": ("Eclipse Public License 2.0", "Eclipse Public License v2.0 (EPL-2.0)"),
    "EUPL-1.1": ("European Union Public Licence 1.1", "EUPL 1.1", "EUPL 1.1 (EUPL 1.1)"),
    "EUPL-1.2": (
        *(
            "European Union Public Licence 1.2",
            "EUPL 1.2",
            "European Union Public License (EUPL) 1.2",
        ),
        "European Union Public Licence 1.2 (EUPL 1.2)",
    ),
    "GPL-3.0-only WITH GCC-exception-3.1": ("GPL3 with runtime exception",),
    "HPND": ("Historical Permission Notice and Disclaimer",),
    "ICU": ("ICU License",),
    "IJG": ("Independent JPEG Group", "JPEG"),
    "ISC": ("ISC", "ISCL", "ISC License (ISCL)", "Internet Systems Consortium", "ISC-style"),
    "MIT": (
        *("MIT", "MIT License (MIT)", "Expat", "Expat (MIT/X11)", "MIT (Expat)", "MIT Expat"),
        *("MIT/X11", "MIT/Expat", "Expat/MIT", "X11/MIT", "MIT (X11)", "MIT License (Expat)"),
        *("MIT Open Source", "OSI Approved MIT", "OSI Approved :: MIT License", "MIT Software"),
        *(
            "Massachusetts Institute of Technology",
            "MIT License, see LICENSE",
            "MIT Public License",
        ),
        *("Massachusetts Institute of Technology (MIT)", "Licensed under the MIT license"),
    ),
    "MIT-0": ("MIT No Attribution", "MIT-0 (MIT No Attribution)", "MIT No Attribution (MIT-0)"),
    "MIT-CMU": ("CMU License (MIT-CMU)", "CMU", "HPND (MIT-CMU)"),
    "MPL-1.0": ("Mozilla Public License 1.0",),
    "MPL-1.1": ("Mozilla Public License 1.1", "MPL 1.1", "Mozilla Public License 1.1 (MPL 1.1)"),
    "MPL-2.0": (
        *("Mozilla Public License 2.0", "MPL 2", "MPLv2", "Mozilla 2.0", "MPL 2.0 (MPL-2.0)"),
        *("Mozilla Public License 2.0 (MPL 2.0)", "Mozilla Public License (MPL) 2.0", "MPL2"),
    ),
    "MS-PL": ("Microsoft Public License", "Ms-PL"),
    "MulanPSL-2.0": ("Mulan PSL v2", "Mulan Permissive Software License v2", "MulanPSL2"),
    "NCSA": (
        *("University of Illinois/NCSA Open Source License", "NCSA Open Source", "UIUC/NCSA"),
        "University of Illinois NCSA",
    ),
    "OFL-1.1": (
        *("SIL Open Font License 1.1", "OFL 1.1", "SIL OFL 1.1", "Open Font License 1.1"),
        "SIL Open Font License 1.1 (OFL-1.1)",
    ),
    "OSL-3.0": ("Open Software License 3.0", "OSL 3", "Open Software License 3.0 (OSL-3.0)"),
    "PSF-2.0": (
        *("PSF-2", "PSFL", "PSF 2", "PSF License 2", "Python Software Foundation License v2"),
        *("Python Software Foundation License 2.0", "PSFv2", "PSF-2.0 License"),
        "Python Software Foundation License Version 2",
    ),
    "PolyForm-Noncommercial-1.0.0": ("PolyForm Noncommercial License 1.0.0",),
    "PostgreSQL": ("PostgreSQL", "PostgreSQL License"),
    "QPL-1.0": ("QPL 1.0", "Q Public License 1.0"),
    "Sleepycat": ("Sleepycat",),
    "TCL": ("TCL/TK", "Tcl", "Tcl-style"),
    "UPL-1.0": (
        "Universal Permissive License",
        "Universal Permissive License 1.0",
        "UPL 1.0",
        "UPL",
    ),
    "Unicode-3.0": ("Unicode License v3",),
    "Unlicense": ("The Unlicense", "Unlicense (Unlicense)", "Unlicensed (Unlicense)"),
    "Vim": ("Vim",),
    "WTFPL": (
        *("WTFPL", "WTFPL 2", "Do What The Fuck You Want To Public License", "DWTFYWTPL"),
        "Do What The F*ck You Want To Public License",
    ),
    "ZPL-2.0": ("Zope Public License 2.0", "ZPL 2", "ZPL 2.0"),
    "ZPL-2.1": ("Zope Public License 2.1", "ZPL 2.1", "Zope Public License (ZPL) 2.1"),
    "Zlib": ("zlib", "zlib/libpng", "zlib/png", "zlib-style", "libz"),
}
"""By expression, the names that mean it and nothing else."""
FAMILY_NAMES: Final = {
    "AFL": ("AFL", "Academic Free License", "Academic Free License (AFL)"),
    "Apache": (
        "Apache Software License",
        "ASL",
        "Apache-style",
        "Apache-like",
        "ASF",
        "Apache Software",
    ),
    "Artistic": ("Artistic", "Artistic License"),
    "BSD": (
        *(
            "BSD",
            "BSD-like",
            "BSD Like",
            "BSD-style",
            "BSD style",
            "BSD-derived",
            "BSD License (BSD)",
        ),
        *("Berkeley Software Distribution", "BSD-compatible", "BSD Licensed", "OSI Approved BSD"),
        *("BSD compatible", "BSDish", "BSDL", "BSD-type", "BSD derivative", "BSD Software"),
        *("BSD variant", "permissive BSD", "BSD Open Source"),
    ),
    "CC": ("Creative Commons",),
    "CC-BY": ("CC BY", "Creative Commons Attribution"),
    "CC-BY-SA": ("CC BY SA", "Creative Commons Attribution-ShareAlike"),
    "CDDL": ("CDDL", "Common Development and Distribution License"),
    "CPL": ("Common Public License",),
    "CeCILL": ("CeCILL", "CeCILL Free Software License Agreement"),
    "EPL": ("EPL", "Eclipse", "Eclipse Public License"),
    "EUPL": ("EUPL", "European Union Public Licence"),
    "HPND": ("HPND-like", "HPND style"),
    "LPPL": ("LPPL", "LaTeX Project Public License"),
    "MIT": ("MIT-like", "MIT-style", "MIT style", "MIT-ish", "MIT derivative", "MIT compatible"),
    "MPL": ("MPL", "Mozilla", "Mozilla Public License", "Mozilla Public License (MPL)"),
    "OFL": ("OFL", "SIL", "SIL OFL", "Open Font License", "SIL Open Font License"),
    "OpenSSL": ("OpenSSL", "OpenSSL-style"),
    "PSF": (
        *("PSF", "Python", "Python Software Foundation", "PSF License (PSF)", "Python-style"),
        *("Python Software Foundation License (PSFL)", "Python License", "Python Foundation"),
        *("Python Software Foundation (PSF)", "Python PSF", "PSF-like", "Python-like"),
    ),
    "W3C": ("W3C", "W3C License"),
    "ZPL": ("ZPL", "Zope Public License", "Zope Public License (ZPL)", "Zope"),
    "public domain": (
        *("Public Domain", "public-domain", "PD", "in the public domain", "publicdomain"),
        *("Dedicated to the public domain", "None (public domain)", "public domain dedication"),
        *("placed in the public domain", "Released to the public domain", "public domain software"),
    ),
}
"""By family, the names that mean one of it."""
NOTHING: Final = (
    *("Other", "Custom", "Other/Proprietary License", "Free", "Freeware", "Free Software"),
    *("Open Source", "OSI Approved", "Permissive", "Copyleft", "Free for non-commercial use"),
    *("Mixed", "Various", "Several", "Multiple", "See below", "TBD", "TODO", "N/A", "NA", "null"),
    *(
        "Unspecified",
        "Not specified",
        "Undefined",
        "No license",
        "Freely Distributable",
        "Shareware",
    ),
    *("FOSS", "OSS", "open-source", "DFSG approved", "Free To Use But Restricted", "Private"),
)
"""Names that tell no licence."""

_WORDS: Final = re.compile(r"[a-z]+|\d+(?:\.\d+)*|\+")
_VERSION: Final = re.compile(r"v(?=\d)")
_AT_LEAST: Final = re.compile(r">=?|≥")
_NOISE: Final = frozenset(
    [
        "the",
        "license",
        "licence",
        "licenses",
        "licences",
        "licensed",
        "version",
        "ver",
        "v",
        "agreement",
        "and",
        "under",
        "of",
        "a",
        "an",
        "is",
        "as",
        "is",
        "to",
    ]
)
_NUMBERS: Final = {"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4"}


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others."""
    text = _AT_LEAST.sub(" + ", _VERSION.sub(" ", name.lower()))
    words = (_NUMBERS.get(word, word) for word in _WORDS.findall(text))
    kept = (word for word in words if word not in _NOISE)
    return tuple(_without_zeros(word) for word in kept)


def key_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, each once, in an order that is not theirs."""
    return tuple(sorted({"clause" if word == "clauses" else word for word in words_of(name)}))


@cache
def expressions_by_key() -> dict[tuple[str, ...], str]:
    """Return the expressions of :data:`ALIASES` by the words of their names."""
    return {key_of(name): each for each, names in ALIASES.items() for name in names}


@cache
def families_by_key() -> dict[tuple[str, ...], str]:
    """Return the families of :data:`FAMILY_NAMES` by the words of their names."""
    return {key_of(name): each for each, names in FAMILY_NAMES.items() for name in names}


@cache
def nothings() -> frozenset[tuple[str, ...]]:
    """Return :data:`NOTHING` by words."""
    return frozenset(map(key_of, NOTHING))


def _without_zeros(word: str) -> str:
    while word.endswith(".0"):
        word = word.removesuffix(".0")
    return word
