"""Where the commands talk: data to standard output, all else to standard error."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from scholargraph.whole_files import Files

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def shown(text: str) -> str:
    r"""
    Return the text without what would steer a terminal.

    >>> print(shown("a\x1b[31mred"))
    a\x1b[31mred
    """
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def say(text: str) -> None:
    """Tell the user something, in a line of its own."""
    sys.stderr.write(shown(text) + "\n")
    sys.stderr.flush()


def put(text: str) -> None:
    """Write text that is data, and a line break."""
    sys.stdout.write(shown(text) + "\n")


def put_json(text: str) -> None:
    """Write a line of JSON, with what would steer a terminal in JSON's own escapes."""
    escaped = _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    sys.stdout.write(escaped + "\n")


def quiet() -> None:
    """Drop what standard output still holds: nobody can take it any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


@contextmanager
def binary_output(name: str) -> Iterator[IO[bytes]]:
    """
    Give the stream of a file that is written whole or not at all; ``-`` is stdout.

    What is there and no ordinary file (a pipe, a device) is written to as it is.
    """
    with Files() as files, files.open(name) as stream:
        yield stream
