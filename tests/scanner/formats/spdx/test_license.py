"""Licences of SPDX packages."""

from __future__ import annotations

import hashlib

import pytest

from scanner.formats.spdx.license import license_facts
from scanner.model.license import (
    DeclaredLicense,
    LicenseConflict,
    LicenseMatch,
    LicenseStatement,
    LicenseText,
    Licensing,
)
from tests.support.reports import component

TERMS = b"You may look at it.\n"
DIGEST = f"sha256:{hashlib.sha256(TERMS).hexdigest()}"
REFERENCE = f"LicenseRef-lading-{hashlib.sha256(TERMS).hexdigest()[:32]}"
FILE = LicenseText(path="LICENSE", digest=DIGEST)


def judged(**changes):
    """Return a component whose licence was judged."""
    return component(licensing=Licensing(**changes))


def test_nothing_is_asserted_of_what_says_nothing():
    facts = license_facts(component(), {})

    assert ("NOASSERTION", "NOASSERTION") == (facts.declared, facts.concluded)
    assert (None, None, ()) == (facts.comments, facts.copyright, facts.texts)


def test_that_an_author_says_nothing_is_something_else():
    assert "NONE" == license_facts(judged(declared="NONE"), {}).declared


def test_what_is_declared_and_concluded_stay_apart():
    facts = license_facts(judged(declared="MIT", concluded="MIT AND BSD-3-Clause"), {})

    assert ("MIT", "MIT AND BSD-3-Clause") == (facts.declared, facts.concluded)


@pytest.mark.parametrize(
    ("license_", "declared"),
    [
        pytest.param(DeclaredLicense(expression="mit"), "MIT", id="expression"),
        pytest.param(DeclaredLicense(text="Apache-2.0"), "Apache-2.0", id="field"),
        pytest.param(DeclaredLicense(text="GPL-2.0"), "GPL-2.0-only", id="withdrawn"),
        pytest.param(DeclaredLicense(text="BSD"), "NOASSERTION", id="family"),
    ],
)
def test_where_nobody_judged_it_only_an_expression_is_declared(license_, declared):
    facts = license_facts(component(license=license_), {})

    assert declared == facts.declared
    assert "NOASSERTION" == facts.concluded


def test_all_else_is_in_the_comments():
    facts = license_facts(
        judged(
            reason="the text settles it",
            needs_review=True,
            curated_by="legal",
            statements=(
                LicenseStatement(source="License", raw="BSD"),
                LicenseStatement(source="text", raw="LICENSE", path="opt/LICENSE"),
            ),
            detected=(
                LicenseText(
                    path="LICENSE",
                    digest=DIGEST,
                    matches=(
                        LicenseMatch(
                            expression="Zlib",
                            score=1.0,
                            first_line=1,
                            last_line=2,
                            technique="exact",
                        ),
                    ),
                ),
            ),
            bundled=("ISC",),
            conflicts=(LicenseConflict(kind="invalid", message="no expression", advice=""),),
        ),
        {},
    )

    assert [
        "Reason: the text settles it",
        "Curated by: legal",
        "Needs review.",
        "License: BSD",
        "text: LICENSE (/opt/LICENSE)",
        "Detected: Zlib",
        "Bundled: ISC",
        "Conflict (invalid): no expression",
    ] == (facts.comments or "").splitlines()


def test_a_reference_is_made_of_the_text_that_it_stands_for():
    """
    Two packages that call different texts the same are told apart, wherever they are.
    """
    owned = judged(declared="LicenseRef-Own OR MIT", detected=(FILE,))

    facts = license_facts(owned, {DIGEST: TERMS})

    assert f"{REFERENCE} OR MIT" == facts.declared
    assert [(REFERENCE, "LicenseRef-Own", TERMS.decode())] == [
        (each.id, each.name, each.text) for each in facts.texts
    ]


def test_a_reference_without_a_text_stands_for_what_the_metadata_say():
    said = LicenseStatement(source="License", raw="Our Terms", expression="LicenseRef-Our-Terms")

    facts = license_facts(judged(declared="LicenseRef-Our-Terms", statements=(said,)), {})

    assert ["Our Terms"] == [each.text for each in facts.texts]


def test_an_exception_that_is_not_on_the_list_takes_its_licence_along():
    """
    SPDX 2.3 has no references to exceptions.
    """
    exception = f"AdditionRef-{DIGEST.removeprefix('sha256:')[:12]}"

    facts = license_facts(
        judged(concluded=f"(GPL-2.0-only WITH {exception}) AND MIT", detected=(FILE,)),
        {DIGEST: TERMS},
    )

    assert f"({REFERENCE}) AND MIT" == facts.concluded
    assert [f"GPL-2.0-only WITH {exception}"] == [each.name for each in facts.texts]


@pytest.mark.parametrize("licensing", [None, Licensing()], ids=["not judged", "judged"])
def test_a_text_that_is_no_known_licence_is_one_of_its_own(licensing):
    license_ = DeclaredLicense(text=TERMS.decode() * 2)

    facts = license_facts(component(license=license_, licensing=licensing), {})

    (text,) = facts.texts
    assert text.id == facts.declared
    assert (TERMS.decode().strip(), TERMS.decode() * 2) == (text.name, text.text)


def test_copyrights_are_those_of_its_own_texts_once_each():
    texts = (
        LicenseText(path="LICENSE", digest="", copyrights=("(c) Ann", "(c) Bob")),
        LicenseText(path="NOTICE", digest="", copyrights=("(c) Ann",)),
        LicenseText(path="OTHERS", digest="", copyrights=("(c) Eve",), is_third_party=True),
    )

    assert "(c) Ann\n(c) Bob" == license_facts(judged(detected=texts), {}).copyright
