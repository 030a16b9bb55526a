"""Whether a component is a product of a statement: the silent nothing of other scanners."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.match.product import Surroundings, has
from scanner.metadata.vex.statement import product_of
from tests.support.reports import IMAGE, OWNER, component, inventory_of

IDNA = component("Idna", "3.4.0")
OTHER = component("six", "1.16.0")
HERE = Surroundings.of(inventory_of(IDNA, OTHER))
DIGEST = f"sha256:{'a' * 64}"


def names(text, versions=None, found=IDNA):
    """Tell whether a package URL names a component."""
    return has(product_of(text, versions=versions), found, HERE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pkg:pypi/idna", True),
        ("pkg:pypi/IDNA@3.4", True),
        ("pkg:pypi/idna@3.4.0.0", True),
        ("pkg:pypi/idna@3.4.1", False),
        ("pkg:pypi/idna@banana", False),
        ("pkg:pypi/idna@3.4?file_name=idna-3.4.tar.gz", True),
        ("pkg:pypi/idna-ext@3.4", False),
        ("pkg:conda/idna@3.4.0", False),
        ("pkg:npm/idna@3.4.0", False),
        ("idna", False),
        ("cpe:2.3:a:idna:idna:3.4:*:*:*:*:python:*:*", False),
    ],
)
def test_names_and_versions_are_those_of_python(text, expected):
    assert expected == names(text)


@pytest.mark.parametrize("name", ["zope.interface", "Zope-Interface", "zope_interface"])
def test_names_are_compared_normalized(name):
    assert names(f"pkg:pypi/{name}", found=component("Zope.Interface"))


def test_a_local_version_is_the_release_unless_it_is_named():
    torch = component("torch", "2.6.0+cu124")

    assert names("pkg:pypi/torch@2.6.0", found=torch)
    assert names("pkg:pypi/torch@2.6.0%2Bcu124", found=torch)
    assert not names("pkg:pypi/torch@2.6.0%2Bcpu", found=torch)


def test_a_range_is_asked_about_the_version():
    assert names("pkg:pypi/idna", "vers:pypi/<3.7")
    assert not names("pkg:pypi/idna", "vers:pypi/<3.4")
    assert not names("pkg:pypi/idna", "everything")
    assert not names("pkg:pypi/idna", "vers:pypi/<3.7", component("idna", None))


def test_other_identities_and_the_owner_are_names_as_well():
    found = component(identities=("pkg:conda/idna@3.4?build=x",), owner=OWNER)

    assert names("pkg:conda/idna@3.4", found=found)
    assert names("pkg:deb/debian/python3-idna@3.4-1", found=found)
    assert not names("pkg:deb/ubuntu/python3-idna@3.4-1", found=found)


def test_an_artefact_is_known_by_its_digest():
    found = component(hashes=(f"sha256:{'f' * 64}",))
    product = product_of("a wheel", None, {"SHA-256": "F" * 64})

    assert has(product, found, HERE)
    assert not has(product, IDNA, HERE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"pkg:oci/shop@{DIGEST}", True),
        (f"pkg:oci/other@{DIGEST.upper().replace('SHA', 'sha')}", True),
        (f"pkg:oci/shop@sha256:{'b' * 64}", True),
        (f"pkg:oci/shop@sha256:{'c' * 64}", False),
        ("pkg:oci/shop", True),
        ("pkg:oci/hop", False),
        ("pkg:oci/shop?repository_url=registry.test/team/shop", True),
        ("pkg:oci/shop?repository_url=registry.test/team", True),
        ("pkg:oci/shop?repository_url=other.test/team/shop", False),
        ("pkg:oci/shop?tag=1.0", True),
        ("pkg:oci/shop?tag=2.0", False),
        ("pkg:docker/team/shop@1.0", True),
        ("pkg:docker/team/shop@2.0", False),
        ("pkg:docker/other/shop@1.0", False),
        ("registry.test/team/shop:1.0", True),
        ("shop.oci", True),
        ("shop", False),
    ],
)
def test_an_image_is_known_by_its_digest_or_its_name(text, expected):
    assert expected == names(text)


def test_an_image_in_a_registry_with_a_port_has_no_tag():
    image = replace(IMAGE, names=("registry.test:5000/shop",), digest=None, image_id=None)
    here = Surroundings.of(inventory_of(IDNA, subject=image))

    assert has(product_of("pkg:oci/shop"), IDNA, here)
    assert not has(product_of("pkg:oci/shop?tag=5000/shop"), IDNA, here)


def test_a_digest_in_a_reference_is_that_of_the_image():
    image = replace(IMAGE, names=(f"r.test/x@sha256:{'9' * 64}",))
    here = Surroundings.of(inventory_of(IDNA, subject=image))

    assert has(product_of("index", None, {"sha-256": "9" * 64}), IDNA, here)


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        pytest.param(f"pkg:oci/shop@{DIGEST}", "pkg:pypi/idna@3.4", True, id="in this image"),
        pytest.param(f"pkg:oci/shop@{DIGEST}", "pkg:pypi/six", False, id="another part"),
        pytest.param("pkg:oci/other", "pkg:pypi/idna@3.4", False, id="in another image"),
        pytest.param("pkg:pypi/six@1.16", "pkg:pypi/idna", True, id="in a distribution"),
        pytest.param("pkg:pypi/six@1.15", "pkg:pypi/idna", False, id="in another version"),
        pytest.param("pkg:pypi/seven", "pkg:pypi/idna", False, id="in none that is here"),
    ],
)
def test_a_part_is_one_only_inside_of_the_whole(whole, part, expected):
    product = product_of(whole, parts=(product_of(part),))

    assert expected == has(product, IDNA, HERE)
