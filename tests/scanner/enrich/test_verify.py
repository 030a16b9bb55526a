"""Files that are not what was installed.

What is planted is found, with its layer; what differs in every environment is not.
"""

from __future__ import annotations

import base64
import hashlib
import marshal
import re
import struct
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from layers import Image
from layers.overlay import overlay
from scanner import cataloging, pipeline
from scanner.match.policy import CLEAN, FINDINGS, exit_code
from scanner.model.change import COUNTED, ChangeKind
from scanner.model.report import Report
from scanner.settings import Settings
from testdata.images.writer import tar_of, write_directory
from tests.support.conda import record as conda_record
from tests.support.images import snapshot_of
from tests.support.installers import run

CLAIMS = cataloging.claims(verify=True)
ROOT = "usr/lib/python3.11/site-packages"
FOO = b"def answer():\n    return 42\n"
SCRIPT = b"#!python\nimport foo\n"
ELF = b"\x7fELF" + bytes(100)
CA = b"-----BEGIN CERTIFICATE-----\n"


def digest(content: bytes) -> str:
    sha256 = hashlib.sha256(content).digest()
    return f"sha256={base64.urlsafe_b64encode(sha256).decode().rstrip('=')}"


def installed(files, *, name="foo", rows=()):
    """Return a distribution with these files in its site directory, and a true list of them."""
    info = f"{name}-1.0.dist-info"
    files = {f"{info}/METADATA": f"Name: {name}\nVersion: 1.0\n".encode(), **files}
    lines = [f"{path},{digest(content)},{len(content)}" for path, content in files.items()]
    lines += [f"{info}/RECORD,,", *rows]
    return {
        **{f"{ROOT}/{path}": content for path, content in files.items()},
        f"{ROOT}/{info}/RECORD": "\n".join(lines).encode(),
    }


def verified(*layers):
    """Return what is found in layers whose files are compared with what was recorded."""
    tree = overlay([snapshot_of(tar_of(files), CLAIMS) for files in layers], CLAIMS)
    return cataloging.catalog(Image(location="", source="oci", layers=()), tree)


def changes(*layers):
    return {
        (change.path.removeprefix(f"{ROOT}/"), change.kind.value, change.layer)
        for change in verified(*layers).changes
    }


def bytecode(flags: int = 0, size: int = len(FOO), body: bytes = b"x") -> bytes:
    return struct.pack("<H2sIII", 3495, b"\r\n", flags, 1, size) + body


EVIL = {"opt/evil.py": b"evil()\n", "opt/evil": b"evil()\n"}
BASE = installed({"foo/__init__.py": FOO, "foo/fast.so": ELF, "foo/cacert.pem": CA})
CACHED = f"{ROOT}/foo/__pycache__/__init__.cpython-311.pyc"

PLANTED = [
    pytest.param("foo/__init__.py", FOO + b"evil()\n", "modified", id="F4-an-appended-line"),
    pytest.param("foo/evil.py", b"", "added", id="F4-a-new-module"),
    pytest.param("evil.pth", b"import evil", "added", id="F4-a-dropped-pth"),
    pytest.param("evil.py", b"", "added", id="F4-a-module-beside-packages"),
    pytest.param("sitecustomize.py", b"", "added", id="F4-sitecustomize"),
    pytest.param("foo/fast.so", ELF[:-1], "modified", id="F4-a-replaced-library"),
    pytest.param("foo/evil.abi3.so", ELF, "added", id="F4-an-added-library"),
    pytest.param("foo/evil.pyc", bytecode(), "bytecode", id="F4-bytecode-without-a-source"),
    pytest.param(
        "foo/__pycache__/gone.cpython-311.pyc", bytecode(), "bytecode", id="F4-its-source-is-gone"
    ),
    pytest.param(
        "foo/__pycache__/__init__.cpython-311.pyc",
        bytecode(1),
        "bytecode",
        id="F4-unchecked-bytecode",
    ),
    pytest.param(
        "foo-1.0.dist-info/entry_points.txt", b"[x]", "added", id="F4-beside-the-metadata"
    ),
    pytest.param("foo/cacert.pem", CA + CA, "certificates", id="F4-another-authority"),
    pytest.param("foo/.wh.__init__.py", b"", "missing", id="F4-a-removed-file"),
    pytest.param("evil/__init__.py", b"", "added", id="F4-a-package-beside-packages"),
    pytest.param("evil/deep/evil.abi3.so", ELF, "added", id="F4-a-namespace-beside-packages"),
    pytest.param("evil/__init__.pyc", b"", "bytecode", id="F4-a-package-without-a-source"),
    pytest.param("foo/__init__.py", "/opt/evil.py", "modified", id="F4-a-link-for-a-file"),
    pytest.param("foo/__init__.py", "/opt/evil", "modified", id="F4-a-link-for-another-name"),
    pytest.param("foo/evil.py", "/opt/evil.py", "added", id="F4-a-link-beside-files"),
    pytest.param("foo/evil", "/opt", "added", id="F4-a-link-to-a-directory"),
    pytest.param("evil.pth", "/opt/evil", "added", id="F4-a-link-that-is-a-hook"),
    pytest.param("_virtualenv.pth", b"import _virtualenv", "added", id="F4-a-hook-of-no-tool"),
    pytest.param("easy-install.pth", b"import evil", "added", id="F4-a-hook-that-says-more"),
]


