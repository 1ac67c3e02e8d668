"""What runs without PyTorch computes what was trained with it."""

from pathlib import Path

import numpy as np
import pytest
import torch

from scholargraph.extract.neural import heads, segments, surface
from scholargraph.extract.neural.concepts import GROUP_FEATURES, Span
from scholargraph.extract.neural.extractor import Floats, session
from scholargraph.extract.neural.forms import FORM_FEATURES
from scholargraph.extract.neural.labels import ROLES
from scholargraph.extract.neural.numbers import NUMBER_FEATURES
from scholargraph.extract.neural.pairs import PAIR_FEATURES
from scholargraph.extract.neural.pointers import POINTER_FEATURES
from scholargraph.training.encoder import WIDTH, Encoder
from scholargraph.training.export import part, write_encoder
from scholargraph.training.network import (
    Network,
    SpanHead,
    log_partition,
)
from scholargraph.training.surface import SIZES, Recipe, SurfaceHead

CLOSE = 1e-4


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(0)
    network = Network(0.0).eval()
    network.encoder = Encoder(0.0, layers=2, words=50)
    return network.eval()


def random_array(*shape: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def arrays(module: SpanHead) -> dict[str, Floats]:
    return {name: value.numpy() for name, value in module.state_dict().items()}


def test_the_graph_is_the_encoder(network: Network, tmp_path: Path) -> None:
    write_encoder(network.state_dict(), tmp_path / "x.onnx", int8=False)
    ids, shapes = np.array([3, 1, 4, 1, 5, 9]), np.array([0, 8, 1, 2, 3, 6])
    with torch.no_grad():
        expected = network.encoder(
            torch.tensor(ids)[None], torch.tensor(shapes)[None], torch.ones(1, 6) > 0
        )
    found = session(tmp_path / "x.onnx").run(None, {"ids": ids, "shapes": shapes})[0]
    np.testing.assert_allclose(found, expected[0], atol=CLOSE)


def test_padding_does_not_change_a_text(network: Network) -> None:
    ids, shapes = torch.tensor([[3, 1, 4, 0, 0]]), torch.tensor([[0, 1, 2, 0, 0]])
    mask = torch.tensor([[True, True, True, False, False]])
    with torch.no_grad():
        padded = network.encoder(ids, shapes, mask)[:, :3]
        alone = network.encoder(ids[:, :3], shapes[:, :3], mask[:, :3])
    np.testing.assert_allclose(padded, alone, atol=CLOSE)


@pytest.mark.parametrize("length", [1, 3, 30])
def test_span_scores_are_the_span_heads(length: int) -> None:
    torch.manual_seed(0)
    head = SpanHead(dropout=0.0).eval()
    states = random_array(length, WIDTH)
    scores, outside = segments.span_scores(states, arrays(head))
    with torch.no_grad():
        expected, single = head(torch.tensor(states)[None])
    for width in range(min(length, segments.LONGEST)):
        fit = slice(0, length - width)
        np.testing.assert_allclose(
            scores[fit, width], expected[0, fit, width], atol=CLOSE
        )
    np.testing.assert_allclose(outside, single[0], atol=CLOSE)


def test_both_sum_over_the_same_cuts() -> None:
    spans, single = random_array(2, 9, segments.LONGEST), random_array(2, 9)
    for width in range(segments.LONGEST):
        spans[:, max(9 - width, 0) :, width] = segments.LOW
    expected = log_partition(
        torch.tensor(spans), torch.tensor(single), torch.tensor([9, 9])
    )
    np.testing.assert_allclose(
        segments.forwards(spans, single)[:, -1], expected, atol=CLOSE
    )
    np.testing.assert_allclose(
        segments.backwards(spans, single)[:, 0], expected, atol=CLOSE
    )


def test_the_heads_in_numpy_are_the_heads_in_torch(network: Network) -> None:
    module, weights = network.heads, part(network.state_dict(), "heads.")
    states = random_array(12, WIDTH)
    spans = [Span(0, 2, 0), Span(3, 4, 1), Span(6, 11, 0)]
    sums = heads.running_sums(states)
    vectors = heads.span_vectors(states, sums, spans, weights)
    groups = np.concatenate(heads.pooled(vectors, [[0, 2], [1]]), axis=1)
    tensor = torch.tensor
    pairs, rows = np.array([[0, 1], [1, 0]]), np.array([[0, 0, 2], [1, 1, 1]])
    with torch.no_grad():
        flat = tensor(states)
        places = tensor([[span.first, span.end] for span in spans])
        running = torch.cat([flat.new_zeros(1, WIDTH), flat.cumsum(0)])
        one = module.spans(flat, running, places)
        two = module.groups(one, tensor([0, 1, 0]), 2)
        expected = {
            "spans": one,
            "groups": two,
            "role": module.role(two, tensor(random_array(2, GROUP_FEATURES))),
            "form": module.form(
                one[:2], one[1:], tensor(random_array(2, FORM_FEATURES))
            ),
            "pair": module.pair(
                two,
                tensor(pairs),
                flat[:2],
                tensor(random_array(2, PAIR_FEATURES + 2 * ROLES)),
            ),
            "number": module.number(
                flat[:2], flat[2:4], tensor(random_array(2, NUMBER_FEATURES))
            ),
            "pointer": module.pointer(
                (flat[:2], two, one),
                tensor(rows),
                flat[5:7],
                tensor(random_array(2, POINTER_FEATURES + ROLES)),
            ),
        }
    found = {
        "spans": vectors,
        "groups": groups,
        "role": heads.role_logits(
            groups, random_array(2, GROUP_FEATURES), weights
        ).reshape(2, 16),
        "form": heads.form_logits(
            vectors, np.array([[0, 1], [1, 2]]), random_array(2, FORM_FEATURES), weights
        ),
        "pair": heads.pair_logits(
            groups,
            pairs,
            states[:2],
            random_array(2, PAIR_FEATURES + 2 * ROLES),
            weights=weights,
        ),
        "number": heads.number_logits(
            states[:2], states[2:4], random_array(2, NUMBER_FEATURES), weights
        ),
        "pointer": heads.pointer_logits(
            (states[:2], groups, vectors),
            rows,
            (states[5:7], random_array(2, POINTER_FEATURES + ROLES)),
            weights,
        ),
    }
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, atol=CLOSE, err_msg=name)


