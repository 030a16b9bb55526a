"""Very much of everything: what is kept and done grows with the distributions, and no faster."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from layers.overlay import overlay
from scanner.model.component import State
from testdata.images.writer import tar_of
from tests.support.images import inventory_in, inventory_of, snapshot_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.snapshot import Snapshot

SITE = "opt/venv/lib/python3.11/site-packages"
METADATA = b"Metadata-Version: 2.1\nName: foo\nVersion: 1.0\nRequires-Dist: bar>=1\n\nText\n"


def distributions(count: int) -> dict[str, bytes | str | None]:
    """Return the metadata of many distributions in one directory, each requiring the next."""
    files: dict[str, bytes | str | None] = {"opt/venv/pyvenv.cfg": b"home = /usr/bin\n"}
    for number in range(count):
        directory = f"{SITE}/foo{number}-1.0.dist-info"
        text = f"Name: foo{number}\nVersion: 1.0\nRequires-Dist: foo{(number + 1) % count}\n"
        files[f"{directory}/METADATA"] = text.encode()
        files[f"{directory}/INSTALLER"] = b"pip\n"
        files[f"{directory}/RECORD"] = f"foo{number}.py,,\n".encode()
        files[f"{SITE}/foo{number}.py"] = b""
    return files


def calls_of(function: Callable[[], object]) -> int:
    """Return how many functions are called, those of C too."""
    calls = 0

    def count(_frame: object, event: str, _argument: Any) -> None:  # noqa: ANN401 - as it is
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return calls


def test_m1_nothing_is_kept_of_a_file_that_nobody_wants_but_its_path():
    """
    Of 74 layers, with forty files and with a thousand in each of them.
    """

    def layer(number: int, files: int) -> Snapshot:
        distribution = {f"{SITE}/foo{number}-1.0.dist-info/METADATA": b"Name: foo%d\n" % number}
        others = {f"srv/{number}/{file}.txt": b"x" * 9 for file in range(files)}
        return snapshot_of(tar_of({**distribution, **others}))

    few, many = ([layer(number, files) for number in range(74)] for files in (40, 1_000))

    assert [(each.entries, each.contents) for each in few] == [
        (each.entries, each.contents) for each in many
    ]
    assert 74 == len(inventory_of(overlay(many)).components)


def test_m2_of_equal_environments_the_contents_are_kept_once():
    """
    Each is listed all the same.
    """
    files: dict[str, bytes | str | None] = {}
    for number in range(500):
        site = f"srv/{number}/venv/lib/python3.11/site-packages"
        files[f"srv/{number}/venv/pyvenv.cfg"] = b"home = /usr/bin\nversion = 3.11.2\n"
        files[f"{site}/foo-1.0.dist-info/METADATA"] = METADATA
        files[f"{site}/foo-1.0.dist-info/INSTALLER"] = b"pip\n"
    tree = tree_of(files)

    components = inventory_of(tree).components

    paths = [path for path in files if path.endswith(("METADATA", "INSTALLER", "pyvenv.cfg"))]
    assert (1_500, 3) == (len(paths), len({id(tree.read(path)) for path in paths}))
    assert {f"srv/{number}/venv" for number in range(500)} == {
        component.environment for component in components
    }
    assert 500 == len(components)


def test_m4_links_without_end_lead_to_one_place():
    """
    There are five thousand ways to the environment, 2^40 through the towers, and none out of loops.
    """
    files: dict[str, bytes | str | None] = {f"{SITE}/foo-1.0.dist-info/METADATA": METADATA}
    files |= {f"farm/{number}": "/opt/venv" for number in range(5_000)}
    for number in range(40):
        files[f"tower/{number}/left"] = files[f"tower/{number}/right"] = f"../{number + 1}"
        files[f"loop/{number}"] = f"{(number + 1) % 40}"
    files["tower/40"] = "/opt/venv/lib"
    files["loop/site-packages"] = "0"

    (foo,) = inventory_in(files).components

    assert (f"{SITE}/foo-1.0.dist-info", State.INSTALLED) == (foo.evidence.path, foo.state)


def test_m5_ten_thousand_distributions_in_one_directory_are_listed():
    """
    What takes time that is quadratic in their number never ends here.
    """
    components = inventory_in(distributions(10_000)).components

    assert 10_000 == len(components)
    assert {f"foo{number}": (f"foo{(number + 1) % 10_000}",) for number in range(10_000)} == {
        component.name: component.requires for component in components
    }


def test_m5_twice_the_distributions_are_twice_the_work():
    """
    The first scan is of few: modules are imported in it.
    """
    calls = {}
    for count in (1, 200, 400, 800):
        tree = tree_of(distributions(count))
        calls[count] = calls_of(partial(inventory_of, tree))

    assert calls[800] - calls[400] < 2.1 * (calls[400] - calls[200])
