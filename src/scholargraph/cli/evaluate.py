"""``evaluate``: how good the extractor and the resolver are."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scholargraph.cli.shared import GOLD_HELP, Jobs, Model

if TYPE_CHECKING:
    from scholargraph.evaluation import Report


def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="GOLD", help=GOLD_HELP),
    ] = None,
    *,
    concepts: Annotated[
        Path | None,
        typer.Option(
            "--concepts",
            metavar="PAIRS",
            help="Measure the resolver on annotated pairs of names instead.",
        ),
    ] = None,
    folds: Annotated[
        int | None,
        typer.Option(
            "--folds",
            min=2,
            help="Score each part of PAIRS with a resolver made from the others.",
        ),
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(
            "--predictions",
            metavar="FILE",
            help="Measure these instead of running the extractor.",
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="FILE", help="Compare with these predictions."
        ),
    ] = None,
    html: Annotated[
        str | None,
        typer.Option(
            "--html", metavar="FILE", help="Also write a page that shows each error."
        ),
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of text.")
    ] = False,
    jobs: Jobs = None,
    model: Model = None,
) -> None:
    """Measure the extractor, layer by layer, or the resolver."""
    if (gold is None) == (concepts is None):
        raise typer.BadParameter("give either GOLD or --concepts PAIRS")
    if concepts is not None:
        others = {"predictions": predictions, "against": against, "html": html}
        _refuse({**others, "json": json_, "jobs": jobs, "model": model}, "--concepts")
        _resolver(concepts, folds)
    elif gold is not None:
        _refuse({"folds": folds}, "GOLD")
        report = _report(gold, predictions, jobs=jobs, model=model)
        _show(report, gold, against, json_=json_)
        if html is not None:
            _browser(report, html)


def _refuse(options: Mapping[str, object], chosen: str) -> None:
    """Refuse options that would do nothing."""
    for name, value in options.items():
        if value:
            raise typer.BadParameter(
                f"does not go with {chosen}", param_hint=f"--{name}"
            )


def _resolver(pairs: Path, folds: int | None) -> None:
    from scholargraph import resolve
    from scholargraph.cli.console import put

    found = resolve.read_pairs(pairs)
    if folds is None:
        scores = resolve.score_pairs(found)
    else:
        scores = resolve.cross_validate(found, folds)
    for line in scores.lines():
        put(line)


def _report(
    gold: Path, predictions: Path | None, *, jobs: int | None, model: Path | None
) -> "Report":
    from scholargraph import evaluation
    from scholargraph.cli.console import say
    from scholargraph.pipeline.stream import extract_papers
    from scholargraph.pipeline.work import Options

    if predictions is not None:
        return evaluation.evaluate_file(gold, predictions)
    options = Options(jobs=jobs, model=model)
    pairs = extract_papers(evaluation.gold_papers(gold), options, say)
    return evaluation.evaluate(gold, pairs)


def _show(report: "Report", gold: Path, against: Path | None, *, json_: bool) -> None:
    import json

    from scholargraph import evaluation
    from scholargraph.cli.console import put, put_json

    if against is None:
        text, record = evaluation.to_text(report), evaluation.to_json(report)
    else:
        other = evaluation.evaluate_file(gold, against)
        comparison = evaluation.compare(other, report)
        text = evaluation.comparison_to_text(comparison)
        record = evaluation.comparison_to_json(comparison)
    if json_:
        put_json(json.dumps(record, ensure_ascii=False))
    else:
        put(text.rstrip("\n"))


def _browser(report: "Report", html: str) -> None:
    from scholargraph import evaluation
    from scholargraph.cli.console import binary_output

    with binary_output(html) as stream:
        for part in evaluation.browser(report):
            stream.write(part.encode("utf-8", "replace"))
