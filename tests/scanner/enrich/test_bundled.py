"""
Rows C13, C14 and F8 of the catalogue of inputs, and what tools put into wheels (PEP 770).
"""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from scanner.model.component import State
from tests.support.archives import zip_of
from tests.support.images import inventory_in

SITE = "opt/venv/lib/python3.11/site-packages"
PIP = {
    f"{SITE}/pip-26.3.dist-info/METADATA": b"Name: pip\nVersion: 26.3\n",
    f"{SITE}/pip/__init__.py": b"",
}
FOO = {
    f"{SITE}/foo_bar-1.0.dist-info/METADATA": b"Name: Foo.Bar\nVersion: 1.0\n",
    f"{SITE}/foo_bar/__init__.py": b"",
}
FOO_PATH = f"{SITE}/foo_bar-1.0.dist-info"
SETUPTOOLS = {
    f"{SITE}/setuptools-84.2.1.dist-info/METADATA": b"Name: setuptools\nVersion: 84.2.1\n",
    f"{SITE}/setuptools-84.2.1.dist-info/top_level.txt": b"pkg_resources\nsetuptools\n",
}
LISTED_PIP = {"metadata": {"component": {"bom-ref": "bom-ref:pip", "name": "pip"}}}
OPENSSL = b"\x7fELF\0OpenSSL 3.5.8 25 Aug 2026\0"


def sbom(*components, **fields):
    document = {"bomFormat": "CycloneDX", "specVersion": "1.4", **fields}
    return json.dumps({**document, "components": components}).encode()


def named(name, version=None, **fields):
    return {"type": "library", "name": name, **({"version": version} if version else {}), **fields}


def crate(name, version, **fields):
    return named(name, version, purl=f"pkg:cargo/{name}@{version}", **fields)


def in_foo(*components, **fields):
    return {**FOO, f"{FOO_PATH}/sboms/foo.cdx.json": sbom(*components, **fields)}


def parts(inventory):
    return [each for each in inventory.components if each.is_part]


def purls(inventory):
    return [each.purl for each in parts(inventory)]


def problems(inventory):
    """Return what is odd, but for what is so because nothing here has a ``RECORD``."""
    return [(each.path, each.reason) for each in inventory.problems if each.cataloger != "record"]


def test_c13_copies_belong_to_the_distribution_that_they_are_in():
    inventory = inventory_in(
        {
            **SETUPTOOLS,
            f"{SITE}/setuptools/_vendor/wheel-1.dist-info/METADATA": b"Name: wheel\nVersion: 1\n",
            f"{SITE}/pkg_resources/_vendor/six-1.dist-info/METADATA": b"Name: six\nVersion: 1\n",
        }
    )

    assert {
        ("setuptools", State.INSTALLED, None),
        ("six", State.VENDORED, f"{SITE}/setuptools-84.2.1.dist-info"),
        ("wheel", State.VENDORED, f"{SITE}/setuptools-84.2.1.dist-info"),
    } == {(each.name, each.state, each.parent) for each in inventory.components}


def test_a_part_has_the_people_and_links_that_the_document_names():
    links = [{"type": "vcs", "url": "https://github.com/kim/ahash"}]
    listed = crate("ahash", "1", author="Kim Doe <kim@doe.org>", externalReferences=links)

    (part,) = parts(inventory_in(in_foo(listed)))

    assert "Kim Doe" in f"{part.contact_fields}"
    assert ["https://github.com/kim/ahash"] == [each.url for each in part.links]


def test_c13_a_copy_in_a_copy_belongs_to_that():
    wheel = f"{SITE}/setuptools/_vendor/wheel-0.46.3.dist-info"
    inventory = inventory_in(
        {
            **SETUPTOOLS,
            f"{wheel}/METADATA": b"Name: wheel\nVersion: 0.46.3\n",
            f"{SITE}/setuptools/_vendor/wheel/vendored/vendor.txt": b"packaging==24.0\n",
        }
    )

    (packaging,) = parts(inventory)
    assert (wheel, "packaging") == (packaging.parent, packaging.name)


def test_c14_what_vendor_txt_lists_is_bundled_in_pip_with_the_line_as_evidence():
    path = f"{SITE}/pip/_vendor/vendor.txt"

    inventory = inventory_in({**PIP, path: b"CacheControl==0.14.4\nrequests==2.34.2\n"})

    control, requests = parts(inventory)
    assert (f"{SITE}/pip-26.3.dist-info", "vendor-list") == (control.parent, control.kind)
    assert ("pkg:pypi/cachecontrol@0.14.4", State.BUNDLED) == (control.purl, control.state)
    assert ((path, 1), (path, 2)) == (
        (control.evidence.path, control.evidence.line),
        (requests.evidence.path, requests.evidence.line),
    )
    assert control.environment == "opt/venv"


