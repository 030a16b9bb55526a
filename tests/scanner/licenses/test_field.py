"""Names of licences as people have written them into fields."""

from __future__ import annotations

import pytest

from scanner.licenses.alias import ALIASES, FAMILY_NAMES, NOTHING, key_of
from scanner.licenses.expression import parse_expression
from scanner.licenses.field import parse_field
from scanner.licenses.meaning import FAMILIES

IDENTIFIED = {
    "Simplified BSD": "BSD-2-Clause",
    "FreeBSD": "BSD-2-Clause",
    "2-clause BSD": "BSD-2-Clause",
    "New BSD": "BSD-3-Clause",
    "Modified BSD License": "BSD-3-Clause",
    "Revised BSD License": "BSD-3-Clause",
    "BSD License (3-clause)": "BSD-3-Clause",
    "Apache": "Apache-2.0",
    "Apache 2": "Apache-2.0",
    "Apache2.0": "Apache-2.0",
    "ASL 2": "Apache-2.0",
    "Apache-2": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Licensed under the Apache License, Version 2.0": "Apache-2.0",
    "BSD 3-Clause License or Apache License, Version 2.0": "BSD-3-Clause OR Apache-2.0",
    "GPLv2+": "GPL-2.0-or-later",
    "GPL (>= 2)": "GPL-2.0-or-later",
    "GPL v2 or later": "GPL-2.0-or-later",
    "GPLv3 or any later version": "GPL-3.0-or-later",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "LGPLv2.1+": "LGPL-2.1-or-later",
    "GPL-3.0-or-later": "GPL-3.0-or-later",
    "any-OSI": "any-OSI",
    "MIT No Attribution": "MIT-0",
    "Expat (MIT/X11)": "MIT",
    "MIT License (MIT)": "MIT",
    "The MIT License": "MIT",
    '"MIT"': "MIT",
    "License :: OSI Approved :: MIT License": "MIT",
    "MIT (see LICENSE)": "MIT",
    "MIT <https://opensource.org/licenses/MIT>": "MIT",
    "BSD-3-Clause; see LICENSE": "BSD-3-Clause",
    "PSFL": "PSF-2.0",
    "Dual MIT/Apache-2.0": "MIT OR Apache-2.0",
    "GPL3 with runtime exception": "GPL-3.0-only WITH GCC-exception-3.1",
    "Google Cloud Platform Terms of Service": "LicenseRef-Google-Cloud-Platform-Terms-of-Service",
    "NVIDIA Proprietary Software": "LicenseRef-NVIDIA-Proprietary-Software",
    "http://www.apache.org/licenses/LICENSE-2.0": "Apache-2.0",
    "https://www.apache.org/licenses/LICENSE-2.0.html": "Apache-2.0",
    "https://opensource.org/licenses/MIT": "MIT",
    "https://opensource.org/license/bsd-3-clause/": "BSD-3-Clause",
    "https://spdx.org/licenses/ISC.html": "ISC",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC-BY-SA-4.0",
    "GPL-3.0+": "GPL-3.0-or-later",
}
UNSTATED = {
    "LGPL v3": "LGPL-3.0-only",
    "GPL v3": "GPL-3.0-only",
    "GNU Affero GPL v3": "AGPL-3.0-only",
    "GPL-3.0": "GPL-3.0-only",
    "LGPL-2.1 and GPL-2.0": "LGPL-2.1-only AND GPL-2.0-only",
    "GPLv2 or GPLv3": "GPL-2.0-only OR GPL-3.0-only",
    "https://www.gnu.org/licenses/gpl-3.0.html": "GPL-3.0-only",
}
OF_A_FAMILY = {
    "BSD": "BSD",
    "BSD License": "BSD",
    "BSD-like": "BSD",
    "BSD Like": "BSD",
    "Apache Software License": "Apache",
    "LGPL": "LGPL",
    "GNU GPL": "GPL",
    "GNU General Public License (GPL)": "GPL",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "LGPL with exceptions": "LGPL",
    "Public Domain": "public domain",
    "Artistic License": "Artistic",
    "PSF": "PSF",
    "MIT-style": "MIT",
    "https://www.gnu.org/licenses/gpl.html": "GPL",
}
POINTERS = (
    *("LICENSE", "LICENSE.txt", "see LICENSE file", "See the LICENSE file for details"),
    *("file: LICENSE.md", "https://github.com/a/b/blob/main/LICENSE", "license.rst"),
)
OPEN = (
    *("UNKNOWN", "", "Custom", "Other/Proprietary License", "Python 2.1.1", "LGPLv4"),
    *("MIT-0-ish", "not MIT", "GPL 7", "beer"),
)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        pytest.param(text, expression, id=f"D8-{text}" if "://" in text or ";" in text else text)
        for text, expression in IDENTIFIED.items()
    ],
)
def test_a_name_means_one_licence(text, expression):
    meaning = parse_field(text)

    assert (expression, True) == (meaning.expression, meaning.is_scope_stated)


