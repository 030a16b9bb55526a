"""VEX documents, whatever their format."""

from __future__ import annotations

import pytest

from scanner.metadata.vex.document import parse_vex
from tests.support.vex import analysed, csaf, cyclonedx, openvex, said


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"\xff", id="no text"),
        pytest.param(b"{}", id="no format"),
        pytest.param(b'{"@context": 1, "document": []}', id="other types"),
        pytest.param(b'{"a":' * 100_000, id="deep"),
    ],
)
def test_what_is_no_vex_document_is_an_error(data):
    with pytest.raises(ValueError, match=r"\w"):
        parse_vex(data, "vex.json")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(openvex(said()), id="openvex"),
        pytest.param(csaf({"cve": "CVE-1", "product_status": {"fixed": ["A"]}}), id="csaf"),
        pytest.param(cyclonedx(analysed("resolved")), id="cyclonedx"),
        pytest.param(b"\xef\xbb\xbf" + openvex(said()), id="byte order mark"),
    ],
)
def test_a_format_is_known_by_what_a_document_says(data):
    assert 1 == len(parse_vex(data, "vex.json").statements)


def test_a_document_with_a_key_that_is_there_twice_is_none():
    """
    Of two statuses, one reader takes the first and another the last.
    """
    statement = b'{"vulnerability": {"name": "CVE-1"}, "status": "affected",\n"status": "fixed"}'
    data = b'{"@context": "https://openvex.dev/ns", "statements": [%s]}' % statement

    with pytest.raises(ValueError, match=r"^line 2: status is there twice$"):
        parse_vex(data, "vex.json")
