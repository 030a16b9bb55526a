"""Interpreters and environments, in trees and files that nobody thought of."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.metadata.build_details import parse_build_details
from scanner.metadata.patchlevel import parse_patchlevel
from scanner.metadata.program import MAX_VERSIONS, excerpt, parse_excerpt
from tests.support.images import inventory_in

MIB = 1 << 20
ELF = b"\x7fELF\x02\0"

strings = st.lists(
    st.one_of(
        st.binary(max_size=8),
        st.sampled_from(
            [b"\0", b"3.", b"3.11.", b"2\0", b"3.11.2\0", b"\0003.11.2\0", b"/", b"\0/", b"+\0"]
        ),
    ),
    max_size=30,
).map(b"".join)


@given(strings)
@settings(deadline=None)
def test_an_excerpt_of_any_program_can_be_read_and_is_short(data):
    line = excerpt(ELF + data)
    versions = parse_excerpt(line)

    assert versions is not None
    assert len(line) < 16 * (1 + MAX_VERSIONS)
    assert all(b"\0%s" % each.encode() in ELF + data for each in versions.alone)
    assert all(b"/%s" % each.encode() in ELF + data for each in versions.ending_path)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_read_as_an_excerpt(data):
    versions = parse_excerpt(data)

    assert (versions is None) == (data.split(b" ")[0] != b"program")


@given(st.binary(max_size=300), st.sampled_from([b"PY_VERSION", b"PYPY_VERSION", b"X"]))
@settings(deadline=None)
def test_a_header_of_any_bytes_has_versions_or_none(data, name):
    header = parse_patchlevel(b'#define %s "3.11.2"\n' % name + data)

    assert (b"PY_VERSION" in data or name == b"PY_VERSION") >= (header.python_version is not None)
    assert (b"PYPY_VERSION" in data or name == b"PYPY_VERSION") >= (header.pypy_version is not None)


keys = st.sampled_from(
    (
        *("language", "version_info", "implementation", "name", "version", "abi", "flags"),
        *("major", "minor", "micro", "releaselevel", "serial"),
    )
)
documents = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(["t", "d", "candidate"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=5)),
    max_leaves=20,
)


@given(st.one_of(st.binary(max_size=200), documents.map(json.dumps).map(str.encode)))
@settings(deadline=None)
def test_any_bytes_are_details_of_a_build_or_odd(data):
    details = parse_build_details(data)

    assert (details.python_version is None) == bool(details.oddities)


prefixes = st.sampled_from(["", "usr", "usr/local", "opt/3.11.8", "v", "a/__pypackages__/3.11"])
places = st.sampled_from(
    [
        "bin/python",
        "bin/python3",
        "bin/python3.11",
        "bin/python3.12t",
        "bin/pypy3.9",
        "Scripts/python.exe",
        "lib/libpython3.11.so.1.0",
        "python311.dll",
        "lib/python3.11/site-packages",
        "lib64/python3.11/site-packages",
        "lib/python3/dist-packages",
        "lib/pypy3.9/site-packages",
        "Lib/site-packages",
        "lib/python3.11/site-packages/foo-1.0.dist-info/METADATA",
        "lib/python3/dist-packages/foo-1.0.dist-info/METADATA",
        "lib/foo-1.0.dist-info/METADATA",
        "lib/python3.11/EXTERNALLY-MANAGED",
        "lib/python3.11/build-details.json",
        "lib/python3.11/lib-dynload/Python-3.11.egg-info",
        "include/python3.11/patchlevel.h",
        "conda-meta/python-3.11.5-0.json",
        "pipx_metadata.json",
        "pyvenv.cfg",
        "lib64",
    ]
)
paths = st.tuples(prefixes, places).map(lambda pair: "/".join(pair).lstrip("/"))
contents = st.one_of(
    st.none(),
    paths,
    paths.map("/{}".format),
    st.sampled_from(
        [
            ELF,
            ELF + b"\0003.11.2\0",
            b'#define PY_VERSION "3.11.4"',
            b"Name: foo\nVersion: 3.11.4\n",
            b"home = /usr/bin\nversion = 3.11.6\n",
            b"home = /v/bin\nuv = 0.5\ninclude-system-site-packages = true\n",
            b"{",
        ]
    ),
)
trees = st.dictionaries(paths, contents, min_size=1, max_size=12)
variables = st.sampled_from([{}, {"PYTHON_VERSION": "3.11.3", "PYTHONPATH": "/usr/lib:/x::."}])


@given(st.lists(trees, min_size=1, max_size=2), variables)
@settings(deadline=None, max_examples=300)
def test_every_tree_has_environments_for_all_that_is_in_it(stack, variables):
    inventory = inventory_in(*stack, variables=variables)

    environments = {environment.path: environment for environment in inventory.environments}
    assert len(environments) == len(inventory.environments)
    for component in inventory.components:
        assert component.environment in environments
    for environment in inventory.environments:
        sites = environment.site_directories
        assert len(set(sites)) == len(sites)
        assert environment.base is None or environment.base in environments
        for interpreter in environment.interpreters:
            assert set(interpreter.site_directories) <= set(sites)
            assert (interpreter.version is None) <= (interpreter.evidence is None)
    found = {component.evidence.path for component in inventory.components}
    assert {each.shadowed_by for each in inventory.components} <= found | {None}


def test_two_megabytes_of_a_program_are_read_in_one_go():
    assert b"program" == excerpt(ELF + b"3.1" * MIB)
    assert b"program" == excerpt(ELF + b"/3.1.1" * MIB)
    assert b"program /3.1.1" == excerpt(ELF + b"/3.1.1\0" * MIB)
    assert b"program /3.1.1" == excerpt(ELF + b"\0/3.1.1" * MIB + b"\0")


def test_thousands_of_environments_are_told_apart_in_one_go():
    """
    M2: what takes time that is quadratic in their number never ends here.
    """
    files: dict[str, bytes | str | None] = {"usr/bin/python3.11": ELF + b"\0003.11.2\0"}
    for number in range(4_000):
        files[f"srv/{number}/lib/python3.11/site-packages"] = None
        files[f"srv/{number}/pyvenv.cfg"] = b"home = /usr/bin\n"
        files[f"opt/{number}/lib/python3.11/site-packages"] = None

    environments = inventory_in(files).environments

    assert 8_001 == len(environments)
    assert {"3.11.2"} == {environment.python_version for environment in environments[:4_000]}
