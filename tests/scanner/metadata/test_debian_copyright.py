"""Copyright files of Debian packages."""

from __future__ import annotations

import pytest

from scanner.metadata.debian_copyright import DebianCopyright, parse_debian_copyright

FORMAT = b"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(
            b"Files: *\nCopyright: me\nLicense: Expat\n Permission is\n .\n hereby\n",
            DebianCopyright("Expat"),
            id="one",
        ),
        pytest.param(
            b"Files: *\nLicense: GPL-2+\n\nFiles: debian/*\nLicense: ISC\n",
            DebianCopyright("GPL-2+"),
            id="packaging is left out",
        ),
        pytest.param(
            b"Files: *\nLicense: BSD-3-clause\n\nFiles: a/*\n b/*\nLicense: Zlib\n",
            DebianCopyright("BSD-3-clause", ("Zlib",)),
            id="others",
        ),
        pytest.param(
            b"Files: a.py\nLicense: MIT\n\nLicense: MIT\n text\n",
            DebianCopyright(None, ("MIT",)),
            id="none of all files",
        ),
        pytest.param(b"files: *\r\nlicense: MIT\r\n", DebianCopyright("MIT"), id="spelling"),
    ],
)
def test_short_names_are_read(paragraphs, expected):
    assert expected == parse_debian_copyright(FORMAT + paragraphs)


@pytest.mark.parametrize("data", [b"", b"This is free software.", b"\xff\xfe", b"Format:\n"])
def test_another_form_is_none(data):
    assert parse_debian_copyright(data) is None
