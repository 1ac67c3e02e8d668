"""
Complete the mentions of a text by the abbreviations that it defines.

Where a short form is a name, the long form that the text gives it is one, too: so are
1,733 of the 1,849 long forms of annotated short forms. Nearly all others stand within
a longer name, and five stand in none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from scholargraph.extract.abbreviations import abbreviations
from scholargraph.extract.neural.concepts import Span
from scholargraph.extract.neural.forms import SMALL
from scholargraph.extract.neural.tokens import Tokens, is_balanced
from scholargraph.model import Span as Characters

Place: TypeAlias = tuple[int, int]  # first and end token
Definition: TypeAlias = tuple[Place, Place]  # of a short form and of its long form


def with_long_forms(
    found: Mapping[Span, float], defined: Iterable[Definition]
) -> dict[Span, float]:
    """
    Return the mentions, and each long form of theirs that is in none of them.

    It takes the place of its parts, and has the kind and probability of its short form.
    """
    owner = {token: span for span in found for token in range(span.first, span.end)}
    completed = dict(found)
    for short, long in defined:
        name = owner.get(short[0])
        inside = {owner[token] for token in range(*long) if token in owner}
        if name is None or (name.first, name.end) != short:
            continue
        if any(is_no_part(span, long) for span in inside):
            continue
        whole, chance = Span(*long, name.kind), completed[name]
        for span in inside:
            del completed[span]
        completed[whole] = chance
        owner |= dict.fromkeys(range(*long), whole)
    return dict(sorted(completed.items()))


def is_no_part(span: Span, tokens: Place) -> bool:
    """Tell whether a mention is not just a part of some tokens."""
    first, end = tokens
    is_all = (span.first, span.end) == tokens
    return is_all or span.first < first or end < span.end


def definitions(tokens: Tokens) -> Iterator[Definition]:
    """Yield the tokens of each short form that a text defines, and of its long form."""
    for found in abbreviations(tokens.text):
        short, long = (
            within(tokens, span) for span in (found.short_span, found.long_span)
        )
        if short and long and is_name(tokens.words[slice(*long)]):
            yield short, long


def is_name(words: Sequence[str]) -> bool:
    """
    Tell whether words can be a name; what a bracket stands for is found too short.

    That is from its "and" on ("Abstraction and Reasoning Corpus (ARC)"), or without the
    mark that a formula begins with ("$k$-nearest neighbors (kNN)").
    """
    return words[0].lower() not in SMALL and is_balanced(words)


def within(tokens: Tokens, span: Characters) -> Place | None:
    """Return the first and the end token of some characters, if they are whole ones."""
    first = bisect_left(tokens.starts, span.start)
    end = bisect_right(tokens.ends, span.end)
    if first >= end or tokens.starts[first] != span.start:
        return None
    return (first, end) if tokens.ends[end - 1] == span.end else None
