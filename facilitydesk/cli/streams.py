"""Words for whoever started the program, who may not stay to the end of them.

`facilitydesk log … | head` closes the pipe after ten lines, and a program without a console has no
streams at all. Neither is a fault: what was asked for is done, and the exit code says how it ended.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

WINDOWS = os.name == "nt"


def tell(text: str) -> None:
    """A line on stdout, in UTF-8 whatever the console's own encoding is."""
    stream = sys.stdout
    if stream is None:
        return
    with unread(stream):
        stream.flush()
        stream.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        stream.buffer.flush()


def complain(text: str) -> None:
    """A line on stderr."""
    stream = sys.stderr
    if stream is None:
        return
    with unread(stream):
        stream.write(text + "\n")
        stream.flush()


@contextmanager
def unread(stream: TextIO) -> Iterator[None]:
    """What is written inside may find that nobody reads any more; other faults are raised."""
    try:
        yield
    except OSError as error:
        # Windows' C library says EINVAL of a pipe whose reader is gone.
        if not isinstance(error, BrokenPipeError) and not (WINDOWS and error.errno == errno.EINVAL):
            raise
        _to_nowhere(stream)


def _to_nowhere(stream: TextIO) -> None:
    """What is still waiting in the stream goes nowhere, else Python would fail on it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)
