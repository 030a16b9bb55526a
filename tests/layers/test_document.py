"""Documents."""

from __future__ import annotations

import pytest

from layers import Limits
from layers.document import Document, parse_json
from layers.errors import InvalidManifest, LimitExceeded


def document(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return Document.parse("doc", data, Limits())


def test_fields_are_read_by_type():
    found = document(
        '{"text": "a", "number": 1, "flag": true, "object": {"x": "y", "z": 1},'
        ' "objects": [{"x": 1}], "texts": ["a", "b"], "null": null}'
    )

    assert ("a", 1, True) == (found.text("text"), found.integer("number"), found.flag("flag"))
    assert ("y", {"x": "y"}) == (found.object("object").text("x"), found.mapping("object"))
    assert ([1], ("a", "b")) == (
        [item.integer("x") for item in found.objects("objects")],
        found.texts("texts"),
    )
    assert [True, False, False] == [name in found for name in ("text", "null", "missing")]


@pytest.mark.parametrize("key", ["null", "missing"])
def test_what_is_not_there_has_a_default(key):
    found = document('{"null": null}')

    assert ("d", 7, False) == (found.text(key, "d"), found.integer(key, 7), found.flag(key))
    assert ({}, [], ()) == (found.mapping(key), found.objects(key), found.texts(key))
    assert "x" not in found.object(key)


@pytest.mark.parametrize(
    ("look_up", "expected"),
    [
        (lambda found: found.text("missing"), "doc: missing is not a text"),
        (lambda found: found.text("number"), "doc: number is not a text"),
        (lambda found: found.integer("text"), "doc: text is not a number"),
        (lambda found: found.integer("flag"), "doc: flag is not a number"),
        (lambda found: found.integer("half"), "doc: half is not a number"),
        (lambda found: found.flag("text"), "doc: text is not true or false"),
        (lambda found: found.flag("number"), "doc: number is not true or false"),
        (lambda found: found.object("text"), "doc: text is not an object"),
        (lambda found: found.mapping("text"), "doc: text is not an object"),
        (lambda found: found.objects("text"), "doc: text is not a list"),
        (lambda found: found.objects("mixed"), "doc: mixed is not a list of objects"),
        (lambda found: found.texts("mixed"), "doc: mixed is not a list of texts"),
        (lambda found: found.object("inner").text("x"), "doc.inner: x is not a text"),
        (lambda found: found.objects("list")[1].text("x"), "doc.list[1]: x is not a text"),
    ],
)
def test_a_wrong_type_is_named_with_its_place(look_up, expected):
    found = document(
        '{"text": "a", "number": 0, "flag": true, "half": 0.5, "mixed": ["a", {}],'
        ' "inner": {}, "list": [{}, {}]}'
    )

    with pytest.raises(InvalidManifest) as error:
        look_up(found)

    assert expected == str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="row-18-nothing"),
        pytest.param("no JSON", id="row-18-text"),
        pytest.param("{", id="row-18-half"),
        pytest.param("[]", id="row-18-array"),
        pytest.param('"text"', id="row-18-string"),
        pytest.param("null", id="row-18-null"),
        pytest.param('{"a": 1, "a": 1}', id="row-20-duplicate-key"),
        pytest.param('{"x": {"a": 1, "\\u0061": 2}}', id="row-20-duplicate-key-inside"),
        pytest.param('{"a": NaN}', id="row-20-NaN"),
        pytest.param('{"a": -Infinity}', id="row-20-Infinity"),
        pytest.param('{"a": ' + "9" * 5000 + "}", id="row-20-huge-integer"),
        pytest.param('\ufeff{"a": 1}', id="row-20-BOM"),
        pytest.param('{"a": 1} {}', id="two-documents"),
        pytest.param(b'{"a": "\xff"}', id="not-UTF-8"),
        pytest.param('{"a": 1}'.encode("utf-16"), id="UTF-16"),
    ],
)
def test_what_is_no_json_object_is_refused(text):
    with pytest.raises(InvalidManifest) as error:
        document(text)

    assert "doc" == error.value.document


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000, "[" * 65 + "]" * 65],
    ids=["row-20-arrays", "row-20-objects", "65"],
)
def test_deep_nesting_is_refused(text):
    with pytest.raises(LimitExceeded) as error:
        parse_json("doc", text.encode(), Limits())

    assert ("max_document_depth", 64) == (error.value.limit, error.value.allowed)


def test_nesting_within_the_limit_is_fine():
    assert [[[1]]] == parse_json("doc", b"[[[1]]]", Limits(max_document_depth=4))


@pytest.mark.hostile(row=20)
def test_many_keys_are_read():
    text = "{" + ",".join(f'"{number}":{number}' for number in range(200_000)) + "}"

    assert 199_999 == document(text).integer("199999")


@pytest.mark.parametrize("other", ["Layers", "LAYERS", "layer\u017f"])
@pytest.mark.parametrize(
    "look_up",
    [
        lambda found: "layers" in found,
        lambda found: found.objects("layers"),
        lambda found: found.texts("layers"),
        lambda found: found.object("layers"),
        lambda found: found.flag("layers"),
        lambda found: found.text("layers", ""),
    ],
)
def test_a_key_in_another_case_is_refused(look_up, other):
    """
    Go reads both into one field, the later one wins: an engine would see another image.
    """
    with pytest.raises(InvalidManifest, match=f"layers is spelt {other}"):
        look_up(document(f'{{"{other}": null}}'))


def test_keys_that_are_data_may_differ_in_case_alone():
    found = document('{"Labels": {"maintainer": "a", "MAINTAINER": "b"}}')

    assert {"maintainer": "a", "MAINTAINER": "b"} == found.mapping("Labels")
