"""Where a password may go (row 55)."""

from __future__ import annotations

import pytest

from layers.registry.address import Address
from layers.registry.errors import AddressRefused
from layers.registry.realm import check_realm
from layers.registry.settings import RegistrySettings


@pytest.mark.parametrize(
    ("registry", "realm", "listed"),
    [
        ("https://reg.example", "https://reg.example/token", ()),
        ("https://reg.example", "https://reg.example:8443/token", ()),
        ("https://reg.example", "https://auth.reg.example/token", ()),
        ("https://reg.example", "https://auth.example/token", ("auth.example",)),
        ("https://reg.example", "https://a.auth.example/token", ("*.auth.example",)),
        ("http://localhost:5000", "http://localhost:5001/token", ()),
        ("http://localhost:5000", "https://localhost/token", ()),
    ],
)
def test_a_password_goes_to_the_registry_and_what_is_listed(registry, realm, listed):
    check_realm(Address.parse(registry).origin, Address.parse(realm).origin, listed)


@pytest.mark.parametrize(
    ("registry", "realm", "listed"),
    [
        ("https://reg.example", "https://evil.example/token", ()),
        ("https://reg.example", "https://evilreg.example/token", ()),
        ("https://reg.example", "https://reg.example.evil.test/token", ()),
        ("https://a.azurecr.io", "https://b.azurecr.io/token", ()),
        ("https://reg.example", "http://reg.example/token", ()),
        ("https://reg.example", "http://auth.example/token", ("auth.example",)),
        ("https://reg.example", "https://b.a.auth.example/token", ("*.auth.example",)),
        ("https://reg.example", "https://auth.example:8443/token", ("auth.example",)),
    ],
)
def test_a_password_goes_nowhere_else(registry, realm, listed):
    with pytest.raises(AddressRefused):
        check_realm(Address.parse(registry).origin, Address.parse(realm).origin, listed)


def test_the_realms_of_public_registries_are_known():
    known = RegistrySettings().realms_of("docker.io")

    check_realm(
        Address.parse("https://registry-1.docker.io").origin,
        Address.parse("https://auth.docker.io/token").origin,
        known,
    )
