"""What licences ask for."""

from __future__ import annotations

import pytest

from scanner.licenses.context import Context
from scanner.licenses.obligation import SENTENCES, Duty, Obligation, checklist, obligations_of
from tests.support.licensed import expression

ASKED = {
    "MIT": "keep-notices include-text",
    "0BSD": "",
    "CC0-1.0": "",
    "BSD-3-Clause": "keep-notices include-text no-endorsement",
    "BSD-2-Clause": "keep-notices include-text",
    "BSD-4-Clause": "keep-notices include-text no-endorsement acknowledge",
    "Apache-2.0": "keep-notices include-text state-changes no-endorsement patent-clause",
    "PSF-2.0": "keep-notices include-text state-changes no-endorsement",
    "MPL-2.0": "keep-notices include-text offer-source same-license patent-clause",
    "GPL-2.0-only": "keep-notices include-text offer-source state-changes same-license",
    "GPL-3.0-or-later": (
        "keep-notices include-text offer-source state-changes same-license patent-clause"
    ),
    "LGPL-2.1-only": (
        "keep-notices include-text offer-source state-changes same-license allow-relinking"
    ),
    "AGPL-3.0-only": (
        "keep-notices include-text offer-source network-source state-changes same-license "
        "patent-clause"
    ),
    "GPL-3.0-only WITH GCC-exception-3.1": (
        "keep-notices include-text offer-source state-changes same-license patent-clause"
    ),
    "LicenseRef-Acme": "read-terms",
    "BUSL-1.1": "read-terms",
}


@pytest.mark.parametrize(("text", "expected"), ASKED.items(), ids=ASKED)
def test_a_licence_asks_for(text, expected):
    asked = obligations_of(expression(text))

    assert expected.split() == [each.value for each in Obligation if each in asked]


def test_each_obligation_has_a_sentence():
    assert set(Obligation) == set(SENTENCES)


def test_the_list_says_which_licences_ask_for_each():
    duties = checklist(expression("MIT AND BSD-3-Clause"))

    expected = (
        Duty(Obligation.KEEP_NOTICES, ("MIT", "BSD-3-Clause")),
        Duty(Obligation.INCLUDE_TEXT, ("MIT", "BSD-3-Clause")),
        Duty(Obligation.NO_ENDORSEMENT, ("BSD-3-Clause",)),
    )
    assert expected == duties


CONTEXTS = {
    Context.INTERNAL: ["patent-clause"],
    Context.SERVICE: ["network-source", "patent-clause"],
    Context.SHIPPED: ASKED["AGPL-3.0-only"].split(),
}


@pytest.mark.parametrize(
    ("context", "expected"), CONTEXTS.items(), ids=lambda value: getattr(value, "value", "")
)
def test_what_is_asked_of_who_passes_copies_on_is_asked_of_nobody_else(context, expected):
    duties = checklist(expression("AGPL-3.0-only"), context)

    assert expected == [duty.obligation.value for duty in duties]
    assert all(duty.sentence for duty in duties)


def test_a_users_own_category_tells_what_a_reference_asks_for():
    own = (("LicenseRef-Acme", "permissive"),)

    asked = obligations_of(expression("LicenseRef-Acme"), own)

    assert {Obligation.KEEP_NOTICES, Obligation.INCLUDE_TEXT} == asked
