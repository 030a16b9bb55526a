"""What is said of a file that is no image."""

from __future__ import annotations

import struct
import subprocess
from shutil import which

import pytest

from layers.file_type import DISK, FILE_SYSTEM, HEAD_BYTES, described

PARTITION = struct.pack("<B3sB3sII", 0x80, b"", 0x83, b"", 2048, 4096)


def boot_record(*entries: bytes) -> bytes:
    """Return the first sector of a disk with partitions."""
    return bytes(446) + b"".join(entries).ljust(64, b"\0") + b"\x55\xaa"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", "an empty file"),
        (b"PK\3\4", "a zip file"),
        (b"\x7fELF\2", "a program"),
        (b"{}", "a JSON document"),
        (b"QFI\xfb\0\0\0\3", DISK),
        (b"KDMV\1", DISK),
        (b"COWD\1", DISK),
        (b"# Disk DescriptorFile\nversion=1", DISK),
        (b"conectix", DISK),
        (b"vhdxfile", DISK),
        (b"<<< Oracle VM VirtualBox Disk Image >>>\n".ljust(64, b"\0") + b"\x7f\x10\xda\xbe", DISK),
        (boot_record(PARTITION), DISK),
        (boot_record(bytes(16), PARTITION), DISK),
        (bytes(512) + b"EFI PART", DISK),
        (bytes(4096) + b"EFI PART", DISK),
        (b"hsqs", FILE_SYSTEM),
        (b"XFSB", FILE_SYSTEM),
        (bytes(1080) + b"\x53\xef", FILE_SYSTEM),
        (bytes(32769) + b"CD001", FILE_SYSTEM),
        (boot_record(), "neither a tar archive, plain or compressed, nor a directory"),
        (b"#!/bin/sh", "neither a tar archive, plain or compressed, nor a directory"),
        (b"\x55\xaa", "neither a tar archive, plain or compressed, nor a directory"),
    ],
)
def test_a_file_is_told_by_how_it_begins(head, expected):
    assert expected == described(head)


def test_what_is_looked_at_reaches_the_last_mark():
    assert described((bytes(32769) + b"CD001").ljust(HEAD_BYTES)[:HEAD_BYTES]) == FILE_SYSTEM


@pytest.mark.skipif(which("mkfs.ext4") is None, reason="mkfs.ext4 is not installed")
def test_a_real_file_system_is_told(tmp_path):
    path = tmp_path / "disk"
    path.touch()
    subprocess.run(["mkfs.ext4", "-q", path, "1M"], check=True, capture_output=True)

    assert described(path.read_bytes()[:HEAD_BYTES]) == FILE_SYSTEM
