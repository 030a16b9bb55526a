"""Lines that tell an encoding."""

from __future__ import annotations

import pytest

from scanner.metadata.coding_line import encoding_of


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(b"# -*- coding: latin-1 -*-\n", "latin_1", id="emacs"),
        pytest.param(b"#!/x\n# vim: set fileencoding=cp1252 :\n", "cp1252", id="second line"),
        pytest.param(b"#\n#\n# coding: latin-1\n", None, id="third line"),
        pytest.param(b"x = 'coding: latin-1'\n", None, id="no comment"),
        pytest.param(b"# coding: idna\n", None, id="no encoding of texts"),
        pytest.param(b"# coding: unicode_escape\n", None, id="one that runs escapes"),
        pytest.param(b"# coding: zip\n", None, id="unknown"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_an_encoding_is_told_in_the_first_two_lines(data, encoding):
    assert encoding == encoding_of(data)
