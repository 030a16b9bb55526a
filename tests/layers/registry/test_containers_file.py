"""registries.conf of podman and its kin."""

from __future__ import annotations

import pytest

from layers.reference import Reference
from layers.registry.containers_file import containers_files, containers_hosts
from layers.registry.errors import InvalidConfiguration, RegistryBlocked
from layers.registry.settings import HostSettings, Mirror
from tests.support.registry import settings


@pytest.fixture
def said(tmp_path):
    """Return a function that tells what the system's file says of an image."""

    def said(content, reference):
        (tmp_path / "containers").mkdir(exist_ok=True)
        (tmp_path / "containers/registries.conf").write_text(content)
        known = settings(engine_files=True, system_directory=str(tmp_path))
        return containers_hosts(Reference.parse(reference), known)

    return said


FULL = """
unqualified-search-registries = ["search.example"]

[[registry]]
prefix = "reg.example/team"
location = "internal.example:5000/teams/a"

[[registry.mirror]]
location = "one.example/copies"
insecure = true

[[registry.mirror]]
location = "two.example"
pull-from-mirror = "all"

[[registry.mirror]]
location = "three.example"
pull-from-mirror = "tag-only"

[[registry.mirror]]
location = "four.example"
pull-from-mirror = "digest-only"
"""


def test_all_that_can_be_said_is_understood(said):
    hosts = said(FULL, "reg.example/team/app:1")

    assert {"one.example", "reg.example"} == set(hosts)
    assert HostSettings(insecure=True) == hosts["one.example"]
    assert (
        HostSettings(
            location=Mirror("internal.example:5000", repository="teams/a/app"),
            mirrors=(
                Mirror("one.example", repository="copies/app"),
                Mirror("two.example", repository="app", resolve=True),
                Mirror("three.example", repository="app", resolve=True, only_for_tags=True),
                Mirror("four.example", repository="app"),
            ),
        )
        == hosts["reg.example"]
    )


def test_mirrors_of_a_registry_can_be_for_digests_only(said):
    content = FULL.replace('a"\n', 'a"\nmirror-by-digest-only = true\n', 1)

    hosts = said(content, "reg.example/team/app:1")

    assert not any(mirror.resolve for mirror in hosts["reg.example"].mirrors)


@pytest.mark.parametrize(
    ("prefix", "reference", "fits"),
    [
        ("reg.example", "reg.example/app", True),
        ("reg.example", "reg.example.evil.test/app", False),
        ("reg.example/team", "reg.example/team/app", True),
        ("reg.example/team/", "reg.example/team/app", True),
        ("reg.example/team", "reg.example/teams/app", False),
        ("reg.example/team/app", "reg.example/team/app:1", True),
        ("reg.example/team/app:1", "reg.example/team/app:1", True),
        ("reg.example/team/app:1", "reg.example/team/app:10", False),
        ("reg.example:5000", "reg.example:5000/app", True),
        ("reg.example:5000", "reg.example/app", False),
        ("*.example", "a.example/app", True),
        ("*.example", "b.a.example:5000/app", True),
        ("*.example", "a.example.evil.test/app", False),
        ("*.example", "reg.test/a.example/app", False),
        ("docker.io/library", "python", True),
        ("docker.io/library/python", "python:3", True),
    ],
)
def test_a_prefix_ends_where_a_part_of_the_name_does(said, prefix, reference, fits):
    hosts = said(f'[[registry]]\nprefix = "{prefix}"\ninsecure = true', reference)

    assert fits == (hosts is not None)


def test_the_longest_prefix_counts_and_of_two_the_later(said):
    content = "".join(
        f'[[registry]]\nprefix = "{prefix}"\nlocation = "{location}"\n'
        for prefix, location in [
            ("reg.example/team/app", "a.example"),
            ("reg.example/team", "b.example/x"),
            ("*.example", "c.example"),
            ("reg.example/team", "d.example/x"),
        ]
    )

    places = [
        said(content, f"reg.example/{name}")["reg.example"].location
        for name in ("team/app/sub", "team/other", "other")
    ]

    assert [
        Mirror("a.example", repository="sub"),
        Mirror("d.example", repository="x/other"),
        Mirror("c.example", repository="other"),
    ] == places


def test_an_image_that_is_blocked_is_not_read(said):
    content = '[[registry]]\nprefix = "reg.example/bad"\nblocked = true'

    with pytest.raises(RegistryBlocked, match=r"reg\.example/bad: blocked by .*registries\.conf"):
        said(content, "reg.example/bad/app")

    assert said(content, "reg.example/good") is None


def test_the_users_file_replaces_the_systems_and_directories_add_to_it(tmp_path):
    names = (
        "etc/containers/registries.conf",
        "etc/containers/registries.conf.d/b.conf",
        "etc/containers/registries.conf.d/a.conf",
        "etc/containers/registries.conf.d/c.txt",
        "home/.config/containers/registries.conf",
        "home/.config/containers/registries.conf.d/0.conf",
        "named.conf",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    home = {"HOME": str(tmp_path / "home")}
    named = {"CONTAINERS_REGISTRIES_CONF": str(tmp_path / "named.conf")}

    found = [
        [
            str(file.relative_to(tmp_path))
            for file in containers_files(
                settings(
                    engine_files=True,
                    system_directory=str(tmp_path / "etc"),
                    environment=environment,
                )
            )
        ]
        for environment in ({}, home, {**home, **named})
    ]

    systems = [names[2], names[1]]
    assert [
        [names[0], *systems],
        [names[4], *systems, names[5]],
        [names[6], *systems, names[5]],
    ] == found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[", "Invalid"),
        ("registry = 1", "registry is not a list"),
        ("registry = [1]", "registry is not a table"),
        ("[[registry]]", "registry.prefix is not a text"),
        ("[[registry]]\nprefix = 1", "registry.prefix is not a text"),
        ("[[registry]]\nlocation = 'reg.example'\nblocked = 1", "blocked is not true or false"),
        ("[[registry]]\nprefix = 'reg.example'\nlocation = 'a b/c d'", "location is not where"),
        (
            "[[registry]]\nprefix = 'reg.example'\n[[registry.mirror]]",
            "registry.mirror.location is not where",
        ),
        (
            "[[registry]]\nprefix = 'reg.example'\nmirror = [{pull-from-mirror = 'never'}]",
            "registry.mirror.pull-from-mirror is not one of all, digest-only, tag-only",
        ),
        ("[registries.block]\nregistries = ['reg.example']", "registries is not part of version 2"),
    ],
)
def test_what_has_no_meaning_is_an_error(said, content, reason):
    """
    A rule that forbids something must not be lost.
    """
    with pytest.raises(InvalidConfiguration) as error:
        said(content, "reg.example/app")

    assert reason in error.value.reason


def test_a_file_that_is_named_must_be_there():
    missing = {"CONTAINERS_REGISTRIES_CONF": "/nonexistent/registries.conf"}
    known = settings(engine_files=True, system_directory="", environment=missing)

    with pytest.raises(InvalidConfiguration, match="No such file"):
        containers_hosts(Reference.parse("reg.example/app"), known)
