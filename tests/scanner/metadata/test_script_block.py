"""Inline metadata of scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.script_block import block_of, parse_script_block

SCRIPT = b"""#!/usr/bin/env python3
import x
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "rich>=13",
#
#   "httpx==0.27.2",
# ]
# ///
# and no more
print(1)
"""


def test_k16_a_block_tells_requirements_with_their_lines():
    found = parse_script_block(SCRIPT)

    assert found is not None
    assert (3, ">=3.11", ()) == (found.line, found.requires_python, found.oddities)
    assert [("rich>=13", 6), ("httpx==0.27.2", 8)] == [(e.text, e.line) for e in found.requirements]


def test_k16_of_a_script_its_block_is_kept_with_its_lines():
    kept = block_of(SCRIPT)

    assert b"print" not in kept
    assert b"import" not in kept
    assert parse_script_block(SCRIPT) == parse_script_block(kept)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="K16-empty"),
        pytest.param(b"print('# /// script')\n", id="K16-within-a-line"),
        pytest.param(b"# /// other\n# ///\n", id="K16-of-another-type"),
    ],
)
def test_most_python_files_have_no_block(text):
    assert (b"", None) == (block_of(text), parse_script_block(text))


@pytest.mark.parametrize(
    ("text", "oddity"),
    [
        pytest.param(b"# /// script\n# a = 1\n", "a block of metadata that does not end", id="end"),
        pytest.param(b"# /// script\n# a =\n# ///\n", "not TOML", id="toml"),
        pytest.param(b"# /// script\n# a = " + b"[" * 5000 + b"\n# ///\n", "not TOML", id="deep"),
        pytest.param(
            b"# /// script\n# dependencies = [1]\n# ///\n", "line 2: not a requirement", id="type"
        ),
        pytest.param(
            b"# /// script\n# dependencies = 'a'\n# ///\n", "line 2: not a requirement", id="list"
        ),
    ],
)
def test_k22_a_block_with_errors_is_told(text, oddity):
    found = parse_script_block(text)

    assert found is not None
    assert () == found.requirements
    assert found.oddities[0].startswith(oddity)


def test_k16_a_block_ends_with_the_last_line_that_may_end_it():
    found = parse_script_block(b"# /// script\r\n# a = '''\r\n# ///\r\n# '''\r\n# ///\r\nx\r\n")

    assert found is not None
    assert () == found.oddities


@given(st.binary() | st.lists(st.sampled_from(SCRIPT.splitlines(keepends=True))).map(b"".join))
def test_any_bytes_are_read(data):
    assert parse_script_block(data) == parse_script_block(block_of(data))
