"""Core metadata, as it is and as it is found.

The identifiers of the rows are those of the catalogue of inputs, ``discovery.md``.
"""

from __future__ import annotations

import codecs
from dataclasses import fields
from email.parser import BytesParser
from textwrap import dedent

import pytest

from scanner.metadata.core_metadata import MAX_BYTES, CoreMetadata, parse_core_metadata, visible

HEAD = b"Metadata-Version: 2.1\nName: mxnet\nVersion: 1.8.0\n"
MIT = b"""MIT License

Copyright (c) 2017 The Authors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software: see http://opensource.org/licenses/MIT

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.
"""
README = b"""
# A reader of metadata

A file of metadata has lines such as
Classifier: License :: OSI Approved :: MIT License
Requires-Dist: nobody
and ends with

License: MIT

License-File: COPYING
Provides-Extra: none

```
Metadata-Version: 1.0
Name: other
Version: 9.9
Requires-Dist: somebody
```

Copyright 2020, all rights reserved

Requires-Python: >=2.7
"""

READ = [
    pytest.param(
        codecs.BOM_UTF8 + b"Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n",
        {"name": "foo", "version": "1.0", "oddities": ()},
        id="A1-byte-order-mark",
    ),
    pytest.param(
        codecs.BOM_UTF8 + b"Name: foo\nVersion: 1.0\n",
        {"name": "foo", "version": "1.0", "oddities": ()},
        id="A1-byte-order-mark-before-the-name",
    ),
    pytest.param(
        codecs.BOM_UTF16_LE + "Name: foo\r\nVersion: 1.0\r\nAuthor: René\r\n".encode("utf-16-le"),
        {
            "name": "foo",
            "version": "1.0",
            "author": "René",
            "oddities": ("encoded as UTF-16-LE, not UTF-8",),
        },
        id="A2-utf-16-of-a-windows-shell",
    ),
    pytest.param(
        codecs.BOM_UTF16_BE + "Name: foo\nVersion: 1.0\n".encode("utf-16-be"),
        {"name": "foo", "version": "1.0", "oddities": ("encoded as UTF-16-BE, not UTF-8",)},
        id="A2-utf-16-big-endian",
    ),
    pytest.param(
        b"Name: foo\nVersion: 1.0\nAuthor: Ren\xe9\nSummary: caf\xc3\xa9\n",
        {"name": "foo", "author": "René", "summary": "café", "oddities": ("not UTF-8",)},
        id="A3-latin-1-in-one-line",
    ),
    pytest.param(
        b"Name: foo\r\nVersion: 1.0\r\nRequires-Dist: bar\r\n\r\nVersion: 2.0\r\n",
        {"name": "foo", "version": "1.0", "requires_dist": ("bar",), "oddities": ()},
        id="A4-crlf",
    ),
    pytest.param(
        b"Name: foo\rVersion: 1.0\rRequires-Dist: bar\r\rVersion: 2.0\r",
        {"name": "foo", "version": "1.0", "requires_dist": ("bar",), "oddities": ()},
        id="A5-cr",
    ),
    pytest.param(
        b"Name: foo\rVersion: 1.0\r\nClassifier: A\nRequires-Dist: bar\r\n\nVersion: 2.0\r",
        {"name": "foo", "version": "1.0", "requires_dist": ("bar",), "oddities": ()},
        id="A5-mixed-line-ends",
    ),
    pytest.param(
        b"Name: foo\nVersion: 1.0\nSummary: one\x0bor\x0ctwo\xc2\x85or\xe2\x80\xa8three\n",
        {"summary": "one\x0bor\x0ctwo\x85or\u2028three"},
        id="A5-what-is-no-line-end",
    ),
    pytest.param(
        b"\n\r\n\nName: foo\nVersion: 1.0\n",
        {"name": "foo", "version": "1.0", "oddities": ()},
        id="A6-leading-blank-lines",
    ),
    pytest.param(
        HEAD + b"\nRequires-Dist: numpy\nClassifier: A\n\nText\n\nRequires-Dist: other\n",
        {
            "version": "1.8.0",
            "requires_dist": ("numpy",),
            "classifiers": ("A",),
            "oddities": ("a blank line among the headers",),
        },
        id="A7-blank-line-in-headers",
    ),
    pytest.param(
        HEAD + b"Requires-Dist: numpy\n\nText\nRequires-Dist: a\n\nRequires-Dist: other\n",
        {"requires_dist": ("numpy",), "oddities": ()},
        id="A7-blank-line-where-it-should-be",
    ),
    pytest.param(
        HEAD + b"\nRequires-Dist: numpy\n\nRequires-Dist: text\n",
        {"requires_dist": ("numpy",)},
        id="A7-second-blank-line",
    ),
    pytest.param(
        HEAD + b"Summary: A library\n\nHome-page: http://a.test\nAuthor-email: me@a.test\n"
        b"License: BSD\nDescription: Of use\n        to all\nPlatform: any\nClassifier: A\n",
        {
            "summary": "A library",
            "home_page": "http://a.test",
            "author_email": "me@a.test",
            "license": "BSD",
            "classifiers": ("A",),
        },
        id="A7-blank-line-after-a-summary",
    ),
    pytest.param(
        b"Metadata-Version: 1.0\n\nName: foo\n\nVersion: 1.0\n\nText\nVersion: 2.0\n",
        {"name": "foo", "version": "1.0"},
        id="A7-blank-lines-between-all-headers",
    ),
    pytest.param(
        b"Metadata-Version: 1.1\nName: mxnet\nVersion: 1.8.0\nLicense: Apache 2.0\n"
        b"Description: Apache MXNet (Incubating) Python Package\n"
        b"========================================\n\n"
        b"Apache MXNet is a deep learning framework.\n\nInstallation\n------------\n"
        b"To install, use:\n\n    pip install mxnet\nPlatform: UNKNOWN\n"
        b"Classifier: License :: OSI Approved :: Apache Software License\n"
        b"Classifier: Programming Language :: C++\nRequires: numpy\nRequires-Python: >=3.5\n",
        {
            "name": "mxnet",
            "version": "1.8.0",
            "license": "Apache 2.0",
            "classifiers": (
                "License :: OSI Approved :: Apache Software License",
                "Programming Language :: C++",
            ),
            "requires_python": ">=3.5",
            "oddities": ("a blank line among the headers",),
        },
        id="A7-description-that-is-not-folded",
    ),
    pytest.param(
        HEAD + b"Description-Content-Type: UNKNOWN\nDescription: # AISG CLI Tool\n\n"
        b"        Command line interface\n\n        |\nPlatform: UNKNOWN\nClassifier: A\n\n"
        b"Requires-Dist: other\n",
        {"classifiers": ("A",), "requires_dist": ()},
        id="A7-description-in-the-middle-of-the-headers",
    ),
    pytest.param(
        HEAD + b"License: " + MIT + b"Platform: UNKNOWN\n"
        b"Classifier: License :: OSI Approved :: MIT License\nRequires-Dist: numpy\n\nText\n"
        b"Requires-Dist: other\n",
        {
            "license": "MIT License",
            "classifiers": ("License :: OSI Approved :: MIT License",),
            "requires_dist": ("numpy",),
        },
        id="A7-licence-that-is-not-folded",
    ),
    pytest.param(
        HEAD + b"License: " + MIT.replace(b"\n\nCopy", b"\nNote: http://b.test\n\nCopy") + b"\n"
        b"Platform: any\nClassifier: A\n",
        {"license": "MIT License", "classifiers": ("A",)},
        id="A7-licence-with-a-line-like-a-header",
    ),
    pytest.param(
        HEAD + b"License: Apache License\n      Version 2.0, January 2004\n\n"
        b"   TERMS AND CONDITIONS FOR USE\n\n   1. Definitions.\n\n   END\nPlatform: any\n"
        b"Classifier: A\n",
        {"license": "Apache License\nVersion 2.0, January 2004", "classifiers": ("A",)},
        id="A7-licence-with-indented-paragraphs",
    ),
    pytest.param(
        HEAD + b"License: some\n        \n        text\n        \nRequires-Dist: numpy\n\n"
        b"Requires-Dist: other\n",
        {"license": "some\n\ntext", "requires_dist": ("numpy",), "oddities": ()},
        id="A7-folded-lines-of-blanks",
    ),
    pytest.param(
        HEAD + b"\n\n\nRequires-Dist: numpy",
        {"requires_dist": ("numpy",)},
        id="A7-blank-lines-without-a-line-end-at-the-end",
    ),
    pytest.param(
        b"Name: passlib\nVersion: 1.7.4\nKeywords: password secret hash security\n"
        b"crypt md5-crypt\nsha256-crypt\n pbkdf2\nRequires-Dist: bcrypt\n",
        {"name": "passlib", "version": "1.7.4", "requires_dist": ("bcrypt",)},
        id="A8-lines-without-a-colon",
    ),
    pytest.param(
        b"Name: foo\nVersion: 1.0\nLicense: one\n\ttwo\n        three\n       |four\n",
        {"license": "one\ntwo\nthree\nfour", "oddities": ()},
        id="A9-continuations",
    ),
    pytest.param(
        b"Name: foo\nVersion: 1.0\nRequires-Dist: bar[x,\n  y] >=1.0;\n\textra == 'z'\n",
        {"requires_dist": ("bar[x, y] >=1.0; extra == 'z'",)},
        id="A10-folded-requirement",
    ),
    pytest.param(
        b"  of nothing\n\tat all\nName: foo\nVersion: 1.0\n",
        {"name": "foo", "version": "1.0"},
        id="A11-continuation-at-the-beginning",
    ),
    pytest.param(
        b"Name: foo\nSummary: " + b"x" * (70 << 10) + b"\nVersion: 1.0\n",
        {"name": "foo", "version": "1.0", "summary": "x" * (70 << 10), "oddities": ()},
        id="A12-header-of-70-KiB",
    ),
    pytest.param(
        b"Name: foo\nDescription: x\n" + b"        text: of five MiB\n" * 200_000 + b"Version: 1\n",
        {"name": "foo", "version": "1", "oddities": ()},
        id="A12-description-of-5-MiB",
    ),
    pytest.param(
        b"Name: foo\nName: foo\nName: bar\nName: baz\nVersion: 1.0\n",
        {"name": "foo", "version": "1.0", "oddities": ("Name is there twice: 'foo', then 'bar'",)},
        id="A13-two-names",
    ),
    pytest.param(
        b"Name: foo\nVersion: 1.0\nversion: 2.0\n",
        {"version": "1.0", "oddities": ("version is there twice: '1.0', then '2.0'",)},
        id="A14-two-versions",
    ),
    pytest.param(
        b"name: foo\nVERSION: 1.0\nrequires-DIST: bar\n\nRequires-Dist: other\n",
        {"name": "foo", "version": "1.0", "requires_dist": ("bar",), "oddities": ()},
        id="A15-keys-in-any-case",
    ),
    pytest.param(
        b"Name : foo\nVersion\t: 1.0\n",
        {"name": "foo", "version": "1.0"},
        id="A16-blank-before-the-colon",
    ),
    pytest.param(
        b"Name:\nVersion: 1.0\n", {"name": None, "version": "1.0", "oddities": ()}, id="A17-no-name"
    ),
    pytest.param(b"Name: foo\n", {"name": "foo", "version": None}, id="A18-no-version"),
    pytest.param(
        b"Name: foo\nVersion: UNKNOWN\n", {"version": None, "oddities": ()}, id="A18-unknown"
    ),
    pytest.param(b"", {"name": None, "version": None, "oddities": ()}, id="A20-empty"),
    pytest.param(b"\0" * 4096, {"name": None, "version": None}, id="A20-nothing-but-NUL"),
    pytest.param(
        b"Name: foo\nVersion: 1.0\n\nName: bar\nVersion: 2.0\nRequires: baz\n",
        {"name": "foo", "version": "1.0", "oddities": ()},
        id="A22-names-in-the-body",
    ),
    pytest.param(
        b"Name: \x1b[31mfoo\x00\x07\nVersion: 1\x7f.0\xc2\x9b\n",
        {
            "name": "[31mfoo",
            "version": "1.0",
            "oddities": (
                r"name: characters that nobody can see in '\x1b[31mfoo\x00\x07'",
                r"version: characters that nobody can see in '1\x7f.0\x9b'",
            ),
        },
        id="A23-control-characters",
    ),
    pytest.param(
        "Name: fo\u200bo\u202e\nVersion: \ufeff1.0\u2060\n".encode(),
        {"name": "foo", "version": "1.0"},
        id="A23-characters-without-width",
    ),
    pytest.param(
        b"Name: foo\n bar\nVersion: 1.0\n", {"name": "foo bar"}, id="A23-name-of-two-lines"
    ),
    pytest.param(
        b"Metadata-Version: 9.9\nName: foo\nVersion: 1.0\nFlavour: sweet\n kind of\n",
        {"name": "foo", "version": "1.0", "oddities": ()},
        id="A25-unknown-version-and-field",
    ),
]


