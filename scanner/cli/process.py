"""What a scan wants of its process."""

from __future__ import annotations

import ctypes
import logging
from contextlib import suppress

M_TRIM_THRESHOLD = -1
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8
KEPT_BYTES = 64 << 20


def set_up(verbose: bool) -> None:
    """Send what is logged to stderr, and have freed memory used again."""
    logging.basicConfig(level=logging.WARNING, format="lading: %(name)s: %(message)s")
    if verbose:
        # What other libraries log may hold secrets: addresses of blobs are signed.
        for package in ("layers", "scanner"):
            logging.getLogger(package).setLevel(logging.DEBUG)
    # The buffers of layers are so large that glibc gives them back to the system at once. To get
    # them from there again and again takes up to a fifth of a scan. Others know no mallopt.
    with suppress(AttributeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_MMAP_THRESHOLD, KEPT_BYTES)
        mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        # What one thread is done with is used by the next: a third less memory, no more time.
        mallopt(M_ARENA_MAX, 1)
