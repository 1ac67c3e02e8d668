"""
Pages of a daily-papers listing as people save them: titles and abstracts in turn.

Two layouts are known: one paragraph a line without blank lines, the word "Subscribe"
glued to the first title; and paragraphs divided by blank lines. Titles are told from
abstracts by their shape, not by counting, so that a missing abstract, a cut page or
a page within a page costs at most the paper in hand.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from scholargraph.ids import arxiv_id, identifier_pairs
from scholargraph.readers.opening import Opened
from scholargraph.readers.rows import Fields, Reason, Row, Rows

_Paragraph = tuple[int, str]

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
# What stands on such a page and belongs to no paper.
_FURNITURE: Final = re.compile(
    r"new|Get trending papers in your email inbox[^.]{0,20}!|Subscribe|Daily Papers|"
    rf"by ?AK and the research community|{_MONTH}\.? \d{{1,2}}(?:, \d{{4}})?|"
    r"(?:Published on|Submitted by) .{1,60}|Upvote|Trending Papers|View arXiv page|"
    r"View PDF|[-+]?\d{1,6}|[·•] ?\d{1,4} authors?|Previous|Next|Log In|Sign Up",
)
_GLUED: Final = re.compile(r"Subscribe(?=\S)")
_INVITATION: Final = "Get trending papers in your email inbox"
_BY_LINE: Final = re.compile(r"by ?AK and the research community")
_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?:(?:www\.)?arxiv\.org/abs/|huggingface\.co/papers/|arxiv:)"
    r"(\d{4}\.\d{4,5})(?:v\d+)?",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?][\"')\]}]*$")
_INNER_END: Final = re.compile(r"[a-z0-9)\]%][.?!] +[A-Z\\$]")

# On the pages we know the longest title has 174 characters, the shortest abstract 614.
_LONGEST_TITLE: Final = 250
_LONG_FOR_TITLE: Final = 180
_LINE_WIDTH: Final = 200


def rows(opened: Opened) -> Rows:
    """Yield the papers of a page, numbered by the lines of their titles."""
    yield from _papers(_paragraphs(opened))


def is_page(head: str) -> bool:
    """Return whether a text is such a page, by the words above its first title."""
    return _INVITATION in head or bool(_BY_LINE.search(head))


def alternates(head: str) -> bool:
    """Return whether a text without those words is titles and abstracts in turn."""
    lines = [line.strip() for line in head.split("\n")]
    kinds = [is_prose(line) for line in lines if line and not is_furniture(line)]
    pairs = list(zip(kinds[::2], kinds[1::2], strict=False))
    return len(pairs) > 1 and all(not title and prose for title, prose in pairs)


def is_furniture(line: str) -> bool:
    """Return whether a line belongs to the page, not to a paper."""
    return bool(_FURNITURE.fullmatch(line))


def is_prose(text: str) -> bool:
    r"""
    Return whether a paragraph can only be an abstract, or a part of one.

    >>> is_prose("No \"Zero-Shot\" Without Data: What? Where?")
    False
    >>> is_prose("We train a model. It works well on all of the known benchmarks.")
    True
    """
    if len(text) > _LONGEST_TITLE or "http://" in text or "https://" in text:
        return True
    sentences = bool(_INNER_END.search(text)) and text.endswith(".")
    return sentences or (len(text) > _LONG_FOR_TITLE and _ends(text))


def _ends(text: str) -> bool:
    return bool(_SENTENCE_END.search(text[-20:]))


def _paragraphs(opened: Opened) -> Iterator[_Paragraph | tuple[int, None]]:
    """Yield the paragraphs, those broken at a line width joined again."""
    joined = _is_wrapped(opened.head)
    begin, parts = 0, list[str]()
    for number, line in chain(opened.lines(), [(0, "")]):
        text = None if line is None else line.strip()
        if parts and not (joined and text and not is_furniture(text)):
            yield begin, " ".join(parts)
            parts = []
        if text is None:
            yield number, None
        elif text:
            begin = begin if parts else number
            parts.append(text)


def _is_wrapped(head: bytes) -> bool:
    """Return whether paragraphs run over several lines, with blank lines between."""
    lines = [line.strip() for line in head.split(b"\n")]
    filled = sum(map(bool, lines))
    blocks = sum(
        bool(line) and not before
        for before, line in zip([b"", *lines], lines, strict=False)
    )
    # Twice as many lines as blocks: more than a title with its abstract.
    return max(map(len, lines)) <= _LINE_WIDTH and filled > 2 * blocks > 2  # noqa: PLR2004


def _papers(paragraphs: Iterable[_Paragraph | tuple[int, None]]) -> Iterator[Row]:
    paper = _Paper()
    for number, text, following in _with_next(_content(paragraphs)):
        if text is None:
            yield number, Reason.TOO_LONG
        elif address := _ADDRESS.fullmatch(text):
            paper.arxiv = arxiv_id(address[1])
        elif paper.takes(text, following):
            paper.abstract.append(text)
        elif is_prose(text):
            # The page was cut off above: an abstract whose title is not there.
            yield from paper.row()
            paper = _Paper()
            yield number, Reason.NO_TITLE
        else:
            yield from paper.row()
            paper = _Paper(number, text)
    yield from paper.row()


class _Paper:
    """The paper in hand."""

    def __init__(self, number: int = 0, title: str = "") -> None:
        self.number = number
        self.title = title
        self.abstract: list[str] = []
        self.arxiv: str | None = None

    def takes(self, text: str, following: str | None) -> bool:
        """Return whether a paragraph belongs to this paper's abstract."""
        if not self.title:
            return False
        if self.abstract or is_prose(text):
            return is_prose(text)
        # Between two titles there may be a short abstract, or none: it ends like a
        # sentence, is the last thing on a cut page, or is no more than a word.
        sentence = _ends(text) and not text.endswith("?")
        return sentence or following is None or " " not in text

    def row(self) -> Iterator[Row]:
        """Yield the row of this paper, unless there is none yet."""
        if self.title:
            yield (
                self.number,
                Fields(
                    title=self.title,
                    abstract=" ".join(self.abstract),
                    identifiers=identifier_pairs(arxiv=self.arxiv),
                    address=f"https://arxiv.org/abs/{self.arxiv}"
                    if self.arxiv
                    else None,
                ),
            )


def _content(
    paragraphs: Iterable[_Paragraph | tuple[int, None]],
) -> Iterator[_Paragraph | tuple[int, None]]:
    """Yield the paragraphs that belong to papers."""
    invited = False
    for number, text in paragraphs:
        if text is None:
            yield number, None
            continue
        # "Subscribe" is a button; right below the invitation it is glued to a title.
        content = _GLUED.sub("", text, count=1) if invited else text
        invited = text.startswith(_INVITATION)
        if not is_furniture(content):
            yield number, content


def _with_next(
    paragraphs: Iterator[_Paragraph | tuple[int, None]],
) -> Iterator[tuple[int, str | None, str | None]]:
    """Yield each paragraph with the text of the one after it."""
    last = next(paragraphs, None)
    for paragraph in paragraphs:
        if last:
            yield *last, paragraph[1] or ""
        last = paragraph
    if last:
        yield *last, None
