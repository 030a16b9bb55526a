"""What is concluded from fields, classifiers and texts together."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from scanner.licenses.conclusion import conclude
from scanner.licenses.evidence import Evidence
from scanner.model.license import NONE, DeclaredLicense, LicenseMatch, LicenseStatement
from tests.support.licenses import CHOICE, licensing_of, matches_of, texts_of

BSD = "OSI Approved :: BSD License"
MIT = "OSI Approved :: MIT License"
APACHE = "OSI Approved :: Apache Software License"
ISC = "OSI Approved :: ISC License (ISCL)"
PUBLIC = "Public Domain"
GPL = "OSI Approved :: GNU General Public License (GPL)"
GPL2_LATER = "OSI Approved :: GNU General Public License v2 or later (GPLv2+)"
LGPL = "OSI Approved :: GNU Library or Lesser General Public License (LGPL)"
LGPL2_LATER = "OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)"
LGPL3 = "OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)"
LGPL3_LATER = "OSI Approved :: GNU Lesser General Public License v3 or later (LGPLv3+)"

REAL = {
    "python-xlib": (("LGPLv2+", LGPL2_LATER), {"LICENSE": ["LGPL-2.1-only"]}, "LGPL-2.1-or-later"),
    "LGPL v2 beside version 3": (("LGPLv2",), {"LICENSE": ["LGPL-3.0-only"]}, "LGPL-2.0-only"),
    "musicbrainzngs": (
        ("Simplified BSD", BSD, ISC),
        {"COPYING": ["BSD-2-Clause", "ISC"]},
        "BSD-2-Clause AND ISC",
    ),
    "pyinstaller-hooks-contrib": (
        (None, APACHE, "OSI Approved :: GNU General Public License v2 (GPLv2)"),
        {"LICENSE": ["GPL-2.0-or-later", "Apache-2.0", "GPL-2.0-only"]},
        "Apache-2.0 AND GPL-2.0-or-later",
    ),
    "hdbcli": (
        ("SAP DEVELOPER LICENSE AGREEMENT", "Other/Proprietary License"),
        {},
        "LicenseRef-SAP-DEVELOPER-LICENSE-AGREEMENT",
    ),
    "mergedeep": (("UNKNOWN", MIT), {"LICENSE": ["MIT"]}, "MIT"),
    "isoduration": (("UNKNOWN", ISC), {"LICENSE": ["ISC"]}, "ISC"),
    "alabaster": (("UNKNOWN", BSD), {"LICENSE": ["BSD-3-Clause"]}, "BSD-3-Clause"),
    "numpy 1.23.5": (("BSD", BSD), {"LICENSE": ["BSD-3-Clause"]}, "BSD-3-Clause"),
    "semantic-version": (("BSD", BSD), {"LICENSE": ["BSD-2-Clause"]}, "BSD-2-Clause"),
    "unicorn": (("BSD License", BSD), {}, None),
    "idna 2.10": (("BSD-like", BSD), {"LICENSE.rst": ["BSD-3-Clause"]}, "BSD-3-Clause"),
    "scikit-rf": (("LICENSE.txt", BSD), {}, None),
    "tornado 6.1": (("http://www.apache.org/licenses/LICENSE-2.0",), {}, "Apache-2.0"),
    "cryptography 3.3.1": (
        ("BSD or Apache License, Version 2.0", APACHE, BSD),
        {
            "LICENSE": ["Apache-2.0 OR BSD-3-Clause"],
            "LICENSE.APACHE": ["Apache-2.0"],
            "LICENSE.BSD": ["BSD-3-Clause"],
        },
        "BSD-3-Clause OR Apache-2.0",
    ),
    "python-dateutil": (
        ("Dual License", BSD, APACHE),
        {"LICENSE": ["Apache-2.0", "BSD-3-Clause"]},
        "Apache-2.0 OR BSD-3-Clause",
    ),
    "tqdm": (("MPLv2.0, MIT Licences",), {"LICENCE": ["MPL-2.0", "MIT"]}, "MPL-2.0 AND MIT"),
    "PyStemmer": (
        ("MIT, BSD", MIT, BSD),
        {"LICENSE": ["MIT", "BSD-3-Clause"]},
        "MIT AND BSD-3-Clause",
    ),
    "pycryptodome": (
        ("BSD, Public Domain", BSD, PUBLIC),
        {"LICENSE.rst": ["BSD-2-Clause", "Unlicense"]},
        "BSD-2-Clause AND Unlicense",
    ),
    "blobfile": (("Public Domain",), {"LICENSE": ["Unlicense"]}, "Unlicense"),
    "reedsolo": (
        (
            "Public Domain",
            "OSI Approved :: The Unlicense (Unlicense)",
            "OSI Approved :: MIT No Attribution License (MIT-0)",
        ),
        {"LICENSE": [CHOICE, "Unlicense", "MIT-0"]},
        "Unlicense OR MIT-0",
    ),
    "pygame": (("LGPL", LGPL), {}, None),
    "python-apt": (("GNU GPL",), {}, None),
    "frozendict": (("LGPL v3", LGPL3), {}, "LGPL-3.0-only"),
    "cysignals": (
        (None, LGPL3_LATER),
        {"LICENSE": ["LGPL-3.0-only"]},
        "LGPL-3.0-or-later",
    ),
    "gmsh": (("GPLv2+",), {}, "GPL-2.0-or-later"),
    "PyQt5": (("GPL v3",), {}, "GPL-3.0-only"),
    "igraph": (
        ("GNU General Public License (GPL)",),
        {"LICENSE": ["GPL-2.0-only"]},
        "GPL-2.0-only",
    ),
    "mysql-connector-python": (
        ("GNU GPLv2 (with FOSS License Exception)", GPL),
        {"LICENSE.txt": ["GPL-2.0-only WITH Universal-FOSS-exception-1.0", "Apache-2.0"]},
        "GPL-2.0-only WITH Universal-FOSS-exception-1.0",
    ),
    "psycopg2": (
        ("LGPL with exceptions", LGPL),
        {"LICENSE": ["LGPL-3.0-or-later"]},
        "LGPL-3.0-or-later WITH AdditionRef-000000000000",
    ),
    "text-unidecode": (
        ("Artistic License", "OSI Approved :: Artistic License", GPL, GPL2_LATER),
        {"LICENSE": ["GPL-2.0-or-later", "Artistic-1.0-Perl", CHOICE]},
        "Artistic-1.0-Perl OR GPL-2.0-or-later",
    ),
    "apsw": (("any-OSI",), {"LICENSE": ["Zlib"]}, "any-OSI"),
    "scramp": (("MIT No Attribution",), {"LICENSE": ["MIT-0"]}, "MIT-0"),
    "dbus-python": (("Expat (MIT/X11)", MIT), {"COPYING": ["MIT"]}, "MIT"),
    "pyzmq 19": (("LGPL+BSD", LGPL, BSD), {}, None),
    "no list of licences": (("BSD-3-Clause, Apache-2.0, dependency licenses",), {}, None),
    "pyphen": (
        (None, GPL2_LATER, LGPL2_LATER, "OSI Approved :: Mozilla Public License 1.1 (MPL 1.1)"),
        {},
        "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    ),
    "libtpu": (
        ("Google Cloud Platform Terms of Service",),
        {},
        "LicenseRef-Google-Cloud-Platform-Terms-of-Service",
    ),
    "gmpy2": (
        ("LGPL-3.0-or-later", LGPL3_LATER),
        {"COPYING": ["GPL-3.0-only"], "COPYING.LESSER": ["LGPL-3.0-only"]},
        "LGPL-3.0-or-later",
    ),
    "gmpy2 by its classifier": (
        (None, LGPL3_LATER),
        {"COPYING": ["GPL-3.0-only"], "COPYING.LESSER": ["LGPL-3.0-only"]},
        "LGPL-3.0-or-later",
    ),
    "requests-oauthlib": (("ISC", BSD), {"LICENSE": ["ISC"]}, "ISC"),
    "decorator 5.0.9": (
        ("new BSD License", BSD),
        {"LICENSE.txt": ["BSD-2-Clause"]},
        "BSD-2-Clause",
    ),
    "pyaml": (("WTFPL", PUBLIC), {"COPYING": ["WTFPL"]}, "WTFPL"),
    "websocket-client 0.58": (
        ("LGPL version 2.1", LGPL2_LATER),
        {"LICENSE": ["LGPL-2.1-only"]},
        "LGPL-2.1-or-later",
    ),
    "uvloop": (
        ("MIT License", APACHE, MIT),
        {"LICENSE-APACHE": ["Apache-2.0"], "LICENSE-MIT": ["MIT"]},
        None,
    ),
}


@pytest.mark.parametrize(
    ("fields", "files", "right"), [pytest.param(*row, id=name) for name, row in REAL.items()]
)
def test_a_real_value_comes_to_the_right_answer(fields, files, right):
    text, *classifiers = fields

    assert right == licensing_of(text, *classifiers, files=files).concluded


@pytest.mark.parametrize(
    ("expression", "files", "declared", "concluded"),
    [
        pytest.param(
            "mit or apache-2.0", {}, "MIT OR Apache-2.0", "MIT OR Apache-2.0", id="D2-lower case"
        ),
        pytest.param(
            "MIT OR Apache-2.0",
            {"LICENSE.APACHE": ["Apache-2.0"], "LICENSE.BSD": ["BSD-3-Clause"]},
            "MIT OR Apache-2.0",
            "MIT OR Apache-2.0",
            id="D10-the metadata say it",
        ),
        pytest.param("MIT", {"LICENSE": ["GPL-3.0-only"]}, "MIT", "MIT", id="D12-both are kept"),
        pytest.param("Custom", {"LICENSE": ["MIT"]}, None, "MIT", id="D2-not valid"),
        pytest.param("LGPL-2.1", {}, "LGPL-2.1-only", "LGPL-2.1-only", id="withdrawn"),
    ],
)
def test_an_expression_wins(expression, files, declared, concluded):
    licensing = licensing_of(expression=expression, files=files)

    assert (declared, concluded) == (licensing.declared, licensing.concluded)


@pytest.mark.parametrize(
    ("text", "classifiers", "files", "concluded"),
    [
        pytest.param("UNKNOWN", [MIT], {}, "MIT", id="D3-UNKNOWN"),
        pytest.param("", [MIT], {"LICENSE": ["MIT"]}, "MIT", id="D3-empty"),
        pytest.param(None, [MIT], {}, "MIT", id="D4-only a classifier"),
        pytest.param(None, ["OSI Approved"], {"LICENSE": ["ISC"]}, "ISC", id="D5-no licence"),
        pytest.param(None, [BSD], {}, None, id="D5-a family"),
        pytest.param(None, [APACHE], {}, None, id="D5-Apache"),
        pytest.param(None, [APACHE], {"LICENSE": ["Apache-2.0"]}, "Apache-2.0", id="D5-settled"),
        pytest.param(None, [MIT, ISC], {}, None, id="D6-not joined"),
        pytest.param(
            None,
            [MIT, ISC],
            {"LICENSE-MIT": ["MIT"], "LICENSE-ISC": ["ISC"]},
            None,
            id="D10-several files are not joined either",
        ),
        pytest.param(
            None,
            [],
            {"LICENSE.APACHE": ["Apache-2.0"], "LICENSE.BSD": ["BSD-3-Clause"]},
            None,
            id="D10-nothing says how they go together",
        ),
    ],
)
def test_without_an_expression_all_else_is_taken_together(text, classifiers, files, concluded):
    assert concluded == licensing_of(text, *classifiers, files=files).concluded


def test_a_text_in_a_field_is_read_and_is_no_name():
    """
    D7: the whole of the MIT licence, folded over twenty lines.
    """
    text = "MIT License\n\nCopyright (c) 2020 Me\n\nPermission is hereby granted\n"

    licensing = licensing_of(text, pasted=["MIT"])

    assert ("MIT", "MIT") == (licensing.declared, licensing.concluded)
    assert ["MIT License"] == [statement.raw for statement in licensing.statements]


def test_the_first_licence_of_a_pasted_aggregate_is_that_of_the_distribution():
    licensing = licensing_of("Copyright …\n\n\n\nand so on", BSD, pasted=["BSD-3-Clause", "Zlib"])

    assert "BSD-3-Clause" == licensing.concluded


def test_a_pasted_text_that_is_not_what_is_classified_stays_open():
    """
    The licence of matplotlib is none of the list; those that it bundles are.
    """
    text = "License agreement for matplotlib\n\n\n\nand so on"
    psf = "OSI Approved :: Python Software Foundation License"

    licensing = licensing_of(text, psf, pasted=["OFL-1.1", "MIT"], files={"L": ["OFL-1.1", "MIT"]})

    assert licensing.concluded is None
    assert licensing.reason


@pytest.mark.parametrize(
    ("text", "declared"),
    [(None, NONE), ("", NONE), ("UNKNOWN", None), ("Custom", None)],
)
def test_what_nobody_says_is_told_from_what_nobody_knows(text, declared):
    assert declared == licensing_of(text).declared


@pytest.mark.parametrize(
    ("text", "files", "needs_review"),
    [
        ("MIT", {"LICENSE": ["MIT"]}, False),
        ("MIT", {}, False),
        ("BSD", {}, True),
        ("GPL v3", {"LICENSE": ["GPL-3.0-only"]}, True),
        ("GPLv3+", {"LICENSE": ["GPL-3.0-only"]}, False),
        ("LGPL", {"LICENSE": ["LGPL-2.1-only"]}, True),
        ("MIT", {"LICENSE": ["GPL-2.0-only"]}, True),
    ],
)
def test_somebody_has_to_look_at_what_is_open_unstated_or_contradictory(text, files, needs_review):
    assert needs_review == licensing_of(text, files=files).needs_review


def test_the_scope_of_a_name_is_from_a_notice():
    files = {"LICENSE.txt": ["LGPL-3.0-or-later"], "COPYING": ["LGPL-3.0-only", "GPL-3.0-only"]}

    assert "LGPL-3.0-or-later" == licensing_of("LGPL v3", LGPL3, files=files).concluded


@pytest.mark.parametrize(
    ("declared", "text"),
    [("PSF-2.0", ["PSF-2.0", "Python-2.0.1", "0BSD"]), ("Python-2.0", ["PSF-2.0", "CNRI-Python"])],
)
def test_the_licences_of_python_are_one(declared, text):
    licensing = licensing_of(expression=declared, files={"LICENSE": text})

    assert (declared, (), ()) == (licensing.concluded, licensing.conflicts, licensing.bundled)


def test_what_files_of_others_are_is_bundled():
    files = {
        "LICENSE": ["MIT"],
        "LICENSES_bundled.txt": ["BSD-3-Clause", "MIT"],
        "vendor/zlib/LICENSE": ["Zlib"],
    }

    licensing = licensing_of(expression="MIT", files=files, bundled=("ISC OR 0BSD",))

    assert ("0BSD", "BSD-3-Clause", "ISC", "Zlib") == licensing.bundled


def test_what_a_bundled_licence_refers_to_is_not_bundled_beside_it():
    """
    python-flint: the LGPL 3 of GMP comes with the GPL, under which nothing is.
    """
    files = {
        "LICENSE": ["MIT"],
        "a.libs/gmp/COPYING": ["GPL-3.0-only"],
        "a.libs/gmp/COPYING.LESSERv3": ["LGPL-3.0-only"],
        "a.libs/readline/COPYING": ["GPL-3.0-only"],
    }
    without = {path: found for path, found in files.items() if "readline" not in path}

    assert [("LGPL-3.0-only",), ("GPL-3.0-only", "LGPL-3.0-only")] == [
        licensing_of(expression="MIT", files=each).bundled for each in (without, files)
    ]


def test_a_notice_of_the_lgpl_2_is_of_the_version_whose_text_is_there():
    """
    tlslite-ng: "available under GNU LGPL v2 license", above the text of 2.1.
    """
    notice = LicenseMatch(
        expression="LGPL-2.0-only",
        score=0.9,
        first_line=1,
        last_line=1,
        technique="notice",
        is_scope_stated=False,
    )
    (text,) = texts_of({"LICENSE": ["LGPL-2.1-only"]})
    texts = (replace(text, matches=(notice, *text.matches)),)

    licensing = conclude(
        Evidence(declared=DeclaredLicense(text="LGPLv2"), texts=texts), lambda _: ()
    )

    assert ("LGPL-2.1-only", (), True) == (
        licensing.concluded,
        licensing.bundled,
        licensing.needs_review,
    )


def test_a_text_in_which_nothing_is_recognised_is_not_called_missing():
    licensing = licensing_of("MIT", files={"LICENSE": []})

    assert "License says so; no licence is recognised in the text" == licensing.reason


def test_what_else_is_in_its_own_file_is_bundled_too():
    licensing = licensing_of(
        expression="BSD-3-Clause", files={"LICENSE": ["BSD-3-Clause", "GPL-3.0-only"]}
    )

    assert ("BSD-3-Clause", ("GPL-3.0-only",)) == (licensing.concluded, licensing.bundled)


def test_a_conda_package_settles_what_its_distribution_leaves_open():
    """
    D14: most records have an identifier, as they should.
    """
    licensing = licensing_of("BSD", conda=DeclaredLicense(text="BSD-3-Clause"))

    assert (None, "BSD-3-Clause") == (licensing.declared, licensing.concluded)


@pytest.mark.parametrize(
    ("record", "concluded"),
    [
        pytest.param(
            DeclaredLicense(text="LGPL-2.1 and GPL-2.0"), "LGPL-2.1-only AND GPL-2.0-only"
        ),
        pytest.param(
            DeclaredLicense(text="GPL3 with runtime exception"),
            "GPL-3.0-only WITH GCC-exception-3.1",
        ),
        pytest.param(DeclaredLicense(text="BSD Like", family="BSD"), None),
        pytest.param(DeclaredLicense(text="None"), None),
        pytest.param(DeclaredLicense(text="LicenseRef-x"), "LicenseRef-x"),
        pytest.param(DeclaredLicense(names=("MIT",)), "MIT"),
        pytest.param(DeclaredLicense(names=("MIT", "Apache 2.0")), None),
        pytest.param(DeclaredLicense(family="GPL3"), None),
    ],
    ids=lambda value: None if isinstance(value, DeclaredLicense) else f"D14-{value}",
)
def test_a_conda_record_is_read_as_a_field(record, concluded):
    licensing = conclude(Evidence(declared=record, is_conda=True), lambda _: ())

    assert concluded == licensing.concluded
    assert {"conda"} >= {statement.source for statement in licensing.statements}


@pytest.mark.parametrize("text", [None, "BSD"])
def test_a_system_package_says_what_nothing_else_does(text):
    """
    D13: the licence is in the package's copyright file only.
    """
    said = LicenseStatement(source="system-package", raw="BSD-3-clause", expression="BSD-3-Clause")

    licensing = licensing_of(text, system=(said,))

    assert "BSD-3-Clause" == licensing.concluded
    assert said in licensing.statements


def test_the_chain_of_evidence_has_everything_the_strongest_first():
    licensing = licensing_of("MIT", MIT, files={"dist-info/LICENSE": ["MIT"]})

    assert [
        ("License", "MIT", "MIT"),
        ("classifier", f"License :: {MIT}", "MIT"),
        ("text", "LICENSE", "MIT"),
    ] == [(each.source, each.raw, each.expression) for each in licensing.statements]


def test_the_order_of_files_does_not_matter():
    files = texts_of(
        {
            "COPYING": ["GPL-3.0-only"],
            "COPYING.LESSER": ["LGPL-3.0-only"],
            "NOTICE": ["MIT"],
            "vendor/LICENSE": ["ISC"],
        }
    )
    declared = DeclaredLicense(classifiers=(f"License :: {LGPL}",))

    found = {
        conclude(Evidence(declared=declared, texts=each), lambda _: matches_of([]))
        for each in permutations(files)
    }

    assert 1 == len(found)
