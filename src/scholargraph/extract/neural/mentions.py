"""
Choose the mentions of a text from the probabilities of its spans.

The annotation takes every occurrence of a mention for a mention of the same kind, so
the occurrences of a string speak for one another. Early in training this is worth more
than a point of F1; a model trained to the end has learnt most of it itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.concepts import Span
from scholargraph.extract.neural.forms import plain
from scholargraph.extract.neural.labels import METRIC
from scholargraph.extract.neural.long_forms import (
    Definition,
    definitions,
    with_long_forms,
)
from scholargraph.extract.neural.segments import LONGEST
from scholargraph.extract.neural.tokens import Tokens

Floats: TypeAlias = NDArray[np.float32]
Chances: TypeAlias = Mapping[Span, float]

LEAST = 0.15  # what is less likely than that at its own place is no candidate
TRUST = 0.5  # in the likeliest occurrence of the string, against the place itself
LIKELY = 0.5  # that a token is in some metric's name, summed over all cuts
EDGE = 1e-4


def logit(chance: float) -> float:
    """Return the log-odds of a probability, held away from certainty."""
    held = min(max(chance, EDGE), 1 - EDGE)
    return log(held / (1 - held))


def mentions(
    tokens: Tokens, chances: Floats, *, least: Sequence[float]
) -> dict[Span, float]:
    """Return the mentions of a text with their probabilities, in text order."""
    steady = steadied(tokens, candidates(chances))
    chosen = [
        (span, chance) for span, chance in steady.items() if chance >= least[span.kind]
    ]
    vague = dict(vague_metrics(steady, chances, without_overlaps(chosen)))
    defined = tuple(definitions(tokens))
    alike = agreed(tokens, without_overlaps([*chosen, *vague.items()]), defined)
    # One that the other places of its string make another kind was no metric.
    unclear = {(span.first, span.end) for span in vague}
    kept = {
        span: chance
        for span, chance in alike.items()
        if span.kind == METRIC or (span.first, span.end) not in unclear
    }
    return with_long_forms(kept, defined)


def vague_metrics(
    steady: Chances, chances: Floats, chosen: Sequence[tuple[Span, float]]
) -> list[tuple[Span, float]]:
    """
    Return metrics that are likely there, though it is unclear which words name them.

    "A validation F1 score" can be cut in four ways, each of them less likely than not;
    without any the value beside it would be one of nothing.
    """
    present = presence(chances[:, :, METRIC])
    taken = {token for span, _ in chosen for token in range(span.first, span.end)}
    return [
        (span, chance)
        for span, chance in steady.items()
        if span.kind == METRIC
        and taken.isdisjoint(range(span.first, span.end))
        and present[span.first : span.end].max() >= LIKELY
    ]


def presence(chances: Floats) -> Floats:
    """Return for each token the probability that it is in a span; of [T, LONGEST]."""
    change = np.zeros(len(chances) + LONGEST + 1)
    for width in range(LONGEST):
        change[: len(chances)] += chances[:, width]
        change[width + 1 : width + 1 + len(chances)] -= chances[:, width]
    present: Floats = change.cumsum()[: len(chances)].astype(np.float32)
    return present


def candidates(chances: Floats) -> dict[Span, float]:
    """Return the spans that are likely enough to be looked at."""
    firsts, widths, kinds = np.nonzero(chances >= LEAST)
    found = chances[firsts, widths, kinds].tolist()
    places = zip(firsts.tolist(), widths.tolist(), kinds.tolist(), strict=True)
    return {
        Span(first, first + width + 1, kind): chance
        for (first, width, kind), chance in zip(places, found, strict=True)
    }


def steadied(tokens: Tokens, found: Chances) -> dict[Span, float]:
    """
    Return the spans with their odds moved towards the best of their string's.

    Odds are those of a name there where no longer name holds it, and count as far as
    none does: that "AP" is a metric makes "small-object AP" no less likely.
    """
    forms = {span: tokens.slice(span.first, span.end).lower() for span in found}
    free = {span: 1 - chance for span, chance in held(found).items()}
    own = {span: min(chance / free[span], 1.0) for span, chance in found.items()}
    best: dict[tuple[str, int], float] = defaultdict(float)
    for span, chance in own.items():
        best[forms[span], span.kind] = max(best[forms[span], span.kind], chance)
    return {
        span: free[span] * odds(logit(chance), logit(best[forms[span], span.kind]))
        for span, chance in own.items()
    }


def held(found: Chances) -> dict[Span, float]:
    """Return for each span the probability of a longer name that holds it."""
    by_first: dict[int, list[Span]] = defaultdict(list)
    for span in found:
        by_first[span.first].append(span)
    return {
        span: min(
            sum(
                found[other]
                for first in range(max(span.end - LONGEST, 0), span.first + 1)
                for other in by_first.get(first, ())
                if other.end >= span.end and not is_same_place(other, span)
            ),
            1 - LEAST,
        )
        for span in found
    }


def is_same_place(one: Span, other: Span) -> bool:
    """Tell whether two spans are the same tokens."""
    return (one.first, one.end) == (other.first, other.end)


def odds(own: float, best: float) -> float:
    """Return the probability between a place's log-odds and its string's best."""
    return 1 / (1 + exp(-(1 - TRUST) * own - TRUST * best))


def without_overlaps(found: Sequence[tuple[Span, float]]) -> list[tuple[Span, float]]:
    """Return the likeliest spans that do not overlap, in text order."""
    taken = bytearray(max((span.end for span, _ in found), default=0))
    kept = []
    # Of equally likely spans the longer one is the more specific name.
    for span, chance in sorted(
        found, key=lambda pair: (-pair[1], pair[0].first - pair[0].end, pair[0])
    ):
        if not any(taken[span.first : span.end]):
            taken[span.first : span.end] = b"\1" * (span.end - span.first)
            kept.append((span, chance))
    return sorted(kept)


def agreed(
    tokens: Tokens,
    found: Sequence[tuple[Span, float]],
    defined: Iterable[Definition] = (),
) -> dict[Span, float]:
    """
    Give all mentions of one form the kind that has most probability among them.

    A short form and its long form get the kind of the surer one: of 1,727 annotated
    pairs 1,726 have one kind.
    """
    forms = [plain(tokens.slice(span.first, span.end)) for span, _ in found]
    weight: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for form, (span, chance) in zip(forms, found, strict=True):
        weight[form][span.kind] += chance
    kinds = {
        form: min(sums, key=lambda kind: (-sums[kind], kind))
        for form, sums in weight.items()
    }
    counts = Counter(forms)
    sure = {form: weight[form][kind] / counts[form] for form, kind in kinds.items()}
    places = {(span.first, span.end) for span, _ in found}
    for each in defined:
        if places.issuperset(each):
            pair = [plain(tokens.slice(*place)) for place in each]
            kinds |= dict.fromkeys(pair, kinds[max(pair, key=sure.__getitem__)])
    return {
        Span(span.first, span.end, kinds[form]): chance
        for form, (span, chance) in zip(forms, found, strict=True)
    }
