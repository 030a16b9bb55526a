"""Which distributions came with packages of the operating system."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.enrich.ownership import enrich
from scanner.model.component import Component
from scanner.model.environment import Environment
from scanner.model.interpreter import Interpreter
from scanner.model.system_package import SystemPackage
from scanner.pipeline import scan
from testdata.images.writer import write_directory
from tests.support.images import tree_of
from tests.support.reports import at, component, inventory_of
from tests.support.system import kept, kept_files, ndb, rpm_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.inventory import Inventory

SITE = "usr/lib/python3/dist-packages"
DIST_INFO = f"{SITE}/foo-1.0.dist-info"
EGG_INFO = f"{SITE}/foo-1.0.egg-info"
METADATA = b"Name: foo\nVersion: 1.0\n"
SHA256 = f"sha256:{hashlib.sha256(METADATA).hexdigest()}"
OTHER = "opt/app/lib/python3.9/site-packages/foo-1.0.dist-info"


def package(*files: str, **changes: object) -> SystemPackage:
    value = SystemPackage(
        type="deb",
        name="python3-foo",
        version="1.0-1",
        purl="pkg:deb/debian/python3-foo@1.0-1",
        files=frozenset(files),
    )
    return replace(value, **changes)  # type: ignore[arg-type] # any of its fields


def enriched(
    *found: Component | SystemPackage, files: Mapping[str, bytes | str | None]
) -> Inventory:
    components = [item for item in found if isinstance(item, Component)]
    packages = tuple(item for item in found if isinstance(item, SystemPackage))
    inventory = replace(inventory_of(*components), system_packages=packages)
    return enrich(inventory, tree_of(files))


def owners(inventory: Inventory) -> list[str]:
    return [str(component.owner) for component in inventory.components]


def foo(path: str, **changes: object) -> Component:
    return component("foo", "1.0", evidence=at(path), **changes)


OWNED = [
    pytest.param(DIST_INFO, f"{DIST_INFO}/METADATA", id="I1-dist-info"),
    pytest.param(EGG_INFO, f"{EGG_INFO}/PKG-INFO", id="I1-egg-info-directory"),
    pytest.param(EGG_INFO, EGG_INFO, id="I1-egg-info-file"),
    pytest.param(f"{SITE}/foo.egg", f"{SITE}/foo.egg/EGG-INFO/PKG-INFO", id="I1-egg"),
    pytest.param("usr/share/w/a.whl!/a.dist-info", "usr/share/w/a.whl", id="I1-archive"),
    pytest.param(DIST_INFO, f"{DIST_INFO}/METADATA", id="C8-without-RECORD"),
]


@pytest.mark.parametrize(("evidence", "listed"), OWNED)
def test_a_distribution_whose_metadata_is_listed_has_an_owner(evidence, listed):
    inventory = enriched(foo(evidence), package(listed), files={})

    assert ["deb python3-foo 1.0-1"] == owners(inventory)
    assert () == inventory.problems


def test_i2_the_owner_of_a_link_to_a_directory_is_that_of_the_directory():
    files: dict[str, bytes | str | None] = {
        "usr/local/foo-1.0.dist-info": f"/{DIST_INFO}",
        f"{DIST_INFO}/METADATA": METADATA,
    }

    inventory = enriched(
        foo("usr/local/foo-1.0.dist-info"), package(f"{DIST_INFO}/METADATA"), files=files
    )

    assert ["deb python3-foo 1.0-1"] == owners(inventory)


NOT_OWNED = [
    pytest.param({}, package(f"{SITE}/foo.py"), id="another file is listed"),
    pytest.param({"installer": "dpkg"}, package(), id="hostile-51-INSTALLER-alone"),
    pytest.param({}, package(f"{DIST_INFO}/METADATA", type="conda"), id="J8-conda"),
]


@pytest.mark.parametrize(("changes", "listed"), NOT_OWNED)
def test_no_other_claim_is_believed(changes, listed):
    inventory = enriched(
        foo(DIST_INFO, **changes), listed, files={f"{DIST_INFO}/METADATA": METADATA}
    )

    assert ["None"] == owners(inventory)


def test_of_two_packages_the_first_owns_a_file():
    listed = f"{DIST_INFO}/METADATA"
    second = package(listed, name="z", purl="pkg:deb/debian/z@1")

    inventory = enriched(foo(DIST_INFO), second, package(listed), files={})

    assert ["deb python3-foo 1.0-1"] == owners(inventory)


def test_metadata_that_was_written_over_has_no_owner():
    """
    pip as root may put another build of the same version where the package's was.
    """
    listed = package(f"{DIST_INFO}/METADATA", digests={f"{DIST_INFO}/METADATA": SHA256})

    inventory = enriched(foo(DIST_INFO), listed, files={f"{DIST_INFO}/METADATA": b"Name: foo\n"})

    assert ["None"] == owners(inventory)
    assert ["not what deb python3-foo 1.0-1 installed"] == [p.reason for p in inventory.problems]


INSTALLERS = [
    pytest.param(None, None, True, id="none"),
    pytest.param("pip", None, False, id="hostile-51-not-listed"),
    pytest.param("pip", "rpm", False, id="hostile-51-not-the-listed-one"),
    pytest.param("rpm", "rpm", True, id="the-listed-one"),
    pytest.param(None, "rpm", True, id="gone"),
]


@pytest.mark.parametrize(("there", "listed", "is_owned"), INSTALLERS)
def test_an_installer_that_the_package_did_not_bring_tells_of_another_installation(
    there, listed, is_owned
):
    """
    pip may write the same metadata over the package's, beside code without the system's fixes.
    """
    path = f"{DIST_INFO}/INSTALLER"
    digests = {path: f"sha256:{hashlib.sha256(listed.encode()).hexdigest()}"} if listed else {}
    files = {path: there.encode()} if there else {}

    inventory = enriched(
        foo(DIST_INFO, installer=there),
        package(f"{DIST_INFO}/METADATA", *digests, digests=digests),
        files=files,
    )

    assert is_owned == (owners(inventory) != ["None"])


def test_i5_a_newer_one_by_pip_has_no_owner_and_both_are_listed():
    newer = component(
        "foo", "2.0", evidence=at("usr/local/lib/python3.11/dist-packages/foo-2.0.dist-info")
    )

    inventory = enriched(foo(DIST_INFO), newer, package(f"{DIST_INFO}/METADATA"), files={})

    assert ["deb python3-foo 1.0-1", "None"] == owners(inventory)


LIB64 = "usr/lib64/python3.11/site-packages"
ARCH = "usr/lib/python3.12/site-packages"
RPM_SITE = "usr/lib/python3.11/site-packages"
SYSTEMS = [
    pytest.param(
        {
            "var/lib/dpkg/status": b"Package: python3-foo\nVersion: 1.0-1\n",
            "var/lib/dpkg/info/python3-foo.list": f"/{DIST_INFO}/METADATA\n".encode(),
        },
        DIST_INFO,
        "deb python3-foo 1.0-1",
        id="C19-Debian",
    ),
    pytest.param(
        {
            "lib/apk/db/installed": (
                f"P:py3-foo\nV:1.0-r0\nF:{RPM_SITE}/foo-1.0.dist-info\nR:METADATA\n".encode()
            )
        },
        f"{RPM_SITE}/foo-1.0.dist-info",
        "apk py3-foo 1.0-r0",
        id="C19-Alpine",
    ),
    pytest.param(
        {"usr/lib/sysimage/rpm/rpmdb.sqlite": kept("rpmdb.sqlite"), f"{LIB64}/README.txt": b""},
        f"{RPM_SITE}/foo-1.0.dist-info",
        "rpm python3-foo 2:1.0-3.test",
        id="C19-rpm-with-lib64",
    ),
    pytest.param(
        kept_files("pacman"),
        f"{ARCH}/foo-1.0.dist-info",
        "alpm python-foo 1:1.0-2",
        id="C19-Arch",
    ),
    pytest.param(
        {"var/lib/rpm/Packages.db": ndb(*rpm_headers())},
        f"{RPM_SITE}/foo-1.0.dist-info",
        "rpm python3-foo 2:1.0-3.test",
        id="C19-SUSE",
    ),
]


@pytest.mark.parametrize(("files", "place", "owner"), SYSTEMS)
def test_what_a_system_installed_is_its_own_and_in_one_environment(tmp_path, files, place, owner):
    write_directory(tmp_path, {**files, f"{place}/METADATA": METADATA})

    inventory = scan(str(tmp_path))

    assert [owner] == owners(inventory)
    assert ["usr"] == [environment.path for environment in inventory.environments]


RPM = package(
    f"{DIST_INFO}/METADATA",
    f"{DIST_INFO}/INSTALLER",
    type="rpm",
    digests={
        f"{DIST_INFO}/METADATA": SHA256,
        f"{DIST_INFO}/INSTALLER": f"sha256:{hashlib.sha256(b'rpm').hexdigest()}",
    },
)
COPIES = [
    pytest.param(METADATA, b"rpm", True, id="I4-the-same"),
    pytest.param(METADATA, b"pip", False, id="I4-of-pip"),
    pytest.param(METADATA + b"\n", b"rpm", False, id="I4-other-metadata"),
]


@pytest.mark.parametrize(("metadata", "installer", "is_copy"), COPIES)
def test_a_copy_has_no_owner_and_is_noted(metadata, installer, is_copy):
    files = {f"{OTHER}/METADATA": metadata, f"{OTHER}/INSTALLER": installer}

    inventory = enriched(foo(OTHER, installer=installer.decode()), RPM, files=files)

    reason = f"a copy of /{DIST_INFO}/METADATA of rpm python3-foo 1.0-1, and not its own"
    assert ["None"] == owners(inventory)
    assert [(OTHER, reason)] * is_copy == [(p.path, p.reason) for p in inventory.problems]


def test_an_interpreter_has_an_owner_by_the_real_path_of_its_program():
    interpreters = (Interpreter(path="usr/bin/python3.11"), Interpreter(path=None))
    inventory = replace(
        inventory_of(),
        environments=(Environment(path="usr", kind="prefix", interpreters=interpreters),),
        system_packages=(package("usr/bin/python3.11", "usr/bin/python3"),),
    )

    (environment,) = enrich(inventory, tree_of({})).environments

    assert ["deb python3-foo 1.0-1", "None"] == [str(i.owner) for i in environment.interpreters]


def test_without_system_packages_nothing_changes():
    inventory = inventory_of(foo(DIST_INFO))

    assert inventory is enrich(inventory, tree_of({}))
