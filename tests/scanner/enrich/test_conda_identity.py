"""Distributions that came in conda packages.

The identifiers of the rows are those of the catalogue of inputs, ``discovery.md``.
"""

from __future__ import annotations

import pytest

from scanner.match.matcher import match
from scanner.model.advisory import Status
from scanner.model.component import Evidence, State
from scanner.model.names import NormalizedName
from scanner.model.report import Tally
from tests.support.advisories import advisory
from tests.support.conda import (
    MD5,
    PREFIX,
    SHA256,
    SITE,
    below,
    distribution,
    inventory_of,
    package_of,
    record,
)

META = f"{PREFIX}/conda-meta"
PLACE = f"{PREFIX}/{SITE}"
NUMPY = record("numpy", "1.26.4", f"{SITE}/numpy-1.26.4.dist-info/METADATA", depends=["python"])
NUMPY_PATH = f"{META}/numpy-1.26.4-py311_0.json"


def conda(path, *packages):
    """Return the records of a prefix, each a package and the distributions that it holds."""
    return {
        f"{path}/conda-meta/{name}-{version}-py311_0.json": record(
            name, version, *(f"{SITE}/{held}.dist-info/METADATA" for held in distributions)
        )
        for name, version, *distributions in packages
    }


def test_j8_a_distribution_is_one_component_with_two_identities():
    files = {NUMPY_PATH: NUMPY} | below(PREFIX, distribution("numpy", "1.26.4"))

    (numpy,) = inventory_of(files).components

    expected = "pkg:conda/numpy@1.26.4?build=py311_0&channel=conda-forge&subdir=linux-64&type=conda"
    assert ("pkg:pypi/numpy@1.26.4", (expected,)) == (numpy.purl, numpy.identities)
    assert (f"sha256:{SHA256}", f"md5:{MD5}") == numpy.hashes
    assert Evidence(f"{PLACE}/numpy-1.26.4.dist-info", layer=0) == numpy.evidence
    assert Evidence(NUMPY_PATH, layer=0) == package_of(numpy).evidence
    assert ("python",) == package_of(numpy).requires


@pytest.mark.parametrize(
    ("package", "held"),
    [
        pytest.param("pytorch", "torch", id="J9-torch"),
        pytest.param("py-opencv", "opencv_python", id="J9-opencv"),
        pytest.param("msgpack-python", "msgpack", id="J9-msgpack"),
    ],
)
def test_names_may_differ(package, held):
    files = conda(PREFIX, (package, "1.0", f"{held}-1.0"))

    (found,) = inventory_of(files | below(PREFIX, distribution(held, "1.0"))).components

    assert found.purl == f"pkg:pypi/{held.replace('_', '-')}@1.0"
    assert package == package_of(found).name


def test_j7_what_is_no_distribution_stays_condas_and_is_not_matched():
    """
    The zlib of PyPI is something else.
    """
    files = conda(PREFIX, ("zlib", "1.2.11"), ("openssl", "1.1.1q"), ("numpy", "1.0", "numpy-1.0"))
    inventory = inventory_of(files | below(PREFIX, distribution("numpy", "1.0")))
    names = ("zlib", "openssl", "numpy")
    records = {NormalizedName(name): [advisory("introduced 0", package=name)] for name in names}

    findings, tally = match(inventory.components, records)

    assert [("numpy", Status.AFFECTED)] == [(f.component.name, f.status) for f in findings]
    assert Tally(affected=1, source_missing=2) == tally


def test_each_of_several_distributions_has_the_identity():
    files = conda(PREFIX, ("pyqt", "5.0", "PyQt5-5.0", "PyQt5_sip-12.0"))
    held = distribution("PyQt5", "5.0") | distribution("PyQt5_sip", "12.0")

    first, second = inventory_of(files | below(PREFIX, held)).components

    assert ("PyQt5", "PyQt5_sip") == (first.name, second.name)
    assert first.identities == second.identities != ()


def test_a_copy_inside_of_a_distribution_is_not_the_package():
    files = conda(PREFIX, ("bleach", "4.1", "bleach-4.1", "bleach/_vendor/html5lib-1.1"))
    copy = {f"{SITE}/bleach/_vendor/html5lib-1.1.dist-info/METADATA": b"Name: html5lib\n"}

    bleach, html5lib = inventory_of(
        files | below(PREFIX, distribution("bleach", "4.1") | copy)
    ).components

    assert ("bleach", "html5lib") == (package_of(bleach).name, html5lib.name)
    assert (State.VENDORED, None) == (html5lib.state, html5lib.conda)


