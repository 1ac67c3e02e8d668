"""The losses of all heads on a batch, given gold spans and groups."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from scholargraph.training.batches import Batch
from scholargraph.training.masking import masked
from scholargraph.training.network import Network, only, span_loss


@dataclass(frozen=True, slots=True)
class Told:
    """What the heads of results are told: vectors, role shares, states between."""

    spans: Tensor
    groups: Tensor
    roles: Tensor
    between: Tensor


WEIGHTS = {
    "span": 1.0,
    "role": 0.5,
    "form": 0.3,
    "pair": 0.7,
    "number": 0.3,
    "pointer": 0.3,
    "word": 0.3,
}


def losses(
    network: Network, batch: Batch, *, guessing: bool = False
) -> dict[str, Tensor]:
    """
    Return the loss of each head, weighted and ready to be summed.

    Where words are to be guessed, some are hidden from all heads.
    """
    seen, picked = masked(batch) if guessing else (batch, None)
    hidden = network.encoder(seen.ids, seen.shapes, seen.mask)
    states = token_states(hidden, batch)
    scores, outside = network.span(network.heads.drop(states))
    scores = only(scores, batch.possible)
    found = {
        "span": span_loss(scores, outside, batch.lengths, batch.gold)
        / max(len(batch.gold), 1)
    }
    found |= head_losses(network, batch, states.flatten(0, 1)[batch.flat])
    if picked is not None and picked.any():
        words = network.word(hidden[picked], network.encoder.words.weight)
        found["word"] = functional.cross_entropy(words, batch.ids[picked])
    return {name: WEIGHTS[name] * loss for name, loss in found.items()}


def token_states(hidden: Tensor, batch: Batch) -> Tensor:
    """Return [B, T, WIDTH], the state of each token's first subword."""
    places = batch.firsts[:, :, None].expand(-1, -1, hidden.shape[2])
    return hidden.gather(1, places)


def head_losses(network: Network, batch: Batch, x: Tensor) -> dict[str, Tensor]:
    """Return the losses of the heads above the spans; ``x`` is flat."""
    heads, arrays = network.heads, batch.arrays
    sums = torch.cat([x.new_zeros(1, x.shape[1]), x.cumsum(0)])
    vectors = heads.spans(x, sums, batch.spans)
    groups = heads.groups(vectors, batch.owner, batch.groups)
    middle = mean_states(sums, arrays["pairs"][:, 2:])
    roles = heads.role(groups, arrays["group_features"]).view(-1, 4, 4)
    roles = roles[torch.arange(len(roles)), arrays["group_kinds"]]
    found = {"role": mean_cross_entropy(roles, arrays["roles"])}
    forms = heads.means(vectors, arrays["form_owner"], batch.forms)
    one, other = arrays["form_pairs"].unbind(1)
    same = heads.form(forms[one], forms[other], arrays["form_features"])
    found["form"] = weighted(same, arrays["form_same"], torch.ones_like(same))
    # What a concept is to the paper tells much of its relations and results; those
    # heads are told the role head's own view, as they will be at run time.
    shares = roles.detach().softmax(1)
    ends = [shares[arrays["pairs"][:, end]] for end in (0, 1)]
    features = torch.cat([arrays["pair_features"], *ends], 1)
    related = heads.pair(groups, arrays["pairs"], middle, features)
    found["pair"] = weighted(related, arrays["related"], arrays["allowed"])
    middle = mean_states(sums, arrays["pointers"][:, 3:])
    told = Told(vectors, groups, shares, middle)
    return found | number_losses(network, batch, x, told)


def mean_states(sums: Tensor, places: Tensor) -> Tensor:
    """Return the mean states between places, [N, 2], from running sums."""
    first, end = places.unbind(1)
    return (sums[end] - sums[first]) / (end - first)[:, None]


def mean_cross_entropy(logits: Tensor, gold: Tensor) -> Tensor:
    """Return the mean loss of a softmax; of nothing it is zero, not undefined."""
    loss = functional.cross_entropy(logits, gold, reduction="sum")
    return loss / max(len(gold), 1)


def weighted(logits: Tensor, gold: Tensor, known: Tensor) -> Tensor:
    """Return the binary loss by the number of positives."""
    loss = (
        functional.binary_cross_entropy_with_logits(logits, gold, reduction="none")
        * known
    )
    return loss.sum() / (2 * (gold * known).sum() + 8)


def number_losses(
    network: Network, batch: Batch, x: Tensor, told: Told
) -> dict[str, Tensor]:
    """Return the losses of result kinds and of the pointers from numbers to groups."""
    heads, arrays = network.heads, batch.arrays
    spots = arrays["number_tokens"]
    zero = x.sum() * 0
    if not len(spots):
        return {"number": zero, "pointer": zero}
    here, after = x[spots], x[(spots + 1).clamp(max=len(x) - 1)]
    outputs = heads.number(here, after, arrays["number_features"])
    kinds, nulls = outputs[:, :4], outputs[:, 4:]
    known = arrays["number_kinds"] >= 0
    number = mean_cross_entropy(kinds[known], arrays["number_kinds"][known])
    if not arrays["slot_known"].any() or not len(arrays["pointers"]):
        return {"number": number, "pointer": zero}
    rows = arrays["pointers"]
    kind = arrays["group_kinds"][rows[:, 1]]
    features = torch.cat([arrays["pointer_features"], told.roles[rows[:, 1]]], 1)
    vectors = (here, told.groups, told.spans)
    scores = heads.pointer(vectors, rows, told.between, features)
    scores = scores.gather(1, kind[:, None]).squeeze(1)
    return {
        "number": number,
        "pointer": pointer_loss(scores, nulls, rows[:, 0] * 4 + kind, batch),
    }


def pointer_loss(scores: Tensor, nulls: Tensor, slot: Tensor, batch: Batch) -> Tensor:
    """Return, by number and slot, the loss of a softmax over groups and "none"."""
    arrays = batch.arrays
    flat_nulls = nulls.reshape(-1)
    peak = flat_nulls.detach().scatter_reduce(0, slot, scores.detach(), "amax")
    total = (flat_nulls - peak).exp().scatter_add(0, slot, (scores - peak[slot]).exp())
    gold_null = (flat_nulls - peak).exp() * arrays["slot_empty"].reshape(-1)
    gold = gold_null.scatter_add(
        0, slot, (scores - peak[slot]).exp() * arrays["pointed"]
    )
    known = arrays["slot_known"].reshape(-1) > 0
    known = known & (gold.detach() > 0)
    loss = (total[known] + 1e-9).log() - (gold[known] + 1e-9).log()
    return loss.sum() / max(int(known.sum()) / 4, 1)
