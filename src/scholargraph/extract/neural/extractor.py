"""
The extractor: papers in, extractions out, with one encoder pass over each paper.

Loads the model once; onnxruntime runs on one thread and sleeps between calls, so
that one process a core is the way to use more cores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from zipfile import BadZipFile

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray
from tokenizers import Tokenizer

from scholargraph.errors import ModelError
from scholargraph.extract.links import find_links
from scholargraph.extract.neural import records, word_spans
from scholargraph.extract.neural.edges import possible
from scholargraph.extract.neural.known_names import Table
from scholargraph.extract.neural.reading import Reading, Text, read
from scholargraph.extract.neural.segments import LOW, probabilities, span_scores
from scholargraph.extract.neural.settings import Settings, read_settings
from scholargraph.extract.neural.threads import OneThread
from scholargraph.extract.neural.tokens import Tokens, cut
from scholargraph.extract.neural.windows import join, subwords, windows
from scholargraph.model import Extraction, Paper
from scholargraph.version import __version__

Floats: TypeAlias = NDArray[np.float32]

AT_ONCE = 32  # papers read before the first is yielded
SPAN_HEAD = "span."  # how the arrays of the span head begin in heads.npz
TOO_LONG = 4096  # tokens; such a text is walked alone, not padded to by others


class NeuralExtractor:
    """Reads papers with the trained model; ``name`` says which."""

    def __init__(
        self,
        settings: Settings,
        tokenizer: Tokenizer,
        session: onnxruntime.InferenceSession,
        *,
        weights: dict[str, Floats],
        names: Table,
    ) -> None:
        """Take the parts of a model; ``load`` reads them from a folder."""
        self.name = f"scholargraph {__version__} / model {settings.version}"
        self.settings = settings
        self._tokenizer = tokenizer
        self._session = session
        self._marks = tuple(
            tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]")
        )
        self._span_weights = {
            name.removeprefix(SPAN_HEAD): array
            for name, array in weights.items()
            if name.startswith(SPAN_HEAD)
        }
        self._word_spans = word_spans.networks(weights)
        self._names = names
        self.weights = weights
        self._one_thread = OneThread()

    @classmethod
    def load(cls, path: Path | None = None) -> NeuralExtractor:
        """
        Return the extractor of a model folder, or the one that is shipped.

        Raises
        ------
        ModelError
            Where the folder holds no whole model of this version.

        """
        if path is None:
            with as_file(files("scholargraph.extract.neural") / "weights") as folder:
                return cls.load(folder)
        settings = read_settings(path)
        try:
            tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
            # The published tokenizer cuts texts at 128 subwords and pads them to it.
            tokenizer.no_truncation()
            tokenizer.no_padding()
            weights = read_arrays(path / "heads.npz") | read_arrays(path / "words.npz")
            with np.load(path / "names.npz") as arrays:
                names = {name: arrays[name] for name in arrays.files}
            return cls(
                settings,
                tokenizer,
                session(path / "model.onnx"),
                weights=weights,
                names=names,
            )
        except (OSError, ValueError, RuntimeError, EOFError, BadZipFile) as error:
            raise ModelError(path, f"cannot be loaded: {error}") from error

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """Yield the extraction of each paper, in order."""
        walk = iter(papers)
        while batch := list(islice(walk, AT_ONCE)):
            for paper, reading in zip(batch, self.readings(batch), strict=True):
                yield self._extraction(paper, reading)

    def readings(self, papers: Sequence[Paper]) -> list[Reading]:
        """Return what the model reads in each paper, before confidence and names."""
        texts = self.texts([(paper.title, paper.abstract) for paper in papers])
        thresholds = self.settings.thresholds
        with self._one_thread():
            return [read(text, self.weights, thresholds) for text in texts]

    def texts(self, papers: Sequence[tuple[str, str]]) -> list[Text]:
        """Return titles and abstracts with token states and span probabilities."""
        tokens = [cut(title, abstract) for title, abstract in papers]
        states = [self.states(found) for found in tokens]
        with self._one_thread():
            chances = self._chances(tokens, states)
        return [Text(*parts) for parts in zip(tokens, states, chances, strict=True)]

    def states(self, tokens: Tokens) -> Floats:
        """
        Return [T, width], the encoder's state of each token.

        A text is encoded alone: int8 inference takes one scale for all activations
        of a call, so in a batch a paper's answer would depend on its neighbours.
        """
        found = subwords(tokens, self._tokenizer)
        opening, closing = self._marks
        parts = []
        for window in windows(found, opening=opening, closing=closing):
            inputs = {"ids": window.ids, "shapes": window.shapes}
            parts.append((window, self._session.run(None, inputs)[0]))
        return join(parts, found)

    def _chances(
        self, tokens: Sequence[Tokens], states: Sequence[Floats]
    ) -> list[Floats]:
        order = sorted(range(len(states)), key=lambda spot: len(states[spot]))
        short = [spot for spot in order if len(states[spot]) <= TOO_LONG]
        groups = [short[start : start + 16] for start in range(0, len(short), 16)]
        groups += [[spot] for spot in order[len(short) :]]
        found: dict[int, Floats] = {}
        for group in groups:
            scores = [self._scores(tokens[spot], states[spot]) for spot in group]
            found |= dict(zip(group, probabilities(scores), strict=True))
        return [found[spot] for spot in range(len(states))]

    def _scores(self, tokens: Tokens, states: Floats) -> tuple[Floats, Floats]:
        scores, outside = word_spans.mixed(
            span_scores(states, self._span_weights),
            tokens,
            self._word_spans,
            self._names,
        )
        scores[~possible(tokens)] = LOW
        return scores, outside

    def _extraction(self, paper: Paper, reading: Reading) -> Extraction:
        links = find_links(paper.text)
        made = records.entities(
            reading, self.settings, [link.evidence for link in links]
        )
        return Extraction(
            paper_id=paper.id,
            entities=tuple(made.values()),
            relations=tuple(records.relations(reading, made, self.settings)),
            results=tuple(records.results(reading, made, self.settings)),
            links=links,
            extractor=self.name,
        )


def read_arrays(path: Path) -> dict[str, Floats]:
    """Return the arrays of a file, in 32 bits."""
    with np.load(path) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def session(path: Path) -> onnxruntime.InferenceSession:
    """Return an inference session on one thread that does not spin while it waits."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"]
    )
