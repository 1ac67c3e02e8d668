"""
Turn annotated papers into numbers: the inputs and targets of each head.

Features come from ``extract.neural``, so a trained model sees at run time what
it saw in training. Knows the annotation format, no tensor library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural import concepts, forms, pairs
from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.edges import possible
from scholargraph.extract.neural.labels import KINDS, RELATIONS
from scholargraph.extract.neural.tokens import Tokens, cut, shape
from scholargraph.training.placing import results
from scholargraph.vocab import ROLES, Kind

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """One paper, ready for training; indices count tokens, spans, groups or numbers."""

    id: str
    tokens: Tokens
    shapes: Ints  # [T]
    possible: NDArray[np.bool_]  # [T, LONGEST], as ``edges`` has it; all of ``spans``
    spans: Ints  # [M, 3]: first, end, kind
    owner: Ints  # [M]: group of each span
    group_features: Floats  # [G, GROUP_FEATURES]
    group_kinds: Ints  # [G]
    roles: Ints  # [G]
    form_owner: Ints  # [M]: form of each span
    form_pairs: Ints  # [P, 2]
    form_features: Floats
    form_same: Floats  # [P]
    pairs: Ints  # [R, 4]: head, tail, between's first and end token
    pair_features: Floats
    related: Floats  # [R, 8]: 1 where the relation holds, or how likely it does
    allowed: Floats  # [R, 8]
    number_tokens: Ints  # [N]
    number_features: Floats
    number_kinds: Ints  # [N], UNKNOWN where the annotation does not tell which
    pointers: Ints  # [Q, 3]: number, group, nearest span
    pointer_features: Floats
    pointed: Floats  # [Q]
    slot_known: Floats  # [N, 4]: 1 where the number is a result and its slot counts
    slot_empty: Floats  # [N, 4]: 1 where the slot is null


def char_spans(
    text: str, entities: Sequence[Mapping[str, Any]]
) -> list[tuple[int, int, int]]:
    """Return start, end and entity of each place of a mention; the longest wins."""
    mentions = sorted(
        {
            (form, entity["type"], index)
            for index, entity in enumerate(entities)
            for form in entity["mentions"]
        },
        key=lambda mention: (-len(mention[0]), mention),
    )
    taken = bytearray(len(text))
    found = []
    for form, _, index in mentions:
        for match in re.finditer(re.escape(form), text):
            start, end = match.span()
            glued = (start and text[start - 1].isalnum() and form[0].isalnum()) or (
                end < len(text) and text[end].isalnum() and form[-1].isalnum()
            )
            if not glued and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, index))
    return sorted(found)


def to_groups(
    tokens: Tokens, entities: Sequence[Mapping[str, Any]]
) -> dict[str, Group]:
    """Return the groups by entity name, less the mentions that no token fits."""
    firsts = {start: index for index, start in enumerate(tokens.starts)}
    ends = {end: index + 1 for index, end in enumerate(tokens.ends)}
    spans: dict[str, list[Span]] = {}
    for start, end, index in char_spans(tokens.text, entities):
        if start in firsts and end in ends:
            entity = entities[index]
            span = Span(firsts[start], ends[end], KINDS.index(entity["type"]))
            spans.setdefault(entity["name"], []).append(span)
    kinds = {entity["name"]: KINDS.index(entity["type"]) for entity in entities}
    return {
        name: Group(kinds[name], tuple(sorted(found))) for name, found in spans.items()
    }


def to_example(record: Mapping[str, Any]) -> Example:
    """
    Return the training example of an annotated paper, or of one that a model read.

    A relation of three parts holds; a fourth part is how likely it does.
    """
    tokens = cut(record["title"], record["abstract"])
    by_name = to_groups(tokens, record["entities"])
    names = list(by_name)
    groups = list(by_name.values())
    index = {name: spot for spot, name in enumerate(names)}
    entities = {entity["name"]: entity for entity in record["entities"]}
    spans = sorted(
        (span, spot) for spot, group in enumerate(groups) for span in group.spans
    )
    return Example(
        id=record["id"],
        tokens=tokens,
        shapes=np.array([shape(word) for word in tokens.words], np.int64),
        possible=with_gold(possible(tokens), [span for span, _ in spans]),
        spans=np.array([(s.first, s.end, s.kind) for s, _ in spans], np.int64).reshape(
            -1, 3
        ),
        owner=np.array([spot for _, spot in spans], np.int64),
        group_features=concepts.group_features(tokens, groups),
        group_kinds=np.array([group.kind for group in groups], np.int64),
        roles=np.array([role_index(entities[name]) for name in names], np.int64),
        **coreference(tokens, spans),
        **relations(
            tokens,
            groups,
            {
                (index.get(head), kind, index.get(tail)): likely[0] if likely else 1.0
                for head, kind, tail, *likely in record["relations"]
            },
        ),
        **results(tokens, by_name, record["results"]),
    )


def with_gold(found: NDArray[np.bool_], spans: Iterable[Span]) -> NDArray[np.bool_]:
    """Return which spans are possible, those that are annotated among them."""
    for span in spans:
        found[span.first, span.end - span.first - 1 : span.end - span.first] = True
    return found


def role_index(entity: Mapping[str, Any]) -> int:
    """Return the index of the entity's role among its kind's."""
    return ROLES[Kind(entity["type"])].index(entity["role"])


def coreference(tokens: Tokens, spans: Sequence[tuple[Span, int]]) -> dict[str, Any]:
    """Return the pairs of forms of one kind and whether they are one concept."""
    found = forms.group_forms(tokens, [span for span, _ in spans])
    owner = dict(spans)
    form_of = {span: spot for spot, form in enumerate(found) for span in form.spans}
    rows, features = forms.form_inputs(tokens, found)
    same = [
        float(owner[found[a].spans[0]] == owner[found[b].spans[0]])
        for a, b in rows.tolist()
    ]
    return {
        "form_owner": np.array([form_of[span] for span, _ in spans], np.int64),
        "form_pairs": rows,
        "form_features": features,
        "form_same": np.array(same, np.float32),
    }


def relations(
    tokens: Tokens, groups: Sequence[Group], gold: Mapping[Any, float]
) -> dict[str, Any]:
    """Return the candidate pairs and how likely each relation holds between them."""
    rows, features, allowed, _ = pairs.pair_inputs(tokens, groups)
    holds = [
        [gold.get((one, name, other), 0.0) for name, _, _ in RELATIONS]
        for one, other, _, _ in rows.tolist()
    ]
    return {
        "pairs": rows,
        "pair_features": features,
        "related": np.array(holds, np.float32).reshape(-1, len(RELATIONS)) * allowed,
        "allowed": allowed,
    }