def test_c14_metadata_are_believed_before_an_sbom_and_that_before_a_list():
    vendor = f"{SITE}/pip/_vendor"

    inventory = inventory_in(
        {
            **PIP,
            f"{vendor}/idna-3.20.dist-info/METADATA": b"Name: idna\nVersion: 3.20\n",
            f"{vendor}/bom.cdx.json": sbom(
                named("pip", **{"bom-ref": "bom-ref:pip"}),
                named("idna", "3.20", purl="pkg:pypi/idna@3.20"),
                named("setuptools", "70.3.0", purl="pkg:pypi/Setuptools@70.3.0"),
                **LISTED_PIP,
            ),
            f"{vendor}/vendor.txt": b"idna==3.19\nsetuptools==70.3.0\nrich==15.0.0\n",
        }
    )

    assert {
        ("pip", "dist-info", State.INSTALLED),
        ("idna", "dist-info", State.VENDORED),
        ("setuptools", "sbom", State.BUNDLED),
        ("rich", "vendor-list", State.BUNDLED),
    } == {(each.name, each.kind, each.state) for each in inventory.components}
    assert problems(inventory) == []


def test_c14_lists_of_nothing_are_problems():
    inventory = inventory_in(
        {
            "src/_vendor/vendor.txt": b"a==1\n",
            "src/_vendor/bom.cdx.json": sbom(),
            f"{SITE}/x.dist-info.d/sboms/a.json": sbom(),
        }
    )

    assert problems(inventory) == [
        ("src/_vendor/bom.cdx.json", "an SBOM of no distribution that was found"),
        ("src/_vendor/vendor.txt", "a list of no distribution that was found"),
    ]


def test_an_sbom_in_the_metadata_lists_what_is_inside():
    inventory = inventory_in(in_foo(crate("libc", "0.2.155"), named("openssl", "4.0.3")))

    libc, openssl = parts(inventory)
    assert (FOO_PATH, State.BUNDLED, "sbom") == (libc.parent, libc.state, libc.kind)
    assert libc.evidence.path == f"{FOO_PATH}/sboms/foo.cdx.json"
    assert "pkg:generic/openssl@4.0.3" == openssl.purl
    assert problems(inventory) == []


NOT_INSIDE = {
    "the-distribution": named("foo_bar", "1.0", purl="pkg:pypi/foo_bar@1.0?file_name=x.whl"),
    "the-distribution-by-name": named("foo-bar"),
    "a-part-of-it": named("foo._ext", "1.0", purl="pkg:pypi/foo-bar@1.0#c-ext/foo._ext"),
    "a-file": {**named("foo/__init__.py"), "type": "file"},
    "needed-to-build": crate("cc", "1.0", scope="excluded"),
    "optional-and-not-there": named("libimagequant", "4.4.1", scope="optional"),
    "required": named("filelock", purl="pkg:pypi/filelock"),
}


@pytest.mark.parametrize("component", NOT_INSIDE.values(), ids=NOT_INSIDE)
def test_what_is_not_inside_is_not_listed(component):
    assert purls(inventory_in(in_foo(component, crate("a", "1")))) == ["pkg:cargo/a@1"]


def test_what_is_listed_several_times_is_there_once():
    """
    krb5-libs is four times in psycopg2-binary's, once for each of its files.
    """
    one, other = named("a", "1", **{"bom-ref": "x"}), named("a", "1", **{"bom-ref": "y"})
    inventory = inventory_in(
        {**in_foo(one, other), f"{FOO_PATH}/sboms/more.json": sbom(one, crate("a", "1"))}
    )

    assert sorted(purls(inventory)) == ["pkg:cargo/a@1", "pkg:generic/a@1"]


def test_two_versions_of_a_crate_are_two():
    inventory = inventory_in(in_foo(crate("syn", "1.0.109"), crate("syn", "2.0.1")))

    assert purls(inventory) == ["pkg:cargo/syn@1.0.109", "pkg:cargo/syn@2.0.1"]


def test_what_has_no_version_is_listed_if_it_is_no_requirement():
    inventory = inventory_in(in_foo(named("a", purl="pkg:github/python/pythoncapi-compat")))

    assert purls(inventory) == ["pkg:github/python/pythoncapi-compat"]


