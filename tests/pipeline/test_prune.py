"""Inputs that are not named any more can be forgotten, and leave no trace."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scholargraph.cli.summary import summary
from scholargraph.errors import InputError
from scholargraph.pipeline.build import build
from scholargraph.pipeline.manifest import Manifest
from scholargraph.pipeline.work import Options

Papers = Callable[[str, int, int], Path]
NTriples = Callable[[Path], bytes]
PRUNE = Options(prune=True, jobs=1)
# A file's name and the papers in it; the files share papers, and a file may change.
STATES = st.lists(
    st.dictionaries(
        st.sampled_from("abc"), st.sampled_from([(1, 2), (2, 5), (4, 6)]), min_size=1
    ),
    min_size=2,
    max_size=4,
)


def pruned(folder: Path, *inputs: Path) -> Manifest:
    return build([str(item) for item in inputs], folder, options=PRUNE)


def test_a_forgotten_input_takes_the_papers_with_it_that_only_it_had(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    kept, gone = papers("kept", 1, 3), papers("gone", 3, 6)
    build([str(kept), str(gone)], tmp_path / "kg")
    manifest = pruned(tmp_path / "kg", kept)
    assert manifest.forgotten == (str(gone),)
    assert manifest.counts["papers"] == 3
    assert manifest.counts["extracted"] == 0
    assert "  forgotten   1 input" in list(summary(tmp_path / "kg", manifest))
    build([str(kept)], tmp_path / "new")
    assert ntriples(tmp_path / "kg") == ntriples(tmp_path / "new")


def test_a_named_input_that_is_gone_from_disk_is_not_forgotten(
    tmp_path: Path, papers: Papers
) -> None:
    one, two = papers("one", 1, 2), papers("two", 3, 4)
    build([str(one), str(two)], tmp_path / "kg")
    two.unlink()
    manifest = pruned(tmp_path / "kg", one, two)
    assert manifest.forgotten == ()
    assert manifest.counts["papers"] == 4
    assert manifest.unread == 1


@pytest.mark.slow
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES)
def test_after_any_adds_changes_and_removals_the_graph_is_that_of_a_fresh_build(
    states: list[dict[str, tuple[int, int]]],
    tmp_path_factory: pytest.TempPathFactory,
    papers: Papers,
    ntriples: NTriples,
) -> None:
    folder = tmp_path_factory.mktemp("sequence")
    for state in states:
        files = [papers(name, *span) for name, span in state.items()]
        pruned(folder / "kg", *files)
    pruned(folder / "new", *files)
    # What became of addresses that were given up is all that history leaves.
    assert without_history(ntriples(folder / "kg")) == ntriples(folder / "new")


def without_history(published: bytes) -> bytes:
    return b"".join(
        line
        for line in published.splitlines(keepends=True)
        if b"terms/isReplacedBy>" not in line
    )


def test_a_mistyped_name_costs_nothing(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    file = papers("a", 1, 2)
    build([str(file)], tmp_path / "kg")
    before = ntriples(tmp_path / "kg")
    with pytest.raises(InputError, match="nothing is forgotten"):
        pruned(tmp_path / "kg", tmp_path / "a.jsnl")
    assert ntriples(tmp_path / "kg") == before
    assert build([str(file)], tmp_path / "kg").changed is False