def test_j10_what_pip_installed_in_the_prefix_is_pypis():
    files = {NUMPY_PATH: NUMPY} | below(
        PREFIX, distribution("numpy", "1.26.4") | distribution("httpx", "0.27", "pip")
    )

    httpx, numpy = inventory_of(files).components

    assert ("httpx", PREFIX, "pip", None) == (
        httpx.name,
        httpx.environment,
        httpx.installer,
        httpx.conda,
    )
    assert "numpy" == package_of(numpy).name


def test_a_package_of_one_prefix_is_not_that_of_another():
    files = conda(PREFIX, ("numpy", "1.0", "numpy-1.0")) | below(
        f"{PREFIX}/envs/x", distribution("numpy", "1.0")
    )

    package, distributed = inventory_of(files).components

    assert ("conda", None) == (package.kind, distributed.conda)


@pytest.mark.parametrize(
    ("installed", "installer", "is_stale"),
    [
        pytest.param("1.27.0", "pip", True, id="J10-pip-upgraded"),
        pytest.param("1.26.4", "uv", True, id="J10-the-same-by-another"),
        pytest.param("1.26.4", "conda", False, id="conda-itself-in-another-form"),
    ],
)
def test_a_record_of_what_another_installer_replaced_is_stale(installed, installer, is_stale):
    """
    pip takes away what conda installed, and leaves conda's record as it is (pypa/pip#9129).
    """
    files = {NUMPY_PATH: record("numpy", "1.26.4", f"{SITE}/numpy-1.26.4-py3.11.egg-info/PKG-INFO")}

    inventory = inventory_of(files | below(PREFIX, distribution("numpy", installed, installer)))

    numpy = inventory.components[-1]
    assert (State.INSTALLED, is_stale) == (numpy.state, numpy.conda is None)
    assert [State.STALE] * is_stale == [each.state for each in inventory.components[:-1]]
    assert [NUMPY_PATH] * is_stale == [problem.path for problem in inventory.problems]
    assert (not is_stale) == bool(inventory.system_packages)


def test_a_package_whose_distribution_is_gone_is_told_and_stays():
    """
    Images are made smaller by that; the code may be there.
    """
    inventory = inventory_of({NUMPY_PATH: NUMPY})

    (numpy,) = inventory.components
    assert ("conda", State.INSTALLED) == (numpy.kind, numpy.state)
    assert [f"its distribution is not there: {PLACE}/numpy-1.26.4.dist-info"] == [
        problem.reason for problem in inventory.problems
    ]


def test_what_the_build_of_the_package_left_is_not_what_the_user_did():
    """
    conda-build runs pip, whose REQUESTED and direct_url.json are then in the package.
    """
    left = f"{SITE}/numpy-1.26.4.dist-info"
    files = below(
        PREFIX,
        distribution("numpy", "1.26.4")
        | {f"{left}/REQUESTED": b"", f"{left}/direct_url.json": b'{"url": "file:///build/work"}'},
    )

    (built,) = inventory_of({NUMPY_PATH: NUMPY} | files).components
    (pure,) = inventory_of(files).components

    assert (None, None) == (built.requested, built.origin)
    assert (True, "file:///build/work") == (pure.requested, pure.origin)


def test_a_licence_that_the_distribution_does_not_declare_is_that_of_the_package():
    with_license = distribution("numpy", "1.26.4")
    with_license[f"{SITE}/numpy-1.26.4.dist-info/METADATA"] += b"License: BSD\n"

    (silent,) = inventory_of(
        {NUMPY_PATH: NUMPY} | below(PREFIX, distribution("numpy", "1.26.4"))
    ).components
    (declaring,) = inventory_of({NUMPY_PATH: NUMPY} | below(PREFIX, with_license)).components

    assert ("BSD-3-Clause", "BSD") == (silent.license.text, declaring.license.text)
    assert "BSD-3-Clause" == package_of(declaring).license.text


def test_of_two_packages_that_hold_one_distribution_the_first_has_it():
    files = conda(PREFIX, ("b", "1.0", "foo-1.0"), ("a", "1.0", "foo-1.0"))

    other, foo = inventory_of(files | below(PREFIX, distribution("foo", "1.0"))).components

    assert ("b", "a") == (other.name, package_of(foo).name)
