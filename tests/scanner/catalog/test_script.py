"""Scripts that say what they need."""

from __future__ import annotations

import pytest

from scanner import cataloging
from scanner.catalog.script import catalog
from scanner.catalog.setup_py import catalog as catalog_setup
from scanner.pipeline import scan
from testdata.images.writer import tar_of
from tests.support.declared import declared_in
from tests.support.images import tree_of

CLAIMS = cataloging.claims(directory=True)
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
    found = declared_in(catalog, {path: SCRIPT}, CLAIMS).components

    assert [("rich", "script", 3)] * is_read == [
        (each.name, each.kind, each.evidence.line) for each in found
    ]


def test_a_link_is_no_script_of_its_own():
    found = declared_in(catalog, {"x.py": SCRIPT, "y.py": "x.py", "z.py": "nowhere"}, CLAIMS)

    assert (["rich"], []) == (found.names, found.reasons)


def test_k22_a_block_with_errors_is_a_problem():
    found = declared_in(catalog, {"x.py": b"# /// script\n"}, CLAIMS)

    assert ["a block of metadata that does not end"] == found.reasons


def test_what_others_read_whole_is_kept_whole():
    """
    Of other Python files nothing is kept but the block.
    """
    files = {"setup.py": SCRIPT + b"setup(name='shop')", "x.py": SCRIPT + b"x"}

    assert ["shop"] == declared_in(catalog_setup, files, CLAIMS).names
    assert ["rich", "rich"] == declared_in(catalog, files, CLAIMS).names
    assert b"x" not in tree_of(files, claims=CLAIMS).read("x.py")


def test_only_of_a_directory_scripts_are_read(tmp_path):
    """
    In an image each of its Python files would be looked at by itself, and not with others in bulk.
    """
    files = {"srv/x.py": SCRIPT, "srv/requirements.txt": b"six\n"}
    for path, data in files.items():
        (tmp_path / "root" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "root" / path).write_bytes(data)
    (tmp_path / "image.tar").write_bytes(tar_of(files | {"etc/os-release": b""}))

    directory, image = scan(f"{tmp_path}/root"), scan(f"rootfs:{tmp_path}/image.tar")

    assert ["rich", "six"] == sorted(each.name for each in directory.components)
    assert ["six"] == [each.name for each in image.components]
    assert [("srv", "project")] == [(each.path, each.kind) for each in directory.environments]
