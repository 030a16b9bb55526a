"""Images in registries: Debian's, and one that misbehaves."""

from __future__ import annotations

import gzip
import json
from contextlib import ExitStack

import pytest

from layers import Claims, Platform, ReadOptions, open_image, read_tree
from layers.errors import (
    InvalidDigest,
    InvalidManifest,
    InvalidReference,
    LimitExceeded,
    PlatformNotFound,
    UnreadableImage,
)
from layers.registry.errors import RequestFailed
from layers.registry.settings import HostSettings, Mirror
from testdata.images.writer import digest, encoded, tar_of
from tests.support.certificates import certificates
from tests.support.layouts import CONFIG, MANIFEST, TAR, Layout, contents, platform
from tests.support.registry import (
    BASIC,
    PASSWORD,
    REPOSITORY,
    USER,
    debian_registry,
    registry_of,
    settings,
)
from tests.support.web import Answer, Request, serving

CLAIMS = Claims(["**/*.txt"])
LOWER, UPPER = tar_of({"a.txt": b"1"}), tar_of({"b.txt": b"2", ".wh.a.txt": b""})
DOCKER = "application/vnd.docker.distribution.manifest"


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    """Run Debian's registry as it comes."""
    with debian_registry(tmp_path_factory.mktemp("registry")) as registry:
        yield registry


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """Run it with TLS, and for one user."""
    directory = tmp_path_factory.mktemp("registry")
    with debian_registry(directory, certificates(directory), with_password=True) as registry:
        yield registry


@pytest.fixture
def layout():
    return Layout()


def opened(target, **fields):
    """Return an image and its tree."""
    options = ReadOptions(claims=CLAIMS, **{"registry": settings(), **fields})
    with open_image(target, options) as image:
        return image, read_tree(image, options)


def read(files, entry, *, change=lambda _, reply: reply, **fields):
    """Read an image from a registry of our own, whose answers are changed."""
    answer = registry_of(files, {"1": entry})
    with serving(lambda request: change(request, answer(request))) as web:
        image, tree = opened(f"{web.host}/{REPOSITORY}:1", **fields)
        return image, tree, web


def test_an_image_is_read(debian, layout):
    entry = layout.image(LOWER, UPPER)
    target = debian.push(layout.files, entry, "team/app:1")

    image, tree = opened(target)

    assert (["b.txt"], ["2"], []) == (
        tree.match("**/*.txt"),
        contents(tree, ["b.txt"]),
        list(tree.notes),
    )
    assert ("registry", target, entry["digest"], (target,)) == (
        image.source,
        image.location,
        str(image.digest),
        image.names,
    )
    assert [digest(LOWER), digest(UPPER)] == [str(layer.info.digest) for layer in image.layers]


def test_an_image_is_read_by_digest(debian, layout):
    entry = layout.image(LOWER)
    debian.push(layout.files, entry, "team/app:2")

    _, tree = opened(f"registry:{debian.host}/team/app@{entry['digest']}")

    assert ["1"] == contents(tree, ["a.txt"])


def test_without_a_tag_the_latest_is_meant(debian, layout):
    debian.push(layout.files, layout.image(LOWER), "team/app:latest")

    image, _ = opened(f"{debian.host}/team/app")

    assert (f"{debian.host}/team/app:latest",) == image.names


@pytest.mark.parametrize("architecture", ["amd64", "riscv64"])
def test_the_wanted_platform_is_read(debian, layout, architecture):
    entry = layout.index(
        *[
            layout.image(
                tar_of({"a.txt": name.encode()}),
                config={"architecture": name},
                platform=platform(name),
            )
            for name in ("amd64", "riscv64")
        ]
    )
    target = debian.push(layout.files, entry, "team/several:1")

    image, tree = opened(target, platform=Platform("linux", architecture))

    assert [architecture] == contents(tree, ["a.txt"])
    assert entry["digest"] != str(image.digest)


