"""Docker archives, plain and compressed."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from layers import Claims, Limits, Platform, ReadOptions, Verification
from layers.errors import (
    InvalidDigest,
    InvalidManifest,
    LimitExceeded,
    PlatformNotFound,
    SeveralImages,
    UnreadableImage,
)
from layers.note import Note
from testdata.images.writer import Image, Layer, digest, docker_files, encoded, tar_of
from tests.support.layouts import (
    COMPRESS,
    TAR,
    Layout,
    contents,
    docker_archive,
    opened,
    platform,
    stored,
)
from tests.support.tar_blocks import END, member

CLAIMS = Claims(["**/*.txt"])
OPTIONS = ReadOptions(claims=CLAIMS)
LOWER = tar_of({"a.txt": b"1", "b.txt": b"1"})
UPPER = tar_of({".wh.a.txt": b"", "c.txt": b"2"})


@pytest.fixture(params=["archive", "gzip"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("form", COMPRESS)
@pytest.mark.parametrize("verification", Verification)
def test_an_image_is_the_same_in_every_form(tmp_path, form, verification):
    """
    H11
    """
    files = docker_files([Image([Layer(LOWER, "ADD"), Layer(UPPER, "RUN")], "a:1")])
    target = stored(tmp_path, files, form)

    image, tree = opened(target, ReadOptions(claims=CLAIMS, verification=verification))

    assert (["b.txt", "c.txt"], ["1", "2"], ()) == (
        tree.match("**/*.txt"),
        contents(tree, ["b.txt", "c.txt"]),
        tree.notes,
    )
    assert ("docker-archive", ("a:1",), None, ["ADD", "RUN"]) == (
        image.source,
        image.names,
        image.digest,
        [layer.info.created_by for layer in image.layers],
    )
    assert (verification is not Verification.NONE) == image.verified
    config = next(name for name in files if name.endswith(".json") and name != "manifest.json")
    assert f"sha256:{config.removesuffix('.json')}" == str(image.image_id)


@pytest.mark.parametrize("order", ["first", "last"])
def test_the_list_of_layers_may_stand_anywhere(tmp_path, form, order):
    """
    Docker writes it last, and the layers sorted by their ids.
    """
    files = docker_archive({"z/layer.tar": LOWER, "a/layer.tar": UPPER})
    listed = {"manifest.json": files.pop("manifest.json")}
    ordered = dict(sorted(files.items()))
    files = {**listed, **ordered} if order == "first" else {**ordered, **listed}

    _, tree = opened(stored(tmp_path, files, form), OPTIONS)

    assert ["b.txt", "c.txt"] == tree.match("**/*.txt")


LINKS = {
    "beside": ("b/layer.tar", "../a/layer.tar"),
    "podman": ("b/layer.tar", "../a.tar"),
    "absolute": ("b/layer.tar", "/a.tar"),
    "dots": ("b/layer.tar", "./../b/.././a.tar"),
    "outside": ("b/layer.tar", "../../../a.tar"),
    "from-the-top": ("b.tar", "a.tar"),
}


@pytest.mark.hostile(row=29)
@pytest.mark.parametrize(("name", "target"), LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("position", ["before", "behind"])
def test_a_layer_that_is_there_twice_is_a_link(tmp_path, form, name, target, position):
    """
    As Docker and podman write it.
    """
    real = "a/layer.tar" if "a/layer.tar" in target else "a.tar"
    names = [real, "removed.tar", name]
    tars = {real: LOWER, "removed.tar": UPPER, name: LOWER}
    files: dict[str, bytes | str] = {**docker_archive(tars, Layers=names)}
    link = {name: target}
    del files[name]

    stack = {**link, **files} if position == "before" else {**files, **link}
    _, tree = opened(stored(tmp_path, stack, form), OPTIONS)

    assert ([("a.txt", 2), ("b.txt", 2), ("c.txt", 1)], ()) == (
        [(path, tree.layer_of(path)) for path in tree.match("**/*.txt")],
        tree.notes,
    )


@pytest.mark.parametrize("target", ["missing.tar", "link.tar", "other.tar"])
def test_a_link_that_leads_nowhere_is_a_missing_layer(tmp_path, form, target):
    files = {
        **docker_archive({"a.tar": UPPER, "link.tar": LOWER}),
        "link.tar": target,
        "other.tar": "link.tar",
    }

    image, tree = opened(stored(tmp_path, files, form), OPTIONS)

    (note,) = tree.notes
    assert (f"layer {image.layers[1].info.diff_id}: link.tar is not in the archive", True) == (
        note.reason,
        note.incomplete,
    )
    assert ["c.txt"] == tree.match("**/*.txt")


def test_the_later_member_of_a_name_counts(tmp_path, form):
    """
    Also of a link and a file, as if the archive were unpacked.
    """
    files = docker_archive({"a.tar": LOWER})
    blocks = [
        member(b"a.tar", b"not it"),
        member(b"manifest.json", flag=b"2", target=b"nowhere"),
        *(member(name.encode(), data) for name, data in files.items()),
    ]
    archive = b"".join(blocks) + END
    target = tmp_path / "image"
    target.write_bytes(COMPRESS[form](archive))

    _, tree = opened(str(target), OPTIONS)

    assert (["a.txt", "b.txt"], ()) == (tree.match("**/*.txt"), tree.notes)


@pytest.mark.parametrize("compress", [gzip.compress, bytes])
def test_layers_may_be_compressed(tmp_path, form, compress):
    """
    The archives of crane and kaniko have names of digests with a colon, and layers in gzip.
    """
    document = encoded({**platform("amd64"), "rootfs": {"diff_ids": [digest(LOWER)]}})
    files = {
        digest(document): document,
        "x.tar.gz": compress(LOWER),
        "manifest.json": encoded(
            [{"Config": digest(document), "RepoTags": None, "Layers": ["x.tar.gz"]}]
        ),
    }

    image, tree = opened(stored(tmp_path, files, form), OPTIONS)

    assert (["a.txt", "b.txt"], (), digest(document)) == (
        tree.match("**/*.txt"),
        image.names,
        str(image.image_id),
    )


@pytest.mark.hostile(row=11)
@pytest.mark.hostile(row=15)
@pytest.mark.parametrize(
    ("verification", "incomplete"),
    [(Verification.DIGESTS, True), (Verification.STRICT, True), (Verification.NONE, False)],
)
@pytest.mark.parametrize("compress", [gzip.compress, bytes])
def test_a_wrong_diff_id_is_found(tmp_path, form, compress, verification, incomplete):
    """
    By default, for there is no other digest.
    """
    other = tar_of({"other.txt": b"3"})
    files = docker_archive({"a.tar": LOWER, "b.tar": UPPER})
    target = stored(tmp_path, {**files, "b.tar": compress(other)}, form)

    _, tree = opened(target, ReadOptions(claims=CLAIMS, verification=verification))

    found = tree.match("**/*.txt")
    assert (["a.txt", "b.txt"] if incomplete else ["a.txt", "b.txt", "other.txt"]) == found
    reasons = [f"layer {digest(UPPER)}: digest mismatch: expected {digest(UPPER)}, the bytes have"]
    assert (reasons if incomplete else []) == [
        note.reason.rpartition(" ")[0] for note in tree.notes
    ]


DAMAGE = {
    "row-6": gzip.compress(LOWER)[:-20],
    "row-8": gzip.compress(LOWER)[:-5] + b"?" + gzip.compress(LOWER)[-4:],
    "row-10": b"BZh91AY&SY" + bytes(600),
    "row-40": LOWER[:1] + b"?" + LOWER[2:],
    "row-41": LOWER[:600],
    "row-28-no-byte": b"",
}


@pytest.mark.parametrize("data", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("verification", [Verification.DIGESTS, Verification.STRICT])
def test_a_damaged_layer_costs_itself_alone(tmp_path, form, data, verification):
    files = {**docker_archive({"a.tar": LOWER, "b.tar": UPPER}), "a.tar": data}

    _, tree = opened(
        stored(tmp_path, files, form), ReadOptions(claims=CLAIMS, verification=verification)
    )

    assert (["c.txt"], [True]) == (
        tree.match("**/*.txt"),
        [note.incomplete for note in tree.notes],
    )


def test_a_config_that_is_not_what_its_name_says_is_refused(tmp_path, form):
    files = docker_archive({"a.tar": LOWER})
    name = next(name for name in files if name.endswith(".json") and name != "manifest.json")
    files[name] += b" "

    with pytest.raises(InvalidManifest) as error:
        opened(stored(tmp_path, files, form), OPTIONS)

    assert name == error.value.document
    assert f"expected {name.removesuffix('.json')}" in error.value.reason


@pytest.mark.parametrize("prefix", ["", "blobs/sha256/", "sha256:"])
def test_a_config_named_by_its_digest_is_checked(tmp_path, form, prefix):
    document = encoded({**platform("amd64"), "rootfs": {"diff_ids": []}})
    name = prefix + hashlib.sha256(b"other").hexdigest()
    files = {
        name: document,
        "manifest.json": encoded([{"Config": name, "RepoTags": [], "Layers": []}]),
    }

    with pytest.raises(InvalidManifest, match="digest mismatch"):
        opened(stored(tmp_path, files, form), OPTIONS)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        pytest.param(b"no JSON", "not JSON", id="text"),
        pytest.param(b"{}", "images is not a list", id="object"),
        pytest.param(b'["a"]', "images is not a list of objects", id="texts"),
        pytest.param(b"[{}]", "Config is not a text", id="no-config"),
        pytest.param(b'[{"Config": "x.json"}]', "not in the archive", id="missing-config"),
        pytest.param(b'[{"config": "x.json"}]', "Config is spelt config", id="another-case"),
        pytest.param(b'[{"Config": 1}]', "Config is not a text", id="config-number"),
        pytest.param(
            b'[{"Config": "a.tar", "Layers": []}]', "not JSON|not UTF-8", id="config-is-a-layer"
        ),
        pytest.param(b'[{"Config": "x", "Config": "y"}]', "there twice", id="row-20"),
    ],
)
def test_a_list_that_is_none_is_refused(tmp_path, form, listed, expected):
    files = {**docker_archive({"a.tar": LOWER}), "manifest.json": listed}

    with pytest.raises(InvalidManifest, match=expected):
        opened(stored(tmp_path, files, form), OPTIONS)


@pytest.mark.hostile(row=16)
def test_layers_and_diff_ids_are_as_many(tmp_path, form):
    files = docker_archive({"a.tar": LOWER}, config={"rootfs": {"diff_ids": []}})

    with pytest.raises(InvalidManifest, match="1 layers, but the config has 0 diff IDs"):
        opened(stored(tmp_path, files, form), OPTIONS)


@pytest.mark.hostile(row=14)
def test_a_diff_id_that_is_none_is_refused(tmp_path, form):
    files = docker_archive({"a.tar": LOWER}, config={"rootfs": {"diff_ids": ["sha256:../x"]}})

    with pytest.raises(InvalidDigest):
        opened(stored(tmp_path, files, form), OPTIONS)


@pytest.mark.hostile(row=17)
def test_a_history_that_does_not_fit_is_noted(tmp_path, form):
    files = docker_archive({"a.tar": LOWER}, config={"history": [{}] * 50})

    image, _ = opened(stored(tmp_path, files, form), OPTIONS)

    assert [Note("", "the history of the image does not fit its layers and is left out")] == list(
        image.notes
    )


def test_no_image_in_the_list_is_an_error(tmp_path, form):
    target = stored(tmp_path, {"manifest.json": b"[]"}, form)

    with pytest.raises(UnreadableImage, match="an archive without an image"):
        opened(target, OPTIONS)


@pytest.mark.hostile(row=28)
def test_an_image_without_layers_is_an_empty_tree(tmp_path, form):
    image, tree = opened(stored(tmp_path, docker_archive({}), form), OPTIONS)

    assert ((), []) == (image.layers, list(tree.walk("")))


TWO = docker_files(
    [Image([Layer(LOWER)], "a:1"), Image([Layer(LOWER), Layer(UPPER)], "b:2", labels={"x": "y"})]
)


def test_several_images_are_a_question(tmp_path, form):
    with pytest.raises(UnreadableImage) as error:
        opened(stored(tmp_path, TWO, form), OPTIONS)

    assert "several images; choose one with --image: a:1, b:2" == error.value.reason


def test_images_of_one_name_are_told_apart_by_their_configs(tmp_path, form):
    images = [Image([Layer(LOWER)], "a:1"), Image([Layer(UPPER)], "a:1")]

    with pytest.raises(SeveralImages) as error:
        opened(stored(tmp_path, docker_files(images), form), OPTIONS)

    assert tuple(sorted(digest(image.config())[7:] for image in images)) == error.value.names


@pytest.mark.hostile(row=23)
def test_too_many_images_are_refused(tmp_path, form):
    options = ReadOptions(claims=OPTIONS.claims, limits=Limits(max_index_entries=1))

    with pytest.raises(LimitExceeded, match="max_index_entries"):
        opened(stored(tmp_path, TWO, form), options)


@pytest.mark.parametrize(("name", "expected"), [("a:1", 1), ("b:2", 2)])
def test_a_name_chooses_one_of_several(tmp_path, form, name, expected):
    """
    They share a layer.
    """
    image, tree = opened(stored(tmp_path, TWO, form), ReadOptions(claims=CLAIMS, name=name))

    assert (expected, (name,), ()) == (len(image.layers), image.names, tree.notes)


def test_an_image_may_be_chosen_by_its_id(tmp_path, form):
    (first, _) = (name for name in TWO if name.endswith(".json") and name != "manifest.json")
    options = ReadOptions(claims=CLAIMS, name=first.removesuffix(".json"))

    image, _ = opened(stored(tmp_path, TWO, form), options)

    assert ("a:1",) == image.names


def test_a_name_that_is_not_there_is_an_error_with_those_that_are(tmp_path, form):
    with pytest.raises(UnreadableImage) as error:
        opened(stored(tmp_path, TWO, form), ReadOptions(claims=CLAIMS, name="c"))

    assert "no image c; there are a:1, b:2" == error.value.reason


def test_an_image_without_a_name_has_none_to_be_chosen_by(tmp_path, form):
    files = docker_archive({"a.tar": LOWER}, RepoTags=None)

    with pytest.raises(UnreadableImage) as error:
        opened(stored(tmp_path, files, form), ReadOptions(claims=CLAIMS, name="c"))

    assert "no image c; there are none with a name" == error.value.reason


def test_another_platform_than_the_wanted_one_is_refused(tmp_path, form):
    files = docker_archive({"a.tar": LOWER}, config=platform("arm64"))

    with pytest.raises(PlatformNotFound) as error:
        opened(
            stored(tmp_path, files, form),
            ReadOptions(claims=CLAIMS, platform=Platform("linux", "amd64")),
        )

    assert ("linux/arm64",) == error.value.available


def test_an_archive_that_is_a_layout_too_counts_as_one(tmp_path, form):
    """
    Docker writes both from version 25 on, and a layout has digests.
    """
    layout = Layout()
    entry = layout.image(LOWER)
    blob = "blobs/" + digest(LOWER).replace(":", "/")
    config = next(
        name for name, data in layout.files.items() if b"diff_ids" in data and name != blob
    )
    files = {
        **layout.with_entries(entry),
        "manifest.json": encoded([{"Config": config, "RepoTags": ["a:1"], "Layers": [blob]}]),
    }
    target = stored(tmp_path, files, form)

    image, tree = opened(target, OPTIONS)
    other, same = opened(f"docker-archive:{target}", OPTIONS)

    assert ("oci-archive", entry["digest"], TAR) == (
        image.source,
        str(image.digest),
        image.layers[0].info.media_type,
    )
    assert ("docker-archive", ("a:1",)) == (other.source, other.names)
    assert tree.match("**/*.txt") == same.match("**/*.txt") == ["a.txt", "b.txt"]


def test_the_members_of_an_archive_have_a_limit(tmp_path, form):
    target = stored(tmp_path, docker_archive({"a.tar": LOWER}), form)

    opened(target, ReadOptions(claims=CLAIMS, limits=Limits(max_archive_members=3)))
    with pytest.raises(LimitExceeded) as error:
        opened(target, ReadOptions(claims=CLAIMS, limits=Limits(max_archive_members=2)))

    assert 2 == error.value.allowed