@pytest.mark.parametrize(("data", "expected"), READ)
def test_odd_metadata_is_read_as_far_as_it_can_be(data, expected):
    metadata = parse_core_metadata(data)

    assert expected == {field: getattr(metadata, field) for field in expected}


def test_every_field_is_read_from_where_the_specification_has_it():
    metadata = parse_core_metadata(
        dedent("""\
            Metadata-Version: 2.4
            Name: Zope.Interface
            Version: 1!2.0rc1
            Dynamic: author
            Platform: any
            Summary: Interfaces
            Description-Content-Type: text/markdown
            Keywords: a,b
            Home-page: https://a.test
            Download-URL: https://b.test
            Author: A
            Author-email: A <a@a.test>
            Maintainer: M
            Maintainer-email: M <m@a.test>
            License: ZPL 2.1
            License-Expression: ZPL-2.1
            License-File: LICENSE
            License-File: licenses/OTHER
            Classifier: License :: OSI Approved :: Zope Public License
            Classifier: Programming Language :: Python
            Requires-Dist: setuptools
            Requires-Dist: a[b]>=1; extra == "docs"
            Requires-Python: >=3.8
            Requires-External: C
            Project-URL: Source, https://c.test
            Project-URL: Changes, https://d.test
            Provides-Extra: docs
            Provides-Extra: test

            Text
            """).encode()
    )

    assert metadata == CoreMetadata(
        name="Zope.Interface",
        version="1!2.0rc1",
        summary="Interfaces",
        license_expression="ZPL-2.1",
        license="ZPL 2.1",
        classifiers=(
            "License :: OSI Approved :: Zope Public License",
            "Programming Language :: Python",
        ),
        license_files=("LICENSE", "licenses/OTHER"),
        requires_dist=("setuptools", 'a[b]>=1; extra == "docs"'),
        provides_extra=("docs", "test"),
        requires_python=">=3.8",
        home_page="https://a.test",
        download_url="https://b.test",
        project_urls=("Source, https://c.test", "Changes, https://d.test"),
        author="A",
        author_email="A <a@a.test>",
        maintainer="M",
        maintainer_email="M <m@a.test>",
    )


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(b"License: MIT\nClassifier: A\n", id="setuptools"),
        pytest.param(b"License: MIT\nRequires-Python: >=3.8\n", id="flit"),
        pytest.param(b"License-Expression: MIT\nDynamic: license-file\n", id="expression"),
        pytest.param(b"Summary: A reader\nLicense: MIT\n", id="licence last"),
        pytest.param(b"License: MIT\n        \n        Copyright me\n", id="folded licence last"),
        pytest.param(b"Summary: A reader\nX-Unknown: 1\n", id="unknown field last"),
        pytest.param(b"", id="nothing but name and version"),
    ],
)
def test_what_a_readme_says_of_metadata_is_not_metadata(headers):
    """
    All that may be said of a package that describes the format in its own description.
    """
    without_readme = parse_core_metadata(HEAD + headers)

    assert without_readme == parse_core_metadata(HEAD + headers + README)


