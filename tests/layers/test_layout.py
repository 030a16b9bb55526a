"""OCI layouts in every form."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from layers import Claims, Limits, Platform, ReadOptions, Verification, open_image
from layers.errors import (
    InvalidDigest,
    InvalidManifest,
    LimitExceeded,
    PlatformNotFound,
    SeveralImages,
    UnreadableImage,
)
from layers.note import Note
from testdata.images.writer import digest, encoded, tar_of
from tests.support.layouts import (
    CONFIG,
    FORMS,
    INDEX,
    MANIFEST,
    TAR,
    Layout,
    contents,
    named,
    opened,
    platform,
    stored,
)

CLAIMS = Claims(["**/*.txt"])
OPTIONS = ReadOptions(claims=CLAIMS)
AMD64, ARM64, RISCV64 = (platform(name) for name in ("amd64", "arm64", "riscv64"))
HOST = Platform.of_host()
OTHER = "s390x" if HOST.architecture != "s390x" else "amd64"


def tar(content: str, name: str = "a.txt") -> bytes:
    """Return a layer with one file."""
    return tar_of({name: content.encode()})


@pytest.fixture
def layout() -> Layout:
    return Layout()


@pytest.fixture(params=["directory", "archive", "gzip"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("verification", Verification)
def test_an_image_is_the_same_in_every_form(layout, tmp_path, form, verification):
    """
    H11
    """
    lower, upper = tar("1"), tar_of({"b.txt": b"2", ".wh.a.txt": b""})
    history = [{"created_by": "ADD"}, {"created_by": "RUN"}]
    entry = layout.image(lower, upper, config={"history": history}, annotations=named("a:1"))
    target = stored(tmp_path, layout.with_entries(entry), form)

    image, tree = opened(target, ReadOptions(claims=CLAIMS, verification=verification))

    assert ([], ["b.txt"], ["2"]) == (
        list(tree.notes),
        tree.match("**/*.txt"),
        contents(tree, ["b.txt"]),
    )
    assert (entry["digest"], ("a:1",), target, verification is not Verification.NONE) == (
        str(image.digest),
        image.names,
        image.location,
        image.verified,
    )
    assert ["ADD", "RUN"] == [layer.info.created_by for layer in image.layers]
    assert [digest(lower), digest(upper)] == [str(layer.info.diff_id) for layer in image.layers]
    assert image.source == ("oci" if form == "directory" else "oci-archive")


def multi(layout: Layout, *architectures: str) -> list[dict[str, object]]:
    """Return entries for several platforms, each with its own name in a file."""
    return [
        layout.image(
            tar(name), config={"architecture": name}, platform={"os": "linux", "architecture": name}
        )
        for name in architectures
    ]


def test_the_platform_of_the_host_is_the_default(layout, tmp_path, form):
    entries = multi(layout, OTHER, HOST.architecture, "riscv64")

    _, tree = opened(stored(tmp_path, layout.with_entries(*entries), form), OPTIONS)

    assert [HOST.architecture] == contents(tree, ["a.txt"])


@pytest.mark.parametrize("wanted", ["amd64", "arm64", "riscv64"])
def test_a_wanted_platform_is_chosen(layout, tmp_path, form, wanted):
    entries = multi(layout, "amd64", "arm64", "riscv64")
    options = ReadOptions(claims=CLAIMS, platform=Platform("linux", wanted))

    image, tree = opened(stored(tmp_path, layout.with_entries(*entries), form), options)

    assert ([wanted], wanted) == (
        contents(tree, ["a.txt"]),
        image.config and image.config.platform.architecture,
    )


def test_each_platform_is_an_image_of_its_own_if_that_is_wanted(layout, tmp_path, form):
    entries = multi(layout, "amd64", "arm64", "riscv64")
    target = stored(tmp_path, layout.with_entries(*entries), form)

    with pytest.raises(SeveralImages) as several:
        opened(target, ReadOptions(claims=CLAIMS, all_platforms=True))

    found = [
        opened(target, ReadOptions(claims=CLAIMS, all_platforms=True, name=name))[1]
        for name in several.value.names
    ]
    assert {"amd64", "arm64", "riscv64"} == {contents(tree, ["a.txt"])[0] for tree in found}


@pytest.mark.parametrize(
    ("wanted", "expected"), [("linux/arm/v7", "v7"), ("linux/arm/v6", "v6"), ("linux/arm/v8", None)]
)
def test_a_variant_is_chosen(layout, tmp_path, wanted, expected):
    entries = [
        layout.image(
            tar(variant),
            config={"architecture": "arm", "variant": variant},
            platform=platform("arm", variant=variant),
        )
        for variant in ("v6", "v7")
    ]
    target = stored(tmp_path, layout.with_entries(*entries), "directory")
    options = ReadOptions(claims=CLAIMS, platform=Platform.parse(wanted))

    if expected is None:
        with pytest.raises(PlatformNotFound):
            opened(target, options)
    else:
        assert [expected] == contents(opened(target, options)[1], ["a.txt"])


def test_a_platform_that_is_not_there_is_an_error_with_those_that_are(layout, tmp_path, form):
    entries = multi(layout, "amd64", "arm64")
    options = ReadOptions(claims=CLAIMS, platform=Platform("linux", "riscv64"))

    with pytest.raises(PlatformNotFound) as error:
        opened(stored(tmp_path, layout.with_entries(*entries), form), options)

    assert ("linux/riscv64", ("linux/amd64", "linux/arm64")) == (
        error.value.wanted,
        error.value.available,
    )
    assert str(error.value).endswith("choose one with --platform: linux/amd64, linux/arm64")


def test_the_only_image_is_taken_whatever_its_platform(layout, tmp_path, form):
    entries = multi(layout, OTHER)

    _, tree = opened(stored(tmp_path, layout.with_entries(*entries), form), OPTIONS)

    assert [OTHER] == contents(tree, ["a.txt"])


def test_the_only_image_is_not_taken_for_another_platform(layout, tmp_path):
    """
    Its entry may say nothing of a platform; then the config does.
    """
    entry = layout.image(tar("1"), config={"architecture": "s390x"})
    options = ReadOptions(claims=CLAIMS, platform=Platform("linux", "amd64"))

    with pytest.raises(PlatformNotFound) as error:
        opened(stored(tmp_path, layout.with_entries(entry), "directory"), options)

    assert ("linux/s390x",) == error.value.available


def test_no_image_for_the_host_among_several_is_an_error(layout, tmp_path):
    others = [name for name in ("amd64", "arm64", "riscv64") if name != HOST.architecture]
    entries = multi(layout, *others)

    with pytest.raises(PlatformNotFound) as error:
        opened(stored(tmp_path, layout.with_entries(*entries), "directory"), OPTIONS)

    assert str(HOST) == error.value.wanted


def test_images_of_other_platforms_need_not_be_there(layout, tmp_path, form):
    """
    A sparse layout, as skopeo and containerd write them.
    """
    there, missing = multi(layout, HOST.architecture, OTHER)
    files = layout.with_entries(missing, there)
    del files["blobs/" + str(missing["digest"]).replace(":", "/")]

    _, tree = opened(stored(tmp_path, files, form), OPTIONS)

    assert [HOST.architecture] == contents(tree, ["a.txt"])


def test_an_image_that_is_chosen_and_not_there_is_an_error(layout, tmp_path, form):
    entry = layout.image(tar("1"))
    files = layout.with_entries(entry)
    name = "blobs/" + str(entry["digest"]).replace(":", "/")
    del files[name]

    with pytest.raises(InvalidManifest) as error:
        opened(stored(tmp_path, files, form), OPTIONS)

    assert name == error.value.document


@pytest.mark.parametrize("depth", [1, 2])
def test_an_index_may_point_to_indexes(layout, tmp_path, form, depth):
    entry = layout.index(*multi(layout, OTHER, HOST.architecture))
    if depth == 2:
        entry = layout.index(entry)

    image, tree = opened(
        stored(tmp_path, layout.with_entries({**entry, "annotations": named("x:1")}), form), OPTIONS
    )

    assert ([HOST.architecture], ("x:1",)) == (contents(tree, ["a.txt"]), image.names)


def test_an_index_of_another_name_need_not_be_there(layout, tmp_path, form):
    there = layout.index(*multi(layout, HOST.architecture), annotations=named("there"))
    missing = layout.index(*multi(layout, OTHER), annotations=named("missing"))
    files = layout.with_entries(missing, there)
    del files["blobs/" + str(missing["digest"]).replace(":", "/")]
    target = stored(tmp_path, files, form)

    _, tree = opened(target, ReadOptions(claims=CLAIMS, name="there"))

    assert [HOST.architecture] == contents(tree, ["a.txt"])
    with pytest.raises(InvalidManifest):
        opened(target, ReadOptions(claims=CLAIMS, name="missing"))
    with pytest.raises(UnreadableImage, match="several images"):
        opened(target, OPTIONS)


@pytest.mark.hostile(row=22)
def test_a_chain_of_indexes_ends_at_a_limit(layout, tmp_path, form):
    entry = layout.image(tar("1"))
    for _ in range(1000):
        entry = layout.index(entry)

    with pytest.raises(LimitExceeded) as error:
        opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)

    assert ("max_index_depth", 3) == (error.value.limit, error.value.allowed)


@pytest.mark.hostile(row=22)
def test_an_index_that_is_there_many_times_is_read_once(layout, tmp_path):
    """
    Two hundred times two hundred times the same.
    """
    inner = layout.index(*[layout.image(tar("1"))] * 200)
    entry = layout.index(*[inner] * 200)
    target = stored(tmp_path, layout.with_entries(*[entry] * 200), "directory")

    _, tree = opened(target, OPTIONS)

    assert ["1"] == contents(tree, ["a.txt"])


@pytest.mark.hostile(row=22)
@pytest.mark.hostile(row=23)
def test_indexes_are_counted(layout, tmp_path):
    entry = layout.image(tar("1"))
    indexes = [layout.index(entry, annotations={"n": str(n)}) for n in range(3)]
    named_indexes = [{**index, "annotations": named(f"{n}")} for n, index in enumerate(indexes)]
    target = stored(tmp_path, layout.with_entries(*named_indexes), "directory")

    opened(target, ReadOptions(claims=CLAIMS, limits=Limits(max_index_entries=3)))
    with pytest.raises(LimitExceeded) as error:
        opened(target, ReadOptions(claims=CLAIMS, limits=Limits(max_index_entries=2)))

    assert "max_index_entries" == error.value.limit


@pytest.mark.hostile(row=23)
def test_ten_thousand_platforms_are_too_many(layout, tmp_path, form):
    entries = [layout.image(tar("1"))] * 10_000

    with pytest.raises(LimitExceeded) as error:
        opened(stored(tmp_path, layout.with_entries(*entries), form), OPTIONS)

    assert ("max_index_entries", 200) == (error.value.limit, error.value.allowed)


@pytest.mark.parametrize(
    "marks",
    [
        {
            "annotations": {"vnd.docker.reference.type": "attestation-manifest"},
            "platform": platform("unknown", "unknown"),
        },
        {"platform": platform("unknown", "unknown")},
        {"annotations": {"vnd.docker.reference.type": "attestation-manifest"}},
    ],
    ids=["buildkit", "platform-alone", "annotation-alone"],
)
def test_attestations_are_no_images(layout, tmp_path, form, marks):
    image = layout.image(tar("1"), platform=platform(OTHER), config={"architecture": OTHER})
    attestation = layout.image(tar("2"), **marks)

    _, tree = opened(stored(tmp_path, layout.with_entries(attestation, image), form), OPTIONS)

    assert ["1"] == contents(tree, ["a.txt"])


@pytest.mark.hostile(row=25)
@pytest.mark.parametrize(
    ("manifest", "kind"),
    [
        pytest.param({"artifactType": "application/spdx+json"}, "application/spdx+json", id="sbom"),
        pytest.param(
            {
                "config": {
                    "mediaType": "application/vnd.cncf.helm.config.v1+json",
                    "digest": digest(b""),
                    "size": 0,
                }
            },
            "application/vnd.cncf.helm.config.v1+json",
            id="helm",
        ),
    ],
)
def test_an_artifact_is_not_an_image(layout, tmp_path, form, manifest, kind):
    entry = layout.image(tar("1"), manifest=manifest)

    with pytest.raises(UnreadableImage) as error:
        opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)

    assert f"not an image, but an artifact of type {kind}" == error.value.reason


def test_several_names_are_a_question(layout, tmp_path, form):
    entries = [layout.image(tar(name), annotations=named(name)) for name in ("x.io/a:1", "b")]

    with pytest.raises(UnreadableImage) as error:
        opened(stored(tmp_path, layout.with_entries(*entries), form), OPTIONS)

    assert "several images; choose one with --image: b, x.io/a:1" == error.value.reason


def test_a_name_that_several_have_is_none_to_choose_by(layout, tmp_path, form):
    entries = [layout.image(tar(name), annotations=named("a")) for name in ("one", "two")]
    entries += [layout.image(tar("three"), annotations=named("b"))]

    with pytest.raises(SeveralImages) as error:
        opened(stored(tmp_path, layout.with_entries(*entries), form), OPTIONS)

    expected = {str(entries[0]["digest"]), str(entries[1]["digest"]), "b"}
    assert expected == set(error.value.names)


def test_a_whole_name_wins_over_a_tag(layout, tmp_path, form):
    entries = [layout.image(tar(name), annotations=named(name)) for name in ("x.io/a:1", "1")]
    options = replace(OPTIONS, name="1")

    image, _ = opened(stored(tmp_path, layout.with_entries(*entries), form), options)

    assert str(entries[1]["digest"]) == str(image.digest)


@pytest.mark.parametrize("by", ["x.io/a:1", "1", "digest", "hex"])
def test_a_name_chooses_one_of_several(layout, tmp_path, form, by):
    entries = [layout.image(tar(name), annotations=named(name)) for name in ("x.io/a:1", "b")]
    whole = str(entries[0]["digest"])
    name = {"digest": whole, "hex": whole.removeprefix("sha256:")}.get(by, by)

    image, tree = opened(
        stored(tmp_path, layout.with_entries(*entries), form), ReadOptions(claims=CLAIMS, name=name)
    )

    assert (["x.io/a:1"], ("x.io/a:1",)) == (contents(tree, ["a.txt"]), image.names)


def test_a_name_that_is_not_there_is_an_error_with_those_that_are(layout, tmp_path):
    entries = [layout.image(tar("1"), annotations=named("a")), layout.image(tar("2"))]

    with pytest.raises(UnreadableImage) as error:
        opened(
            stored(tmp_path, layout.with_entries(*entries), "directory"),
            ReadOptions(claims=CLAIMS, name="c"),
        )

    assert f"no image c; there are a, {entries[1]['digest']}" == error.value.reason


def test_one_image_may_have_several_names(layout, tmp_path):
    entry = layout.image(tar("1"))
    entries = [{**entry, "annotations": named(name)} for name in ("a", "b")]

    _, tree = opened(stored(tmp_path, layout.with_entries(*entries), "directory"), OPTIONS)

    assert ["1"] == contents(tree, ["a.txt"])


def test_no_image_at_all_is_an_error(layout, tmp_path, form):
    with pytest.raises(PlatformNotFound) as error:
        opened(stored(tmp_path, layout.with_entries(), form), OPTIONS)

    assert str(error.value).endswith("choose one with --platform: there is none")


def changed(files: dict[str, bytes], entry: dict[str, object], data: bytes) -> dict[str, bytes]:
    """Return files with another blob in the place of a descriptor's."""
    return {**files, "blobs/" + str(entry["digest"]).replace(":", "/"): data}


