"""
Read what a paper's text states: concepts, relations, results and links.

``load_extractor`` gives the extractor in use; ``find_links``, ``abbreviations`` and
``sentence_spans`` are functions of text that any extractor may call. Importing this
package loads neither spaCy nor onnxruntime.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from scholargraph.extract.abbreviations import Abbreviation, abbreviations
from scholargraph.extract.links import find_links
from scholargraph.extract.sentences import sentence_spans
from scholargraph.model import Extraction, Paper

__all__ = [
    "Abbreviation",
    "Extractor",
    "abbreviations",
    "find_links",
    "load_extractor",
    "sentence_spans",
]


class Extractor(Protocol):
    """Something that reads papers; ``name`` changes when its answers may change."""

    @property
    def name(self) -> str:
        """What made an extraction, with its version."""
        ...

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """Yield the extraction of each paper, in order."""
        ...


def load_extractor(model: Path | None = None) -> Extractor:
    """
    Return the extractor of a model folder, or the one that is shipped.

    Raises
    ------
    ModelError
        Where the folder holds no model that this version can read.

    """
    # onnxruntime takes a moment to import; --help must not wait for it.
    from scholargraph.extract.neural.extractor import NeuralExtractor  # noqa: PLC0415

    return NeuralExtractor.load(model)
