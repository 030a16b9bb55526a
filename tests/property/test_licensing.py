"""Licences in fields and files that nobody thought of."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.licenses.classifier import FAMILIES, IDENTIFIERS, NOTHING, OSI, PREFIX
from scanner.licenses.conclusion import conclude
from scanner.licenses.evidence import Evidence
from scanner.licenses.expression import licenses_in, parse_expression, stem_of
from scanner.licenses.field import parse_field
from scanner.metadata.debian_copyright import parse_debian_copyright
from scanner.model.license import NONE, DeclaredLicense
from tests.support.licenses import CHOICE, texts_of

LICENSES = (
    *("MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "GPL-2.0-only", "GPL-3.0-or-later"),
    *("LGPL-3.0-only", "PSF-2.0", "0BSD", "MPL-2.0 OR MIT", "GPL-3.0-only WITH GCC-exception-3.1"),
)
pieces = st.one_of(
    st.text(max_size=8),
    st.characters(codec=None),
    st.sampled_from(
        [
            *LICENSES,
            *(" OR ", " and ", ", ", "/", "+", " or later", "v2", " WITH ", "dual ", "either "),
            *(
                "GPL",
                "LGPL",
                "BSD",
                "Public Domain",
                "license",
                "see ",
                "LICENSE.txt",
                "\n",
                "\ud800",
            ),
            *("LicenseRef-", "DocumentRef-a:", "AdditionRef-", "https://opensource.org/licenses/"),
            *("(", ")", "with exceptions", "proprietary", "UNKNOWN"),
        ]
    ),
)
texts = st.lists(pieces, max_size=40).map("".join)
classifiers = st.sampled_from(
    [PREFIX + name for name in (*IDENTIFIERS, *FAMILIES, *NOTHING)]
    + [PREFIX + OSI + name for name in (*IDENTIFIERS, *FAMILIES)]
)
declarations = st.builds(
    DeclaredLicense,
    expression=st.none() | texts,
    text=st.none() | texts,
    classifiers=st.lists(classifiers, max_size=3).map(tuple),
    names=st.lists(texts, max_size=2).map(tuple),
)
files = st.dictionaries(
    st.sampled_from(["LICENSE", "COPYING", "vendor/LICENSE", "NOTICE", "LICENSES/MIT.txt"]),
    st.lists(st.sampled_from([*LICENSES, CHOICE]), max_size=4),
    max_size=4,
).map(texts_of)
evidence = st.builds(Evidence, declared=declarations, conda=declarations, texts=files)
OWN = re.compile(r"(?:License|Addition)Ref-")


@given(texts)
def test_any_field_comes_to_valid_expressions_or_none(text):
    meaning = parse_field(text)

    if meaning.expression:
        parsed = parse_expression(meaning.expression)
        assert parsed is not None
        assert meaning.expression == parsed.text


@given(evidence)
@settings(deadline=None)
def test_nothing_is_concluded_that_no_evidence_names(evidence):
    """But for scopes, and what is called by its own text."""
    found = conclude(evidence, lambda _: ())
    named = " ".join(
        [
            *(each.expression or each.reason or "" for each in found.statements),
            *(match.expression for text in evidence.texts for match in text.matches),
            "PSF-2.0 Python-2.0 LGPL-2.1",
        ]
    )

    for license_ in licenses_in(found.concluded or ""):
        assert OWN.search(license_) or stem_of(license_) in named


@given(evidence)
@settings(deadline=None)
def test_what_is_concluded_is_valid_and_has_a_reason(evidence):
    found = conclude(evidence, lambda _: ())

    assert found.reason
    assert 0.0 <= found.confidence <= 1.0
    assert (found.concluded is None) == (found.confidence == 0.0)
    for expression in (found.concluded, found.declared):
        assert expression in {None, NONE} or parse_expression(expression)


@given(evidence, st.randoms())
@settings(deadline=None)
def test_the_order_of_files_makes_no_difference(evidence, random):
    shuffled = list(evidence.texts)
    random.shuffle(shuffled)
    other = Evidence(declared=evidence.declared, conda=evidence.conda, texts=tuple(shuffled))

    assert conclude(evidence, lambda _: ()) == conclude(other, lambda _: ())


@given(
    st.binary()
    | texts.map(lambda text: f"Format: x\n\nFiles: *\nLicense: {text}".encode("utf-8", "replace"))
)
def test_any_copyright_file_is_read(data):
    found = parse_debian_copyright(data)

    assert found is None or found.own is None or found.own.strip()
