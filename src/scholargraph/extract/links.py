"""
Find the addresses that a paper gives: URLs and bare domain paths.

An address is cleaned of what stands around it (full stops, brackets, LaTeX), and
repaired where a line break cut it. Plain functions of text in linear time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scholargraph.extract.link_kinds import kind_of, owned
from scholargraph.extract.sentences import sentence_spans
from scholargraph.model import Link, Span

# Possessive quantifiers throughout: an address is read once, never again backwards.
_START = re.compile(
    r"""(?P<scheme>https?+) (?P<gap>\s?+:\s?+/\s?+/\s?+)
    | (?<![\w@./:-]) (?P<host>[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++) (?P<path>/)?""",
    re.VERBOSE | re.IGNORECASE,
)
# Printable ASCII but for quotes, brackets and what only LaTeX writes; a LaTeX escape
# stands for the character itself, a round bracket may be part of the address.
_PIECE = re.compile(
    r"""(?P<plain> [A-Za-z0-9\-._~:/?\#@!&'*+,;=%()]++ )
    | \{?+\\(?P<escaped>[_%\#&~])(?:\{\})?+\}?+
    | (?P<underscore> \\textunderscore(?:\{\}|\s)?+ )
    | (?P<tilde> \$\\sim\$ | \\textasciitilde(?:\{\}|\s)?+ )""",
    re.VERBOSE,
)
_NEXT_ADDRESS = re.compile(r"[,;)(]+https?:", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}\.")
_BROKEN_HOST = re.compile(r"\s([A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++/?)")
_BROKEN_PATH = re.compile(r"\s([\w.-]++/[\w.-])", re.ASCII)
_SPACED_HOST = re.compile(r"\s([A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)*+/?)")
_SPACED_PATH = re.compile(r"\s(\w)", re.ASCII)
_BROKEN_WORD = re.compile(r"\s([A-Za-z0-9_]++)")
_TRAILING = ".,;:!?'*(+&="
_LONGEST = 2_000  # characters of an address; what is longer is no address
_LONGEST_BROKEN = 300  # … of one that a space has cut
_PORT = re.compile(r":\d+$")

# Top-level domains under which papers put their material. A bare "a.b/c" with any
# other ending is a ratio, a version or a file name ("Qwen2.5/3", "4.60/5.00").
_DOMAINS = frozenset(
    ("com", "org", "net", "edu", "gov", "mil", "int", "info", "io", "ai", "co", "dev",
     "app", "me", "one", "page", "tech", "site", "online", "science", "xyz", "cloud",
     "space", "website", "ms", "ly", "gl", "gle", "be", "to", "tv", "fm", "sh", "so",
     "ml", "uk", "de", "fr", "it", "es", "nl", "ch", "at", "se", "no", "fi", "dk", "pl",
     "cz", "pt", "gr", "ie", "eu", "ru", "ua", "cn", "jp", "kr", "in", "tw", "hk", "sg",
     "au", "nz", "ca", "us", "br", "mx", "ar", "cl", "za", "il", "tr", "ir", "sa", "ae",
     "vn", "th", "my", "id", "ph", "pk", "bd", "lk", "hu", "ro", "bg", "rs", "hr", "si",
     "sk", "lt", "lv", "ee", "lu", "is")
)  # fmt: skip
# Hosts of pages whose bare name is an address even without a path.
_PAGE_HOSTS = (".github.io", ".gitlab.io", ".netlify.app", ".vercel.app", ".hf.space")


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it should read, and where the text writes it."""

    url: str
    span: Span


def find_links(text: str) -> tuple[Link, ...]:
    r"""
    Return the links of a paper's text, each address once, in order.

    >>> links = find_links(r"Code: \url{https://github.com/a/b}. Data: c.github.io/d.")
    >>> [(link.url, link.kind.value) for link in links]
    [('https://github.com/a/b', 'code'), ('c.github.io/d', 'data')]
    """
    found = tuple(addresses(text))
    if not found:
        return ()
    sentences = sentence_spans(text)
    links: dict[str, Link] = {}
    position, previous = 0, 0
    for address in found:
        while sentences[position].end <= address.span.start:
            position += 1
        sentence = sentences[position]
        begin = max(sentence.start, previous)
        before = text[max(begin, address.span.start - 300) : address.span.start]
        after = text[address.span.end : min(sentence.end, address.span.end + 200)]
        links.setdefault(
            normal_form(address.url),
            Link(
                url=address.url,
                kind=kind_of(address.url, before, after),
                own=owned(before),
                evidence=address.span,
            ),
        )
        previous = address.span.end
    return tuple(links.values())


def addresses(text: str) -> Iterator[Address]:
    """Yield the addresses of a text, in order, repeated ones too."""
    position = 0
    while match := _START.search(text, position):
        position = match.end()
        if match["scheme"]:
            loose = " " in match["gap"]
            opening, body = f"{match['scheme']}://", match.end()
        elif _is_bare_address(match["host"], has_path=bool(match["path"])):
            opening, body, loose = "", match.start(), False
        else:
            continue
        if not _HOST.match(text, body):
            continue
        letters, ends = _read(text, body, loose=loose)
        position = max(position, ends[-1])
        url = _trimmed("".join(letters))
        if len(letters) <= _LONGEST and _has_host(url):
            yield Address(opening + url, Span(match.start(), ends[len(url) - 1]))


def normal_form(url: str) -> str:
    """
    Return the form under which two spellings of an address are one.

    >>> normal_form("http://www.github.com/A/B.git")
    'github.com/a/b'
    """
    bare = re.sub(r"^https?://(?:www\.)?", "", url, flags=re.IGNORECASE).rstrip("/.")
    return bare.removesuffix(".git").lower()


def _is_bare_address(host: str, *, has_path: bool) -> bool:
    lower = host.lower()
    if lower.startswith("www.") and lower.count(".") > 1:
        return True
    if lower.endswith(_PAGE_HOSTS):
        return True
    if not has_path or lower.rpartition(".")[2] not in _DOMAINS:
        return False
    # "Amazon.com/Walmart.com" names two firms; hosts are written small.
    return host == lower or lower.startswith(("github.", "huggingface.", "gitlab."))


def _has_host(url: str) -> bool:
    labels = _PORT.sub("", re.split(r"[/?#]", url, maxsplit=1)[0]).split(".")
    return len(labels) > 1 and all(labels) and labels[-1][0].isalnum()


def _read(text: str, body: int, *, loose: bool) -> tuple[list[str], list[int]]:
    """Return the letters of the address at ``body``, and where each ends."""
    letters, ends = _run(text, body)
    while joined := _continuation(text, letters, ends, loose=loose):
        more, more_ends = _run(text, joined)
        letters += more
        ends += more_ends
    return letters, ends


def _run(text: str, start: int) -> tuple[list[str], list[int]]:
    """Return the letters of the unbroken address at ``start``, and where each ends."""
    letters: list[str] = []
    ends: list[int] = []
    end = start
    while len(letters) <= _LONGEST and (
        match := _PIECE.match(text, end, start + 2 * _LONGEST)
    ):
        plain = match["plain"]
        following = _NEXT_ADDRESS.search(plain) if plain else None
        if plain:
            plain = plain[: following.start()] if following else plain
            letters += plain
            ends += range(end + 1, end + 1 + len(plain))
        else:
            letters.append(match["escaped"] or ("_" if match["underscore"] else "~"))
            ends.append(match.end())
        end = match.end()
        if following:
            break
    return letters, ends


def _continuation(
    text: str, letters: Sequence[str], ends: Sequence[int], *, loose: bool
) -> int | None:
    """Return where an address goes on that a space has cut, if it does."""
    if not letters or len(letters) > _LONGEST_BROKEN:
        return None
    url = "".join(letters)
    host, slash, path = url.partition("/")
    match = None
    if url.endswith(".") and not slash and (loose or "." not in host[:-1]):
        match = (_SPACED_HOST if loose else _BROKEN_HOST).match(text, ends[-1])
    elif url.endswith("/") and (loose or not path):
        match = (_SPACED_PATH if loose else _BROKEN_PATH).match(text, ends[-1])
    elif url.endswith("-") and path:
        match = _BROKEN_WORD.match(text, ends[-1])
    return match.start(1) if match else None


def _trimmed(url: str) -> str:
    """Return the address without marks that end the sentence or bracket around it."""
    depth = 0
    for position, letter in enumerate(url):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:  # the bracket was opened before the address
            url = url[:position]
            break
    return url.rstrip(_TRAILING)
