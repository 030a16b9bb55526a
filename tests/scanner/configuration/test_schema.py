"""The JSON Schema of configuration files: it says what our own reading says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from scanner.configuration.document import Document
from scanner.configuration.schema import schema_of
from scanner.configuration.setting import settings_in
from scanner.errors import UnusableConfiguration
from tests.support.configuration import all_options, another_value

PUBLISHED = Path(__file__).parents[3] / "scanner/configuration/lading.schema.json"
OPTIONS = all_options()
COMMANDS = sorted({option.command for option in OPTIONS})
SCHEMA = schema_of(OPTIONS)


def test_what_is_published_is_the_schema_of_the_options_that_there_are():
    """
    ``make docs`` writes it.
    """
    assert json.dumps(SCHEMA, indent=2) + "\n" == PUBLISHED.read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_of_a_command_is_in_it(command):
    options = [option for option in OPTIONS if option.command == command]
    table: dict[str, object] = {option.key: another_value(option) for option in options}
    for word in reversed(command):
        table = {word: table}

    assert [] == [error.message for error in jsonschema_rs.validator_for(SCHEMA).iter_errors(table)]


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"quiet": True},
        {"quiet": 1},
        {"quite": True},
        {"scan": {"fail-on": "high"}},
        {"scan": {"coverage": "half"}},
        {"fail-on": "high"},
        {"licenses": {"report": {"fail-on": "deny"}}},
        {"scan": {"include": ["archive"]}},
        {"scan": {"include": "archive"}},
        {"scan": []},
        {"sbom": {"write": {"quiet": True}, "quiet": False}},
        {"sbom": {"scan": {}}},
        {"sbom": "a.json"},
        {"resolve-timeout": 1.5},
        {"resolve-timeout": "1"},
    ],
    ids=str,
)
def test_it_accepts_what_we_accept(table):
    faults = [
        found
        for found in settings_in(Document(Path("lading.toml"), table, {}), OPTIONS)
        if isinstance(found, UnusableConfiguration)
    ]

    assert (faults == []) == jsonschema_rs.validator_for(SCHEMA).is_valid(table)
