"""Settings by host."""

from __future__ import annotations

import pytest

from layers.registry.address import Address
from layers.registry.settings import HostSettings, RegistrySettings, fits


@pytest.mark.parametrize(
    ("pattern", "host", "expected"),
    [
        ("a.example", "a.example", True),
        ("A.example", "a.EXAMPLE", True),
        ("a.example", "a.example:5000", False),
        ("*.example", "a.example", True),
        ("*.example", "b.a.example", False),
        ("*.example", "example", False),
        ("*.dkr.ecr.*.amazonaws.com", "1.dkr.ecr.eu-west-1.amazonaws.com", True),
        ("*.dkr.ecr.*.amazonaws.com", "1.dkr.ecr.evil.test.amazonaws.com", False),
        ("*.dkr.ecr.*.amazonaws.com", "1.dkr.ecr.eu-west-1.amazonaws.com.evil.test", False),
    ],
)
def test_a_star_is_one_label(pattern, host, expected):
    assert expected == fits(pattern, host)


def test_the_most_literal_pattern_counts():
    settings = RegistrySettings(
        hosts={
            "*.example": HostSettings(concurrency=1),
            "a.example": HostSettings(concurrency=2),
            "*.*.example": HostSettings(concurrency=3),
        }
    )

    assert (2, 1, 3, 8) == tuple(
        settings.of(host).concurrency for host in ("a.example", "b.example", "c.b.example", "d")
    )


@pytest.mark.parametrize(
    ("address", "fields", "expected"),
    [
        ("http://reg.example", {}, False),
        ("http://127.0.0.1:5000", {}, True),
        ("http://[::1]:5000", {}, True),
        ("http://127.0.0.1:5000", {"ca": "ca.pem"}, False),
        ("http://127.0.0.1:5000", {"ca": "ca.pem", "plain_http": {"127.0.0.1:5000"}}, True),
        ("http://reg.example:5000", {"plain_http": {"reg.example:5000"}}, True),
        ("http://reg.example:5001", {"plain_http": {"reg.example:5000"}}, False),
        ("http://reg.example", {"hosts": {"reg.example": HostSettings(plain_http=True)}}, True),
        ("http://localhost", {"hosts": {"localhost": HostSettings(plain_http=False)}}, False),
        (
            "http://localhost",
            {
                "hosts": {"localhost": HostSettings(plain_http=False)},
                "plain_http": {"localhost"},
            },
            True,
        ),
        ("http://localhost", {"hosts": {"localhost": HostSettings(insecure=True)}}, False),
        ("http://localhost", {"hosts": {"localhost": HostSettings(ca=("ca.pem",))}}, False),
    ],
)
def test_plain_http_is_for_this_machine_and_what_is_listed(address, fields, expected):
    settings = RegistrySettings(**fields)

    assert expected == settings.allows_plain_http(Address.parse(address).origin)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ["/etc"]),
        ({"HOME": "/home/a"}, ["/etc", "/home/a/.config"]),
        ({"HOME": "/home/a", "XDG_CONFIG_HOME": "/b"}, ["/etc", "/b"]),
    ],
)
def test_engines_have_certificates_for_all_and_for_a_user(environment, expected):
    directories = RegistrySettings(environment=environment).certificate_directories

    engines = ("containers", "docker", "containerd")
    assert [f"{place}/{engine}/certs.d" for place in expected for engine in engines] == list(
        map(str, directories)
    )


def test_engines_can_be_left_out():
    assert () == RegistrySettings(engine_files=False).certificate_directories


def test_what_is_said_of_docker_hub_holds_for_the_host_where_it_is():
    hub, endpoint = HostSettings(concurrency=1), HostSettings(concurrency=2)

    of_hub = RegistrySettings(hosts={"docker.io": hub})
    of_both = RegistrySettings(hosts={"docker.io": hub, "registry-1.docker.io": endpoint})

    assert (hub, endpoint) == (
        of_hub.of("registry-1.docker.io"),
        of_both.of("registry-1.docker.io"),
    )
