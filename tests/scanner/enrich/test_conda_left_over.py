"""Two records of one package in one prefix (J15)."""

from __future__ import annotations

import pytest

from scanner.model.component import State
from tests.support.conda import PREFIX, SITE, below, distribution, inventory_of, package_of, record

META = f"{PREFIX}/conda-meta"
OLD, NEW = f"{META}/numpy-1.25.0-py311_0.json", f"{META}/numpy-1.26.4-py311_0.json"


def records(old: str, new: str) -> dict[str, bytes]:
    """Return two records of numpy, that differ by a file each."""
    return {
        OLD: record("numpy", "1.25.0", f"{SITE}/numpy/__init__.py", old),
        NEW: record("numpy", "1.26.4", f"{SITE}/numpy/__init__.py", new),
    }


DISTRIBUTIONS = records(
    f"{SITE}/numpy-1.25.0.dist-info/METADATA", f"{SITE}/numpy-1.26.4.dist-info/METADATA"
)
LIBRARIES = records("lib/libnumpy.so.25", "lib/libnumpy.so.26")
NOTHING = records("share/a", "share/b")
THERE = pytest.mark.parametrize(
    ("layers", "stale"),
    [
        pytest.param(
            [DISTRIBUTIONS | below(PREFIX, distribution("numpy", "1.26.4"))],
            [OLD],
            id="J15-the-new-distribution-is-there",
        ),
        pytest.param(
            [DISTRIBUTIONS | below(PREFIX, distribution("numpy", "1.25.0"))],
            [NEW],
            id="J15-the-old-distribution-is-there",
        ),
        pytest.param(
            [LIBRARIES | {f"{PREFIX}/lib/libnumpy.so.26": b""}], [OLD], id="J15-the-new-library"
        ),
        pytest.param(
            [LIBRARIES | {f"{PREFIX}/lib/libnumpy.so.25": b""}], [NEW], id="J15-the-old-library"
        ),
        pytest.param([{OLD: NOTHING[OLD]}, {NEW: NOTHING[NEW]}], [OLD], id="J15-the-higher-layer"),
        pytest.param([NOTHING], [], id="J15-nothing-tells"),
    ],
)


@THERE
def test_the_record_is_live_whose_files_are_there(layers, stale):
    inventory = inventory_of(*layers)

    states = {
        each.evidence.path: each.state
        for one in inventory.components
        for each in (one, one.conda or one)
        if each.kind == "conda"
    }
    assert {OLD, NEW} == states.keys()
    assert stale == [path for path, state in states.items() if state is State.STALE]
    assert set(stale or states) == {problem.path for problem in inventory.problems}
    assert states.keys() - set(stale) == {each.evidence for each in inventory.system_packages}


def test_j15_the_left_over_record_is_not_that_of_the_distribution():
    files = DISTRIBUTIONS | below(PREFIX, distribution("numpy", "1.26.4"))

    stale, numpy = inventory_of(files).components

    assert (OLD, State.STALE) == (stale.evidence.path, stale.state)
    assert NEW == package_of(numpy).evidence.path


def test_two_versions_in_a_cache_are_no_contradiction():
    files = {
        f"{PREFIX}/pkgs/{name}/info/repodata_record.json": record("numpy", version)
        for name, version in (("numpy-1-0", "1"), ("numpy-2-0", "2"))
    }

    inventory = inventory_of(files)

    assert {State.CACHE} == {component.state for component in inventory.components}
    assert () == inventory.problems


def test_a_package_in_two_prefixes_has_one_record_in_each():
    files = {
        f"{META}/a-1-0.json": record("a", "1"),
        f"{PREFIX}/envs/x/conda-meta/a-2-0.json": record("a", "2"),
    }

    inventory = inventory_of(files)

    assert {State.INSTALLED} == {component.state for component in inventory.components}
    assert () == inventory.problems
