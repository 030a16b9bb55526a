from __future__ import annotations

import pytest

from tests.support.license_texts import (
    APACHE_NOTICE,
    GPL_2_OR_LATER,
    LGPL_3_OR_LATER,
    found_in,
    text,
    wrapped,
)

NOTICES = {
    "apache": (APACHE_NOTICE, "Apache-2.0", "notice"),
    "apache in a comment": (wrapped(APACHE_NOTICE, 80, "# "), "Apache-2.0", "notice"),
    "apache in short": ("Released under the Apache License v2.", "Apache-2.0", "notice"),
    "apache software license": (
        "Licensed under Apache Software License 2.0",
        "Apache-2.0",
        "notice",
    ),
    "gpl or later": (GPL_2_OR_LATER, "GPL-2.0-or-later", "notice"),
    "gpl or later in a comment": (wrapped(GPL_2_OR_LATER, 60, " * "), "GPL-2.0-or-later", "notice"),
    "lgpl or later": (LGPL_3_OR_LATER, "LGPL-3.0-or-later", "notice"),
    "gpl only": (
        "under the terms of the GNU General Public License version 2 only",
        "GPL-2.0-only",
        "notice",
    ),
    "gpl of a version": (
        "under the terms of version 2 of the GNU General Public License",
        "GPL-2.0-only",
        "notice",
    ),
    "library gpl": (
        "under the terms of the GNU Library General Public License, version 2 or newer.",
        "LGPL-2.0-or-later",
        "notice",
    ),
    "lgpl 2.1": (
        "licensed under the GNU Lesser General Public License (LGPL), version 2.1",
        "LGPL-2.1-only",
        "notice",
    ),
    "affero": (
        "Licensed under the GNU Affero General Public License v3.0 or later",
        "AGPL-3.0-or-later",
        "notice",
    ),
    "short": ("License: GPL-3.0-or-later WITH GCC-exception-3.1", "GPL-3.0-or-later", "notice"),
    "shorter": ("It is licensed under GPLv3+.", "GPL-3.0-or-later", "notice"),
    "gfdl": (
        "under the terms of the GNU Free Documentation License, Version 1.2 or any later version",
        "GFDL-1.2-or-later",
        "notice",
    ),
    "mpl": (
        "This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0.",
        "MPL-2.0",
        "notice",
    ),
    "mit": ("This project is licensed under the MIT license.", "MIT", "notice"),
    "bsd-3": ("distributed under the terms of the Modified BSD License", "BSD-3-Clause", "notice"),
    "bsd-2": ("available under the Simplified BSD license", "BSD-2-Clause", "notice"),
    "psf": ("licensed under the Python Software Foundation License", "PSF-2.0", "notice"),
    "epl": (
        "made available under the terms of the Eclipse Public License 2.0",
        "EPL-2.0",
        "notice",
    ),
    "tag": ("// SPDX-License-Identifier: (MIT or Apache-2.0) */", "(MIT OR Apache-2.0)", "tag"),
    "tag with": (
        "spdx-license-identifier: apache-2.0 with llvm-exception",
        "Apache-2.0 WITH LLVM-exception",
        "tag",
    ),
    "tag and more": ("SPDX-License-Identifier: MIT see the file", "MIT", "tag"),
    "tag with a reference": ("SPDX-License-Identifier: LicenseRef-Foo", "LicenseRef-Foo", "tag"),
    "cc": ("https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0", "url"),
    "cc0": ("<http://creativecommons.org/publicdomain/zero/1.0/>.", "CC0-1.0", "url"),
    "osi": ("see http://www.opensource.org/licenses/mit-license.php", "MIT", "url"),
    "spdx": ("https://spdx.org/licenses/BSD-3-Clause.html", "BSD-3-Clause", "url"),
    "gnu": ("https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html", "LGPL-2.1-only", "url"),
    "mozilla": ("at https://mozilla.org/MPL/2.0/.", "MPL-2.0", "url"),
    "unlicense": ("please refer to <https://unlicense.org>", "Unlicense", "url"),
}


@pytest.mark.parametrize(("value", "expression", "technique"), NOTICES.values(), ids=NOTICES)
def test_a_notice_tells_its_licence(value, expression, technique):
    (match,) = found_in(value).matches

    assert (expression, technique) == (match.expression, match.technique)


@pytest.mark.parametrize(
    "value",
    [
        "The licence is compatible with the GNU General Public License version 3.",
        "You should have received a copy of the GNU General Public License",
        "licensed under the GNU General Public License",
        "licensed under the BSD license",
        "released into the public domain",
        "We compared the MIT license with others.",
        "https://creativecommons.org/publicdomain/mark/1.0/",
        "https://opensource.org/licenses/category",
        "SPDX-License-Identifier: nonsense",
        "SPDX-License-Identifier: ",
        "SPDX-License-Identifier: ((((",
    ],
)
def test_what_grants_nothing_or_names_a_family_is_no_notice(value):
    assert () == found_in(value).matches


@pytest.mark.parametrize(
    ("value", "is_stated"),
    [
        ("under the terms of the GNU GPL-2.0", False),
        ("under the GNU General Public License, version 2", False),
        ("https://www.gnu.org/licenses/gpl-3.0.html", False),
        ("under the GNU General Public License version 2 only", True),
        ("under the GNU General Public License as published by the FSF, version 2", True),
        (GPL_2_OR_LATER, True),
    ],
)
def test_a_notice_may_leave_the_scope_open(value, is_stated):
    (match,) = found_in(value).matches

    assert is_stated == match.is_scope_stated


def test_a_notice_gives_the_text_behind_it_its_scope():
    matches = found_in(f"{GPL_2_OR_LATER}\n\n{text('GPL-2.0-only')}").matches

    assert [("GPL-2.0-or-later", "notice", True), ("GPL-2.0-or-later", "exact", True)] == [
        (match.expression, match.technique, match.is_scope_stated) for match in matches
    ]


def test_the_sample_notice_of_the_gpl_is_nobodys():
    """
    Below its terms the GPL tells how to apply them, "or any later version" included.
    """
    (match,) = found_in(f"Foo is free.\n\n{text('GPL-3.0-only')}\n\nFoo is fine.").matches

    assert ("GPL-3.0-only", False) == (match.expression, match.is_scope_stated)


def test_a_notice_has_its_lines():
    (match,) = found_in(f"foo\n\n{APACHE_NOTICE}").matches

    assert (5, 15) == (match.first_line, match.last_line)


@pytest.mark.parametrize(
    "value",
    [
        "under the terms of either the MIT license or the ISC license",
        "dual licensed under the MIT license and the ISC license",
        "at your option, under the MIT license",
        "You may choose either the MIT licence or the ISC licence.",
    ],
)
def test_a_choice_has_to_be_said(value):
    assert found_in(value).is_choice


@pytest.mark.parametrize(
    "value",
    [
        APACHE_NOTICE,
        GPL_2_OR_LATER,
        "parts are under the MIT license, and parts under the ISC license",
        "(at your option) any later version",
    ],
)
def test_other_words_for_it_are_no_choice(value):
    assert not found_in(value).is_choice
