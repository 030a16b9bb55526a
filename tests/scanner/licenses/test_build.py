from __future__ import annotations

import hashlib
import io
import tarfile

import pytest

from scanner.licenses import __main__ as command
from scanner.licenses.build import Listed, build
from scanner.licenses.corpus import LENGTH_BYTES, corpus_of
from scanner.licenses.text import identify

FOO = """The Foo License

Copyright (c) <year> <owner>

Everybody may use, change and sell this foo, as long as nobody else is kept from it by force.
Who sells it has to say that foo is free. Nobody has to pay for what foo does or does not do.
"""
BAR = FOO.replace("foo", "bar").replace("Foo", "Bar") + "Bars are closed on Sundays.\n"
ESCAPE = """As a special exception to any licence of this work, those who have gone to bed late may
use it without a notice, provided that they get up before noon and tell somebody about it.
"""
LISTED = (
    Listed(id="Foo-1.0", name="Foo License", text=FOO),
    Listed(id="Foo-1.0-twin", name="Foo Twin", text=FOO.upper()),
    Listed(id="Bar", name="Bar License", text=BAR),
    Listed(id="Foo-old", name="Foo", text=FOO + "It is old.", is_deprecated=True),
    Listed(id="Late-exception", name="Late", text=ESCAPE, is_exception=True),
)


def corpus(listed=LISTED):
    data = build("1.2", listed)
    length = int.from_bytes(data[:LENGTH_BYTES])
    return corpus_of(data[LENGTH_BYTES : LENGTH_BYTES + length])


def test_equal_texts_give_equal_bytes_in_whatever_order():
    assert build("1.2", LISTED) == build("1.2", LISTED[::-1])


def test_what_was_built_identifies_what_it_was_built_from():
    found = {each.id: identify(each.text.encode(), corpus=corpus()).matches for each in LISTED}

    assert {
        "Foo-1.0": ["Foo-1.0"],
        "Foo-1.0-twin": ["Foo-1.0"],
        "Bar": ["Bar"],
        "Foo-old": ["Foo-1.0"],
        "Late-exception": ["Late-exception"],
    } == {identifier: [match.expression for match in found[identifier]] for identifier in found}


def test_a_twin_is_named():
    assert {"Foo-1.0-twin": "Foo-1.0"} == corpus().twins


def test_what_is_deprecated_stands_for_nothing_else():
    listed = (
        Listed(id="A", name="A", text=FOO, is_deprecated=True),
        Listed(id="A-only", name="A", text=FOO),
    )

    assert {"A": "A-only"} == corpus(listed).twins


def test_a_licence_is_known_without_its_title():
    untitled = FOO.partition("\n\n")[2].encode()

    (match,) = identify(untitled, corpus=corpus()).matches

    assert ("Foo-1.0", "exact", 1.0) == (match.expression, match.technique, match.score)


IDENTIFIERS = """pub const VERSION: &str = "9.9";
    License {
        name: "Foo-1.0",
        full_name: r#"Foo License"#,
        index: 0,
        flags: IS_DEPRECATED | IS_OSI_APPROVED,
    },
    Exception {
        name: "Late-exception",
        index: 0,
        flags: 0,
    },
"""
TEXTS = """("Foo-1.0", include!("text/licenses/Foo-1.0")),
    (
        "Late-exception",
        include!("text/exceptions/Late-exception"),
    ),
"""


@pytest.fixture
def crate(tmp_path):
    path = tmp_path / "spdx.crate"
    files = {
        "identifiers.rs": IDENTIFIERS,
        "text.rs": TEXTS,
        "text/licenses/Foo-1.0": f'r#"{FOO}"#',
        "text/exceptions/Late-exception": f'r##"{ESCAPE}"##',
        "cache.bin": "",
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"spdx-0/src/{name}")
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return path


def test_the_list_is_read_from_the_crate(crate, tmp_path, monkeypatch, capsys):
    digest = hashlib.sha256(crate.read_bytes()).hexdigest()
    monkeypatch.setattr("sys.argv", ["x", str(crate), str(tmp_path / "out"), "--sha256", digest])

    assert 0 == command.main()
    assert "release 9.9, 2 texts" in capsys.readouterr().err
    expected = (
        Listed(id="Foo-1.0", name="Foo License", text=FOO, is_deprecated=True),
        Listed(id="Late-exception", name="Late-exception", text=ESCAPE, is_exception=True),
    )
    assert build("9.9", expected) == (tmp_path / "out").read_bytes()


def test_another_archive_than_the_one_that_is_meant_is_refused(
    crate, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("sys.argv", ["x", str(crate), str(tmp_path / "out")])

    with pytest.raises(SystemExit):
        command.main()

    assert "SHA-256 is " in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
