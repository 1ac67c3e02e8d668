import gc
import json
import pickle
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.model import Extraction, Paper
from scholargraph.record_format import from_json
from scholargraph.resolve import (
    History,
    Looks,
    Overrides,
    Place,
    Resolution,
    decide,
    join,
    look,
    resolve,
    resolve_kind,
)
from scholargraph.resolve.occurrences import stated
from scholargraph.vocab import Kind, Role

Read = tuple[Paper, Extraction]
Make = Callable[..., Read]
M, D, T, X = Kind.METHOD, Kind.DATASET, Kind.TASK, Kind.METRIC
GOLD = Path(__file__).parents[3] / "shared" / "gold" / "dev.jsonl"


def ids(resolution: Resolution) -> list[str]:
    return [concept.id for concept in resolution.concepts]


@pytest.fixture
def corpus(make_paper: Make) -> list[Read]:
    llm = ["Large Language Models", "large language models", "LLMs"]
    return [
        make_paper(
            "p1",
            ("FRACAL", M, Role.INTRODUCES, ["FRActal CALibration", "FRACAL"]),
            ("large language model", M, Role.USES, llm),
            ("LVIS dataset", D, Role.EVALUATES, ["LVIS dataset"]),
        ),
        make_paper(
            "p2",
            ("FRACAL", M, Role.COMPARES, ["FRACAL"]),
            ("LLMs", M, Role.USES, ["LLMs"]),
            ("LVIS", D, Role.EVALUATES, ["LVIS"]),
            ("LVIS v1.0", D, Role.EVALUATES, ["LVIS v1.0"]),
            ("Acc@1", X, Role.REPORTS, ["Acc@1"]),
        ),
        make_paper(
            "p3",
            ("top-1 accuracy", X, Role.REPORTS, ["top-1 accuracy", "Top-1"]),
            ("method", M, Role.USES, ["method"]),
            (
                "long-tailed object detection",
                T,
                Role.ADDRESSES,
                ["long-tailed object detection"],
            ),
            ("object detection", T, Role.ADDRESSES, ["Object detection"]),
            ("transformer", T, Role.MENTIONS, ["transformer"]),
            ("Transformers", M, Role.USES, ["Transformers"]),
        ),
    ]


def test_spellings_abbreviations_and_well_known_aliases_meet(
    corpus: list[Read],
) -> None:
    assert ids(resolve(corpus)) == [
        "dataset/lvis",
        "method/fracal",
        "method/large-language-model",
        "method/transformer",
        "metric/top-1-accuracy",
        "task/long-tailed-object-detection",
        "task/object-detection",
        "task/transformer",
    ]


def test_two_entities_of_one_paper_may_denote_one_concept(corpus: list[Read]) -> None:
    resolution = resolve(corpus)
    assigned = resolution.concept_ids("p2")
    assert assigned["LVIS"] == assigned["LVIS v1.0"] == "dataset/lvis"
    assert resolution.find("dataset/lvis").paper_count == 2


def test_a_name_that_says_nothing_has_no_concept(corpus: list[Read]) -> None:
    assert "method" not in resolve(corpus).concept_ids("p3")


def test_the_long_form_becomes_an_alias(corpus: list[Read]) -> None:
    fracal = resolve(corpus).find("method/fracal")
    assert fracal.label == "FRACAL"
    assert fracal.aliases == ("FRActal CALibration",)


def test_a_narrower_concept_stands_under_its_head(corpus: list[Read]) -> None:
    concept = resolve(corpus).find("task/long-tailed-object-detection")
    assert concept.broader == ("task/object-detection",)


def test_a_metric_brings_its_direction_and_scale(corpus: list[Read]) -> None:
    concept = resolve(corpus).find("metric/top-1-accuracy")
    assert (concept.higher_is_better, concept.scale) == (True, "fraction")


def test_each_name_of_a_concept_has_a_reason(corpus: list[Read]) -> None:
    reasons = {item.name: item.reason for item in resolve(corpus).why("method/fracal")}
    assert reasons["FRActal CALibration"].startswith("same normal form")
    assert reasons["FRACAL"].startswith("defined as an abbreviation")


def test_the_order_of_papers_does_not_matter(corpus: list[Read]) -> None:
    wanted = resolve(corpus)
    for seed in range(5):
        shuffled = corpus.copy()
        random.Random(seed).shuffle(shuffled)
        assert resolve(iter(shuffled)) == wanted


def test_an_unknown_short_form_with_two_senses_stays_ambiguous(
    make_paper: Make,
) -> None:
    def defining(id_: str, long: str) -> Read:
        return make_paper(id_, ("ZQR", M, Role.USES, [long, "ZQR"]))

    resolution = resolve(
        [
            defining("p1", "zonal query routing"),
            defining("p2", "zero-quality radiography"),
            make_paper("p3", ("ZQR", M, Role.USES, ["ZQR"])),
        ]
    )
    assert len(resolution.concepts) == 3
    found = {c.label: c.ambiguous for c in resolution.concepts}
    assert found == {
        "ZQR": True,
        "zonal query routing": False,
        "zero-quality radiography": False,
    }


def test_an_ambiguous_short_form_goes_where_the_other_concepts_point(
    make_paper: Make,
) -> None:
    def beside(id_: str, forms: list[str], *others: str) -> Read:
        entities = [(other, D, Role.EVALUATES, [other]) for other in others]
        return make_paper(id_, ("ZQR", M, Role.USES, forms), *entities)

    papers = [
        beside("p1", ["zonal query routing", "ZQR"], "MapBase", "GeoSet", "CityNet9"),
        beside("p2", ["zero-quality radiography", "ZQR"], "ChestSet", "RayBase"),
        beside("p3", ["ZQR"], "MapBase", "GeoSet", "CityNet9"),
    ]
    resolution = resolve(papers)
    assert resolution.concept_ids("p3")["ZQR"] == "method/zonal-query-routing"


