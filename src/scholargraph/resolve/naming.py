"""What concepts are called, seen from all of them: labels, aliases, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from scholargraph.resolve.acronyms import abbreviates, is_short
from scholargraph.resolve.aligned import align
from scholargraph.resolve.comparator import load
from scholargraph.resolve.features import says_nothing
from scholargraph.resolve.grouping import Members
from scholargraph.resolve.labels import label, shown
from scholargraph.resolve.noise import is_noise
from scholargraph.resolve.normal_form import key, normal_form
from scholargraph.resolve.occurrences import Occurrence
from scholargraph.resolve.resolution import Reason
from scholargraph.resolve.senses import DOMINANT, Node, definition
from scholargraph.resolve.well_known import names

# So many papers must use a form for an entity before it names the concept.
_ATTESTED: Final = 2
_ALIKE: Final = 0.4


class Names:
    """The names of all concepts, each under the node that stands for it."""

    def __init__(self, members: Members) -> None:
        """Count who is called what."""
        self._members = members
        self._named: dict[Node, Counter[Node]] = defaultdict(Counter)
        self._forms: dict[Node, Counter[str]] = {}
        self._labels: dict[Node, str] = {}
        self._aliases: dict[tuple[Node, str], bool] = {}
        for node, items in members.items():
            self._forms[node] = Counter(
                name for item in items for name in sorted(set(_keys(item)))
            )
            for item in items:
                # Of an entity with a definition these are the names: what else it
                # is called may be narrower ("medical LLM" where an LLM is defined).
                named = definition(item) or (item.name,)
                for name in {key(text, node[0]) for text in named}:
                    self._named[node[0], name][node] += 1
            self._named[node][node] += 0

    def label(self, node: Node) -> str:
        """Return the label of a concept: the listed one, or the form people use."""
        if node not in self._labels:
            item = names().get(node)
            self._labels[node] = item.label if item else self._used_label(node)
        return self._labels[node]

    def _used_label(self, node: Node) -> str:
        taken = {name for name in self._forms[node] if not self._owns(node, name)}
        return label(self._members[node], frozenset(taken))

    def aliases(self, node: Node) -> tuple[str, ...]:
        """
        Return the other names of a concept, and no name that is another concept's.

        Of names that differ in capitals only, the most used one.
        """
        kind = node[0]
        accepted = {name for name in self._forms[node] if self._is_alias(node, name)}
        found: Counter[str] = Counter()
        for item in self._members[node]:
            for text in _texts(item):
                if key(text, kind) in accepted:
                    found[shown(text, kind)] += 1
        best: dict[str, str] = {self.label(node).casefold(): ""}
        for text in sorted(found, key=lambda text: (-found[text], text)):
            best.setdefault(text.casefold(), text)
        return tuple(sorted(text for text in best.values() if text))

    def reasons(self, node: Node) -> list[Reason]:
        """Return why each name that papers use for a concept belongs to it."""
        found = {}
        for item in self._members[node]:
            for text in _texts(item):
                name = key(text, node[0])
                if name not in found and self._is_alias(node, name):
                    found[name] = Reason(shown(text, node[0]), self._why(node, text))
        return list(found.values())

    def _why(self, node: Node, text: str) -> str:
        kind = node[0]
        name = key(text, kind)
        number = self._forms[node][name]
        papers = "1 paper" if number == 1 else f"{number} papers"
        if name == node[1]:
            return f"same normal form, {papers}"
        if (kind, name) in names():
            return f"well-known name, {papers}"
        longs = (text_ for item in self._members[node] for text_ in _texts(item))
        if is_short(text) and any(
            abbreviates(text, normal_form(long, kind)) for long in longs
        ):
            return f"defined as an abbreviation, {papers}"
        return f"named so, {papers}"

    def _owns(self, node: Node, name: str) -> bool:
        """Tell whether a name means this concept nearly always."""
        owners = self._named[node[0], name]
        return owners[node] >= DOMINANT * owners.total()

    def _is_alias(self, node: Node, name: str) -> bool:
        # Asked once for the aliases and once for the reasons.
        found = self._aliases.get((node, name))
        if found is None:
            found = self._aliases[node, name] = self._names_it(node, name)
        return found

    def _names_it(self, node: Node, name: str) -> bool:
        kind = node[0]
        item = names().get((kind, name))
        if item:
            return key(item.label, kind) == node[1]
        owners = self._named.get((kind, name))
        if owners is not None and owners.total():
            return owners[node] > 0
        return self._means_the_same(node, name)

    def _means_the_same(self, node: Node, name: str) -> bool:
        """Tell whether a form in passing is the concept's name and nothing narrower."""
        form = self._example(node, name)
        if is_noise(form, node[0]) or _is_version_of(form, self.label(node)):
            return False
        pair = align(form, self.label(node), node[0])
        left_a = pair.left_a and not says_nothing(pair.left_a, pair.a)
        left_b = pair.left_b and not says_nothing(pair.left_b, pair.b)
        if bool(left_a) != bool(left_b):
            return False
        if self._forms[node][name] >= _ATTESTED or self._papers(node) == 1:
            return True
        compared = load().compare(form, self.label(node), node[0])
        return compared.same >= _ALIKE

    def _papers(self, node: Node) -> int:
        return len({item.paper_id for item in self._members[node]})

    def _example(self, node: Node, name: str) -> str:
        texts = (text for item in self._members[node] for text in _texts(item))
        return next(text for text in texts if key(text, node[0]) == name)


def _is_version_of(form: str, name: str) -> bool:
    """Tell whether a form has a number that the name lacks, as one version would."""
    return any(map(str.isdigit, form)) and not any(map(str.isdigit, name))


def _texts(item: Occurrence) -> Iterator[str]:
    yield item.name
    yield from (form.text for form in item.forms)


def _keys(item: Occurrence) -> Iterable[str]:
    return (key(text, item.kind) for text in _texts(item))
