"""What a project declares and what is installed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scanner.drift.comparison import drift_of
from scanner.drift.difference import Kind
from scanner.selection import Selection
from tests.support.images import inventory_in
from tests.support.shelf import LOCKED_PROJECT, SITE, Files, encoded, installed, uv_lock

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING = Selection()
RANGES: Files = {"requirements.txt": "idna>=3,<4\nsix\n"}


def told(
    project: Mapping[str, bytes | str | None], there: Files | None, wanted: Selection = NOTHING
) -> list[tuple[str, str, str | None, str | None]]:
    """Return the differences of a project and an environment beside it, or elsewhere."""
    drift = drift_of(inventory_in(encoded(project)), inventory_in(there) if there else None, wanted)
    return [(each.kind.value, each.name, each.declared, each.found) for each in drift.differences]


def test_k19_a_project_with_what_it_has_locked_does_not_differ():
    """
    Neither a development group nor another platform has to be installed, and may be.
    """
    assert [] == told(LOCKED_PROJECT | installed(("idna", "3.4"), ("pip", "24.0")), None)
    assert [] == told(LOCKED_PROJECT | installed(("idna", "3.4"), ("pytest", "8.0")), None)


@pytest.mark.parametrize(
    ("project", "there", "expected"),
    [
        pytest.param(
            LOCKED_PROJECT,
            installed(("six", "1.0")),
            [("missing", "idna", "3.4", None), ("undeclared", "six", None, "1.0")],
            id="K19-missing",
        ),
        pytest.param(
            LOCKED_PROJECT,
            installed(("idna", "3.3")),
            [("version", "idna", "3.4", "3.3")],
            id="K19-another-version-than-is-locked",
        ),
        pytest.param(
            RANGES,
            installed(("idna", "2.1"), ("six", "1.0")),
            [("version", "idna", ">=3,<4", "2.1")],
            id="K19-outside-of-what-is-allowed",
        ),
        pytest.param(
            RANGES,
            installed(("idna", "3.4"), ("six", "1.0"), ("extra", "1"), requires="extra"),
            [],
            id="K19-brought-in-by-what-is-declared",
        ),
        pytest.param(
            LOCKED_PROJECT,
            installed(("idna", "3.4"), ("extra", "1"), requires="extra"),
            [("undeclared", "extra", None, "1")],
            id="K19-brought-in-and-not-locked",
        ),
        pytest.param(
            {"requirements.txt": "idna @ git+https://x.test/idna@abc\n"},
            installed(("idna", "3.4")),
            [],
            id="K19-an-origin-that-nobody-has-locked",
        ),
    ],
)
def test_what_is_installed_otherwise_is_told(project, there, expected):
    assert expected == told(project, there)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(Selection(groups=frozenset(("dev",))), ["pytest"], id="a-group"),
        pytest.param(Selection(extras=frozenset(("fast",))), ["orjson"], id="an-extra"),
    ],
)
def test_groups_and_extras_have_to_be_installed_if_they_are_wanted(wanted, expected):
    found = told(LOCKED_PROJECT, installed(("idna", "3.4")), wanted)

    assert [("missing", name) for name in expected] == [each[:2] for each in found]


@pytest.mark.parametrize(
    ("digest", "expected"),
    [
        pytest.param(f"{'3.4':0>64}", [], id="K19-locked"),
        pytest.param("f" * 64, [("hash", "idna")], id="K19-another"),
    ],
)
def test_the_archive_has_to_be_one_of_those_locked(digest, expected):
    origin = '{"url": "https://x.test/idna.tar.gz", "archive_info": {"hashes": {"sha256": "%s"}}}'
    there = installed(("idna", "3.4"))
    there[f"{SITE}/idna-3.4.dist-info/direct_url.json"] = (origin % digest).encode()

    assert expected == [each[:2] for each in told(LOCKED_PROJECT, there)]


def test_digests_that_differ_are_shown():
    there = installed(("idna", "3.4"))
    there[f"{SITE}/idna-3.4.dist-info/direct_url.json"] = (
        b'{"url": "https://x.test/a", "archive_info": {"hashes": {"sha256": "%s"}}}' % (b"f" * 64)
    )

    assert [("hash", "idna", f"sha256:{'3.4':0>64}", f"sha256:{'f' * 64}")] == told(
        LOCKED_PROJECT, there
    )


def test_what_a_file_for_developers_lists_has_to_be_there_only_if_it_is_wanted():
    """
    pip-tools knows no groups: only the file's name tells that it is for one.
    """
    project: Files = {"requirements.txt": b"idna==3.4\n", "requirements-dev.txt": b"pytest==8.0\n"}
    there = installed(("idna", "3.4"))

    assert [] == told(project, there)
    assert [("missing", "pytest", "8.0", None)] == told(
        project, there, Selection(groups=frozenset(("dev",)))
    )


def test_environments_that_are_named_are_compared_and_no_others():
    project = inventory_in(encoded(LOCKED_PROJECT))
    image = inventory_in(
        installed(("idna", "3.4"), root="a")
        | installed(("idna", "3.3"), root="b")
        | installed(("idna", "3.2"), root="c")
    )

    drift = drift_of(project, image, NOTHING, ("b", "c"))

    assert ("b", "c") == drift.environments
    assert ["3.3", "3.2"] == [each.found for each in drift.differences]


def test_what_comes_from_a_repository_is_not_what_was_locked():
    there = installed(("idna", "3.4"))
    there[f"{SITE}/idna-3.4.dist-info/direct_url.json"] = (
        b'{"url": "https://x.test/idna", "vcs_info": {"vcs": "git", "commit_id": "abc"}}'
    )

    ((kind, name, declared, found),) = told(LOCKED_PROJECT, there)
    assert (Kind.ORIGIN.value, "idna", "an index") == (kind, name, declared)
    assert found
    assert found.startswith("git+https://x.test/idna")


def test_of_several_environments_the_one_with_most_of_it_is_compared():
    image = installed(("six", "1.0"), root="usr") | installed(("idna", "3.4"), root="opt/app")

    drift = drift_of(inventory_in(encoded(LOCKED_PROJECT)), inventory_in(image), NOTHING)

    assert (("opt/app",), ()) == (drift.environments, drift.differences)


def test_each_project_is_compared_with_the_environment_that_is_its_own():
    one: Files = {f"a/{path}": content for path, content in LOCKED_PROJECT.items()}
    other: Files = {"b/requirements.txt": "six==1.0\n"}
    there = installed(("idna", "3.4"), root="a/.venv") | installed(("six", "2.0"), root="b/venv")

    drift = drift_of(inventory_in(encoded(one, other, there)), None, NOTHING)

    assert ("a/.venv", "b/venv") == drift.environments
    assert [("version", "six")] == [(each.kind.value, each.name) for each in drift.differences]


def test_what_only_a_dependency_under_a_marker_needs_is_not_missing():
    lock: Files = {
        "requirements.txt": "click==8.0\n    # via -r x.in\n"
        "colorama==0.4 ; sys_platform == 'win32'\n    # via click\n"
    }

    assert [] == told(lock, installed(("click", "8.0")))


def test_a_long_chain_of_needs_is_followed_to_its_end():
    count = 3_000
    lines = ["a0==1\n    # via -r x.in\n"]
    lines += [f"a{each}==1\n    # via a{each - 1}\n" for each in range(1, count)]

    found = told({"requirements.txt": "".join(lines)}, installed(("a0", "1")))

    assert count - 1 == len(found)


def test_a_fork_that_is_not_for_this_python_is_not_what_is_missing():
    lock = uv_lock(("idna", "3.4"), ("idna", "3.3"))
    files: Files = LOCKED_PROJECT | {"uv.lock": lock}

    assert [] == told(files, installed(("idna", "3.3")))