def test_a_platform_that_is_not_there_is_an_error(debian, layout):
    entry = layout.index(layout.image(LOWER, platform=platform("amd64")))
    target = debian.push(layout.files, entry, "team/one:1")

    with pytest.raises(PlatformNotFound):
        opened(target, platform=Platform("linux", "s390x"))


def test_an_image_that_is_not_there_is_an_error(debian):
    with pytest.raises(RequestFailed, match=r"status 404 .*not found"):
        opened(f"{debian.host}/team/missing:1")


@pytest.fixture
def user(tmp_path):
    """Return the environment of a user who may read the closed registry."""

    def environment(host, password=PASSWORD):
        entry = {"username": USER, "password": password}
        (tmp_path / "config.json").write_text(json.dumps({"auths": {host: entry}}))
        return {"DOCKER_CONFIG": str(tmp_path)}

    return environment


def test_an_image_is_read_with_a_password_over_tls(closed, layout, user):
    target = closed.push(layout.files, layout.image(LOWER), "team/app:1")
    known = settings(ca=closed.certificates.certificate, environment=user(closed.host))

    _, tree = opened(target, registry=known)

    assert ["1"] == contents(tree, ["a.txt"])


@pytest.mark.parametrize("password", ["", "wrong"])
def test_without_the_password_nothing_is_read(closed, user, password):
    environment = user(closed.host, password)
    known = settings(ca=closed.certificates.certificate, environment=environment)

    with pytest.raises(RequestFailed, match="status 401"):
        opened(f"{closed.host}/team/app:1", registry=known)


def test_each_blob_is_fetched_once_and_nothing_else(layout):
    entry = layout.image(LOWER, UPPER, LOWER)

    _, _, web = read(layout.files, entry, workers=1)

    assert ["HEAD", "GET", "GET", "GET", "GET"] == [line.split()[0] for line in web.lines]
    assert len(set(web.lines)) == len(web.lines)


def test_one_connection_is_enough(layout):
    entry = layout.image(*[tar_of({f"{n}.txt": b"x" * 200_000}) for n in range(5)])
    known = settings(hosts={"127.0.0.1:*": HostSettings(concurrency=1)})

    _, tree, _ = read(layout.files, entry, registry=known, workers=4)

    assert 5 == len(tree.match("**/*.txt"))


def test_a_layer_that_is_damaged_does_not_hold_its_connection(layout):
    """
    All others would wait for it.
    """
    damaged = [gzip.compress(tar_of({f"{n}.txt": b"x" * 200_000}))[:150] for n in range(5)]
    entry = layout.image(*damaged, LOWER)
    known = settings(hosts={"127.0.0.1:*": HostSettings(concurrency=1)})

    _, tree, _ = read(layout.files, entry, registry=known, workers=4)

    assert (5, ["1"]) == (len(tree.notes), contents(tree, ["a.txt"]))


@pytest.mark.hostile(row=11)
def test_a_blob_that_is_not_what_its_digest_says_is_not_used(layout):

    def lying(request, reply):
        if request.path.endswith(digest(LOWER)):
            return Answer(200, {}, reply.body.replace(b"1", b"2"))
        return reply

    _, tree, _ = read(layout.files, layout.image(LOWER), change=lying)

    (note,) = tree.notes
    assert ([], True) == (tree.match("**/*.txt"), note.incomplete)
    assert "digest mismatch" in note.reason


def lying_about(value, answer, change=lambda data: data.replace(b"1", b"2")):
    """Return the answers of a registry that sends one blob with other bytes."""

    def lying(request):
        reply = answer(request)
        wrong = change(reply.body) if value in request.path else reply.body
        return Answer(reply.status, reply.headers, wrong)

    return lying