def test_concepts_of_one_slug_get_ids_of_their_own(make_paper: Make) -> None:
    resolution = resolve(
        [
            make_paper("p1", ("MAP", M, Role.USES, ["MAP"])),
            make_paper("p2", ("map", M, Role.USES, ["map"])),
            make_paper("p3", ("MAP", M, Role.USES, ["MAP"])),
        ]
    )
    found = ids(resolution)
    assert len(set(found)) == 2
    assert "method/map" in found


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated papers are not here")
def test_real_papers_resolve_the_same_in_any_order_and_never_across_kinds() -> None:
    papers = [
        from_json(json.loads(line)) for line in GOLD.read_text("utf-8").splitlines()
    ]
    resolution = resolve(papers)
    assert resolve(list(reversed(papers))) == resolution
    concepts = {concept.id: concept for concept in resolution.concepts}
    for _, extraction in papers:
        assigned = resolution.concept_ids(extraction.paper_id)
        for entity in extraction.entities:
            if entity.name in assigned:
                assert concepts[assigned[entity.name]].kind is entity.kind
    labels = Counter((one.kind, one.label.casefold()) for one in concepts.values())
    assert max(labels.values()) <= 2
    for concept in concepts.values():
        assert all(concepts[upper].kind is concept.kind for upper in concept.broader)


def test_no_papers_give_no_concepts() -> None:
    assert resolve([]) == Resolution(())


def test_hostile_names_resolve_without_harm(make_paper: Make) -> None:
    names = [
        "(((",
        "a" * 5000,
        "$$\\frac{",
        "\u202eabc",
        "🙂🙂",
        "语言模型",
        "()(",
        "-",
    ]
    paper = make_paper("p1", *((name, M, Role.USES, [name]) for name in names))
    resolution = resolve([paper])
    assert {"🙂🙂", "语言模型"} & {concept.label for concept in resolution.concepts}
    assert all(concept.id.isascii() for concept in resolution.concepts)


def test_a_narrower_name_of_the_paper_that_defines_a_wider_one_is_no_alias(
    make_paper: Make,
) -> None:
    def named(id_: str, *forms: str) -> Read:
        return make_paper(id_, (forms[0], M, Role.USES, list(forms)))

    resolution = resolve(
        [
            named("p1", "wide zonal routing", "zonal routing", "ZRG"),
            named("p2", "zonal routing"),
            named("p3", "zonal routing"),
        ]
    )
    assert resolution.find("method/zonal-routing").aliases == ("ZRG",)


def test_a_well_known_short_form_with_another_long_form_is_another_concept(
    make_paper: Make,
) -> None:
    resolution = resolve(
        [
            make_paper("p1", ("MMLU", D, Role.EVALUATES, ["MMLU"])),
            make_paper(
                "p2",
                ("MMLU", D, Role.EVALUATES, ["Multi-Modal Language Unrest", "MMLU"]),
            ),
        ]
    )
    assert resolution.concept_ids("p1") != resolution.concept_ids("p2")
    assert resolution.find("dataset/mmlu").paper_count == 1


def test_resolving_leaves_the_garbage_collector_as_it_was(corpus: list[Read]) -> None:
    for switch in (gc.disable, gc.enable):
        switch()
        was_on = gc.isenabled()
        resolve(corpus)
        assert gc.isenabled() is was_on


NAMES = st.sampled_from(
    [
        ["BERT"],
        ["GNN", "graph neural network"],
        ["GNN", "generative noise network"],
        ["GNN"],
        ["graph neural networks"],
        ["Graph Neural-Network", "neural network"],
        ["image classification", "classification"],
        ["classification of images"],
        ["LLaVA"],
        ["LLaVA 1.5"],
        ["accuracy", "Acc"],
        ["method"],
    ]
)
CORPORA = st.lists(
    st.lists(st.tuples(NAMES, st.sampled_from(Kind)), max_size=5, unique_by=str),
    max_size=8,
)


@pytest.mark.slow
@given(corpus=CORPORA, chance=st.randoms(use_true_random=False))
def test_parts_of_papers_looked_at_apart_and_kinds_come_to_the_whole(
    make_paper: Make,
    tmp_path_factory: pytest.TempPathFactory,
    corpus: list[list[tuple[list[str], Kind]]],
    chance: random.Random,
) -> None:
    papers = []
    for number, names in enumerate(corpus):
        # A name is one entity's of a paper.
        once = {forms[0]: (forms, kind) for forms, kind in names}
        specs = [(name, kind, Role.USES, f) for name, (f, kind) in once.items()]
        papers.append(make_paper(f"p{number}", *specs))
    whole = resolve(papers)
    chance.shuffle(papers)
    cut = chance.randint(0, len(papers))
    seen = [
        look((one.id, stated(one, read)) for one, read in part)
        for part in (papers[cut:], papers[:cut])
    ]
    folder = tmp_path_factory.getbasetemp() / "rows"
    looks = Looks(Place(folder, most=chance.choice([1, 2, 3, 1000])), seen)
    kinds = list(Kind)
    chance.shuffle(kinds)
    parts = [resolve_kind(kind, sent(looks.only(kind))) for kind in kinds]
    found = join(map(sent, parts))
    assert decide(found.resolution(), Overrides(), History()) == whole
    assert len(found) == len(whole.concepts)
    assert list(found.assigned()) == list(whole.assigned.items())
    assert not list(folder.glob("*"))


Sent = TypeVar("Sent")


def sent(item: Sent) -> Sent:
    """Return what another process would be given."""
    copied: Sent = pickle.loads(pickle.dumps(item))
    return copied
