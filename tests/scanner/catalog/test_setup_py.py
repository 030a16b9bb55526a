"""Projects by their ``setup.py``."""

from __future__ import annotations

from scanner.catalog.setup_py import catalog
from scanner.model.component import PROJECT
from tests.support.declared import declaration_of, declared_in

SETUP = b"""# coding: latin-1
from setuptools import setup
setup(name="shop", version="1.0", install_requires=["a==1 ; os_name=='nt'", "b @ https://x.org/b.zip"],
      extras_require={"dev:python_version>'3'": ["c ; os_name=='nt'"]}, author="\xe9")
"""


def test_k20_a_project_and_what_it_requires():
    found = declared_in(catalog, {"srv/setup.py": SETUP})

    shop, a, b, c = found.components
    assert ("shop", "1.0", PROJECT, "srv", 3) == (
        shop.name,
        shop.version,
        shop.kind,
        shop.environment,
        shop.evidence.line,
    )
    assert ("1", "os_name=='nt'", True, 3) == (
        a.version,
        declaration_of(a).marker,
        declaration_of(a).is_direct,
        declaration_of(a).last_line,
    )
    assert ("https://x.org/b.zip", "setup-py") == (b.origin, b.kind)
    assert (("dev",), "(os_name=='nt') and (python_version>'3')") == (
        declaration_of(c).for_extras,
        declaration_of(c).marker,
    )
    assert {(shop.place, each.place) for each in (a, b, c)} == found.edges


def test_k20_what_is_not_told_is_a_problem():
    code = b"setup(name='-', version=f(), install_requires=['two words', './x'])"

    found = declared_in(catalog, {"setup.py": code})

    assert [
        "line 1: version is not told without running it",
        "not a valid name: '-'",
        "line 1: not a requirement",
        "line 1: a requirement without a name: ./x",
    ] == found.reasons
    assert [] == found.components


def test_nothing_is_run(tmp_path):
    code = f"open({str(tmp_path / 'ran')!r}, 'w')\nsetup(name=__import__('os').getcwd())".encode()

    declared_in(catalog, {"setup.py": code})

    assert [] == list(tmp_path.iterdir())