@pytest.mark.hostile(row=12)
@pytest.mark.parametrize("verification", Verification)
def test_a_manifest_of_another_digest_is_refused_always(layout, tmp_path, form, verification):
    entry, other = layout.image(tar("1")), layout.image(tar("2"))
    data = layout.files["blobs/" + str(other["digest"]).replace(":", "/")]
    files = changed(layout.with_entries(entry), entry, data)
    options = ReadOptions(claims=CLAIMS, verification=verification)

    with pytest.raises(InvalidManifest, match="digest mismatch"):
        opened(stored(tmp_path, files, form), options)


@pytest.mark.hostile(row=13)
def test_a_manifest_of_another_size_is_refused(layout, tmp_path, form):
    entry = layout.image(tar("1"))

    with pytest.raises(InvalidManifest, match="size mismatch"):
        opened(stored(tmp_path, layout.with_entries({**entry, "size": 1}), form), OPTIONS)


@pytest.mark.hostile(row=18)
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(b"no JSON", "not JSON", id="row-18-text"),
        pytest.param(b"[]", "not a JSON object", id="row-18-array"),
        pytest.param(b'{"os": 1}', "os is not a text", id="wrong-type"),
    ],
)
def test_a_config_that_is_none_is_refused(layout, tmp_path, form, document, expected):
    entry = layout.image(tar("1"), manifest={"config": layout.blob(document, CONFIG)})

    with pytest.raises(InvalidManifest, match=expected):
        opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)


