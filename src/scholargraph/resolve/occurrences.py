"""
What resolution looks at: the entities of papers, each with its forms.

``look`` does what can be done for each paper by itself, and packs what the rest needs:
a process can look at some of the papers and send what it saw to another.
"""

import marshal
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from scholargraph.model import Extraction, Paper
from scholargraph.resolve.acronyms import abbreviates, is_short
from scholargraph.resolve.noise import is_noise
from scholargraph.resolve.normal_form import key, normal_form
from scholargraph.resolve.rows import IN_MEMORY, Place, Row, Tape
from scholargraph.resolve.well_known import listed
from scholargraph.vocab import Kind, Role

# A name, its kind and role, and the text of each mention with whether it stands in
# the title.
Stated = tuple[str, Kind, Role, Sequence[tuple[str, bool]]]
# What an enumeration says in a packed record, and faster than it says so itself.
_TEXTS: Final = {item: str(item.value) for names in (Kind, Role) for item in names}
# A surface form, its key, and how often a paper uses it in its abstract and title.
Form = tuple[str, str, int, int]


class Occurrence(NamedTuple):
    """
    One entity of one paper, without what resolution has no use for.

    ``key`` is that of the name; ``node`` that of the name which the paper itself shows
    it to stand for. ``defined`` are the keys of the short form and the long form that
    the paper gives, and ``bare`` says that the name is a short form without one.
    """

    paper_id: str
    name: str
    role: str
    forms: tuple[Form, ...]
    key: str
    node: str
    defined: tuple[str, str] | None
    bare: bool

    def texts(self) -> list[tuple[str, str]]:
        """Return the name and the text of each form, with its key."""
        return [(self.name, self.key), *[form[:2] for form in self.forms]]


@dataclass(frozen=True, slots=True)
class Seen:
    """
    What was seen of some papers, packed.

    ``kinds`` has their occurrences by kind, ``beside`` the nodes of all kinds that
    each paper names.
    """

    kinds: dict[Kind, bytes]
    beside: bytes


class Looks:
    """
    What was seen of a corpus, one part after the other, and where it lies.

    ``place`` has room for all further rows, too.
    """

    def __init__(self, place: Place = IN_MEMORY, seen: Iterable[Seen] = ()) -> None:
        """Begin with what was seen already."""
        self.place = place
        at_once = replace(place, most=1)  # what was packed is laid down as it comes
        self._kinds = {kind: Tape(at_once) for kind in Kind}
        self._beside = Tape(at_once)
        self._sizes = Counter[Kind]()
        for part in seen:
            self.add(part)

    def add(self, seen: Seen) -> None:
        """Add what was seen of further papers."""
        for kind, packed in seen.kinds.items():
            self._kinds[kind].add((packed,))
            self._sizes[kind] += len(packed)
        self._beside.add((seen.beside,))

    def only(self, kind: Kind) -> "Looks":
        """Return what is needed to resolve the concepts of one kind."""
        one = copy(self)
        one._kinds = {kind: self._kinds[kind]}  # noqa: SLF001 (of the same class)
        return one

    def size(self, kind: Kind) -> int:
        """Return how many bytes the occurrences of a kind take."""
        return self._sizes[kind]

    def occurrences(self, kind: Kind) -> Iterator[Row]:
        """Yield the fields of the occurrences of a kind, in no order."""
        for (packed,) in self._kinds[kind]:
            yield from marshal.loads(packed)  # noqa: S302 (our own process's)

    def beside(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the nodes of all kinds that each paper names, with its id before."""
        for (packed,) in self._beside:
            yield from marshal.loads(packed)  # noqa: S302 (our own process's)


def stated(paper: Paper, extraction: Extraction) -> Iterator[Stated]:
    """Yield what a paper's entities are called."""
    end = len(paper.title)
    for entity in extraction.entities:
        mentions = [(mention.text, mention.end <= end) for mention in entity.mentions]
        yield entity.name, entity.kind, entity.role, mentions


def look(papers: Iterable[tuple[str, Iterable[Stated]]]) -> Seen:
    """Look at papers, given the id of each and what its entities are called."""
    kinds: dict[Kind, list[tuple[Any, ...]]] = {kind: [] for kind in Kind}
    beside: list[tuple[str, tuple[str, ...]]] = []
    for paper_id, entities in papers:
        nodes = set()
        for name, kind, role, mentions in entities:
            if not is_noise(name, kind):
                found = _occurrence((paper_id, name, _TEXTS[role]), kind, mentions)
                kinds[kind].append(tuple(found))
                nodes.add(f"{_TEXTS[kind]}/{found.node}")
        if nodes:
            beside.append((paper_id, tuple(sorted(nodes))))
    packed = {kind: marshal.dumps(found) for kind, found in kinds.items()}
    return Seen(packed, marshal.dumps(beside))


def definition(name: str, forms: Iterable[Form], kind: Kind) -> tuple[str, str] | None:
    """
    Return the short form and the long form that an entity's forms hold.

    Of several the one whose long form is used most, then the longest.
    """
    texts = {text: here + in_title for text, _, here, in_title in forms}
    texts.setdefault(name, 1)
    if len(texts) == 1:
        return None
    shorts = sorted(text for text in texts if is_short(text))
    if not shorts or len(shorts) == len(texts):
        return None
    pairs = [
        (texts[long], len(long), long, short)
        for short in shorts
        for long in sorted(texts)
        if abbreviates(short, normal_form(long, kind))
    ]
    if not pairs:
        return None
    _, _, long, short = max(pairs)
    return short, long


def node_of(name: str, kind: Kind) -> str:
    """
    Return the node of a name: its key, or that of the well-known concept it names.

    >>> node_of("Acc@1", Kind.METRIC) == node_of("top-1 accuracy", Kind.METRIC)
    True
    """
    item = listed(kind).get(key(name, kind))
    return key(item.label, kind) if item else key(name, kind)


def _occurrence(
    what: tuple[str, str, str], kind: Kind, mentions: Iterable[tuple[str, bool]]
) -> Occurrence:
    name = what[1]
    counts: dict[str, list[int]] = {}
    for text, in_title in mentions:
        counts.setdefault(text, [0, 0])[in_title] += 1
    forms = tuple(
        (text, key(text, kind), used[0], used[1])
        for text, used in sorted(counts.items())
    )
    pair = definition(name, forms, kind)
    return Occurrence(
        *what,
        forms,
        key=key(name, kind),
        node=node_of(pair[1] if pair else name, kind),
        defined=(key(pair[0], kind), key(pair[1], kind)) if pair else None,
        bare=pair is None and is_short(name),
    )
