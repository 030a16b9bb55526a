"""Which wheel a distribution was installed from, by the lockfile of its project."""

from __future__ import annotations

import pytest

from scanner.model.component import State
from tests.support.images import inventory_in

SITE = "app/.venv/lib/python3.11/site-packages"
URL = "https://files.test/packages/ab"
SDIST, ANY, LINUX, MUSL, OTHER = (f"{digit * 64}" for digit in "01234")
ANY_TAGS = ("py2-none-any", "py3-none-any")
LINUX_TAGS = ("cp311-cp311-manylinux_2_17_x86_64", "cp311-cp311-manylinux2014_x86_64")
LINUX_NAME = "fast-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"


def uv_lock(name, *wheels):
    """Return what ``uv lock`` writes, with a source distribution before all wheels."""
    lines = "".join(
        f'    {{ url = "{URL}/{wheel}", hash = "sha256:{digest}", size = 7 }},\n'
        for wheel, digest in wheels
    )
    return (
        'version = 1\nrequires-python = ">=3.11"\n\n[[package]]\n'
        f'name = "{name}"\nversion = "1.0"\nsource = {{ registry = "https://pypi.org/simple" }}\n'
        f'sdist = {{ url = "{URL}/{name}-1.0.tar.gz", hash = "sha256:{SDIST}", size = 9 }}\n'
        f"wheels = [\n{lines}]\n"
    ).encode()


def installed(name, *tags, version="1.0", build=None, **files):
    """Return the files of a distribution as an installer leaves them."""
    info = f"{SITE}/{name}-{version}.dist-info"
    wheel = ["Wheel-Version: 1.0", *([f"Build: {build}"] if build else [])]
    wheel += [f"Tag: {tag}" for tag in tags]
    return {
        "app/.venv/pyvenv.cfg": b"home = /usr/bin\nversion = 3.11.2\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": "\n".join(wheel).encode() + b"\n",
        **{f"{info}/{file.replace('_json', '.json')}": data for file, data in files.items()},
    }


def hashes(lock, files, path="app/uv.lock"):
    """Return what is told of the one thing that is installed."""
    inventory = inventory_in({path: lock, **files})
    (found,) = (each for each in inventory.components if each.state is State.INSTALLED)
    return found.hashes


PURE = uv_lock("pure", ("pure-1.0-py2.py3-none-any.whl", ANY))
FAST = uv_lock(
    "fast",
    (LINUX_NAME, LINUX),
    ("fast-1.0-cp311-cp311-musllinux_1_2_x86_64.whl", MUSL),
    ("fast-1.0-cp312-cp312-manylinux_2_17_x86_64.whl", OTHER),
)


@pytest.mark.parametrize(
    ("lock", "files", "digest"),
    [
        pytest.param(PURE, installed("pure", *ANY_TAGS), ANY, id="the only wheel"),
        pytest.param(PURE, installed("Pure", *ANY_TAGS), ANY, id="spelt otherwise"),
        pytest.param(FAST, installed("fast", *LINUX_TAGS), LINUX, id="of several by its tags"),
        pytest.param(FAST, installed("fast", LINUX_TAGS[0]), LINUX, id="some of its tags"),
        pytest.param(
            uv_lock("pure", ("pure-1.0-2-py3-none-any.whl", ANY)),
            installed("pure", "py3-none-any", build="2"),
            ANY,
            id="a build",
        ),
    ],
)
def test_a_distribution_has_the_digest_of_the_locked_wheel_with_its_tags(lock, files, digest):
    assert (f"sha256:{digest}",) == hashes(lock, files)


@pytest.mark.parametrize(
    ("lock", "files"),
    [
        pytest.param(PURE, installed("pure", *ANY_TAGS, version="1.1"), id="another version"),
        pytest.param(PURE, installed("pure", *ANY_TAGS, version="1.0+cu1"), id="another build"),
        pytest.param(PURE, installed("pure", "cp311-cp311-linux_x86_64"), id="other tags"),
        pytest.param(PURE, installed("pure"), id="no tags"),
        pytest.param(PURE, installed("pure", *ANY_TAGS, build="1"), id="rebuilt"),
        pytest.param(PURE, installed("pure", *ANY_TAGS, uv_build_json=b"{}"), id="from source"),
        pytest.param(
            PURE,
            installed("pure", *ANY_TAGS, direct_url_json=b'{"url": "https://a.test/pure.whl"}'),
            id="from elsewhere",
        ),
        pytest.param(
            uv_lock(
                "pure", ("pure-1.0-py3-none-any.whl", ANY), ("pure-1.0-py2.py3-none-any.whl", OTHER)
            ),
            installed("pure", "py3-none-any"),
            id="one of two",
        ),
        pytest.param(
            uv_lock(
                "pure", ("pure-1.0-py3-none-any.whl", ANY), ("pure-1.0-py3-none-any.whl", OTHER)
            ),
            installed("pure", "py3-none-any"),
            id="two digests of one file",
        ),
        pytest.param(uv_lock("pure"), installed("pure", *ANY_TAGS), id="only a source is locked"),
        pytest.param(uv_lock("other"), installed("pure", *ANY_TAGS), id="not locked"),
    ],
)
def test_where_anything_is_left_open_nothing_is_said(lock, files):
    assert hashes(lock, files) == ()


def test_the_lockfile_of_another_project_says_nothing():
    assert hashes(PURE, installed("pure", *ANY_TAGS), path="srv/uv.lock") == ()


def test_what_the_installer_recorded_counts():
    direct = b'{"url": "https://a.test/pure.whl", "archive_info": {"hashes": {"sha256": "%s"}}}' % (
        OTHER.encode()
    )

    assert (f"sha256:{OTHER}",) == hashes(
        PURE, installed("pure", *ANY_TAGS, direct_url_json=direct)
    )