@pytest.mark.hostile(row=18)
@pytest.mark.hostile(row=19)
@pytest.mark.parametrize("what", ["index", "manifest", "config"])
def test_a_document_that_is_too_large_is_refused(layout, tmp_path, form, what):
    large = b"{" + b" " * (4 << 20) + b"}"
    match what:
        case "config":
            entry = layout.image(tar("1"), manifest={"config": layout.blob(large, CONFIG)})
        case "manifest":
            entry = layout.blob(large, MANIFEST)
        case _:
            entry = layout.blob(large, INDEX)
    target = stored(tmp_path, layout.with_entries(entry), form)

    with pytest.raises((LimitExceeded, InvalidManifest)) as error:
        opened(target, OPTIONS)

    if form != "gzip":
        assert isinstance(error.value, LimitExceeded)
        assert ("max_document_bytes", 4 << 20) == (error.value.limit, error.value.allowed)


@pytest.mark.hostile(row=16)
@pytest.mark.parametrize("diff_ids", [[], [digest(b"1")] * 2])
def test_layers_and_diff_ids_are_as_many(layout, tmp_path, form, diff_ids):
    entry = layout.image(tar("1"), config={"rootfs": {"diff_ids": diff_ids}})

    with pytest.raises(InvalidManifest) as error:
        opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)

    assert f"1 layers, but the config has {len(diff_ids)} diff IDs" == error.value.reason


