"""What the lists of files tell that distributions left.

The identifiers of the rows are those of the catalogue of inputs, ``discovery.md``.
"""

from __future__ import annotations

import pytest

from scanner.enrich.record import RECORDS
from scanner.model.component import State
from tests.support.images import inventory_in

SITE = "usr/lib/python3.11/site-packages"
SETUPTOOLS = (
    b"import sys; sys.__plen = len(sys.path)\n./foo-1.0-py3.11.egg\n"
    b"import sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:];"
    b" p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; sys.__egginsert = p+len(new)\n"
)


def wheel(name, version, *files, record=None):
    """Return the metadata of a distribution that has recorded ``files``."""
    directory = f"{SITE}/{name}-{version}.dist-info"
    lines = [f"{name}-{version}.dist-info/METADATA,,", *(f"{file},," for file in files)]
    return {
        f"{directory}/METADATA": f"Name: {name}\nVersion: {version}\n".encode(),
        f"{directory}/RECORD": "\n".join(lines).encode() if record is None else record,
    }


def code(*files):
    return {f"{SITE}/{file}": b"" for file in files}


def noted(inventory):
    """Return what the lists told that is odd, by path."""
    return {
        problem.path.removeprefix(f"{SITE}/"): problem.reason
        for problem in inventory.problems
        if problem.cataloger == RECORDS.name
    }


def only(inventory):
    (component,) = inventory.components
    return component


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            wheel("foo", "1.0", "foo/__init__.py") | code("foo/__init__.py"), True, id="all-there"
        ),
        pytest.param(
            wheel("foo", "1.0", "foo.py", "bar.py") | code("bar.py"), True, id="some-of-it-there"
        ),
        pytest.param(wheel("foo", "1.0", "foo/__init__.py"), False, id="C9-code-removed"),
        pytest.param(
            wheel("foo", "1.0", "foo/a.py") | {"foo/a.py": b""}, False, id="C9-code-elsewhere"
        ),
        pytest.param(wheel("foo", "1.0"), None, id="no-code-recorded"),
        pytest.param(
            {f"{SITE}/foo-1.0.dist-info/METADATA": b"Name: foo\nVersion: 1.0\n"},
            None,
            id="C8-no-record",
        ),
        pytest.param(
            wheel("foo", "1.0", "../../../bin/foo") | {f"{SITE}/bin/foo": b""},
            True,
            id="F3-target-directory",
        ),
        pytest.param(
            wheel("foo", "1.0", "../../../../../../bin/foo") | {"bin/foo": b""},
            True,
            id="F3-beyond-the-root",
        ),
        pytest.param(
            {
                f"{SITE}/foo-1.0.egg-info/PKG-INFO": b"Name: foo\nVersion: 1.0\n",
                f"{SITE}/foo-1.0.egg-info/installed-files.txt": b"../foo.py\nPKG-INFO\n",
            },
            False,
            id="C9-egg-info",
        ),
    ],
)
def test_code_is_there_or_not(files, expected):
    inventory = inventory_in(files)

    assert expected == only(inventory).code_present
    assert ("none of the files that it recorded is there" in noted(inventory).values()) is (
        expected is False
    )


def test_c9_code_that_a_later_layer_removed_is_not_there():
    lower = wheel("foo", "1.0", "foo/__init__.py") | code("foo/__init__.py")

    assert only(inventory_in(lower, {f"{SITE}/.wh.foo": b""})).code_present is False


def test_c9_a_directory_that_another_distribution_is_in_proves_nothing():
    files = wheel("foo", "1.0", "space/foo.py") | wheel("bar", "1.0", "space/bar.py")

    inventory = inventory_in(files | code("space/bar.py"))

    assert {"bar": True, "foo": False} == {c.name: c.code_present for c in inventory.components}


def test_f2_lines_that_cannot_be_read_are_counted():
    record = b"<<<<<<< HEAD\nfoo.py,,\n=======\n"
    inventory = inventory_in(wheel("foo", "1.0", record=record) | code("foo.py"))

    assert noted(inventory) == {"foo-1.0.dist-info/RECORD": "2 lines cannot be read"}
    assert only(inventory).code_present


@pytest.mark.parametrize(
    "path", [f"{SITE}/foo-1.0.dist-info/RECORD", "lib/apk/db/installed", "usr/bin/python3.11"]
)
@pytest.mark.parametrize("target", ["METADATA", "INSTALLER"])
def test_a_link_to_what_is_read_otherwise_raises_nothing(path, target):
    """
    Found by random images: what is kept of a list is in a form of its own.
    """
    files = {f"{SITE}/foo-1.0.dist-info/{name}": b"{}\n" for name in ("METADATA", "INSTALLER")}

    inventory = inventory_in(files | {path: f"/{SITE}/foo-1.0.dist-info/{target}"})

    assert ["foo"] == [component.name for component in inventory.components]


def test_f5_a_file_of_two_distributions_is_noted():
    files = wheel("cv", "1.0", "cv2/a.py", "cv2/b.py") | wheel("headless", "1.0", "cv2/b.py")

    inventory = inventory_in(files | code("cv2/a.py", "cv2/b.py"))

    expected = {"headless-1.0.dist-info/RECORD": f"also files of cv: /{SITE}/cv2/b.py"}
    assert expected == noted(inventory)


