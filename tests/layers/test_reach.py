"""Which names tell that bytecode was made of something else than its source."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layers
from layers.reach import REACHING, NamesRead, names_beyond

SOURCE = b"import os\n\ndef where():\n    return os.getcwd()\n"
SOURCES = sorted(Path(layers.__file__).parent.rglob("*.py"))


def numbers(*pieces, is_bytecode=False):
    names = NamesRead(is_bytecode=is_bytecode)
    for piece in pieces:
        names.add(piece)
    return names.numbers()


def compiled(source, optimize=0):
    code = compile(source, "x.py", "exec", dont_inherit=True, optimize=optimize)
    return bytes(16) + marshal.dumps(code)


def beyond(payload, source=SOURCE):
    return names_beyond(numbers(compiled(payload), is_bytecode=True), numbers(source))


def test_every_name_has_a_number_that_is_a_byte():
    assert len(set(REACHING)) == len(REACHING) <= 255


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
@pytest.mark.parametrize("optimize", [0, 2])
def test_bytecode_of_a_source_names_nothing_beyond_it(path, optimize):
    source = path.read_bytes()

    found = names_beyond(numbers(compiled(source, optimize), is_bytecode=True), numbers(source))

    assert () == found


@pytest.mark.parametrize(
    ("payload", "names"),
    [
        (b"os.system('true')", ("system",)),
        (b"import subprocess as s; s.run(['sh'])", ("run", "subprocess")),
        (b"from urllib.request import urlopen as u", ("request", "urllib", "urlopen")),
        (b"import os.path\ndef f():\n    def g():\n        exec(x)", ("exec",)),
        (b"getattr(os, 'sys' + 'tem')", ("getattr", "system")),
        (b"__import__('socket')", ("__import__", "socket")),
        (b"class A:\n    x = lambda: eval('1')", ("eval",)),
        (b"execute = system_of = opened = 1", ()),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else "",
)
def test_a_payload_names_what_its_source_does_not(payload, names):
    assert names == beyond(SOURCE + payload)


@pytest.mark.parametrize("kind", b"zZaAtu\xda\xfa\xc1\xe1\xf4\xf5")
def test_a_name_is_found_in_every_form_that_can_be_read(kind):
    is_short = kind & 0x7F in b"zZ"
    string = bytes((kind, 6)) + (b"" if is_short else bytes(3)) + b"systemr"

    assert ("system",) == names_beyond(numbers(string, is_bytecode=True), b"")


@pytest.mark.parametrize(
    "data", [b"z\x06\0\0\0system", b"a\x06system", b"Z\x07system", b"s\x06\0\0\0system"]
)
def test_what_has_another_form_is_no_name(data):
    assert b"" == numbers(data, is_bytecode=True)


def test_a_word_of_a_text_is_no_name():
    assert () == beyond(b"'call the system' ; 'exec: no'\n" + SOURCE)


@given(st.integers(0, 200), st.integers(0, 200), st.booleans())
def test_it_does_not_matter_how_a_file_comes_by(one, other, is_bytecode):
    data = compiled(b"import subprocess, os.path") if is_bytecode else b"import subprocess, os" * 4
    first, second = sorted((one, other))

    pieces = data[:first], data[first:second], data[second:]

    assert numbers(data, is_bytecode=is_bytecode) == numbers(*pieces, is_bytecode=is_bytecode)


@given(st.binary(), st.booleans())
def test_any_bytes_can_be_read(data, is_bytecode):
    assert set(numbers(data, is_bytecode=is_bytecode)) <= set(range(len(REACHING)))