@pytest.mark.hostile(row=17)
def test_a_history_that_does_not_fit_is_noted(layout, tmp_path, form):
    """
    H10
    """
    entry = layout.image(tar("1"), config={"history": [{"created_by": "x"}] * 50})

    image, tree = opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)

    note = Note("", "the history of the image does not fit its layers and is left out")
    assert ((note,), ["1"]) == (image.notes, contents(tree, ["a.txt"]))


@pytest.mark.hostile(row=14)
@pytest.mark.parametrize(
    ("field", "value"), [("digest", "sha256:../../../etc/passwd"), ("digest", "sha256:" + "A" * 64)]
)
def test_a_digest_that_is_none_is_refused(layout, tmp_path, form, field, value):
    entry = {**layout.image(tar("1")), field: value}

    with pytest.raises(InvalidDigest):
        opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)


@pytest.mark.hostile(row=28)
def test_an_image_without_layers_is_an_empty_tree(layout, tmp_path, form):
    """
    H10
    """
    image, tree = opened(stored(tmp_path, layout.with_entries(layout.image()), form), OPTIONS)

    assert ((), []) == (image.layers, list(tree.walk("")))


@pytest.mark.hostile(row=29)
def test_a_layer_that_is_there_twice_is_applied_twice(layout, tmp_path, form):
    layer, removed = tar("1"), tar_of({".wh.a.txt": b""})
    entry = layout.image(layer, removed, layer)

    _, tree = opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)

    assert (["1"], 2) == (contents(tree, ["a.txt"]), tree.layer_of("a.txt"))


