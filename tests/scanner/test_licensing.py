"""The licence files of a tree, and what follows from them for each component."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from layers import Image
from layers.store import DirectoryStore, NoStore
from scanner import cataloging
from scanner.licenses.corpus import text_of
from scanner.licensing import MAX_BYTES
from scanner.settings import Settings
from tests.support.archives import zip_of
from tests.support.images import inventory_in, tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.store import Store
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

SITE = "opt/venv/lib/python3.11/site-packages"
INFO = f"{SITE}/a-1.dist-info"
METADATA = "Metadata-Version: 2.4\nName: a\nVersion: 1\n"
MIT = text_of("MIT") or ""
BSD = text_of("BSD-3-Clause") or ""
APACHE = text_of("Apache-2.0") or ""
GPL = text_of("GPL-3.0-only") or ""


def licensed(files: Mapping[str, bytes | str], store: Store | None = None) -> Inventory:
    settings = Settings(licenses=True, store=store or NoStore())
    image = Image(location="", source="dir", layers=())
    contents = {
        path: text.encode() if isinstance(text, str) else text for path, text in files.items()
    }
    return cataloging.catalog(image, tree_of(contents), settings)


def the_only(inventory: Inventory) -> Component:
    (component,) = (each for each in inventory.components if each.name == "a")
    return component


def files_of(inventory: Inventory) -> dict[str, list[str]]:
    licensing = the_only(inventory).licensing
    assert licensing
    return {
        text.path.removeprefix(f"{SITE}/"): [match.expression for match in text.matches]
        for text in licensing.detected
    }


def test_a_scan_judges_no_licences_unless_that_is_wanted():
    files = {f"{INFO}/METADATA": METADATA.encode(), f"{INFO}/licenses/LICENSE": MIT.encode()}

    inventory = inventory_in(files)

    assert the_only(inventory).licensing is None
    assert {} == inventory.license_texts


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("a-1.dist-info/licenses/LICENSE", id="D9-PEP 639"),
        pytest.param("a-1.dist-info/licenses/vendor/x/LICENSE", id="D9-nested"),
        pytest.param("a-1.dist-info/licenses/LICENSES/MIT.txt", id="D9-REUSE"),
        pytest.param("a-1.dist-info/licenses/LICENSES/HAVEN_LICENSE", id="D9-copied"),
        pytest.param("a-1.dist-info/LICENSE.txt", id="before PEP 639"),
        pytest.param("a-1.dist-info/COPYING", id="COPYING"),
        pytest.param("a-1.dist-info/LICENCE.rst", id="LICENCE"),
    ],
)
def test_a_text_is_found_where_builds_put_it(path):
    inventory = licensed({f"{INFO}/METADATA": METADATA, f"{SITE}/{path}": MIT})

    assert {path: ["MIT"]} == files_of(inventory)


@pytest.mark.parametrize("name", ["licenses/AUTHORS.md", "RECORD", "AUTHORS", "LICENSE/x/y.py"])
def test_other_files_are_no_licences(name):
    inventory = licensed({f"{INFO}/METADATA": METADATA, f"{INFO}/{name}": MIT})

    assert {} == files_of(inventory)


def test_an_egg_info_has_its_licence_beside_its_metadata():
    files = {f"{SITE}/a-1.egg-info/PKG-INFO": METADATA, f"{SITE}/a-1.egg-info/COPYING": MIT}

    assert {"a-1.egg-info/COPYING": ["MIT"]} == files_of(licensed(files))


def test_a_text_in_a_package_is_that_of_the_one_distribution_that_recorded_it():
    files = {
        f"{INFO}/METADATA": METADATA,
        f"{INFO}/RECORD": "a/__init__.py,,\na/LICENSE,,\nshared/x.py,,\n",
        f"{SITE}/b-1.dist-info/METADATA": METADATA.replace("Name: a", "Name: b"),
        f"{SITE}/b-1.dist-info/RECORD": "shared/LICENSE,,\n",
        f"{SITE}/a/LICENSE": MIT,
        f"{SITE}/shared/LICENSE": GPL,
    }

    assert {"a/LICENSE": ["MIT"]} == files_of(licensed(files))


def test_an_archive_is_looked_into():
    wheel = zip_of(
        {
            "a-1.dist-info/METADATA": METADATA.encode(),
            "a-1.dist-info/licenses/LICENSE": MIT.encode(),
        }
    )

    inventory = licensed({"srv/a-1-py3-none-any.whl": wheel})

    assert {"srv/a-1-py3-none-any.whl!/a-1.dist-info/licenses/LICENSE": ["MIT"]} == files_of(
        inventory
    )


def test_several_files_are_each_evidence_and_not_joined():
    """
    D10: only the metadata, or a file that says so, make an expression of them.
    """
    files = {
        f"{INFO}/METADATA": METADATA,
        f"{INFO}/licenses/LICENSE.APACHE": APACHE,
        f"{INFO}/licenses/LICENSE.BSD": BSD,
    }

    licensing = the_only(licensed(files)).licensing

    assert licensing
    assert licensing.concluded is None
    assert [["Apache-2.0"], ["BSD-3-Clause"]] == list(files_of(licensed(files)).values())


def test_a_file_that_points_to_two_others_says_how_they_go_together():
    files = {
        f"{INFO}/METADATA": METADATA,
        f"{INFO}/licenses/LICENSE": "This software is made available under the terms of *either* "
        "of the licenses found in LICENSE.APACHE or LICENSE.BSD.\n",
        f"{INFO}/licenses/LICENSE.APACHE": APACHE,
        f"{INFO}/licenses/LICENSE.BSD": BSD,
    }

    licensing = the_only(licensed(files)).licensing

    assert licensing
    assert "Apache-2.0 OR BSD-3-Clause" == licensing.concluded


def test_a_text_that_contradicts_the_metadata_is_kept_and_told():
    """
    D12: it declares MIT, and the text is the GPL.
    """
    files = {f"{INFO}/METADATA": f"{METADATA}License: MIT\n", f"{INFO}/LICENSE": GPL}

    licensing = the_only(licensed(files)).licensing

    assert licensing
    assert ("MIT", ["GPL-3.0-only"]) == (
        licensing.declared,
        [match.expression for text in licensing.detected for match in text.matches],
    )
    assert "declared-text" in {conflict.kind for conflict in licensing.conflicts}


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        pytest.param("LICENSE", [], id="D11-there"),
        pytest.param("COPYING", ["missing-file"], id="D11-absent"),
        pytest.param("vendor/b/COPYING", ["missing-file"], id="D11-absent in a directory"),
        pytest.param("/etc/passwd", ["outside-file"], id="D11-absolute"),
        pytest.param("../../etc/passwd", ["outside-file"], id="D11-above"),
        pytest.param("C:\\LICENSE", ["outside-file"], id="D11-a drive"),
        pytest.param("AUTHORS", [], id="D11-no licence"),
        pytest.param("libjpeg_turbo.ijg", ["unread-file"], id="a name that is not read"),
    ],
)
def test_a_license_file_is_only_looked_for_in_the_metadata_directory(name, kinds):
    files = {
        f"{INFO}/METADATA": f"{METADATA}License-Expression: MIT\nLicense-File: {name}\n",
        f"{INFO}/licenses/LICENSE": MIT,
        "etc/passwd": "root:x:0:0::/root:/bin/sh\n",
    }

    inventory = licensed(files)

    licensing = the_only(inventory).licensing
    assert licensing
    assert kinds == [conflict.kind for conflict in licensing.conflicts]
    assert [MIT.encode()] == list(inventory.license_texts.values())


def test_debian_has_the_licence_in_the_copyright_file():
    """
    D13: the egg-info has none, the package has it.
    """
    path = "usr/lib/python3/dist-packages/a-1.egg-info"
    files = {
        "etc/os-release": "ID=debian\nVERSION_ID=12\n",
        "var/lib/dpkg/status": "Package: python3-a\nStatus: install ok installed\n"
        "Architecture: all\nVersion: 1-1\n\n",
        "var/lib/dpkg/info/python3-a.list": f"/{path}\n/usr/lib/python3/dist-packages/a.py\n",
        path: METADATA,
        "usr/share/doc/python3-a/copyright": "Format: https://www.debian.org/doc/packaging-manuals/"
        "copyright-format/1.0/\n\nFiles: *\nCopyright: me\nLicense: GPL-2+\n\n"
        "Files: debian/*\nLicense: MIT\n",
    }

    component = the_only(licensed(files))

    assert component.owner
    assert component.licensing
    assert "GPL-2.0-or-later" == component.licensing.concluded


def test_what_is_bundled_is_counted_among_the_licences_of_its_distribution():
    sbom = (
        '{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"type": "library",'
        ' "name": "memchr", "version": "2.7", "purl": "pkg:cargo/memchr@2.7",'
        ' "licenses": [{"expression": "Unlicense OR MIT"}]}]}'
    )
    files = {
        f"{INFO}/METADATA": f"{METADATA}License: MIT\n",
        f"{INFO}/sboms/a.cyclonedx.json": sbom,
    }

    licensing = the_only(licensed(files)).licensing

    assert licensing
    assert ("Unlicense",) == licensing.bundled


def test_a_text_that_is_too_long_is_cut_and_told():
    files = {f"{INFO}/METADATA": METADATA, f"{INFO}/LICENSE": MIT + "\n" * MAX_BYTES}

    inventory = licensed(files)

    assert {"a-1.dist-info/LICENSE": ["MIT"]} == files_of(inventory)
    assert [f"{INFO}/LICENSE"] == [problem.path for problem in inventory.problems]
    assert [MAX_BYTES] == [len(text) for text in inventory.license_texts.values()]


def test_a_text_that_was_kept_is_not_identified_again(tmp_path):
    files = {f"{INFO}/METADATA": METADATA, f"{INFO}/LICENSE": MIT}
    first = licensed(files, DirectoryStore(tmp_path, 1 << 20))
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.snapshot")}

    second = licensed(files, DirectoryStore(tmp_path, 1 << 20))

    assert 1 == len(kept)
    assert first == second
    assert kept.keys() == set(tmp_path.rglob("*.snapshot"))


def test_a_library_that_was_copied_in_has_no_place_to_say_that_it_has_no_licence():
    """
    ``NONE`` would say that its author looked for the place, and had nothing to say.
    """
    library = f"{SITE}/a.libs/libpng16-0d1f.so.16"

    found = licensed({f"{INFO}/METADATA": METADATA, library: "\x7fELF"}).components

    declared = {each.name: each.licensing and each.licensing.declared for each in found}
    assert {"a": "NONE", "libpng": None} == declared


def declared_beside(requirement: str, version: str = "1.0") -> tuple[str | None, str]:
    """Return the licence of what is declared, with one version installed for the project."""
    site = ".venv/lib/python3.11/site-packages"
    metadata = f"Metadata-Version: 2.4\nName: a\nVersion: {version}\nLicense-Expression: MIT\n"
    inventory = licensed(
        {
            "requirements.txt": requirement,
            ".venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.11.2\n",
            f"{site}/a-{version}.dist-info/METADATA": metadata,
        }
    )
    (found,) = (each for each in inventory.components if each.declaration)
    assert found.licensing
    return found.licensing.concluded, found.licensing.reason


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        pytest.param("a==1.0", "MIT", id="the-version"),
        pytest.param("a==1", "MIT", id="another-spelling"),
        pytest.param("a>=0.9", "MIT", id="a-range-that-has-it"),
        pytest.param("a==1.1", None, id="another-version"),
        pytest.param("a>=2", None, id="a-range-without-it"),
        pytest.param("a @ git+https://x.test/a", None, id="another-origin"),
    ],
)
def test_what_is_declared_is_under_the_licence_of_what_is_installed_beside_it(
    requirement, expected
):
    concluded, reason = declared_beside(requirement)

    assert expected == concluded
    assert reason.startswith("as installed in /.venv: ") is (expected is not None)
