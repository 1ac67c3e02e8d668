"""The diagram of the ontology: boxes at chosen places, arrows from the ontology."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

Box = tuple[int, int, int, int]

WIDTH: Final = 1000
HEIGHT: Final = 700
# Left, top, width, height. A class around others is a frame.
FRAMES: Final[Mapping[str, Box]] = {
    "Concept": (400, 20, 580, 290),
    "WebResource": (50, 230, 170, 110),
    "Extracted": (20, 400, 960, 150),
}
BOXES: Final[Mapping[str, Box]] = {
    "Paper": (60, 60, 150, 56),
    "Method": (440, 80, 150, 50),
    "Task": (800, 80, 150, 50),
    "Dataset": (440, 230, 150, 50),
    "Metric": (800, 230, 150, 50),
    "Repository": (60, 278, 150, 46),
    "Mention": (60, 455, 150, 50),
    "Statement": (400, 455, 150, 50),
    "Result": (760, 455, 150, 50),
    "Extractor": (60, 620, 150, 50),
    "LinkKind": (400, 620, 150, 50),
    "ResultKind": (760, 620, 150, 50),
}


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one class to another, with where its words stand and what it stands for."""

    source: str
    target: str
    points: tuple[tuple[int, int], ...]
    words: tuple[int, int]
    middle: bool = True


ARROWS: Final = (
    Arrow("Paper", "Concept", ((210, 88), (400, 88)), (238, 106), middle=False),
    Arrow("Paper", "WebResource", ((130, 116), (130, 230)), (138, 165), middle=False),
    Arrow("Method", "Task", ((590, 105), (800, 105)), (695, 99)),
    Arrow("Method", "Dataset", ((515, 130), (515, 230)), (523, 168), middle=False),
    Arrow(
        "Method",
        "Method",
        ((470, 80), (470, 52), (560, 52), (560, 80)),
        (570, 50),
        middle=False,
    ),
    Arrow("Dataset", "Task", ((590, 240), (800, 122)), (700, 184)),
    Arrow("Dataset", "Metric", ((590, 262), (800, 262)), (695, 256)),
    Arrow("Task", "Metric", ((875, 130), (875, 230)), (883, 178), middle=False),
    Arrow("Mention", "Concept", ((160, 455), (400, 270)), (262, 385), middle=False),
    Arrow("Statement", "Concept", ((475, 455), (475, 310)), (483, 345), middle=False),
    Arrow("Result", "Concept", ((835, 455), (835, 310)), (843, 330), middle=False),
    Arrow(
        "Extracted",
        "Paper",
        ((34, 400), (34, 88), (60, 88)),
        (40, 375),
        middle=False,
    ),
    Arrow("Extracted", "Extractor", ((135, 550), (135, 620)), (143, 590), middle=False),
    Arrow("Statement", "LinkKind", ((475, 505), (475, 620)), (483, 590), middle=False),
    Arrow("Result", "ResultKind", ((835, 505), (835, 620)), (843, 590), middle=False),
)
HEAD: Final = f"""<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" \
aria-label="Classes of the ontology and the properties between them">
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" \
markerHeight="8" orient="auto"><path class="tip" d="M0 0L10 5L0 10z"/></marker></defs>\
"""


def draw(properties: Mapping[tuple[str, str], Sequence[str]]) -> str:
    """
    Return the diagram as SVG.

    ``properties`` has the words of each arrow, by its two ends; each must have a place.
    """
    places = {(arrow.source, arrow.target) for arrow in ARROWS}
    lost = sorted(set(properties) - places)
    if lost:
        raise ValueError(f"the diagram has no place for {lost}")
    parts = [
        HEAD,
        *(_box(name, box, frame=True) for name, box in FRAMES.items()),
        *(_box(name, box, frame=False) for name, box in BOXES.items()),
        *(
            line
            for arrow in ARROWS
            for line in _arrow(arrow, properties[arrow.source, arrow.target])
        ),
        "</svg>",
    ]
    return "\n".join(parts)


def _box(name: str, box: Box, *, frame: bool) -> str:
    left, top, width, height = box
    middle = left + width // 2
    # A frame's name stands in its upper corner, out of the arrows' way.
    x, y = (left + 12, top + 20) if frame else (middle, top + height // 2 + 5)
    anchor = ' style="text-anchor: start"' if frame else ""
    kind = "frame" if frame else f"box {name}"
    return (
        f'<rect class="{kind}" x="{left}" y="{top}" width="{width}" height="{height}" '
        f'rx="8"/><a href="#{name}"><text class="name" x="{x}" y="{y}"{anchor}>{name}'
        "</text></a>"
    )


def _arrow(arrow: Arrow, words: Iterable[str]) -> Iterable[str]:
    path = " ".join(f"{x},{y}" for x, y in arrow.points)
    yield f'<polyline class="edge" points="{path}" marker-end="url(#tip)"/>'
    x, y = arrow.words
    place = "said middle" if arrow.middle else "said"
    for line, word in enumerate(words):
        yield f'<text class="{place}" x="{x}" y="{y + 15 * line}">{escape(word)}</text>'