@pytest.mark.hostile(row=27)
def test_a_foreign_layer_is_not_fetched(layout, tmp_path, form):
    """
    H10: what is there is read, and it is noted that something is missing.
    """
    foreign = {
        "mediaType": "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "digest": digest(b"windows"),
        "size": 7,
        "urls": ["http://169.254.169.254/latest"],
    }
    upper = tar("1")
    entry = layout.image(
        upper,
        manifest={"layers": [foreign, layout.blob(upper, TAR)]},
        config={"rootfs": {"diff_ids": [digest(b"windows"), digest(upper)]}},
    )

    _, tree = opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)

    (note,) = tree.notes
    assert (["1"], True) == (contents(tree, ["a.txt"]), note.incomplete)
    assert note.reason.startswith(f"layer {digest(b'windows')}: ")


GZIP = gzip.compress(tar("1"))
DAMAGE = {
    "row-6-truncated": GZIP[:-30],
    "row-8-crc": GZIP[:-8] + bytes((GZIP[-8] ^ 1,)) + GZIP[-7:],
    "row-10-xz": b"\xfd7zXZ\0" + bytes(600),
    "row-26-encrypted": b"\x17" * 3000,
    "row-40-checksum": tar("1")[:1] + b"?" + tar("1")[2:],
    "row-41-truncated": tar_of({"a.txt": b"x" * 5000})[:2048],
    "json": b'{"a": 1}',
}


