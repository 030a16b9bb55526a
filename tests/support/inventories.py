"""Inventories of every kind, by hypothesis: each field of the model has each kind of value."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import strategies as st

from scanner.model.change import Change, ChangeKind
from scanner.model.component import MATCHED, SBOM, Component, Evidence, Link, Problem, State
from scanner.model.contact import ContactFields
from scanner.model.declaration import Declaration
from scanner.model.dependency import Basis, Dependency, Directness, Standing, stated
from scanner.model.environment import Environment
from scanner.model.foreign import Foreign
from scanner.model.inclusion import Inclusion
from scanner.model.interpreter import Interpreter
from scanner.model.inventory import Coverage, Inventory, LayerFacts, Subject
from scanner.model.license import (
    DeclaredLicense,
    LicenseConflict,
    LicenseMatch,
    LicenseStatement,
    LicenseText,
    Licensing,
)
from scanner.model.names import purl
from scanner.model.operating_system import OperatingSystem
from scanner.model.system_package import Owner, SystemPackage

texts = st.lists(
    st.sampled_from(
        ["a", "\\", "\\\\", "x", "xe9", "ud800", "\udce9", '"', "\n", "\x1b", "é", "/"]
    ),
    max_size=3,
).map("".join)
"""Most of all what looks like an escape, or what is written as one."""
paths = texts
numbers = st.integers(0, 9)
flags = st.booleans()
shares = st.floats(0, 1)


def some(strategy):
    return st.one_of(st.none(), strategy)


def many(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


def every(kind, /, **strategies):
    """Return values of a class, each of whose fields has to be given."""
    missing = kind.__dataclass_fields__.keys() - strategies.keys()
    assert not missing, f"{kind.__name__} has got {missing}: how are these?"
    return st.builds(kind, **strategies)


owners = every(Owner, type=texts, name=texts, version=texts, purl=texts)
evidence = every(
    Evidence,
    path=paths,
    layer=some(numbers),
    technique=texts,
    line=some(numbers),
    ordinal=numbers,
)
declared = every(
    DeclaredLicense,
    expression=some(texts),
    text=some(texts),
    classifiers=many(texts),
    names=many(texts),
    family=some(texts),
    files=many(texts),
)
matches = every(
    LicenseMatch,
    expression=texts,
    score=shares,
    first_line=numbers,
    last_line=numbers,
    technique=texts,
    is_scope_stated=flags,
)
license_texts = every(
    LicenseText,
    path=paths,
    digest=texts,
    layer=some(numbers),
    matches=many(matches),
    coverage=shares,
    is_third_party=flags,
    is_choice=flags,
    copyrights=many(texts),
)
statements = every(
    LicenseStatement,
    source=texts,
    raw=texts,
    expression=some(texts),
    reason=some(texts),
    path=some(paths),
)
licensings = every(
    Licensing,
    declared=some(texts),
    statements=many(statements),
    detected=many(license_texts),
    bundled=many(texts),
    concluded=some(texts),
    confidence=shares,
    reason=texts,
    conflicts=many(every(LicenseConflict, kind=texts, message=texts, advice=texts)),
    curated_by=some(texts),
    needs_review=flags,
)
contacts = every(
    ContactFields,
    author=some(texts),
    author_email=some(texts),
    maintainer=some(texts),
    maintainer_email=some(texts),
    are_withheld=st.just(value=False),
)
declarations = every(
    Declaration,
    requirement=texts,
    is_locked=flags,
    specifier=some(texts),
    marker=some(texts),
    extras=many(texts),
    groups=many(texts),
    for_extras=many(texts),
    platforms=many(texts),
    is_direct=some(flags),
    is_version_assumed=flags,
    last_line=some(numbers),
    brought_by=many(texts),
    indexes=many(texts),
    are_groups_guessed=flags,
    is_current=some(flags),
    superseded_by=some(texts),
    is_selected=flags,
    resolved_by=some(texts),
)
directnesses = every(
    Directness,
    is_direct=flags,
    basis=st.sampled_from(Basis),
    depth=some(numbers),
    via=st.none(),
)
foreign = every(Foreign, standard=texts, fields=texts)
components = every(
    Component,
    name=texts,
    version=some(texts),
    purl=texts,
    kind=texts,
    state=st.sampled_from(State),
    environment=paths,
    evidence=evidence,
    identities=many(texts),
    conda=st.none(),
    owner=some(owners),
    parent=some(paths),
    files=many(paths),
    shadowed_by=some(paths),
    code_present=some(flags),
    removed_in=some(numbers),
    hashes=many(texts),
    installed_digest=some(texts),
    requires=many(texts),
    requires_python=some(texts),
    noarch=some(texts),
    summary=some(texts),
    license=declared,
    licensing=some(licensings),
    contact_fields=contacts,
    links=many(every(Link, label=texts, url=texts)),
    installer=some(texts),
    requested=some(flags),
    origin=some(texts),
    declaration=some(declarations),
    from_source=some(flags),
    directness=some(directnesses),
    foreign=some(foreign),
)
interpreters = every(
    Interpreter,
    path=some(paths),
    implementation=some(texts),
    version=some(texts),
    implementation_version=some(texts),
    evidence=some(evidence),
    is_free_threaded=flags,
    is_debug=flags,
    is_externally_managed=flags,
    site_directories=many(paths),
    owner=some(owners),
)
environments = every(
    Environment,
    path=paths,
    kind=texts,
    site_directories=many(paths),
    interpreters=many(interpreters),
    creator=some(texts),
    home=some(texts),
    base=some(paths),
    project=some(texts),
    sees_base=flags,
)
subjects = every(
    Subject,
    location=texts,
    source=texts,
    names=many(texts),
    digest=some(texts),
    image_id=some(texts),
    platform=some(texts),
    layers=many(
        every(
            LayerFacts,
            index=numbers,
            diff_id=some(texts),
            digest=some(texts),
            created_by=texts,
            in_base=some(flags),
        )
    ),
    base_is_guess=flags,
    verified=flags,
)
inventories = every(
    Inventory,
    subject=subjects,
    coverage=st.sampled_from(Coverage),
    environments=many(environments),
    components=many(
        st.builds(lambda one, package: replace(one, conda=package), components, some(components))
    ),
    problems=many(every(Problem, path=paths, cataloger=texts, reason=texts, incomplete=flags)),
    included=st.frozensets(st.sampled_from(State)),
    system_packages=many(
        every(
            SystemPackage,
            type=texts,
            name=texts,
            version=texts,
            purl=texts,
            files=st.frozensets(paths, max_size=2),
            digests=st.just({}),
            license=some(texts),
            contact_fields=contacts,
            evidence=paths,
        )
    ),
    operating_system=some(every(OperatingSystem, id=texts, version=some(texts))),
    dependencies=many(
        every(
            Dependency,
            dependent=paths,
            dependency=some(paths),
            name=texts,
            ecosystem=texts,
            requirement=texts,
            standing=st.sampled_from(Standing),
            extra=some(texts),
            extras=many(texts),
            marker=some(texts),
            group=some(texts),
        )
    ),
    inclusions=many(
        every(
            Inclusion,
            path=paths,
            requirements=many(paths),
            constraints=many(paths),
            stated=many(texts),
            indexes=many(texts),
        )
    ),
    files_compared=flags,
    changes=many(
        every(
            Change,
            path=paths,
            kind=st.sampled_from(ChangeKind),
            layer=some(numbers),
            owner=some(texts),
            reason=texts,
        )
    ),
    emails_withheld=flags,
    license_texts=st.dictionaries(texts, st.binary(max_size=4), max_size=2),
    foreign=some(foreign),
)

_words = st.sampled_from(["a", "B", "idna", "urllib3", "Zope.Interface", "x_y"])
_hashes = st.sampled_from(
    [*(f"sha256:{digit * 64}" for digit in "0af"), f"blake2b:{'b' * 128}", f"md5:{'c' * 32}"]
)
_licenses = st.sampled_from(
    [
        DeclaredLicense(),
        DeclaredLicense(expression="MIT"),
        DeclaredLicense(text="BSD"),
        DeclaredLicense(classifiers=("License :: OSI Approved :: BSD License",)),
        DeclaredLicense(names=("GPL 2", "MIT")),
    ]
)
_licensings = st.builds(
    Licensing,
    declared=some(st.sampled_from(["MIT", "NONE", "MIT OR Apache-2.0"])),
    concluded=some(st.sampled_from(["MIT", "BSD-3-Clause AND ISC"])),
    bundled=st.sampled_from([(), ("ISC", "Zlib")]),
    reason=st.sampled_from(["the text is of it"]),
    curated_by=some(_words),
    needs_review=flags,
)
_declarations = st.builds(
    Declaration,
    requirement=st.just("a>=1"),
    is_locked=flags,
    is_version_assumed=flags,
    superseded_by=some(st.just("poetry.lock")),
    is_selected=flags,
)


@st.composite
def plausible(draw):
    """Return an inventory as a scan may have found it, of an image or a directory."""
    names = draw(st.lists(_words, unique_by=str.lower, max_size=4))
    layer = LayerFacts(
        index=0, diff_id="sha256:1", digest="sha256:2", created_by="RUN", in_base=None
    )
    found = [_distribution(draw, name) for name in names]
    return Inventory(
        subject=Subject(
            location="image",
            source=draw(st.sampled_from(["oci", "dir"])),
            names=("registry.test/a:1",),
            digest=f"sha256:{'a' * 64}",
            layers=(layer,),
        ),
        coverage=draw(st.sampled_from(Coverage)),
        environments=(Environment(path="venv", kind="virtual-environment"),),
        components=tuple(found),
        problems=(),
        dependencies=tuple(stated(*pair) for pair in permutations(found, 2) if draw(flags)),
        included=draw(st.sampled_from([MATCHED, frozenset(State)])),
    )


_entries = st.one_of(
    st.just({}),
    st.builds(lambda line, ordinal: {"line": line, "ordinal": ordinal}, numbers, numbers),
)
"""Where in a file something is, if it is in one of several entries."""


def _distribution(draw, name):
    version = draw(some(st.sampled_from(["1.0", "2.0rc1", "0+local", "not a version"])))
    path = f"venv/lib/{name}-{version}.dist-info"
    owner = Owner(
        type="deb", name=f"python3-{name}", version="1-2", purl=f"pkg:deb/debian/python3-{name}@1-2"
    )
    return Component(
        name=name,
        version=version,
        purl=purl(name, version),
        kind=draw(st.sampled_from(["dist-info", SBOM])),
        state=draw(st.sampled_from(State)),
        environment="venv",
        evidence=Evidence(path, draw(some(st.just(0))), **draw(_entries)),
        identities=draw(many(st.just(f"pkg:conda/{name}@1")))[:1],
        owner=draw(some(st.just(owner))),
        shadowed_by=draw(some(st.just("venv/x.dist-info"))),
        hashes=tuple(sorted(draw(many(_hashes)), reverse=True)),
        installed_digest=draw(some(_hashes)),
        summary=draw(some(_words)),
        parent=draw(some(st.sampled_from(["venv/x.dist-info", "venv/lib/a-1.0.dist-info"]))),
        files=draw(
            many(st.sampled_from(["venv/lib/a.so", "bin/tool"])).map(dict.fromkeys).map(tuple)
        ),
        code_present=draw(some(flags)),
        removed_in=draw(some(numbers)),
        requires_python=draw(some(st.just(">=3.9,<4"))),
        noarch=draw(some(st.just("python"))),
        from_source=draw(some(flags)),
        license=draw(_licenses),
        licensing=draw(some(_licensings)),
        declaration=draw(some(_declarations)),
        installer=draw(some(_words)),
        requested=draw(some(flags)),
        origin=draw(some(st.sampled_from(["git+https://host.test/x@1", "file:///src"]))),
    )
