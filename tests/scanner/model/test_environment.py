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
        # Debian's own, whose prefix is /usr.
        ("usr/local/lib/python3.11/dist-packages", "usr", "CPython", "3.11"),
        ("local/lib/python3.11/dist-packages", "", "CPython", "3.11"),
        ("usr/local/lib/python3/dist-packages", "usr/local", "CPython", None),
        ("usr/lib/python2.7/dist-packages", "usr", "CPython", "2.7"),
        ("opt/pypy/lib/pypy3.9/site-packages", "opt/pypy", "PyPy", "3.9"),
        ("usr/lib/pypy3/dist-packages", "usr", "PyPy", None),
        ("Python311/Lib/site-packages", "Python311", "CPython", None),
        ("Lib/site-packages", "", "CPython", None),
        ("app/__pypackages__/3.11/lib", "app/__pypackages__/3.11", None, "3.11"),
        ("__pypackages__/3.11/lib", "__pypackages__/3.11", None, "3.11"),
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
        ("app/__pypackages__/3.11/lib/foo.dist-info", "app/__pypackages__/3.11/lib"),
        ("app/__pypackages__/3.11/lib/foo/_vendor/x.dist-info", "app/__pypackages__/3.11/lib"),
        ("app/__pypackages__/foo.dist-info", "app/__pypackages__"),
        (f"{SITE}/foo/__pypackages__/3.11/lib/x.dist-info", SITE),
    ],
)
def test_a_distribution_is_in_the_nearest_site_directory(path, expected):
    assert expected == SiteDirectory.holding(path).path


def test_the_directory_of_a_free_threaded_interpreter_says_so():
    """
    L8: it is not searched by the other interpreter of that branch.
    """
    site = SiteDirectory.of("opt/lib/python3.13t/site-packages")

    assert ("opt", "3.13", True) == (site.prefix, site.python_version, site.is_free_threaded)


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(
            (
                "usr/local/lib/python3.11/dist-packages",
                "usr/lib/python3/dist-packages",
                "usr/lib/python3.11/dist-packages",
                "usr/lib/python3.11/site-packages",
            ),
            id="C19-debian",
        ),
        pytest.param(
            ("usr/lib64/python3.9/site-packages", "usr/lib/python3.9/site-packages"), id="C19-rpm"
        ),
    ],
)
def test_the_directories_of_an_interpreter_have_the_order_of_its_search(expected):
    sites = sorted(map(SiteDirectory.of, sorted(expected)), key=lambda site: site.rank)

    assert expected == tuple(site.path for site in sites)
