"""Weights in 4 bits: the form of `data/encoder/layers_q4.npz`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from refiner.analyst.exact import GROUP

AnyArray = np.ndarray[Any, np.dtype[Any]]
PACKED = ("wqkv", "wo", "wi", "wf")


def pack_levels(weights: AnyArray) -> tuple[AnyArray, AnyArray]:
    """Two weights a byte, low half first, and a scale for `GROUP` weights in a row."""
    grouped = weights.astype(np.float32).reshape(-1, GROUP)
    scales = (np.abs(grouped).max(1) / np.float32(7.5)).astype(np.float16)
    divisor = np.maximum(scales.astype(np.float32), 1e-8)[:, None]
    levels = (np.clip(np.rint(grouped / divisor - 0.5), -8, 7) + 8).astype(np.uint8).reshape(-1, 2)
    return levels[:, 0] | (levels[:, 1] << 4), scales


def pack_layers(weights: Mapping[str, AnyArray]) -> dict[str, AnyArray]:
    """Arrays for the file: matrices in 4 bits, the rest in half precision, the head as it is."""
    stored: dict[str, AnyArray] = {}
    for name, values in weights.items():
        if name.split(".")[1] in PACKED:
            stored[f"{name}.q"], stored[f"{name}.s"] = pack_levels(values)
            stored[f"{name}.shape"] = np.array(values.shape)
        else:
            stored[name] = values.astype(np.float32 if name.startswith("head") else np.float16)
    return stored


def student_path(folder: Path, name: str) -> Path:
    """Where the training in `folder` keeps the weights of the student of this name."""
    return folder / f"student-{name.replace(':', '-')}.npz"


def hash_file(path: Path) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def save_arrays(path: Path, arrays: Mapping[str, AnyArray]) -> None:
    """One compressed file of arrays by name."""
    named: dict[str, Any] = dict(arrays)
    np.savez_compressed(path, **named)
