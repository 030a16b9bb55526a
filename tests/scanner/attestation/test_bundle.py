"""Bundles of Sigstore."""

from __future__ import annotations

import json

import pytest

from layers.limits import Limits
from scanner.attestation.bundle import bundle_of, envelope_in
from scanner.attestation.envelope import envelope_of, payload_in
from scanner.attestation.key import parse_verifying_key
from scanner.errors import UntrustedAttestation
from tests.support.attestations import made_by_cosign, signing_key


def test_a_bundle_has_the_form_that_cosign_writes():
    key = signing_key()
    made = json.loads(bundle_of(envelope_of(b"{}", key), key.verifying_key))
    theirs = json.loads(made_by_cosign("bundle.json"))

    assert theirs.keys() == made.keys()
    assert theirs["mediaType"] == made["mediaType"]
    assert theirs["dsseEnvelope"].keys() == made["dsseEnvelope"].keys()
    assert theirs["verificationMaterial"].keys() == made["verificationMaterial"].keys()


def test_the_hint_is_what_cosign_says_of_the_same_key():
    key = parse_verifying_key("key", made_by_cosign("cosign.pub"))
    material = json.loads(made_by_cosign("bundle.json"))["verificationMaterial"]

    assert material["publicKey"]["hint"] == key.hint


def test_an_envelope_comes_out_of_a_bundle():
    key = parse_verifying_key("key", made_by_cosign("cosign.pub"))

    envelope = envelope_in(made_by_cosign("bundle.json"), Limits())

    assert b"CycloneDX" in payload_in(envelope, key, Limits())


@pytest.mark.parametrize(
    "data", [b"", b"{}", b'{"dsseEnvelope": null}', b'{"dsseEnvelope": 1, "dsseEnvelope": 2}']
)
def test_what_has_no_envelope_is_not_trusted(data):
    with pytest.raises(UntrustedAttestation):
        envelope_in(data, Limits())


def test_an_envelope_that_is_none_is_not_trusted():
    with pytest.raises(UntrustedAttestation):
        payload_in(envelope_in(b'{"dsseEnvelope": [1]}', Limits()), None, Limits())
