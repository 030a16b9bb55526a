"""Prefixes of conda in any state: every record is told, and no distribution twice."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.conda import SITE, distribution, inventory_of, record

prefixes = st.sampled_from(("", "opt/conda/", "opt/conda/envs/x/", "app/tests/env/"))
names = st.sampled_from(("foo", "bar", "py-foo"))
versions = st.sampled_from(("1.0", "2.0"))
builds = st.sampled_from(("0", "1"))
held = st.sampled_from(
    (
        f"{SITE}/foo-1.0.dist-info/METADATA",
        f"{SITE}/foo-2.0.dist-info/METADATA",
        f"{SITE}/bar-1.0-py3.11.egg-info/PKG-INFO",
        f"{SITE}/foo/_vendor/bar-1.0.dist-info/METADATA",
        f"{SITE}/foo/__init__.py",
        "lib/libfoo.so.1",
    )
)


@st.composite
def stacks(draw):
    """Return one or two layers with records and distributions that fit, or do not."""
    layers = []
    for _ in range(draw(st.integers(1, 2))):
        files: dict[str, bytes] = {}
        for _ in range(draw(st.integers(0, 4))):
            name, version, build = draw(names), draw(versions), draw(builds)
            data = record(name, version, *draw(st.lists(held, max_size=3)), build=build)
            path = f"{draw(prefixes)}conda-meta/{name}-{version}-{build}.json"
            files[path] = data[: draw(st.sampled_from((None, None, None, -5)))]
        for _ in range(draw(st.integers(0, 3))):
            prefix, installer = draw(prefixes), draw(st.sampled_from(("conda", "pip")))
            found = distribution(draw(names), draw(versions), installer)
            files |= {f"{prefix}{path}": content for path, content in found.items()}
        layers.append(files)
    return layers


@given(stacks())
@settings(deadline=None)
def test_every_record_and_every_distribution_is_in_the_result_once(layers):
    inventory = inventory_of(*layers)

    paths = {path for files in layers for path in files}
    records = {path for path in paths if path.endswith(".json")}
    distributions = {path.rpartition("/")[0] for path in paths - records}
    listed = Counter(each.evidence.path for each in inventory.components)
    joined = {each.conda.evidence.path for each in inventory.components if each.conda}
    assert distributions | (records - joined) == listed.keys()
    assert {1} >= set(listed.values())
    assert joined <= records
    for each in inventory.components:
        assert (each.kind == "conda") == each.purl.startswith("pkg:conda/")
        assert (each.conda is None) == (each.identities == ())
