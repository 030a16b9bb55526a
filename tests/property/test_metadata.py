"""Readers of metadata, and what catalogs it, on input that nobody thought of."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import fields

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layers.path import bytes_of
from scanner.metadata.conda_history import requested_in
from scanner.metadata.conda_record import CondaRecord, excerpt_of, parse_conda_record
from scanner.metadata.core_metadata import (
    FIELDS,
    INVISIBLE,
    PLACEHOLDERS,
    CoreMetadata,
    parse_core_metadata,
)
from scanner.metadata.direct_url import parse_direct_url
from scanner.metadata.pyvenv import parse_pyvenv
from scanner.metadata.url import without_credentials
from tests.support.images import inventory_of, tree_of

MIB = 1 << 20

keys = st.sampled_from(sorted(FIELDS)).map(str.title).map(str.encode)
pieces = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [b"\n", b"\r\n", b"\r", b" ", b"\t", b":", b"|", b"\0", b"\xef\xbb\xbf", b"\xff"]
    ),
    st.sampled_from(
        [b"foo", b"1.0", b"UNKNOWN", b"Copyright", b"\n\n", b"\nName: ", b"\n\nVersion: "]
    ),
    keys.map(lambda key: b"\n" + key + b": "),
)
almost_metadata = st.lists(pieces, max_size=60).map(b"".join)
encodings = st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])


@given(encodings, st.one_of(st.binary(max_size=400), almost_metadata))
@example(b"", b"Name:\0UNKNOWN")
@settings(deadline=None)
def test_core_metadata_of_any_bytes_are_texts_that_can_be_written(mark, data):
    metadata = parse_core_metadata(mark + data)

    for field in fields(CoreMetadata):
        value = getattr(metadata, field.name)
        texts = value if isinstance(value, tuple) else () if value is None else (value,)
        assert all(text.encode() and text not in PLACEHOLDERS for text in texts)
    assert not INVISIBLE.search((metadata.name or "") + (metadata.version or ""))
    assert metadata == parse_core_metadata(mark + data)


KEYS = (
    *("url", "subdirectory", "vcs_info", "vcs", "commit_id", "dir_info", "editable"),
    *("archive_info", "hash", "hashes", "sha256", ""),
)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)


@given(st.one_of(st.binary(max_size=200), json_values.map(json.dumps).map(str.encode)))
@settings(deadline=None)
def test_an_origin_of_any_bytes_is_one_or_is_odd(data):
    origin = parse_direct_url(data)

    assert (origin.origin is None) == (origin.url is None)
    assert origin.url or origin.oddities


RECORD_KEYS = (
    *("name", "version", "build", "channel", "url", "fn", "subdir", "noarch", "sha256", "md5"),
    *("license", "license_family", "licenses", "depends", "requested_spec", "requested_specs"),
    *("files", "paths_data", "paths", "_path", "sha256_in_prefix", ""),
)
record_texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        (
            "https://user:word@conda.test/t/ab-0123/x/noarch/a-1-0.conda",
            "lib/python3.11/site-packages/a-1.dist-info/METADATA",
            "x/site-packages/a/b.egg/EGG-INFO",
            "site-packages/__pycache__/a.pyc",
            "bin/python3",
            "lib/a.so.1",
            "site-packages/\ud800",
            "../x-packages/",
            "a" * 64,
            "__glibc",
            "None",
            "\x1b\ud800",
        )
    ),
)
record_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), record_texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(RECORD_KEYS), inner, max_size=8),
    ),
    max_leaves=25,
)
records = st.dictionaries(st.sampled_from(RECORD_KEYS), record_values).map(json.dumps)


@given(st.one_of(st.binary(max_size=200), records.map(str.encode)))
@example(json.dumps({"files": [], "paths_data": {"paths": [{"_path": "bin/python"}]}}).encode())
@example(json.dumps({"paths_data": {"paths": [{"_path": "a.egg", "sha256": []}]}}).encode())
@settings(deadline=None)
def test_a_record_of_any_bytes_is_texts_that_can_be_written_and_its_excerpt_the_same(data):
    record = parse_conda_record(data)

    assert record == parse_conda_record(excerpt_of(data))
    named = record.or_named("foo-1.0-0")
    assert named.name
    assert named.name.encode()
    assert named.purl.isascii()
    assert "ab-0123" not in repr((record.channel, record.url))
    assert "word" not in repr((record.channel, record.url))
    for field in fields(CondaRecord):
        value = getattr(record, field.name)
        assert field.name in {"files", "digests"} or str(value).encode()
    for file in (*record.files, *dict(record.digests)):
        assert bytes_of(file)
        assert ".." not in file.split("/")


@given(st.one_of(st.binary(max_size=200), record_texts.map(repr).map(str.encode)))
@settings(deadline=None)
def test_a_history_of_any_bytes_names_packages(data):
    assert all(name.encode() for name in requested_in(b"# update specs: [" + data + b"]\n"))


@given(st.binary(max_size=200), st.sampled_from([b"version", b"version_info", b"implementation"]))
@settings(deadline=None)
def test_a_configuration_of_any_bytes_is_read(data, key):
    version = parse_pyvenv(key + b" = " + data).python_version

    assert version is None or re.fullmatch(r"\d+\.\d+(\.\d+)?((a|b|rc)\d+)?", version, re.ASCII)


users = st.text(
    st.characters(exclude_characters="/?#@$", exclude_categories=["Z", "C"]), min_size=1
)


@given(users, users, st.sampled_from(["https://", "git+https://", "ssh://", "git+ssh://"]))
@settings(deadline=None)
def test_no_user_with_a_password_stays_in_a_url(user, password, scheme):
    expected = f"{scheme}host.test/path@1.0"

    found = without_credentials(f"{scheme}{user}:{password}@host.test/path@1.0")

    assert (expected, True) == found
    assert (expected, False) == without_credentials(expected)


names = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,10}[A-Za-z0-9])?", fullmatch=True).filter(
    lambda name: name not in PLACEHOLDERS
)
versions = st.from_regex(r"([1-9]!)?[0-9]{1,4}(\.[0-9]{1,3}){0,3}((a|b|rc)[0-9])?", fullmatch=True)
words = st.text(
    st.characters(exclude_categories=["Z", "C"], exclude_characters="|"), min_size=1, max_size=8
)
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
texts = (
    st.lists(st.one_of(st.just(""), lines), max_size=6)
    .flatmap(lambda inner: st.tuples(lines, st.just(inner), lines))
    .map(lambda parts: "\n".join((parts[0], *parts[1], parts[2])))
)
requirements = st.builds(
    lambda name, extra, bound, marker: f"{name}{extra}{bound}{marker}",
    names,
    st.sampled_from(["", "[x]", "[x,y]"]),
    st.sampled_from(["", ">=1.0", " (<2,>=1)", " @ https://host.test/x.whl"]),
    st.sampled_from(["", "; extra == 'x'", ' ; python_version < "3"']),
)
line_ends = st.sampled_from(["\n", "\r\n", "\r"])
folds = st.sampled_from(["\n        ", "\n       |", "\n\t", "\n "])
bodies = st.one_of(
    st.text(max_size=40), st.sampled_from(["", "Name: x", "a\n\nRequires-Dist: y\n"])
)


@given(
    name=names,
    version=versions,
    licence=texts,
    requires=st.lists(requirements, max_size=5),
    form=st.tuples(folds, line_ends, st.sampled_from(["", "\ufeff"]), bodies),
)
@settings(deadline=None)
def test_what_is_written_by_the_specification_is_read_as_it_was(
    name, version, licence, requires, form
):
    fold, line_end, mark, body = form
    headers = [
        "Metadata-Version: 2.4",
        f"Name: {name}",
        f"Version: {version}",
        f"License: {licence.replace(chr(10), fold)}",
        "Requires-Python: >=3.8",
        *(f"Requires-Dist: {requirement}" for requirement in requires),
    ]
    text = mark + "\n".join((*headers, "", body)).replace("\n", line_end)

    expected = CoreMetadata(
        name=name,
        version=version,
        license=licence,
        requires_python=">=3.8",
        requires_dist=tuple(requires),
    )
    assert expected == parse_core_metadata(text.encode())


@given(st.lists(lines, min_size=1, max_size=8), st.lists(requirements, min_size=1, max_size=4))
@settings(deadline=None)
def test_headers_behind_an_unfolded_description_are_read(paragraphs, requires):
    """
    Old build tools wrote descriptions as they were (A7).
    """
    text = "\n\n".join(f"- {paragraph}" for paragraph in paragraphs)
    tail = "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
    data = f"Name: foo\nVersion: 1.0\nDescription: A tool\n\n{text}\nPlatform: any\n{tail}\nText"

    assert tuple(requires) == parse_core_metadata(data.encode()).requires_dist


directories = st.sampled_from(
    (
        "",
        "opt",
        "opt/lib/python3.11/site-packages",
        "opt/lib64/python3.11/site-packages",
        "usr/lib/pypy3/dist-packages",
        "Lib/site-packages",
        "app/site-packages/foo/_vendor",
        "app/foo/_vendor",
        "app/tests/data",
        "opt/foo-1.0.dist-info/licenses",
        "opt/foo-1.0-py3.8.egg",
        "src",
    )
)
distributions = st.sampled_from(
    (
        *("foo-1.0.dist-info", "~oo-1.0.dist-info", ".dist-info", "b\udce9r.dist-info"),
        *("bar.dist-info", "foo.egg-info", "foo-1.0-py3.11.egg-info", ".egg-info"),
        *("b\udce9r.egg-info", "EGG-INFO", "src"),
    )
)
names_of_files = st.sampled_from(
    (
        *("METADATA", "metadata.json", "INSTALLER", "REQUESTED", "direct_url.json"),
        *("provenance_url.json", "uv_build.json", "PKG-INFO", "requires.txt", "a/b"),
    )
)
names_beside = st.sampled_from(
    (
        *("pyvenv.cfg", "foo.egg-link", ".egg-link", "easy-install.pth", "setup.py", "PKG-INFO"),
        *("__editable__.foo-1.0.pth", "__editable___foo_finder.py"),
        *("conda-meta/foo-1.0-0.json", "conda-meta/foo-2.0-0.json", "conda-meta/history"),
        "pkgs/foo-1.0-0/info/index.json",
    )
)
paths = st.one_of(
    st.tuples(directories, distributions, names_of_files).map("/".join),
    st.tuples(directories, distributions).map("/".join),
    st.tuples(directories, names_beside).map("/".join),
    directories.filter(bool),
).map(lambda path: path.lstrip("/"))
targets = st.builds("{}{}".format, st.sampled_from(("/", "", "../", "../../../../")), paths)
contents = st.one_of(
    st.none(),
    targets,
    st.sampled_from(
        [
            *(b"", b"Name: foo\nVersion: 1.0\n", b"Name: bar", b"pip", b'{"url": "\\ud800"}'),
            *(b"/src\n.", b"[x]\nbar", b'{"name": "foo", "version": "1.0"}'),
            *(b"import __editable___foo_finder", b"MAPPING = {'foo': '/src/foo'}"),
            b'{"name": "foo", "files": ["lib/python3.11/site-packages/foo-1.0.dist-info/RECORD"]}',
        ]
    ),
    almost_metadata,
)
whiteouts = paths.map(lambda path: "/".join((*path.split("/")[:-1], ".wh." + path.split("/")[-1])))
layers = st.dictionaries(
    st.one_of(paths, paths, paths, whiteouts), contents, min_size=1, max_size=8
)


@given(st.lists(layers, min_size=1, max_size=3))
@settings(deadline=None, max_examples=300)
@example([{"foo-1.0.dist-info": "foo-1.0.dist-info/foo-1.0.dist-info"}])
@example([{"b\udce9r.dist-info/direct_url.json": b'{"url": "\\ud800"}'}])
@example([{".dist-info/METADATA": b"Name: \0"}])
def test_catalogers_and_enrichers_take_every_tree(stack):
    tree = tree_of(*stack)

    inventory = inventory_of(tree)

    components = inventory.components
    problems = {problem.path for problem in inventory.problems}
    environments = [environment.path for environment in inventory.environments]
    places = [
        (component.evidence.path, component.evidence.line, component.purl)
        for component in components
    ]
    assert len(set(environments)) == len(environments)
    assert {component.environment for component in components} <= set(environments)
    assert len(set(places)) == len(places)
    assert all(component.name.encode() and component.purl.isascii() for component in components)
    listed = {component.evidence.path for component in components}
    for path in tree.match("**/*.dist-info"):
        aliases = {path, tree.resolve(path)}
        names = (
            f"{name}{file}" for name in aliases for file in ("", "/METADATA", "/metadata.json")
        )
        is_noted = not problems.isdisjoint(names)
        assert "-info/" in path.lower() or aliases & listed or is_noted


HOSTILE = [
    pytest.param(
        b"Name: foo\nLicense: x\n" + b" y\n" * 700_000,
        CoreMetadata(name="foo", license="x" + "\ny" * 700_000),
        id="continuation lines",
    ),
    pytest.param(
        b"Name: foo\n" + b" \n" * MIB + b"Version: 1\n",
        CoreMetadata(name="foo", version="1"),
        id="continuation lines of nothing",
    ),
    pytest.param(
        b"\n" * 2 * MIB + b"Name: foo\n",
        CoreMetadata(name="foo"),
        id="blank lines at the beginning",
    ),
    pytest.param(
        b"Name: foo\n" + b"\n" * 2 * MIB + b"Version: 1\n",
        CoreMetadata(name="foo"),
        id="blank lines among the headers",
    ),
    pytest.param(b"Name: x\n" * 250_000, CoreMetadata(name="x"), id="names"),
    pytest.param(
        b"".join(b"Name: %d\n" % n for n in range(200_000)),
        CoreMetadata(name="0", oddities=("Name is there twice: '0', then '1'",)),
        id="other names",
    ),
    pytest.param(
        b"Name: foo\n\n" * 200_000 + b"Version: 1\n",
        CoreMetadata(name="foo"),
        id="names in paragraphs",
    ),
    pytest.param(b"x" * 2 * MIB, CoreMetadata(), id="one line"),
    pytest.param(b" " * 2 * MIB, CoreMetadata(), id="one line of blanks"),
    pytest.param(
        b"Name" + b" " * 2 * MIB + b": foo", CoreMetadata(name="foo"), id="blanks before the colon"
    ),
    pytest.param(b"Name: " + b"x" * 2 * MIB, CoreMetadata(name="x" * 2 * MIB), id="one long name"),
    pytest.param(b"A-" * MIB + b"\nName: foo", CoreMetadata(name="foo"), id="a key without end"),
    pytest.param(b"X: y\n" * 400_000 + b"Name: foo", CoreMetadata(name="foo"), id="unknown fields"),
    pytest.param(
        b"Requires-Dist: foo\n" * 100_000,
        CoreMetadata(requires_dist=("foo",) * 100_000),
        id="requirements",
    ),
    pytest.param(
        b"Description: x\n\n" + b"y\n\n" * 700_000 + b"Requires-Dist: foo\n",
        CoreMetadata(),
        id="paragraphs of a description",
    ),
    pytest.param(
        b"License: x\n\n" + b"Copyright\n" * 200_000 + b"Requires-Dist: foo\n",
        CoreMetadata(license="x"),
        id="a paragraph of a licence",
    ),
    pytest.param(
        b"Description: x\n\n" + b" Platform: x\n" * 150_000,
        CoreMetadata(),
        id="continuation lines of a description",
    ),
    pytest.param(
        b"Name: foo\r\n" + b"\xff\r\n" * 600_000 + b"Version: 1",
        CoreMetadata(name="foo", version="1", oddities=("not UTF-8",)),
        id="lines that are no text",
    ),
]


@pytest.mark.parametrize(("data", "expected"), HOSTILE)
def test_two_megabytes_of_anything_are_read_in_one_go(data, expected):
    """
    What takes time that is quadratic in its input never ends here.
    """
    assert expected == parse_core_metadata(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://" + "a" * 2 * MIB, 0),
        ("a" * 2 * MIB + "://u:p@h", 4),
        ("//" * MIB, 0),
        ("://a" * (MIB // 2) + "@", 2),
        ("x://a@" * 300_000, 2 * 300_000),
        ("ssh:" * (MIB // 2) + "//u@h", 0),
    ],
    ids=["host", "scheme", "slashes", "schemes", "users", "ssh"],
)
def test_two_megabytes_of_a_url_are_read_in_one_go(text, expected):
    """
    The expected number is that of the characters of all users, with the ``@`` behind each.
    """
    assert len(text) - expected == len(without_credentials(text)[0])


def test_two_megabytes_of_other_files_are_read_in_one_go():
    url = b'{"url": "https://' + b"a@" * MIB + b'host/"}'

    assert "https://host/" == parse_direct_url(url).url
    assert ("not JSON: ",) == tuple(
        oddity[:10] for oddity in parse_direct_url(b"[" * 2 * MIB).oddities
    )
    assert "3.9" == parse_pyvenv(b"a=b\n" * (MIB // 2) + b"version = 3.9").python_version


@pytest.mark.parametrize(
    "data",
    [
        b'{"url": "' + b"://a/t/" * (MIB // 4) + b'"}',
        b'{"url": "' + b"://" * (MIB // 2) + b'"}',
        b'{"channel": "https://h' + b"/t" * MIB + b'"}',
        b'{"files": [' + b'"/a.egg/b-packages/c",' * 90_000 + b'""]}',
        b'{"files": ["' + b".egg" * (MIB // 2) + b'"]}',
        b'{"files": ["' + b"x-packages/" * (MIB // 5) + b'"]}',
        b'{"depends": ["' + b"_" * 2 * MIB + b'"]}',
    ],
    ids=["tokens", "schemes", "segments", "files", "eggs", "sites", "name"],
)
def test_two_megabytes_of_a_record_are_read_in_one_go(data):
    assert parse_conda_record(data) == parse_conda_record(excerpt_of(data))


@pytest.mark.parametrize("data", [b"-" * MIB, b"a-" * MIB, b"'" * MIB, b"::" * MIB, b"[a" * MIB])
def test_two_megabytes_of_a_history_are_read_in_one_go(data):
    assert len(requested_in(b"# update specs: " + data)) < 2
    assert None is CondaRecord().or_named((data + b"-").decode()).version
