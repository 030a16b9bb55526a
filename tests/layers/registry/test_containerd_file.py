"""hosts.toml of containerd."""

from __future__ import annotations

import pytest

from layers.registry.containerd_file import containerd_hosts
from layers.registry.errors import InvalidConfiguration
from layers.registry.settings import HostSettings, Mirror
from tests.support.registry import settings


@pytest.fixture
def said(tmp_path):
    """Return a function that tells what a file says of a registry."""

    def said(content, registry="reg.example", name=None):
        directory = tmp_path / "containerd/certs.d" / (name or registry)
        directory.mkdir(parents=True)
        (directory / "hosts.toml").write_text(content)
        return containerd_hosts(
            registry, settings(engine_files=True, system_directory=str(tmp_path))
        )

    return said


def test_all_that_can_be_said_is_understood(said, tmp_path):
    directory = tmp_path / "containerd/certs.d/reg.example"

    hosts = said(
        """
        server = "https://internal.example:5000"
        ca = ["one.pem", "/etc/two.pem"]

        [host."https://a.example"]
        capabilities = ["pull"]
        client = "me.pem"

        [host."http://b.example/cache"]
        capabilities = ["pull", "resolve"]

        [host."c.example/v2"]
        skip_verify = true
        client = [["me.cert", "me.key"], ["both.pem", ""], "other.pem"]

        [host."https://d.example/api/"]
        override_path = true

        [host."https://e.example"]
        capabilities = ["push"]
        """
    )

    assert (
        HostSettings(
            location=Mirror("internal.example:5000"),
            mirrors=(
                Mirror("a.example"),
                Mirror("b.example", resolve=True, root="/cache/v2"),
                Mirror("c.example"),
                Mirror("d.example", root="/api"),
            ),
        )
        == hosts["reg.example"]
    )
    assert (
        HostSettings(plain_http=False, ca=(str(directory / "one.pem"), "/etc/two.pem"))
        == hosts["internal.example:5000"]
    )
    me = ((str(directory / "me.pem"), None),)
    assert HostSettings(plain_http=False, client_certificates=me) == hosts["a.example"]
    assert HostSettings(plain_http=True) == hosts["b.example"]
    assert (
        HostSettings(
            plain_http=False,
            insecure=True,
            client_certificates=(
                (str(directory / "me.cert"), str(directory / "me.key")),
                (str(directory / "both.pem"), None),
                (str(directory / "other.pem"), None),
            ),
        )
        == hosts["c.example"]
    )


def test_without_a_server_the_registry_is_asked_as_ever(said):
    hosts = said('[host."https://a.example"]', "docker.io")

    mirrored = HostSettings(location=Mirror("docker.io"), mirrors=(Mirror("a.example"),))
    assert mirrored == hosts["docker.io"]


def test_the_server_of_docker_hub_is_docker_hub(said):
    """
    So that the credential for it is found.
    """
    hosts = said('server = "https://registry-1.docker.io"', "docker.io")

    assert Mirror("docker.io") == hosts["docker.io"].location


@pytest.mark.parametrize(
    ("registry", "name", "found"),
    [
        ("reg.example:5000", "reg.example:5000", True),
        ("reg.example:5000", "reg.example_5000_", True),
        ("reg.example:5000", "reg.example", False),
        ("reg.example:5000", "_default", True),
        ("reg.example", "_default", True),
    ],
)
def test_the_directory_is_named_after_the_host(said, registry, name, found):
    hosts = said('[host."https://a.example"]', registry, name)

    assert found == (hosts is not None)


def test_a_directory_with_certificates_only_comes_before_the_default(said, tmp_path):
    (tmp_path / "containerd/certs.d/reg.example").mkdir(parents=True)

    assert said('[host."https://a.example"]', name="_default") is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[", "Invalid"),
        ("server = 1", "server is not a text"),
        ("server = 'ftp://a'", "server is not an address"),
        ("host = 1", "host is not a table"),
        ("[host.'a b']", "host.a b.server is not an address"),
        ("[host.'https://me:canary@a']", "host.https://***@a.server is not an address"),
        ("[host.a]\ncapabilities = 1", "host.a.capabilities is not a list"),
        ("[host.a]\nca = 1", "host.a.ca is not a text"),
        ("[host.a]\nclient = 1", "host.a.client is not a file"),
        ("[host.a]\nclient = [['a']]", "host.a.client is not a file"),
        ("[host.a]\nskip_verify = 1", "host.a.skip_verify is not true or false"),
        ("[host.a]\noverride_path = 1", "host.a.override_path is not true or false"),
    ],
)
def test_what_has_no_meaning_is_an_error(said, content, reason):
    with pytest.raises(InvalidConfiguration) as error:
        said(content)

    assert reason in error.value.reason
