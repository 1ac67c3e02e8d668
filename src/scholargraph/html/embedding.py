"""How text gets into a page that runs its own scripts alone, and that into a file."""

import base64
import hashlib
import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from scholargraph.errors import ScholargraphError, reason
from scholargraph.whole_files import Files

ASSETS = files("scholargraph.html") / "assets"


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


def program(names: Iterable[str], last: str = "") -> str:
    """Return scripts of this package, then a last one, in a scope of their own."""
    texts = [(ASSETS / "js" / name).read_text(encoding="utf-8") for name in names]
    return f'(() => {{\n"use strict";\n{"".join(texts)}{last}}})();\n'


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
        with Files() as whole, whole.open(path) as stream:
            stream.write(data)
    except (ScholargraphError, OSError, ValueError) as error:
        # ValueError: a NUL in the name
        what = error.what if isinstance(error, ScholargraphError) else reason(error)
        raise ScholargraphError(path, f"cannot be written: {what}") from error
