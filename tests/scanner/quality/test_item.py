from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.model.component import Link, State
from scanner.model.dependency import Dependency, Standing
from scanner.model.document import DocumentFacts
from scanner.model.inventory import Subject
from scanner.model.license import NONE, DeclaredLicense, LicenseText, Licensing
from scanner.quality.item import SUBJECT, items_of
from tests.support.quality import CYCLONEDX_FACTS, PUBLISHER
from tests.support.reports import IMAGE, SITE, VENV, at, component, inventory_of

NO_FACTS = DocumentFacts()


def item_of(**changes):
    _, item = items_of(inventory_of(component(**changes)), NO_FACTS)
    return item


def subject_of(subject, facts=NO_FACTS):
    item, *_ = items_of(inventory_of(subject=subject), facts)
    return item


def test_an_image_goes_by_its_reference_and_has_a_package_url():
    subject = subject_of(IMAGE)

    assert (SUBJECT, "registry.test/team/shop:1.0", IMAGE.digest) == (
        subject.place,
        subject.name,
        subject.version,
    )
    assert f"pkg:oci/shop@sha256:{'a' * 64}" == subject.purl
    assert (IMAGE.digest,) == subject.hashes


@pytest.mark.parametrize(
    "subject",
    [replace(IMAGE, names=("latest",)), Subject(location="shop.oci", source="dir")],
    ids=["tag", "directory"],
)
def test_what_has_no_reference_goes_by_its_location(subject):
    found = subject_of(subject)

    assert ("shop.oci", None, None) == (found.name, found.purl, found.download)


def test_what_was_scanned_is_told_by_the_imprint():
    subject = subject_of(replace(IMAGE, digest=None), CYCLONEDX_FACTS)

    assert PUBLISHER == subject.supplier
    assert ("MIT", "MIT", True) == (subject.concluded, subject.declared, subject.is_licensed)
    assert ("Copyright 2026 Example GmbH",) == subject.copyrights
    assert () == subject.hashes


@pytest.mark.parametrize(
    ("license_", "declared", "is_licensed"),
    [
        (DeclaredLicense(expression="mit"), "MIT", True),
        (DeclaredLicense(text="Apache-2.0"), "Apache-2.0", True),
        (DeclaredLicense(text="MIT style"), None, True),
        (DeclaredLicense(classifiers=("License :: OSI Approved",)), None, True),
        (DeclaredLicense(), None, False),
    ],
    ids=["expression", "field", "name", "classifier", "nothing"],
)
def test_a_licence_that_nobody_judged_is_as_it_is_declared(license_, declared, is_licensed):
    item = item_of(license=license_)

    assert (declared, is_licensed) == (item.declared, item.is_licensed)


def test_that_nothing_is_declared_is_no_licence():
    item = item_of(licensing=Licensing(declared=NONE))

    assert (NONE, False) == (item.declared, item.is_licensed)


def test_copyrights_are_those_of_its_own_texts():
    own = LicenseText(path="a", digest="sha256:1", copyrights=("Copyright Kim",))
    bundled = replace(own, copyrights=("Copyright Jo",), is_third_party=True)

    item = item_of(licensing=Licensing(detected=(own, bundled)))

    assert ("Copyright Kim",) == item.copyrights


@pytest.mark.parametrize(
    ("changes", "source", "download"),
    [
        ({"origin": "git+https://kim.test/idna@1"}, "git+https://kim.test/idna@1", None),
        ({"origin": "https://kim.test/idna.whl"}, None, "https://kim.test/idna.whl"),
        ({"origin": "file:///idna.whl"}, None, None),
        ({"links": (Link(label="Download", url="https://c.test/i"),)}, None, "https://c.test/i"),
    ],
    ids=["repository", "archive", "file", "conda"],
)
def test_an_origin_is_a_source_or_a_download(changes, source, download):
    item = item_of(**changes)

    assert (source, download) == (item.source, item.download)


@pytest.mark.parametrize(
    ("changes", "filename"),
    [
        ({"kind": "shared-library", "files": ("lib/libz.so",)}, "libz.so"),
        ({"kind": "shared-library", "files": ("lib/libz.so", "lib/liby.so")}, None),
        ({"kind": "wheel", "evidence": at("w/idna.whl!/idna.dist-info")}, "idna.whl"),
        ({"kind": "wheel", "evidence": at("w/idna.whl"), "state": State.ARCHIVE}, "idna.whl"),
        ({"kind": "conda", "evidence": at("conda-meta/idna.json")}, None),
        ({}, None),
    ],
    ids=["library", "libraries", "inside", "archive", "conda", "installed"],
)
def test_only_a_file_has_a_filename(changes, filename):
    states = frozenset(State)
    inventory = replace(inventory_of(component(**changes)), included=states)

    _, item = items_of(inventory, NO_FACTS)

    assert filename == item.filename


def test_dependencies_are_told_of_what_is_in_a_graph():
    first, second, third = (component(name) for name in ("a", "b", "c"))
    edge = Dependency(
        dependent=first.place,
        dependency=second.place,
        name="b",
        ecosystem="pypi",
        requirement="b",
        standing=Standing.MET,
    )
    inventory = replace(inventory_of(first, second, third), dependencies=(edge,))

    told = [item.are_dependencies_told for item in items_of(inventory, NO_FACTS)]

    assert [False, True, True, False] == told


def test_an_interpreter_is_an_item_once_if_its_version_is_known():
    known = replace(VENV.interpreters[0], path="usr/bin/python3.11")
    pypy = replace(known, path="usr/bin/pypy", implementation="PyPy", implementation_version="7.3")
    unknown = replace(known, path="usr/bin/python3", version=None)
    first = replace(VENV, interpreters=(known, unknown, pypy))
    second = replace(VENV, path="opt/other", interpreters=(known,))

    items = items_of(replace(inventory_of(), environments=(first, second)), NO_FACTS)

    assert ["pkg:generic/pypy@7.3", "pkg:generic/python@3.11.7"] == [
        each.purl for each in items[1:]
    ]


def test_a_place_is_that_of_the_component():
    assert f"{SITE}/idna-3.4.dist-info" == item_of().place
    assert "idna 3.4" == item_of().label
    assert "idna" == item_of(version=None).label
