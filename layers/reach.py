"""Names by which code reaches out of its module: other programs, the network, files, other code.

Bytecode has each name that it uses as a string of its own, whatever else is in it, and its source
has the same name. So bytecode with one that its source lacks was made of something else. Only these
few names are looked for: they are what a payload needs, and two files of an image, in any order and
any layers, can be compared by a few bytes of each.
"""

from __future__ import annotations

import re
from itertools import chain
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAMES: Final = """
    a85decode addaudithook aiohttp asyncio atexit b16decode b32decode b64decode b85decode base64
    binascii bind __builtins__ builtins bz2 call CDLL cdll cffi check_call check_output chmod chown
    __code__ code codecs codeop CodeType compile connect connect_ex create_connection create_server
    create_subprocess_exec create_subprocess_shell _ctypes ctypes decodebytes decompress dlopen
    environ environb eval exec exec_module execfile execl execle execlp execv execve execvp execvpe
    expanduser fcntl fork forkpty fromhex ftplib FunctionType gc get_data getaddrinfo getattr
    _getframe gethostbyname gethostname getoutput getpass getpwuid getstatusoutput getuser
    __globals__ globals gzip http HTTPConnection HTTPSConnection httpx imaplib imp __import__
    import_module importlib inspect kill load load_dynamic load_module __loader__ loads locals lzma
    makedirs marshal memmap meta_path mkdir mmap module_from_spec modules ModuleType multiprocessing
    nt ntpath open open_connection os paramiko path_hooks pathlib pickle platform Popen popen posix
    posix_spawn posix_spawnp _posixsubprocess post Process pty putenv PyDLL pythonapi read_bytes
    read_text recv reload remove rename replace Request request requests rmtree run run_in_executor
    run_module run_path runpy select send sendall sendto setattr setprofile settrace shelve shutil
    signal site smtplib _socket socket socketserver SourceFileLoader SourcelessFileLoader spawn
    spawnl spawnle spawnlp spawnv spawnve spawnvp spec_from_file_location spec_from_loader sqlite3
    ssl start_new_thread startfile __subclasses__ subprocess symlink sys sysconfig system tarfile
    telnetlib tempfile Thread _thread threading Timer unhexlify unlink urllib urllib2 urllib3
    urlopen urlretrieve vars webbrowser WinDLL windll winreg write write_bytes write_text writelines
    xmlrpc zipfile zipimport zipimporter zlib
"""
REACHING: Final = tuple(_NAMES.split())
"""At most 255; each is known by its place."""
_NUMBERS: Final = {name.encode(): number for number, name in enumerate(REACHING)}
_TAIL_BYTES: Final = 256
"""Longer than a string with such a name: that much is read again with what comes next."""
_WORD: Final = bytes(
    sorted({*range(0x80, 0x100), *b"_", *digits.encode(), *ascii_letters.encode()})
)
_SPACED: Final = bytes(byte if byte in _WORD else ord(" ") for byte in range(0x100))
_BEGIN: Final = rb"(?=([A-Za-z_][\w.]{1,46}))"
_SHORT: Final = re.compile(rb"[zZ\xda\xfa]([\x02-\x2f])" + _BEGIN)
_LONG: Final = re.compile(rb"\0\0\0(?<=[aAtu\xc1\xe1\xf4\xf5]([\x02-\x2f])\0\0\0)" + _BEGIN)
"""Strings as :mod:`marshal` writes them: a type, a length of one byte or four, the text."""


class NamesRead:
    """The names in a source or in bytecode, while it comes by."""

    def __init__(self, *, is_bytecode: bool) -> None:
        self._is_bytecode = is_bytecode
        self._numbers: set[int] = set()
        self._tail = b""

    def add(self, data: bytes) -> None:
        """Take a piece of the file into account."""
        piece = self._tail + data
        if self._is_bytecode:
            self._note(_strings(piece))
            self._tail = piece[-_TAIL_BYTES:]
        else:
            whole = piece.rstrip(_WORD)
            self._note(whole.translate(_SPACED).split())
            self._tail = piece[len(whole) :][-_TAIL_BYTES:]

    def numbers(self) -> bytes:
        """Return which names there were."""
        if not self._is_bytecode:
            self._note((self._tail,))
        return bytes(sorted(self._numbers))

    def _note(self, words: Iterable[bytes]) -> None:
        self._numbers.update(_NUMBERS[name] for name in _NUMBERS.keys() & words)


def names_beyond(bytecode: bytes, source: bytes) -> tuple[str, ...]:
    """Return the names of bytecode that its source has not, both as :class:`NamesRead` tells."""
    return tuple(sorted(REACHING[number] for number in {*bytecode} - {*source}))


def _strings(data: bytes) -> Iterator[bytes]:
    """Yield what can be a name, of modules within packages each part."""
    for length, text in chain(_SHORT.findall(data), _LONG.findall(data)):
        if len(text) >= length[0]:
            yield from text[: length[0]].split(b".")
