"""Which listed files have to do with Python."""

from __future__ import annotations

import pytest

from scanner.metadata import python_file
from scanner.metadata.python_file import PythonFiles, is_python_file, may_have_python

MATTER = [
    "usr/lib/python3/dist-packages/foo/__init__.py",
    "/usr/lib/python3/dist-packages/foo-1.0.egg-info",
    "usr/lib64/python3.9/site-packages/foo-1.0.dist-info/METADATA",
    "usr/lib/python3.11/os.py",
    "usr/lib/python3.11/EXTERNALLY-MANAGED",
    "usr/include/python3.11/patchlevel.h",
    "usr/bin/python3.11",
    "usr/libexec/platform-python3.6",
    "usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0",
    "usr/lib/pypy3.9/os.py",
    "usr/share/python-wheels/pip-23.0.1-py3-none-any.whl",
    "opt/app/foo.egg-info/PKG-INFO",
    "opt/app/foo-1.0-py3.8.egg",
    "./usr/bin/python3\n",
]
DO_NOT = [
    "usr/share/doc/python3-foo/copyright",
    "usr/share/doc/python3.11/changelog.gz",
    "usr/bin/python-config/x",
    "usr/bin/ipython3",
    "usr/share/info/foo-info.gz",
    "usr/lib/R/site-library/x",
    "",
]


@pytest.mark.parametrize("path", MATTER)
def test_these_files_matter(path):
    assert is_python_file(path.encode())
    assert may_have_python(path.encode())


@pytest.mark.parametrize("path", DO_NOT)
def test_these_do_not(path):
    assert not is_python_file(path.encode())


def test_directories_and_names_are_joined_into_paths_from_the_root():
    site = b"/usr/lib/python3/dist-packages/"
    files = [(site, True, b"foo.py", "md5:00"), (b"/usr/bin/", False, b"ls", None)]

    assert {"usr/lib/python3/dist-packages/foo.py": "md5:00"} == PythonFiles().among(files)


def test_what_directories_and_names_multiply_to_is_bounded(monkeypatch):
    monkeypatch.setattr(python_file, "MAX_LISTED_BYTES", 100)
    site = b"usr/lib/python3/dist-packages/"
    python_files = PythonFiles()

    found = python_files.among((site, True, b"%d.py" % number, None) for number in range(10))

    assert 2 == len(found)
    assert python_files.are_too_many
