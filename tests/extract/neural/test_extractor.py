"""The shipped model reads any text, and gives records that hold together."""

import json
import shutil
import time
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scholargraph.errors import ModelError
from scholargraph.extract.neural.extractor import NeuralExtractor
from scholargraph.extract.neural.settings import FILES
from scholargraph.model import Extraction, Paper
from scholargraph.vocab import Kind

WEIGHTS = Path(str(files("scholargraph.extract.neural") / "weights"))

TITLE = "FRACAL: Fractal Calibration for long-tailed object detection"
ABSTRACT = (
    "Real-world datasets follow an imbalanced distribution, which poses significant "
    "challenges in rare-category object detection. We propose FRActal CALibration "
    "(FRACAL): a novel post-calibration method for long-tailed object detection. "
    "FRACAL reaches 33.6% AP on the LVIS dataset and outperforms RFS by 8.6%."
)

# Hard inputs: what they are, title, abstract.
HARD = [
    ("empty", "", ""),
    ("an empty abstract", TITLE, ""),
    ("one word", "BERT", ""),
    ("white space", " \t", "\n \u2028 "),
    (
        "Chinese",
        "大型语言模型",
        "我们提出了一种新的方法，在图像分类任务上达到95.3%的准确率。" * 20,
    ),
    ("LaTeX only", r"$\mathcal{L}_{x}$", r"$$\frac{a}{b}\\{}_^% \alpha$$ " * 50),
    (
        "control characters",
        "a\x00b\x07c",
        "\x00\x01\x02 We use \x1b[31mBERT\x7f on \ufeffGLUE.",
    ),
    ("10,000 brackets", "(", "([{" * 3000 + ")" * 1000),
    ("one long word", "x" * 5000, "y" * 20000),
    (
        "lone surrogate pairs and emoji",
        "😀 CLIP 👩‍👩‍👧",
        "We use CLIP 😀😀 on COCO, 52.4% AP 🎉.",
    ),
    ("numbers only", "1 2 3", "1.5 2,000 3% " * 300),
    ("combining marks", "e\u0301" * 50, "BERT\u0301\u0301 is BE\u0301RT " * 20),
]


@pytest.fixture(scope="module")
def extractor() -> NeuralExtractor:
    return NeuralExtractor.load()


def assert_whole(paper: Paper, extraction: Extraction) -> None:
    """Check what holds for every extraction of every paper."""
    assert extraction.paper_id == paper.id
    names = [entity.name for entity in extraction.entities]
    assert len(set(names)) == len(names)
    taken: set[int] = set()
    for entity in extraction.entities:
        assert entity.mentions
        assert 0 <= entity.confidence <= 1
        for mention in entity.mentions:
            assert paper.text[mention.start : mention.end] == mention.text
            assert mention.kind == entity.kind
            places = set(range(mention.start, mention.end))
            assert places
            assert not places & taken
            taken |= places
    for relation in extraction.relations:
        assert {relation.head, relation.tail} <= set(names)
        assert 0 <= relation.evidence.start < relation.evidence.end <= len(paper.text)
    for result in extraction.results:
        slots = {result.method, result.dataset, result.task, result.metric} - {None}
        assert slots <= set(names)
        evidence = paper.text[result.evidence.start : result.evidence.end]
        assert result.value.lstrip("-") in evidence


@pytest.mark.parametrize(("what", "title", "abstract"), HARD)
def test_a_hard_input_gives_a_valid_extraction(
    extractor: NeuralExtractor, what: str, title: str, abstract: str
) -> None:
    paper = Paper(what, title, abstract)
    (extraction,) = extractor.extract([paper])
    assert_whole(paper, extraction)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.text(max_size=40),
    st.lists(
        st.sampled_from([*ABSTRACT.split(), "(", "12.5%", "\x00", "漢"]), max_size=60
    ),
)
def test_any_text_gives_a_valid_extraction(title: str, words: list[str]) -> None:
    paper = Paper("any", title, " ".join(words))
    (extraction,) = shared().extract([paper])
    assert_whole(paper, extraction)


def shared(held: list[NeuralExtractor] = []) -> NeuralExtractor:  # noqa: B006
    """Return one extractor for all examples; hypothesis and fixtures do not mix."""
    if not held:
        held.append(NeuralExtractor.load())
    return held[0]


def test_the_paper_is_read(extractor: NeuralExtractor) -> None:
    (extraction,) = extractor.extract([Paper("p", TITLE, ABSTRACT)])
    roles = {entity.name: (entity.kind, entity.role) for entity in extraction.entities}
    assert roles["FRACAL"] == ("Method", "introduces")
    assert roles["long-tailed object detection"] == ("Task", "addresses")
    assert roles["LVIS"] == ("Dataset", "evaluates")
    triples = {(each.head, each.type, each.tail) for each in extraction.relations}
    assert ("FRACAL", "used_for", "long-tailed object detection") in triples
    values = {(each.value, each.unit, each.metric) for each in extraction.results}
    assert ("33.6", "%", "AP") in values


def test_papers_come_in_order_and_none_depends_on_the_others(
    extractor: NeuralExtractor,
) -> None:
    papers = [
        Paper(str(place), TITLE[place:], ABSTRACT[: 40 * place]) for place in range(8)
    ]
    together = list(extractor.extract(iter(papers)))
    assert [each.paper_id for each in together] == [paper.id for paper in papers]
    alone = [next(extractor.extract([paper])) for paper in papers]
    assert together == alone


def test_a_text_ten_times_as_long_takes_about_ten_times_as_long(
    extractor: NeuralExtractor,
) -> None:
    def seconds(times: int) -> float:
        paper = Paper("long", TITLE, f"{ABSTRACT} " * times)
        start = time.process_time()
        (extraction,) = extractor.extract([paper])
        assert_whole(paper, extraction)
        return time.process_time() - start

    assert seconds(60) < 30 * seconds(6)


def test_the_name_says_which_model(extractor: NeuralExtractor) -> None:
    assert extractor.name.startswith("scholargraph ")
    assert extractor.name.endswith(f"model {extractor.settings.version}")


def damaged(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_an_error_at_load(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(WEIGHTS, tmp_path / "model")
    damaged(folder, name)
    with pytest.raises(ModelError, match=name):
        NeuralExtractor.load(folder)


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.json in it"):
        NeuralExtractor.load(tmp_path)


def test_a_model_of_other_labels_is_an_error(tmp_path: Path) -> None:
    folder = shutil.copytree(WEIGHTS, tmp_path / "model")
    manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    manifest["labels"]["kinds"][0] = "Gadget"
    (folder / "model.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="other labels"):
        NeuralExtractor.load(folder)


def test_a_name_inside_an_address_alone_is_no_mention(
    extractor: NeuralExtractor,
) -> None:
    abstract = (
        "We train ResNet-50 on ImageNet and reach 80.1% accuracy. "
        "Code: https://github.com/lab/resnet."
    )
    [found] = extractor.extract([Paper("1", "ResNet-50 revisited", abstract)])
    methods = {
        entity.name: {mention.text for mention in entity.mentions}
        for entity in found.entities
        if entity.kind is Kind.METHOD
    }
    assert methods == {"ResNet-50": {"ResNet-50"}}
