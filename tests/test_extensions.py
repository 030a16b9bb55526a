"""What is plugged in by name: each module in its table, each name for a value that fits."""

from __future__ import annotations

import inspect
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

import layers.sources
import scanner.advisories.feeds
import scanner.catalog
import scanner.enrich
import scanner.formats
import scanner.formats.drawing
import scanner.formats.licenses
import scanner.formats.reading
import scanner.quality.profiles
import scanner.resolve
from layers.sources import SOURCES
from scanner.advisories.feeds import FEEDS
from scanner.advisories.feeds.feed import Feed
from scanner.catalog import CATALOGERS
from scanner.catalog.cataloger import Cataloger
from scanner.enrich import ENRICHERS
from scanner.formats import EMITTERS, READERS
from scanner.formats.drawing import DRAWINGS
from scanner.formats.drawing.drawing import Drawing
from scanner.formats.emitter import Emitter
from scanner.formats.licenses import LICENSE_EMITTERS
from scanner.formats.licenses.emitter import LicenseEmitter
from scanner.formats.reader import Reader
from scanner.quality.profile import Profile
from scanner.quality.profiles import PROFILES
from scanner.resolve import RESOLVERS
from scanner.resolve.resolver import Resolver

if TYPE_CHECKING:
    from types import ModuleType

    from layers.extensions import Extensions

TABLES: list[tuple[ModuleType, Extensions[Any], set[str]]] = [
    (
        scanner.catalog,
        CATALOGERS,
        {
            "cataloger",
            "distribution",
            "inclusion",
            "interpreter",
            "lockfile",
            "manifest",
            "project",
            "project_file",
            "state",
            "system",
            "workspace",
        },
    ),
    (scanner.enrich, ENRICHERS, {"enricher", "inside", "recorded"}),
    (
        scanner.formats,
        EMITTERS,
        {
            "cell",
            "container",
            "date_time",
            "document_facts",
            "drawing",
            "emitter",
            "exact_json",
            "explanation_json",
            "external_reference",
            "inventory_json",
            "json_text",
            "licenses",
            "page",
            "plain_text",
            "quality_json",
            "reader",
            "reading",
            "record_json",
            "report_json",
            "report_schema",
            "template",
            "wording",
        },
    ),
    (scanner.formats.reading, READERS, {"component", "facts", "interpreter", "license"}),
    (
        scanner.formats.licenses,
        LICENSE_EMITTERS,
        {
            "attributed",
            "emitter",
            "evidence",
            "file_name",
            "notice_text",
            "row",
            "zip_file",
        },
    ),
    (scanner.formats.drawing, DRAWINGS, {"drawing", "words"}),
    (scanner.quality.profiles, PROFILES, set()),
    (scanner.advisories.feeds, FEEDS, {"by_package", "feed", "single_file"}),
    (layers.sources, SOURCES, set()),
    (
        scanner.resolve,
        RESOLVERS,
        {
            *("answer", "closure", "execution", "input", "place", "program", "resolution"),
            "resolver",
        },
    ),
]
"""A package, its table, and its modules that are no extensions, but what these have in common."""


@pytest.mark.parametrize(
    ("package", "table", "shapes"), TABLES, ids=lambda v: getattr(v, "__name__", "")
)
def test_every_module_is_registered_and_every_registered_module_is_there(package, table, shapes):
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}

    places = (module.removeprefix(f"{package.__name__}.") for module in table.modules)
    assert modules - shapes == {place.partition(".")[0] for place in places}
    assert shapes <= modules


@pytest.mark.parametrize("name", CATALOGERS)
def test_a_cataloger_goes_by_its_name(name):
    cataloger = CATALOGERS[name]

    assert isinstance(cataloger, Cataloger)
    assert name == cataloger.name
    assert cataloger.version >= 1
    assert cataloger.claims


@pytest.mark.parametrize("name", EMITTERS)
def test_an_emitter_goes_by_its_name(name):
    emitter = EMITTERS[name]

    assert isinstance(emitter, Emitter)
    assert name == emitter.name
    assert "/" in emitter.media_type


@pytest.mark.parametrize("name", READERS)
def test_a_reader_goes_by_its_name(name):
    reader = READERS[name]

    assert isinstance(reader, Reader)
    assert name == reader.name
    assert not reader.detects(b"")


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_goes_by_its_name(name):
    drawing = DRAWINGS[name]

    assert isinstance(drawing, Drawing)
    assert name == drawing.name


@pytest.mark.parametrize("name", LICENSE_EMITTERS)
def test_an_emitter_of_licences_goes_by_its_name(name):
    emitter = LICENSE_EMITTERS[name]

    assert isinstance(emitter, LicenseEmitter)
    assert name == emitter.name
    assert "/" in emitter.media_type


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_goes_by_its_name(name):
    profile = PROFILES[name]

    assert isinstance(profile, Profile)
    assert name == profile.name


@pytest.mark.parametrize("name", RESOLVERS)
def test_a_resolver_goes_by_its_name(name):
    resolver = RESOLVERS[name]

    assert isinstance(resolver, Resolver)
    assert name == resolver.name


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_goes_by_its_name(name):
    feed = FEEDS[name]

    assert isinstance(feed, Feed)
    assert name == feed.name
    assert feed.server.startswith("https://")


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_takes_a_location_and_options(name):
    assert ["location", "options"] == list(inspect.signature(SOURCES[name]).parameters)


@pytest.mark.parametrize(
    "table",
    [CATALOGERS, DRAWINGS, EMITTERS, FEEDS, LICENSE_EMITTERS, READERS, SOURCES],
    ids=["catalog", "drawing", "formats", "feeds", "licenses", "reading", "sources"],
)
def test_names_are_listed_in_their_order(table):
    """
    So that a new one has one place where it belongs; enrichers run in the order of theirs.
    """
    assert sorted(table) == list(table)
