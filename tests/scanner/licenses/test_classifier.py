"""Trove classifiers of licences."""

from __future__ import annotations

import pytest
from trove_classifiers import classifiers, deprecated_classifiers

from scanner.licenses.classifier import (
    FAMILIES,
    IDENTIFIERS,
    NOTHING,
    OSI,
    PREFIX,
    parse_classifier,
    parse_classifiers,
)
from scanner.licenses.expression import Expression, parse_expression

ALL = sorted(each for each in {*classifiers, *deprecated_classifiers} if each.startswith(PREFIX))
APPROVED = "License :: OSI Approved :: "


@pytest.mark.parametrize("classifier", ALL)
def test_every_classifier_there_is_is_known(classifier):
    meaning = parse_classifier(classifier)
    name = classifier.removeprefix(PREFIX).removeprefix(OSI)

    assert meaning.expression or meaning.family or name in NOTHING


def test_the_tables_have_no_classifier_that_there_is_not():
    names = {each.removeprefix(PREFIX).removeprefix(OSI) for each in ALL}

    assert set() == {*IDENTIFIERS, *FAMILIES, *NOTHING} - names


@pytest.mark.parametrize("identifier", sorted(set(IDENTIFIERS.values())))
def test_an_identifier_is_valid(identifier):
    assert Expression(identifier) == parse_expression(identifier)


@pytest.mark.parametrize(
    ("names", "expression", "family"),
    [
        pytest.param(["MIT License"], "MIT", None, id="D4-one"),
        pytest.param(["BSD License"], None, "BSD", id="D5-BSD"),
        pytest.param(["Apache Software License"], None, "Apache", id="D5-Apache"),
        pytest.param(
            ["GNU Lesser General Public License v3 (LGPLv3)"], "LGPL-3.0-only", None, id="v3"
        ),
        pytest.param(
            ["GNU Lesser General Public License v3 or later (LGPLv3+)"],
            "LGPL-3.0-or-later",
            None,
            id="v3 or later",
        ),
        pytest.param(
            [
                "GNU General Public License (GPL)",
                "GNU General Public License v2 or later (GPLv2+)",
            ],
            "GPL-2.0-or-later",
            None,
            id="a family and one of it",
        ),
        pytest.param(
            [
                "GNU General Public License v2 or later (GPLv2+)",
                "GNU Lesser General Public License v2 or later (LGPLv2+)",
                "Mozilla Public License 1.1 (MPL 1.1)",
            ],
            "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
            None,
            id="Mozilla's three",
        ),
        pytest.param(["MIT License", "Apache Software License"], None, None, id="D6-a list"),
        pytest.param([], None, None, id="none"),
    ],
)
def test_classifiers_come_to_a_licence_or_a_family(names, expression, family):
    meaning = parse_classifiers(APPROVED + name for name in names)

    assert (expression, family) == (meaning.expression, meaning.family)


@pytest.mark.parametrize(
    "classifier", ["License :: OSI Approved", "License :: DFSG approved", "License :: Nonsense"]
)
def test_a_class_of_licences_is_none(classifier):
    """
    D5: "OSI Approved" alone says nothing.
    """
    meaning = parse_classifier(classifier)

    assert (None, None) == (meaning.expression, meaning.family)


def test_several_licences_are_a_list_and_not_joined():
    """
    D6: whether all apply or one may choose, classifiers do not say.
    """
    meaning = parse_classifiers([f"{APPROVED}MIT License", f"{APPROVED}ISC License (ISCL)"])

    assert (["MIT", "ISC"], None) == ([each.expression for each in meaning.parts], meaning.operator)
