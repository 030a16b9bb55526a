"""NOTICE files."""

from __future__ import annotations

from scanner.formats.licenses.notice import emit
from tests.support.license_reports import BSD, LIBRARY, MIT_GRANT, awkward


def notice_of(report):
    """Return the file as text."""
    return b"".join(emit(report)).decode()


def test_a_text_of_several_distributions_stands_there_once_and_says_whose_it_is():
    text = notice_of(LIBRARY)

    assert 1 == text.count(MIT_GRANT)
    assert (
        "In:\n"
        "  attrs 25.1\n"
        "    Copyright (c) 2009 Ann Author\n"
        "  urllib3 2.2\n"
        "    Copyright (c) 2020 Bo Builder\n"
        "    Copyright (c) 2021 Cy Coder\n"
    ) in text


def test_a_text_of_one_distribution_is_as_it_was():
    assert BSD in notice_of(LIBRARY)


def test_every_distribution_is_listed_once_with_its_licence():
    head = notice_of(LIBRARY).split("\n\n")[1]

    assert [
        "  attrs 25.1: MIT",
        "  converter 1.0: GPL-3.0-only",
        "  idna 3.4: BSD-3-Clause",
        "  proprietary 7: LicenseRef-Proprietary",
        "  silent 0.9: licence not known",
        "  textless 0.1: Apache-2.0",
        "  urllib3 2.2: MIT",
    ] == head.splitlines()


def test_nothing_in_it_acts():
    text = notice_of(awkward())

    assert text.replace("\n", "").isprintable()
    assert "\\x1b[2J" in text
