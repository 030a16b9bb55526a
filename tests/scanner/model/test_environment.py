"""Site directories, by their paths."""

from __future__ import annotations

import pytest

from scanner.model.environment import SiteDirectory


@pytest.mark.parametrize(
    ("path", "prefix", "implementation", "version"),
    [
        ("usr/local/lib/python3.11/site-packages", "usr/local", "CPython", "3.11"),
        ("lib/python3.11/site-packages", "", "CPython", "3.11"),
        ("usr/lib64/python3.9/site-packages", "usr", "CPython", "3.9"),
        ("usr/lib32/python3.9/site-packages", "usr", "CPython", "3.9"),
        ("usr/libexec/python3.9/site-packages", "usr", "CPython", "3.9"),
        ("usr/lib/python3/dist-packages", "usr", "CPython", None),
        ("usr/local/lib/python3.11/dist-packages", "usr/local", "CPython", "3.11"),
        ("usr/lib/python2.7/dist-packages", "usr", "CPython", "2.7"),
        ("opt/lib/python3.13t/site-packages", "opt", "CPython", "3.13"),
        ("opt/pypy/lib/pypy3.9/site-packages", "opt/pypy", "PyPy", "3.9"),
        ("usr/lib/pypy3/dist-packages", "usr", "PyPy", None),
        ("Python311/Lib/site-packages", "Python311", "CPython", None),
        ("Lib/site-packages", "", "CPython", None),
        ("we\nird/lib/python3.11/site-packages", "we\nird", "CPython", "3.11"),
        (
            "opt/lib/python3.8/site-packages/lib/python3.9/site-packages",
            "opt/lib/python3.8/site-packages",
            "CPython",
            "3.9",
        ),
    ],
)
def test_an_interpreter_looks_where_its_installation_scheme_says(
    path, prefix, implementation, version
):
    expected = SiteDirectory(
        path, prefix, is_standard=True, implementation=implementation, python_version=version
    )

    assert expected == SiteDirectory.of(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "app",
        "app/site-packages",
        "opt/pypy/site-packages",
        "lib/python3.11/packages",
        "lib/python٣.٩/site-packages",
        "lib/python/site-packages/x",
        "mylib/python3.11/site-packages",
        "lib/mypython3.11/site-packages",
        "Lib/python3.11/lib/site-packages",
    ],
)
def test_any_other_directory_is_an_environment_of_its_own(path):
    assert SiteDirectory(path, path, is_standard=False) == SiteDirectory.of(path)


SITE = "opt/lib/python3.11/site-packages"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{SITE}/foo.dist-info", SITE),
        (f"{SITE}/foo/_vendor/bar.dist-info", SITE),
        (f"{SITE}/foo/{SITE}/bar.dist-info", f"{SITE}/foo/{SITE}"),
        ("app/foo.dist-info", "app"),
        ("foo.dist-info", ""),
        ("app/site-packages/a/b/foo.dist-info", "app/site-packages"),
        ("app/foo/_vendor/bar.dist-info", "app"),
        ("foo/_vendor/bar.dist-info", ""),
        ("_vendor/bar.dist-info", "_vendor"),
        ("app/_vendor/foo/_vendor/bar.dist-info", ""),
        ("_vendor/foo/_vendor/bar.dist-info", "_vendor"),
        (f"app/_vendor/{SITE}/bar.dist-info", f"app/_vendor/{SITE}"),
        ("site-packages", ""),
    ],
)
def test_a_distribution_is_in_the_nearest_site_directory(path, expected):
    assert expected == SiteDirectory.holding(path).path
