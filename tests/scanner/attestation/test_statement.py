"""Statements, of ours and of others."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.digest import Digest
from layers.limits import Limits
from scanner.attestation.sbom_type import CYCLONEDX as CYCLONEDX_PREDICATE
from scanner.attestation.sbom_type import SBOM_TYPES, SPDX
from scanner.attestation.statement import parse_statement, statement_of
from scanner.errors import UntrustedAttestation, UnusableSbom
from tests.support.attestations import DOCUMENTS, IMAGE, made_by_cosign

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
ABOUT = {"_type": "https://in-toto.io/Statement/v1", "predicateType": SPDX}


def parsed(data):
    return parse_statement(data, Limits())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_comes_out_as_it_went_in(name):
    kind = SBOM_TYPES[name]

    statement = parsed(statement_of(DOCUMENTS[name], kind, "reg/app", IMAGE, Limits()))

    assert DOCUMENTS[name] == statement.document
    assert kind.predicate_type == statement.predicate_type
    assert (str(IMAGE),) == statement.subjects


@given(
    value=st.dictionaries(st.text(), JSON),
    indent=st.sampled_from([None, 0, 2]),
    is_ascii=st.booleans(),
    space=st.text(" \t\r\n", max_size=3),
)
def test_any_json_comes_out_as_it_went_in(value, indent, is_ascii, space):
    text = space + json.dumps(value, indent=indent, ensure_ascii=is_ascii) + space
    document = text.encode()

    made = statement_of(document, SBOM_TYPES["cyclonedx-json"], "reg/app", IMAGE, Limits())

    assert document == parsed(made).document


def test_a_statement_has_the_form_that_cosign_writes():
    made = statement_of(b'{"a": 1}', SBOM_TYPES["cyclonedx-json"], "reg/app", IMAGE, Limits())
    theirs = base64.b64decode(json.loads(made_by_cosign("envelope.json"))["payload"])

    expected = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "reg/app", "digest": {"sha256": IMAGE.hex}}],
        "predicateType": "https://cyclonedx.org/bom",
        "predicate": {"a": 1},
    }
    assert expected == json.loads(made)
    assert expected.keys() == json.loads(theirs).keys()


def test_a_statement_of_cosign_is_read():
    data = base64.b64decode(json.loads(made_by_cosign("envelope.json"))["payload"])

    statement = parsed(data)

    assert CYCLONEDX_PREDICATE == statement.predicate_type
    assert statement.is_about(IMAGE)
    assert not statement.is_about(Digest.of(b"another"))
    assert "CycloneDX" == json.loads(statement.document)["bomFormat"]


def test_only_what_is_at_the_top_is_said():
    said = {**ABOUT, "subject": [], "extra": {"predicate": "no"}, "predicate": {"predicate": 1}}

    assert {"predicate": 1} == json.loads(parsed(json.dumps(said, indent=3).encode()).document)


def test_a_key_may_be_spelt_with_escapes():
    data = json.dumps({**ABOUT, "predicate": {}}).replace('predicate":', 'predic\\u0061te":')

    assert b" {}" == parsed(data.encode()).document


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("cyclonedx-json", b'{"a": 1'),
        ("cyclonedx-json", b'{"a": 1}, "predicate": {}'),
        ("cyclonedx-json", b'{"a": 1}, "b": 1'),
        ("cyclonedx-json", b'{"a": 1, "a": 2}'),
        ("spdx-json", b"\xff{}"),
        ("spdx-tag-value", b"SPDXVersion: \xff"),
    ],
    ids=["cut", "predicate", "another-key", "twice", "not-utf-8", "text-not-utf-8"],
)
def test_a_document_that_would_break_out_is_not_signed(name, document):
    with pytest.raises(UnusableSbom, match="not to be signed"):
        statement_of(document, SBOM_TYPES[name], "reg/app", IMAGE, Limits())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"{}",
        b"\xff",
        b'{"_type": "https://in-toto.io/Statement/v2", "predicateType": "x", "predicate": {}}',
        b'{"_type": "https://in-toto.io/Statement/v1", "predicateType": "x"}',
        b'{"_type": "https://in-toto.io/Statement/v1", "predicateType": 1, "predicate": {}}',
        b'{"_type": "https://in-toto.io/Statement/v1", "predicateType": "x", "subject": {}}',
        b'{"_type": "https://in-toto.io/Statement/v1", "predicate": {}, "predicate": {}}',
        b'{"_type": "https://in-toto.io/Statement/v1", "Predicate": {}, "predicateType": "x"}',
        b'{"a":' * 100_000,
        json.dumps({**ABOUT, "predicate": "\ud800"}).encode(),
    ],
    ids=[
        *("empty", "list", "cut", "nothing", "not-utf-8", "later", "silent", "type", "subjects"),
        *("twice", "case", "deep", "surrogate"),
    ],
)
def test_what_is_no_statement_is_not_trusted(data):
    with pytest.raises(UntrustedAttestation):
        parsed(data)


@given(st.binary() | st.text().map(str.encode) | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_is_signed_nothing_else_is_raised(data):
    with pytest.raises(UntrustedAttestation):
        parsed(data)
