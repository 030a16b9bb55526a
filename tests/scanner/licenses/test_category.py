"""What kind of licence one is."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from scanner.licenses.category import CATEGORIES, category_of, category_of_expression
from tests.support.licensed import expression

CATEGORY = {
    "MIT": "permissive",
    "Apache-2.0": "permissive",
    "Apache-2.0+": "permissive",
    "Apache-2.0 WITH LLVM-exception": "permissive",
    "PSF-2.0": "permissive",
    "Unlicense": "public-domain",
    "MPL-2.0": "copyleft-limited",
    "LGPL-2.1-or-later": "copyleft-limited",
    "GPL-2.0-only": "copyleft",
    "AGPL-3.0-or-later": "copyleft",
    "GPL-3.0-only WITH GCC-exception-3.1": "copyleft-limited",
    "GPL-2.0-or-later WITH Classpath-exception-2.0": "copyleft-limited",
    "GPL-2.0-or-later WITH Bootloader-exception": "copyleft-limited",
    "LGPL-3.0-only WITH LGPL-3.0-linking-exception": "copyleft-limited",
    "GPL-2.0-only WITH Universal-FOSS-exception-1.0": "copyleft",
    "GPL-2.0-only WITH openvpn-openssl-exception": "copyleft",
    "GPL-2.0-only WITH GPL-CC-1.0": "copyleft",
    "LicenseRef-Acme WITH Classpath-exception-2.0": "other",
    "BUSL-1.1": "source-available",
    "CC-BY-NC-4.0": "source-available",
    "any-OSI": "unstated-license",
    "LicenseRef-Acme": "other",
}


@pytest.mark.parametrize(("text", "expected"), CATEGORY.items(), ids=CATEGORY)
def test_a_licence_has_a_category(text, expected):
    assert expected == category_of(expression(text))


def test_all_categories_of_the_table_are_known():
    table = json.loads((resources.files("scanner.licenses") / "categories.json").read_text())

    assert set(table["licenses"]) < set(CATEGORIES)


OF_EXPRESSION = {
    "MIT OR GPL-2.0-only": "permissive",
    "MIT AND GPL-2.0-only": "copyleft",
    "(MIT OR GPL-2.0-only) AND MPL-2.0": "copyleft-limited",
    "CC0-1.0 AND MIT": "permissive",
    "LicenseRef-Acme AND GPL-2.0-only": "other",
}


@pytest.mark.parametrize(("text", "expected"), OF_EXPRESSION.items(), ids=OF_EXPRESSION)
def test_an_expression_is_of_its_best_choice_and_its_worst_part(text, expected):
    assert expected == category_of_expression(expression(text))


def test_a_users_own_category_counts_first():
    own = (("LicenseRef-NVIDIA-*", "proprietary-free"), ("LicenseRef-*", "commercial"))

    categories = [
        category_of(expression(each), own)
        for each in ("LicenseRef-NVIDIA-1", "LicenseRef-a", "MIT")
    ]

    assert ["proprietary-free", "commercial", "permissive"] == categories


def test_what_a_user_says_of_a_licence_is_not_said_of_its_pairs():
    own = (("GPL-3.0-only", "copyleft"), ("* WITH LLVM-exception", "public-domain"))

    pairs = ["GPL-3.0-only WITH GCC-exception-3.1", "Apache-2.0 WITH LLVM-exception"]
    categories = [category_of(expression(pair), own) for pair in pairs]

    assert ["copyleft-limited", "public-domain"] == categories
