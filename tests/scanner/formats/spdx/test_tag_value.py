"""SPDX 2.3 as tag-value: nobody but us writes tags."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.component import Link
from scanner.model.contact import ContactFields
from scanner.model.license import DeclaredLicense, LicenseText, Licensing
from tests.support.reports import component, report_of
from tests.support.spdx import emitted, errors_in

TAG = re.compile(r"^([A-Za-z]+):", re.MULTILINE)
TEXT = re.compile(r"<text>.*?</text>", re.DOTALL)
EVIL = "x</text>\nPackageName: evil\nSPDXID: SPDXRef-evil\n<text>"
PLAIN = report_of(component())


def tags(text: str) -> list[str]:
    """Return the tags of a document as every reader sees them: texts end where they first can."""
    return TAG.findall(TEXT.sub("", text))


@pytest.mark.parametrize(
    "awkward",
    [
        pytest.param(component(summary=EVIL), id="summary"),
        pytest.param(component(EVIL), id="name"),
        pytest.param(component(version=EVIL), id="version"),
        pytest.param(component(origin=EVIL, installer=EVIL), id="origin"),
        pytest.param(component(environment=EVIL), id="annotation"),
        pytest.param(component(license=DeclaredLicense(text=EVIL)), id="licence"),
        pytest.param(component(contact_fields=ContactFields(author=EVIL)), id="author"),
        pytest.param(
            component(links=(Link(label=EVIL, url="https://a.test.org/"),)), id="label of a link"
        ),
        pytest.param(
            component(
                licensing=Licensing(
                    reason=EVIL,
                    detected=(LicenseText(path="L", digest="", copyrights=(EVIL, EVIL.upper())),),
                )
            ),
            id="copyright",
        ),
    ],
)
def test_what_metadata_say_never_becomes_a_tag(awkward):
    text = emitted("spdx-tag-value", report_of(awkward))

    assert errors_in("spdx-tag-value", text) == []
    names = re.findall(r"^PackageName: (.*)$", TEXT.sub("", text), re.MULTILINE)
    assert ["registry.test/team/shop", names[1]] == names
    assert "evil" not in names


@given(st.text(alphabet="</text>TEX \n\r\x85\u2028:a", max_size=60))
def test_no_text_has_an_end_in_it(value):
    """
    Each end that there is stands behind what we wrote, so tags are as many as without that text.
    """
    told = report_of(component(summary=f"{value}."))

    expected = tags(emitted("spdx-tag-value", PLAIN))

    assert sorted([*expected, "PackageSummary"]) == sorted(tags(emitted("spdx-tag-value", told)))


def test_line_ends_of_all_kinds_are_line_feeds():
    text = emitted("spdx-tag-value", report_of(component(summary="a\r\nb\x85c\u2028d\re")))

    assert "PackageSummary: <text>a\nb\nc\nd\ne</text>" in text


def test_what_cannot_be_encoded_is_spelled_out():
    text = emitted("spdx-tag-value", report_of(component(summary="caf\udce9 \ud800\x00")))

    assert "PackageSummary: <text>caf\\xe9 \\ud800\\x00</text>" in text


def test_nothing_asserted_is_no_text():
    text = emitted("spdx-tag-value", PLAIN)

    assert "PackageCopyrightText: NOASSERTION\n" in text
    assert "PackageSupplier: NOASSERTION\n" in text


def test_no_line_is_a_command_of_github_actions():
    text = emitted("spdx-tag-value", report_of(component(summary="a\n::error::b\n \t::c")))

    assert "PackageSummary: <text>a\n: :error::b\n \t: :c</text>" in text
