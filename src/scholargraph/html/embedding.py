"""How text gets into a page that runs its own scripts alone, and that into a file."""

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from scholargraph.errors import ScholargraphError


def to_json(value: Any) -> str:
    """Return JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def embedded(value: Any) -> str:
    r"""
    Return JSON that can stand inside a script element whatever texts it holds.

    >>> embedded("</script><!--")
    '"\\u003c/script>\\u003c!--"'
    """
    return to_json(value).replace("<", "\\u003c")


def source(script: str) -> str:
    """Return the content security policy's source for an inline script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def write_whole(path: Path, data: bytes) -> None:
    """
    Write a file whole, or leave the one that was there before.

    Raises
    ------
    ScholargraphError
        Where it cannot be written.

    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():  # a pipe, or a folder: an error
            target.write_bytes(data)
            return
        beside = target.with_name(f".scholargraph-{os.getpid()}.part")
        try:
            beside.write_bytes(data)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise ScholargraphError(path, f"cannot be written: {reason}") from error
