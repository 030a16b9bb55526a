"""What is read of the inside of distributions, on input that nobody thought of."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packageurl import PackageURL

from scanner.metadata.library_version import PRODUCTS, original_names, product_of, version_in_name
from scanner.metadata.package_url import parse_package_url
from scanner.metadata.sbom_document import parse_sbom
from scanner.metadata.vendor_txt import parse_vendor_txt
from tests.support.images import inventory_in

SITE = "lib/python3.11/site-packages"
keys = st.sampled_from(
    [
        *("bomFormat", "specVersion", "spdxVersion", "metadata", "component", "components"),
        *("name", "version", "purl", "type", "scope", "bom-ref", "hashes", "licenses", "license"),
        *("alg", "content", "expression", "id", "packages", "versionInfo", "SPDXID"),
        *("externalRefs", "referenceType", "referenceLocator", "relationships"),
    ]
)
texts = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["CycloneDX", "1.5", "SPDX-2.3", "library", "file", "optional", "pkg:cargo/a@1", "purl"]
    ),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), texts),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=25,
)
documents = st.builds(
    lambda fields, form: json.dumps({**form, **fields}).encode(),
    st.dictionaries(keys, values, max_size=8),
    st.sampled_from(
        [{"bomFormat": "CycloneDX", "specVersion": "1.5"}, {"spdxVersion": "SPDX-2.3"}, {}]
    ),
)
component_lists = st.lists(st.dictionaries(keys, values, max_size=8), max_size=5)


@given(st.one_of(st.binary(max_size=200), documents))
@settings(deadline=None)
def test_any_bytes_are_an_sbom_with_components_or_odd(data):
    document = parse_sbom(data)

    assert document == parse_sbom(data)
    assert all(each.name and each.name.encode() for each in document.components)
    assert all(oddity.encode() for oddity in document.oddities)


@given(component_lists)
@settings(deadline=None)
def test_any_components_are_listed_each_once(components):
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}

    inventory = inventory_in(
        {
            f"{SITE}/foo-1.dist-info/METADATA": b"Name: foo\nVersion: 1\n",
            f"{SITE}/foo-1.dist-info/sboms/a.json": json.dumps(document).encode(),
        }
    )

    purls = [each.purl for each in inventory.components]
    assert sorted(set(purls)) == sorted(purls)
    assert all(each.parent for each in inventory.components if each.is_part)


@given(
    st.one_of(st.text(max_size=40), st.from_regex(r"pkg:[a-z]{1,5}(/[^?#]{1,6}){1,3}(@.{1,5})?"))
)
@settings(deadline=None)
def test_any_text_is_a_package_url_that_others_can_read_or_none(text):
    found = parse_package_url(text)

    if found is not None:
        assert found == parse_package_url(str(found))
        assert PackageURL.from_string(str(found)).name


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_a_list_of_pins(data):
    listed = parse_vendor_txt(data)

    assert all(pin.name and pin.version for pin in listed.pins)
    assert all(oddity.encode() for oddity in listed.oddities)


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.name)
@given(data=st.data())
@settings(deadline=None)
def test_any_bytes_have_a_version_or_none(product, data):
    pieces = st.one_of(st.binary(max_size=8), st.sampled_from([product.literal, b"3.5.8", b"\0"]))

    version = product.version_in(b"".join(data.draw(st.lists(pieces, max_size=9))))

    assert re.fullmatch(rb"(?:\d[\w.]*)?", version)


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_name_of_a_library_has_a_product(name):
    assert name in original_names(name)
    assert isinstance(product_of(name), str)
    assert version_in_name(name) is None or "openblas" in name
