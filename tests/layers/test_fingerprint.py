"""What is kept of a file that is to be compared, and of which files it is."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from layers import Claims
from layers.fingerprint import UNSEEN, WANTED, Fingerprint, FingerprintedStream
from layers.image import LayerInfo
from layers.layer import store_key
from layers.overlay import overlay
from layers.stream import MemoryStream
from tests.support.images import options, snapshot_of
from tests.support.tar_blocks import END, member

CLAIMS = Claims((), fingerprints=True)
SITE = b"lib/python3/site-packages"


def of(data, path=b"opt/x.py"):
    return FingerprintedStream(path, MemoryStream(data)).fingerprint()


@given(st.binary(max_size=300))
@example(b"#!")
def test_a_fingerprint_is_the_same_in_bytes(data):
    for path in (b"opt/x.py", b"usr/x.py", b"opt/x.pyc", b"bin/x"):
        fingerprint = of(data, path)

        assert fingerprint == Fingerprint.of_bytes(fingerprint.to_bytes())
        assert fingerprint.size == len(data)
        assert f"sha256:{hashlib.sha256(data).hexdigest()}" == fingerprint.digests[0]


@pytest.mark.parametrize(
    ("path", "algorithms"),
    [
        (b"usr/lib/python3/dist-packages/x.py", ["sha256", "md5", "sha1"]),
        (b"lib/x.so", ["sha256", "md5", "sha1"]),
        (b"usr/local/lib/x.py", ["sha256"]),
        (b"app/x.py", ["sha256"]),
    ],
)
def test_weak_digests_are_had_where_a_system_s_packages_are(path, algorithms):
    assert algorithms == [digest.partition(":")[0] for digest in of(b"", path).digests]


@pytest.mark.parametrize(
    ("script", "originals"),
    [
        (b"#!/usr/bin/python3\nimport x\n", [b"#!python\nimport x\n"]),
        (b"#!/usr/bin/python3", [b"#!python"]),
        (b"#!x\r\nimport x\n" + bytes(1 << 20), [b"#!python\nimport x\n" + bytes(1 << 20)]),
        (b"#!/v/bin/python -E\nx\n", [b"#!python\nx\n", b"#!/v/bin/python\nx\n"]),
    ],
    ids=["a-line", "nothing-else", "long", "an-option-that-pipx-adds"],
)
def test_a_script_is_known_by_what_it_was(script, originals):
    digests = tuple(f"sha256:{hashlib.sha256(original).hexdigest()}" for original in originals)

    assert digests == of(script).as_script
    assert of(script) == Fingerprint.of_bytes(of(script).to_bytes())


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        ("usr/lib/python3/dist-packages/data.txt", True),
        ("srv/app/x.py", True),
        ("srv/app/x.abi3.so", True),
        ("usr/lib/libfoo.so.1.2", True),
        ("usr/local/bin/pip", True),
        ("usr/share/doc/foo", False),
        ("bin/deep/foo", False),
    ],
)
def test_what_may_have_been_installed_is_wanted(path, is_wanted):
    assert (WANTED.fullmatch(path.encode()) is not None) is is_wanted


def test_hard_links_have_what_they_lead_to_and_what_is_replaced_is_forgotten():
    lower = member(b"a.py", b"1") + member(b"b.py", flag=b"1", target=b"a.py") + END
    upper = member(b"c.py", flag=b"1", target=b"a.py") + member(b"a.py", b"2") + END

    installed = overlay([snapshot_of(lower, CLAIMS), snapshot_of(upper, CLAIMS)]).installed

    assert of(b"1", b"b.py").to_bytes() == installed["b.py"].fingerprint
    assert UNSEEN.to_bytes() == installed["c.py"].fingerprint
    a = installed["a.py"]
    assert (of(b"2", b"a.py").to_bytes(), 1, of(b"1", b"a.py").to_bytes()) == (
        a.fingerprint,
        a.layer,
        a.former,
    )


def test_files_are_had_whether_claimed_or_not():
    claims = Claims(("**/x.py",), fingerprints=True)
    tree = overlay([snapshot_of(member(b"x.py", b"1") + member(b"y.py", b"2") + END, claims)])

    assert {"x.py", "y.py"} == set(tree.installed)
    assert tree.read("x.py") == b"1"


def test_layers_are_neither_kept_nor_taken_from_the_store():
    info = LayerInfo(diff_id=None, digest=None)

    assert store_key(info, options(CLAIMS)) == ""