def read_with_mirrors(answer, *mirrors, entry, **fields):
    """Read an image from a registry with mirrors; return the tree, and what each was asked for."""
    with ExitStack() as stack:
        web = stack.enter_context(serving(answer))
        others = [stack.enter_context(serving(mirror)) for mirror in mirrors]
        hosts = {web.host: HostSettings(mirrors=tuple(Mirror(other.host) for other in others))}
        reference = f"{web.host}/{REPOSITORY}@{entry['digest']}"
        _, tree = opened(reference, registry=settings(hosts=hosts), workers=1, **fields)
        return tree, [[line.rpartition("/")[2] for line in each.lines] for each in (web, *others)]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data.replace(b"1", b"2"), id="other content"),
        pytest.param(lambda data: b"\x1f\x8b" + data[2:], id="not what it looks like"),
        pytest.param(lambda data: data[:-1], id="shorter"),
        pytest.param(lambda data: data + b"x", id="longer"),
    ],
)
def test_a_blob_that_is_wrong_at_a_mirror_is_read_from_the_registry(layout, change):
    """
    Row 11.
    """
    entry = layout.image(LOWER, UPPER)
    answer = registry_of(layout.files, {})
    mirror = lying_about(digest(LOWER), answer, change)

    tree, (primary, _) = read_with_mirrors(answer, mirror, entry=entry)

    assert (["b.txt"], []) == (tree.match("**/*.txt"), list(tree.notes))
    assert 1 == primary.count(digest(LOWER))


def test_a_mirror_that_sent_something_wrong_is_not_asked_again(layout):
    entry = layout.image(tar_of({"large.bin": bytes(9000)}), LOWER)
    layers = json.loads(layout.files["blobs/" + str(entry["digest"]).replace(":", "/")])["layers"]
    largest, smallest = (str(layer["digest"]) for layer in layers)
    answer = registry_of(layout.files, {})
    mirror = lying_about(largest, answer, lambda data: b"x" * len(data))

    _, asked = read_with_mirrors(answer, mirror, entry=entry)

    assert [True, False] == [smallest in each for each in asked]


def test_a_blob_that_is_wrong_everywhere_is_asked_for_twice(layout):
    """
    Row 11: and never more often, however many mirrors there are.
    """
    entry = layout.image(LOWER)
    wrong = lying_about(digest(LOWER), registry_of(layout.files, {}))

    tree, asked = read_with_mirrors(wrong, wrong, wrong, entry=entry)

    (note,) = tree.notes
    assert ("digest mismatch", True) == (note.reason.split(": ")[-2], note.incomplete)
    assert [0, 1, 1] == [each.count(digest(LOWER)) for each in asked]


def test_a_config_that_is_wrong_at_a_mirror_is_read_from_the_registry(layout):
    entry = layout.image(LOWER)
    manifest = json.loads(layout.files["blobs/" + str(entry["digest"]).replace(":", "/")])
    answer = registry_of(layout.files, {})
    mirror = lying_about(manifest["config"]["digest"], answer, lambda data: data + b" ")

    tree, _ = read_with_mirrors(answer, mirror, entry=entry)

    assert (["1"], []) == (contents(tree, ["a.txt"]), list(tree.notes))


def test_a_blob_that_always_breaks_at_a_mirror_is_read_from_the_registry(layout):
    entry = layout.image(LOWER)
    answer = registry_of(layout.files, {})

    def breaking(request):
        reply = answer(request)
        return Answer(
            reply.status, reply.headers, reply.body, 0 if "blobs" in request.path else 999
        )

    tree, _ = read_with_mirrors(answer, breaking, entry=entry)

    assert (["1"], []) == (contents(tree, ["a.txt"]), list(tree.notes))