@pytest.mark.parametrize(("path", "content", "kind"), PLANTED)
def test_what_is_planted_in_a_later_layer_is_found_with_that_layer(path, content, kind):
    found = changes(BASE | EVIL, {f"{ROOT}/{path}": content})

    assert {(path.replace(".wh.", ""), kind, 1)} == found


def test_files_that_are_as_they_were_recorded_have_one_digest_whatever_their_order():
    files = {"foo/__init__.py": FOO, "foo/a.py": b"a"}
    twin = dict(reversed(files.items()))

    (one,), (other,) = (verified(installed(each)).components for each in (files, twin))

    assert one.installed_digest == other.installed_digest
    assert re.fullmatch("sha256:[0-9a-f]{64}", one.installed_digest)


def test_other_files_have_another_digest():
    (one,), (other,) = (
        verified(installed({"foo/a.py": content})).components for content in (b"a", b"b")
    )

    assert one.installed_digest != other.installed_digest


@pytest.mark.parametrize(
    "later", [{f"{ROOT}/foo/a.py": b"other"}, {f"{ROOT}/foo/.wh.a.py": b""}], ids=["other", "gone"]
)
def test_files_that_are_not_as_they_were_recorded_have_none(later):
    (found,) = verified(installed({"foo/a.py": b"a"}), later).components

    assert None is found.installed_digest


def test_bytecode_in_the_place_of_its_source_is_found():
    removed = f"{ROOT}/foo/.wh.__init__.py"

    found = changes(BASE, {removed: b"", f"{ROOT}/foo/__init__.pyc": bytecode()})

    assert {("foo/__init__.pyc", "bytecode", 1), ("foo/__init__.py", "missing", 1)} == found


def test_sources_that_were_all_compiled_are_missing_and_no_more():
    """
    ``compileall -b`` makes images smaller, if the sources are removed.
    """
    sources = [f"foo/{name}.py" for name in "abc"]
    compiled = {f"{ROOT}/{path}c": bytecode() for path in sources}
    removed = {f"{ROOT}/{path.replace('/', '/.wh.')}": b"" for path in sources}

    found = changes(installed(dict.fromkeys(sources, FOO)), compiled | removed)

    assert {(path, "missing", 1) for path in sources} == found


@pytest.mark.parametrize("directory", ["", "usr/", "usr/lib/python3.11/"])
def test_a_distribution_further_up_does_not_hide_what_is_added(directory):
    decoy = {
        f"{directory}decoy-1.0.dist-info/METADATA": b"Name: decoy\nVersion: 1.0\n",
        f"{directory}decoy-1.0.dist-info/RECORD": b"decoy.py,,\n",
    }

    found = changes(BASE, decoy, {f"{ROOT}/foo/evil.py": b"", f"{ROOT}/evil.pth": b"import evil"})

    assert {("foo/evil.py", "added", 2), ("evil.pth", "added", 2)} == found


def test_a_hook_in_a_directory_without_any_distribution_is_found():
    path = "usr/local/lib/python3.11/dist-packages/evil.pth"

    assert {(path, "added", 1)} == changes(BASE, {path: b"import evil"})


def test_a_site_directory_may_be_the_root():
    """
    The target of an installation may be all there is: a layer of Lambda, or what is deployed.
    """
    base = {path.removeprefix(f"{ROOT}/"): content for path, content in BASE.items()}

    found = changes(base, {"foo/evil.py": b"", "foo/.wh.fast.so": b""})

    assert {("foo/evil.py", "added", 1), ("foo/fast.so", "missing", 1)} == found


