"""What is kept of a file that is to be compared with what was installed: digests, in some 50 bytes.

Of scripts, the digest with ``#!python`` for the first line, too: that is what wheels have there,
for which installers put the path of an interpreter. If that has an option, which pipx adds after
others have recorded the script, also the digest without. Of bytecode, the header, which tells from
which source it was made (PEP 552), and of both the names that tell whether it can have been
(:mod:`layers.reach`).
"""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.path import normalized
from layers.reach import NamesRead
from layers.stream import CHUNK_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from layers.stream import Stream

SHA256_BYTES: Final = 32
MD5_BYTES: Final = 16
SHA1_BYTES: Final = 20
SIZE_BYTES: Final = 6
HEADER_BYTES: Final = 16
SHEBANG: Final = b"#!"
MAX_LINE_BYTES: Final = 1 << 16
PLACEHOLDER: Final = b"#!python"
ISOLATED: Final = b" -E"
"""What pipx adds to the first line of scripts."""
BYTECODE: Final = (b".pyc", b".pyo")
SOURCE: Final = b".py"
WANTED: Final = re.compile(
    rb"""(?:.*/)?(?:(?:site|dist)-packages/.*|(?:bin|Scripts)/[^/]*
    |[^/]*(?:\.py[cdow]?|\.so|\.so\.[0-9.]+|\.pth|\.start|\.dylib|\.dll))""",
    re.DOTALL | re.VERBOSE,
)
"""What may have been installed by a distribution, or could be imported in place of that."""
OF_SYSTEM: Final = re.compile(rb"(?:usr/(?!local/)|lib(?:32|64|x32)?/|bin/)")
"""What may have come with a package of the operating system, whose digests may be weaker ones."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file."""

    size: int
    digests: tuple[str, ...]
    """``algorithm:hex``; none if its content was not seen."""
    as_script: tuple[str, ...] = ()
    """Its digests if it began with the line that scripts in wheels begin with, or were recorded."""
    header: bytes = b""
    """Of bytecode, as far as it has one."""
    names: bytes = b""
    """Of bytecode and sources, those by which they reach out, by number."""

    def to_bytes(self) -> bytes:
        """Return it in little space."""
        values = [bytes.fromhex(digest.partition(":")[2]) for digest in self.digests]
        if self.as_script:
            values.append(b"s")
            values += [bytes.fromhex(digest.partition(":")[2]) for digest in self.as_script]
        elif self.header:
            values.append(b"h" + self.header)
        head = bytes((len(self.digests), len(self.names))) + self.names
        return head + self.size.to_bytes(SIZE_BYTES, "big") + b"".join(values)

    @classmethod
    def of_bytes(cls, data: bytes) -> Fingerprint:
        """Return what was written."""
        count, names = data[0], data[2 : 2 + data[1]]
        begin = 2 + len(names) + SIZE_BYTES
        size, rest = int.from_bytes(data[begin - SIZE_BYTES : begin], "big"), data[begin:]
        digests = []
        for algorithm, length in _ALGORITHMS[:count]:
            digests.append(f"{algorithm}:{rest[:length].hex()}")
            rest = rest[length:]
        if rest[:1] == b"h":
            return cls(size, tuple(digests), header=rest[1:], names=names)
        starts = range(1, len(rest), SHA256_BYTES)
        scripts = (f"sha256:{rest[start : start + SHA256_BYTES].hex()}" for start in starts)
        return cls(size, tuple(digests), tuple(scripts), names=names)


_ALGORITHMS: Final = (("sha256", SHA256_BYTES), ("md5", MD5_BYTES), ("sha1", SHA1_BYTES))
UNSEEN: Final = Fingerprint(0, ())
"""Of a file that is there, and whose content did not come by."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A file of a tree, and how it came to be there."""

    fingerprint: bytes
    layer: int | None
    former: bytes | None = None
    """The fingerprint of what it replaced in a lower layer."""


