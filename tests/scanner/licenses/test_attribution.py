"""Texts that have to be given, each once, and for whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.licenses.attribution import Bearer, attributions, lacking
from scanner.licenses.tree import License
from tests.support.license_reports import BSD, digest_of, licensed, mit, text
from tests.support.reports import component

STANDARD = {
    "MIT": "standard MIT",
    "GPL-2.0-only": "standard GPL",
    "Classpath-exception-2.0": "an exception",
}


def attributed(*components, texts=()):
    """Return the attributions of components that have these texts."""
    return list(attributions(components, {digest_of(each): each for each in texts}, STANDARD.get))


def test_texts_that_differ_in_copyright_lines_and_looks_are_one():
    one = mit("One")
    two = mit("Two", "Three").replace(b"\n", b"\r\n").upper()

    (attribution,) = attributed(
        licensed("a", "1", "MIT", text("a", one, "MIT")),
        licensed("b", "2", "MIT", text("b", two, "MIT", copyrights=("Copyright (c) Two",))),
        texts=(one, two),
    )

    assert "MIT" == attribution.title
    assert not attribution.is_standard
    assert (
        Bearer("a", "1", ("Copyright (c) One",)),
        Bearer("b", "2", ("Copyright (c) Two",)),
    ) == attribution.bearers


def test_a_text_that_protects_another_name_is_another():
    one = BSD.encode()
    two = one.replace(b"the copyright holder", b"Jupyter")

    assert 2 == len(
        attributed(
            licensed("a", "1", "BSD-3-Clause", text("a", one, "BSD-3-Clause")),
            licensed("b", "1", "BSD-3-Clause", text("b", two, "BSD-3-Clause")),
            texts=(one, two),
        )
    )


def test_the_copyright_lines_of_one_are_not_in_the_text_of_several():
    """
    They would be claimed for the others, too.
    """
    one, two = mit("One"), mit("Two")

    (attribution,) = attributed(
        licensed("a", "1", "MIT", text("a", one, "MIT")),
        licensed("b", "1", "MIT", text("b", two, "MIT")),
        texts=(one, two),
    )

    assert attribution.text.startswith("MIT License\n\nPermission is hereby granted")


def test_a_text_of_one_is_as_it_is():
    data = mit("One")

    (attribution,) = attributed(licensed("a", "1", "MIT", text("a", data, "MIT")), texts=(data,))

    assert data.decode() == attribution.text


def test_a_text_that_nobody_knows_goes_by_the_name_of_its_file():
    data = b"Be good.\n"

    (attribution,) = attributed(licensed("a", "1", None, text("x/TERMS", data)), texts=(data,))

    assert ("TERMS", "Be good.\n") == (attribution.title, attribution.text)


def test_a_file_without_a_word_is_no_text():
    data = b"\n \n"

    (attribution,) = attributed(licensed("a", "1", "MIT", text("LICENSE", data)), texts=(data,))

    assert attribution.is_standard


def test_a_file_with_nothing_but_a_claim_is_a_text():
    """
    Whoever passes it on has to keep it.
    """
    one, two = b"Copyright (c) 2020 One\n", b"Copyright (c) 2021 Two\n"

    assert ["AUTHORS", "NOTICE"] == [
        attribution.title
        for attribution in attributed(
            licensed("a", "1", None, text("NOTICE", one)),
            licensed("b", "1", None, text("AUTHORS", two)),
            texts=(one, two),
        )
    ]


def test_a_claim_that_is_told_nowhere_else_stays_in_the_text():
    one, two = mit("One"), mit("Two")

    (attribution,) = attributed(
        licensed("a", "1", "MIT", text("a", one, "MIT", copyrights=())),
        licensed("b", "1", "MIT", text("b", two, "MIT", copyrights=())),
        texts=(one, two),
    )

    assert "Copyright (c) " in attribution.text


def test_who_has_no_text_gets_the_standard_one():
    two, one = attributed(licensed("b", "1", "MIT"), licensed("a", "1", "MIT AND LicenseRef-X"))

    assert ("MIT", "standard MIT", True) == (one.title, one.text, one.is_standard)
    assert (Bearer("a", "1"), Bearer("b", "1")) == one.bearers
    assert ("LicenseRef-X", "", (Bearer("a", "1"),)) == (two.title, two.text, two.bearers)


def test_an_exception_comes_with_its_licence():
    (attribution,) = attributed(licensed("a", "1", "GPL-2.0-only WITH Classpath-exception-2.0"))

    assert "standard GPL\n\nan exception" == attribution.text


@pytest.mark.parametrize(
    ("expression", "missing"),
    [
        ("MIT", ()),
        ("MIT OR Apache-2.0", ()),
        ("MIT AND Apache-2.0", ("Apache-2.0",)),
        ("Zlib OR Apache-2.0", ("Zlib", "Apache-2.0")),
        ("Zlib AND (MIT OR Apache-2.0)", ("Zlib",)),
        (None, ()),
    ],
    ids=str,
)
def test_of_a_choice_one_text_is_enough(expression, missing):
    data = mit("One")
    found = licensed("a", "1", expression, text("LICENSE", data, "MIT"))

    absent = lacking(found, {digest_of(data): data})

    assert missing == tuple(map(str, absent))


def test_a_notice_that_speaks_of_a_licence_is_not_its_text():
    data = b"Licensed under the MIT licence.\n"
    (match,) = text("README", data, "MIT").matches
    spoken = text("README", data, matches=(replace(match, technique="notice"),))

    assert (License("MIT"),) == lacking(licensed("a", "1", "MIT", spoken), {digest_of(data): data})


def test_a_component_of_which_nobody_asked_needs_nothing():
    assert [] == attributed(component("a"))
