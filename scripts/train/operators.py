"""Operators of an ONNX graph, written one after the other."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

BYTES: dict[int, int] = {TensorProto.INT8: 1, TensorProto.UINT8: 1, TensorProto.FLOAT: 4}


class Graph:
    """Operations in order, each by the name of what it gives."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.tensors: dict[str, TensorProto] = {}

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.add_many(1, kind, *inputs, domain=domain, **attributes)[0]

    def add_many(
        self, outputs: int, kind: str, *inputs: str, domain: str = "", **attributes: Any
    ) -> list[str]:
        name = f"{kind}_{len(self.nodes)}"
        names = [name, *(f"{name}_{i}" for i in range(1, outputs))]
        self.nodes.append(
            helper.make_node(kind, inputs, names, name=name, domain=domain, **attributes)
        )
        return names

    def constant(self, value: Any, kind: Any = np.float32) -> str:
        array = np.array(value, kind)
        name = f"{array.dtype} {array.tolist()}"
        self.tensors[name] = numpy_helper.from_array(array, name)
        return name

    def numbers(self, *values: int) -> str:
        return self.constant(values, np.int64)

    def given(self, name: str, *shape: int, kind: int = TensorProto.FLOAT) -> str:
        """A tensor that the encoder hands over when it starts."""
        tensor = TensorProto(
            name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL
        )
        place = {"location": "none", "offset": "0", "length": str(prod(shape) * BYTES[kind])}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=value)
        self.tensors[name] = tensor
        return name

    def norm(self, x: str, width: int, gain: str, bias: str) -> str:
        gain, bias = (self.given(name, width) for name in (gain, bias))
        return self.add("LayerNormalization", x, gain, bias, axis=-1, epsilon=1e-5)
