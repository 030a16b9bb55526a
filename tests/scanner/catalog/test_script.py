"""Scripts that say what they need."""

from __future__ import annotations

import pytest

from scanner.catalog.script import catalog
from scanner.catalog.setup_py import catalog as catalog_setup
from scanner.model.component import Problem
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
    found = list(catalog(tree_of({path: SCRIPT})))

    assert [("rich", "script", 3)] * is_read == [
        (each.name, each.kind, each.evidence.line) for each in found
    ]


def test_k22_a_block_with_errors_is_a_problem():
    (problem,) = catalog(tree_of({"x.py": b"# /// script\n"}))

    assert Problem("x.py", "script", "a block of metadata that does not end") == problem


def test_what_others_read_whole_is_kept_whole():
    """
    Of other Python files nothing is kept but the block.
    """
    tree = tree_of({"setup.py": SCRIPT + b"setup(name='shop')", "x.py": SCRIPT + b"secret"})

    assert ["shop"] == [each.name for each in catalog_setup(tree)]
    assert ["rich", "rich"] == [each.name for each in catalog(tree)]
    assert b"secret" not in tree.read("x.py")


def test_what_is_declared_belongs_to_a_project():
    inventory = inventory_in({"srv/x.py": SCRIPT, "srv/requirements.txt": b"rich\n"})

    assert [("srv", "project")] == [(each.path, each.kind) for each in inventory.environments]
