"""Lading's own JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from scanner.formats.native_json import NATIVE_JSON
from scanner.graph.reach import MAX_WAY
from scanner.model.advisory import Status
from scanner.model.component import Link, Problem, State
from scanner.model.contact import ContactFields
from scanner.model.dependency import Basis, Directness
from scanner.model.inventory import Subject
from scanner.model.license import DeclaredLicense
from scanner.model.operating_system import OperatingSystem
from scanner.model.report import Report, Tally
from scanner.model.system_package import Owner, SystemPackage
from scanner.version import VERSION
from tests.support.environments import distribution, inventory_with, with_graph
from tests.support.licenses import ALL
from tests.support.reports import ADVISORY, IMAGE, SITE, at, component, finding, report_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def document_of(report: Report) -> dict[str, Any]:
    """Return the document that is written for a report."""
    document: dict[str, Any] = json.loads("".join(NATIVE_JSON.emit(report)).encode("utf-8"))
    return document


def texts_in(value: object) -> Iterable[str]:
    """Return every text in a document, keys too."""
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in texts_in(part)]
    if isinstance(value, list):
        return [text for item in value for text in texts_in(item)]
    return [value] if isinstance(value, str) else []


def test_a_report_has_these_keys():
    """
    Programs rely on them: they may be added to, and nothing else.
    """
    document = document_of(report_of())

    assert sorted(
        [
            "format",
            "tool",
            "subject",
            "coverage",
            "emails_withheld",
            "included",
            "environments",
            "components",
            "system_packages",
            "operating_system",
            "dependencies",
            "cycles",
            "inclusions",
            "files_compared",
            "changes",
            "problems",
            "license_texts",
            "foreign",
            "created",
            "imprint",
            "advisories",
            "findings",
            "tally",
            "idle_decisions",
            "projects",
            "yanked",
            "violations",
            "details",
        ]
    ) == sorted(document)
    assert 1 == document["format"]
    assert {"name": "lading", "version": VERSION} == document["tool"]


def test_an_operating_system_is_told_with_its_end():
    system = OperatingSystem("debian", "10")

    document = document_of(
        Report(inventory=replace(report_of().inventory, operating_system=system))
    )

    expected = {"id": "debian", "version": "10", "end_of_life": "2024-06-30"}
    assert expected == document["operating_system"]


def test_without_advisories_there_are_no_findings_rather_than_none():
    document = document_of(Report(inventory=report_of(component()).inventory))

    assert {"advisories", "findings", "tally", "violations"}.isdisjoint(document)


def test_dependencies_are_told_with_what_they_stand_on():
    inventory = with_graph(
        inventory_with(
            distribution("a", "b[y]>=2; os_name == 'posix'", "c"), distribution("b", "a")
        )
    )
    document = document_of(Report(inventory=inventory))
    a, b = (f"/{each.evidence.path}" for each in inventory.components)

    assert {
        "dependent": a,
        "dependency": b,
        "name": "b",
        "ecosystem": "pypi",
        "requirement": "b[y]>=2; os_name == 'posix'",
        "standing": "violated",
        "extra": None,
        "group": None,
        "extras": ["y"],
        "marker": "os_name == 'posix'",
    } == document["dependencies"][0]
    assert [b, None, a] == [each["dependency"] for each in document["dependencies"]]
    assert [[a, b]] == document["cycles"]


def test_a_component_is_told_with_the_way_to_it():
    inventory = with_graph(
        inventory_with(distribution("a", "b", requested=True), distribution("b", requested=False))
    )
    document = document_of(Report(inventory=inventory))
    a, b = (f"/{each.evidence.path}" for each in inventory.components)

    assert [
        {"is_direct": True, "basis": "installer", "depth": 0, "via": None, "path": [a]},
        {"is_direct": False, "basis": "installer", "depth": 1, "via": a, "path": [a, b]},
    ] == [each["directness"] for each in document["components"]]


def test_a_way_that_is_too_long_is_told_by_its_length():
    chain = (distribution(f"d{n:03}", f"d{n + 1:03}") for n in range(MAX_WAY + 2))
    document = document_of(Report(inventory=with_graph(inventory_with(*chain))))
    last = document["components"][-1]["directness"]

    assert (MAX_WAY + 1, None) == (last["depth"], last["path"])


@pytest.mark.parametrize("via", ["nowhere", None], ids=["nowhere", "a circle"])
def test_a_way_that_leads_nowhere_or_in_a_circle_is_not_told(via):
    """
    An inventory may be somebody's document, in which anything may stand.
    """
    lost = distribution("a")
    way = Directness(is_direct=False, basis=Basis.INSTALLER, depth=1, via=via or lost.place)
    inventory = inventory_with(replace(lost, directness=way))

    (written,) = document_of(Report(inventory=inventory))["components"]

    assert written["directness"]["path"] is None


def test_an_image_is_told_with_its_layers():
    subject = document_of(report_of())["subject"]

    assert {
        "location": "shop.oci",
        "source": "oci",
        "names": ["registry.test/team/shop:1.0"],
        "digest": f"sha256:{'a' * 64}",
        "image_id": f"sha256:{'b' * 64}",
        "platform": "linux/amd64",
        "verified": True,
        "base_is_guess": False,
        "layers": [
            {
                "index": 0,
                "diff_id": f"sha256:{'c' * 64}",
                "digest": f"sha256:{'d' * 64}",
                "created_by": "RUN pip install",
                "in_base": None,
            }
        ],
    } == subject


def test_what_a_directory_does_not_have_is_null():
    subject = document_of(report_of(subject=Subject(location="/srv", source="dir")))["subject"]

    assert {
        "location": "/srv",
        "source": "dir",
        "names": [],
        "digest": None,
        "image_id": None,
        "platform": None,
        "verified": True,
        "base_is_guess": False,
        "layers": [],
    } == subject


def test_that_nothing_was_verified_is_told():
    unverified = replace(IMAGE, verified=False)

    assert document_of(report_of(subject=unverified))["subject"]["verified"] is False


def test_an_environment_is_told():
    assert [
        {
            "path": "/opt/venv",
            "kind": "virtual-environment",
            "implementation": "CPython",
            "python_version": "3.11.7",
            "site_directories": [f"/{SITE}"],
            "interpreters": [
                {
                    "path": None,
                    "implementation": "CPython",
                    "version": "3.11.7",
                    "implementation_version": None,
                    "evidence": {
                        "path": "/usr/bin/python3.11",
                        "layer": 0,
                        "technique": "binary-analysis",
                        "line": None,
                        "ordinal": 0,
                    },
                    "free_threaded": False,
                    "debug": False,
                    "externally_managed": False,
                    "end_of_life": "2027-10-31",
                    "owner": None,
                    "owned_by": None,
                    "site_directories": [f"/{SITE}"],
                }
            ],
            "creator": "venv",
            "home": "/usr/bin",
            "base": None,
            "project": None,
            "sees_base": False,
        }
    ] == document_of(report_of())["environments"]


def test_a_component_is_told_as_its_metadata_has_it():
    known = component(
        "Zope.Interface",
        "5.0",
        requires=("setuptools", 'six>=1 ; extra == "test"'),
        requires_python=">=3.8",
        summary="Interfaces",
        license=DeclaredLicense(expression="ZPL-2.1", text="ZPL", classifiers=("License :: X",)),
        contact_fields=ContactFields(author="Zope Foundation", author_email="zope-dev@zope.dev"),
        links=(Link(label="", url="not a url"),),
        installer="pip",
        requested=False,
        origin="https://files.test/zope.whl",
        from_source=False,
        state=State.EDITABLE,
        identities=("pkg:conda/zope.interface@5.0?build=py311_0",),
        owner=Owner(type="deb", name="python3-zope", version="5.0-1", purl="pkg:deb/python3-zope"),
        parent="opt/zope-1.0.dist-info",
        files=("opt/zope.libs/libz.so",),
        shadowed_by="opt/x-1.0.dist-info",
        code_present=True,
        removed_in=2,
        hashes=("sha256:00",),
        conda=component("zope.interface", "5.0", kind="conda", noarch="python"),
    )

    (found,) = document_of(report_of(known))["components"]

    package = found.pop("conda")
    assert ("zope.interface", "conda", "python", None) == tuple(
        package[key] for key in ("name", "kind", "noarch", "conda")
    )
    assert found.keys() == package.keys() - {"conda"}
    assert {
        "name": "Zope.Interface",
        "version": "5.0",
        "purl": "pkg:pypi/zope-interface@5.0",
        "kind": "dist-info",
        "state": "editable",
        "environment": "/opt/venv",
        "evidence": {
            "path": f"/{SITE}/Zope.Interface-5.0.dist-info",
            "layer": 0,
            "technique": "manifest-analysis",
            "line": None,
            "ordinal": 0,
        },
        "identities": ["pkg:conda/zope.interface@5.0?build=py311_0"],
        "owner": "deb python3-zope 5.0-1",
        "owned_by": {
            "type": "deb",
            "name": "python3-zope",
            "version": "5.0-1",
            "purl": "pkg:deb/python3-zope",
        },
        "parent": "/opt/zope-1.0.dist-info",
        "files": ["/opt/zope.libs/libz.so"],
        "shadowed_by": "/opt/x-1.0.dist-info",
        "code_present": True,
        "removed_in": 2,
        "hashes": ["sha256:00"],
        "installed_digest": None,
        "requires": ["setuptools", 'six>=1 ; extra == "test"'],
        "requires_python": ">=3.8",
        "noarch": None,
        "summary": "Interfaces",
        "license": {
            "expression": "ZPL-2.1",
            "text": "ZPL",
            "classifiers": ["License :: X"],
            "names": [],
            "family": None,
            "files": [],
        },
        "licensing": None,
        "contact_fields": {
            "author": "Zope Foundation",
            "author_email": "zope-dev@zope.dev",
            "maintainer": None,
            "maintainer_email": None,
            "withheld": False,
        },
        "supplier": {
            "name": "Zope Foundation",
            "kind": "organization",
            "email": "zope-dev@zope.dev",
            "url": None,
            "guess": False,
        },
        "contacts": [
            {
                "role": "author",
                "name": "Zope Foundation",
                "kind": "organization",
                "email": "zope-dev@zope.dev",
                "unusable_email": None,
                "email_withheld": False,
            }
        ],
        "links": [{"label": "", "url": "not a url"}],
        "installer": "pip",
        "requested": False,
        "directness": None,
        "origin": "https://files.test/zope.whl",
        "declaration": None,
        "from_source": False,
        "foreign": None,
    } == found


def test_a_system_package_is_told_with_who_maintains_it():
    package = SystemPackage(
        type="deb",
        name="python3-idna",
        version="3.4-1",
        purl="pkg:deb/debian/python3-idna@3.4-1",
        contact_fields=ContactFields(
            maintainer_email="Debian Python Team <team@tracker.debian.org>"
        ),
    )
    report = report_of()
    inventory = replace(report.inventory, system_packages=(package,))

    (found,) = document_of(replace(report, inventory=inventory))["system_packages"]

    (contact,) = found["contacts"]
    assert ("python3-idna", "maintainer", "Debian Python Team", "team@tracker.debian.org") == (
        found["name"],
        contact["role"],
        contact["name"],
        contact["email"],
    )


def test_every_component_is_there_whatever_its_state():
    """
    What is left out of an SBOM is of use to those who ask what was found.
    """
    components = [component(state.value, state=state) for state in State]

    document = document_of(report_of(*components))

    assert {state.value for state in State} == {found["state"] for found in document["components"]}


def test_problems_are_told_with_what_they_cost():
    problems = (
        Problem("a/METADATA", "dist-info", "no Name"),
        Problem("", "layers", "truncated", incomplete=True),
    )

    document = document_of(report_of(problems=problems))

    assert "incomplete" == document["coverage"]
    assert [
        {"path": "", "cataloger": "layers", "reason": "truncated", "incomplete": True},
        {
            "path": "/a/METADATA",
            "cataloger": "dist-info",
            "reason": "no Name",
            "incomplete": False,
        },
    ] == document["problems"]


def test_a_finding_is_told_with_what_decided_it():
    document = document_of(report_of(component(), findings=(finding(component()),)))

    assert [
        {
            "id": "PYSEC-2024-60",
            "fingerprint": "9bc6f0edb5fb6da874a38b785abb25a09c0523f7ad7c3b03792b25fabea8ffd6",
            "aliases": ["CVE-2024-3651", "GHSA-jjg7-2v4v-x38h"],
            "status": "affected",
            "reason": "< 3.7",
            "severity": {
                "level": "high",
                "score": 7.5,
                "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
            },
            "fixed_in": "3.7",
            "counted": True,
            "left_to": None,
            "purl": "pkg:pypi/idna@3.4",
            "path": f"/{SITE}/idna-3.4.dist-info",
            "layer": 0,
            "component": 0,
            "proofs": [],
            "fix": None,
            "threat": {
                "exploited": [],
                "exploited_related": [],
                "probability": None,
                "malware": False,
                "risk": 0.0,
                "factors": [],
            },
            "left_to_package": None,
            "decision": None,
            "known": False,
            "records": [
                {
                    "id": "PYSEC-2024-60",
                    "aliases": ["CVE-2024-3651", "GHSA-jjg7-2v4v-x38h"],
                    "related": [],
                    "severity": {
                        "level": "high",
                        "score": 7.5,
                        "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
                    },
                    "affected": [],
                    "withdrawn": None,
                    "published": "2024-07-07T18:15:00Z",
                    "modified": "2024-07-11T18:33:41.218346Z",
                    "links": ["https://advisories.test/PYSEC-2024-60"],
                    "source": None,
                    "malware": False,
                }
            ],
        }
    ] == document["findings"]


def test_a_finding_of_several_records_has_the_worst_severity_and_the_other_names():
    other = replace(
        ADVISORY,
        id="PYSEC-2024-61",
        aliases=("CVE-2024-9",),
        severity=replace(ADVISORY.severity, score=9.9),
    )

    (found,) = document_of(
        report_of(component(), findings=(finding(component(), advisories=(ADVISORY, other)),))
    )["findings"]

    assert 9.9 == found["severity"]["score"]
    assert ["CVE-2024-3651", "CVE-2024-9", "GHSA-jjg7-2v4v-x38h", "PYSEC-2024-61"] == found[
        "aliases"
    ]


def test_an_undetermined_finding_says_why():
    undetermined = finding(
        component(), status=Status.UNDETERMINED, reason="not a version", fixed_in=None
    )

    (found,) = document_of(report_of(component(), findings=(undetermined,)))["findings"]

    assert ("undetermined", "not a version", None) == (
        found["status"],
        found["reason"],
        found["fixed_in"],
    )


def test_the_source_of_advisories_and_what_became_of_each_component_are_told():
    tally = Tally(
        affected=1,
        undetermined=2,
        clean=3,
        unversioned=4,
        not_matched=5,
        left_to_system=6,
        unreleased=7,
        other_ecosystem=8,
    )

    document = document_of(replace(report_of(), tally=tally))

    assert {
        "digest": f"sha256:{'e' * 64}",
        "sources": [
            {
                "name": "PyPA",
                "url": "https://advisories.test",
                "license": "CC-BY-4.0",
                "date": "2026-07-23",
                "records": 3,
                "modified": None,
                "unreadable": 0,
            }
        ],
    } == document["advisories"]
    assert {
        "affected": 1,
        "undetermined": 2,
        "clean": 3,
        "unversioned": 4,
        "not_matched": 5,
        "left_to_system": 6,
        "unreleased": 7,
        "other_ecosystem": 8,
        "superseded": 0,
        "unselected": 0,
        "suppressed": 0,
        "source_missing": 0,
    } == document["tally"]


def test_a_component_says_what_is_known_of_its_licence():
    (found,) = document_of(report_of(component(licensing=ALL)))["components"]

    assert {
        "declared": "MIT",
        "concluded": "MIT OR ISC",
        "confidence": 0.9,
        "reason": "somebody said so",
        "needs_review": True,
        "curated_by": "me",
        "bundled": ["Zlib"],
        "statements": [
            {
                "source": "License",
                "raw": "MIT",
                "expression": "MIT",
                "reason": "a name",
                "path": None,
            },
            {
                "source": "text",
                "raw": "LICENSE",
                "expression": "MIT",
                "reason": None,
                "path": "/a/LICENSE",
            },
        ],
        "detected": [
            {
                "path": "/a/LICENSE",
                "digest": "sha256:00",
                "layer": 1,
                "coverage": 0.95,
                "third_party": False,
                "choice": False,
                "copyrights": ["Copyright 2020 Ann Lee"],
                "matches": [
                    {
                        "expression": "MIT",
                        "score": 0.98,
                        "first_line": 1,
                        "last_line": 20,
                        "technique": "text",
                        "scope_stated": True,
                    }
                ],
            }
        ],
        "conflicts": [{"kind": "bundled", "message": "there is more", "advice": "Look at it."}],
    } == found["licensing"]


def test_bytes_that_are_no_text_are_spelled_out_everywhere():
    odd = "caf\udce9\ud800"
    awkward = component(
        odd,
        odd,
        summary=odd,
        environment=odd,
        evidence=at(odd),
        requires=(odd,),
        license=DeclaredLicense(expression=odd, text=odd, classifiers=(odd,)),
        links=(Link(label=odd, url=odd),),
        installer=odd,
        origin=odd,
    )
    subject = replace(IMAGE, location=odd, names=(odd,), platform=odd)

    document = document_of(report_of(awkward, subject=subject, problems=(Problem(odd, odd, odd),)))

    assert 13 + 3 + 3 == sum(r"caf\xe9\ud800" in text for text in texts_in(document))
    assert not any("\ud800" <= char <= "\udfff" for text in texts_in(document) for char in text)


def test_equal_reports_give_equal_bytes():
    first, second = (
        "".join(NATIVE_JSON.emit(report_of(component("b"), component()))) for _ in "ab"
    )

    assert first == second
