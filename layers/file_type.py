"""What a file is that is no image, as far as users confuse it with one."""

from __future__ import annotations

import codecs
from typing import Final

from layers.compression import compression_of
from layers.tar_header import BLOCK, is_header

HEAD_BYTES: Final = 36 << 10
"""Enough for all that is looked at; an ISO 9660 image has its mark behind 32 KiB of nothing."""
DISK: Final = "a virtual machine's disk; mount it read-only and scan the directory"
FILE_SYSTEM: Final = "a file system; mount it read-only and scan the directory"
JSON: Final = "a JSON document"
UNKNOWN: Final = "neither a tar archive, plain or compressed, nor a directory"
BYTE_ORDER_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MAGICS: Final = (
    (0, b"PK\x03\x04", "a zip file"),
    (0, b"\x7fELF", "a program"),
    (0, b"{", JSON),
    (0, b"QFI\xfb", DISK),
    (0, b"KDMV", DISK),
    (0, b"COWD", DISK),
    (0, b"# Disk DescriptorFile", DISK),
    (0, b"conectix", DISK),
    (0, b"vhdxfile", DISK),
    (0x40, b"\x7f\x10\xda\xbe", DISK),
    (512, b"EFI PART", DISK),
    (4096, b"EFI PART", DISK),
    (0, b"hsqs", FILE_SYSTEM),
    (0, b"XFSB", FILE_SYSTEM),
    (1024, b"\xe2\xe1\xf5\xe0", FILE_SYSTEM),
    (1080, b"\x53\xef", FILE_SYSTEM),
    (32769, b"CD001", FILE_SYSTEM),
)
"""Offset, bytes, and what has them; qcow2, VMDK (three kinds), VHD, VHDX, VDI, GPT with sectors of
512 and 4,096 bytes; then squashfs, XFS, EROFS, ext2 to 4, ISO 9660."""
BOOT_SIGNATURE: Final = b"\x55\xaa"
PARTITIONS: Final = range(446, 510, 16)
PARTITION_STATES: Final = (0x00, 0x80)
SECTOR: Final = 512


def described(head: bytes) -> str:
    """Say what a file is that begins so."""
    if not head:
        return "an empty file"
    for offset, magic, description in MAGICS:
        if head.startswith(magic, offset):
            return description
    if _is_boot_record(head):
        return DISK
    return UNKNOWN


def is_text(head: bytes) -> bool:
    """Tell whether a file that begins so is one of lines, and none of what images come as."""
    if head.startswith(BYTE_ORDER_MARKS):
        return True
    is_binary = b"\0" in head or compression_of(head) or is_header(head[:BLOCK])
    return bool(head) and not is_binary and described(head) in {JSON, UNKNOWN}


def _is_boot_record(head: bytes) -> bool:
    """Tell whether a disk begins so that has partitions, but no GUIDs for them."""
    if head[SECTOR - 2 : SECTOR] != BOOT_SIGNATURE:
        return False
    entries = [head[start : start + 16] for start in PARTITIONS]
    return all(entry[0] in PARTITION_STATES for entry in entries) and any(
        entry[4] and any(entry[12:]) for entry in entries
    )
