"""Packages of SPDX documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.formats.spdx.agent import NOBODY
from scanner.formats.spdx.package import Purpose, component_package, subject_package
from scanner.model.component import Evidence, Link, State
from scanner.model.declaration import Declaration
from scanner.model.inventory import Subject
from tests.support.reports import IMAGE, OWNER, SITE, component, inventory_of

CONDA = component(
    "numpy-base",
    "2.1",
    purl="pkg:conda/numpy-base@2.1",
    hashes=(f"sha256:{'1' * 64}", f"md5:{'2' * 32}"),
    links=(Link(label="Download", url="https://conda.anaconda.org/main/numpy-base.conda"),),
    evidence=Evidence("opt/conda/conda-meta/numpy-base.json"),
)


def package_of(found, subject=IMAGE):
    """Return the package of a component of an image."""
    return component_package(found, NOBODY, inventory_of(found, subject=subject))


def test_a_distribution_goes_by_the_name_that_is_compared_and_keeps_its_own():
    package = package_of(component("Zope.Interface"))

    assert ("zope-interface", "Zope.Interface") == (package.name, package.facts["name"])


def test_a_conda_package_is_another_identity_of_the_distribution_that_came_in_it():
    package = package_of(component("numpy", "2.1", conda=CONDA, identities=(CONDA.purl,)))

    assert ("pkg:pypi/numpy@2.1", CONDA.purl) == package.purls
    assert (("sha256", "1" * 64), ("md5", "2" * 32)) == package.checksums
    assert "https://conda.anaconda.org/main/numpy-base.conda" == package.download


@pytest.mark.parametrize(
    "digest",
    [
        pytest.param("sha256:abc", id="too short"),
        pytest.param(f"sha256:{'G' * 64}", id="not hexadecimal"),
        pytest.param(f"crc32:{'1' * 8}", id="unknown"),
        pytest.param("", id="nothing"),
    ],
)
def test_only_a_digest_is_a_checksum(digest):
    assert () == package_of(component(hashes=(digest,))).checksums


def test_digests_of_all_artefacts_of_a_release_are_no_checksums():
    """
    A lockfile has those of each wheel, and one of them is right.
    """
    digests = (f"sha256:{'1' * 64}", f"sha256:{'2' * 64}")

    package = package_of(component(hashes=digests))

    assert () == package.checksums
    assert [*digests] == package.facts["artefact-digests"]


def test_what_is_declared_says_where_and_how():
    declaration = Declaration(requirement="idna>=3", is_locked=False, groups=("test",))
    declared = component(
        state=State.DECLARED, declaration=declaration, evidence=Evidence("requirements.txt", line=7)
    )

    assert {
        "state": "declared",
        "requirement": "idna>=3",
        "locked": False,
        "groups": ["test"],
        "line": 7,
    }.items() <= package_of(declared).facts.items()


@pytest.mark.parametrize(
    ("origin", "download"),
    [
        pytest.param(
            "git+https://github.com/psf/requests@abc",
            "git+https://github.com/psf/requests@abc",
            id="repository",
        ),
        pytest.param("https://a.test/b.whl#sha256=1", "https://a.test/b.whl#sha256=1", id="URL"),
        pytest.param("file:///src", None, id="directory"),
        pytest.param("http://localhost/b.whl", None, id="this machine"),
        pytest.param("https://a.test/a b", None, id="no URL"),
        pytest.param("https://bücher.test/b.whl", None, id="not ASCII"),
        pytest.param(None, None, id="not recorded"),
    ],
)
def test_where_it_was_installed_from_is_where_it_can_be_downloaded(origin, download):
    assert download == package_of(component(origin=origin)).download


def test_links_are_references_and_the_first_website_is_the_home_page():
    urls = {
        "Home": "http://localhost/",
        "Homepage": "https://a.test/",
        "Bug Tracker": "https://b.test/",
    }
    links = tuple(Link(label=label, url=url) for label, url in urls.items())

    package = package_of(component(links=links))

    assert "https://a.test/" == package.homepage
    assert [("other", "http://localhost/"), ("issue-tracker", "https://b.test/")] == [
        (each.type, each.url) for each in package.references
    ]


def test_what_is_known_of_its_origin_is_told():
    found = component(
        installer="pip",
        origin="file:///src",
        from_source=True,
        owner=OWNER,
        conda=CONDA,
        parent="a",
    )

    assert [
        "installed by pip",
        "installed from file:///src",
        "built from source when it was installed",
        "came in the conda package pkg:conda/numpy-base@2.1",
        "belongs to deb python3-idna 3.4-1 (pkg:deb/debian/python3-idna@3.4-1)",
        "a part of what is in /a",
    ] == (package_of(found).source_info or "").splitlines()


@pytest.mark.parametrize(
    ("found", "name"),
    [
        pytest.param(component(), None, id="directory"),
        pytest.param(
            component(evidence=Evidence("srv/a-1-py3-none-any.whl")),
            "./srv/a-1-py3-none-any.whl",
            id="wheel",
        ),
        pytest.param(component(files=("a.libs/b.so",)), "./a.libs/b.so", id="library"),
        pytest.param(component(files=("a.so", "b.so")), None, id="libraries"),
    ],
)
def test_what_is_one_file_has_its_name(found, name):
    assert name == package_of(found).file_name


def test_evidence_and_its_layer_are_facts():
    facts = package_of(component()).facts

    assert {
        "state": "installed",
        "environment": "/opt/venv",
        "evidence": f"/{SITE}/idna-3.4.dist-info",
        "technique": "manifest-analysis",
        "layer": 0,
        "layer-diff-id": IMAGE.layers[0].diff_id,
        "layer-digest": IMAGE.layers[0].digest,
    }.items() <= facts.items()


def test_the_same_at_two_places_are_two_and_have_the_same_names_in_any_document():
    here, there = component(), component(evidence=Evidence("srv/idna"))

    assert package_of(here).id != package_of(there).id
    assert package_of(here).id == package_of(here, Subject(location="/", source="dir")).id


def test_an_image_is_a_container_by_its_reference_and_digest():
    package = subject_package(inventory_of())

    assert ("registry.test/team/shop", IMAGE.digest) == (package.name, package.version)
    assert Purpose.CONTAINER is package.purpose
    assert (
        f"pkg:oci/shop@{IMAGE.digest}?arch=amd64&repository_url=registry.test/team/shop&tag=1.0",
    ) == package.purls


def test_an_image_without_a_reference_has_no_package_url():
    package = subject_package(inventory_of(subject=replace(IMAGE, names=())))

    assert ("shop.oci", ()) == (package.name, package.purls)


def test_a_directory_is_no_container():
    package = subject_package(inventory_of(subject=Subject(location="/srv", source="dir")))

    assert ("/srv", None, Purpose.DIRECTORY) == (package.name, package.version, package.purpose)
