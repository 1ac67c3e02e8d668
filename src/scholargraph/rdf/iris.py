"""Addresses of papers, concepts, statements and what papers link to."""

import hashlib
import logging
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from scholargraph.ids import local_name, slug

_log: Final = logging.getLogger(__name__)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST_AND_PORT: Final = re.compile(r"[^/?#\s:.]+(?:\.[^/?#\s:.]+)+:\d+")
# What is an address of the web as it is, as most are.
_AS_IS: Final = re.compile(
    r"https?://[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*(?:/[A-Za-z0-9._~/-]*)?"
)
_BREAKS: Final = re.compile(r"[\t\r\n]")  # as browsers drop them
_STRAY_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEMES: Final = frozenset({"http", "https", "ftp"})
_KEEP: Final = "/?#:@!$&'()*+,;=-._~%"


@dataclass(frozen=True, slots=True)
class Addresses:
    """
    Makes the addresses of data under a base address that ends with ``/`` or ``#``.

    Local names are flat (no ``/`` after the class): nested ones make some Turtle
    writers slower than linear.
    """

    base: str

    def __post_init__(self) -> None:
        """Refuse a base that is no address."""
        NamedNode(self.base)

    def paper(self, paper_id: str) -> NamedNode:
        """Return a paper's address."""
        return NamedNode(f"{self.base}paper/{local_name(paper_id)}")

    def concept(self, concept_id: str) -> NamedNode:
        """Return a concept's address, from an id such as ``method/fracal``."""
        return _concept(self.base, concept_id)

    def authority(self, target: str) -> NamedNode:
        """
        Return the address of an entry of an outside list.

        That is the target itself where it is a web address; an id of a list such as
        ``pwc:task/parsing`` stands under the base.
        """
        if "://" in target and (address := web_address(target)) is not None:
            return address
        name = quote(target.encode("utf-8", "surrogatepass"), safe="/-._~")
        return NamedNode(f"{self.base}authority/{name.replace('%3A', '/', 1)}")

    def extractor(self, name: str) -> NamedNode:
        """Return the address of a program and model, by name and version."""
        return NamedNode(f"{self.base}extractor/{slug(name)}")

    def run(self, run: str, extractor: str) -> NamedNode:
        """Return the address of what an extractor did in a run."""
        return _run(self.base, f"{run} {extractor}")


# A paper says of each of its concepts some ten things; of runs there are few.
@lru_cache(maxsize=8192)
def _concept(base: str, concept_id: str) -> NamedNode:
    name = quote(concept_id.encode("utf-8", "surrogatepass"), safe="/-._~")
    return NamedNode(f"{base}concept/{name}")


@lru_cache(maxsize=64)
def _run(base: str, name: str) -> NamedNode:
    return NamedNode(f"{base}run/{slug(name)}")


@dataclass(slots=True)
class LocalNames:
    """
    Names what one paper states, from what it says: the same at every build.

    The second thing of the same content gets ``-2``, and so on.
    """

    base: str
    paper_id: str
    _paper: str = field(init=False)
    _taken: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the paper's own local name."""
        self._paper = local_name(self.paper_id)

    def mention(self, start: int, end: int) -> NamedNode:
        """Return the address of a mention at an offset."""
        return self._address("mention", f"{start}-{end}")

    def statement(self, *parts: str) -> NamedNode:
        """Return the address of a statement, given what it states."""
        return self._address("statement", _digest(parts))

    def result(self, *parts: str) -> NamedNode:
        """Return the address of a result, given what it is made of."""
        return self._address("result", _digest(parts))

    def other(self, sort: str, *parts: str) -> NamedNode:
        """Return the address of something else, the same for the same parts."""
        name = f"_{_digest(parts)}" if parts else ""
        return NamedNode(f"{self.base}{sort}/{self._paper}{name}")

    def _address(self, sort: str, name: str) -> NamedNode:
        # The name has no underscore, so that the paper ends at the last one.
        local = f"{sort}/{self._paper}_{name}"
        count = self._taken.get(local, 0) + 1
        self._taken[local] = count
        suffix = f"-{count}" if count > 1 else ""
        return NamedNode(f"{self.base}{local}{suffix}")


def _digest(parts: tuple[str, ...]) -> str:
    content = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    # 40 bits: among the some 100 statements of one paper a clash is no concern.
    return hashlib.blake2b(content, digest_size=5).hexdigest()


def web_address(url: str) -> NamedNode | None:
    """
    Return a web address as an IRI, or ``None`` with a warning where it can be none.

    A bare domain path is taken as ``https``; what no IRI may hold is encoded.

    >>> web_address("visym.github.io/a b<c").value
    'https://visym.github.io/a%20b%3Cc'
    >>> web_address("javascript:alert(1)") is None
    True
    """
    if _AS_IS.fullmatch(url):
        return NamedNode(url)
    try:
        return NamedNode(_https(_BREAKS.sub("", url).strip()))
    except ValueError as error:  # also from urlsplit, the idna codec and NamedNode
        _log.warning("%r: is no web address (%s); left out of the RDF", url, error)
        return None


def _https(url: str) -> str:
    """Return a URL whose characters are those of a URI, host in lower case."""
    if not _SCHEME.match(url) or _HOST_AND_PORT.match(url):
        url = f"https://{url}"
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), parts.netloc
    if scheme not in _SCHEMES or not re.search(r"\w", parts.hostname or ""):
        raise ValueError("not of the web")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    rest = url[url.index("://") + 3 + len(parts.netloc) :]
    return f"{scheme}://{host.lower()}{_STRAY_PERCENT.sub('%25', _encoded(rest))}"


def _encoded(text: str) -> str:
    path, mark, fragment = text.partition("#")
    encoded = quote(path.encode("utf-8", "replace"), safe=_KEEP)
    rest = quote(fragment.encode("utf-8", "replace"), safe=_KEEP.replace("#", ""))
    return f"{encoded}{mark}{rest}"
