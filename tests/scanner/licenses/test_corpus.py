from __future__ import annotations

import subprocess
import sys

from scanner.licenses.corpus import BUNDLED, bundled, text_of


def test_the_release_of_the_list_is_told():
    assert "3.29.0" == bundled().version


def test_every_licence_and_exception_has_its_text():
    missing = [identifier for identifier in bundled().names if not text_of(identifier)]

    assert [] == missing
    assert len(bundled().names) > 820
    assert "MIT License\n" == (text_of("MIT") or "")[:12]


def test_what_is_not_on_the_list_has_no_text():
    assert text_of("LicenseRef-Foo") is None


def test_exceptions_are_told_from_licences():
    assert {"LLVM-exception", "GCC-exception-3.1"} < bundled().exceptions
    assert "GPL-3.0-only" not in bundled().exceptions


def test_it_is_small():
    assert BUNDLED.stat().st_size < 2 << 20


def test_texts_for_people_are_not_read_to_match():
    """
    They take as long as the index does, and most scans need none of them.
    """
    code = (
        "import sys; from scanner.licenses.text import identify; identify(b'MIT');"
        "print({'lzma', 'packaging.licenses', 'unittest'} & set(sys.modules))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert "set()" == run.stdout.strip()
