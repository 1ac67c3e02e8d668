"""What the words alone say of spans is what was trained, and is mixed with the rest."""

from typing import Any

import numpy as np
import pytest
import torch

from scholargraph.extract.neural import known_names, word_spans
from scholargraph.extract.neural.known_names import FACTS, KEYS, ROWS, facts
from scholargraph.extract.neural.segments import LONGEST, LOW, Floats
from scholargraph.extract.neural.tokens import cut
from scholargraph.training.batches import padded
from scholargraph.training.known_names import known_names as count_names
from scholargraph.training.word_spans import Recipe, WordSpans

SHORT = cut("A survey", "We test BERT.")
LONG = cut(
    "On graph networks", "Graph networks read 3.5 million tweets at once, we say."
)


def read(name: str, kind: str, text: str, *, title: str = "") -> dict[str, Any]:
    """Return a paper as a model read it, with all places of one name."""
    whole = f"{title}\n{text}"
    places = [spot for spot in range(len(whole)) if whole.startswith(name, spot)]
    mentions = [
        {"start": spot, "end": spot + len(name), "text": name, "confidence": 0.9}
        for spot in places
    ]
    entity = {"name": name, "type": kind, "role": "uses", "mentions": mentions}
    return {"id": text, "title": title, "abstract": text, "entities": [entity]}


READ = [
    read("BERT", "Method", "BERT is here, and BERT is there."),
    read("BERT", "Method", "We use BERT."),
    read("graph", "Task", "A graph of a Graph of a GRAPH."),
    read("rare", "Task", "A rare word."),
]


def constant(value: float, length: int) -> tuple[Floats, Floats]:
    """Return scores that are all of one value."""
    spans = np.full((length, LONGEST, 4), value, np.float32)
    return spans, np.full(length, value, np.float32)


def test_numpy_scores_as_the_networks_that_were_trained() -> None:
    torch.manual_seed(0)
    recipe = Recipe(embedding=6, width=8)
    trained = [WordSpans(recipe).eval() for _ in range(2)]
    table = count_names(READ, [])
    weights = {
        f"words.{number}.{name.removeprefix('head.')}": value.numpy()
        for number, each in enumerate(trained)
        for name, value in each.state_dict().items()
    }
    networks = word_spans.networks(weights)
    told = [word_spans.codes(tokens) for tokens in (SHORT, LONG)]
    known = [facts(tokens.words, table) for tokens in (SHORT, LONG)]
    true = torch.arange(len(LONG)) < torch.tensor([[len(SHORT)], [len(LONG)]])
    with torch.no_grad():
        both = [each(padded(told), padded(known), true) for each in trained]
    for row, tokens in enumerate((SHORT, LONG)):
        blank = constant(0, len(tokens))
        spans, outside = word_spans.mixed(blank, tokens, networks, table)
        for first in range(len(tokens)):
            widths = min(LONGEST, len(tokens) - first)
            wanted = np.mean([each[0][row, first, :widths] for each in both], axis=0)
            found = spans[first, :widths] / word_spans.SHARE
            np.testing.assert_allclose(found, wanted, atol=1e-4)
            assert (spans[first, widths:] < word_spans.SHARE * LOW / 2).all()
        wanted = np.mean([each[1][row, : len(tokens)] for each in both], axis=0)
        np.testing.assert_allclose(outside / word_spans.SHARE, wanted, atol=1e-4)


def test_without_networks_scores_stay_as_they_are() -> None:
    scores = constant(1, len(SHORT))
    assert word_spans.mixed(scores, SHORT, (), {}) is scores


def test_names_are_known_by_what_was_read_in_all_papers() -> None:
    table = count_names(READ, [])
    assert len(table[KEYS]) == 2  # "rare" is too rare
    method, task = 1, 3
    bert = facts(["bert"], table)[0, 0]
    graph = facts(["graph"], table)[0, 0]
    assert bert[0] == graph[0] == 1
    assert bert[method] > 0 > bert[task]
    # "graph" was read as a name at one of three places.
    assert bert[task] < graph[task] < bert[method]
    assert not facts(["rare"], table).any()


def test_what_was_read_in_annotated_papers_does_not_count() -> None:
    titled = [read("BERT", "Method", "BERT BERT BERT.", title="Known")]
    assert not count_names(titled, [{"title": "known"}])
    assert len(count_names(titled, [{"title": "another"}])[KEYS]) == 1


def test_a_span_is_looked_up_by_all_its_words() -> None:
    (key,) = (
        key for first, width, key in known_names.keys(["graph", "network"]) if width
    )
    table = {KEYS: np.array([key]), ROWS: np.ones((1, FACTS), np.float32)}
    found = facts(["A", "Graph", "Network", "is"], table)
    assert found[1, 1].all()
    assert found.sum() == FACTS


@pytest.mark.parametrize("words", [[], ["x"]])
def test_the_smallest_texts_have_facts(words: list[str]) -> None:
    assert facts(words, count_names(READ, [])).shape == (len(words), LONGEST, FACTS)
    assert facts(words, {}).shape == (len(words), LONGEST, FACTS)
