"""
Papers as columns of small numbers, which deflate to half of what records take.

A number is one character where it is small; see ``digits``. The page has the same in
``columns.js``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scholargraph.html.content import Content, is_role
from scholargraph.html.details import ARXIV, WIDE, Json
from scholargraph.html.words import Words
from scholargraph.vocab import Kind, RelationType, Role

KINDS: Sequence[str] = tuple(kind.value for kind in Kind)
ROLES: Sequence[str] = tuple(role.value for role in Role)
RELATIONS: Sequence[str] = tuple(type_.value for type_ in RelationType)

LAST, MORE = 0x23, 0x5F  # where the characters of a last and of another digit begin
BASE = MORE - LAST  # values of a last digit
SHIFT = 32  # values of another digit, which come first, the least first
SURE = 100  # steps of confidence


def digits(numbers: Iterable[int]) -> str:
    """
    Return numbers that are not negative as printable characters.

    >>> digits([0, 1, 59, 60]), list(numbers(digits([0, 1, 59, 60, 123456789])))
    ('#$^{$', [0, 1, 59, 60, 123456789])
    """
    made = []
    for number in numbers:
        rest = number
        while rest >= BASE:
            made.append(chr(MORE + rest % SHIFT))
            rest //= SHIFT
        made.append(chr(LAST + rest))
    return "".join(made)


def numbers(text: str) -> Iterator[int]:
    """Yield the numbers that ``digits`` wrote."""
    value, weight = 0, 1
    for char in text:
        point = ord(char)
        if point >= MORE:
            value += (point - MORE) * weight
            weight *= SHIFT
        else:
            yield value + (point - LAST) * weight
            value, weight = 0, 1


def signed(number: int) -> int:
    """
    Return a number of either sign as one that is not negative, small where it is small.

    >>> [signed(number) for number in (0, -1, 1, -2)]
    [0, 1, 2, 3]
    """
    return 2 * number if number >= 0 else -2 * number - 1


def columns(
    rows: Iterable[Sequence[Sequence[int]]], names: Sequence[str]
) -> dict[str, str]:
    """
    Return the rows of each paper as columns, and how many each paper has.

    The first name is that of the counts, the others those of the rows' fields.
    """
    papers = list(rows)
    made = {names[0]: digits(len(each) for each in papers)}
    for place, name in enumerate(names[1:]):
        made[name] = digits(row[place] for each in papers for row in each)
    return made


def named(edges: Iterable[Json]) -> dict[int, list[Json]]:
    """Return the role edges of each paper, in the order of the concepts' numbers."""
    found: dict[int, list[Json]] = {}
    for edge in edges:
        if is_role(edge):
            found.setdefault(edge["from"], []).append(edge)
    return found


def role_columns(papers: Iterable[Sequence[Json]], first: int) -> Json:
    """Return the roles of papers; concepts by their distance from the first."""
    rows = (
        [
            (
                signed(edge["to"] - first),
                ROLES.index(edge["role"]),
                round(edge["confidence"] * SURE),
            )
            for edge in edges
        ]
        for edges in papers
    )
    return columns(rows, ("named", "concepts", "roles", "sure"))


@dataclass(frozen=True, slots=True)
class Text:
    """
    What the texts of a paper are written from.

    ``local`` turns a concept's number into its place among the paper's concepts,
    ``labels`` has the label of each of them by number.
    """

    key: str
    label: str
    detail: Json
    labels: Mapping[int, str]
    local: Callable[[int], int]


def texts(
    content: Content, papers: Iterable[int], roles: Mapping[int, Sequence[Json]]
) -> list[Text]:
    """Return what the texts of papers, given by number, are written from."""
    found = []
    for paper in papers:
        concepts = [edge["to"] for edge in roles.get(paper, ())]
        place = {concept: at for at, concept in enumerate(concepts)}
        labels = {concept: content.nodes[concept]["label"] for concept in concepts}
        node = content.nodes[paper]
        detail = content.details[paper - content.concepts]
        found.append(
            Text(node["key"], node["label"], detail, labels, place.__getitem__)
        )
    return found


