from __future__ import annotations

import pytest

from scanner.licenses.copyright import MAX_LENGTH, claim_in, without_claim


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        ("Copyright (c) 2020 Jane Doe", "Copyright (c) 2020 Jane Doe"),
        ("  # Copyright © 2020, Jane  Doe  #", "Copyright © 2020, Jane Doe"),
        (
            " * Copyright 2004-2021 Foo, Inc. All rights reserved.",
            "Copyright 2004-2021 Foo, Inc. All rights reserved.",
        ),
        ("Copyright Jason R. Coombs", "Copyright Jason R. Coombs"),
        ("Copyright The Foo Authors", "Copyright The Foo Authors"),
        ("copyright by Jane Doe", "copyright by Jane Doe"),
        ("(C) 1995-2017 Jean-loup Gailly", "(C) 1995-2017 Jean-loup Gailly"),
        ("(c) Copyright 1989 Foo", "(c) Copyright 1989 Foo"),
        ("© 2020 Foo", "© 2020 Foo"),
        ("Portions copyright (c) 1990 by Foo", "Portions copyright (c) 1990 by Foo"),
        ("Copyright 2020 Foo, https://a:secret@foo.test/", "Copyright 2020 Foo, https://foo.test"),
    ],
)
def test_a_claim_is_told_without_the_frame_of_its_line(line, claim):
    assert claim == claim_in(line)
    assert "" == without_claim(line)


@pytest.mark.parametrize(
    "line",
    [
        "copyright notice, this list of conditions and the following disclaimer.",
        "COPYRIGHT HOLDERS OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT,",
        "Copyright Holders and their heirs",
        "Copyright License. Subject to the terms and conditions of",
        "The above copyright notice shall be included in all copies",
        "(c) You must retain, in the Source form of any Derivative Works",
        "copyright (see above) and patents",
        "",
    ],
)
def test_the_words_of_a_licence_are_no_claim(line):
    assert claim_in(line) is None
    assert line == without_claim(line)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright [yyyy] [name of copyright owner]",
        "Copyright (C) <year>  <name of author>",
        "Copyright (c) {year} {fullname}",
        "Copyright (C) 19yy name of author",
        "Copyright: This file has been placed in the public domain.",
    ],
)
def test_what_is_to_be_filled_in_is_nobodys_claim(line):
    assert claim_in(line) is None


def test_all_rights_may_be_reserved_anywhere():
    assert "by Foo. " == without_claim("by Foo. All Rights Reserved.")


def test_a_paragraph_that_begins_with_a_claim_loses_only_that():
    paragraph = "Copyright 2020 Jane Doe. Permission is hereby granted " + "x" * MAX_LENGTH

    assert without_claim(paragraph).startswith("Permission is hereby granted")


def test_a_claim_is_cut_where_it_is_no_line_any_more():
    assert MAX_LENGTH == len(claim_in("Copyright 2020 " + "x" * 1000) or "")
