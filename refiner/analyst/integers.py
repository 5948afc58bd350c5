"""The encoder's usual form: 8-bit integers, by onnxruntime on one thread.

`graph.onnx` is the computation alone (`scripts/train/graph.py` writes it). Every tensor that it
names is handed over here, unpacked from the 4-bit weights at the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from refiner.analyst.exact import GROUP, FloatArray, Forward, bucket_distances

MIN_GELU = -0.17  # what GELU gives is never less, so its bytes start there
Array = np.ndarray[Any, np.dtype[Any]]


def unpack_bytes(packed: Array, scales: Array, shape: Array) -> tuple[Array, FloatArray]:
    """The weights as int8 (outputs, inputs), and the one scale of each output in floats."""
    rows, columns = map(int, shape)
    grouped = scales.astype(np.float32).reshape(rows, columns // GROUP)
    top: FloatArray = grouped.max(1) * np.float32(7.5 / 127)
    finer = np.repeat(grouped / top[:, None], GROUP // 2, 1)
    halves = np.empty((rows, columns // 2, 2), np.int8)
    packed = packed.reshape(rows, -1)
    for half, levels in enumerate((packed & 15, packed >> 4)):
        centred = levels.astype(np.float32) - np.float32(7.5)
        halves[..., half] = np.rint(centred * finer)
    return halves.reshape(rows, columns), top


def _layer_tensors(folder: Path) -> Iterator[tuple[str, Array]]:
    """Weights (`.w`) and scales (`.t`) of each matrix; all else in floats, under its own name."""
    with np.load(folder / "layers_q4.npz") as stored:
        small = {n: stored[n].astype(np.float32) for n in stored.files if n.count(".") == 1}
        for name in (n[:-2] for n in stored.files if n.endswith(".q")):
            weights, top = unpack_bytes(*(stored[f"{name}.{part}"] for part in ("q", "s", "shape")))
            yield f"{name}.w", weights.T
            yield f"{name}.t", top
            if name.endswith(".wf"):
                sums = weights.sum(1, dtype=np.int64).astype(np.float32)
                small[name.replace("wf", "bf")] += np.float32(MIN_GELU) * top * sums
    yield from small.items()


def _embedding_tensors(folder: Path) -> Iterator[tuple[str, Array]]:
    with np.load(folder / "embeddings_q4.npz") as stored:
        rows, columns = map(int, stored["shape"])
        yield "words.q", stored["q"].reshape(rows, columns // 2)
        yield "words.s", stored["s"].reshape(rows, columns // GROUP).astype(np.float32)
        yield "positions", stored["pos"].astype(np.float32)
        yield "words.g", stored["g"]
        yield "words.b", stored["b"]
        yield "distances", stored["rb"][bucket_distances(len(stored["pos"]))].transpose(2, 0, 1)


def integer_forward(folder: Path) -> Forward:
    """The forward pass over the pieces of one window: a logit for each of the rows asked for.

    Activations have one scale a piece, so that a logit does not depend on other windows. The
    last layer computes the rows that are asked for, and no other.
    """
    import onnxruntime

    tensors = dict(_layer_tensors(folder)) | dict(_embedding_tensors(folder))
    values = [
        onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(tensor))
        for tensor in tensors.values()
    ]
    options = onnxruntime.SessionOptions()
    options.add_external_initializers(list(tensors), values)
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(
        str(folder / "graph.onnx"), options, providers=["CPUExecutionProvider"]
    )

    def forward(pieces: tuple[int, ...], rows: tuple[int, ...]) -> FloatArray:
        inputs = {"pieces": np.array([pieces], np.int64), "rows": np.array(rows, np.int64)}
        logits: FloatArray = session.run(["logits"], inputs)[0][0]
        return logits

    return forward
