"""Every text of the SPDX licence list, as it is and in every disguise."""

from __future__ import annotations

import pytest

from scanner.licenses.corpus import bundled
from scanner.licenses.popular import POPULAR
from tests.support.license_texts import DISGUISES, expressions_in, filled, found_in, text

TWINS = bundled().twins
KNOWN = sorted({known.id for known in bundled().texts} | set(TWINS))
"""All but those that are deprecated and have a text of their own."""
DEPRECATED = {
    "BSD-2-Clause-FreeBSD": ["BSD-2-Clause-Views"],
    "BSD-2-Clause-NetBSD": ["BSD-2-Clause"],
    "GPL-1.0+": ["GPL-1.0-only"],
    "GPL-2.0+": ["GPL-2.0-only"],
    "GPL-2.0-with-GCC-exception": ["GCC-exception-2.0"],
    "GPL-2.0-with-autoconf-exception": ["Autoconf-exception-2.0"],
    "GPL-2.0-with-classpath-exception": ["Classpath-exception-2.0"],
    "GPL-2.0-with-font-exception": ["Font-exception-2.0"],
    "GPL-3.0+": ["GPL-3.0-only"],
    "GPL-3.0-with-GCC-exception": ["GCC-exception-3.1"],
    "GPL-3.0-with-autoconf-exception": ["Autoconf-exception-3.0"],
    "LGPL-3.0+": ["LGPL-3.0-only"],
    "Net-SNMP": ["HPND-Pbmplus", "BSD-3-Clause"],
    "Nokia-Qt-exception-1.1": ["Qt-LGPL-exception-1.1"],
    "bzip2-1.0.5": ["bzip2-1.0.6"],
    "eCos-2.0": ["GPL-2.0-or-later WITH eCos-exception-2.0"],
}
MISTAKEN = {
    "behind number signs": {"BSD-4-Clause-UC", "CC-BY-SA-2.1-JP"},
    "behind slashes": {"CC-BY-SA-2.1-JP", "NBPL-1.0"},
    "as HTML": {"Cube", "Nunit"},
    "in capitals": {"Nunit"},
    "inside of prose": {"CC-BY-SA-2.1-JP", "any-OSI"},
}
"""What is taken for its sibling, or not found: Japanese has no spaces where lines may be broken,
and the title or the lines of copyright are all that some differ by."""


def test_every_text_is_itself():
    others = {}
    for identifier in KNOWN:
        (match, *more) = found_in(text(identifier)).matches
        if more or match.score < 0.99 or match.expression != TWINS.get(identifier, identifier):
            others[identifier] = [match, *more]

    assert {} == others
    assert len(KNOWN) > 800


def test_a_deprecated_text_is_what_took_its_place():
    obsolete = set(bundled().names) - set(KNOWN)

    assert DEPRECATED == {
        identifier: expressions_in(text(identifier)) for identifier in sorted(obsolete)
    }


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_text_is_known_in_disguise(disguise):
    """
    All of the list where there are mistakes, else those that most packages have.
    """
    mistaken = {
        identifier
        for identifier in (KNOWN if disguise in MISTAKEN else POPULAR)
        if [TWINS.get(identifier, identifier)]
        != [
            match.expression
            for match in found_in(DISGUISES[disguise](filled(identifier))).matches
            if match.technique in {"exact", "text"}
        ]
    }

    assert MISTAKEN.get(disguise, set()) == mistaken


def test_the_scope_of_a_mere_text_is_unstated():
    unstated = {
        match.expression
        for identifier in KNOWN
        for match in found_in(text(identifier)).matches
        if not match.is_scope_stated
    }

    assert {name for name in KNOWN if name.endswith("-only") and name not in TWINS} == unstated
