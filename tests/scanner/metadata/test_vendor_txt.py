from __future__ import annotations

from scanner.metadata.vendor_txt import Pin, parse_vendor_txt


def test_each_line_is_a_pin_with_its_number():
    """
    pip's has requirements of requirements below them, bleach's has hashes.
    """
    listed = parse_vendor_txt(
        b"# a comment\n\nCacheControl==0.14.4  # Make sure to update the license\n"
        b"requests==2.34.2\n    certifi==2026.10.23\n"
        b"html5lib==1.1 \\\n    --hash=sha256:0d78 \\\n    --hash=sha256:b2e5\n"
        b"rich[jupyter]==1.0 ; python_version > '3'\r\nsix===1.16\n"
    )

    assert listed.pins == (
        Pin(3, "CacheControl", "0.14.4"),
        Pin(4, "requests", "2.34.2"),
        Pin(5, "certifi", "2026.10.23"),
        Pin(6, "html5lib", "1.1"),
        Pin(9, "rich", "1.0"),
        Pin(10, "six", "1.16"),
    )
    assert listed.oddities == ()


def test_what_has_no_version_is_odd_and_costs_nothing_else():
    listed = parse_vendor_txt(
        b"a>=1\ngit+https://me:secret@host.test/b\n\xffx==1\nc==1\n-r other\n"
    )

    assert listed.pins == (Pin(4, "c", "1"),)
    assert listed.oddities == (
        "not a name with a version: a>=1",
        "not a name with a version: git+https://host.test/b",
        "not a name with a version: �x==1",
    )


def test_only_so_many_lines_are_read():
    listed = parse_vendor_txt(b"a==1\n" * 10_001)

    assert (10_000, ("only the first 10,000 lines were read",)) == (
        len(listed.pins),
        listed.oddities,
    )