def test_bytecode_that_a_later_layer_rewrote_is_found_though_its_header_is_right():
    found = changes(BASE | {CACHED: bytecode()}, {CACHED: bytecode(body=b"evil")})

    assert {("foo/__pycache__/__init__.cpython-311.pyc", "bytecode", 1)} == found


def honest(source: bytes, of: bytes | None = None) -> bytes:
    """Return bytecode with the header that a source asks for, made of it or of another."""
    code = compile(of or source, "x.py", "exec", dont_inherit=True)
    return bytecode(size=len(source), body=marshal.dumps(code))


@pytest.mark.parametrize("name", ["__init__.cpython-311", "__init__.cpython-313.opt-1"])
def test_bytecode_of_another_source_is_found_though_its_header_is_right(name):
    """
    Even in the layer of its source, where nothing can be compared with what was there before.
    """
    path = f"foo/__pycache__/{name}.pyc"

    poisoned = verified(BASE | {f"{ROOT}/{path}": honest(FOO, FOO + b"exec(input())")}).changes

    reason = "names exec, and its source does not"
    assert [(f"{ROOT}/{path}", ChangeKind.BYTECODE, reason)] == [
        (change.path, change.kind, change.reason) for change in poisoned
    ]


def test_bytecode_is_compared_with_its_source_wherever_that_is():
    """
    The standard library and applications have no list of their files.
    """
    files = {"app/a.py": FOO, "app/__pycache__/a.cpython-311.pyc": honest(FOO, b"import socket")}

    assert {("app/__pycache__/a.cpython-311.pyc", "bytecode", 1)} == changes(BASE, files)


QUIET = [
    pytest.param(BASE, id="as-installed"),
    pytest.param(BASE | {CACHED: bytecode()}, id="2-bytecode-of-a-source"),
    pytest.param(BASE | {CACHED: bytecode(3)}, id="2-checked-by-hash"),
    pytest.param(
        installed({"foo.py": FOO}, rows=("__pycache__/foo.cpython-311.pyc,,", "foo/__pycache__,,")),
        id="2-bytecode-that-is-not-there",
    ),
    pytest.param(
        installed({"foo.py": FOO}, rows=(f"foo.py,{digest(b'old')},3",)), id="1-two-rows-of-a-file"
    ),
    pytest.param(
        {
            **installed({"foo.py": FOO}),
            f"{ROOT}/foo-1.0.dist-info/RECORD": f"foo.py,sha256={hashlib.sha256(FOO).hexdigest()},"
            "\nfoo-1.0.dist-info/METADATA,,\nfoo-1.0.dist-info/RECORD,,".encode(),
        },
        id="1-a-hexadecimal-digest",
    ),
    pytest.param(
        installed({"foo.py": FOO}, rows=(f"../../../bin/foo,{digest(SCRIPT)},9",))
        | {"usr/bin/foo": b"#!/usr/bin/python3.11\nimport foo\n"},
        id="3-a-script-s-first-line",
    ),
    pytest.param(
        installed({"foo.py": FOO}, rows=(f"../../bin/foo,{digest(SCRIPT)},9",))
        | {f"{ROOT}/bin/foo": SCRIPT},
        id="4-scripts-of-a-target-directory",
    ),
    pytest.param(
        installed({"foo.py": FOO}, rows=(f"../../../bin/foo,{digest(SCRIPT)},9",)),
        id="4-no-scripts-at-all",
    ),
    pytest.param(
        BASE | {f"{ROOT}/foo-1.0.dist-info/RECORD.jws": b"", f"{ROOT}/README.txt": b""},
        id="F6-signatures",
    ),
    pytest.param(
        installed({"foo.py": FOO}, rows=(f"foo-1.0.dist-info/INSTALLER,{digest(b'pip')},3",))
        | {f"{ROOT}/foo-1.0.dist-info/INSTALLER": b"conda\n"},
        id="5-conda-s-installer",
    ),
    pytest.param(
        BASE
        | {f"{ROOT}/_virtualenv.{end}": b"import _virtualenv" for end in ("py", "pth")}
        | {"usr/pyvenv.cfg": b"virtualenv = 20.0"},
        id="6-hooks-of-virtualenv",
    ),
    pytest.param(
        BASE
        | {f"{ROOT}/{path}": f"/cache/{path}" for path in ("foo/__init__.py", "foo/fast.so")}
        | {"cache/foo/__init__.py": FOO, "cache/foo/fast.so": ELF, CACHED: bytecode()},
        id="links-to-the-cache-of-uv",
    ),
    pytest.param(
        BASE | {f"{ROOT}/bar-1.0-py3.11.egg": b"PK", f"{ROOT}/bar.egg-link": b"/src"}, id="eggs"
    ),
    pytest.param(
        BASE
        | {f"{ROOT}/Bar-1.0.egg-info": b"Name: Bar\nVersion: 1.0\n"}
        | {f"{ROOT}/bar.py": b"", f"{ROOT}/bar/x.py": b""},
        id="egg-info-without-a-list",
    ),
    pytest.param({f"{ROOT}/foo/__init__.py": b"", f"{ROOT}/bar.py": b""}, id="no-lists-at-all"),
    pytest.param(BASE | {f"{ROOT}/gone/__pycache__/x.pyc": b""}, id="bytecode-of-nothing"),
    pytest.param(BASE | {CACHED: honest(FOO)}, id="2-bytecode-made-of-its-source"),
    pytest.param(
        BASE | {CACHED.replace("-311", "-311-pytest-9.0"): honest(FOO, b"import builtins")},
        id="2-bytecode-that-pytest-keeps",
    ),
]


