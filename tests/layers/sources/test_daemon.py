"""Images and containers inside real engines, and what is told if there is none."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from layers import Claims, Platform, ReadOptions
from layers.errors import PlatformNotFound, UnreadableImage
from layers.note import Note
from testdata.images.writer import Image, Layer, digest, docker_files, tar_of, write_archive
from tests.support.layouts import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.support.engines import Engine

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
PREFIXES = ("docker", "docker-container", "podman", "podman-container")
VARIABLES = {"docker": "DOCKER_HOST", "podman": "CONTAINER_HOST"}
IMAGE = Image(
    [
        Layer(tar_of({"a.txt": b"1", "b.txt": b"2", "bin/x": b""}), "one"),
        Layer(tar_of({".wh.a.txt": b"", "c.txt": b"3"}), "two"),
    ],
    name="lading.test/daemon:1",
)


@dataclass(frozen=True)
class Loaded:
    """An engine that has the image."""

    prefix: str
    engine: Engine


@pytest.fixture(params=["docker", "podman"])
def loaded(request, tmp_path, monkeypatch):
    """Give an engine, and have it found."""
    engine = request.getfixturevalue(request.param)
    monkeypatch.setenv(VARIABLES[request.param], engine.address)
    write_archive(tmp_path / "image.tar", docker_files([IMAGE]))
    engine.run("load", "-q", "-i", tmp_path / "image.tar")
    return Loaded(request.param, engine)


def reason(target: str) -> str:
    """Return why there is no image."""
    with pytest.raises(UnreadableImage) as error:
        opened(target, OPTIONS)
    return error.value.reason


IDENTITY = digest(IMAGE.config())


@pytest.mark.parametrize("name", [IMAGE.name, IDENTITY, IDENTITY[7:], IDENTITY[7:19]])
def test_an_image_of_an_engine_is_read_by_name_and_by_identity(loaded, name):
    image, tree = opened(f"{loaded.prefix}:{name}", OPTIONS)

    assert (loaded.prefix, name, IDENTITY, (IMAGE.name,), True) == (
        image.source,
        image.location,
        str(image.image_id),
        image.names,
        image.verified,
    )
    assert (["b.txt", "c.txt"], b"3") == (tree.match("**/*.txt"), tree.read("c.txt"))
    assert [layer.diff_id for layer in IMAGE.layers] == [str(i.info.diff_id) for i in image.layers]


def test_the_platform_of_an_image_is_checked(loaded):
    options = ReadOptions(claims=OPTIONS.claims, platform=Platform.parse("linux/s390x"))

    with pytest.raises(PlatformNotFound):
        opened(f"{loaded.prefix}:{IMAGE.name}", options)


def test_the_files_of_a_container_are_read(loaded, tmp_path):
    """
    What is mounted there is not part of it, and said to be left out.
    """
    volume = f"{tmp_path}:/data"
    container = loaded.engine.run("create", "-v", volume, IMAGE.name, "none")

    image, tree = opened(f"{loaded.prefix}-container:{container}", OPTIONS)

    assert f"{loaded.prefix}-container" == image.source
    assert ["b.txt", "c.txt"] == tree.match("**/*.txt")
    assert (Note("data", "a volume or a directory of the host, left out"),) == image.notes
    assert [] == [note for note in tree.notes if note.incomplete]


@pytest.mark.parametrize("suffix", ["", "-container"])
@pytest.mark.parametrize("name", ["lading.test/nothing:1", "0" * 12])
def test_what_an_engine_does_not_have_is_told(loaded, suffix, name):
    assert "has nothing of this name" in reason(f"{loaded.prefix}{suffix}:{name}")


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("name", ["", "../containers/json", "a b", "a?b", "a/../b", "-a", "ü"])
def test_a_name_that_can_be_none_is_never_sent(prefix, name):
    assert reason(f"{prefix}:{name}").startswith("not a name or an ID in ")


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("address", ["unix:///nowhere", "tcp://user:secret@127.0.0.1:1", "x"])
def test_that_no_engine_answers_is_told_without_secrets(monkeypatch, prefix, address):
    variable = VARIABLES[prefix.partition("-")[0]]
    monkeypatch.setenv(variable, address)

    said = reason(f"{prefix}:a")

    assert said.endswith(f"start it, or say in {variable} where it listens")
    assert ("does not answer at " in said, "secret" in said) == (True, False)


@pytest.mark.parametrize(
    ("prefix", "place"), [("docker", "docker.sock"), ("podman", "podman/podman.sock")]
)
def test_an_engine_listens_where_the_user_has_it(monkeypatch, tmp_path, prefix, place):
    monkeypatch.delenv(VARIABLES[prefix], raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / place).parent.mkdir(exist_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{tmp_path}/{place}")

    assert f"at unix://{tmp_path}/{place}" in reason(f"{prefix}:a")


@contextmanager
def fake_engine(place: Path, answers: Mapping[str, bytes]) -> Iterator[str]:
    """Answer requests whose path ends so with a body, each on a connection of its own."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{place}/s")
        listener.listen()

        def serve() -> None:
            while True:
                connection, _ = listener.accept()
                with connection, connection.makefile("rwb") as stream:
                    line = stream.readline().decode()
                    if not line:
                        continue
                    path = line.split(" ")[1].partition("?")[0]
                    while stream.readline().strip():
                        pass
                    if path == "/stop":
                        return
                    body = next((b for end, b in answers.items() if path.endswith(end)), b"{}")
                    head = f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {len(body)}"
                    stream.write(head.encode() + b"\r\n\r\n" + body)

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        try:
            yield f"unix://{place}/s"
        finally:
            with socket.socket(socket.AF_UNIX) as last:
                last.connect(f"{place}/s")
                last.sendall(b"GET /stop HTTP/1.1\r\n\r\n")
            server.join()


@pytest.mark.hostile(row=6)
@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"{}", "truncated tar archive"),
        (b"", "a tar archive with neither"),
        (tar_of({"a": b"x" * 2000})[:1500], "truncated tar archive"),
        (b"x" * 1024, "a header with"),
    ],
    ids=["json", "nothing", "half", "noise"],
)
def test_what_an_engine_breaks_off_is_no_image(tmp_path, monkeypatch, sent, expected):
    """
    An engine says with its first line that all is well, and may fail later.
    """
    answers = {
        "/version": json.dumps({"ApiVersion": "1.41"}).encode(),
        "/json": json.dumps({"Id": "sha256:" + "0" * 64, "RepoTags": []}).encode(),
        "/get": sent,
    }
    with fake_engine(tmp_path, answers) as address:
        monkeypatch.setenv("DOCKER_HOST", address)

        assert expected in reason("docker:a")