@pytest.mark.parametrize("data", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("verification", Verification)
def test_a_damaged_layer_costs_itself_alone(layout, tmp_path, form, data, verification):
    """
    M7: a partial result, and never a silent one.
    """
    good = tar("good", "good.txt")
    entry = layout.image(
        good,
        manifest={"layers": [layout.blob(data, TAR), layout.blob(good, TAR)]},
        config={"rootfs": {"diff_ids": [digest(data), digest(good)]}},
    )
    options = ReadOptions(claims=CLAIMS, verification=verification)

    _, tree = opened(stored(tmp_path, layout.with_entries(entry), form), options)

    (note,) = tree.notes
    assert (["good.txt"], ["good"], True) == (
        tree.match("**/*.txt"),
        contents(tree, ["good.txt"]),
        note.incomplete,
    )
    assert note.reason.startswith(f"layer {digest(data)}: ")
    assert "mismatch" not in note.reason


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
@pytest.mark.parametrize(
    "lie",
    [
        pytest.param({"digest": digest(tar("2")), "because": "digest mismatch"}, id="row-11"),
        pytest.param({"size": 1, "because": "size mismatch"}, id="row-13-larger"),
        pytest.param({"size": 0, "because": "size mismatch"}, id="row-13-not-empty"),
        pytest.param({"size": 10**6, "because": "truncated"}, id="row-13-smaller"),
    ],
)
def test_a_layer_that_is_not_as_described_is_not_used(layout, tmp_path, form, compress, lie):
    layer = layout.blob(compress(tar("1")), TAR)
    layer = {**layer, **lie}
    layout.files = changed(layout.files, layer, compress(tar("1")))
    entry = layout.image(
        manifest={"layers": [layer]}, config={"rootfs": {"diff_ids": [digest(tar("1"))]}}
    )

    _, tree = opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)

    (note,) = tree.notes
    assert ([], True) == (list(tree.walk("")), note.incomplete)
    assert f": {lie['because']}" in note.reason