@pytest.mark.parametrize("files", QUIET)
def test_what_differs_in_every_environment_is_no_change(files):
    assert set() == changes(files)


def test_5_a_system_package_s_digests_outweigh_a_record():
    """
    Debian strips libraries after a wheel was built.
    """
    site = "usr/lib/python3/dist-packages"
    listed = {
        f"{site}/foo/fast.so": ELF,
        f"{site}/foo-1.0.dist-info/METADATA": b"Name: foo\n",
        f"{site}/foo-1.0.dist-info/RECORD": f"foo/fast.so,{digest(b'unstripped')},10\n".encode(),
    }
    sums = "".join(f"{hashlib.md5(c).hexdigest()}  {p}\n" for p, c in listed.items())
    files = {
        **listed,
        "var/lib/dpkg/status": b"Package: foo\nStatus: install ok installed\nVersion: 1-1\n"
        b"Architecture: all\n",
        "var/lib/dpkg/info/foo.list": "".join(f"/{p}\n" for p in listed).encode(),
        "var/lib/dpkg/info/foo.md5sums": sums.encode(),
    }

    planted = {f"{site}/foo/fast.so": ELF + b"x", f"{site}/foo/evil.py": b""}

    assert set() == changes(files)
    assert {("modified", 1), ("added", 1)} == {c[1:] for c in changes(files, planted)}


@pytest.mark.parametrize(("count", "kind"), [(1, "modified"), (3, "stripped")])
def test_6_several_smaller_libraries_were_stripped(count, kind):
    libraries = {f"foo/{number}.so": ELF + bytes((number,)) for number in range(count)}
    stripped = {f"{ROOT}/{path}": ELF for path in libraries}

    assert {kind} == {c[1] for c in changes(installed(libraries) | stripped)}


def test_only_what_can_run_other_code_is_reason_to_fail():
    modified = verified(BASE, {f"{ROOT}/foo/__init__.py": b""})
    missing = verified(BASE, {f"{ROOT}/foo/.wh.cacert.pem": b""})

    assert (FINDINGS, CLEAN) == tuple(
        exit_code(Report(inventory=each), "critical") for each in (modified, missing)
    )
    assert exit_code(Report(inventory=modified), "never") == CLEAN
    assert ChangeKind.MISSING not in COUNTED


def test_nothing_is_compared_if_nobody_asks_for_it():
    tree = overlay([snapshot_of(tar_of(BASE)), snapshot_of(tar_of({f"{ROOT}/foo/x.py": b""}))])

    assert () == cataloging.catalog(Image(location="", source="oci", layers=()), tree).changes


def packed(root: Path, *, without: str = "") -> bytes:
    """Return a directory as a layer."""
    tar = BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        archive.add(root, ".", filter=lambda m: None if without and without in m.name else m)
    return tar.getvalue()


def wheels() -> list[Path]:
    """Return real wheels that are here without a network."""
    import ensurepip

    import virtualenv

    places = (Path(ensurepip.__file__).parent, Path(virtualenv.__file__).parent)
    found = [wheel for place in places for wheel in sorted(place.rglob("*.whl"))]
    return list({wheel.name.split("-")[0]: wheel for wheel in found}.values())