@pytest.mark.parametrize("through_index", [True, False])
def test_a_tag_that_moves_while_it_is_followed_is_followed_again(layout, through_index):
    """
    Row 12: what it stood for is gone when it is asked for.
    """
    old = layout.image(LOWER, platform=platform("amd64"))
    new = layout.image(UPPER, platform=platform("amd64"))
    gone = str(old["digest"])
    if through_index:
        old, new = layout.index(old), layout.index(new)
    tags = {"1": old}
    answer = registry_of(layout.files, tags)

    def moving(request):
        reply = answer(request)
        if not request.path.endswith(gone):
            return reply
        tags["1"] = new
        return Answer(404)

    with serving(moving) as web:
        _, tree = opened(f"{web.host}/{REPOSITORY}:1", platform=Platform("linux", "amd64"))

    assert ["b.txt"] == tree.match("**/*.txt")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (lambda _: Answer(404), "asked for twice: .* status 404"),
        (
            lambda reply: Answer(200, reply.headers, reply.body + b" "),
            "asked for twice: .* digest mismatch",
        ),
    ],
    ids=["gone", "other bytes"],
)
def test_a_tag_that_leads_to_nothing_is_followed_twice(layout, wrong, reason):
    """
    Row 12.
    """
    entry = layout.image(LOWER)
    answer = registry_of(layout.files, {"1": entry})
    gone = str(entry["digest"])

    def moving(request):
        return wrong(answer(request)) if request.path.endswith(gone) else answer(request)

    with serving(moving) as web:
        with pytest.raises(UnreadableImage, match=reason):
            opened(f"{web.host}/{REPOSITORY}:1")

        assert ["HEAD", "GET"] * 2 == [request.method for request in web.requests]


def test_what_is_asked_for_by_digest_and_what_is_not_there_is_asked_for_once(layout):
    entry = layout.image(LOWER)
    with serving(registry_of({}, {})) as web:
        for name in (":1", f"@{entry['digest']}"):
            with pytest.raises(RequestFailed):
                opened(f"{web.host}/{REPOSITORY}{name}")

        assert ["HEAD", "GET"] == [request.method for request in web.requests]


@pytest.mark.parametrize("digests_of", ["config", "layers"])
def test_content_of_another_size_than_announced_is_refused(layout, digests_of):
    entry = layout.image(LOWER)
    name = "blobs/" + str(entry["digest"]).replace(":", "/")
    document = json.loads(layout.files[name])
    descriptor = document["config"] if digests_of == "config" else document["layers"][0]
    descriptor["size"] -= 1
    entry = layout.blob(encoded(document), MANIFEST)

    if digests_of == "config":
        with pytest.raises(InvalidManifest, match="size mismatch"):
            read(layout.files, entry)
    else:
        _, tree, _ = read(layout.files, entry)
        assert ["size mismatch"] == [note.reason.split(": ")[-2] for note in tree.notes]


@pytest.mark.parametrize("content_type", ["", "text/html", MANIFEST.replace("manifest", "index")])
def test_what_is_sent_as_something_else_is_refused(layout, content_type):
    """
    Two readers would see different things in it (CVE-2021-41190).
    """

    def lying(request, reply):
        changed = {**reply.headers, "Content-Type": content_type}
        return Answer(200, changed, reply.body) if "manifests" in request.path else reply

    with pytest.raises(InvalidManifest, match="sent as"):
        read(layout.files, layout.image(LOWER), change=lying)


def test_what_calls_itself_something_else_than_it_is_sent_as_is_refused(layout):
    entry = layout.image(LOWER, manifest={"mediaType": f"{DOCKER}.v2+json"})

    def lying(request, reply):
        changed = {**reply.headers, "Content-Type": MANIFEST}
        return Answer(200, changed, reply.body) if "manifests" in request.path else reply

    with pytest.raises(InvalidManifest, match=r"but it is application/vnd\.docker"):
        read(layout.files, entry, change=lying)


@pytest.mark.parametrize("content_type", [f"{MANIFEST}; charset=utf-8", MANIFEST.upper()])
def test_a_media_type_may_have_parameters_and_any_case(layout, content_type):
    def spelt(request, reply):
        changed = {**reply.headers, "Content-Type": content_type}
        return Answer(200, changed, reply.body) if "manifests" in request.path else reply

    _, tree, _ = read(layout.files, layout.image(LOWER), change=spelt)

    assert ["1"] == contents(tree, ["a.txt"])


