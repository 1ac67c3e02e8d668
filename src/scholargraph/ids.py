"""
Identity: paper ids, identifiers in their normal form, and local names.

All are made from content alone, so that the same paper gets the same id on every
machine and in every run.
"""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from typing import Final
from urllib.parse import unquote

_SHORT_HASH: Final = 8
_LONG_HASH: Final = 16
_LONGEST_SLUG: Final = 80
_LONGEST_NAME: Final = 120

# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV: Final = re.compile(
    r"(?:arxiv[:/ ]\s?)?(\d{4}\.\d{4,5}|[a-z][a-z-]{1,15}(?:\.[a-z]{2})?/\d{7})"
    r"(?:v\d{1,3})?(?:\.pdf)?",
    re.IGNORECASE,
)
_ARXIV_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/", re.IGNORECASE
)
_ARXIV_DOI: Final = "10.48550/arxiv."
# https://www.doi.org/the-identifier/resources/handbook/2_numbering
_DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d{1,9})*/\S{1,300}")
_DOI_PREFIX: Final = re.compile(
    r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi\.org/|(?:info:)?doi[:/ ]\s?)",
    re.IGNORECASE,
)

# Forms of which each stands for one id only: these need no hash in a local name.
_PLAIN_DOI: Final = re.compile(r"doi:10\.[\d.]+/[a-z0-9._]+")
_PLAIN_NAME: Final = re.compile(r"(?!arxiv-|doi-)[A-Za-z0-9][A-Za-z0-9._-]*")
_WITH_HASH: Final = re.compile(rf".*-x[0-9a-f]{{{_LONG_HASH}}}")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._]+")

# Signs that tell names apart (C++ and C, A* and A), and Greek letters by name.
_ALPHA: Final = "\N{GREEK SMALL LETTER ALPHA}"
_OMEGA: Final = "\N{GREEK SMALL LETTER OMEGA}"
_SPOKEN: Final = {
    "+": " plus ",
    "#": " sharp ",
    "*": " star ",
    "&": " and ",
    "@": " at ",
    "%": " percent ",
}


# What becomes of each ASCII character, in lower case, in a slug.
_ASCII: Final = {
    code: chr(code) if chr(code).isalnum() else _SPOKEN.get(chr(code), " ")
    for code in range(128)
}


def arxiv_id(text: str) -> str | None:
    """
    Return the arXiv identifier, without its version, that the text is.

    >>> arxiv_id("https://arxiv.org/abs/2506.11417v2")
    '2506.11417'
    >>> arxiv_id("10.48550/arXiv.cs/9902020")
    'cs/9902020'
    """
    text = text.strip()
    address = _ARXIV_ADDRESS.match(text)
    if address:
        text = text[address.end() :]
    else:
        text = _without_resolver(text)
        if text.lower().startswith(_ARXIV_DOI):
            text = text[len(_ARXIV_DOI) :]
    found = _ARXIV.fullmatch(text)
    return found[1].lower() if found else None


def doi(text: str) -> str | None:
    """
    Return the DOI that the text is: lower case, without a resolver's address.

    >>> doi("https://doi.org/10.1000/ABC.Def")
    '10.1000/abc.def'
    """
    text = text.strip()
    bare = _without_resolver(text)
    if bare != text and "%" in bare:
        bare = unquote(bare)
    bare = bare.rstrip(".,;").lower()
    return bare if _DOI.fullmatch(bare) and bare.isprintable() else None


def identifier_pairs(**values: str | None) -> tuple[tuple[str, str], ...]:
    """
    Return the sorted pairs of scheme and value; what is no identifier is left out.

    arXiv's own DOIs also give the arXiv identifier.

    >>> identifier_pairs(doi="doi:10.48550/arXiv.2506.11417", openalex=None)
    (('arxiv', '2506.11417'), ('doi', '10.48550/arxiv.2506.11417'))
    """
    found: set[tuple[str, str]] = set()
    for scheme, value in values.items():
        normal = _normal(scheme, value or "")
        if normal:
            found.add((scheme, normal))
        if scheme == "doi" and (arxiv := arxiv_id(normal or "")):
            found.add(("arxiv", arxiv))
    return tuple(sorted(found))


