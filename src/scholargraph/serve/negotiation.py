"""
Which media type an answer gets, given what a client accepts.

https://www.rfc-editor.org/rfc/rfc9110#name-accept
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

# The first type of a format is the one that its answers bear. Without a wish, the
# first format is given.
ROWS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "json": ("application/sparql-results+json", "application/json"),
        "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
        "csv": ("text/csv",),
        "tsv": ("text/tab-separated-values",),
    }
)
GRAPHS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "turtle": ("text/turtle", "application/x-turtle"),
        "ntriples": ("application/n-triples", "text/plain"),
        "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
        "jsonld": ("application/ld+json", "application/json"),
    }
)
HTML: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"html": ("text/html", "application/xhtml+xml")}
)
PICTURES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"svg": ("image/svg+xml",), "png": ("image/png",)}
)
_CHARSETS: Final = frozenset({"text/csv", "text/tab-separated-values", "text/html"})
_QUALITY: Final = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)

Formats = Mapping[str, tuple[str, ...]]
Ranges = tuple[tuple[str, float], ...]


def choose(accept: str, *offers: Formats) -> str | None:
    """
    Return the name of the format that a client likes best, or ``None`` for none.

    >>> choose("text/html;q=0.5, text/csv", HTML, ROWS)
    'csv'
    >>> choose("*/*", ROWS), choose("image/png", ROWS)
    ('json', None)
    """
    ranges = _ranges(accept) or (("*/*", 1.0),)
    best: tuple[float, str | None] = (0.0, None)
    for formats in offers:
        for name, types in formats.items():
            # Other names of a type are met when they are spelt out, by no wildcard.
            others = (max(_exact(t, ranges), default=0.0) for t in types[1:])
            liked = max(_liking(types[0], ranges), *others, 0.0)
            if liked > best[0]:
                best = (liked, name)
    return best[1]


def media_type(name: str) -> str:
    """
    Return the value of the header ``Content-Type`` for a format.

    >>> media_type("csv")
    'text/csv; charset=utf-8'
    """
    type_ = {**ROWS, **GRAPHS, **HTML, **PICTURES}[name][0]
    return f"{type_}; charset=utf-8" if type_ in _CHARSETS else type_


@lru_cache(maxsize=128)
def _ranges(accept: str) -> Ranges:
    return tuple(_each_range(accept))


def _each_range(accept: str) -> Iterator[tuple[str, float]]:
    for item in accept.split(","):
        range_, *parameters = (part.strip().lower() for part in item.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q" and _QUALITY.fullmatch(value.strip()):
                quality = float(value)
        if "/" in range_:
            yield range_, quality


def _liking(type_: str, ranges: Ranges) -> float:
    """Return how much a type is liked: what the most specific range says of it."""
    whole = type_.partition("/")[0] + "/*"
    for wanted in (type_, whole, "*/*"):
        if found := _exact(wanted, ranges):
            return max(found)
    return 0.0


def _exact(wanted: str, ranges: Ranges) -> list[float]:
    return [quality for range_, quality in ranges if range_ == wanted]
