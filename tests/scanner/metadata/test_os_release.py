"""Which operating system it is."""

from __future__ import annotations

import pytest

from scanner.metadata.os_release import parse_os_release
from scanner.model.operating_system import OperatingSystem

TEXTS = [
    pytest.param(b'ID=debian\nVERSION_ID="12"\n', "debian", "12", id="Debian"),
    pytest.param(b"ID='fedora'\nVERSION_ID=40\nVARIANT_ID=x\n", "fedora", "40", id="Fedora"),
    pytest.param(
        b'ID="rhel"\r\nVERSION_ID="9.3"\r\nID_LIKE="fedora"\r\n', "rhel", "9.3", id="CRLF"
    ),
    pytest.param(b"ID=arch\n", "arch", None, id="rolling"),
    pytest.param(b"ID=a\nID=b\n", "b", None, id="the last counts"),
    pytest.param(b'ID="$(rm -rf /)"\n', None, None, id="not a word"),
    pytest.param(b'ID="debian\nVERSION_ID=\xff', None, None, id="broken"),
    pytest.param(b"", None, None, id="empty"),
]


@pytest.mark.parametrize(("text", "name", "version"), TEXTS)
def test_id_and_version_are_read(text, name, version):
    assert OperatingSystem(name, version) == parse_os_release(text)
