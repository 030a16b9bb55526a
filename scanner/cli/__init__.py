"""The command line: arguments in, documents and exit codes out, and no decisions in between."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from contextlib import suppress
from types import FrameType

FAILED = 4
NOT_AN_IMAGE = 5
TRY_AGAIN = 75
"""What ``sysexits.h`` has for a failure that may be none the next time (EX_TEMPFAIL)."""
INTERRUPTED = 130
NEW_OBJECTS = 100_000
"""How many there are between two searches for cycles."""
SHOW_CURSOR = b"\x1b[?25h"
"""Undoes what rich does while it shows progress."""


def main() -> None:
    """Run ``lading``; an error becomes one line on stderr and an exit code."""
    signal.signal(signal.SIGINT, _interrupted)
    # Nearly all that is made is kept, and not in cycles. To look for these after every 700 new
    # objects takes an eighth of the scan of a large repository, and of the start of any command.
    gc.set_threshold(NEW_OBJECTS)
    # Both may be closed, and then the next file that is opened would get their place.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    from layers.errors import LayersError, NotAnImage
    from scanner.cli.application import application
    from scanner.cli.text import printable
    from scanner.errors import ScannerError, is_full

    try:
        application(prog_name="lading")
    except (LayersError, ScannerError) as error:
        sys.stderr.write(f"lading: {printable(str(error))}\n")
        if isinstance(error, NotAnImage):
            sys.exit(NOT_AN_IMAGE)
        sys.exit(TRY_AGAIN if error.passing else FAILED)
    except OSError as error:
        # The only one that nobody else catches: what typer itself writes, to a full disk.
        with suppress(OSError):
            sys.stderr.write(f"lading: {printable(str(error))}\n")
        # Python itself would try to write the rest once more, and show how that fails.
        os._exit(TRY_AGAIN if is_full(error) else FAILED)
    except Exception:  # noqa: BLE001 - Python would exit with 1, which says that there are findings
        traceback.print_exc()
        sys.exit(FAILED)


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    """Leave at once: threads may be deep inside a layer, and nothing is half-written."""
    progress_end = SHOW_CURSOR if sys.stderr.isatty() else b""
    stderr = os.dup(sys.stderr.fileno())
    # The thread that shows progress must not write anything behind the last line.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    os.write(stderr, progress_end + b"\nlading: interrupted\n")
    os._exit(INTERRUPTED)
