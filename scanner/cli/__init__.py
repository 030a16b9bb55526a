"""The command line: arguments in, documents and exit codes out, and no decisions in between."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

FAILED = 4
INTERRUPTED = 130


def main() -> None:
    """Run ``lading``; an error becomes one line on stderr and an exit code."""
    signal.signal(signal.SIGINT, _interrupted)
    from layers.errors import LayersError
    from scanner.cli.application import application
    from scanner.cli.text import printable
    from scanner.errors import ScannerError

    try:
        application(prog_name="lading")
    except (LayersError, ScannerError) as error:
        sys.stderr.write(f"lading: {printable(str(error))}\n")
        sys.exit(FAILED)
    except BrokenPipeError:
        # The reader of our output has seen enough. Python would complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    """Leave at once: threads may be deep inside a layer, and nothing is half-written."""
    sys.stderr.write("\nlading: interrupted\n")
    os._exit(INTERRUPTED)