@pytest.mark.parametrize("name", ["sbom.xml", "sbom.spdx", "sbom.json"])
def test_an_sbom_of_another_format_is_a_problem(name):
    inventory = inventory_in({**FOO, f"{FOO_PATH}/sboms/{name}": b"<bom/>"})

    ((path, reason),) = problems(inventory)
    assert path == f"{FOO_PATH}/sboms/{name}"
    assert reason.startswith("not read")


def test_what_is_inside_of_something_that_is_not_live_is_not_either():
    cache = "root/.cache/uv/archive-v0/abc"
    inventory = inventory_in(
        {
            f"{cache}/foo-1.0.dist-info/METADATA": b"Name: foo\nVersion: 1.0\n",
            f"{cache}/foo-1.0.dist-info/sboms/a.json": sbom(crate("a", "1")),
        }
    )

    assert [each.state for each in parts(inventory)] == [State.CACHE]


def fragment(path):
    return sha256(path.encode()).hexdigest()


def rpm(name, version, path):
    purl = f"pkg:rpm/almalinux/{name}@{version}"
    return named(name, version, purl=purl, **{"bom-ref": f"{purl}#{fragment(path)}"})


def test_f8_a_library_is_what_the_sbom_says_by_the_hash_of_where_it_was():
    libs = f"{SITE}/foo_bar.libs"
    inventory = inventory_in(
        {
            **in_foo(
                rpm("krb5-libs", "1.15.1-55.el7_9", "/lib64/libkrb5.so.3.3"),
                rpm("krb5-libs", "1.15.1-55.el7_9", "/usr/lib64/libk5crypto.so.3.1"),
                rpm("libgomp", "8.5.0", "/lib/aarch64-linux-gnu/libgomp.so.1.0.0"),
            ),
            f"{libs}/libkrb5-fcafa220.so.3.3": b"KRB5_BRAND: krb5-1.15.1-final",
            f"{libs}/libk5crypto-b1f99d5c.so.3.1": b"",
            f"{libs}/libgomp-e985bcbb.so.1.0.0": b"",
        }
    )

    krb5, libgomp = parts(inventory)
    assert ("pkg:rpm/almalinux/krb5-libs@1.15.1-55.el7_9", FOO_PATH) == (krb5.purl, krb5.parent)
    assert (f"{libs}/libk5crypto-b1f99d5c.so.3.1", f"{libs}/libkrb5-fcafa220.so.3.3") == krb5.files
    assert (f"{libs}/libgomp-e985bcbb.so.1.0.0",) == libgomp.files


def test_f8_a_library_that_is_hashed_twice_is_found_by_either_name():
    """
    numpy's wheels have libraries that were copied out of a wheel.
    """
    inventory = inventory_in(
        {
            **in_foo(rpm("libgfortran", "8.5.0", "/lib64/libgfortran-040039e1.so.5.0.0")),
            f"{SITE}/foo_bar.libs/libgfortran-0352e75f-040039e1.so.5.0.0": b"",
        }
    )

    (libgfortran,) = parts(inventory)
    assert (f"{SITE}/foo_bar.libs/libgfortran-0352e75f-040039e1.so.5.0.0",) == libgfortran.files


def test_f8_other_libraries_have_the_version_that_they_say():
    libs = f"{SITE}/foo_bar.libs"
    inventory = inventory_in(
        {
            **FOO,
            f"{libs}/libcrypto-fb8d5b21.so.3": OPENSSL,
            f"{libs}/libssl-8bd944e8.so.3": b"\x7fELF",
            f"{libs}/libopenblasp-r0-01191904.3.27.so": b"",
            f"{libs}/libpq-a17e3caa.so.5.17": b"PostgreSQL 9.0",
            f"{libs}/README": b"",
        }
    )

    openssl, openblas, postgresql = parts(inventory)
    assert ("pkg:generic/openssl@3.5.8", "shared-library") == (openssl.purl, openssl.kind)
    assert (f"{libs}/libcrypto-fb8d5b21.so.3", f"{libs}/libssl-8bd944e8.so.3") == openssl.files
    assert (f"{libs}/libcrypto-fb8d5b21.so.3", 0, "binary-analysis") == (
        openssl.evidence.path,
        openssl.evidence.layer,
        openssl.evidence.technique,
    )
    assert ("pkg:generic/openblas@0.3.27", "filename") == (
        openblas.purl,
        openblas.evidence.technique,
    )
    assert ("pkg:generic/postgresql", None) == (postgresql.purl, postgresql.version)
    assert {(State.BUNDLED, FOO_PATH)} == {(each.state, each.parent) for each in parts(inventory)}