def test_f5_a_script_of_two_distributions_is_noted():
    files = wheel("a", "1.0", "../../../bin/x", "a.py") | wheel(
        "b", "1.0", "../../../bin/x", "b.py"
    )

    inventory = inventory_in(files | code("a.py", "b.py") | {"usr/bin/x": b""})

    assert noted(inventory) == {"b-1.0.dist-info/RECORD": "also files of a: /usr/bin/x"}


def test_f5_a_namespace_is_shared_by_right():
    files = wheel("a", "1.0", "space/a.py") | wheel("b", "1.0", "space/b.py")

    assert noted(inventory_in(files | code("space/a.py", "space/b.py"))) == {}


def test_f5_a_namespace_is_shared_by_right_at_the_root_too():
    """
    The target of an installation may be all there is: a layer of Lambda, or what is deployed.
    """
    files = wheel("a", "1.0", "bin/a") | wheel("b", "1.0", "bin/b")
    at_root = {path.removeprefix(f"{SITE}/"): content for path, content in files.items()}

    assert inventory_in(at_root | {"bin/a": b"", "bin/b": b""}).problems == ()


@pytest.mark.parametrize("name", ["RECORD.jws", "RECORD.p7s"])
def test_f6_signatures_are_no_lists(name):
    files = wheel("foo", "1.0", "foo.py") | code("foo.py", f"foo-1.0.dist-info/{name}")

    assert noted(inventory_in(files)) == {}


def test_f7_a_long_list_is_read_whole():
    record = b"".join(b"foo/%d.py,,\n" % number for number in range(200_000))

    inventory = inventory_in(wheel("foo", "1.0", record=record) | code("foo/199999.py"))

    assert only(inventory).code_present


OLD = wheel("foo", "1.0", "foo/__init__.py", "foo/old.py")
NEW = wheel("foo", "2.0", "foo/__init__.py", "foo/new.py")


@pytest.mark.parametrize(
    ("layers", "live"),
    [
        pytest.param(
            [OLD | NEW | code("foo/__init__.py", "foo/new.py")], {"2.0"}, id="C12-by-files"
        ),
        pytest.param(
            [OLD | NEW | code("foo/__init__.py", "foo/old.py")],
            {"1.0"},
            id="C12-by-files-the-older",
        ),
        pytest.param(
            [OLD | code("foo/__init__.py", "foo/old.py"), NEW | code("foo/new.py")],
            {"2.0"},
            id="H2-copied-over",
        ),
        pytest.param(
            [NEW | code("foo/new.py"), OLD | code("foo/old.py")], {"1.0"}, id="H2-an-older-one"
        ),
        pytest.param([OLD | NEW], {"1.0", "2.0"}, id="C12-nothing-decides"),
    ],
)
def test_of_two_versions_one_is_live(layers, live):
    inventory = inventory_in(*layers)

    states = {each.version: each.state for each in inventory.components}
    assert live == {version for version, state in states.items() if state is State.INSTALLED}
    assert {State.STALE} >= {state for version, state in states.items() if version not in live}
    odd = {"1.0", "2.0"} - live or live
    assert {f"foo-{version}.dist-info" for version in odd} <= noted(inventory).keys()


@pytest.mark.hostile(row=51)
@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("foo/__init__.py", "foo"),
        ("six.py", "six"),
        ("_yaml.cpython-311-x86_64-linux-gnu.so", "_yaml"),
        ("fast.abi3.so", "fast"),
    ],
)
def test_c10_code_without_metadata_is_a_component_of_another_ecosystem(file, name):
    other = wheel("bar", "1.0", "bar.py") | code("bar.py")
    inventory = inventory_in(other, code(file))

    (found,) = (each for each in inventory.components if each.kind == "module")
    assert (name, None, f"pkg:generic/{name}") == (found.name, found.version, found.purl)
    assert found.evidence.technique == "other"
    assert f"{SITE}/{file.split('/')[0]}" == found.evidence.path


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        ("evil.pth", b"import evil", "run code of it"),
        ("paths.pth", b"/srv/lib\n", "search the directories"),
        ("evil.start", b"evil:main\n", "call what it names"),
        ("_virtualenv.pth", b"import evil\n", "run code of it"),
        ("easy-install.pth", b"import sys; evil()\n/srv/lib\n", "run code of it"),
        ("easy-install.pth", "/opt/gone", "a symbolic link to opt/gone"),
        ("__editable__.bar-1.0.pth", b"import evil\n", "run code of it"),
        ("~bar.pth", b"import evil\n", "run code of it"),
        ("sitecustomize.py", b"", "import it whenever they start"),
        ("usercustomize.py", b"", "import it whenever they start"),
    ],
)
def test_what_runs_at_every_start_and_is_nobodys_is_noted(file, content, reason):
    other = wheel("bar", "1.0", "bar.py") | code("bar.py")

    assert reason in noted(inventory_in(other | {f"{SITE}/{file}": content}))[file]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(code("README.txt", ".lock", "_virtualenv.py", "x.virtualenv"), id="tools"),
        pytest.param(
            {f"{SITE}/_virtualenv.pth": b"import _virtualenv"} | code("_virtualenv.py"),
            id="virtualenv",
        ),
        pytest.param({f"{SITE}/easy-install.pth": SETUPTOOLS}, id="setuptools"),
        pytest.param(code("__pycache__/bar.cpython-311.pyc"), id="bytecode"),
        pytest.param(code("bar/__pycache__/x.pyc", "bar/new.py"), id="inside-of-a-package"),
    ],
)
def test_what_tools_leave_is_not_noted(files):
    other = wheel("bar", "1.0", "bar.py", "bar/__init__.py") | code("bar.py", "bar/__init__.py")

    inventory = inventory_in(other | files)

    assert noted(inventory) == {}
    assert len(inventory.components) == 1