def test_an_image_of_docker_is_read(layout):
    kind = "application/vnd.docker.container.image.v1+json"
    config = {
        **platform("amd64"),
        "rootfs": {"type": "layers", "diff_ids": [digest(LOWER)]},
    }
    gzipped = gzip.compress(LOWER)
    layer = layout.blob(gzipped, "application/vnd.docker.image.rootfs.diff.tar.gzip")
    document = {
        "schemaVersion": 2,
        "mediaType": f"{DOCKER}.v2+json",
        "config": layout.blob(encoded(config), kind),
        "layers": [layer],
    }
    entry = layout.blob(encoded(document), f"{DOCKER}.v2+json")
    listed = {"schemaVersion": 2, "mediaType": f"{DOCKER}.list.v2+json", "manifests": [entry]}

    _, tree, _ = read(layout.files, layout.blob(encoded(listed), f"{DOCKER}.list.v2+json"))

    assert (["1"], []) == (contents(tree, ["a.txt"]), list(tree.notes))


@pytest.mark.hostile(row=24)
def test_an_image_of_the_withdrawn_schema_is_refused_with_advice(layout):
    document = {"schemaVersion": 1, "fsLayers": [], "history": []}
    entry = layout.blob(encoded(document), f"{DOCKER}.v1+prettyjws")

    with pytest.raises(InvalidManifest, match="schema 1, which is withdrawn; pull and push it"):
        read(layout.files, entry)


@pytest.mark.parametrize(
    ("config_type", "fields", "kind"),
    [
        ("application/vnd.cncf.helm.config.v1+json", {}, "application/vnd.cncf.helm.config"),
        ("application/vnd.oci.empty.v1+json", {"artifactType": "a/sbom"}, "a/sbom"),
    ],
)
def test_what_is_no_image_is_named(layout, config_type, fields, kind):
    document = {
        "schemaVersion": 2,
        "config": layout.blob(b"{}", config_type),
        "layers": [layout.blob(b"x", "application/octet-stream")],
        **fields,
    }

    with pytest.raises(UnreadableImage, match=f"not an image, but an artifact of type {kind}"):
        read(layout.files, layout.blob(encoded(document), MANIFEST))


@pytest.mark.hostile(row=27)
@pytest.mark.parametrize("is_there", [True, False])
def test_a_foreign_layer_is_read_from_the_registry_or_not_at_all(layout, is_there):
    """
    Its addresses are not asked, for nothing vouches for them (CVE-2020-15157).
    """
    with serving(lambda _: Answer(200, {}, UPPER)) as elsewhere:
        foreign = layout.blob(
            UPPER,
            "application/vnd.oci.image.layer.nondistributable.v1.tar",
            urls=[f"http://{elsewhere.host}/layer"],
        )
        layers = [layout.blob(LOWER, TAR), foreign]
        entry = layout.image(LOWER, UPPER, manifest={"layers": layers})
        if not is_there:
            del layout.files["blobs/" + digest(UPPER).replace(":", "/")]

        _, tree, _ = read(layout.files, entry)

        assert [] == elsewhere.requests
    expected = [] if is_there else ["a foreign layer, which the registry does not have"]
    assert (["b.txt"] if is_there else ["a.txt"]) == tree.match("**/*.txt")
    assert expected == [note.reason.split(": ")[-1].split(";")[0] for note in tree.notes]


def test_a_layer_that_is_not_there_makes_the_image_incomplete(layout):
    entry = layout.image(LOWER, UPPER)
    del layout.files["blobs/" + digest(UPPER).replace(":", "/")]

    _, tree, _ = read(layout.files, entry)

    (note,) = tree.notes
    assert (True, ["a.txt"]) == (note.incomplete, tree.match("**/*.txt"))
    assert "status 404" in note.reason


def test_a_body_that_breaks_goes_on(layout):
    entry = layout.image(LOWER)
    broken: list[Request] = []

    def breaking(request, reply):
        if request.path.endswith(digest(LOWER)) and not broken:
            broken.append(request)
            return Answer(200, {}, reply.body, 700)
        return reply

    _, tree, web = read(layout.files, entry, change=breaking)

    assert (["1"], []) == (contents(tree, ["a.txt"]), list(tree.notes))
    assert "bytes=700-" == web.requests[-1].headers["range"]


