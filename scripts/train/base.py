"""The pretrained network that training starts from: the first layers of all-mpnet-base-v2."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

FloatArray = np.ndarray[Any, np.dtype[np.float32]]
LAYERS = 8  # the teachers' depth
_PARTS = {
    "wo": "attention.attn.o.weight",
    "bo": "attention.attn.o.bias",
    "g1": "attention.LayerNorm.weight",
    "b1": "attention.LayerNorm.bias",
    "wi": "intermediate.dense.weight",
    "bi": "intermediate.dense.bias",
    "wf": "output.dense.weight",
    "bf": "output.dense.bias",
    "g2": "output.LayerNorm.weight",
    "b2": "output.LayerNorm.bias",
}


def read_base(path: Path) -> dict[str, FloatArray]:
    """The layers of `model.safetensors`, under the names of `data/encoder/layers_q4.npz`."""
    from safetensors.numpy import load_file

    stored = load_file(path)
    found: dict[str, FloatArray] = {}
    for i in range(LAYERS):
        layer = f"encoder.layer.{i}."
        for short, long in (("w", "weight"), ("b", "bias")):
            rows = [stored[f"{layer}attention.attn.{part}.{long}"] for part in "qkv"]
            found[f"{i}.{short}qkv"] = np.concatenate(rows)
        found |= {f"{i}.{short}": stored[layer + long] for short, long in _PARTS.items()}
    return found