def test_what_is_no_code_and_nobodys_is_noted_once():
    other = wheel("bar", "1.0", "bar.py") | code("bar.py")

    expected = {SITE: "no distribution's: data, notes.txt"}
    assert expected == noted(inventory_in(other | code("data/x", "notes.txt")))


def test_an_egg_info_without_a_list_may_own_what_its_names_tell():
    files = {
        f"{SITE}/PyYAML-1.0.egg-info/PKG-INFO": b"Name: PyYAML\nVersion: 1.0\n",
        f"{SITE}/PyYAML-1.0.egg-info/top_level.txt": b"yaml\n",
    }
    inventory = inventory_in(files | code("yaml/__init__.py"))

    expected = {"PyYAML-1.0.egg-info": "ownership unknown: no list of its files"}
    assert expected == noted(inventory)
    assert only(inventory).name == "PyYAML"


@pytest.mark.parametrize(
    "name",
    [
        "__editable__.foo_bar-1.0.pth",
        "__editable___foo_bar_1_0_finder.py",
        "_editable_impl_foo_bar.pth",
        "foo_bar.pth",
    ],
)
def test_what_makes_a_distribution_without_a_list_editable_is_its_own(name):
    files = wheel("foo.bar", "1.0") | {f"{SITE}/{name}": b"/src/foo\n", "src/foo/x.py": b""}
    del files[f"{SITE}/foo.bar-1.0.dist-info/RECORD"]

    found = inventory_in(files)

    assert "foo.bar" == only(found).name
    assert f"{SITE}/{name}" not in {problem.path for problem in found.problems}


NSPKG = (
    b"import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join("
    b"sys._getframe(1).f_locals['sitedir'], *('zope',));importlib = has_mfs and "
    b"__import__('importlib.util');m = sys.modules.setdefault('zope', types.ModuleType('zope'))\n"
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"import os, subprocess; subprocess.Popen(['sh'])", "Popen, subprocess"),
        (b"import base64; exec(base64.b64decode('cHJpbnQ='))", "b64decode, base64"),
        (b"import os;" + b"x" * 3_000, "3,010 bytes"),
        (b"import os; var = 'SETUPTOOLS_USE_DISTUTILS'; os.environ.get(var)", None),
        (NSPKG, None),
        (b"/opt/base64/socket\n", None),
    ],
    ids=["a-program", "hidden-code", "long", "setuptools", "a-namespace", "directories"],
)
def test_a_hook_of_a_distribution_is_told_by_what_it_runs(content, told):
    """
    ``RECORD`` may have it: litellm 1.82.8 was published with one (MAL-2026-2144).
    """
    found = inventory_in(wheel("foo", "1.0", "foo_init.pth") | {f"{SITE}/foo_init.pth": content})

    reason = f"interpreters run code of it whenever they start: {told}"
    assert noted(found).get("foo_init.pth") == (reason if told else None)


def test_c8_files_of_a_system_package_are_its_own():
    site = "usr/lib/python3/dist-packages"
    files = {
        "var/lib/dpkg/status": b"Package: python3-six\nStatus: install ok installed\n"
        b"Version: 1-1\nArchitecture: all\n",
        "var/lib/dpkg/info/python3-six.list": f"/{site}/six.py\n/{site}/six-1.egg-info\n".encode(),
        f"{site}/six.py": b"",
        f"{site}/six-1.egg-info": b"Name: six\nVersion: 1\n",
    }
    inventory = inventory_in(files)

    assert noted(inventory) == {}
    assert len(inventory.components) == 1


def test_what_is_recorded_in_another_site_directory_is_somebody_s():
    """
    Fedora has modules in ``lib``, and libraries in ``lib64``.
    """
    files = wheel("foo", "1.0", "foo.py", "../../../lib64/python3.11/site-packages/fast.abi3.so")
    other = wheel("bar", "1.0", "bar.py") | code("bar.py", "foo.py")
    lib64 = {
        "usr/lib64/python3.11/site-packages/fast.abi3.so": b"",
        "usr/lib64/python3.11/site-packages/x-1.0.dist-info/METADATA": b"Name: x\nVersion: 1.0\n",
    }

    inventory = inventory_in(files | other | lib64)

    assert noted(inventory) == {}
    assert "module" not in {component.kind for component in inventory.components}
