"""The encoder's exact form: the same weights in 32-bit floats, by numpy alone.

About 16 windows a second; it runs where a processor's integer kernels are off.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

FloatArray = np.ndarray[Any, np.dtype[np.float32]]
Forward = Callable[[tuple[int, ...], tuple[int, ...]], FloatArray]
"""The pieces of a window, and the rows that are asked for, to a logit for each of these."""

HEADS, GROUP = 12, 32  # attention heads; inputs that share a scale


def unpack_levels(packed: Any, scales: Any, shape: Any) -> FloatArray:
    """Two 4-bit weights a byte, low half first: (n - 7.5) times the scale of its group."""
    levels = np.empty(packed.size * 2, np.float32)
    levels[0::2], levels[1::2] = packed & 15, packed >> 4
    centred = levels.reshape(-1, GROUP) - np.float32(7.5)
    weights: FloatArray = (centred * scales.astype(np.float32)[:, None]).reshape(shape)
    return weights


def bucket_distances(length: int) -> Any:
    """The bucket of each pair of positions: exact up to 8, then by powers, by direction."""
    away = np.arange(length)[:, None] - np.arange(length)[None]
    near = np.abs(away)
    powers = np.log(np.maximum(near, 1).astype(np.float32) / 8) / np.log(16.0) * 8
    far = np.minimum(8 + powers.astype(int), 15)
    return np.where(away < 0, 16, 0) + np.where(near < 8, near, far)


def _norm(x: FloatArray, gain: FloatArray, bias: FloatArray) -> FloatArray:
    x = x - x.mean(-1, keepdims=True)
    y: FloatArray = x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(1e-5)) * gain + bias
    return y


def _gelu(x: FloatArray) -> FloatArray:
    """x times the normal distribution; erf by Abramowitz and Stegun 7.1.26 (error 2e-7)."""
    z = np.abs(x) * np.float32(2**-0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = np.full_like(t, 1.061405429)
    for term in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * t + np.float32(term)
    y: FloatArray = np.float32(0.5) * x * (1 + np.copysign(1 - series * t * np.exp(-z * z), x))
    return y


def read_layers(folder: Path) -> dict[str, FloatArray]:
    """Every weight of the layers and the head in 32-bit floats, by name."""
    with np.load(folder / "layers_q4.npz") as stored:
        w = {n: stored[n].astype(np.float32) for n in stored.files if n.count(".") == 1}
        for name in (n[:-2] for n in stored.files if n.endswith(".q")):
            packed, scales, shape = (stored[f"{name}.{part}"] for part in ("q", "s", "shape"))
            w[name] = unpack_levels(packed, scales, shape)
    return w


def exact_forward(folder: Path) -> Forward:
    """The forward pass over the pieces of one window: a logit for each of the rows asked for."""
    w = read_layers(folder)
    with np.load(folder / "embeddings_q4.npz") as stored:
        words = unpack_levels(stored["q"], stored["s"], stored["shape"])
        positions = stored["pos"].astype(np.float32)
        gain, bias = stored["g"], stored["b"]
        distance = stored["rb"][bucket_distances(len(positions))].transpose(2, 0, 1)
    layers = 1 + max(int(name[0]) for name in w if name[0].isdigit())

    def forward(pieces: tuple[int, ...], rows: tuple[int, ...]) -> FloatArray:
        n = len(pieces)
        h = _norm(words[list(pieces)] + positions[:n], gain, bias)
        for i in range(layers):
            projected = (h @ w[f"{i}.wqkv"].T + w[f"{i}.bqkv"]).reshape(n, 3, HEADS, -1)
            q, k, v = projected.transpose(1, 2, 0, 3)
            away = distance[:, :n, :n]
            if i == layers - 1:  # nothing reads the other rows of the last layer
                h, q, away = h[list(rows)], q[:, rows], away[:, rows]
            scores = q @ k.transpose(0, 2, 1) / np.float32(8) + away
            shares = np.exp(scores - scores.max(-1, keepdims=True))
            shares /= shares.sum(-1, keepdims=True)
            read = (shares @ v).transpose(1, 0, 2).reshape(len(h), -1)
            h = _norm(h + read @ w[f"{i}.wo"].T + w[f"{i}.bo"], w[f"{i}.g1"], w[f"{i}.b1"])
            inner = _gelu(h @ w[f"{i}.wi"].T + w[f"{i}.bi"])
            h = _norm(h + inner @ w[f"{i}.wf"].T + w[f"{i}.bf"], w[f"{i}.g2"], w[f"{i}.b2"])
        logits: FloatArray = h @ w["head.w"] + w["head.b"][0]
        return logits

    return forward
