"""Repositories and their mirrors."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from threading import Barrier, Lock

import pytest

from layers.digest import Digest
from layers.errors import InvalidManifest
from layers.limits import Limits
from layers.reference import Reference
from layers.registry.errors import InvalidResponse, RequestFailed
from layers.registry.repository import Repository
from layers.registry.settings import HostSettings, Mirror
from testdata.images.writer import tar_of
from tests.support.layouts import Layout
from tests.support.registry import REPOSITORY, Time, part, registry_of, settings
from tests.support.web import Answer, serving


@pytest.fixture
def image():
    layout = Layout()
    entry = layout.image(tar_of({"a.txt": b"1"}))
    return layout, entry, registry_of(layout.files, {"1": entry})


def tagged(host, *mirrors, limits=None, **fields):
    """Return what the tag ``1`` stands for."""
    known = settings(hosts={host: HostSettings(mirrors=mirrors)}, **fields)
    reference = Reference.parse(f"{host}/{REPOSITORY}:1")
    with closing(Repository(reference, known, limits or Limits())) as repository:
        return repository.tagged("1")


def test_the_digest_of_a_tag_is_asked_for_and_then_the_manifest_by_it(image):
    _, entry, answer = image

    with serving(answer) as web:
        found = tagged(web.host)

    prefix = f"/v2/{REPOSITORY}/manifests"
    assert [f"HEAD {prefix}/1", f"GET {prefix}/{entry['digest']}"] == web.lines
    assert (entry["digest"], entry["mediaType"]) == (str(found.digest), found.media_type)
    assert (
        "application/vnd.docker.distribution.manifest.list.v2+json"
        in (web.requests[0].headers["accept"])
    )
    assert "v1+prettyjws" not in web.requests[0].headers["accept"]


@pytest.mark.parametrize("status", [200, 400, 405, 501])
@pytest.mark.parametrize("tells", [True, False])
def test_a_registry_need_not_tell_digests_beforehand(image, status, tells):
    _, entry, answer = image

    def without(request):
        if request.method == "HEAD":
            return Answer(status)
        reply = answer(request)
        headers = {"Content-Type": reply.headers["Content-Type"]}
        return reply if tells else Answer(200, headers, reply.body)

    with serving(without) as web:
        assert entry["digest"] == str(tagged(web.host).digest)


@pytest.mark.hostile(row=14)
@pytest.mark.parametrize("value", ["sha256:../../x", "sha256:ABC", "md5:1", "sha256:" + "A" * 64])
def test_a_digest_that_is_none_is_not_used(image, value):
    _, _, answer = image

    def lying(request):
        reply = answer(request)
        return Answer(200, {**reply.headers, "Docker-Content-Digest": value}, reply.body)

    with serving(lying) as web, pytest.raises(InvalidResponse, match="not a digest"):
        tagged(web.host)

    assert 1 == len(web.requests)


@pytest.mark.hostile(row=12)
@pytest.mark.parametrize("has_head", [True, False])
def test_a_manifest_that_is_not_what_its_digest_says_is_an_error(image, has_head):
    _, _, answer = image

    def lying(request):
        if request.method == "HEAD" and not has_head:
            return Answer(405)
        reply = answer(request)
        return Answer(200, reply.headers, reply.body + b" ")

    with serving(lying) as web, pytest.raises(InvalidManifest, match="digest mismatch"):
        tagged(web.host)


@pytest.mark.hostile(row=19)
def test_a_manifest_that_is_too_large_is_not_read_to_its_end(image):
    _, _, answer = image
    limits = Limits(max_document_bytes=100)

    with serving(answer) as web, pytest.raises(InvalidResponse, match="more than 100 bytes"):
        tagged(web.host, limits=limits)


def test_a_mirror_is_asked_for_what_has_a_digest(image):
    _, entry, answer = image

    with serving(answer) as web, serving(answer) as mirror:
        found = tagged(web.host, Mirror(mirror.host))

    prefix = f"/v2/{REPOSITORY}/manifests"
    assert str(found.digest) == entry["digest"]
    assert [f"HEAD {prefix}/1"] == web.lines
    assert [f"GET {prefix}/{entry['digest']}"] == mirror.lines
    assert mirror.requests[0].path.endswith(f"?ns={web.host.replace(':', '%3A')}")


def test_a_mirror_says_what_a_tag_stands_for_only_if_it_is_believed(image):
    """
    It could answer with an old image, or any other.
    """
    _, entry, answer = image

    with serving(answer) as web, serving(answer) as mirror:
        found = tagged(web.host, Mirror(mirror.host, resolve=True))

    assert entry["digest"] == str(found.digest)
    assert ([], 2) == (web.requests, len(mirror.requests))


@pytest.mark.hostile(row=11)
@pytest.mark.parametrize(
    "reply",
    [
        Answer(404),
        Answer(401),
        Answer(200, {"Docker-Content-Digest": "x"}, b"<html>"),
        Answer(307, {"Location": "ftp://a"}),
    ],
)
@pytest.mark.parametrize("resolve", [True, False])
def test_the_registry_has_what_a_mirror_lacks(image, reply, resolve):
    _, entry, answer = image

    with ExitStack() as stack:
        web = stack.enter_context(serving(answer))
        mirror = stack.enter_context(serving(lambda _: reply))

        assert entry["digest"] == str(tagged(web.host, Mirror(mirror.host, resolve)).digest)


def test_a_mirror_that_fails_is_not_waited_for(image):
    _, entry, answer = image
    time = Time()

    with serving(answer) as web, serving(lambda _: Answer(503)) as mirror:
        found = tagged(web.host, Mirror(mirror.host), clock=time.clock())

    assert (entry["digest"], [], 1) == (str(found.digest), time.pauses, len(mirror.requests))


def test_if_nobody_has_it_the_registry_is_named():
    with (
        serving(lambda _: Answer(404)) as web,
        serving(lambda _: Answer(404)) as mirror,
        pytest.raises(RequestFailed) as error,
    ):
        tagged(web.host, Mirror(mirror.host, resolve=True))

    assert web.host == error.value.host


def test_at_most_four_parts_are_asked_for_at_a_time():
    """
    A layer has many, and there are several layers; the server waits for four to come together.
    """
    together, lock = Barrier(4, timeout=30), Lock()
    count = [0, 0]

    def counting(request):
        with lock:
            count[0] += 1
            count[1] = max(count)
        together.wait()
        with lock:
            count[0] -= 1
        return part(b"content", request)

    with serving(counting) as web, ThreadPoolExecutor(12) as pool:
        reference = Reference.parse(f"{web.host}/{REPOSITORY}:1")
        known = settings(hosts={web.host: HostSettings(concurrency=12)})
        with closing(Repository(reference, known, Limits())) as repository:
            wanted = [pool.submit(repository.part, Digest.of(b""), 0, 7) for _ in range(12)]
            found = [future.result() for future in wanted]

    assert ([b"content"] * 12, 4) == (found, count[1])


@pytest.mark.parametrize("knows_ranges", [True, False])
def test_a_part_comes_from_the_registry_if_a_mirror_knows_no_ranges(knows_ranges):
    def whole(_):
        return Answer(200, {}, b"content")

    with (
        serving(lambda request: part(b"content", request)) as web,
        serving(whole if not knows_ranges else lambda request: part(b"content", request)) as mirror,
    ):
        known = settings(hosts={web.host: HostSettings(mirrors=(Mirror(mirror.host),))})
        reference = Reference.parse(f"{web.host}/{REPOSITORY}:1")
        with closing(Repository(reference, known, Limits())) as repository:
            assert b"ont" == repository.part(Digest.of(b""), 1, 3)

        assert (int(not knows_ranges), 1) == (len(web.requests), len(mirror.requests))
