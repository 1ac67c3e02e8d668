"""What a graph folder holds and what its last build did, as lines of text."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from scholargraph.pipeline.manifest import Manifest

# More reasons or warnings than these are in the manifest alone.
MOST = 10


def summary(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield the lines."""
    counts = manifest.counts
    yield (
        f"{folder}: {_many(counts['papers'], 'paper')}"
        f" from {_many(len(manifest.inputs), 'input')}"
    )
    if manifest.forgotten:
        yield _row("forgotten", _many(len(manifest.forgotten), "input"))
    yield _row("records", f"{counts['records']:,} read")
    yield _row(
        "duplicates",
        f"{counts['duplicates']:,} merged into {_many(counts['merges'], 'paper')}",
    )
    yield _row("rejected", _many(counts["rejected"], "row"))
    for reason, number in list(manifest.rejects.items())[:MOST]:
        yield _row("", f"{_many(number, 'time')}: {reason}")
    yield _row("extracted", _extracted(manifest))
    yield _row(
        "found",
        ", ".join(
            f"{counts[name]:,} {name}"
            for name in ("entities", "relations", "results", "links")
        ),
    )
    if counts.get("left_out"):
        yield _row("left out", _left_out(counts["left_out"], manifest.min_confidence))
        again = f"scholargraph build INPUT… --into {folder} --min-confidence 0"
        yield _row("", f"to take all: {again}")
    yield _row("concepts", f"{counts['concepts']:,}")
    yield _row("graph", _graph(manifest))
    yield _row("extractor", manifest.extractor)
    if manifest.seconds:
        taken = (f"{name} {time:.1f}" for name, time in manifest.seconds.items())
        yield _row("seconds", ", ".join(taken))
    yield from _warnings(manifest.warnings)


def _extracted(manifest: Manifest) -> str:
    text = _many(manifest.counts["extracted"], "paper") + " by the last build"
    return f"{text}, {manifest.rate:,.1f} a second" if manifest.rate else text


def _left_out(number: int, least: Mapping[str, float]) -> str:
    noun = "statement" if least["everything"] else "result"
    return f"{_many(number, noun)}, with a least confidence of {least['results']:g}"


def _graph(manifest: Manifest) -> str:
    state = "published" if manifest.changed else "unchanged"
    return f"{_many(manifest.counts['triples'], 'triple')}, {state}"


def _warnings(warnings: tuple[str, ...]) -> Iterator[str]:
    for text in warnings[:MOST]:
        yield _row("warning", text)
    if len(warnings) > MOST:
        yield _row("", f"and {len(warnings) - MOST:,} more, in manifest.json")


def _row(name: str, text: str) -> str:
    return f"  {name:<11} {text}"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
