"""Dependencies of the environment that the tests run in, beside what pipdeptree says of it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.model.names import normalized
from scanner.pipeline import scan
from tests.support.command import environment

IS_VIRTUAL = sys.prefix != sys.base_prefix
HAS_PIPDEPTREE = importlib.util.find_spec("pipdeptree") is not None


@pytest.mark.skipif(not IS_VIRTUAL, reason="the tests do not run in a virtual environment")
@pytest.mark.skipif(not HAS_PIPDEPTREE, reason="pipdeptree is not installed")
def test_edges_are_those_that_pipdeptree_sees():
    """
    From the outside, without its interpreter, and without knowing for which platform it is.
    """
    command = [sys.executable, "-m", "pipdeptree", "--local-only", "--output", "json"]
    answer = subprocess.run(command, capture_output=True, check=True, env=environment())
    inventory = scan(str(Path(sys.prefix)))
    names = {
        each.place: normalized(each.name)
        for each in inventory.components
        if each.environment == "" and each.directness
    }
    found = {
        (names[each.dependent], names[each.dependency])
        for each in inventory.dependencies
        if each.is_there and each.dependent in names and each.dependency in names
    }

    assert found
    assert found == {
        (each["package"]["key"], other["key"])
        for each in json.loads(answer.stdout)
        for other in each["dependencies"]
        if other["installed_version"] != "?"
    }
