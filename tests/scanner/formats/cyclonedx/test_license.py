"""What documents say of licences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.model.license import NONE, DeclaredLicense
from tests.support.cyclonedx import document_of, properties
from tests.support.licenses import ALL
from tests.support.reports import (
    component,
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


def test_a_long_licence_has_a_short_name_and_its_whole_text():
    text = "x" * 100_000

    (entry,) = licenses_of(DeclaredLicense(text=text))

    assert "x" * 200 == entry["license"]["name"]
    assert text == entry["license"]["text"]["content"]


def test_a_concluded_licence_is_the_only_expression():
    """CycloneDX 1.6 has place for one; all else is evidence, and in properties."""
    (found,) = document_of(report_of(component(licensing=ALL)))["components"]

    assert [{"expression": "MIT OR ISC", "acknowledgement": "concluded"}] == found["licenses"]
    assert [
        {"license": {"name": "MIT", "acknowledgement": "declared"}},
        {"license": {"name": "MIT"}},
    ] == found["evidence"]["licenses"]
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
