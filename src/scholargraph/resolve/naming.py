"""What concepts are called, seen from all of a kind: labels, aliases, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scholargraph.resolve.acronyms import abbreviates, is_short
from scholargraph.resolve.aligned import align
from scholargraph.resolve.comparator import load
from scholargraph.resolve.features import says_nothing
from scholargraph.resolve.labels import label, shown
from scholargraph.resolve.noise import is_noise
from scholargraph.resolve.normal_form import key, normal_form
from scholargraph.resolve.occurrences import Occurrence
from scholargraph.resolve.resolution import Reason
from scholargraph.resolve.senses import DOMINANT
from scholargraph.resolve.well_known import listed
from scholargraph.vocab import Kind

# So many papers must use a form for an entity before it names the concept.
_ATTESTED: Final = 2
_ALIKE: Final = 0.4
# Of a name: how many entities have it, and how many of them are of one node.
Uses = Mapping[str, tuple[int, int]]
_NONE: Final = (0, 0)


@dataclass(frozen=True, slots=True)
class Called:
    """What a concept is called, by how many papers, and why by each of the names."""

    label: str
    aliases: tuple[str, ...]
    papers: int
    reasons: tuple[Reason, ...]


class Forms:
    """
    What papers call a node.

    ``named`` says of its names how many entities have them, of all nodes and of it;
    ``texts`` has the key of each text, ``uses`` how often an entity has it as name or
    form; of each key ``examples`` has its first text, and ``entities`` how many
    entities are called so.
    """

    def __init__(self, items: Sequence[Occurrence], uses: Uses) -> None:
        """Look through the occurrences of a node."""
        self.named = uses
        self.papers = papers_of(items)
        self.texts: dict[str, str] = {}
        self.uses: dict[str, int] = {}
        self.examples: dict[str, str] = {}
        self.entities: dict[str, int] = {}
        for item in items:
            found = item.texts()
            for text, name in found:
                self.uses[text] = self.uses.get(text, 0) + 1
                if text not in self.texts:
                    self.texts[text] = name
                    self.examples.setdefault(name, text)
            for name in {name for _, name in found}:
                self.entities[name] = self.entities.get(name, 0) + 1

    def is_named(self, name: str) -> bool:
        """Tell whether a name means this node nearly always."""
        named, owned = self.named.get(name, _NONE)
        return owned >= DOMINANT * named


class Names:
    """What concepts of a kind are called."""

    def __init__(self, kind: Kind, *, explained: bool) -> None:
        """Take the kind, and whether reasons are wanted."""
        self._kind = kind
        self._explained = explained

    def is_plain(self, node: str, items: Sequence[Occurrence]) -> bool:
        """Tell whether nobody else's names have to be known to name a concept."""
        is_listed = node in listed(self._kind)
        return not is_listed and not self._explained and is_one_text(items)

    def of(self, node: str, items: Sequence[Occurrence], uses: Uses) -> Called:
        """
        Return what a concept is called: as the lists do, or as people mostly do.

        The aliases hold no name that is another concept's; of names that differ in
        capitals only, the most used one. Reasons are given where ``explained``.
        """
        if self.is_plain(node, items):
            return Called(shown(items[0].name, self._kind), (), papers_of(items), ())
        forms = Forms(items, uses)
        item = listed(self._kind).get(node)
        label = item.label if item else self._used_label(items, forms)
        accepted = {
            name: text
            for name, text in forms.examples.items()
            if self._is_alias(node, name, label, forms)
        }
        found: Counter[str] = Counter()
        for text, name in forms.texts.items():
            if name in accepted:
                found[shown(text, self._kind)] += forms.uses[text]
        return Called(
            label,
            _others(found, label),
            forms.papers,
            tuple(
                Reason(shown(text, self._kind), self._why(node, text, forms))
                for text in (accepted.values() if self._explained else ())
            ),
        )

    def _used_label(self, items: Sequence[Occurrence], forms: Forms) -> str:
        taken = {name for name in forms.entities if not forms.is_named(name)}
        return label(self._kind, items, frozenset(taken))

    def _why(self, node: str, text: str, forms: Forms) -> str:
        name = forms.texts[text]
        number = forms.entities[name]
        papers = "1 paper" if number == 1 else f"{number} papers"
        if name == node:
            return f"same normal form, {papers}"
        if name in listed(self._kind):
            return f"well-known name, {papers}"
        if is_short(text) and any(
            abbreviates(text, normal_form(long, self._kind)) for long in forms.texts
        ):
            return f"defined as an abbreviation, {papers}"
        return f"named so, {papers}"

    def _is_alias(self, node: str, name: str, label: str, forms: Forms) -> bool:
        item = listed(self._kind).get(name)
        if item:
            return key(item.label, self._kind) == node
        named, owned = forms.named.get(name, _NONE)
        return owned > 0 if named else self._means_the_same(name, label, forms)

    def _means_the_same(self, name: str, label: str, forms: Forms) -> bool:
        """Tell whether a form in passing is the concept's name and nothing narrower."""
        form = forms.examples[name]
        if is_noise(form, self._kind) or _is_version_of(form, label):
            return False
        pair = align(form, label, self._kind)
        left_a = pair.left_a and not says_nothing(pair.left_a, pair.a)
        left_b = pair.left_b and not says_nothing(pair.left_b, pair.b)
        if bool(left_a) != bool(left_b):
            return False
        if forms.entities[name] >= _ATTESTED or forms.papers == 1:
            return True
        return load().compare(form, label, self._kind).same >= _ALIKE


def named_by(items: Sequence[Occurrence]) -> Mapping[str, int]:
    """Count the entities that have each name."""
    if len(items) == 1 and items[0].defined is None:
        return {items[0].key: 1}
    # Of an entity with a definition these are the names: what else it is called may be
    # narrower ("medical LLM" where an LLM is defined).
    return Counter(name for item in items for name in set(item.defined or (item.key,)))


def compared_by(kind: Kind, node: str, items: Sequence[Occurrence]) -> str:
    """
    Return the name that a node is compared by.

    That is the form that the node stands for, where papers use it: of an abbreviation
    the long form, as the short one may have several.
    """
    if items[0].key == node and is_one_text(items):
        return items[0].name
    forms = Counter(
        text for item in items for text, name in item.texts() if name == node
    )
    if not forms:
        return label(kind, items)
    return min(forms, key=lambda text: (-forms[text], text))


def papers_of(items: Sequence[Occurrence]) -> int:
    """Count the papers that occurrences are of."""
    return 1 if len(items) == 1 else len({item.paper_id for item in items})


def is_one_text(items: Sequence[Occurrence]) -> bool:
    """Tell whether all that occurrences are called is one text, as mostly it is."""
    name = items[0].name
    return all(
        item.name == name and all(form[0] == name for form in item.forms)
        for item in items
    )


def _others(found: Counter[str], label: str) -> tuple[str, ...]:
    best: dict[str, str] = {label.casefold(): ""}
    for text in sorted(found, key=lambda text: (-found[text], text)):
        best.setdefault(text.casefold(), text)
    return tuple(sorted(text for text in best.values() if text))


def _is_version_of(form: str, name: str) -> bool:
    """Tell whether a form has a number that the name lacks, as one version would."""
    return any(map(str.isdigit, form)) and not any(map(str.isdigit, name))
