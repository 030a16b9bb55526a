"""The file about registries."""

from __future__ import annotations

import pytest

from layers.registry.configuration import read_configuration
from layers.registry.errors import InvalidConfiguration
from layers.registry.settings import HostSettings, Mirror

FULL = """
ca = "ca.pem"
[hosts."reg.example:5000"]
plain_http = true
insecure = true
ca = "own.pem"
client_certificate = "me.pem"
client_key = "me.key"
mirrors = ["m.example", {host = "n.example", resolve = true}, {host = "o.example"}]
realms = ["auth.example"]
blob_hosts = []
concurrency = 3
"""


def test_all_that_can_be_said_is_understood(tmp_path):
    file = tmp_path / "registries.toml"
    file.write_text(FULL)

    settings = read_configuration(str(file))

    assert ("ca.pem", {"reg.example:5000"}) == (settings.ca, set(settings.hosts))
    assert (
        HostSettings(
            plain_http=True,
            ca=("own.pem",),
            client_certificates=(("me.pem", "me.key"),),
            insecure=True,
            mirrors=(Mirror("m.example"), Mirror("n.example", resolve=True), Mirror("o.example")),
            realms=("auth.example",),
            blob_hosts=(),
            concurrency=3,
        )
        == settings.hosts["reg.example:5000"]
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[", "Invalid"),
        ("insecure = true", "insecure is unknown"),
        ("ca = 1", "ca is not a text"),
        ("hosts = 1", "hosts is not a table"),
        ("[hosts]\na = 1", "hosts.a is not a table"),
        ("[hosts.a]\nrealm = []", "hosts.a.realm is unknown"),
        ("[hosts.a]\nrealms = 'b'", "hosts.a.realms is not a list"),
        ("[hosts.a]\nrealms = [1]", "hosts.a.realms is not a text"),
        ("[hosts.a]\nplain_http = 1", "hosts.a.plain_http is not true or false"),
        ("[hosts.a]\nconcurrency = 0", "hosts.a.concurrency is not a number from 1"),
        ("[hosts.a]\nconcurrency = true", "hosts.a.concurrency is not a number from 1"),
        ("[hosts.a]\nmirrors = [1]", "hosts.a.mirrors is not a table"),
        ("[hosts.a]\nmirrors = [{}]", "hosts.a.mirrors.host is not a text"),
        ("[hosts.a]\nmirrors = [{host = 'b', resolve = 1}]", "resolve is not true or false"),
        ("[hosts.a]\nmirrors = [{host = 'b', push = true}]", "mirrors.push is unknown"),
    ],
)
def test_what_has_no_meaning_is_an_error_that_says_where(tmp_path, content, reason):
    file = tmp_path / "registries.toml"
    file.write_text(content)

    with pytest.raises(InvalidConfiguration) as error:
        read_configuration(str(file))

    assert str(file) == error.value.file
    assert reason in error.value.reason


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(InvalidConfiguration, match="No such file"):
        read_configuration(str(tmp_path / "missing"))
