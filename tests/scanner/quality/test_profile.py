from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.model.component import State
from scanner.model.contact import ContactFields
from scanner.model.inventory import Coverage
from scanner.model.license import NONE, Licensing
from scanner.quality.item import SUBJECT
from scanner.quality.presence import Presence
from scanner.quality.profile import check, is_met
from scanner.quality.profiles import PROFILES
from scanner.withholding import with_emails_withheld
from tests.support.quality import (
    COMPLETE,
    CYCLONEDX_FACTS,
    SPDX_FACTS,
    TEXT,
    complete,
    with_imprint,
    without,
)
from tests.support.reports import SITE, VENV, at, component, inventory_of

ELEMENTS = {
    "ntia": {
        "document": "format author timestamp coverage",
        "components": "supplier name version identifier dependencies",
    },
    "cisa-2025": {
        "document": "format author tool timestamp lifecycle coverage",
        "components": "supplier name version identifier hash license dependencies",
    },
    "bsi-2.1": {
        "document": "no-vulnerabilities format coverage author-address timestamp sbom-uri",
        "components": "supplier-address name version filename dependencies dependency-completeness "
        "concluded-license sha-512 file-properties source download identifier declared-license",
    },
    "fsct3": {
        "document": "author timestamp lifecycle primary-component coverage",
        "components": "name version supplier identifier hash dependencies dependency-completeness "
        "concluded-license license copyright",
    },
    "openchain-telco": {
        "document": "format data-license document-name namespace author-organization tool-version "
        "timestamp lifecycle coverage signature",
        "components": "name version supplier download concluded-license declared-license copyright "
        "checksum purl",
    },
}
"""What each rule asks for, so that nothing can leave a table unseen."""
RECOMMENDED = {
    "bsi-2.1": {"sbom-uri", "source", "download", "identifier", "declared-license"},
    "fsct3": {"license"},
    "openchain-telco": {"signature", "checksum", "purl"},
}
OF_THE_SUBJECT = {"fsct3": {"concluded-license", "copyright"}}
CASES = [
    (profile, element)
    for profile, tables in ELEMENTS.items()
    for table in tables.values()
    for element in table.split()
]


def facts_of(profile):
    return SPDX_FACTS if profile == "openchain-telco" else CYCLONEDX_FACTS


def gaps_of(found, profile, facts=None):
    return check(found, PROFILES[profile], facts or facts_of(profile))


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_asks_for_what_its_rule_does(name):
    profile = PROFILES[name]

    assert name == profile.name
    assert ELEMENTS[name] == {
        "document": " ".join(element.name for element in profile.document),
        "components": " ".join(element.name for element in profile.components),
    }


@pytest.mark.parametrize("name", PROFILES)
def test_nothing_is_missing_where_everything_is_told(name):
    assert () == gaps_of(complete(), name)


@pytest.mark.parametrize(
    ("profile", "element"),
    [case for case in CASES if case[1] not in OF_THE_SUBJECT.get(case[0], ())],
)
def test_a_datum_that_is_not_there_is_a_gap(profile, element):
    gaps = gaps_of(*_without(element, profile))

    found = [gap for gap in gaps if gap.element == element]
    assert found
    assert all(gap.why and gap.advice and gap.reference for gap in found)
    is_said = element == "coverage" and profile != "bsi-2.1"
    assert (element in RECOMMENDED.get(profile, ()) or is_said) == all(
        gap.is_accepted for gap in found
    )


def _without(element, profile):
    found, facts = without(element, complete(), facts_of(profile))
    return found, profile, facts


@pytest.mark.parametrize(
    ("changes", "element"),
    [({"license": None}, "concluded-license"), ({"copyright": None}, "copyright")],
    ids=["license", "copyright"],
)
def test_some_is_asked_of_what_was_scanned_alone(changes, element):
    bare = replace(COMPLETE, licensing=Licensing(declared="MIT"))
    facts = with_imprint(CYCLONEDX_FACTS, **changes)

    required = [gap for gap in gaps_of(complete(bare), "fsct3", facts) if not gap.is_accepted]

    assert [(SUBJECT, element)] == [(gap.place, gap.element) for gap in required]


def test_a_gap_names_its_component_and_what_was_scanned_and_neither_for_the_document():
    found = complete(replace(COMPLETE, version=None, purl="pkg:pypi/idna"))
    facts = with_imprint(replace(CYCLONEDX_FACTS, created=None), supplier=None)

    gaps = gaps_of(found, "ntia", facts)

    assert [
        ("timestamp", None, None),
        ("supplier", SUBJECT, f"registry.test/team/shop:1.0 sha512:{'a' * 128}"),
        ("version", f"{SITE}/idna-3.4.dist-info", "idna"),
    ] == [(gap.element, gap.place, gap.component) for gap in gaps]


