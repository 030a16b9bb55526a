"""Wheels whose licences were judged by hand: testdata/licenses/wheels.json.

Each row has the fields as they were published, and by the names of its files which licences those
are, for their texts are not here. What is right was judged by reading, before it was compared. It
is null where nothing in the wheel tells it, though somebody else may know.

With ``LADING_WHEELS``, a directory of wheels (``pip download --no-deps``), those are read, too.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from scanner.pipeline import scan
from scanner.settings import Settings
from tests.support.licenses import licensing_of

ROWS = json.loads((Path(__file__).parents[3] / "testdata/licenses/wheels.json").read_text("utf-8"))
OPEN = {
    "cmake": "a text for the wheel and one for what is in it",
    "uvloop": "two files, and only its home page says that one may choose",
}
"""What stays open, though whoever knows more could tell."""
MAX_OPEN = 0.03


def concluded(row):
    text = f"{row['text']}\n\n\n\nand so on" if "pasted" in row else row.get("text")
    return licensing_of(
        text,
        *row.get("classifiers", ()),
        expression=row.get("expression"),
        files=row.get("files"),
        pasted=row.get("pasted", ()),
    ).concluded


def test_there_are_enough():
    assert len(ROWS) >= 200
    assert len(ROWS) == len({row["name"] for row in ROWS})


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['name']} {row['version']}" for row in ROWS])
def test_none_is_wrong(row):
    right = None if row["name"] in OPEN else row["right"]

    found = concluded(row)

    assert right == (found and anonymous(found))


def test_few_stay_open():
    is_open = [row["name"] for row in ROWS if row["right"] and concluded(row) is None]

    assert sorted(OPEN) == sorted(is_open)
    assert len(is_open) <= MAX_OPEN * len(ROWS)


@pytest.mark.skipif("LADING_WHEELS" not in os.environ, reason="LADING_WHEELS has no wheels")
def test_the_wheels_themselves_come_to_the_same():
    rows = {(row["name"], row["version"]): row for row in ROWS}
    inventory = scan(os.environ["LADING_WHEELS"], Settings(licenses=True))

    found = {
        (each.name, each.version): each.licensing.concluded
        for each in inventory.components
        if each.kind == "wheel" and each.licensing
    }

    wrong = {
        key: (rows[key]["right"], expression)
        for key, expression in found.items()
        if key in rows and expression and anonymous(expression) != rows[key]["right"]
    }
    assert {} == wrong


def anonymous(expression):
    """Return an expression whose own exceptions are not called by the text that they are in."""
    licence, marker, _ = expression.partition("AdditionRef-")
    return f"{licence}{marker}{'0' * 12}" if marker else expression
