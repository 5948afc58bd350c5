"""Writes `graph.onnx`: what onnxruntime computes for the encoder, without any weight.

    python -m scripts.train.graph [FOLDER]

It depends on the sizes of the weights in FOLDER (`data/encoder`) alone, and on no number of
theirs: `refiner.analyst.integers` hands the tensors over, under the names used here. Needs onnx.
Inputs are the word pieces of one window and the rows that are asked for; the output is a logit
for each of these rows. `refiner.analyst.exact` is the same in floats. The first axis, of length 1,
is the window: onnxruntime joins more operators where there is one.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from onnx import ModelProto, TensorProto, helper, save

from refiner.analyst.encoder import FOLDER
from refiner.analyst.exact import GROUP, HEADS
from refiner.analyst.integers import MIN_GELU
from scripts.train.operators import Graph

MICROSOFT = "com.microsoft"  # onnxruntime's own operators
OPSET, MICROSOFT_OPSET, IR_VERSION = 21, 1, 10  # as onnxruntime 1.20 reads them
LARGEST_BYTE, LARGEST_SIGNED, MIDDLE = 255, 127, 128
HALF = 0.499  # bytes are cut off, not rounded; a full half could pass the largest one


@dataclass(frozen=True, slots=True)
class Sizes:
    """The network's; `width` and `inner` are numbers a piece, outside and inside a feed-forward
    part; `words` are the pieces that are known, `positions` the longest window."""

    layers: int
    width: int
    inner: int
    words: int
    positions: int


def read_sizes(folder: Path) -> Sizes:
    """From the weights that lie in `folder`."""
    with np.load(folder / "layers_q4.npz") as stored:
        layers = sum(name.endswith(".wqkv.shape") for name in stored.files)
        inner, width = map(int, stored["0.wi.shape"])
    with np.load(folder / "embeddings_q4.npz") as stored:
        return Sizes(layers, width, inner, int(stored["shape"][0]), len(stored["pos"]))


def add_words(graph: Graph, sizes: Sizes) -> str:
    """The pieces at their positions, (1, pieces, width).

    onnxruntime unpacks 4 bits as (n - 8) s, while (n - 7.5) s is meant: s / 2 is added.
    """
    packed = graph.given("words.q", sizes.words, sizes.width // 2, kind=TensorProto.UINT8)
    scales = graph.given("words.s", sizes.words, sizes.width // GROUP)
    how = {"bits": 4, "block_size": GROUP, "gather_axis": 0, "quantize_axis": 1}
    low = graph.add("GatherBlockQuantized", packed, "pieces", scales, domain=MICROSOFT, **how)
    half = graph.add("Mul", graph.add("Gather", scales, "pieces"), graph.constant(0.5))
    grouped = graph.add("Reshape", low, graph.numbers(0, 0, -1, GROUP))
    whole = graph.add("Add", grouped, graph.add("Unsqueeze", half, graph.numbers(3)))
    words = graph.add("Reshape", whole, graph.numbers(0, 0, sizes.width))
    positions = graph.given("positions", sizes.positions, sizes.width)
    start, length = graph.numbers(0), graph.add("Shape", "pieces", start=1)
    used = graph.add("Slice", positions, start, length, start)
    return graph.norm(graph.add("Add", words, used), sizes.width, "words.g", "words.b")


def add_distances(graph: Graph, longest: int) -> str:
    """What attention adds for how far apart two pieces are, (1, HEADS, pieces, pieces)."""
    every = graph.given("distances", HEADS, longest, longest)
    length = graph.add("Shape", "pieces", start=1)
    ends = graph.add("Concat", length, length, axis=0)
    used = graph.add("Slice", every, graph.numbers(0, 0), ends, graph.numbers(1, 2))
    return graph.add("Unsqueeze", used, graph.numbers(0))


def add_bytes(graph: Graph, x: str, least: float | None) -> tuple[str, str]:
    """`x` as bytes, and the scale of each row: symmetric around 128, or from `least` upwards."""
    top = graph.add("ReduceMax", x, graph.numbers(2), keepdims=1)
    if least is None:
        bottom = graph.add("ReduceMin", x, graph.numbers(2), keepdims=1)
        reach = graph.add("Max", top, graph.add("Neg", bottom))
        scale = graph.add("Mul", reach, graph.constant(1 / LARGEST_SIGNED))
        per_unit = graph.add("Reciprocal", scale)
        shift = graph.constant(MIDDLE + HALF)
    else:
        reach = graph.add("Add", top, graph.constant(-least))
        scale = graph.add("Mul", reach, graph.constant(1 / LARGEST_BYTE))
        per_unit = graph.add("Reciprocal", scale)
        lowest = graph.add("Mul", per_unit, graph.constant(-least))
        shift = graph.add("Add", lowest, graph.constant(HALF))
    shifted = graph.add("Add", graph.add("Mul", x, per_unit), shift)
    return graph.add("Cast", shifted, to=TensorProto.UINT8), scale


def add_linear(
    graph: Graph, x: str, name: str, inputs: int, outputs: int, least: float | None = None
) -> str:
    """`x` (1, rows, inputs) times the matrix of this name, in integers, plus its bias.

    With `least`, what that shift adds to the products is taken off in the bias handed over.
    """
    layer, part = name.split(".")
    weights = graph.given(f"{name}.w", inputs, outputs, kind=TensorProto.INT8)
    scales = graph.given(f"{name}.t", outputs)
    bias = graph.given(f"{layer}.b{part[1:]}", outputs)
    rows, scale = add_bytes(graph, x, least)
    one = graph.constant(1.0)  # a product takes one scale for all rows; theirs follow
    zero = graph.constant(MIDDLE if least is None else 0, np.uint8)
    product = graph.add("MatMulIntegerToFloat", rows, weights, one, scales, zero, domain=MICROSOFT)
    return graph.add("Add", graph.add("Mul", product, scale), bias)


def add_layer(graph: Graph, sizes: Sizes, h: str, distances: str, layer: int) -> str:
    """One layer of attention and feed-forward; the last computes the rows asked for alone."""
    width, inner = sizes.width, sizes.inner
    joint = add_linear(graph, h, f"{layer}.wqkv", width, 3 * width)
    parts = graph.add("Reshape", joint, graph.numbers(0, 0, 3, HEADS, width // HEADS))
    by_head = graph.add("Transpose", parts, perm=[2, 0, 3, 1, 4])
    split = graph.add_many(3, "Split", by_head, axis=0, num_outputs=3)
    query, key, value = (graph.add("Squeeze", part, graph.numbers(0)) for part in split)
    if layer == sizes.layers - 1:
        query, distances = (graph.add("Gather", x, "rows", axis=2) for x in (query, distances))
        h = graph.add("Gather", h, "rows", axis=1)
    query = graph.add("Mul", query, graph.constant((width // HEADS) ** -0.5))
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    shares = graph.add("Softmax", graph.add("Add", scores, distances), axis=-1)
    read = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    read = graph.add("Reshape", read, graph.numbers(0, 0, width))
    read = add_linear(graph, read, f"{layer}.wo", width, width)
    h = graph.norm(graph.add("Add", read, h), width, f"{layer}.g1", f"{layer}.b1")
    hidden = add_linear(graph, h, f"{layer}.wi", width, inner)
    hidden = graph.add("Gelu", hidden, domain=MICROSOFT)
    hidden = add_linear(graph, hidden, f"{layer}.wf", inner, width, MIN_GELU)
    return graph.norm(graph.add("Add", hidden, h), width, f"{layer}.g2", f"{layer}.b2")


def build_graph(sizes: Sizes) -> ModelProto:
    """The whole computation for networks of these sizes."""
    graph = Graph()
    h, distances = add_words(graph, sizes), add_distances(graph, sizes.positions)
    for layer in range(sizes.layers):
        h = add_layer(graph, sizes, h, distances, layer)
    products = graph.add("MatMul", h, graph.given("head.w", sizes.width))
    last = graph.given("head.b", 1)
    graph.nodes.append(helper.make_node("Add", [products, last], ["logits"], name="logits"))
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [
            helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, "pieces"]),
            helper.make_tensor_value_info("rows", TensorProto.INT64, ["rows"]),
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "rows"])],
        list(graph.tensors.values()),
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, MICROSOFT_OPSET)]
    return helper.make_model(made, opset_imports=opsets, ir_version=IR_VERSION)


def write_graph(folder: Path) -> None:
    """`graph.onnx` for the weights that lie in `folder`."""
    save(build_graph(read_sizes(folder)), folder / "graph.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    write_graph(parser.parse_args().folder)


if __name__ == "__main__":
    main()
