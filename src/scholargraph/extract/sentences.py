"""
Find the sentences of a paper's text.

Plain functions of text: the trained extractors and the spaCy component share them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from scholargraph.model import Span

# Possessive quantifiers and the look-behind keep a run of marks linear.
_MARK = re.compile(
    r"""(?<![.!?\u3002\uff01\uff1f])  # a run of marks is looked at once
    (?: [.!?]++ ['")\]}\u201d\u2019\xbb]*+ (?:\s++ | $)
      | [\u3002\uff01\uff1f]++ ['")\]}\u201d\u2019\xbb\u300d\u300f]*+ \s*+ )""",
    re.VERBOSE,
)
# Glued sentences ("… results.We propose …") begin with a word that opens sentences.
_OPENERS = (
    "We|Our|The|This|These|Those|That|In|On|To|It|Its|For|From|However|Moreover|"
    "Furthermore|Additionally|Experiments|Extensive|Code|Here|As|By|Finally|While|"
    "When|Such|There|Through|Thus|Therefore|Hence|Although|Recent|Recently|"
    "Specifically|Using|With|Based|Both|First|Second|Many|Most|Existing|A|An|Data"
)
_GLUED = re.compile(rf"(?<=[a-z)\]])[.!?](?=(?:{_OPENERS})\b)")
# What comes before a full stop that ends no sentence, whatever follows.
_NEVER_LAST = re.compile(
    r"(?:^|[\s(\[~,;])(?:e\.\s?g|i\.\s?e|cf|vs|viz|resp|approx|ca|"
    r"[Ff]igs?|[Ee]qs?|[Ss]ecs?|[Tt]abs?|[Rr]efs?|[Cc]hap|[Aa]lg|[Dd]ef|[Tt]hm|"
    r"[Nn]os|[Vv]ol|pp|et al|w\.\s?r\.\s?t|a\.\s?k\.\s?a|incl|"
    r"Dr|Prof|Mr|Mrs|Ms|St|Jr)\.\s*$"
)
# … and what may end one, unless a small letter or a number goes on.
_NUMBERED = re.compile(r"(?:^|[\s(\[])(?:[Nn]o|[Aa]rt|[Pp]ar)\.\s*$")
_INITIAL = re.compile(r"(?:^|[\s(.])[A-Z]\.\s*$")
_OPENER = re.compile(rf"(?:{_OPENERS})\b")
# A sentence opens with a capital, a number, a bracket, LaTeX, a name such as "iCaRL",
# or in a script without capitals; all but a small letter, dash or comma.
_OPENING = re.compile(
    r"""['"\u201c\u2018\xab(\[$\\{#*`<]*+(?:[^\Wa-z_]|[a-z]{1,6}+[A-Z0-9]|https?:|(?<=[$\\])[a-z])"""
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*+\n")
_WIDE = "\u3002\uff01\uff1f"  # full stop, exclamation and question mark
_LOOK_BACK = 12


def sentence_spans(text: str) -> tuple[Span, ...]:
    r"""
    Return the sentences of a paper's text, without the space around them.

    The first line is the title, always a sentence of its own.

    >>> text = "GLUE. A test\nIt has 9 tasks, e.g. QNLI (cf. Fig. 2). We run v1.5."
    >>> [text[span.start : span.end] for span in sentence_spans(text)]
    ['GLUE. A test', 'It has 9 tasks, e.g. QNLI (cf. Fig. 2).', 'We run v1.5.']
    """
    title_end = text.find("\n")
    body = len(text) if title_end < 0 else title_end + 1
    cuts = sorted({0, body, *_ends(text, body), len(text)})
    spans = (_stripped(text, start, end) for start, end in pairwise(cuts))
    return tuple(span for span in spans if span.start < span.end)


def _ends(text: str, body: int) -> Iterator[int]:
    for match in _MARK.finditer(text, body):
        if _is_end(text, match.start(), match.end()):
            yield match.end()
    for pattern in (_GLUED, _BLANK_LINE):
        for match in pattern.finditer(text, body):
            yield match.end()


def _is_end(text: str, mark: int, following: int) -> bool:
    """Return whether the marks at ``mark`` end a sentence."""
    if text[mark] != ".":
        return text[mark] in _WIDE or bool(_OPENING.match(text, following))
    if not _OPENING.match(text, following):
        return False
    before = text[max(mark - _LOOK_BACK, 0) : mark + 1]
    if _NEVER_LAST.search(before):
        return False
    if _NUMBERED.search(before):
        return not text[following : following + 1].isdigit()
    # "J. Smith" goes on, "vitamin C. We …" does not.
    return not _INITIAL.search(before) or bool(_OPENER.match(text, following))


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return Span(left, max(left, start + len(piece.rstrip())))