def test_unknown_is_no_value():
    """
    Old setuptools wrote it for every field that had none.
    """
    fields_of_one = b"Name Version Summary License Home-page Download-URL Author Author-email"
    many = b"Classifier Requires-Dist License-File Project-URL"
    data = b"".join(field + b": UNKNOWN\n" for field in (fields_of_one + b" " + many).split())

    assert CoreMetadata() == parse_core_metadata(data)


def test_only_the_beginning_of_a_huge_file_is_read():
    head = b"Name: foo\nVersion: 1.0\nDescription: "
    data = head + b"x" * (MAX_BYTES - len(head)) + b"\nSummary: late\n"

    metadata = parse_core_metadata(data)

    assert ("foo", "1.0", None) == (metadata.name, metadata.version, metadata.summary)
    assert ("larger than 8,388,608 bytes; the rest is not read",) == metadata.oddities


def test_a_file_of_exactly_the_limit_is_read_whole():
    end = b"\nVersion: 1.0"
    data = b"Name: foo\nDescription: ".ljust(MAX_BYTES - len(end), b"x") + end

    metadata = parse_core_metadata(data)

    assert ("1.0", ()) == (metadata.version, metadata.oddities)


def test_a_field_that_is_repeated_without_end_is_one_oddity():
    data = b"Name: foo\n" + b"".join(b"Name: foo%d\n" % n for n in range(1_000))

    assert ("Name is there twice: 'foo', then 'foo0'",) == parse_core_metadata(data).oddities


