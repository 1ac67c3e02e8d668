"""
Tell what stands at an address and whose it is, from its host and the words around it.

Knows strings only.
"""

import re

from scholargraph.vocab import LinkKind

_CODE = re.compile(
    r"\b(?:codes?|code-?base|source codes?|implementations?|implemented|scripts?|"
    r"software|tool|toolkit|library|package|plug-?in|framework|programs?|systems?)\b",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\b(?:data|data-?sets?|datasets?|benchmarks?|corpus|corpora|annotations?|"
    r"test ?sets?|collections?|queries|\w*(?:[a-z-]Bench|Dataset|Corpus))\b",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"\b(?:(?:pre-?trained |trained |unlearned )?models?|weights|checkpoints?|LoRA|"
    r"adapters?)\b",
    re.IGNORECASE,
)
_DEMO = re.compile(
    r"\b(?:demos?|demonstrations?|demo ?page|videos?|samples?)\b", re.IGNORECASE
)
_PAGE = re.compile(
    r"\b(?:(?:project|home|web|our|supplementary)[ -]?(?:web)?(?:page|site|pages)|"
    r"web ?pages?|web ?sites?|project (?:repository|link)|project is|our page|"
    r"supplementary|more (?:details|information|results|visual)|for more|"
    r"latest papers|resources|visit|paper list|survey)\b",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"[\]})]*[{(\[>\"]+(?:\\\w+\{)*([^{}\[\]<>]{1,60})")
_CODE_HOST = re.compile(
    r"(?:^|//|\.)(?:github\.com|gitlab\.[\w.-]+|bitbucket\.org|gitee\.com|"
    r"anonymous\.4open\.science|codeberg\.org|sourceforge\.net|pypi\.org|"
    r"colab\.research\.google\.com|codeocean\.com)(?:/|$)|/gitlab/|^git\.",
    re.IGNORECASE,
)
_HUB = re.compile(
    r"(?:huggingface\.co|hf\.co|huface\.online|modelscope\.cn)(?:/|$)", re.IGNORECASE
)
_DATA_HOST = re.compile(
    r"zenodo|figshare|kaggle\.com/(?:datasets|data)|10\.(?:5281|6084|17632|7910|21227)/|"
    r"dataverse|physionet|ieee-dataport|data\.mendeley|openslr|commoncrawl|"
    r"dataset|/data(?:/|$)|data\.\w|osf\.io|dryad|synapse\.org",
    re.IGNORECASE,
)
_VIDEO_HOST = re.compile(r"youtube\.com|youtu\.be|vimeo\.com|bilibili", re.IGNORECASE)
_PAPER_HOST = re.compile(
    r"arxiv\.org|openreview\.net|aclanthology|dl\.acm\.org", re.IGNORECASE
)
_PAGE_HOST = re.compile(r"\.(?:github|gitlab)\.io|sites\.google\.com", re.IGNORECASE)
_LIST = re.compile(r"/awesome|survey", re.IGNORECASE)

# What a paper took from others, said just before the address.
_TAKEN = re.compile(
    r"\b(?:(?<!be )(?<!been )(?:taken|obtained|retrieved|collected|scraped|crawled|"
    r"borrowed|adapted|downloaded|sourced) from|"
    r"based on the [\w -]{1,40} at|leaderboard(?: at)?|"
    r"third-party|official [\w ]{1,20}of)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_RELEASED = re.compile(r"\b(?:available|releas|our code|project)", re.IGNORECASE)


def kind_of(url: str, before: str, after: str) -> LinkKind:
    """
    Return what stands at an address.

    ``before`` is its sentence up to it, from the end of the address before it on;
    ``after`` is the rest of its sentence, where markup has the link's text.

    >>> kind_of("https://github.com/a/b", "The dataset is available at ", ".").value
    'data'
    """
    anchor = _ANCHOR.match(after)
    said = anchor[1] if anchor and _names_artefact(anchor[1]) else before
    if _CODE_HOST.search(url):
        return _at_code_host(url, said)
    if _HUB.search(url):
        return _at_hub(url, said)
    if _VIDEO_HOST.search(url):
        return LinkKind.DEMO
    if _PAPER_HOST.search(url):
        return LinkKind.PAGE
    return _elsewhere(url, said)


def owned(before: str) -> bool:
    """
    Return whether the artefact is the paper's own; nearly every one is.

    >>> owned("Images were taken from "), owned("Our code is available at ")
    (False, True)
    """
    near = before[-90:]
    return not _TAKEN.search(near) or bool(_RELEASED.search(near))


def _names_artefact(words: str) -> bool:
    return any(pattern.search(words) for pattern in (_CODE, _DATA, _MODEL, _DEMO))


def _at_code_host(url: str, said: str) -> LinkKind:
    if _CODE.search(said):
        return LinkKind.CODE
    if _LIST.search(url) or re.search(
        r"latest papers|papers? list|resources, incl", said
    ):
        return LinkKind.PAGE
    first = _first(said)
    if first is LinkKind.DATA and not _MODEL.search(said):
        return LinkKind.DATA
    return LinkKind.MODEL if first is LinkKind.MODEL else LinkKind.CODE


def _at_hub(url: str, said: str) -> LinkKind:
    if "/datasets/" in url:
        return LinkKind.DATA
    if "/spaces/" in url:
        return LinkKind.DEMO
    if "/papers/" in url:
        return LinkKind.PAGE
    return LinkKind.DATA if _first(said) is LinkKind.DATA else LinkKind.MODEL


def _elsewhere(url: str, said: str) -> LinkKind:
    if _PAGE.search(said):
        return LinkKind.PAGE
    if _DATA_HOST.search(url):
        first = _first(said)
        return first if first in {LinkKind.CODE, LinkKind.MODEL} else LinkKind.DATA
    if _CODE.search(said):
        return LinkKind.CODE
    first = _first(said)
    if first is None:
        return LinkKind.PAGE
    # A page that shows a model is no file of its weights.
    return (
        LinkKind.PAGE if first is LinkKind.MODEL and _PAGE_HOST.search(url) else first
    )


def _first(said: str) -> LinkKind | None:
    """Return the kind of the artefact that is named first."""
    found = [
        (match.start(), kind)
        for pattern, kind in (
            (_DATA, LinkKind.DATA),
            (_MODEL, LinkKind.MODEL),
            (_DEMO, LinkKind.DEMO),
        )
        if (match := pattern.search(said))
    ]
    return min(found)[1] if found else None
