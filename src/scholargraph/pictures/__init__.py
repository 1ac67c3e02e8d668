"""
Other pictures: concepts in time, datasets by task, results over time, co-use.

Each is made once from the frames and measures (``find`` names them), and drawn twice:
with matplotlib as SVG or PNG, and as a page of its own to explore. Writes no file.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from scholargraph.errors import UnknownNameError
from scholargraph.pictures.drawing import to_figure, to_png, to_svg
from scholargraph.pictures.making import PICTURES, Choice, find, over_time
from scholargraph.pictures.page import to_html
from scholargraph.pictures.shapes import Picture, Point

__all__ = [
    "PICTURES",
    "Choice",
    "Picture",
    "Point",
    "find",
    "over_time",
    "to_bytes",
    "to_figure",
]

_FORMATS: Final[Mapping[str, Callable[[Picture], bytes]]] = MappingProxyType(
    {"svg": to_svg, "png": to_png, "html": to_html}
)


def to_bytes(picture: Picture, format_name: str) -> bytes:
    """
    Return a picture as a file's content, the same bytes for the same picture.

    Raises
    ------
    UnknownNameError
        Where no format has that name; they are ``svg``, ``png`` and ``html``.

    """
    if format_name not in _FORMATS:
        raise UnknownNameError("format of a picture", format_name, _FORMATS)
    return _FORMATS[format_name](picture)
