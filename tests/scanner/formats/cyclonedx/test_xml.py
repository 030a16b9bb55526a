"""Documents as XML: all that is in those as JSON, whatever characters it has."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from scanner.model.component import Link
from scanner.model.contact import ContactFields
from scanner.model.license import DeclaredLicense
from tests.support.cyclonedx import VERSIONS, document_of, emitted, xml_of
from tests.support.reports import component, finding, report_of

KNOWN = component(
    summary="A & B <C> \"D\" 'E'",
    installer="pip",
    requested=True,
    hashes=(f"sha256:{'a' * 64}",),
    license=DeclaredLicense(text="Copyright me\nAll rights reserved."),
    contact_fields=ContactFields(author_email="Ann Lee <ann@x.org>, bob@x.org"),
    links=(Link(label="Docs", url="https://docs.test/?a=b&c=d"),),
    origin="https://files.test/idna.whl",
)
ONLY_IN_JSON = {"$schema", "bomFormat", "specVersion"}


def values(data: Any) -> Counter[str]:  # noqa: ANN401 - as JSON has it
    """Return all texts and numbers of an object, of a list or alone."""
    match data:
        case dict():
            inside = [values(data[key]) for key in data if key not in ONLY_IN_JSON]
        case list():
            inside = [values(each) for each in data]
        case _:
            return Counter([str(data)])
    return sum(inside, Counter())


def written(root: Any) -> Counter[str]:  # noqa: ANN401 - an element
    """Return all texts and attributes of a document."""
    found: Counter[str] = Counter()
    for element in root.iter():
        found.update(element.attrib.values())
        if element.text and element.text.strip():
            found[element.text] += 1
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_value_is_in_both_forms(version):
    report = report_of(KNOWN, component("other"), findings=(finding(KNOWN),))
    document = document_of(report, version)
    document.pop("serialNumber")
    root = xml_of(report, version)
    root.attrib.pop("serialNumber")

    assert values(document) == written(root)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b", r"a\x00b"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\udce9", r"\xe9"),
        ("\ud800", r"\ud800"),
        ("\uffff", r"\uffff"),
        ("]]><!--", "]]><!--"),
        ("a\n::error::b", "a\n::error::b"),
        ("a\r\nb", "a\r\nb"),
        ("\u202e", "\u202e"),
        ("\x85", "\x85"),
        ("&amp;", "&amp;"),
        ("\N{GRINNING FACE}", "\N{GRINNING FACE}"),
    ],
    ids=ascii,
)
def test_a_text_is_what_it_was_or_shows_what_xml_cannot_have(text, expected):
    root = xml_of(report_of(component(summary=text)))

    assert expected == root.findtext(".//{*}description")


@pytest.mark.parametrize("blanks", ["", " ", "\t", "\N{NO-BREAK SPACE}", "\n"])
def test_no_line_is_a_command_of_github_actions(blanks):
    text = emitted(report_of(component(summary=f"a\n{blanks}::error::b")), "cyclonedx-xml")

    assert "::error::b" in text
    assert [] == [line for line in text.splitlines() if line.strip().startswith("::")]


def test_what_reorders_text_is_not_there_as_it_is():
    text = emitted(report_of(component(summary="\u202eabc\x9b")), "cyclonedx-xml")

    assert all(line.isprintable() for line in text.split("\n"))
