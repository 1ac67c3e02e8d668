"""Extraction over processes: order kept, failures told, nothing left behind."""

from collections.abc import Iterable, Iterator

import pytest

from scholargraph.model import Extraction, Paper
from scholargraph.pipeline.workers import CHUNK, FEW, batches


class Picky:
    """An extractor that fails on papers without an abstract."""

    name = "picky 1"

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        for paper in papers:
            if not paper.abstract:
                message = "no\nabstract"
                raise ValueError(message)
            yield Extraction(paper.id, (), (), (), (), self.name)


def test_a_paper_that_cannot_be_extracted_from_costs_no_other() -> None:
    papers = [Paper(f"p{n}", "T", "" if n == 2 else "text") for n in range(5)]
    (batch,) = batches(papers, Picky(), model=None, jobs=1)
    assert [paper.id for paper, _ in batch.pairs] == ["p0", "p1", "p3", "p4"]
    assert batch.failures == ("p2: not extracted: ValueError: no abstract",)
    assert len(batch) == 5


@pytest.mark.parametrize("number", [0, 1, CHUNK, CHUNK + 1, FEW - 1, FEW + CHUNK + 1])
def test_papers_keep_their_order(number: int) -> None:
    papers = [Paper(f"p{n}", "T", "text") for n in range(number)]
    found = [
        paper.id
        for batch in batches(papers, Picky(), model=None, jobs=1)
        for paper, _ in batch.pairs
    ]
    assert found == [paper.id for paper in papers]
