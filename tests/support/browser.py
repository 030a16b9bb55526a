"""A real browser, which shows what becomes of a page.

Chromium is told what to do over two pipes (``--remote-debugging-pipe``): messages of the DevTools
protocol as JSON, each with a NUL behind it.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode
from contextlib import contextmanager
from dataclasses import dataclass, field
from shutil import which
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needs_browser = pytest.mark.skipif(which("chromium") is None, reason="there is no chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",  # which root cannot have
    "--disable-gpu",
    "--remote-debugging-pipe",
)
COMPLAINTS = {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"}


@dataclass
class Tab:
    """A page that is shown."""

    directory: Path
    commands: BinaryIO
    answers: BinaryIO
    complaints: list[str] = field(default_factory=list)
    """What the browser has to say of it: errors, refusals, what was written to the console."""
    requests: list[str] = field(default_factory=list)
    """The URLs that it asked for, but its own."""
    _session: str | None = None
    _number: int = 0

    def show(self, page: str) -> None:
        """Show a page, and wait until it is there."""
        file = self.directory / "page.html"
        file.write_text(page, "utf-8")
        self.tell("Page.navigate", url=file.as_uri())
        self._read_until(lambda message: message.get("method") == "Page.loadEventFired")

    def value(self, expression: str) -> Any:  # noqa: ANN401 - whatever JavaScript has
        """Return what an expression of JavaScript is in the page."""
        answer = self.tell("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key, and let it go."""
        text = {"Enter": "\r", "Space": " "}.get(key)
        name = {"Space": " "}.get(key, key)
        code = {"Enter": 13, "Space": 32, "Tab": 9}[key]
        about = {"key": name, "code": key, "windowsVirtualKeyCode": code}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.tell("Input.dispatchKeyEvent", **down, **about)
        self.tell("Input.dispatchKeyEvent", type="keyUp", **about)

    def picture(self) -> bytes:
        """Return all of the page as a PNG file."""
        return b64decode(self.tell("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def tell(self, method: str, **parameters: object) -> dict[str, Any]:
        """Give a command, and return the answer to it."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self.commands.write(json.dumps(message).encode() + b"\0")
        self.commands.flush()
        answer = self._read_until(lambda message: message.get("id") == number)
        if "error" in answer:
            raise AssertionError(answer["error"])
        result: dict[str, Any] = answer["result"]
        return result

    def begin(self) -> None:
        """Open the tab."""
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        attached = self.tell("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.tell(f"{domain}.enable")

    def _read_until(self, is_wanted: Any) -> dict[str, Any]:  # noqa: ANN401 - a predicate
        while True:
            message = self._message()
            method, about = message.get("method"), message.get("params", {})
            if method in COMPLAINTS:
                self.complaints.append(json.dumps(about))
            if method == "Network.requestWillBeSent" and about["type"] != "Document":
                self.requests.append(about["request"]["url"])
            if is_wanted(message):
                return message

    def _message(self) -> dict[str, Any]:
        data = bytearray()
        while (byte := self.answers.read(1)) != b"\0":
            if not byte:
                raise EOFError(bytes(data))
            data += byte
        message: dict[str, Any] = json.loads(data)
        return message


@contextmanager
def open_tab(directory: Path) -> Iterator[Tab]:
    """Give a tab of a browser whose profile is in a directory, and end it."""
    their_in, our_out = os.pipe()
    our_in, their_out = os.pipe()
    process = os.posix_spawnp(
        "chromium",
        ["chromium", *FLAGS, f"--user-data-dir={directory / 'profile'}"],
        os.environ,
        file_actions=[
            # Moved out of the way first, for one may be the number that another is to have.
            (os.POSIX_SPAWN_DUP2, their_in, 100),
            (os.POSIX_SPAWN_DUP2, their_out, 101),
            (os.POSIX_SPAWN_DUP2, 100, 3),
            (os.POSIX_SPAWN_DUP2, 101, 4),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
    )
    os.close(their_in)
    os.close(their_out)
    with os.fdopen(our_out, "wb") as commands, os.fdopen(our_in, "rb") as answers:
        tab = Tab(directory, commands, answers)
        try:
            tab.begin()
            yield tab
        finally:
            tab._session = None
            tab.tell("Browser.close")
            os.waitpid(process, 0)


def dom_of(page: str, directory: Path) -> str:
    """Return the document that chromium has after it has run the page's scripts."""
    with open_tab(directory) as tab:
        tab.show(page)
        document: str = tab.value("document.documentElement.outerHTML")
    return document
