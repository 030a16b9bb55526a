"""Envelopes: what is signed, by whom, and what is not."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from layers.limits import Limits
from scanner.attestation.envelope import MAX_SIGNATURES, encoding_of, envelope_of, payload_in
from scanner.attestation.key import VerifyingKey, parse_verifying_key
from scanner.attestation.statement import PAYLOAD_TYPE
from scanner.errors import UntrustedAttestation
from tests.support.attestations import (
    PRIVATE_KEYS,
    envelope,
    made_by_cosign,
    signing_key,
)

PAYLOAD = b"\xfb\xff{} "
"""With both signs in its base64 that the other alphabet has not."""
VECTOR_KEY = ec.EllipticCurvePublicNumbers(
    46950820868899156662930047687818585632848591499744589407958293238635476079160,
    5640078356564379163099075877009565129882514886557779369047442380624545832820,
    ec.SECP256R1(),
).public_key()
VECTOR_SIGNATURE = base64.b64decode(
    "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="
)


def changed(data, **fields):
    """Return an envelope with other fields."""
    return json.dumps({**json.loads(data), **fields}).encode()


@pytest.fixture(params=PRIVATE_KEYS)
def key(request):
    return signing_key(request.param)


@pytest.mark.parametrize(
    ("payload_type", "payload", "expected"),
    [
        (
            "http://example.com/HelloWorld",
            b"hello world",
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world",
        ),
        ("", b"", b"DSSEv1 0  0 "),
        ("\u00fc", b"\x00 1 ", b"DSSEv1 2 \xc3\xbc 4 \x00 1 "),
    ],
    ids=["of-the-specification", "empty", "bytes-are-counted"],
)
def test_what_is_signed_is_what_the_specification_says(payload_type, payload, expected):
    assert expected == encoding_of(payload_type, payload)


def test_the_signature_of_the_specification_is_accepted():
    """
    Its signature is that of Cryptodome: two numbers side by side, which DER has in a row.
    """
    numbers = (int.from_bytes(VECTOR_SIGNATURE[part]) for part in (slice(32), slice(32, 64)))
    signed = encoding_of("http://example.com/HelloWorld", b"hello world")

    assert VerifyingKey(VECTOR_KEY).accepts(encode_dss_signature(*numbers), signed)
    assert not VerifyingKey(VECTOR_KEY).accepts(encode_dss_signature(1, 1), signed)


def test_what_goes_in_comes_out_if_the_key_fits(key):
    assert PAYLOAD == payload_in(envelope_of(PAYLOAD, key), key.verifying_key, Limits())


@pytest.mark.parametrize(
    ("signer", "verifier"),
    [("ecdsa", "ed25519"), ("ed25519", "ecdsa"), ("cosign", "ecdsa"), ("cosign", "ed25519")],
)
def test_another_key_is_refused(signer, verifier):
    made = made_by_cosign("envelope.json")
    data = made if signer == "cosign" else envelope_of(PAYLOAD, signing_key(signer))

    with pytest.raises(UntrustedAttestation, match="none of its signatures"):
        payload_in(data, signing_key(verifier).verifying_key, Limits())


def test_another_payload_is_refused(key):
    other = base64.b64encode(PAYLOAD + b" ").decode()
    data = changed(envelope_of(PAYLOAD, key), payload=other)

    with pytest.raises(UntrustedAttestation, match="none of its signatures"):
        payload_in(data, key.verifying_key, Limits())


def test_a_payload_of_another_type_is_refused_though_it_is_signed(key):
    signature = base64.b64encode(key.sign(encoding_of("text/plain", PAYLOAD))).decode()
    data = envelope("text/plain", base64.b64encode(PAYLOAD).decode(), signature)

    with pytest.raises(UntrustedAttestation, match="'text/plain', no statement"):
        payload_in(data, key.verifying_key, Limits())


def test_a_signature_for_another_type_does_not_count(key):
    signature = base64.b64encode(key.sign(encoding_of("text/plain", PAYLOAD))).decode()
    data = envelope(PAYLOAD_TYPE, base64.b64encode(PAYLOAD).decode(), signature)

    with pytest.raises(UntrustedAttestation, match="none of its signatures"):
        payload_in(data, key.verifying_key, Limits())


def test_no_signature_is_none_of_the_key(key):
    data = changed(envelope_of(PAYLOAD, key), signatures=[])

    with pytest.raises(UntrustedAttestation, match="none of its signatures"):
        payload_in(data, key.verifying_key, Limits())


def test_one_signature_of_several_is_enough(key):
    fields = json.loads(envelope_of(PAYLOAD, key))
    others = [{"keyid": "x", "sig": ""}, {"sig": "AAAA"}]
    data = changed(envelope_of(PAYLOAD, key), signatures=[*others, *fields["signatures"]])

    assert PAYLOAD == payload_in(data, key.verifying_key, Limits())


def test_more_signatures_than_anybody_needs_are_refused(key):
    data = envelope(PAYLOAD_TYPE, "", *["AAAA"] * (MAX_SIGNATURES + 1))

    with pytest.raises(UntrustedAttestation, match="more than 32 signatures"):
        payload_in(data, key.verifying_key, Limits())


def test_the_other_alphabet_of_base64_is_read(key):
    data = envelope_of(PAYLOAD, key)
    fields = json.loads(data)
    other = fields["payload"].replace("+", "-").replace("/", "_")

    assert {"-", "_"} & set(other)
    assert PAYLOAD == payload_in(changed(data, payload=other), key.verifying_key, Limits())


def test_without_a_key_nothing_is_verified():
    data = envelope(PAYLOAD_TYPE, base64.b64encode(PAYLOAD).decode(), "AAAA")

    assert PAYLOAD == payload_in(data, None, Limits())


def test_an_envelope_of_cosign_is_accepted():
    key = parse_verifying_key("key", made_by_cosign("cosign.pub"))

    payload = payload_in(made_by_cosign("envelope.json"), key, Limits())

    assert "https://cyclonedx.org/bom" == json.loads(payload)["predicateType"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"payloadType": "application/vnd.in-toto+json", "payload": "####", "signatures": []}',
        b'{"payloadType": "application/vnd.in-toto+json", "payload": "A", "signatures": []}',
        b'{"payloadType": "application/vnd.in-toto+json", "payload": "AA=A", "signatures": []}',
        b'{"payloadType": "application/vnd.in-toto+json", "payload": "", "signatures": [1]}',
        b'{"payloadType": "application/vnd.in-toto+json", "payload": "", "signatures": [{}]}',
        b'{"payload": "", "signatures": []}',
        b'{"payload": "", "payload": "", "payloadType": "", "signatures": []}',
    ],
    ids=["empty", "nothing", "hash", "cut", "padding", "number", "bare", "untyped", "twice"],
)
def test_what_is_no_envelope_is_not_trusted(data):
    with pytest.raises(UntrustedAttestation):
        payload_in(data, None, Limits())


@given(st.binary())
def test_whatever_is_attached_nothing_else_is_raised(data):
    with pytest.raises(UntrustedAttestation):
        payload_in(data, None, Limits())
