"""What whole files come to: one licence, several, an exception, a choice, or only a name."""

from __future__ import annotations

import re

import pytest

from scanner.licenses.corpus import text_of
from scanner.licenses.text import MAX_BYTES, identify
from tests.support.license_texts import (
    APACHE_NOTICE,
    CRYPTOGRAPHY,
    GPL_2_OR_LATER,
    LGPL_3_OR_LATER,
    around,
    expressions_in,
    filled,
    found_in,
    text,
    wrapped,
)

RULE = "\n\n----------------------------------------------------------------\n\n"
MIT = filled("MIT")
BSD_3 = filled("BSD-3-Clause")
BSD_2 = filled("BSD-2-Clause")
NEITHER = "Neither the name of the copyright holder nor the names of its contributors may"
APACHE = text("Apache-2.0")
APACHE_TERMS = APACHE.partition("END OF TERMS")[0]
LGPL_3_TERMS = text("LGPL-3.0-only").partition("GNU GENERAL PUBLIC LICENSE")[0]
MPL_NOTICE = "All else is subject to the terms of the Mozilla Public License, v. 2.0."
CC_BY = "Creative Commons Attribution 4.0 International Public License"
LLVM = "---- LLVM Exceptions to the Apache 2.0 License ----\n\n" + text("LLVM-exception")


