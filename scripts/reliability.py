"""
Draw how far confidences mean what they say, from annotated papers.

``reliability.py GOLD [PREDICTIONS] -o FILE.svg`` puts a panel for each layer: the share
of right answers over the confidence, in ten bins, each dot as large as its bin.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scholargraph import evaluation
from scholargraph.evaluation.details import Calibration
from scholargraph.pipeline.stream import extract_papers
from scholargraph.pipeline.work import Options

LARGEST = 400  # area of the dot of the fullest bin, in square points


def calibrations(gold: Path, predictions: Path | None) -> Sequence[Calibration]:
    """Return each layer's bins, of a file of answers or of the shipped extractor's."""
    if predictions is not None:
        return evaluation.evaluate_file(gold, predictions).calibrations
    pairs = extract_papers(evaluation.gold_papers(gold), Options(), print)
    return evaluation.evaluate(gold, pairs).calibrations


def panel(axes: Axes, found: Calibration) -> None:
    """Draw a layer's bins over the line on which a perfect confidence lies."""
    fullest = max(bin_.count for bin_ in found.bins)
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.scatter(
        [bin_.confidence for bin_ in found.bins],
        [bin_.right for bin_ in found.bins],
        s=[LARGEST * bin_.count / fullest for bin_ in found.bins],
        alpha=0.75,
    )
    axes.set(xlim=(0, 1.03), ylim=(0, 1.03), xlabel="confidence", aspect="equal")
    axes.set_title(f"{found.layer}: error {found.error:.3f}", fontsize=10)


def main() -> None:
    """Write the figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predictions", type=Path, nargs="?")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    found = calibrations(given.gold, given.predictions)
    # Names in the file are drawn by chance otherwise, and its date is the clock's.
    mpl.rcParams["svg.hashsalt"] = "scholargraph"
    figure = Figure(figsize=(3 * len(found), 3.2), layout="constrained")
    for axes, layer in zip(figure.subplots(1, len(found)), found, strict=True):
        panel(axes, layer)
    figure.axes[0].set_ylabel("share that is right")
    figure.savefig(given.output, metadata={"Date": None})


if __name__ == "__main__":
    main()
