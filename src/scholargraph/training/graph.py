"""
Write the encoder as an ONNX graph, node by node.

One text at a time, without padding: int8 inference picks one scale for all
activations of a call, so a text read alone gives the same numbers in any company.
Written by hand because PyTorch's exporters change with every release.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
HEADS = 12
EPSILON = 1e-12


class Builder:
    """Collects nodes and weights; each method names the output it adds."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a weight."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add an operation with one output."""
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(kind, list(inputs), [name], name=name, **attributes)
        )
        return name

    def linear(
        self, x: str, name: str, weight: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> str:
        """Add an affine map."""
        product = self.node("MatMul", x, self.constant(f"{name}.weight", weight.T))
        return self.node("Add", product, self.constant(f"{name}.bias", bias))

    def norm(self, x: str, name: str, state: Mapping[str, NDArray[np.float32]]) -> str:
        """Add a layer normalisation."""
        scale = self.constant(f"{name}.weight", state[f"{name}.weight"])
        shift = self.constant(f"{name}.bias", state[f"{name}.bias"])
        return self.node(
            "LayerNormalization", x, scale, shift, axis=-1, epsilon=EPSILON
        )


def encoder_graph(state: Mapping[str, NDArray[np.float32]]) -> onnx.ModelProto:
    """Return the graph from ``ids`` [L] and ``shapes`` [L] to ``states`` [L, width]."""
    build = Builder()
    size = build.node("Shape", "ids")
    zero = build.constant("zero", np.array([0], np.int64))
    positions = build.constant("positions.weight", state["positions.weight"])
    words = build.node(
        "Gather", build.constant("words.weight", state["words.weight"]), "ids"
    )
    shapes = build.node(
        "Gather", build.constant("shapes.weight", state["shapes.weight"]), "shapes"
    )
    x = build.node("Add", words, build.node("Slice", positions, zero, size))
    x = build.norm(build.node("Add", x, shapes), "norm", state)
    layers = 1 + max(
        int(name.split(".")[1]) for name in state if name.startswith("layers.")
    )
    for index in range(layers):
        x = layer(build, x, f"layers.{index}", state)
    build.nodes[-1].output[0] = "states"
    width = state["norm.weight"].shape[0]
    graph = helper.make_graph(
        build.nodes,
        "encoder",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["length"])
            for name in ("ids", "shapes")
        ],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["length", width])],
        build.weights,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8
    )
    onnx.checker.check_model(model)
    return model


def layer(
    build: Builder, x: str, name: str, state: Mapping[str, NDArray[np.float32]]
) -> str:
    """Add a transformer layer."""
    mixed = attention(build, x, name, state)
    x = build.norm(build.node("Add", x, mixed), f"{name}.norm1", state)
    hidden = gelu(
        build,
        build.linear(
            x, f"{name}.up", state[f"{name}.up.weight"], state[f"{name}.up.bias"]
        ),
    )
    down = build.linear(
        hidden, f"{name}.down", state[f"{name}.down.weight"], state[f"{name}.down.bias"]
    )
    return build.norm(build.node("Add", x, down), f"{name}.norm2", state)


def attention(
    build: Builder, x: str, name: str, state: Mapping[str, NDArray[np.float32]]
) -> str:
    """Add self-attention; the query's weights take the dot product's factor."""
    weight, bias = state[f"{name}.qkv.weight"], state[f"{name}.qkv.bias"]
    width = weight.shape[1]
    factor = np.float32((width // HEADS) ** -0.5)
    split = build.constant(
        f"{name}.split", np.array([0, HEADS, width // HEADS], np.int64)
    )
    parts = []
    for place, part in enumerate(("query", "key", "value")):
        rows = slice(place * width, (place + 1) * width)
        scale = factor if part == "query" else np.float32(1)
        flat = build.linear(
            x, f"{name}.{part}", weight[rows] * scale, bias[rows] * scale
        )
        order = [1, 2, 0] if part == "key" else [1, 0, 2]
        parts.append(
            build.node("Transpose", build.node("Reshape", flat, split), perm=order)
        )
    query, key, value = parts
    shares = build.node("Softmax", build.node("MatMul", query, key), axis=-1)
    mixed = build.node("Transpose", build.node("MatMul", shares, value), perm=[1, 0, 2])
    joined = build.node(
        "Reshape", mixed, build.constant(f"{name}.join", np.array([0, width], np.int64))
    )
    return build.linear(
        joined, f"{name}.out", state[f"{name}.out.weight"], state[f"{name}.out.bias"]
    )


def gelu(build: Builder, x: str) -> str:
    """Add the exact GELU in the pattern that onnxruntime fuses into one kernel."""
    root = build.constant(f"root_{x}", np.array(2**0.5, np.float32))
    one = build.constant(f"one_{x}", np.array(1, np.float32))
    half = build.constant(f"half_{x}", np.array(0.5, np.float32))
    curve = build.node("Add", build.node("Erf", build.node("Div", x, root)), one)
    return build.node("Mul", build.node("Mul", x, curve), half)
