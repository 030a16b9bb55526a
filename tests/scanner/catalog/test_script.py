"""Scripts that say what they need."""

from __future__ import annotations

import pytest

from scanner.catalog.script import catalog
from scanner.catalog.setup_py import catalog as catalog_setup
from tests.support.declared import declared_in
from tests.support.images import inventory_in, tree_of

SCRIPT = b'x = 1\n# /// script\n# dependencies = ["rich"]\n# ///\n'


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        pytest.param("x.py", True, id="K16-root"),
        pytest.param("srv/shop/tools/x.py", True, id="K16-near-the-root"),
        pytest.param("a/b/c/d/x.py", False, id="K16-deep"),
        pytest.param(".venv/lib/python3.12/site-packages/x.py", False, id="K16-K21-library"),
        pytest.param("site-packages/x.py", False, id="K21-target"),
        pytest.param("srv/x", False, id="K16-without-the-ending"),
    ],
)
def test_scripts_near_the_root_are_looked_into(path, is_read):
    found = declared_in(catalog, {path: SCRIPT}).components

    assert [("rich", "script", 3)] * is_read == [
        (each.name, each.kind, each.evidence.line) for each in found
    ]


def test_k22_a_block_with_errors_is_a_problem():
    found = declared_in(catalog, {"x.py": b"# /// script\n"})

    assert ["a block of metadata that does not end"] == found.reasons


def test_what_others_read_whole_is_kept_whole():
    """
    Of other Python files nothing is kept but the block.
    """
    files = {"setup.py": SCRIPT + b"setup(name='shop')", "x.py": SCRIPT + b"x"}

    assert ["shop"] == declared_in(catalog_setup, files).names
    assert ["rich", "rich"] == declared_in(catalog, files).names
    assert SCRIPT.count(b"\n") == tree_of(files).read("x.py").count(b"\n")
    assert b"x" not in tree_of(files).read("x.py")


def test_what_is_declared_belongs_to_a_project():
    inventory = inventory_in({"srv/x.py": SCRIPT, "srv/requirements.txt": b"rich\n"})

    assert [("srv", "project")] == [(each.path, each.kind) for each in inventory.environments]
