"""CycloneDX documents: valid whatever an image holds, and with the values that they are for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from packageurl import PackageURL

from scanner.model.advisory import Level, Severity, Status
from scanner.model.component import Evidence, Link, Problem, State
from scanner.model.environment import Environment
from scanner.model.interpreter import Interpreter
from scanner.model.inventory import Coverage, Subject
from scanner.model.license import NONE, DeclaredLicense
from tests.support.cyclonedx import document_of, emitted, left_out, properties, refs
from tests.support.licenses import ALL
from tests.support.reports import (
    ADVISORY,
    OWNER,
    SITE,
    at,
    component,
    finding,
    report_of,
)

if TYPE_CHECKING:
    from typing import Any


def licenses_of(declared: DeclaredLicense) -> list[dict[str, Any]]:
    """Return the licences of a component that declares this."""
    (found,) = document_of(report_of(component(license=declared)))["components"]
    licenses: list[dict[str, Any]] = found.get("licenses", [])
    return licenses


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Homepage", "website"),
        ("home page", "website"),
        ("Home-Page", "website"),
        ("Source Code", "vcs"),
        ("Bug Tracker", "issue-tracker"),
        ("Changelog", "release-notes"),
        ("What's New", "release-notes"),
        ("Documentation", "documentation"),
        ("Download", "distribution"),
        ("Funding", "other"),
        ("", "other"),
    ],
)
def test_a_label_tells_the_kind_of_a_link(label, kind):
    link = Link(label=label, url="https://a.test/")

    (found,) = document_of(report_of(component(links=(link,))))["components"]

    assert [kind] == [reference["type"] for reference in found["externalReferences"]]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param(
            DeclaredLicense(expression="MIT"),
            [{"expression": "MIT", "acknowledgement": "declared"}],
            id="expression",
        ),
        pytest.param(
            DeclaredLicense(expression="mit or apache-2.0"),
            [{"expression": "MIT OR Apache-2.0", "acknowledgement": "declared"}],
            id="lower case",
        ),
        pytest.param(
            DeclaredLicense(expression="GPL-2.0-only WITH Classpath-exception-2.0"),
            [
                {
                    "expression": "GPL-2.0-only WITH Classpath-exception-2.0",
                    "acknowledgement": "declared",
                }
            ],
            id="exception",
        ),
        pytest.param(
            DeclaredLicense(expression="LicenseRef-Proprietary"),
            [{"expression": "LicenseRef-Proprietary", "acknowledgement": "declared"}],
            id="reference",
        ),
        pytest.param(
            DeclaredLicense(text="bsd-3-clause"),
            [{"expression": "BSD-3-Clause", "acknowledgement": "declared"}],
            id="identifier in the old field",
        ),
        pytest.param(
            DeclaredLicense(
                expression="MIT", text="The MIT License", classifiers=("License :: X",)
            ),
            [{"expression": "MIT", "acknowledgement": "declared"}],
            id="an expression says all",
        ),
        pytest.param(
            DeclaredLicense(expression="MIT OR Nonsense"),
            [{"license": {"name": "MIT OR Nonsense", "acknowledgement": "declared"}}],
            id="not an expression",
        ),
        pytest.param(
            DeclaredLicense(text="BSD", classifiers=("License :: OSI Approved :: BSD License",)),
            [
                {"license": {"name": "BSD", "acknowledgement": "declared"}},
                {
                    "license": {
                        "name": "License :: OSI Approved :: BSD License",
                        "acknowledgement": "declared",
                    }
                },
            ],
            id="names",
        ),
        pytest.param(
            DeclaredLicense(text="Copyright me\n\nAll rights reserved."),
            [
                {
                    "license": {
                        "name": "Copyright me",
                        "text": {
                            "content": "Copyright me\n\nAll rights reserved.",
                            "contentType": "text/plain",
                        },
                        "acknowledgement": "declared",
                    }
                }
            ],
            id="a whole licence",
        ),
        pytest.param(
            DeclaredLicense(names=("MIT", "Zlib"), family="BSD"),
            [
                {"license": {"name": "MIT", "acknowledgement": "declared"}},
                {"license": {"name": "Zlib", "acknowledgement": "declared"}},
            ],
            id="several of conda",
        ),
        pytest.param(DeclaredLicense(), [], id="nothing"),
    ],
)
def test_a_licence_is_an_expression_if_it_is_one_and_else_names(declared, expected):
    assert expected == licenses_of(declared)


def test_a_concluded_licence_is_the_only_expression():
    """CycloneDX 1.6 has place for one; all else is evidence, and in properties."""
    (found,) = document_of(report_of(component(licensing=ALL)))["components"]

    assert [{"expression": "MIT OR ISC", "acknowledgement": "concluded"}] == found["licenses"]
    assert [{"license": {"name": "MIT"}}] == found["evidence"]["licenses"]
    assert [{"text": "Copyright 2020 Ann Lee"}] == found["evidence"]["copyright"]
    assert {
        "license:declared": "MIT",
        "license:reason": "somebody said so",
        "license:needs-review": "true",
        "license:curated-by": "me",
        "license:bundled": "Zlib",
        "license:raw:License": "MIT",
        "license:conflict:bundled": "there is more",
    } == {key: value for key, value in properties(found).items() if "license" in key}


def test_a_licence_that_is_open_is_what_is_declared():
    licensing = replace(ALL, concluded=None)

    (found,) = document_of(report_of(component(licensing=licensing)))["components"]

    assert [{"expression": "MIT", "acknowledgement": "declared"}] == found["licenses"]


def test_nothing_declared_is_no_licence():
    licensing = replace(ALL, declared=NONE, concluded=None)

    (found,) = document_of(report_of(component(licensing=licensing)))["components"]

    assert "licenses" not in found


def test_a_long_licence_has_a_short_name_and_its_whole_text():
    text = "x" * 100_000

    (entry,) = licenses_of(DeclaredLicense(text=text))

    assert "x" * 200 == entry["license"]["name"]
    assert text == entry["license"]["text"]["content"]


def test_equal_reports_give_equal_bytes():
    first, second = (report_of(component(), problems=(Problem("a", "x", "b"),)) for _ in range(2))

    assert emitted(first) == emitted(second)


def test_the_order_in_which_things_were_found_makes_no_difference():
    components = [component(name) for name in ("b", "a", "c")]

    assert emitted(report_of(*components)) == emitted(report_of(*reversed(components)))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(report_of(component(version="3.5")), id="component"),
        pytest.param(report_of(component(), created="2025-01-01T00:00:00Z"), id="date"),
        pytest.param(report_of(component(), findings=(finding(component()),)), id="finding"),
        pytest.param(report_of(component(), problems=(Problem("a", "b", "c"),)), id="problem"),
    ],
)
def test_reports_that_differ_have_different_serial_numbers(other):
    serial_numbers = {
        document_of(report)["serialNumber"] for report in (report_of(component()), other)
    }

    assert len(serial_numbers) == 2


def test_text_in_an_image_cannot_take_the_place_of_the_serial_number():
    unnumbered = "urn:uuid:00000000-0000-0000-0000-000000000000"

    document = document_of(report_of(component(summary=unnumbered)))

    assert unnumbered == document["components"][0]["description"]
    assert unnumbered != document["serialNumber"]


def test_there_is_a_date_only_if_somebody_gives_one():
    without, dated = (
        document_of(report_of(component(), created=created))["metadata"]
        for created in (None, "2025-01-01T00:00:00Z")
    )

    assert "timestamp" not in without
    assert "2025-01-01T00:00:00Z" == dated["timestamp"]


TWINS = {
    "two environments": (component(), component(evidence=at("opt/other/idna-3.4.dist-info"))),
    "a byte and its escape": (
        component(evidence=at(f"{SITE}/caf\udce9-3.4.dist-info")),
        component(evidence=at(rf"{SITE}/caf\xe9-3.4.dist-info")),
    ),
    "a byte and how Python escapes it": (
        component(evidence=at(f"{SITE}/caf\udce9-3.4.dist-info")),
        component(evidence=at(rf"{SITE}/caf\udce9-3.4.dist-info")),
    ),
    "a space and its escape": (
        component(evidence=at(f"{SITE}/a b-3.4.dist-info")),
        component(evidence=at(f"{SITE}/a%20b-3.4.dist-info")),
    ),
}


@pytest.mark.parametrize("twins", [pytest.param(twins, id=name) for name, twins in TWINS.items()])
def test_components_of_equal_purl_have_references_of_their_own(twins):
    document = document_of(report_of(*twins, findings=tuple(map(finding, twins))))

    assert 1 == len({found["purl"] for found in document["components"]})
    assert 4 == len(set(refs(document)))


def test_a_vulnerability_is_there_once_with_all_components_that_have_it():
    twins = TWINS["two environments"]

    document = document_of(report_of(*twins, findings=tuple(map(finding, twins))))

    (vulnerability,) = document["vulnerabilities"]
    affected = [entry["ref"] for entry in vulnerability["affects"]]
    assert sorted(found["bom-ref"] for found in document["components"]) == sorted(affected)


def test_a_finding_is_written_with_all_that_is_known_of_it():
    report = report_of(component(), findings=(finding(component()),))

    (vulnerability,) = document_of(report)["vulnerabilities"]

    assert {
        "bom-ref": "PYSEC-2024-60",
        "id": "PYSEC-2024-60",
        "source": {"name": "OSV", "url": "https://osv.dev/vulnerability/PYSEC-2024-60"},
        "references": [
            {
                "id": alias,
                "source": {"name": "OSV", "url": f"https://osv.dev/vulnerability/{alias}"},
            }
            for alias in ("CVE-2024-3651", "GHSA-jjg7-2v4v-x38h")
        ],
        "ratings": [
            {
                "severity": "high",
                "score": 7.5,
                "method": "CVSSv31",
                "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
            }
        ],
        "advisories": [{"url": "https://advisories.test/PYSEC-2024-60"}],
        "published": "2024-07-07T18:15:00Z",
        "updated": "2024-07-11T18:33:41.218346Z",
        "affects": [
            {
                "ref": f"pkg:pypi/idna@3.4#/{SITE}/idna-3.4.dist-info",
                "versions": [{"version": "3.4", "status": "affected"}],
            }
        ],
    } == vulnerability


def test_an_undetermined_finding_is_of_unknown_status():
    odd = component(version="latest")
    undetermined = finding(odd, status=Status.UNDETERMINED, reason="not a version", fixed_in=None)

    document = document_of(report_of(odd, findings=(undetermined,)))

    (affects,) = document["vulnerabilities"][0]["affects"]
    assert [{"version": "latest", "status": "unknown"}] == affects["versions"]


def test_what_is_left_to_the_operating_system_is_an_entry_of_its_own():
    """
    An analysis is one of all the components of an entry.
    """
    owned = component(owner=OWNER, evidence=at(f"{SITE}/owned-3.4.dist-info"))
    found = (finding(component()), finding(owned, left_to=OWNER))

    counted, left = document_of(report_of(component(), owned, findings=found))["vulnerabilities"]

    assert "analysis" not in counted
    assert left["id"] == counted["id"] == "PYSEC-2024-60"
    assert f"PYSEC-2024-60#{OWNER.purl}" == left["bom-ref"]
    assert {
        "state": "in_triage",
        "detail": "Left to the advisories for deb python3-idna 3.4-1.",
    } == left["analysis"]
    assert ["unknown"] == [v["status"] for entry in left["affects"] for v in entry["versions"]]


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        pytest.param(Severity(), {"severity": "unknown"}, id="unknown"),
        pytest.param(Severity(Level.NONE), {"severity": "none"}, id="none"),
        pytest.param(Severity(Level.CRITICAL), {"severity": "critical"}, id="level alone"),
        pytest.param(Severity(Level.LOW, 2.0), {"severity": "low"}, id="score of an unknown kind"),
        pytest.param(Severity(Level.LOW, None, "AV:L"), {"severity": "low"}, id="no score"),
        pytest.param(
            Severity(Level.HIGH, 8.0, "CVSS:4.0/AV:N"),
            {"severity": "high", "score": 8.0, "method": "CVSSv4", "vector": "CVSS:4.0/AV:N"},
            id="CVSS 4",
        ),
        pytest.param(
            Severity(Level.NONE, 0.0, "CVSS:3.0/AV:N"),
            {"severity": "none", "score": 0.0, "method": "CVSSv3", "vector": "CVSS:3.0/AV:N"},
            id="CVSS 3.0 of nothing",
        ),
        pytest.param(
            Severity(Level.MEDIUM, 5.0, "AV:N/AC:L/Au:N/C:N/I:N/A:P"),
            {
                "severity": "medium",
                "score": 5.0,
                "method": "CVSSv2",
                "vector": "AV:N/AC:L/Au:N/C:N/I:N/A:P",
            },
            id="CVSS 2",
        ),
        pytest.param(
            Severity(Level.HIGH, 8.0, "SSVC:1/\x1b\udce9"),
            {
                "severity": "high",
                "score": 8.0,
                "method": "other",
                "vector": "SSVC:1/\x1b\\xe9",
            },
            id="nasty",
        ),
    ],
)
def test_a_severity_is_a_rating_as_far_as_it_is_known(severity, expected):
    rated = finding(component(), replace(ADVISORY, severity=severity))

    document = document_of(report_of(component(), findings=(rated,)))

    assert [expected] == document["vulnerabilities"][0]["ratings"]


@pytest.mark.parametrize("state", [State.TEST_DATA, State.STALE])
def test_copies_that_never_run_are_left_out_and_counted(state):
    never_run = component("copy", state=state)

    document = document_of(report_of(component(), never_run, replace(never_run, name="copy2")))

    assert ["idna"] == [found["name"] for found in document["components"]]
    assert {state.value: 2} == left_out(document)


def test_what_is_bundled_and_no_python_is_there_with_its_parent_and_its_files():
    idna = component()
    library = component(
        "openssl",
        "3.5.8",
        purl="pkg:generic/openssl@3.5.8",
        kind="shared-library",
        state=State.BUNDLED,
        evidence=at(f"{SITE}/idna.libs/libcrypto.so.3"),
        parent=idna.evidence.path,
        files=(f"{SITE}/idna.libs/libcrypto.so.3", f"{SITE}/idna.libs/libssl.so.3"),
    )
    listed = replace(library, name="six", purl="pkg:pypi/six@1.16", kind="vendor-list")
    waiting = replace(library, parent=None, evidence=at("usr/lib/other.so"))

    document = document_of(report_of(idna, library, listed, waiting))

    _, found = document["components"]
    assert ("openssl", f"/{idna.evidence.path}") == (found["name"], properties(found)["parent"])
    assert [f"/{path}" for path in library.files] == [
        each["location"] for each in found["evidence"]["occurrences"]
    ]
    assert {"bundled": 2} == left_out(document)


@pytest.mark.parametrize("state", [State.INSTALLED, State.EDITABLE, State.VENDORED])
def test_what_can_run_is_there_with_its_state(state):
    document = document_of(report_of(component(state=state)))

    assert [state.value] == [properties(found)["state"] for found in document["components"]]
    assert {} == left_out(document)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a/b.dist-info/METADATA", "/a/b.dist-info/METADATA: no Name"),
        ("", "no Name"),
        ("caf\udce9", r"/caf\xe9: no Name"),
        ("a\nb", "/a\nb: no Name"),
    ],
)
def test_a_problem_is_told_with_its_path(path, shown):
    document = document_of(
        report_of(component(), problems=(Problem(path, "dist-info", "no Name"),))
    )

    assert shown == properties(document["metadata"])["problem"]


def test_coverage_is_told():
    gap = Problem("", "layers", "truncated", incomplete=True)

    coverages = [
        properties(document_of(report_of(component(), problems=problems))["metadata"])["coverage"]
        for problems in ((), (gap,))
    ]

    assert [Coverage.FULL.value, Coverage.INCOMPLETE.value] == coverages


def test_a_distribution_of_conda_is_written_with_both_identities_places_and_its_hashes():
    record = at("opt/venv/conda-meta/idna-3.4-py_0.json")
    package = component(purl="pkg:conda/idna@3.4?build=py_0", kind="conda", evidence=record)
    hashes = (f"sha256:{'a' * 64}", f"md5:{'b' * 32}", "unheard-of:00")
    known = component(identities=(package.purl,), conda=package, hashes=hashes)

    (found,) = document_of(report_of(known))["components"]

    places = [f"/{SITE}/idna-3.4.dist-info", f"/{record.path}"]
    assert [{"location": place} for place in places] == found["evidence"]["occurrences"]
    assert [
        {"alg": "SHA-256", "content": "a" * 64},
        {"alg": "MD5", "content": "b" * 32},
    ] == found["hashes"]
    assert package.purl == properties(found)["identity"]


def test_a_package_of_another_ecosystem_is_named_as_it_is_there():
    package = component("_libgcc_mutex", "0.1", purl="pkg:conda/_libgcc_mutex@0.1")

    (found,) = document_of(report_of(package))["components"]

    assert "_libgcc_mutex" == found["name"]


def test_a_component_is_written_with_all_that_is_known_of_it():
    known = component(
        "Zope.Interface",
        "5.0",
        summary="Interfaces",
        installer="pip",
        requested=False,
        origin="https://files.test/zope.whl",
    )

    (found,) = document_of(report_of(known))["components"]

    path = f"/{SITE}/Zope.Interface-5.0.dist-info"
    assert {
        "type": "library",
        "bom-ref": f"pkg:pypi/zope-interface@5.0#{path}",
        "name": "zope-interface",
        "version": "5.0",
        "description": "Interfaces",
        "purl": "pkg:pypi/zope-interface@5.0",
        "evidence": {
            "identity": [
                {
                    "field": "purl",
                    "confidence": 1.0,
                    "methods": [
                        {"technique": "manifest-analysis", "confidence": 1.0, "value": path}
                    ],
                }
            ],
            "occurrences": [{"location": path}],
        },
    } == {key: value for key, value in found.items() if key != "properties"}
    assert {
        "name": "Zope.Interface",
        "state": "installed",
        "environment": "/opt/venv",
        "installer": "pip",
        "requested": "false",
        "origin": "https://files.test/zope.whl",
        "layer:index": "0",
        "layer:diff-id": f"sha256:{'c' * 64}",
        "layer:digest": f"sha256:{'d' * 64}",
    } == properties(found)


def test_an_interpreter_is_a_platform_once_for_all_that_it_runs():
    interpreter = Interpreter(
        path="usr/bin/python3.13t",
        implementation="CPython",
        version="3.13.1",
        evidence=Evidence("usr/include/python3.13t/patchlevel.h", 0),
        is_free_threaded=True,
        is_externally_managed=True,
        owner=OWNER,
    )
    environments = (
        Environment(path="usr", kind="prefix", interpreters=(interpreter,)),
        Environment(path="opt/venv", kind="virtual-environment", interpreters=(interpreter,)),
    )
    report = report_of()
    report = replace(report, inventory=replace(report.inventory, environments=environments))

    (found,) = document_of(report)["components"]

    assert ("platform", "python", "3.13.1", "pkg:generic/python@3.13.1") == (
        found["type"],
        found["name"],
        found["version"],
        found["purl"],
    )
    method = {
        "technique": "manifest-analysis",
        "confidence": 1.0,
        "value": "/usr/include/python3.13t/patchlevel.h",
    }
    assert {
        "identity": [{"field": "version", "confidence": 1.0, "methods": [method]}],
        "occurrences": [{"location": "/usr/bin/python3.13t"}],
    } == found["evidence"]
    assert {
        "end-of-life": "2029-10-31",
        "free-threaded": "true",
        "externally-managed": "true",
        "owner": str(OWNER),
    }.items() <= properties(found).items()


@pytest.mark.parametrize(
    ("interpreter", "expected"),
    [
        (
            Interpreter(
                path="opt/pypy/bin/pypy3",
                implementation="PyPy",
                version="3.9.16",
                implementation_version="7.3.11",
                evidence=Evidence("opt/pypy-7.3.11", technique="filename"),
            ),
            ["pkg:generic/pypy@7.3.11"],
        ),
        (
            Interpreter(
                path="usr/bin/python3",
                implementation="CPython",
                version="3.11.2",
                evidence=Evidence("", technique="other"),
            ),
            ["pkg:generic/python@3.11.2"],
        ),
        (Interpreter(path="usr/bin/python3", implementation="CPython"), []),
        (
            Interpreter(
                path=None, implementation="CPython", version="3.11.2", evidence=Evidence("x")
            ),
            [],
        ),
    ],
    ids=["pypy", "variable", "no version", "not there"],
)
def test_an_interpreter_has_the_version_of_what_it_is(interpreter, expected):
    environment = Environment(path="usr", kind="prefix", interpreters=(interpreter,))
    report = report_of()
    report = replace(report, inventory=replace(report.inventory, environments=(environment,)))

    assert expected == [found["purl"] for found in document_of(report)["components"]]


def test_the_subject_is_the_image_by_its_name_and_digest():
    subject = document_of(report_of())["metadata"]["component"]

    assert ("container", "registry.test/team/shop", f"sha256:{'a' * 64}") == (
        subject["type"],
        subject["name"],
        subject["version"],
    )
    assert (
        f"pkg:oci/shop@sha256:{'a' * 64}"
        "?arch=amd64&repository_url=registry.test/team/shop&tag=1.0" == subject["purl"]
    )


def test_a_directory_is_no_container():
    directory = Subject(location="/srv/root", source="dir")

    subject = document_of(report_of(subject=directory))["metadata"]["component"]

    assert ("file", "/srv/root") == (subject["type"], subject["name"])
    assert {"version", "purl"}.isdisjoint(subject)


@pytest.mark.parametrize(
    "found",
    [
        component(),
        component("Zope.Interface", "5.0"),
        component("torch", "2.1+cu121"),
        component("a_b-c.d", "1!2.0.post1.dev3"),
        component("odd", "1 2?x#y%z@w"),
        component("idna", None),
    ],
    ids=lambda found: f"{found.name} {found.version}",
)
def test_package_urls_are_canonical(found):
    document = document_of(report_of(found))

    urls = [document["metadata"]["component"]["purl"], document["components"][0]["purl"]]
    assert urls == [PackageURL.from_string(url).to_string() for url in urls]


def test_a_package_url_of_a_name_in_other_bytes_can_be_read():
    (found,) = document_of(report_of(component("caf\udce9")))["components"]

    assert r"caf\udce9" == PackageURL.from_string(found["purl"]).name


def test_nothing_that_was_found_is_a_document_still():
    report = report_of()

    assert [] == document_of(report)["components"]
    assert "vulnerabilities" not in json.loads(emitted(report))


def test_a_version_that_is_too_long_is_whole_in_the_package_url():
    (found,) = document_of(report_of(component(version="1" * 5000)))["components"]

    assert "1" * 1024 == found["version"]
    assert f"pkg:pypi/idna@{'1' * 5000}" == found["purl"]