@pytest.mark.hostile(row=15)
@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_a_wrong_diff_id_is_found_if_asked_to_look(layout, tmp_path, form, compress):
    entry = layout.image(
        manifest={"layers": [layout.blob(compress(tar("1")), TAR)]},
        config={"rootfs": {"diff_ids": [digest(b"other")]}},
    )
    target = stored(tmp_path, layout.with_entries(entry), form)

    _, trusting = opened(target, OPTIONS)
    _, strict = opened(target, ReadOptions(claims=CLAIMS, verification=Verification.STRICT))

    assert ["1"] == contents(trusting, ["a.txt"])
    assert [True] == [note.incomplete for note in strict.notes]
    assert [] == list(strict.walk(""))


@pytest.mark.hostile(row=15)
def test_one_layer_with_two_diff_ids_is_a_lie(layout, tmp_path, form):
    """
    It is read once for each.
    """
    layer = layout.blob(gzip.compress(tar("1")), f"{TAR}+gzip")
    entry = layout.image(
        manifest={"layers": [layer, layer]},
        config={"rootfs": {"diff_ids": [digest(b"other"), digest(tar("1"))]}},
    )
    options = ReadOptions(claims=CLAIMS, verification=Verification.STRICT)

    _, tree = opened(stored(tmp_path, layout.with_entries(entry), form), options)

    assert ([True], 1) == ([note.incomplete for note in tree.notes], tree.layer_of("a.txt"))


@pytest.mark.hostile(row=9)
def test_a_wrong_label_is_noted_in_every_form(layout, tmp_path, form):
    entry = layout.image(
        manifest={"layers": [layout.blob(gzip.compress(tar("1")), f"{TAR}+zstd")]},
        config={"rootfs": {"diff_ids": [digest(tar("1"))]}},
    )

    _, tree = opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)

    assert [Note("", f"labelled {TAR}+zstd, but compressed with gzip")] == list(tree.notes)


@pytest.mark.hostile(row=26)
@pytest.mark.parametrize(
    ("media_type", "reason"),
    [
        (f"{TAR}+gzip+encrypted", "encrypted"),
        ("application/x", "of the unknown type application/x"),
    ],
)
def test_a_layer_that_engines_do_not_read_is_unreadable_in_every_form(
    layout, tmp_path, form, media_type, reason
):
    layer = layout.blob(tar("1"), media_type)
    entry = layout.image(
        manifest={"layers": [layer]}, config={"rootfs": {"diff_ids": [digest(tar("1"))]}}
    )

    _, tree = opened(stored(tmp_path, layout.with_entries(entry), form), OPTIONS)

    note = Note("", f"layer {layer['digest']}: {reason}", incomplete=True)
    assert [note] == list(tree.notes)


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        pytest.param(b"no JSON", "not JSON", id="text"),
        pytest.param(encoded({"manifests": [], "layers": []}), "both an index", id="row-21"),
        pytest.param(
            encoded({"config": {"digest": digest(b""), "size": 0}}), "not an index", id="manifest"
        ),
        pytest.param(encoded({}), "neither an index nor a manifest", id="nothing"),
        pytest.param(encoded({"schemaVersion": 1}), "schema 1", id="row-24"),
    ],
)
def test_an_index_that_is_none_is_refused(layout, tmp_path, form, index, expected):
    target = stored(tmp_path, {**layout.files, "index.json": index}, form)

    with pytest.raises(InvalidManifest, match=expected):
        opened(target, OPTIONS)


@pytest.mark.parametrize(
    ("label", "document", "expected"),
    [
        (INDEX, "manifest", "a manifest, where an index is promised"),
        (MANIFEST, "index", "an index, where a manifest is promised"),
    ],
)
def test_a_document_is_what_its_descriptor_promises(layout, tmp_path, label, document, expected):
    image = layout.image(tar("1"))
    entry = {**(image if document == "manifest" else layout.index(image)), "mediaType": label}

    with pytest.raises(InvalidManifest, match=expected):
        opened(stored(tmp_path, layout.with_entries(entry), "directory"), OPTIONS)


def test_layers_are_read_only_when_they_are_asked_for(layout, tmp_path):
    target = stored(tmp_path, layout.with_entries(layout.image(tar("1"))), "directory")

    with open_image(target, OPTIONS) as image:
        found = image.layers[0].read().contents

    assert {"a.txt": b"1"} == found
