"""Files of engines, and what became of what they say."""

from __future__ import annotations

from contextlib import ExitStack, closing

import pytest

from layers.limits import Limits
from layers.reference import Reference
from layers.registry.engine_file import with_engine_files
from layers.registry.errors import Unreachable
from layers.registry.repository import Repository
from layers.registry.settings import HostSettings, Mirror
from testdata.images.writer import tar_of
from tests.support.certificates import certificates
from tests.support.layouts import Layout
from tests.support.registry import REPOSITORY, registry_of, settings
from tests.support.web import Answer, serving


@pytest.fixture
def image():
    layout = Layout()
    entry = layout.image(tar_of({"a.txt": b"1"}))
    return entry, registry_of(layout.files, {"1": entry})


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file of the system, and returns settings that have it."""

    def write(name, content, **fields):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        return settings(**{"engine_files": True, "system_directory": str(tmp_path), **fields})

    return write


def tagged(name, known):
    """Return the digest of an image."""
    reference = Reference.parse(name)
    with closing(Repository(reference, with_engine_files(known, reference), Limits())) as opened:
        found = opened.manifest(reference.digest) if reference.digest else opened.tagged("1")
        return str(found.digest)


def lines(web):
    return [request.line.removeprefix("HEAD ").removeprefix("GET ") for request in web.requests]


def test_a_mirror_of_podmans_is_asked_for_what_has_a_digest(image, write):
    entry, answer = image

    def below(request):
        assert "/v2/copies/" in request.path
        return answer(type(request)("GET", request.path.replace("copies", "team"), request.headers))

    with serving(answer) as web, serving(below) as mirror:
        known = write(
            "containers/registries.conf",
            f'[[registry]]\nlocation = "{web.host}/team"\n'
            f'[[registry.mirror]]\nlocation = "{mirror.host}/copies"',
        )
        assert entry["digest"] == tagged(f"{web.host}/{REPOSITORY}:1", known)

    assert [f"/v2/{REPOSITORY}/manifests/1"] == lines(web)
    assert [f"/v2/copies/app/manifests/{entry['digest']}"] == lines(mirror)


@pytest.mark.parametrize(("name", "count"), [(":1", 2), ("@", 0)])
def test_a_mirror_for_tags_has_nothing_to_do_with_digests(image, write, name, count):
    entry, answer = image

    with serving(answer) as web, serving(answer) as mirror:
        known = write(
            "containers/registries.conf",
            f'[[registry]]\nlocation = "{web.host}"\n'
            f'[[registry.mirror]]\nlocation = "{mirror.host}"\npull-from-mirror = "tag-only"',
        )
        tagged(f"{web.host}/{REPOSITORY}{name.replace('@', '@' + entry['digest'])}", known)

        assert count == len(mirror.requests)


def test_another_location_is_asked_in_the_place_of_a_registry(image, write):
    entry, answer = image

    with serving(answer) as web:
        known = write(
            "containers/registries.conf",
            f'[[registry]]\nprefix = "reg.example/hub"\nlocation = "{web.host}/team"',
        )

        assert entry["digest"] == tagged("reg.example/hub/app:1", known)


def test_hosts_of_containerd_are_asked_below_their_paths(image, write):
    entry, answer = image

    def below(request):
        return answer(type(request)("GET", request.path.replace("/a/b", ""), request.headers))

    with serving(answer) as web, serving(below) as mirror:
        known = write(
            f"containerd/certs.d/{web.host}/hosts.toml",
            f'[host."http://{mirror.host}/a/b"]\ncapabilities = ["pull", "resolve"]',
        )
        assert entry["digest"] == tagged(f"{web.host}/{REPOSITORY}:1", known)

        assert ([], 2) == (web.requests, len(mirror.requests))
        first, _ = mirror.requests
        assert f"/a/b/v2/{REPOSITORY}/manifests/1?ns={web.host.replace(':', '%3A')}" == first.path


@pytest.mark.parametrize("speaks_tls", [True, False])
def test_an_insecure_registry_of_podmans_needs_no_certificate_and_no_tls(
    image, write, tmp_path, speaks_tls
):
    entry, answer = image

    with serving(answer, certificates(tmp_path) if speaks_tls else None) as web:
        known = write(
            "containers/registries.conf", f'[[registry]]\nlocation = "{web.host}"\ninsecure = true'
        )

        assert entry["digest"] == tagged(f"{web.host}/{REPOSITORY}:1", known)


def test_a_host_that_containerd_does_not_verify_has_any_certificate(image, write, tmp_path):
    entry, answer = image

    with serving(answer, certificates(tmp_path)) as web:
        known = write(
            f"containerd/certs.d/{web.host}/hosts.toml",
            f'server = "https://{web.host}"\nskip_verify = true',
        )

        assert entry["digest"] == tagged(f"{web.host}/{REPOSITORY}:1", known)


def test_a_host_that_containerd_does_not_verify_must_speak_tls(image, write):
    _, answer = image

    with serving(answer) as web:
        known = write(
            f"containerd/certs.d/{web.host}/hosts.toml",
            f'server = "https://{web.host}"\nskip_verify = true',
        )
        with pytest.raises(Unreachable, match="no secure connection"):
            tagged(f"{web.host}/{REPOSITORY}:1", known)


@pytest.mark.parametrize("with_certificate", [True, False])
def test_a_host_that_must_speak_tls_is_verified_as_its_file_says(
    image, write, tmp_path, with_certificate
):
    entry, answer = image
    made = certificates(tmp_path)

    with ExitStack() as stack:
        web = stack.enter_context(serving(answer, made))
        ca = f'ca = "{made.certificate}"' if with_certificate else ""
        known = write(
            f"containerd/certs.d/{web.host}/hosts.toml", f'server = "https://{web.host}"\n{ca}'
        )
        if not with_certificate:
            stack.enter_context(pytest.raises(Unreachable, match="self-signed"))

        assert entry["digest"] == tagged(f"{web.host}/{REPOSITORY}:1", known)


@pytest.mark.parametrize(
    "fields",
    [{"engine_files": False}, {"hosts": {"reg.example": HostSettings(concurrency=1)}}],
    ids=["switched off", "said otherwise"],
)
def test_what_a_user_says_comes_first(write, fields):
    known = write(
        "containers/registries.conf",
        '[[registry]]\nprefix = "reg.example"\nblocked = true',
        **fields,
    )

    assert known == with_engine_files(known, Reference.parse("reg.example/app"))


def test_what_a_user_says_of_a_mirror_comes_first(write):
    known = write(
        "containers/registries.conf",
        '[[registry]]\nprefix = "reg.example"\n'
        '[[registry.mirror]]\nlocation = "a.example"\ninsecure = true',
        hosts={"*.example:*": HostSettings(), "a.example": HostSettings(concurrency=1)},
    )

    merged = with_engine_files(known, Reference.parse("reg.example/app"))

    assert HostSettings(concurrency=1) == merged.of("a.example")
    assert (Mirror("a.example", repository="app"),) == merged.of("reg.example").mirrors


def test_podmans_file_comes_before_containerds(write):
    write(
        "containers/registries.conf", '[[registry]]\nprefix = "a.example"\nlocation = "b.example"'
    )
    write("containerd/certs.d/a.example/hosts.toml", 'server = "https://c.example"')
    known = write("containerd/certs.d/d.example/hosts.toml", 'server = "https://e.example"')

    places = [
        with_engine_files(known, Reference.parse(f"{host}/app")).of(host).location
        for host in ("a.example", "d.example")
    ]

    assert [Mirror("b.example", repository="app"), Mirror("e.example")] == places


def test_a_redirect_within_an_insecure_registry_is_followed(image, write):
    entry, answer = image

    def redirecting(request):
        if "moved" in request.path:
            path = request.path.replace("/moved", "")
            return answer(type(request)("GET", path, request.headers))
        return Answer(307, {"Location": f"/moved{request.path}"})

    with serving(redirecting) as web:
        known = write(
            "containers/registries.conf", f'[[registry]]\nlocation = "{web.host}"\ninsecure = true'
        )

        assert entry["digest"] == tagged(f"{web.host}/{REPOSITORY}:1", known)
