"""Write a model folder: int8 encoder, arrays, known names, tokenizer, manifest."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import (  # type: ignore[import-untyped]
    QuantType,
    quantize_dynamic,
)

from scholargraph.extract.neural import word_spans
from scholargraph.extract.neural.known_names import KEYS, ROWS
from scholargraph.extract.neural.settings import (
    FILES,
    FORMAT,
    MANIFEST,
    Settings,
    labels,
    sha256,
)
from scholargraph.training.graph import encoder_graph
from scholargraph.training.loop import State
from scholargraph.training.surface import PREFIX as SURFACE

Arrays: TypeAlias = dict[str, NDArray[np.float32]]


def part(state: State, prefix: str) -> Arrays:
    """Return the arrays of one part of the network, without its prefix."""
    return {
        name.removeprefix(prefix): value.numpy()
        for name, value in sorted(state.items())
        if name.startswith(prefix)
    }


def write_encoder(state: State, path: Path, *, int8: bool = True) -> None:
    """Write the encoder's graph, by default with matrices and embeddings in int8."""
    graph = encoder_graph(part(state, "encoder."))
    if not int8:
        onnx.save(graph, path)
        return
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        onnx.save(graph, full)
        # It recommends a step each time that a graph written by hand does not need.
        logging.disable(logging.WARNING)
        try:
            quantize_dynamic(
                full,
                path,
                per_channel=True,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul", "Gather"],
            )
        finally:
            logging.disable(logging.NOTSET)


def write_heads(state: State, path: Path) -> None:
    """Write the heads' arrays with half precision."""
    arrays = {f"span.{name}": value for name, value in part(state, "span.").items()}
    arrays |= part(state, "heads.")
    arrays |= {SURFACE + name: value for name, value in part(state, SURFACE).items()}
    write_halves(arrays, path)


def write_words(state: State, path: Path) -> None:
    """Write the arrays of the networks over words with half precision."""
    arrays = part(state, word_spans.PREFIX)
    write_halves({word_spans.PREFIX + name: arrays[name] for name in arrays}, path)


def write_names(state: State, path: Path) -> None:
    """Write the table of known names, where there is one, with half-precision rows."""
    arrays: dict[str, Any] = {
        name: state[name].numpy().astype(kind)
        for name, kind in ((KEYS, np.uint32), (ROWS, np.float16))
        if name in state
    }
    np.savez_compressed(path, **arrays)


def write_halves(arrays: Arrays, path: Path) -> None:
    """Write arrays with half precision."""
    halves: dict[str, Any] = {
        name: value.astype(np.float16) for name, value in arrays.items()
    }
    np.savez_compressed(path, **halves)


def write_model(
    folder: Path,
    state: State,
    settings: Settings,
    *,
    tokenizer: bytes,
    notes: Mapping[str, Any],
) -> None:
    """Write all files of a model; ``notes`` go into the manifest as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    write_encoder(state, folder / "model.onnx")
    write_heads(state, folder / "heads.npz")
    write_words(state, folder / "words.npz")
    write_names(state, folder / "names.npz")
    (folder / "tokenizer.json").write_bytes(tokenizer)
    write_manifest(folder, settings, notes=notes)


def write_manifest(
    folder: Path, settings: Settings, *, notes: Mapping[str, Any]
) -> None:
    """Write the manifest of the files that stand in the folder."""
    manifest = {
        "format": FORMAT,
        "version": settings.version,
        "labels": labels(),
        "thresholds": asdict(settings.thresholds),
        "calibration": {
            layer: list(weights) for layer, weights in settings.calibration.items()
        },
        "least": dict(settings.least),
        "sha256": {name: sha256(folder / name) for name in FILES},
        **notes,
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