def test_f8_an_sbom_and_libraries_may_go_by_names():
    """
    Pillow's SBOM has no hashes, and lists as optional what may be in a wheel.
    """
    libs = f"{SITE}/foo_bar.libs"
    inventory = inventory_in(
        {
            **in_foo(
                named(
                    "FreeType", "2.14.3", scope="optional", **{"bom-ref": "pkg:generic/freetype2"}
                ),
                named("libjpeg / libjpeg-turbo", "3.2.0", **{"bom-ref": "pkg:generic/libjpeg"}),
                named("libtiff", "4.7.2", scope="optional"),
            ),
            f"{libs}/libfreetype-57f805ba.so.6.20.6": b"",
            f"{libs}/libjpeg-6dc8d115.so.62.4.0": b"libjpeg-turbo version 3.2.0",
        }
    )

    assert {
        "pkg:generic/freetype2@2.14.3": (f"{libs}/libfreetype-57f805ba.so.6.20.6",),
        "pkg:generic/libjpeg@3.2.0": (f"{libs}/libjpeg-6dc8d115.so.62.4.0",),
    } == {each.purl: each.files for each in parts(inventory)}


PLACES = {
    "auditwheel": "foo_bar.libs/libz-a0b1c2d3.so.1",
    "older-auditwheel": "foo_bar/.libs/libz-a0b1c2d3.so.1",
    "delocate": "foo_bar/.dylibs/libz.1.dylib",
    "delvewheel": "foo_bar.libs/zlib1-0f1e2d3c4b5a.dll",
}


@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
def test_f8_libraries_are_where_tools_copy_them(path):
    inventory = inventory_in({**FOO, f"{SITE}/{path}": b""})

    (library,) = parts(inventory)
    assert (FOO_PATH, (f"{SITE}/{path}",)) == (library.parent, library.files)


def test_f8_libraries_in_a_package_of_another_name_are_found_by_top_level_txt():
    inventory = inventory_in(
        {
            f"{SITE}/pillow-13.dist-info/METADATA": b"Name: pillow\nVersion: 13\n",
            f"{SITE}/pillow-13.dist-info/top_level.txt": b"PIL\n",
            f"{SITE}/PIL/.libs/libz-a0b1c2d3.so.1": b" deflate 1.3.1 Copyright",
        }
    )

    assert purls(inventory) == ["pkg:generic/zlib@1.3.1"]


def test_f8_libraries_of_nothing_are_a_problem_in_a_site_directory_only():
    inventory = inventory_in(
        {f"{SITE}/gone.libs/libz-a0b1c2d3.so.1": b"", "usr/src/c/.libs/libc.so": b""}
    )

    assert [(f"{SITE}/gone.libs", "libraries of no distribution that was found")] == problems(
        inventory
    )
    assert parts(inventory) == []


def test_a_wheel_in_a_distribution_belongs_to_it_and_what_is_in_it_to_the_wheel():
    """
    virtualenv brings pip; its own SBOM lists what that has inside.
    """
    wheel = zip_of(
        {
            "pip-26.3.dist-info/METADATA": b"Name: pip\nVersion: 26.3\n",
            "pip/_vendor/vendor.txt": b"idna==3.20\n",
        }
    )
    embed = f"{SITE}/virtualenv/seed/wheels/embed/pip-26.3-py3-none-any.whl"
    info = f"{SITE}/virtualenv-21.dist-info"
    inventory = inventory_in(
        {
            f"{info}/METADATA": b"Name: virtualenv\nVersion: 21\n",
            f"{info}/sboms/virtualenv.cdx.json": sbom(
                named(
                    "pip",
                    "26.3",
                    purl="pkg:pypi/pip@26.3",
                    components=[named("idna", "3.20", purl="pkg:pypi/idna@3.20")],
                )
            ),
            embed: wheel,
        }
    )

    assert {
        ("virtualenv", State.INSTALLED, None),
        ("pip", State.BUNDLED, info),
        ("idna", State.BUNDLED, f"{embed}!/pip-26.3.dist-info"),
    } == {(each.name, each.state, each.parent) for each in inventory.components}


def test_what_is_inside_has_the_owner_of_its_distribution():
    """
    A finding in it is left to the same advisories.
    """
    info = "usr/lib/python3/dist-packages/foo-1.0.dist-info"
    inventory = inventory_in(
        {
            f"{info}/METADATA": b"Name: foo\nVersion: 1.0\n",
            "usr/lib/python3/dist-packages/foo/_vendor/vendor.txt": b"six==1.16\n",
            "var/lib/dpkg/status": b"Package: p-foo\nStatus: install ok installed\nVersion: 1\n",
            "var/lib/dpkg/info/p-foo.list": f"/{info}/METADATA\n".encode(),
        }
    )

    (six,) = parts(inventory)
    assert "p-foo" in str(six.owner)