@pytest.mark.hostile(row=58)
def test_a_blob_that_is_another_when_it_goes_on_is_not_used(layout):
    """
    Nothing but the digest of the whole tells.
    """
    entry = layout.image(LOWER)
    broken: list[Request] = []

    def changing(request, reply):
        if not request.path.endswith(digest(LOWER)):
            return reply
        broken.append(request)
        if len(broken) == 1:
            return Answer(200, {}, reply.body, 700)
        return Answer(reply.status, reply.headers, reply.body[:-1] + b"x")

    _, tree, web = read(layout.files, entry, change=changing)

    (note,) = tree.notes
    assert ([], True, "bytes=700-") == (
        tree.match("**/*.txt"),
        note.incomplete,
        web.requests[-1].headers["range"],
    )
    assert "digest mismatch" in note.reason


@pytest.mark.hostile(row=53)
def test_a_layer_that_never_comes_costs_itself_alone(layout):
    entry = layout.image(LOWER, UPPER)

    def silent(request, reply):
        is_missing = request.path.endswith(digest(UPPER))
        return Answer(200, {"Content-Length": str(len(UPPER))}) if is_missing else reply

    _, tree, _ = read(layout.files, entry, change=silent, registry=settings(idle_seconds=0.05))

    (note,) = tree.notes
    assert (["1"], True) == (contents(tree, ["a.txt"]), note.incomplete)
    assert "nothing came for too long" in note.reason


@pytest.mark.hostile(row=22)
def test_indexes_in_indexes_end_at_a_limit(layout):
    entry = layout.image(LOWER)
    for _ in range(10):
        entry = layout.index(entry)

    with pytest.raises(LimitExceeded) as error:
        read(layout.files, entry)

    assert "max_index_depth" == error.value.limit


def test_a_path_in_a_redirect_gets_no_password(layout, user):
    with serving(lambda _: Answer(200, {}, LOWER)) as storage:
        address = f"http://{storage.host}/layer?sig=canary"

        def stored(request, reply):
            if request.headers.get("authorization") != BASIC:
                return Answer(401, {"WWW-Authenticate": "Basic"})
            return (
                Answer(307, {"Location": address})
                if request.path.endswith(digest(LOWER))
                else reply
            )

        known = settings(environment=user("127.0.0.1"))
        with pytest.raises(RequestFailed):
            read(layout.files, layout.image(LOWER), change=stored, registry=known)

        assert [] == storage.requests


@pytest.mark.parametrize(
    "location",
    [
        "",
        "UPPER/case",
        "https://reg.example/app",
        "https://user:canary@reg.example/app",
        "user:canary@reg.example/app",
        "reg.example/../app",
        "reg.example/app:tag/../x",
        "reg.example/app?x=y",
        "reg.example/app#x",
        "reg.example/app\r\nX: y",
    ],
)
def test_what_is_no_reference_is_refused_before_anything_is_sent(location):
    with pytest.raises((InvalidReference, InvalidDigest)) as error:
        opened(f"registry:{location}")

    assert "canary" not in f"{error.value} {error.value!r}"


@pytest.mark.hostile(row=14)
@pytest.mark.parametrize("value", ["sha256:../../x", "sha256:" + "A" * 64, "blake3:" + "0" * 64])
def test_a_digest_that_is_none_is_refused_before_anything_is_sent(value):
    with pytest.raises(InvalidDigest):
        opened(f"registry:reg.example/app@{value}")


def test_an_unknown_media_type_of_the_config_is_no_image(layout):
    document = {"schemaVersion": 2, "config": layout.blob(b"{}", CONFIG + "x"), "layers": []}

    with pytest.raises(UnreadableImage, match="not an image"):
        read(layout.files, layout.blob(encoded(document), MANIFEST))