@pytest.mark.parametrize(("text", "expression"), UNSTATED.items(), ids=UNSTATED)
def test_a_version_of_a_gnu_licence_does_not_say_whether_later_ones_apply(text, expression):
    meaning = parse_field(text)

    assert (expression, False) == (meaning.expression, meaning.is_scope_stated)


@pytest.mark.parametrize(
    ("text", "family"), [pytest.param(*row, id=f"D5-{row[0]}") for row in OF_A_FAMILY.items()]
)
def test_a_name_of_a_family_is_no_licence(text, family):
    meaning = parse_field(text)

    assert (None, family) == (meaning.expression, meaning.family)


@pytest.mark.parametrize("text", POINTERS)
def test_a_file_name_is_no_licence_but_says_where_it_is(text):
    meaning = parse_field(text)

    assert (True, None) == (meaning.is_pointer, meaning.expression)


@pytest.mark.parametrize("text", OPEN)
def test_what_is_no_name_stays_open(text):
    meaning = parse_field(text)

    assert (None, None, ()) == (
        meaning.expression,
        meaning.family if text not in {"LGPLv4", "GPL 7"} else None,
        meaning.parts,
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("MPLv2.0, MIT Licences", ["MPL-2.0", "MIT"]),
        ("MIT, BSD", ["MIT", "BSD"]),
        ("LGPL+BSD", ["LGPL", "BSD"]),
        ("MIT/Apache-2.0", ["MIT", "Apache-2.0"]),
        ("MIT and/or GPL", ["MIT", "GPL"]),
        ("BSD-3-Clause, Apache-2.0, dependency licenses", ["BSD-3-Clause", "Apache-2.0", None]),
    ],
    ids=str,
)
def test_commas_slashes_and_plus_signs_do_not_say_how_licences_go_together(text, parts):
    meaning = parse_field(text)

    assert parts == [part.expression or part.family for part in meaning.parts]
    assert meaning.operator is None


def test_an_exception_without_a_name_is_missing_in_the_expression():
    meaning = parse_field("GNU GPLv2 (with FOSS License Exception)")

    assert ("GPL-2.0-only", True, None) == (
        meaning.expression,
        meaning.has_exception,
        meaning.whole,
    )


def test_or_between_a_family_and_a_licence_is_a_choice_that_a_text_settles():
    meaning = parse_field("BSD or Apache License, Version 2.0")

    assert ("OR", ["BSD", "Apache-2.0"]) == (
        meaning.operator,
        [part.expression or part.family for part in meaning.parts],
    )


def test_a_whole_text_is_no_name():
    """
    D7: a field may have all of the licence, folded over many lines.
    """
    assert parse_field("MIT License\n\nCopyright (c) 2020 Me\n\nPermission is hereby").is_text
    assert parse_field("Permission is hereby granted " * 20).is_text


def test_a_withdrawn_identifier_is_told():
    assert "LGPL-2.1 is now LGPL-2.1-only" == parse_field("LGPL-2.1").reason


@pytest.mark.parametrize("expression", ALIASES)
def test_an_alias_is_of_a_valid_expression(expression):
    parsed = parse_expression(expression)

    assert parsed is not None
    assert expression == parsed.text


def test_no_name_is_in_the_tables_with_two_meanings():
    meanings = {
        name: each for table in (ALIASES, FAMILY_NAMES) for each in table for name in table[each]
    }
    by_key: dict[tuple[str, ...], set[str]] = {}
    for name, meaning in meanings.items():
        by_key.setdefault(key_of(name), set()).add(meaning)
    by_nothing = set(map(key_of, NOTHING))

    assert {} == {key: found for key, found in by_key.items() if len(found) > 1}
    assert by_nothing.isdisjoint(by_key)
    assert set(FAMILY_NAMES) <= set(FAMILIES)
