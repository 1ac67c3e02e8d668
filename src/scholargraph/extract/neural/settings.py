"""
What a model folder says of itself: ``model.json`` and the hashes of its files.

Thresholds and calibration are data that training writes; this module reads and
checks them, so that a damaged or foreign model is an error at load and not a
strange answer later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scholargraph.errors import ModelError
from scholargraph.extract.neural.labels import KINDS, RELATIONS, RESULT_KINDS
from scholargraph.extract.neural.reading import Thresholds

FORMAT = 4
MANIFEST = "model.json"
FILES = ("model.onnx", "heads.npz", "words.npz", "names.npz", "tokenizer.json")
LAYERS = ("mention", "entity", "relation", "result")


@dataclass(frozen=True, slots=True)
class Settings:
    """
    A model's version, thresholds and calibration.

    ``calibration`` holds for each layer the weights of a logistic regression over
    the layer's evidence, the constant last; ``least`` the confidence below which a
    statement of a layer is left out.
    """

    version: str
    thresholds: Thresholds
    calibration: Mapping[str, tuple[float, ...]]
    least: Mapping[str, float]


def read_settings(folder: Path) -> Settings:
    """
    Return the settings of a model folder after checking the hash of every file.

    Raises
    ------
    ModelError
        Where a file is missing or not the one that was written, or the model was
        made for other labels.

    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(folder, f"no {MANIFEST} in it") from error
    except (OSError, ValueError) as error:
        raise ModelError(path, f"cannot be read: {error}") from error
    try:
        check(folder, manifest)
        return to_settings(manifest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(path, f"not in the model format: {error!r}") from error


def check(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Raise ModelError unless format and labels are ours and all files whole."""
    if manifest["format"] != FORMAT:
        raise ModelError(
            folder,
            f"a model of format {manifest['format']}; this program reads {FORMAT}",
        )
    if manifest["labels"] != labels():
        raise ModelError(folder, "a model of other labels")
    for name in FILES:
        try:
            found = sha256(folder / name)
        except OSError as error:
            raise ModelError(folder / name, "is missing") from error
        if found != manifest["sha256"][name]:
            raise ModelError(
                folder / name, "is not the file that the model was written with"
            )


def labels() -> dict[str, list[str]]:
    """Return the label sets that a model is trained for, as the manifest has them."""
    return {
        "kinds": list(KINDS),
        "relations": [name for name, _, _ in RELATIONS],
        "results": list(RESULT_KINDS),
    }


def to_settings(manifest: Mapping[str, Any]) -> Settings:
    """Return the settings that a manifest holds."""
    thresholds = dict(manifest["thresholds"])
    for name in ("mentions", "relations", "forms"):
        thresholds[name] = tuple(thresholds[name])
    return Settings(
        version=str(manifest["version"]),
        thresholds=Thresholds(**thresholds),
        calibration={layer: tuple(manifest["calibration"][layer]) for layer in LAYERS},
        least={layer: float(manifest["least"][layer]) for layer in LAYERS},
    )


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
