"""Stacks of layers, and what a real tool unpacks them to."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from layers import Claims, ReadOptions
from testdata.images.writer import write_directory
from tests.property.test_overlay import STACKS
from tests.support.layouts import Layout, named, opened
from tests.support.overlay_oracle import tar_of_steps

UMOCI = shutil.which("umoci")
CLAIMS = Claims(["**/a", "**/b"])


def unpacked_by_umoci(layout: Path, bundle: Path) -> dict[str, bytes | str]:
    """Return what umoci makes of an image: contents of files, and targets of links."""
    subprocess.run(
        [str(UMOCI), "unpack", "--rootless", "--image", f"{layout}:a", bundle],
        check=True,
        capture_output=True,
    )
    root = bundle / "rootfs"
    return {
        str(path.relative_to(root)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in root.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.mark.skipif(not UMOCI, reason="umoci is not installed")
@settings(deadline=None, max_examples=30)
@given(STACKS)
def test_a_stack_is_read_as_umoci_unpacks_it(layers):
    layout = Layout()
    tars = [tar_of_steps(layer) for layer in layers]
    files = layout.with_entries(layout.image(*tars, annotations=named("a")))
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory) / "layout"
        write_directory(place, files)
        expected = unpacked_by_umoci(place, Path(directory) / "bundle")
        _, tree = opened(str(place), ReadOptions(claims=CLAIMS))

    assert sorted(expected) == list(tree.walk(""))
    claimed = [path for path in expected if path.rpartition("/")[2] in {"a", "b"}]
    found: dict[str, bytes | str] = {}
    for path in claimed:
        entry = tree.entry(path)
        assert entry
        found[path] = entry.target or tree.read(path)
    assert {path: expected[path] for path in claimed} == found
