"""Things that are imported when they are looked up."""

from __future__ import annotations

import pytest

from layers.extensions import Extensions
from layers.sources import SOURCES

TABLE = Extensions[object]({"join": "os.path:join", "missing": "no.such.module:x"})


def test_a_name_stands_for_an_attribute_of_a_module():
    from os.path import join

    assert join is TABLE["join"]
    assert join is TABLE["join"]


def test_names_are_known_without_an_import():
    assert (["join", "missing"], 2) == (list(TABLE), len(TABLE))
    assert [True, False] == ["missing" in TABLE, "x" in TABLE]
    assert frozenset({"os.path", "no.such.module"}) == TABLE.modules


@pytest.mark.parametrize(("name", "error"), [("x", KeyError), ("missing", ModuleNotFoundError)])
def test_what_is_not_there_is_an_error_when_it_is_looked_up(name, error):
    with pytest.raises(error):
        TABLE[name]


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_can_be_imported(name):
    assert callable(SOURCES[name])


def test_every_module_of_sources_is_registered():
    from importlib.resources import files

    names = {path.name.removesuffix(".py") for path in files("layers.sources").iterdir()}

    modules = {f"layers.sources.{name}" for name in names if not name.startswith("__")}
    assert modules == SOURCES.modules