def replaced(value: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in value, old
        value = value.replace(old, new)
    return value


FACTS = {
    # Siblings, each with what it is mistaken for.
    "MIT": (MIT, "MIT"),
    "MIT with other titles": ("The MIT License (MIT)\n=====\n\n" + MIT.partition("\n")[2], "MIT"),
    "MIT without a title": (MIT.partition("\n")[2], "MIT"),
    "MIT with more holders": (replaced(MIT, ("Copyright", "Copyright 1999 A\nCopyright")), "MIT"),
    "MIT with a changed word": (replaced(MIT, ("free of charge", "gratis")), "MIT"),
    "MIT-0": (filled("MIT-0"), "MIT-0"),
    "X11": (filled("X11"), "X11"),
    "X11 of somebody": (replaced(filled("X11"), ("X CONSORTIUM", "FOO PROJECT")), "X11"),
    "MIT-CMU": (filled("MIT-CMU"), "MIT-CMU"),
    "JSON": (filled("JSON"), "JSON"),
    "NCSA": (around(filled("NCSA")), "NCSA"),
    "Xnet": (around(filled("Xnet")), "Xnet"),
    "BSD-1": (filled("BSD-1-Clause"), "BSD-1-Clause"),
    "BSD-2": (BSD_2, "BSD-2-Clause"),
    "BSD-2 of the views": (filled("BSD-2-Clause-Views"), "BSD-2-Clause-Views"),
    "BSD-2 of an author": (
        replaced(BSD_2, ("COPYRIGHT HOLDERS AND CONTRIBUTORS", "AUTHOR")),
        "BSD-2-Clause",
    ),
    "BSD-2 with a patent": (filled("BSD-2-Clause-Patent"), "BSD-2-Clause-Patent"),
    "BSD-3": (BSD_3, "BSD-3-Clause"),
    "BSD-3 of somebody": (
        replaced(BSD_3, ("the copyright holder nor", "Foo, Bar & Sons Ltd. nor")),
        "BSD-3-Clause",
    ),
    "BSD-3 with stars": (re.sub(r"(?m)^ *\d\.", "*", BSD_3), "BSD-3-Clause"),
    "BSD-3 in another order": (
        replaced(BSD_3, (NEITHER, "The names of the contributors may not")),
        "BSD-3-Clause",
    ),
    "BSD-3 clear": (filled("BSD-3-Clause-Clear"), "BSD-3-Clause-Clear"),
    "BSD-4": (filled("BSD-4-Clause"), "BSD-4-Clause"),
    "BSD-4 of Berkeley": (filled("BSD-4-Clause-UC"), "BSD-4-Clause-UC"),
    "ISC": (filled("ISC"), "ISC"),
    "ISC of somebody": (replaced(filled("ISC"), ("THE AUTHOR", "ISC")), "ISC"),
    "0BSD": (filled("0BSD"), "0BSD"),
    "HPND": (text("HPND"), "HPND"),
    "Zlib": (filled("Zlib"), "Zlib"),
    "libpng": (filled("libpng-2.0"), "libpng-2.0"),
    "IJG": (filled("IJG"), "IJG"),
    "IJG in short": (filled("IJG-short"), "IJG-short"),
    "WTFPL": (filled("WTFPL"), "WTFPL"),
    "Unlicense": (filled("Unlicense"), "Unlicense"),
    "BlueOak": (filled("BlueOak-1.0.0"), "BlueOak-1.0.0"),
    "UPL": (filled("UPL-1.0"), "UPL-1.0"),
    "ZPL": (filled("ZPL-2.1"), "ZPL-2.1"),
    "AFL 2.0": (around(filled("AFL-2.0")), "AFL-2.0"),
    "AFL 2.1": (around(filled("AFL-2.1").partition("END OF ACADEMIC")[0]), "AFL-2.1"),
    # Licences that come with something behind their terms, or without.
    "Apache": (APACHE, "Apache-2.0"),
    "Apache without its appendix": (APACHE_TERMS, "Apache-2.0"),
    "Apache with its last line": (APACHE_TERMS + "END OF TERMS AND CONDITIONS\n", "Apache-2.0"),
    "Apache filled in": (
        replaced(APACHE, ("[yyyy] [name of copyright owner]", "2017-2024 Jane Doe")),
        "Apache-2.0",
    ),
    "Apache indented": (wrapped(APACHE, 70, "      "), "Apache-2.0"),
    "MPL": (text("MPL-2.0"), "MPL-2.0"),
    "MPL without exhibits": (text("MPL-2.0").partition("Exhibit A -")[0], "MPL-2.0"),
    "MPL with one exhibit": (text("MPL-2.0").partition("Exhibit B -")[0], "MPL-2.0"),
    "GPL 2": (text("GPL-2.0-only"), "GPL-2.0-only"),
    "GPL 2 of another address": (
        replaced(
            text("GPL-2.0-only"), ("51 Franklin Street, Fifth Floor", "59 Temple Place - Suite 330")
        ),
        "GPL-2.0-only",
    ),
    "GPL 3 without how to": (text("GPL-3.0-only").partition("How to Apply")[0], "GPL-3.0-only"),
    "AGPL 3": (text("AGPL-3.0-only"), "AGPL-3.0-only"),
    "LGPL 2.1": (around(text("LGPL-2.1-only")), "LGPL-2.1-only"),
    "LGPL 3 alone": (LGPL_3_TERMS, "LGPL-3.0-only"),
    "LGPL 3 with the GPL": (text("LGPL-3.0-only"), "LGPL-3.0-only"),
    "CC0": (text("CC0-1.0"), "CC0-1.0"),
    "CC0 legal code": (
        "Statement of Purpose" + text("CC0-1.0").partition("Statement of Purpose")[2],
        "CC0-1.0",
    ),
    "CC-BY legal code": (
        CC_BY + text("CC-BY-4.0").partition(CC_BY)[2].partition("Creative Commons is not")[0],
        "CC-BY-4.0",
    ),
    "Python": (text("Python-2.0"), "Python-2.0"),
    "Python today": (text("Python-2.0.1"), "Python-2.0.1"),
    "PSF": (text("PSF-2.0"), "PSF-2.0"),
    # Exceptions.
    "LLVM": (APACHE + "\n\n" + LLVM, "Apache-2.0 WITH LLVM-exception"),
    "LLVM without an appendix": (APACHE_TERMS + "\n\n" + LLVM, "Apache-2.0 WITH LLVM-exception"),
    "GCC": (
        text("GPL-3.0-only") + RULE + text("GCC-exception-3.1"),
        "GPL-3.0-only WITH GCC-exception-3.1",
    ),
    "Classpath": (
        GPL_2_OR_LATER + "\n" + text("Classpath-exception-2.0"),
        "GPL-2.0-or-later WITH Classpath-exception-2.0",
    ),
    # Several licences.
    "tqdm": (MIT + RULE + MPL_NOTICE, "MIT, MPL-2.0"),
    "dateutil": (APACHE_NOTICE + RULE + BSD_3, "Apache-2.0, BSD-3-Clause"),
    "pycryptodome": (filled("Unlicense") + RULE + BSD_2, "Unlicense, BSD-2-Clause"),
    "CPython": (text("Python-2.0.1") + RULE + filled("0BSD"), "Python-2.0.1, 0BSD"),
    "numpy": (
        RULE.join((BSD_3, BSD_2, text("GCC-exception-3.1"), text("GPL-3.0-only"), MIT)),
        "BSD-3-Clause, BSD-2-Clause, GPL-3.0-only WITH GCC-exception-3.1, MIT",
    ),
    "many": (
        RULE.join((MIT, BSD_3, APACHE, filled("ISC"), filled("Zlib"), MIT)),
        "MIT, BSD-3-Clause, Apache-2.0, ISC, Zlib",
    ),
    "ten times the same": (RULE.join([MIT] * 10), "MIT"),
    "psycopg2": (LGPL_3_OR_LATER, "LGPL-3.0-or-later"),
    # A few words.
    "identifier": ("MIT", "MIT"),
    "identifier in lower case": ("  apache-2.0\n", "Apache-2.0"),
    "name": ("The MIT License.\n", "MIT"),
    "full name": ('BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"),
    "deprecated identifier": ("GPL-2.0", "GPL-2.0"),
    # Nothing.
    "nothing": ("", ""),
    "prose": ("Foo is a package for all who want to bar.\n" * 20, ""),
    "pointer": (CRYPTOGRAPHY, ""),
    "family": ("BSD", ""),
    "public domain": ("This work has been placed in the public domain.", ""),
    "half of a licence": (MIT[: len(MIT) // 2], ""),
}


@pytest.mark.parametrize(("value", "expressions"), FACTS.values(), ids=FACTS)
def test_a_file_is_under_these_licences(value, expressions):
    assert expressions == ", ".join(expressions_in(value))


def test_a_known_text_is_exact_whatever_is_around_it():
    (match,) = found_in(around(MIT)).matches

    assert ("exact", 1.0) == (match.technique, match.score)


def test_a_changed_text_is_nearly_itself():
    (match,) = found_in(replaced(MIT, ("free of charge", "gratis"))).matches

    assert "text" == match.technique
    assert 0.9 < match.score < 1


def test_each_licence_has_its_lines():
    value = f"Foo\n\n{MIT.strip()}{RULE}{BSD_3.strip()}\n\nBar\n"
    lines = value.split("\n")

    first, second = found_in(value).matches

    assert lines[first.first_line - 1].startswith("Permission is hereby granted")
    assert lines[first.last_line - 1].endswith("DEALINGS IN THE SOFTWARE.")
    assert lines[second.first_line - 1].startswith("Redistribution and use")
    assert lines[second.last_line - 1].endswith("SUCH DAMAGE.")


def test_what_is_a_licence_and_what_is_not_is_counted():
    alone, mixed = found_in(BSD_3), found_in(BSD_3 + "\nword" * 100)

    assert (1.0, False) == (round(alone.coverage, 1), alone.needs_review)
    assert (100, True) == (mixed.remainder - alone.remainder, mixed.needs_review)


def test_claims_are_told_once_each_in_their_order():
    value = "Copyright 2 B\n# Copyright 1999 A\n\nCopyright 1999 A\n" + MIT

    assert ("Copyright 1999 A", "Copyright (c) 2021 Jane Doe and the Foo Developers") == (
        found_in(value).copyrights
    )


def test_who_has_the_copyright_of_a_licence_has_none_of_the_work():
    """
    The Free Software Foundation wrote the GPL, not all that is under it.
    """
    value = "Copyright (C) 2001 Jane Doe\n\n" + text("GPL-3.0-only")

    assert ("Copyright (C) 2001 Jane Doe",) == found_in(value).copyrights


def test_a_name_is_settled_by_whoever_knows_names():
    found = identify(b"New BSD\n", licence_called={"New BSD": "BSD-3-Clause"}.get)

    (match,) = found.matches
    assert ("BSD-3-Clause", "name") == (match.expression, match.technique)


def test_a_long_file_is_no_name():
    assert () == identify(b"word " * 99, licence_called=lambda _: "MIT").matches


def test_a_file_that_is_too_large_is_read_in_part():
    found = found_in(MIT.encode() + b"\nword" * (MAX_BYTES // 4) + BSD_3.encode())

    assert ["MIT"] == [match.expression for match in found.matches]
    assert "only the first 1 MiB were read" in found.limits


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        (MIT * 400, "repeats itself too often to be compared as a whole"),
        ("word\n" * 100_000, "too much prose to look for notices in all of it"),
        ("SPDX-License-Identifier: MIT\n" * 300, "more than 200 notices"),
        ("see LICENSE\n" * 60, "more than 50 names of other files"),
        (
            "".join(f"Copyright {year} A\n" for year in range(1000, 1600)),
            "more than 500 claims of a copyright",
        ),
    ],
    ids=["repetition", "prose", "notices", "pointers", "claims"],
)
def test_a_limit_is_named_when_it_is_hit(value, limit):
    assert limit in found_in(value).limits


def test_an_exception_far_from_its_licence_stands_for_itself():
    value = text("GPL-3.0-only") + "\nfoo" * 100 + "\n" + text("GCC-exception-3.1")

    assert ["GPL-3.0-only", "GCC-exception-3.1"] == expressions_in(value)


def test_an_exception_goes_with_no_licence_that_it_does_not_except_from():
    assert ["MIT", "LLVM-exception"] == expressions_in(
        f"{MIT}\n{text('LLVM-exception').partition('License ----')[2]}"
    )


def test_a_text_for_a_notice_is_identified_as_what_it_is_of():
    assert ["UPL-1.0"] == expressions_in(text_of("UPL-1.0") or "")
