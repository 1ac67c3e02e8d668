"""
Papers for a reference manager: BibTeX and RIS.

Texts keep their LaTeX. A brace without its partner would swallow what follows it in
BibTeX, so a command stands for it; signs that LaTeX would take for commands are escaped
there. A line break becomes a space: it is no part of a
RIS value, and in BibTeX a line may look as if it began an entry.
"""

import re
from typing import IO, Final

import rispy  # type: ignore[import-untyped]  # no stubs exist
from bibtexparser.bibdatabase import (  # type: ignore[import-untyped]  # no stubs exist
    BibDatabase,
)
from bibtexparser.bwriter import (  # type: ignore[import-untyped]  # no stubs exist
    BibTexWriter,
)

from scholargraph.exports.parts import Part, Write
from scholargraph.ids import local_name
from scholargraph.model import Paper
from scholargraph.text.bibtex import escaped

_ARXIV: Final = "https://arxiv.org/abs/"
_BREAK: Final = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*")
_SIGN: Final = re.compile(r"\\.|[{}]", re.DOTALL)


def bibtex(*_: object) -> Write:
    """Return what writes the papers of a part of a corpus as BibTeX."""
    writer = BibTexWriter()
    writer.display_order = ["title", "author", "year", "month", "journal"]

    def write(part: Part, stream: IO[bytes]) -> None:
        for resolved in part.papers():
            database = BibDatabase()
            database.entries = [_entry(resolved.paper)]
            stream.write(_bytes(writer.write(database)))

    return write


def ris(*_: object) -> Write:
    """Return what writes the papers of a part of a corpus as RIS."""

    def write(part: Part, stream: IO[bytes]) -> None:
        for resolved in part.papers():
            record = _record(resolved.paper)
            text = rispy.dumps(
                [record], implementation=_Records, enforce_list_tags=False
            )
            stream.write(_bytes(text))

    return write


class _Records(rispy.RisWriter):  # type: ignore[misc] # has no types
    """Writes records without a number before each, which is no RIS."""

    def set_header(self, count: int) -> str:  # noqa: ARG002 (the library's)
        """Return no header."""
        return ""


def _bytes(text: str) -> bytes:
    # Half of a surrogate pair is no text that a file can hold.
    return text.strip("\n").encode("utf-8", "replace") + b"\n\n"


def _entry(paper: Paper) -> dict[str, str]:
    identifiers = dict(paper.identifiers)
    year, _, rest = (paper.date or "").partition("-")
    found = {
        "title": f"{{{_field(paper.title)}}}",
        "abstract": _field(paper.abstract),
        "author": " and ".join(f"{{{_field(name)}}}" for name in paper.authors),
        "year": year,
        "month": rest[:2].lstrip("0"),
        # BibLaTeX, and the only field that holds a day.
        "date": paper.date or "",
        "journal": _field(paper.venue or ""),
        "keywords": ", ".join(map(_field, paper.categories)),
        "doi": identifiers.get("doi", ""),
        "eprint": identifiers.get("arxiv", ""),
        "archiveprefix": "arXiv" if "arxiv" in identifiers else "",
        "url": balanced(_line(paper.address or "")),
    }
    fields = {name: value for name, value in found.items() if value}
    kind = "article" if paper.venue else "misc"
    return {"ENTRYTYPE": kind, "ID": local_name(paper.id), **fields}


def _field(text: str) -> str:
    return escaped(balanced(_line(text)))


def balanced(text: str) -> str:
    r"""
    Return the text with a command for each brace that lacks its partner.

    To BibTeX an escaped brace is a brace, to LaTeX it ends no group: a partner is
    escaped as well, or neither is.

    >>> balanced(r"a {b} \{c\}"), balanced(r"a \} b { c")
    ('a {b} \\{c\\}', 'a \\textbraceright{} b \\textbraceleft{} c')
    >>> balanced(r"{a\}"), balanced(r"a\\}")
    ('\\textbraceleft{}a\\textbraceright{}', 'a\\\\\\textbraceright{}')
    """
    plain: list[re.Match[str]] = []
    backslashed: list[re.Match[str]] = []
    alone: list[re.Match[str]] = []
    for match in _SIGN.finditer(text):
        opened = plain if len(match[0]) == 1 else backslashed
        if match[0][-1] == "{":
            opened.append(match)
        elif match[0][-1] == "}":
            if opened:
                opened.pop()
            else:
                alone.append(match)
    alone.extend((*plain, *backslashed))
    for match in sorted(alone, key=re.Match.start, reverse=True):
        side = "left" if match[0][-1] == "{" else "right"
        before, after = text[: match.start()], text[match.end() :]
        text = f"{before}\\textbrace{side}{{}}{after}"
    return text


def _record(paper: Paper) -> dict[str, object]:
    identifiers = dict(paper.identifiers)
    arxiv = identifiers.get("arxiv")
    addresses = [_ARXIV + arxiv if arxiv else "", _line(paper.address or "")]
    found: dict[str, object] = {
        "type_of_reference": "JOUR" if paper.venue else "GEN",
        "title": _line(paper.title),
        "authors": [_line(name) for name in paper.authors],
        "year": (paper.date or "")[:4],
        "date": (paper.date or "").replace("-", "/"),
        "journal_name": _line(paper.venue or ""),
        "abstract": _line(paper.abstract),
        "keywords": [_line(category) for category in paper.categories],
        "doi": identifiers.get("doi"),
        "urls": list(dict.fromkeys(filter(None, addresses))),
    }
    return {name: value for name, value in found.items() if value}


def _line(text: str) -> str:
    return _BREAK.sub(" ", text)