def test_what_a_document_says_not_to_know_is_a_known_unknown():
    found = complete(replace(COMPLETE, hashes=()))
    facts = replace(CYCLONEDX_FACTS, admits=frozenset(("hash",)))

    (silent,) = gaps_of(found, "cisa-2025")
    (said,) = gaps_of(found, "cisa-2025", facts)

    assert (Presence.MISSING, False) == (silent.presence, silent.is_accepted)
    assert (Presence.UNKNOWN, True) == (said.presence, said.is_accepted)


def test_that_metadata_declare_nothing_is_known():
    mute = Licensing(declared=NONE, concluded="MIT", detected=(TEXT,))

    (gap,) = gaps_of(complete(replace(COMPLETE, licensing=mute)), "openchain-telco")

    assert ("declared-license", Presence.UNKNOWN, True) == (
        gap.element,
        gap.presence,
        gap.is_accepted,
    )


def test_a_withheld_address_is_told_but_for_a_rule_that_must_have_it():
    """
    The BSI's guideline has no place for anything but an address or a URL.
    """
    reachable = ContactFields(author="Kim Doe", author_email="kim@doe.org")
    found = with_emails_withheld(complete(replace(COMPLETE, contact_fields=reachable, links=())))

    (gap,) = [gap for gap in gaps_of(found, "bsi-2.1") if not gap.is_accepted]

    assert ("supplier-address", Presence.WITHHELD) == (gap.element, gap.presence)
    assert is_met(gaps_of(found, "cisa-2025"))


def test_a_rule_is_met_in_spite_of_what_it_only_recommends():
    facts = replace(SPDX_FACTS, is_signed=False)
    gaps = gaps_of(complete(), "openchain-telco", facts)

    assert [("signature", True)] == [(gap.element, gap.is_accepted) for gap in gaps]
    assert is_met(gaps)
    assert not is_met(gaps_of(complete(), "openchain-telco", replace(facts, name=None)))


@pytest.mark.parametrize(
    ("profile", "format_", "version", "is_right"),
    [
        ("bsi-2.1", "CycloneDX", (1, 5), False),
        ("bsi-2.1", "CycloneDX", (1, 7), True),
        ("bsi-2.1", "SPDX", (2, 3), False),
        ("bsi-2.1", "SPDX", (3, 0, 1), True),
        ("openchain-telco", "SPDX", (2, 2), True),
        ("openchain-telco", "SPDX", (3, 0, 1), False),
        ("openchain-telco", "CycloneDX", (1, 6), False),
        ("ntia", "CycloneDX", (1, 2), True),
        ("cisa-2025", "SWID", (1,), False),
    ],
    ids=str,
)
def test_a_rule_takes_some_formats(profile, format_, version, is_right):
    facts = replace(CYCLONEDX_FACTS, format=format_, version=version)

    elements = [gap.element for gap in gaps_of(complete(), profile, facts)]

    assert is_right == ("format" not in elements)


def test_a_tool_is_an_author_for_the_ntia_alone():
    facts = with_imprint(CYCLONEDX_FACTS, authors=())

    assert is_met(gaps_of(complete(), "ntia", facts))
    assert not is_met(gaps_of(complete(), "cisa-2025", facts))


def test_what_is_not_documented_has_no_gaps():
    left_over = component("six", "1.0", state=State.TEST_DATA, evidence=at("t/six.dist-info"))

    assert () == gaps_of(complete(COMPLETE, left_over), "ntia")


def test_an_interpreter_is_a_component():
    found = replace(inventory_of(COMPLETE), environments=(VENV_WITH_PROGRAM,))

    elements = {gap.element for gap in gaps_of(found, "ntia") if gap.component == "python 3.11.7"}

    assert {"supplier", "dependencies"} == elements


VENV_WITH_PROGRAM = replace(
    VENV, interpreters=(replace(VENV.interpreters[0], path="usr/bin/python3.11"),)
)


def test_what_kept_the_scan_from_reading_all_is_told_by_the_document_itself():
    (gap,) = gaps_of(complete(coverage=Coverage.INCOMPLETE), "ntia")

    assert ("coverage", Presence.UNKNOWN, True) == (gap.element, gap.presence, gap.is_accepted)