INSTALLERS = [
    pytest.param(["-m", "pip", "install", "--ignore-installed", "--prefix"], id="pip-prefix"),
    pytest.param(
        ["-m", "pip", "install", "--ignore-installed", "--no-compile", "--prefix"],
        id="pip-no-compile",
    ),
    pytest.param(["-m", "pip", "install", "--target"], id="pip-target"),
    pytest.param(["-m", "uv", "pip", "install", "--prefix"], id="uv-prefix"),
    pytest.param(
        ["-m", "uv", "pip", "install", "--compile-bytecode", "--prefix"], id="uv-compiled"
    ),
    pytest.param(["-m", "uv", "pip", "install", "--target"], id="uv-target"),
]


@pytest.mark.parametrize("arguments", INSTALLERS)
def test_an_environment_as_it_was_installed_has_no_changes(tmp_path, arguments):
    command = [sys.executable, *arguments, tmp_path / "image/opt", "--no-deps"]
    if "uv" in arguments:
        command += ["--python", sys.executable]
    run(*command, *wheels(), directory=tmp_path)

    tree = overlay([snapshot_of(packed(tmp_path / "image"), CLAIMS)])
    inventory = cataloging.catalog(Image(location="", source="oci", layers=()), tree)

    assert [] == [f"{c.kind.value} {c.path} {c.reason}" for c in inventory.changes]
    assert [] == [p for p in inventory.problems if p.cataloger == "record"]
    assert {True} == {c.code_present for c in inventory.components if c.state.value == "installed"}


def conda_prefix(*, digests):
    """Return a prefix with a package of which conda changed a file when it installed it."""
    site = "opt/lib/python3.11/site-packages"
    info = f"{site}/foo-1.0.dist-info"
    original = {"foo/__init__.py": FOO, "foo/prefix.py": b"/build/prefix"}
    record = "".join(f"{path},{digest(content)},\n" for path, content in original.items())
    record += f"foo-1.0.dist-info/INSTALLER,{digest(b'pip')},4\nfoo-1.0.dist-info/METADATA,,\n"
    files = {
        f"{site}/foo/__init__.py": FOO,
        f"{site}/foo/prefix.py": b"/opt",
        f"{info}/METADATA": b"Name: foo\nVersion: 1.0\n",
        f"{info}/INSTALLER": b"conda\n",
        f"{info}/RECORD": record.encode(),
    }
    paths = [
        {
            "_path": path.removeprefix("opt/"),
            "sha256": hashlib.sha256(original.get(path.removeprefix(f"{site}/"), c)).hexdigest(),
            "sha256_in_prefix": hashlib.sha256(c).hexdigest(),
        }
        for path, c in files.items()
        if digests
    ]
    names = [path.removeprefix("opt/") for path in files]
    meta = conda_record("foo", "1.0", *names, paths_data={"paths": paths, "paths_version": 1})
    return {**files, "opt/conda-meta/foo-1.0-py311_0.json": meta}


def test_5_conda_s_digests_outweigh_a_record():
    site = "opt/lib/python3.11/site-packages/foo"
    planted = {f"{site}/prefix.py": b"/evil", f"{site}/__init__.py": b"", f"{site}/new.py": b""}

    assert set() == changes(conda_prefix(digests=True))
    expected = {
        (f"{site}/prefix.py", "modified", 1),
        (f"{site}/__init__.py", "modified", 1),
        (f"{site}/new.py", "added", 1),
    }
    assert expected == changes(conda_prefix(digests=True), planted)


def test_5_what_conda_installs_for_any_python_is_compared_where_it_is():
    """
    A record has its digests by the paths in the archive, ``site-packages/foo.py``.
    """
    site = "opt/lib/python3.11/site-packages"
    entry = {"_path": "site-packages/foo/a.py", "sha256": hashlib.sha256(FOO).hexdigest()}
    paths = {"paths": [entry], "paths_version": 1}
    name = "lib/python3.11/site-packages/foo/a.py"
    record = conda_record("foo", "1.0", name, noarch="python", paths_data=paths)
    files = {f"{site}/foo/a.py": FOO, "opt/conda-meta/foo-1.0-py_0.json": record}

    planted = {f"{site}/foo/a.py": b"evil()", f"{site}/foo/evil.py": b""}

    assert set() == changes(BASE | files)
    assert {
        (f"{site}/foo/a.py", "modified", 1),
        (f"{site}/foo/evil.py", "added", 1),
    } == changes(BASE | files, planted)


def test_a_directory_of_this_machine_is_compared(tmp_path):
    write_directory(tmp_path, BASE | {f"{ROOT}/foo/fast.so": b"", f"{ROOT}/foo/new.py": b""})

    found = pipeline.scan(str(tmp_path), Settings(verify=True)).changes

    assert {("added", None), ("modified", None)} == {(c.kind.value, c.layer) for c in found}
