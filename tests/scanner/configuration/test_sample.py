"""The file to begin with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from scanner.configuration.document import Document
from scanner.configuration.sample import MINIMAL, sample_text
from scanner.configuration.setting import settings_in, settled
from tests.support.configuration import all_options

OPTIONS = all_options()
TEXT = sample_text(OPTIONS)


def test_it_says_nothing_yet():
    found = list(settings_in(Document(Path("lading.toml"), tomllib.loads(TEXT), {}), OPTIONS))

    assert [] == found


def test_it_has_every_option_once_where_all_that_mean_the_same_have_it():
    table = tomllib.loads(re.sub(r"^# ([a-z-]+ = )", r"\1", TEXT, flags=re.MULTILINE))

    found = list(settings_in(Document(Path("lading.toml"), table, {}), OPTIONS))

    unknown = [str(each) for each in found if "unknown key" in str(each)]
    assert [] == unknown
    for option in OPTIONS:
        assert re.search(rf"^# {option.key} = ", TEXT, re.MULTILINE), option
    assert ("color" in table, "fail-on" in table, "fail-on" in table["scan"]) == (True, False, True)


def test_the_short_one_is_right_as_it_is():
    table = tomllib.loads(MINIMAL)

    settings = settled([Document(Path("lading.toml"), table, {})], OPTIONS).values()

    assert [("fail-on", "high")] == [(each.option.key, each.value) for each in settings]
