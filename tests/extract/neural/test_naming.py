"""Names are what a catalogue would say, and unique within a paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.extract.neural.naming import (
    INSIDE,
    OPENING,
    TITLE,
    Form,
    Named,
    in_paper,
    name,
    unique,
)
from scholargraph.vocab import Kind, Role

METHOD, DATASET, TASK, METRIC = Kind.METHOD, Kind.DATASET, Kind.TASK, Kind.METRIC
OWN, USED = Role.INTRODUCES, Role.USES

CASES = [
    (["FRActal CALibration", "FRACAL", "Fractal Calibration"], METHOD, OWN, "FRACAL"),
    (["large language models", "LLMs", "LLM"], METHOD, USED, "large language model"),
    (["LLMs"], METHOD, USED, "LLM"),
    (["Large Language Models", "LLMs"], TASK, USED, "large language model"),
    (["Fourier transform"], METHOD, USED, "Fourier transform"),
    (["Stable Diffusion"], METHOD, USED, "Stable Diffusion"),
    (["COCO"], DATASET, USED, "COCO"),
    (["ImageNet", "ImageNet-1K", "ImageNet"], DATASET, USED, "ImageNet"),
    (["mean Average Precision", "mAP"], METRIC, USED, "mAP"),
    (["F1"], METRIC, USED, "F1"),
    (["F1-scores", "F1 score"], METRIC, USED, "F1"),
    (["macro-$F_1$ score"], METRIC, USED, "macro-F1"),
    (["CLIP score"], METRIC, USED, "CLIP score"),
    (["$F1"], METRIC, USED, "$F1"),
    (["AP$_{50}$"], METRIC, USED, "AP50"),
    (["$k$-fold cross-validation"], METHOD, USED, "k-fold cross-validation"),
    (["Chart$\\text{M}^3$"], DATASET, OWN, "ChartM3"),
    (["$"], METHOD, USED, "$"),
    (["AP_{50}"], METRIC, USED, "AP50"),
    (["MS~MARCO"], DATASET, USED, "MS MARCO"),
    (["AP₅₀"], METRIC, USED, "AP50"),
    (["R^2"], METRIC, USED, "R2"),
    (["F_1-score"], METRIC, USED, "F1"),
    (["UCF_CC_50"], DATASET, USED, "UCF_CC_50"),
    (["Foo™ $x$"], METHOD, USED, "Foo™ x"),
    (["overall accuracy"], METRIC, USED, "accuracy"),
    (["Overall accuracies"], METRIC, USED, "accuracy"),
    (["overall accuracy"], TASK, USED, "overall accuracy"),
    (["ablation studies"], METHOD, USED, "ablation study"),
    (["adjusted losses"], METHOD, USED, "adjusted loss"),
    (["Gaussian processes"], METHOD, USED, "Gaussian process"),
    (["confusion matrices"], METHOD, USED, "confusion matrix"),
    (["Naive Bayes"], METHOD, USED, "Naive Bayes"),
    (["temporal biases"], TASK, USED, "temporal bias"),
    (["Stanford Cars"], DATASET, USED, "Stanford Cars"),
    (["NABirds"], DATASET, OWN, "NABirds"),
    (["s"], METHOD, USED, "s"),
    (["contrastive loss"], METHOD, USED, "contrastive loss"),
    (["3D Gaussian splatting"], METHOD, USED, "3D Gaussian splatting"),
]


@pytest.mark.parametrize(("forms", "kind", "role", "wanted"), CASES)
def test_the_catalogue_name_is_chosen(
    forms: list[str], kind: Kind, role: Role, wanted: str
) -> None:
    named = Named([Form(form) for form in forms], kind, role)
    assert in_paper([named]) == [wanted]


PLACES = [
    (Form("Image Classification", TITLE), "image classification"),
    (Form("Image classification", OPENING), "image classification"),
    (Form("Stable Diffusion", OPENING), "Stable Diffusion"),
    (Form("BERT Models", TITLE), "BERT model"),
    (Form("Robust Logic", INSIDE), "Robust Logic"),
]


@pytest.mark.parametrize(("form", "wanted"), PLACES)
def test_capitals_that_a_form_owes_to_its_place_are_dropped(
    form: Form, wanted: str
) -> None:
    assert name([form], METHOD, USED) == wanted


@given(
    st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5),
    st.sampled_from(Kind),
    st.sampled_from([OWN, USED]),
)
def test_any_forms_give_a_name(forms: list[str], kind: Kind, role: Role) -> None:
    assert name([Form(form) for form in forms], kind, role)


@given(st.lists(st.sampled_from(["X", "X (Task)", "Y"]), max_size=8))
def test_names_are_made_unique(names: list[str]) -> None:
    found = unique(names, ["Task"] * len(names))
    assert len(set(found)) == len(names)
