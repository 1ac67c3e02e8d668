"""
Clusters of concepts: who joins whom, with direct support only.

Nodes are taken by how many papers use them. Each joins the already standing centre
that the comparator is surest of, or becomes a centre itself: nothing is ever merged
because both resemble a third.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from scholargraph.resolve.acronyms import abbreviates, is_short
from scholargraph.resolve.aligned import align
from scholargraph.resolve.candidates import Candidate
from scholargraph.resolve.comparator import Verdict, load
from scholargraph.resolve.features import alike
from scholargraph.resolve.normal_form import normal_form
from scholargraph.resolve.well_known import WellKnown, find
from scholargraph.resolve.words import WORDS
from scholargraph.vocab import Kind

# Of all pairs of a corpus far fewer are the same than of the annotated ones: names
# alone must say more. A paper that uses both for one entity says the rest.
_BY_NAMES: Final = 0.9
_BY_ONE_PAPER: Final = 0.5
_BY_MORE_PAPERS: Final = 0.35
_DOUBTFUL: Final = 0.4
_UNLIKE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Link:
    """Why two nodes were, or might be, taken for one; ``score`` is a probability."""

    node: str
    centre: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Clusters:
    """The centre of each node that joined one, and the pairs left undecided."""

    joined: Mapping[str, Link]
    doubtful: tuple[Link, ...]


class _Compared(NamedTuple):
    link: Link
    is_sure: bool


def cluster(kind: Kind, pairs: Iterable[Candidate]) -> Clusters:
    """Decide which nodes of a kind join which; the result depends on no order."""
    links: dict[str, list[Link]] = defaultdict(list)
    papers: dict[str, int] = {}
    doubtful: list[Link] = []
    for pair in pairs:
        found = _compared(kind, pair)
        if found is None:
            continue
        link, is_sure = found
        if not is_sure:
            doubtful.append(link)
            continue
        for named, other in ((pair.a, pair.b), (pair.b, pair.a)):
            link = Link(named.node, other.node, found.link.reason, found.link.score)
            links[named.node].append(link)
            papers[named.node] = named.papers
    order = sorted(papers, key=lambda node: (-papers[node], node))
    centres: set[str] = set()
    joined: dict[str, Link] = {}
    for node in order:
        standing = [link for link in links[node] if link.centre in centres]
        if standing:
            joined[node] = min(standing, key=lambda link: (-link.score, link.centre))
        else:
            centres.add(node)
    return Clusters(joined, tuple(doubtful))


def _compared(kind: Kind, pair: Candidate) -> _Compared | None:
    a, b = pair.a.name, pair.b.name
    if _known_apart(a, b, kind):
        return None
    found = load().compare(a, b, kind)
    narrower = max(
        found.probabilities[Verdict.A_NARROWER],
        found.probabilities[Verdict.B_NARROWER],
    )
    # Where it makes no difference whether they are linked, nobody looks.
    linked = (
        not pair.papers
        and _BY_ONE_PAPER <= found.same < _BY_NAMES
        and _linked(a, b, kind)
    )
    enough = _threshold(pair.papers, linked=linked)
    is_sure = found.same >= enough and found.same > narrower
    if not is_sure and found.same < _DOUBTFUL:
        return None
    link = Link(pair.a.node, pair.b.node, _reason(pair.papers), found.same)
    return _Compared(link, is_sure)


def _known_apart(a: str, b: str, kind: Kind) -> bool:
    one, two = find(a, kind), find(b, kind)
    if one is not None and two is not None:
        return one != two
    return _stands_for_another(one, b) or _stands_for_another(two, a)


def _stands_for_another(item: WellKnown | None, name: str) -> bool:
    """
    Tell whether a well-known short form is listed with long forms unlike a name.

    A paper that calls its multi-modal language understanding MMLU has another thing
    in mind than those who speak of MMLU.
    """
    if item is None or is_short(name) or " " not in name:
        return False
    every = (item.label, *item.aliases)
    longs = [normal_form(long, item.kind) for long in every if " " in long]
    form = normal_form(name, item.kind)
    short = any(is_short(each) and abbreviates(each, form) for each in every)
    return short and bool(longs) and max(alike(form, long) for long in longs) < _UNLIKE


def _threshold(papers: int, *, linked: bool) -> float:
    if papers > 1:
        return _BY_MORE_PAPERS
    if papers or linked:
        return _BY_ONE_PAPER
    return _BY_NAMES


def _linked(a: str, b: str, kind: Kind) -> bool:
    """Tell whether two names differ in a linking word only: "LLM-powered agent"."""
    pair = align(a, b, kind)
    left = {*pair.left_a, *pair.left_b}
    return bool(left) and left <= WORDS["links"]


def _reason(papers: int) -> str:
    if not papers:
        return "the names are alike"
    return f"used for one entity in {papers} paper{'s' if papers > 1 else ''}"