def paper_id(
    title: str, abstract: str, identifiers: Iterable[tuple[str, str]] = ()
) -> str:
    """
    Return the id of a paper, from its identifiers, else from its text.

    >>> paper_id("Fractal Calibration", "…", [("arxiv", "2410.11774")])
    'arxiv:2410.11774'
    >>> paper_id("Fractal Calibration", "We propose FRACAL.")
    'fractal-calibration-40810966'
    """
    values = sorted(identifiers)
    for wanted in ("arxiv", "doi"):
        for scheme, value in values:
            if scheme == wanted:
                return f"{scheme}:{value}"
    stem = "-".join(_ascii_words(title)[0])[:_LONGEST_SLUG].rstrip("-") or "paper"
    return f"{stem}-{text_hash(title, abstract)}"


def text_hash(title: str, abstract: str) -> str:
    """Return 8 hexadecimal digits that stand for the text of a paper."""
    return _digest(f"{title}\n{abstract}", _SHORT_HASH)


def slug(text: str) -> str:
    """
    Return lower-case ASCII letters and digits, joined by hyphens; never empty.

    Where letters are lost (a Chinese name, an overlong one) a hash of the whole
    text follows, so that two names do not fall together.

    >>> slug("β-VAE++ (Größe)"), slug("C"), slug("C++")
    ('beta-vae-plus-plus-grosse', 'c', 'c-plus-plus')
    >>> slug("语言模型")
    'n-dfb62ce6'
    """
    words, lost = _ascii_words(text)
    joined = "-".join(words)
    if joined and not lost and len(joined) <= _LONGEST_SLUG:
        return joined
    kept = joined[: _LONGEST_SLUG - _SHORT_HASH - 1].rstrip("-") or "n"
    return f"{kept}-{_digest(text, _SHORT_HASH)}"


def local_name(identifier: str) -> str:
    """
    Return the path segment of a paper's address: one for each id, no two alike.

    >>> local_name("arxiv:2506.11417"), local_name("doi:10.1000/x")
    ('arxiv-2506.11417', 'doi-10.1000-x')
    >>> local_name("doi:10.1000/x-y")
    'doi-10.1000-x-y-x3abcb5716a531a62'
    """
    name = _UNSAFE.sub("-", identifier).strip("-.")
    if _stands_alone(identifier) and len(name) <= _LONGEST_NAME:
        return name
    kept = name[:_LONGEST_NAME].rstrip("-.") or "paper"
    return f"{kept}-x{_digest(identifier, _LONG_HASH)}"


def _stands_alone(identifier: str) -> bool:
    scheme, _, value = identifier.partition(":")
    if scheme == "arxiv":
        return arxiv_id(value) == value
    if scheme == "doi":
        return bool(_PLAIN_DOI.fullmatch(identifier)) and identifier[-1] != "."
    plain = _PLAIN_NAME.fullmatch(identifier) and identifier[-1] not in "-."
    return bool(plain) and not _WITH_HASH.fullmatch(identifier)


def _ascii_words(text: str) -> tuple[list[str], bool]:
    """Return the words of a slug, and whether letters or digits were lost."""
    if text.isascii():
        return text.lower().translate(_ASCII).split(), False
    letters: list[str] = []
    lost = False
    for letter in unicodedata.normalize("NFKD", text.casefold()).casefold():
        if letter.isascii() and letter.isalnum():
            letters.append(letter)
        elif letter in _SPOKEN:
            letters.append(_SPOKEN[letter])
        elif _ALPHA <= letter <= _OMEGA:
            letters.append(unicodedata.name(letter).split()[-1].lower())
        elif unicodedata.combining(letter):
            continue
        else:
            lost = lost or letter.isalnum()
            letters.append(" ")
    return "".join(letters).split(), lost


def _normal(scheme: str, value: str) -> str | None:
    if scheme == "arxiv":
        return arxiv_id(value)
    if scheme == "doi":
        return doi(value)
    return value.strip() or None


def _without_resolver(text: str) -> str:
    prefix = _DOI_PREFIX.match(text)
    return text[prefix.end() :] if prefix else text


def _digest(text: str, length: int) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