def statement_columns(papers: Iterable[Text]) -> Json:
    """Return what papers state of two concepts each, without the evidence."""
    rows = (
        [
            (local(head), RELATIONS.index(type_), local(tail), round(sure * SURE))
            for head, type_, tail, _, _, sure in paper.detail["relations"]
        ]
        for paper in papers
        for local in (paper.local,)
    )
    return columns(rows, ("stated", "heads", "types", "tails", "stated_sure"))


def text_columns(papers: Sequence[Text], words: Words) -> Json:
    """Return the texts of papers, their mentions, evidence and facts."""
    evidence = [
        (start, end)
        for paper in papers
        for _, _, _, start, end, _ in paper.detail["relations"]
    ]
    split = [_split(paper) for paper in papers]
    return {
        "abstracts": [_marked(each, words) for each in split],
        "titles": {
            str(at): words.shortened(paper.detail["title"])
            for at, paper in enumerate(papers)
            if paper.detail["title"] != paper.label
        },
        **columns((each.inline for each in split), ("inline", "lengths", "of")),
        **columns(
            (each.loose for each in split),
            ("loose", "gaps", "loose_lengths", "loose_of"),
        ),
        "starts": digits(start for start, _ in evidence),
        "spans": digits(end - start for start, end in evidence),
        "facts": {
            str(at): facts
            for at, paper in enumerate(papers)
            if (facts := _facts(paper))
        },
    }


@dataclass(frozen=True, slots=True)
class _Split:
    """
    An abstract, cut where mentions begin, and its mentions.

    ``inline`` has one mention for each piece but the first: the length of its words,
    which begin the piece, or 0 where they are the concept's label and left out.
    ``loose`` are the mentions in the title, and those that overlap another.
    """

    pieces: list[str]
    inline: list[tuple[int, int]]
    loose: list[tuple[int, int, int]]


def _split(paper: Text) -> _Split:
    abstract = paper.detail["abstract"]
    offset = len(paper.detail["title"]) + 1
    # Offsets are those of JavaScript: with a wide character they are not Python's.
    is_plain = max(f"{paper.detail['title']}{abstract}", default="") < WIDE
    split = _Split([], [], [])
    cut, at, before = 0, 0, 0
    for start, end, concept in paper.detail["mentions"]:
        begin, stop = start - offset, end - offset
        if not is_plain or not at <= begin < stop <= len(abstract):
            split.loose.append((start - before, end - start, paper.local(concept)))
            before = start
            continue
        is_label = abstract[begin:stop] == paper.labels[concept]
        split.pieces.append(abstract[cut:begin])
        split.inline.append((0 if is_label else stop - begin, paper.local(concept)))
        cut, at = (stop if is_label else begin), stop
    split.pieces.append(abstract[cut:])
    return split


def _marked(split: _Split, words: Words) -> str:
    """Return the pieces, shortened, with a mark where each mention begins."""
    made = [words.shortened(split.pieces[0])]
    for piece, (length, _) in zip(split.pieces[1:], split.inline, strict=True):
        made += [words.shortened(piece[:length]), words.shortened(piece[length:])]
        made[-2] = words.mark + made[-2]
    return "".join(made)


FACTS = ("links", "authors", "venue", "address")


def _facts(paper: Text) -> Json:
    """Return what few papers have, as it is."""
    detail, local = paper.detail, paper.local
    facts: Json = {name: detail[name] for name in FACTS if detail.get(name)}
    if facts.get("address") == ARXIV + paper.key.removeprefix("arxiv:"):
        del facts["address"]  # the page makes it from the key
    if detail["results"]:
        facts["results"] = [_result(result, local) for result in detail["results"]]
    return facts


def _result(result: Mapping[str, Any], local: Callable[[int], int]) -> Json:
    fields = ("method", "dataset", "task", "metric")
    return {
        name: local(value) if name in fields and isinstance(value, int) else value
        for name, value in result.items()
    }