@pytest.mark.parametrize("name", list(SIZES))
def test_the_surface_heads_in_numpy_are_the_mean_of_those_in_torch(name: str) -> None:
    torch.manual_seed(0)
    networks = [SurfaceHead(name, Recipe()).eval() for _ in range(2)]
    features = random_array(7, SIZES[name][0])
    words = np.random.default_rng(0).integers(0, networks[0].blank + 1, (7, 5))
    with torch.no_grad():
        outputs = [
            network(torch.tensor(features), torch.tensor(words)).numpy()
            for network in networks
        ]
    weights = {
        f"surface.{name}.{number}.{part}": value.numpy()
        for number, network in enumerate(networks)
        for part, value in network.state_dict().items()
    }
    inputs = surface.Inputs(features, words.astype(np.int16))
    found = surface.surface_logits(name, inputs, weights)
    assert found is not None
    np.testing.assert_allclose(found, np.mean(outputs, axis=0), atol=CLOSE)
    [share, *_] = surface.SHARES[name]
    both = surface.mixed(outputs[0], name, inputs, weights)
    np.testing.assert_allclose(
        both[:, 0],
        (1 - share) * outputs[0][:, 0] + share * np.mean(outputs, axis=0)[:, 0],
        atol=CLOSE,
    )


def test_a_model_without_surface_heads_is_read_as_it_is() -> None:
    logits = random_array(3, 16)
    nothing = surface.Inputs(random_array(3, 2), np.zeros((3, 0), np.int16))
    assert surface.mixed(logits, "role", nothing, {}) is logits
