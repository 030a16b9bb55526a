"""By what name and version advisories would speak of a component."""

from __future__ import annotations

import pytest

from scanner.match.identity import identity_of
from scanner.match.matcher import match
from scanner.model.names import NormalizedName, advised_name
from scanner.model.report import Tally
from tests.support.advisories import advisory
from tests.support.reports import component

OPENSSL = component("openssl", "1.1.1", purl="pkg:conda/openssl@1.1.1?channel=main")
RECORD = advisory("introduced 0")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, ("pypi", "zope-interface", "1.0"), id="a distribution"),
        pytest.param(
            {"purl": "pkg:conda/Zope.Interface@1.0"},
            ("conda", "conda:zope.interface", "1.0"),
            id="conda, whose names are no others in another spelling",
        ),
        pytest.param(
            {
                "purl": "pkg:conda/zope.interface@1.0",
                "identities": ("cpe:/a:zope", "pkg:pypi/Zope_Interface@1.0.post1"),
            },
            ("pypi", "zope-interface", "1.0.post1"),
            id="conda's, and one of PyPI as well",
        ),
        pytest.param(
            {"purl": "pkg:conda/x@1.0", "identities": ("pkg:pypi/zope.interface",)},
            ("pypi", "zope-interface", "1.0"),
            id="of PyPI without a version",
        ),
        pytest.param(
            {"identities": ("pkg:conda/zope.interface@2.0",)},
            ("pypi", "zope-interface", "1.0"),
            id="a distribution that came in a package of conda",
        ),
        pytest.param(
            {"purl": "pkg:generic/zope.interface"},
            ("generic", "generic:zope.interface", "1.0"),
            id="neither",
        ),
    ],
)
def test_a_component_is_known_by_the_identity_that_advisories_use(changes, expected):
    found = identity_of(component("Zope.Interface", "1.0", **changes))

    assert expected == (found.ecosystem, found.name, found.version)


@pytest.mark.parametrize("ecosystem", ["conda", "Conda"])
def test_no_name_of_another_ecosystem_is_one_of_pypi(ecosystem):
    assert "conda:zlib" == advised_name(ecosystem, "zlib")
    assert "zlib" == advised_name("PyPI", "zlib")


def test_conda_is_matched_by_name_with_advisories_that_say_conda():
    records = {NormalizedName("conda:openssl"): [RECORD], NormalizedName("openssl"): []}

    findings, tally = match([OPENSSL], records, ecosystems=frozenset(("conda", "pypi")))

    assert (1, Tally(affected=1)) == (len(findings), tally)


def test_conda_is_never_matched_with_advisories_that_say_pypi():
    records = {NormalizedName("openssl"): [RECORD]}

    _, tally = match([OPENSSL], records, ecosystems=frozenset(("conda", "pypi")))

    assert Tally(clean=1) == tally


def test_where_no_advisories_say_conda_nothing_is_known_of_it():
    assert Tally(source_missing=1) == match([OPENSSL], {})[1]


def test_where_no_advisories_say_pypi_nothing_is_known_of_distributions():
    """
    Clean would be a lie: nobody has looked.
    """
    _, tally = match([component()], {}, ecosystems=frozenset(("conda",)))

    assert Tally(source_missing=1) == tally


def test_what_an_incomplete_source_has_is_found_all_the_same():
    records = {NormalizedName("idna"): [RECORD]}

    found, tally = match([component()], records, ecosystems=frozenset())

    assert (1, Tally(affected=1)) == (len(found), tally)
