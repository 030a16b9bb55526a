"""Packages of pacman in trees."""

from __future__ import annotations

import pytest

from scanner.catalog.pacman import catalog
from scanner.model.component import Problem
from scanner.model.system_package import SystemPackage
from tests.support.images import tree_of
from tests.support.system import kept_files

LOCAL = "var/lib/pacman/local/python-foo-1:1.0-2"
SITE = "usr/lib/python3.12/site-packages"
METADATA = f"{SITE}/foo-1.0.dist-info/METADATA"
FILES = {"etc/os-release": b"ID=arch\n", **kept_files("pacman")}


def test_i2_pacman():
    (package,) = catalog(tree_of(FILES))

    assert (
        SystemPackage(
            type="alpm",
            name="python-foo",
            version="1:1.0-2",
            purl="pkg:alpm/arch/python-foo@1:1.0-2?arch=any&distro=arch&upstream=foo",
            files=frozenset((METADATA, f"{SITE}/foo bar.py", "usr/bin/python3")),
            evidence=f"{LOCAL}/desc",
        )
        == package
    )
    assert {METADATA, f"{SITE}/foo bar.py"} == package.digests.keys()


PROBLEMS = [
    pytest.param({f"{LOCAL}/desc": b""}, "no name, or no version", id="description"),
    pytest.param({f"{LOCAL}/mtree": b"x" * 20}, "incorrect header check", id="digests"),
    pytest.param({f"{LOCAL}/files": "files"}, "a loop of symbolic links", id="files"),
]


@pytest.mark.parametrize(("changes", "reason"), PROBLEMS)
def test_what_cannot_be_read_is_a_problem(changes, reason):
    found = [item for item in catalog(tree_of({**FILES, **changes})) if isinstance(item, Problem)]

    assert any(reason in problem.reason for problem in found)