class FingerprintedStream:
    """A file as it is read, whoever reads it."""

    def __init__(self, path: bytes, payload: Stream) -> None:
        self._payload = payload
        self._is_bytecode = path.endswith(BYTECODE)
        algorithms = _ALGORITHMS if OF_SYSTEM.match(path) else _ALGORITHMS[:1]
        self._hashes = [hashlib.new(name, usedforsecurity=False) for name, _ in algorithms]
        self._scripts: list[hashlib._Hash] = []
        self._size = 0
        self._head = b""
        self._is_first_line = True
        is_code = self._is_bytecode or path.endswith(SOURCE)
        self._names = NamesRead(is_bytecode=self._is_bytecode) if is_code else None

    def read(self, size: int) -> bytes:
        """Return some bytes, and take them into account."""
        data = self._payload.read(size)
        for each in self._hashes:
            each.update(data)
        self._size += len(data)
        if self._names:
            self._names.add(data)
        if self._is_first_line:
            self._begin(data)
            return data
        for each in self._scripts:
            each.update(data)
        return data

    def fingerprint(self) -> Fingerprint:
        """Read the rest, and return the fingerprint of all."""
        while self.read(CHUNK_BYTES):
            pass
        if self._is_first_line and self._head.startswith(SHEBANG) and not self._is_bytecode:
            self._scripts = [hashlib.sha256(PLACEHOLDER)]
        return Fingerprint(
            self._size,
            tuple(f"{each.name}:{each.hexdigest()}" for each in self._hashes),
            tuple(f"sha256:{each.hexdigest()}" for each in self._scripts),
            self._head[:HEADER_BYTES] if self._is_bytecode else b"",
            self._names.numbers() if self._names else b"",
        )

    def _begin(self, data: bytes) -> None:
        """Gather the first line, or as much of it as is to be known."""
        self._head += data
        is_script = not self._is_bytecode and self._head.startswith(SHEBANG[: len(self._head)])
        end = self._head.find(b"\n")
        if is_script and end < 0 and len(self._head) < MAX_LINE_BYTES:
            return
        if len(self._head) < HEADER_BYTES and self._is_bytecode and data:
            return
        self._is_first_line = False
        if is_script and end >= 0:
            line, rest = self._head[:end], self._head[end:]
            lines = [PLACEHOLDER]
            if line.endswith(ISOLATED):
                lines.append(line.removesuffix(ISOLATED))
            self._scripts = [hashlib.sha256(begin + rest) for begin in lines]
        self._head = self._head[:HEADER_BYTES]


class Fingerprints:
    """Those of a layer, gathered while its members come by."""

    def __init__(self, reserve: Callable[[int], None], *, are_wanted: bool) -> None:
        self._reserve = reserve
        self._are_wanted = are_wanted
        self.found: dict[bytes, bytes] = {}

    def wanted(self, paths: Sequence[bytes]) -> list[int]:
        """Return the indices of the files to be read."""
        if not self._are_wanted:
            return []
        return [index for index, path in enumerate(paths) if WANTED.fullmatch(path)]

    def take(self, path: bytes, payload: Callable[[], Stream]) -> None:
        """Read a file that nobody else does, if it is wanted."""
        with self.taking(path, payload):
            pass

    @contextmanager
    def taking(self, path: bytes, payload: Callable[[], Stream]) -> Iterator[Callable[[], Stream]]:
        """Give a file's payload to whoever reads it, and add its fingerprint after that."""
        if not (self._are_wanted and WANTED.fullmatch(path)):
            yield payload
            return
        stream = FingerprintedStream(path, payload())
        yield lambda: stream
        self.found[path] = fingerprint = stream.fingerprint().to_bytes()
        self._reserve(len(path) + len(fingerprint))

    def replace(self, path: bytes, target: bytes) -> None:
        """Forget what was at a path; if it is a hard link now, it is what it leads to."""
        if self._are_wanted:
            self.found.pop(path, None)
            if target and WANTED.fullmatch(path):
                self.found[path] = self.found.get(normalized(target) or target, UNSEEN.to_bytes())

    def remove_below(self, prefix: bytes) -> None:
        """Forget what was in a directory that is none any more."""
        for path in [path for path in self.found if path.startswith(prefix)]:
            del self.found[path]
