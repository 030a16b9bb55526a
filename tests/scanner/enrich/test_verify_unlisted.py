"""Changes where no distribution has a list: hooks, standard libraries, and smaller images.

A change that looks like what makes images smaller is believed only where it does that.
"""

from __future__ import annotations

import hashlib

import pytest

from tests.scanner.enrich.test_verify import BASE, ELF, FOO, ROOT, bytecode, changes, installed
from tests.scanner.enrich.test_verify import verified as inventory_of

LIBRARY = "usr/local/lib/python3.11"
PYTHON = {f"{LIBRARY}/{name}": b"" for name in ("os.py", "re.py", "json/__init__.py")}
DEBIAN_LIBRARY = "usr/lib/python3.11"
EASY = f"{ROOT}/easy-install.pth"
HEAD = b"import sys; sys.__plen = len(sys.path)\n"
SHOP = {"src/shop/shop.egg-info/PKG-INFO": b"Name: shop\nVersion: 1.0\n"}


def of_debian(files):
    """Return a package that has files, with their true sums."""
    sums = "".join(f"{hashlib.md5(data).hexdigest()}  {path}\n" for path, data in files.items())
    return files | {
        "var/lib/dpkg/status": b"Package: libpython3.11-stdlib\nStatus: install ok installed\n"
        b"Version: 3.11.2-6\nArchitecture: all\n",
        "var/lib/dpkg/info/libpython3.11-stdlib.list": "".join(f"/{p}\n" for p in files).encode(),
        "var/lib/dpkg/info/libpython3.11-stdlib.md5sums": sums.encode(),
    }


DEBIAN = of_debian(
    {path.replace(LIBRARY, DEBIAN_LIBRARY): content for path, content in PYTHON.items()}
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("re.py", "modified"), ("os.py", "modified"), ("json/evil.py", "added"), ("evil.so", "added")],
)
@pytest.mark.parametrize(
    ("library", "base"),
    [(LIBRARY, PYTHON), (DEBIAN_LIBRARY, DEBIAN)],
    ids=["nobody-s", "debian-s"],
)
def test_a_changed_file_of_the_standard_library_is_found(library, base, path, kind):
    later = {f"{library}/{path}": b"evil"}

    assert {(f"{library}/{path}", kind, 1)} == changes(BASE | base, later)


def test_what_came_with_a_standard_library_is_not_verified_and_that_is_said():
    later = {f"{LIBRARY}/__pycache__/re.cpython-311.pyc": bytecode(size=0)}
    inventory = inventory_of(BASE | PYTHON, later | {f"{LIBRARY}/os.py": b""})

    assert () == inventory.changes
    reason = "not verified: nobody recorded the files of this standard library"
    assert [(LIBRARY, reason)] == [
        (problem.path, problem.reason)
        for problem in inventory.problems
        if problem.cataloger == "verify"
    ]


def test_a_standard_library_that_a_package_manager_recorded_is_verified():
    assert () == inventory_of(BASE | DEBIAN).problems


@pytest.mark.parametrize("line", [b"/opt/evil", b"../../../../opt/evil", b"/nowhere"])
def test_a_line_that_makes_interpreters_look_elsewhere_is_found(line):
    later = {EASY: HEAD + line + b"\n", "opt/evil/requests.py": b""}

    (change,) = inventory_of(BASE | {EASY: HEAD}, later).changes

    assert (EASY, "added", 1) == (change.path, change.kind.value, change.layer)
    leading = f"/{line.decode().rpartition('../')[2].lstrip('/')}"
    assert f"line 2 leads to {leading}, where no distribution is" == change.reason


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({EASY: HEAD + b"/src/shop\n"} | SHOP, id="in-development"),
        pytest.param(
            {EASY: HEAD + b"/src/shop\n", f"{ROOT}/shop.egg-link": b"/src/shop\n."}, id="not-there"
        ),
        pytest.param(
            {
                EASY: HEAD + b"./shop-1.0-py3.11.egg\n",
                f"{ROOT}/shop-1.0-py3.11.egg/EGG-INFO/PKG-INFO": b"Name: shop\nVersion: 1.0\n",
            },
            id="an-egg",
        ),
        pytest.param({"opt/easy-install.pth": b"/opt/evil\n"}, id="in-no-site-directory"),
    ],
)
def test_a_line_for_what_was_installed_is_no_change(files):
    assert set() == changes(BASE | files)


def test_sources_that_were_replaced_one_by_one_are_not_taken_for_a_smaller_image():
    """
    What makes images smaller leaves no source of a distribution.
    """
    names = ("a", "b", "c")
    base = installed({f"foo/{name}.py": FOO for name in (*names, "left")})
    removed = {f"{ROOT}/foo/.wh.{name}.py": b"" for name in names}

    found = changes(base, removed | {f"{ROOT}/foo/{name}.pyc": bytecode() for name in names})

    assert {("foo/a.pyc", "bytecode", 1), ("foo/b.pyc", "bytecode", 1)} < found


@pytest.mark.parametrize(("is_later", "kind"), [(False, "stripped"), (True, "modified")])
def test_6_libraries_are_stripped_in_the_layer_that_they_are_from(is_later, kind):
    """
    To strip them later makes an image larger.
    """
    libraries = {f"foo/{number}.so": ELF + bytes((number,)) for number in range(3)}
    base, smaller = installed(libraries), {f"{ROOT}/{path}": ELF for path in libraries}

    found = changes(base, smaller) if is_later else changes(base | smaller)

    assert {kind} == {kind for _, kind, _ in found}
