from __future__ import annotations

import pytest

from scanner.licenses.words import decoded, lines_of, words_in, words_of


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("The SOFTWARE, (the 'Work')", ["the", "software", "the", "work"], id="case"),
        pytest.param(
            "  1. (a) iv) * \u2013 # // Use", ["iv", "use"], id="marks-of-lists-and-comments"
        ),
        pytest.param(
            "version 2.0 of 2004, 3rd", ["version", "2.0", "of", "2004", "rd"], id="numbers"
        ),
        pytest.param("licensee\u2019s ``as is''", ["licensee", "as", "is"], id="quotes"),
        pytest.param(
            "NON-INFRINGEMENT sub-license", ["noninfringement", "sublicense"], id="hyphens"
        ),
        pytest.param("&quot;AS IS&#39; &amp; <b>more</b>", ["as", "is", "more"], id="html"),
        pytest.param("<year> <http://x.test>", ["year", "http", "test"], id="to-be-filled-in"),
        pytest.param("concédant ﬁle", ["concedant", "file"], id="accents-and-ligatures"),
    ],
)
def test_words_are_what_is_the_same_in_every_copy(line, words):
    assert words == words_of(line)


def test_each_word_has_its_line():
    words = words_in(["", "one two", "Copyright (c) 2020 Jane Doe", "three"])

    assert (["one", "two", "three"], [2, 2, 4]) == (words.words, words.lines)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "Neither the name of Foo, Inc. nor the names of its contributors",
            "Neither the names of the copyright holders nor the names of its contributors",
            id="endorsement",
        ),
        pytest.param(
            "PROVIDED BY THE REGENTS AND CONTRIBUTORS ``AS IS''",
            "PROVIDED BY JANE DOE 'AS IS'",
            id="provider",
        ),
        pytest.param(
            "IN NO EVENT SHALL FOO CORPORATION BE LIABLE",
            "In no event shall the authors or copyright holders be liable",
            id="liability",
        ),
    ],
)
def test_names_in_the_conditions_of_bsd_do_not_count(one, other):
    assert words_in([one]).words == words_in([other]).words


def test_a_name_that_never_ends_stays():
    words = ["neither", *["long"] * 50, "nor"]

    assert words == words_in([" ".join(words)]).words


@pytest.mark.parametrize(
    "data",
    [
        "é".encode(),
        "é".encode("utf-8-sig"),
        "é".encode("utf-16"),
        "\ufeffé".encode("utf-16-be"),
        "é".encode("latin-1"),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"],
)
def test_a_text_is_decoded_as_it_was_encoded(data):
    assert "é" == decoded(data)


def test_lines_end_as_they_end_anywhere():
    assert ["a", "b", "c", ""] == lines_of("a\r\nb\rc\n")
