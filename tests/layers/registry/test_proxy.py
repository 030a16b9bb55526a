"""Proxies of the environment."""

from __future__ import annotations

import pytest

from layers.registry.address import Address
from layers.registry.errors import InvalidConfiguration
from layers.registry.proxy import Proxy, proxy_for

P = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("address", "environment", "expected"),
    [
        ("https://reg.example", {}, None),
        ("https://reg.example", {"https_proxy": P}, Proxy(P)),
        ("https://reg.example", {"HTTPS_PROXY": P, "https_proxy": ""}, Proxy(P)),
        ("https://reg.example", {"all_proxy": P}, Proxy(P)),
        ("https://reg.example", {"http_proxy": P}, None),
        ("http://reg.example", {"HTTP_PROXY": P}, Proxy(P)),
        ("http://reg.example", {"HTTP_PROXY": P, "REQUEST_METHOD": "GET"}, None),
        ("https://reg.example", {"https_proxy": "proxy.example:3128"}, Proxy(P)),
        (
            "https://reg.example",
            {"https_proxy": "http://me:s%40@[::1]:1"},
            Proxy("http://[::1]:1", "me:s@"),
        ),
        ("https://127.0.0.1:5000", {"https_proxy": P}, None),
        ("https://reg.example", {"https_proxy": P, "no_proxy": "*"}, None),
        ("https://reg.example", {"https_proxy": P, "NO_PROXY": "a, Reg.example"}, None),
        ("https://reg.example", {"https_proxy": P, "no_proxy": ".example"}, None),
        ("https://reg.example", {"https_proxy": P, "no_proxy": "*.example"}, None),
        ("https://reg.example", {"https_proxy": P, "no_proxy": "example"}, None),
        ("https://reg.example", {"https_proxy": P, "no_proxy": "reg.example:443"}, None),
        ("https://reg.example", {"https_proxy": P, "no_proxy": "reg.example:5000"}, Proxy(P)),
        ("https://reg.example", {"https_proxy": P, "no_proxy": "g.example"}, Proxy(P)),
        ("https://reg.example", {"https_proxy": P, "no_proxy": ",reg"}, Proxy(P)),
    ],
)
def test_a_proxy_is_for_a_scheme_and_not_for_exceptions(address, environment, expected):
    assert expected == proxy_for(Address.parse(address).origin, environment)


@pytest.mark.parametrize(
    "value", ["socks5://me:canary@proxy", "http://me:canary@", "http://[canary"]
)
def test_what_is_no_proxy_is_an_error_that_does_not_repeat_it(value):
    with pytest.raises(InvalidConfiguration, match="https_proxy: not") as error:
        proxy_for(Address.parse("https://reg.example").origin, {"https_proxy": value})

    assert "canary" not in str(error.value)


def test_a_password_is_not_shown_by_accident():
    assert "Proxy(address='http://proxy')" == repr(Proxy("http://proxy", "me:secret"))
