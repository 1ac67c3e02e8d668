"""``manifest.json``: what a graph folder holds and what the last build did."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from scholargraph.database import SCHEMA_VERSION, Database
from scholargraph.errors import FolderError, reason
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.tally import Tally
from scholargraph.pipeline.work import Work
from scholargraph.version import __version__


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    What a graph folder holds and what the last build did.

    ``version``, ``schema`` and ``extractor`` say what made it; ``generation`` and
    ``digest`` which state of the corpus it is, ``changed`` whether the last build
    changed it. ``inputs`` are the files that it is made of, with the SHA-256 hash of
    their bytes; ``unread`` counts those of the last build that could not be read
    whole, and ``forgotten`` names those that it was told to drop. ``counts`` are of
    the graph, except for ``extracted``, the papers that the last build extracted from,
    at ``rate`` papers a second, and ``left_out``, the statements that are less sure
    than ``min_confidence`` asks. ``seconds`` are its wall-clock times by stage.
    """

    version: str
    schema: int
    extractor: str
    base: str
    generation: int
    digest: str
    changed: bool
    inputs: tuple[Mapping[str, str], ...]
    counts: Mapping[str, int]
    rejects: Mapping[str, int]
    min_confidence: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    unread: int = 0
    forgotten: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    rate: float = 0.0


def describe(
    work: Work, counts: Mapping[str, int], *, extracted: int, changed: bool
) -> Manifest:
    """Return the manifest of the folder as it is now, after a build."""
    seconds = work.timing.seconds
    return replace(
        _of(work.database, {**counts, "merges": work.merges, "extracted": extracted}),
        changed=changed,
        warnings=tuple(work.warnings),
        unread=work.unread,
        forgotten=work.forgotten,
        seconds=seconds,
        rate=round(extracted / max(seconds["extract"], 0.001), 1),
    )


def restored_manifest(database: Database) -> Manifest:
    """Return the manifest of a database, less what only its last build knew."""
    tally = Tally(database.corpus().outlines())
    for _ in tally:
        pass
    counts = {
        **tally.counts,
        "concepts": len(database.corpus().concepts),
        "merges": sum(1 for _ in database.merges()),
        "extracted": 0,
    }
    return _of(database, counts)


def _of(database: Database, counts: Mapping[str, int]) -> Manifest:
    rejects = database.inputs.rejects_by_reason()
    records = database.inputs.record_count()
    return Manifest(
        version=__version__,
        schema=SCHEMA_VERSION,
        extractor=database.note("extractor") or "",
        base=database.note("base") or "",
        generation=database.generation,
        digest=database.note("digest") or "",
        changed=False,
        inputs=tuple(
            {"name": item.name, "sha256": item.content, "problem": item.problem or ""}
            for item in database.inputs
        ),
        counts={
            "records": records,
            "papers": counts["papers"],
            "merges": counts["merges"],
            "duplicates": records - counts["papers"],
            "rejected": sum(rejects.values()),
            "extracted": counts["extracted"],
            **{
                name: counts[name]
                for name in ("entities", "relations", "results", "links", "concepts")
            },
            "left_out": counts["left_out"],
            "triples": int(database.note("triples") or 0),
        },
        rejects=rejects,
        min_confidence=asdict(database.corpus().floor),
    )


def write_manifest(manifest: Manifest, folder: Folder) -> None:
    """Write the manifest into its folder, whole or not at all."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    folder.write(folder.manifest, text + "\n")


def load_manifest(folder: Folder) -> Manifest:
    """
    Return the manifest of a folder.

    Raises
    ------
    FolderError
        Where the folder is none, or the manifest is missing or damaged.

    """
    try:
        values: dict[str, Any] = json.loads(folder.manifest.read_text("utf-8"))
        schema = values["schema"]
        if schema != SCHEMA_VERSION:
            what = f"was made by another version of this program (schema {schema})"
            raise FolderError(folder.manifest, what)
        return Manifest(
            **{
                **values,
                "inputs": tuple(values["inputs"]),
                "warnings": tuple(values["warnings"]),
                "forgotten": tuple(values.get("forgotten", ())),
            }
        )
    except FileNotFoundError as error:
        what = "is no graph folder, or its first build did not end"
        raise FolderError(folder.path, what) from error
    except OSError as error:
        raise FolderError(folder.manifest, reason(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise FolderError(folder.manifest, f"is damaged: {error}") from error
