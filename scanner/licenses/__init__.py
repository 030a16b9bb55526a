"""What texts and fields say of licences: bytes and values to values (SPDX, PEP 639)."""