def test_the_standard_library_reads_the_same_from_what_is_well_formed():
    data = HEAD + b"License: one\n        two\nClassifier: A\nRequires-Dist: b\n\nLicense: text\n"
    message = BytesParser().parsebytes(data)
    metadata = parse_core_metadata(data)

    assert message["Name"] == metadata.name
    assert message["Version"] == metadata.version
    assert message["License"].replace("        ", "") == metadata.license
    assert tuple(message.get_all("Classifier", ())) == metadata.classifiers
    assert tuple(message.get_all("Requires-Dist", ())) == metadata.requires_dist


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("foo", "foo"),
        (" a \t b\r\n", "a b"),
        ("\x1b]0;title\x07", "]0;title"),
        ("\u202egnp.exe", "gnp.exe"),
        ("e\u0301", "e\u0301"),
        ("\0\u00ad\u200d\u2066\ufeff", ""),
    ],
)
def test_what_nobody_can_see_is_left_out(text, expected):
    assert expected == visible(text)


def test_metadata_that_says_nothing_has_no_fields():
    metadata = parse_core_metadata(b"\n\nJust some text\n")

    assert all(not getattr(metadata, field.name) for field in fields(CoreMetadata))


@pytest.mark.parametrize(
    "field",
    [
        *("Metadata-Version", "Name", "Version", "Dynamic", "Platform", "Supported-Platform"),
        *("Summary", "Description", "Description-Content-Type", "Keywords", "Home-page"),
        *("Download-URL", "Author", "Author-email", "Maintainer", "Maintainer-email", "License"),
        *("License-Expression", "License-File", "Classifier", "Requires-Dist", "Requires-Python"),
        *("Requires-External", "Project-URL", "Provides-Extra", "Provides-Dist", "Obsoletes-Dist"),
        *("Requires", "Provides", "Obsoletes", "Import-Name", "Import-Namespace"),
    ],
)
def test_a_blank_line_among_any_headers_does_not_end_them(field):
    """
    The fields of the specification, as it spells them.
    """
    data = HEAD + b"\n" + field.encode() + b": x\n  y\nProvides-Extra: z\n"

    assert "z" in parse_core_metadata(data).provides_extra


def test_text_beside_headers_makes_a_paragraph_of_a_readme():
    data = HEAD + b"\nProvides-Extra: z\nNote: this is an example\n"

    assert () == parse_core_metadata(data).provides_extra
