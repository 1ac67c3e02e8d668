"""
What a server and its workers say to each other: JSON and bytes over a pipe.

A frame is the lengths of its two parts, an object as JSON, and a body.
"""

import json
import struct
from typing import IO, Any, Final

Json = dict[str, Any]

LENGTHS: Final = struct.Struct(">II")


def to_frame(head: Json, body: bytes = b"") -> bytes:
    """Return an object and a body as bytes."""
    text = json.dumps(head).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


def read_frame(stream: IO[bytes]) -> Json | None:
    """Return the object of the next frame, ``None`` at the end of the stream."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    size, rest = LENGTHS.unpack(lengths)
    text = stream.read(size)
    stream.read(rest)
    if len(text) < size:
        return None
    return dict(json.loads(text))
