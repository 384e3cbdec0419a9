"""Writes the int8 variant of an exported detector: a QDQ graph with calibrated activations.

Weights: per output channel, symmetric, 7 bits, since processors without VNNI add two products in 16 bits and would
overflow with 8. Activations: per tensor, uint8, from the range seen on calibration canvases; before a SiLU only down to
where it is nearly zero. Maps finer than a stride of 8, the last convolutions and the decoding stay in float32.
"""

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from graph import Node, node_values, weight_key, with_silu

LARGEST_WEIGHT = 63
FINEST_STRIDE = 8
CLIPPED_SHARE = 1e-5
LOWEST_BEFORE_SILU = -7.0
QUANTISED = ("Conv", "Sigmoid", "Mul", "Add", "Concat", "MaxPool", "Resize")


def write_int8(path, canvases, target):
    """Reads the float32 file, calibrates it on canvases (uint8 [H, W, 3] BGR) and writes the variant."""
    model = onnx.load(str(path))
    nodes = trunk(model.graph)
    ranges, coarse = calibrated(model.graph, nodes, canvases)
    QdqGraph(model.graph, ranges).rewrite([node for node in nodes if node.output[0] in coarse])
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def trunk(graph):
    """The nodes below the last convolutions, which are those whose result is reshaped or decoded."""
    users = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    kept = []
    for node in graph.node:
        later = users.get(node.output[0], [])
        if node.op_type not in QUANTISED or any(user.op_type not in QUANTISED for user in later):
            continue
        if node.input[0] != graph.input[0].name and node.input[0] not in {n.output[0] for n in kept}:
            continue
        kept.append(node)
    return kept


@torch.no_grad()
def calibrated(graph, nodes, canvases):
    """Ranges {value name: (low, high)} over all canvases without the outermost share of values, and the names of the
    values of maps no finer than FINEST_STRIDE."""
    constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    weights = {weight_key(name): torch.from_numpy(array.copy()) for name, array in constants.items() if array.dtype == np.float32}
    plain = with_silu([Node(node, constants) for node in nodes])
    entry, ranges, coarse = graph.input[0].name, {}, set()
    for canvas in canvases:
        image = torch.from_numpy(canvas).permute(2, 0, 1)[None].float()
        for name, value in node_values(plain, entry, image, weights).items():
            low, high = np.quantile(value.numpy(), (CLIPPED_SHARE, 1 - CLIPPED_SHARE))
            before = ranges.get(name, (0.0, 0.0))
            ranges[name] = (min(before[0], float(low)), max(before[1], float(high)))
            if value.shape[2] * FINEST_STRIDE <= image.shape[2]:
                coarse.add(name)
    for node in nodes:
        if node.op_type == "Sigmoid":
            ranges[node.output[0]] = (0.0, 1.0)
            low, high = ranges[node.input[0]]
            ranges[node.input[0]] = (max(low, LOWEST_BEFORE_SILU), high)
            if node.input[0] in coarse:
                coarse.add(node.output[0])
    return ranges, coarse


class QdqGraph:
    """A graph whose values get QuantizeLinear and DequantizeLinear pairs."""

    def __init__(self, graph, ranges):
        self._graph, self._ranges = graph, ranges
        self._constants = {i.name: i for i in graph.initializer}
        self._nodes, self._paired = [], {}

    def rewrite(self, quantised):
        """Rewrites the graph in place; the nodes in `quantised` work in int8."""
        outputs = {node.output[0] for node in quantised}
        paired = outputs | {node.input[0] for node in quantised}
        for node in list(self._graph.node):
            works = node.output[0] in outputs
            if works:
                node.input[:] = [self._paired.get(name, name) for name in node.input]
            if works and node.op_type == "Conv":
                self._quantise_weights(node)
            self._nodes.append(node)
            if node.output[0] in paired:
                self._pair(node.output[0])
        del self._graph.node[:]
        self._graph.node.extend(self._nodes)
        used = {name for node in self._graph.node for name in node.input}
        kept = [i for i in self._graph.initializer if i.name in used]
        del self._graph.initializer[:]
        self._graph.initializer.extend(kept)

    def _pair(self, name):
        if name not in self._ranges:
            return
        low, high = self._ranges[name]
        scale = np.float32(max(high - low, 1e-6) / 255)
        zero = np.uint8(np.clip(round(-low / scale), 0, 255))
        scales = [self._add(f"{name}_scale", scale), self._add(f"{name}_zero", zero)]
        self._nodes.append(helper.make_node("QuantizeLinear", [name, *scales], [f"{name}_q"]))
        self._nodes.append(helper.make_node("DequantizeLinear", [f"{name}_q", *scales], [f"{name}_dq"]))
        self._paired[name] = f"{name}_dq"

    def _quantise_weights(self, node):
        weight = numpy_helper.to_array(self._constants[node.input[1]])
        flat = np.abs(weight.reshape(len(weight), -1)).max(1)
        scale = np.maximum(flat / LARGEST_WEIGHT, 1e-8).astype(np.float32)
        shaped = scale.reshape(-1, *[1] * (weight.ndim - 1))
        whole = np.clip(np.rint(weight / shaped), -LARGEST_WEIGHT, LARGEST_WEIGHT).astype(np.int8)
        bias = numpy_helper.to_array(self._constants[node.input[2]])
        of_input = numpy_helper.to_array(self._scale_of(node.input[0]))
        bias_scale = (scale * of_input).astype(np.float32)
        limits = np.iinfo(np.int32)
        whole_bias = np.clip(np.rint(bias / bias_scale), limits.min, limits.max).astype(np.int32)
        node.input[1] = self._constant(node.input[1], node.output[0], whole, scale)
        node.input[2] = self._constant(node.input[2], node.output[0], whole_bias, bias_scale)

    def _scale_of(self, name):
        return next(i for i in self._graph.initializer if i.name == f"{name.removesuffix('_dq')}_scale")

    def _constant(self, name, user, whole, scale):
        own = f"{name}_{user}"
        zero = self._add(f"{own}_zero", np.zeros(len(scale), whole.dtype))
        parts = [self._add(f"{own}_q", whole), self._add(f"{own}_scale", scale), zero]
        self._nodes.append(helper.make_node("DequantizeLinear", parts, [f"{own}_dq"], axis=0))
        return f"{own}_dq"

    def _add(self, name, value):
        self._graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
        return name
