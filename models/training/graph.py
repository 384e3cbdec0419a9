"""COCO YOLOX-nano, re-opened from its ONNX file as a trainable torch graph with our own class heads.

The file's BatchNorms are already folded into its convolutions, so fine-tuning trains plain convolutions.
Pixels are BGR 0..255, as the upstream network takes them. Source: Ge et al., YOLOX (2021).
"""

import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import numpy_helper

from activation import silu

STRIDES = (8, 16, 32)
COCO_CLASSES = 80
LOG_SIDE_RANGE = (-4.0, 5.0)
START_LOGIT = -3.5


def points(height, width, device=None):
    """Grid corners [N, 2] in pixels and strides [N, 1] of all levels, in the order of the network's rows."""
    corners, strides = [], []
    for stride in STRIDES:
        y, x = torch.meshgrid(
            torch.arange(height // stride, device=device), torch.arange(width // stride, device=device), indexing="ij"
        )
        corners.append(torch.stack((x, y), -1).reshape(-1, 2).float() * stride)
        strides.append(torch.full((corners[-1].shape[0], 1), float(stride), device=device))
    return torch.cat(corners), torch.cat(strides)


class Trunk(nn.Module):
    """Everything of YOLOX-nano below its last convolutions: images -> per level (class, box) features."""

    def __init__(self, network):
        super().__init__()
        self.nodes, self.outputs, self.entry = network.trunk_nodes()
        self.weights = nn.ParameterDict()
        for node in self.nodes:
            for name in node.weights:
                self.weights[weight_key(name)] = nn.Parameter(torch.from_numpy(network.constant(name)))
        stem = next(n for n in self.nodes if n.inputs[0] == self.entry)
        self.weights[weight_key(stem.weights[0])] = nn.Parameter(
            _focus_as_convolution(self.weights[weight_key(stem.weights[0])].data)
        )
        stem.attributes.update(strides=[2, 2], pads=[2, 2, 2, 2])

    def forward(self, images):
        values = node_values(self.nodes, self.entry, images, self.weights)
        return [(values[c], values[b]) for c, b in self.outputs]


def node_values(nodes, entry, images, weights):
    """What every node makes of the images, by value name."""
    values = {entry: images}
    for node in nodes:
        values[node.output] = run_node(node, values, weights)
    return values


def run_node(node, values, weights):
    """The value of one node from those before it."""
    x = values[node.inputs[0]]
    if node.kind == "Conv":
        weight, bias = (weights[weight_key(name)] for name in node.weights)
        stride, pads = node.attributes["strides"], node.attributes["pads"]
        return F.conv2d(x, weight, bias, stride, pads[:2], 1, node.attributes["group"])
    if node.kind == "Silu":
        return silu(x)
    if node.kind == "Add":
        return x + values[node.inputs[1]]
    if node.kind == "Concat":
        return torch.cat([values[name] for name in node.inputs], node.attributes["axis"])
    if node.kind == "MaxPool":
        return pooled(x, node.attributes["kernel_shape"][0])
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


class Backbone(nn.Module):
    """The trunk up to its coarsest map, with weights of its own: images [B, 3, H, W] -> its maps [B, C, h, w], of which
    the trunk goes on with, coarsest first."""

    def __init__(self, trunk):
        super().__init__()
        end = next(i for i, node in enumerate(trunk.nodes) if node.kind == "Resize")
        self.nodes, self.entry = trunk.nodes[:end], trunk.entry
        resized = {node.output for node in trunk.nodes if node.kind == "Resize"}
        joined = [name for node in trunk.nodes if node.kind == "Concat" and resized & set(node.inputs)
                  for name in node.inputs if name not in resized]
        self.outputs = [trunk.nodes[end].inputs[0], *joined]
        names = [weight_key(name) for node in self.nodes for name in node.weights]
        self.weights = nn.ParameterDict({name: nn.Parameter(trunk.weights[name].detach().clone()) for name in names})

    def forward(self, images):
        values = node_values(self.nodes, self.entry, images, self.weights)
        return [values[name] for name in self.outputs]


class StreetDetector(nn.Module):
    """Trunk with fresh class convolutions and the upstream box convolutions; no objectness.

    forward(images [B, 3, H, W], BGR 0..255) -> class logits [B, N, C], boxes [B, N, 4] x1 y1 x2 y2 in pixels.
    Each class starts from the COCO class `seeds` names for it.
    """

    def __init__(self, path, seeds):
        super().__init__()
        network = OnnxNetwork(path)
        self.trunk = Trunk(network)
        self.class_heads = nn.ModuleList(_seeded(w, seeds) for w, _ in network.heads(COCO_CLASSES))
        self.box_heads = nn.ModuleList(_copied(w, b) for w, b in network.heads(4))

    def forward(self, images):
        logits, sides = self.raw(images)
        return logits, _decoded(sides, images)

    def raw(self, images):
        """Class logits [B, N, C] and box outputs [B, N, 4] before decoding, see `centres_and_spans`."""
        logits, sides = [], []
        for level, (for_class, for_box) in enumerate(self.trunk(images)):
            logits.append(self.class_heads[level](for_class).flatten(2))
            sides.append(self.box_heads[level](for_box).flatten(2))
        return _rows(logits), _rows(sides)


class CocoDetector(nn.Module):
    """YOLOX-nano with its own 80 COCO classes: forward(images) -> scores [B, N, 80] 0..1, boxes [B, N, 4]."""

    def __init__(self, path):
        super().__init__()
        network = OnnxNetwork(path)
        self.trunk = Trunk(network)
        self.class_heads = nn.ModuleList(_copied(w, b) for w, b in network.heads(COCO_CLASSES))
        self.box_heads = nn.ModuleList(_copied(w, b) for w, b in network.heads(4))
        self.object_heads = nn.ModuleList(_copied(w, b) for w, b in network.heads(1))

    def forward(self, images):
        classes, sides, objects = [], [], []
        for level, (for_class, for_box) in enumerate(self.trunk(images)):
            classes.append(self.class_heads[level](for_class).flatten(2))
            sides.append(self.box_heads[level](for_box).flatten(2))
            objects.append(self.object_heads[level](for_box).flatten(2))
        scores = _rows(classes).sigmoid() * _rows(objects).sigmoid()
        return scores, _decoded(_rows(sides), images)


def load_exported(network, *paths):
    """The network with the weights of a file that `export.write_onnx` wrote of the same layout; of several, their mean."""
    files = [_weights_of(path, network.state_dict()) for path in paths]
    network.load_state_dict({name: torch.stack([file[name] for file in files]).mean(0) for name in files[0]})
    return network


def _weights_of(path, names):
    stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(path)).graph.initializer}
    missing = [name for name in names if f"network.{name}" not in stored]
    if missing:
        raise ValueError(f"{path}: expected the weights of this recipe's layout, found none for {missing[:3]}")
    return {name: torch.from_numpy(stored[f"network.{name}"].copy()) for name in names}


class OnnxNetwork:
    """The ONNX file read as plain nodes; fails with a sentence when it is not the YOLOX-nano layout."""

    def __init__(self, path):
        graph = onnx.load(str(path)).graph
        self._path = path
        self._constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self._graph = graph
        self._heads = {size: self._last_convolutions(size) for size in (COCO_CLASSES, 4, 1)}

    def constant(self, name):
        """A copy of the named weight array."""
        return self._constants[name].copy()

    def heads(self, channels):
        """(weight, bias) of the three last convolutions with this many outputs, stride 8 first."""
        return [tuple(self.constant(n) for n in node.input[1:]) for node in self._heads[channels]]

    def trunk_nodes(self):
        """Nodes below the heads, the (class, box) feature names per level and the name of the image input."""
        outputs = [
            (c.input[0], b.input[0]) for c, b in zip(self._heads[COCO_CLASSES], self._heads[4])
        ]
        wanted, kept = {name for pair in outputs for name in pair}, []
        for node in reversed(self._graph.node):
            if node.op_type == "Slice" or not wanted.intersection(node.output):
                continue
            plain = Node(node, self._constants)
            if self._sliced(node):
                entry = plain.output
                continue
            kept.append(plain)
            wanted.update(node.input)
        return with_silu(kept[::-1]), outputs, entry

    def _sliced(self, node):
        sliced = {n.output[0] for n in self._graph.node if n.op_type == "Slice"}
        return node.op_type == "Concat" and set(node.input) <= sliced

    def _last_convolutions(self, channels):
        found = [
            n
            for n in self._graph.node
            if n.op_type == "Conv"
            and self._constants[n.input[1]].shape[0] == channels
            and "preds" in n.input[1]
        ]
        if len(found) != len(STRIDES):
            raise ValueError(
                f"{self._path}: expected {len(STRIDES)} last convolutions with {channels} outputs, "
                f"found {len(found)}; this is not YOLOX-nano's raw grid export"
            )
        return found


class Node:
    """One step of the graph: kind, value names in and out, names of its weights, attributes."""

    def __init__(self, node, constants):
        self.kind = node.op_type
        self.inputs = [name for name in node.input if name not in constants]
        self.weights = [name for name in node.input if name in constants and self.kind == "Conv"]
        self.output = node.output[0]
        self.attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def with_silu(nodes):
    """The nodes with x * sigmoid(x) as one node, which is quicker."""
    gates = {n.output: n.inputs[0] for n in nodes if n.kind == "Sigmoid"}
    for node in nodes:
        if node.kind == "Mul" and gates.get(node.inputs[1]) == node.inputs[0]:
            node.kind, node.inputs = "Silu", node.inputs[:1]
    left = {name for n in nodes if n.kind != "Sigmoid" for name in n.inputs}
    return [n for n in nodes if n.kind != "Sigmoid" or n.output in left]


def pooled(x, size):
    """Largest of size x size neighbours, stride 1, as repeated 5 x 5 pools: the same values in less time."""
    for _ in range((size - 1) // 4):
        x = F.max_pool2d(x, 5, 1, 2)
    return x


def _focus_as_convolution(weight):
    """YOLOX's space-to-depth and 3 x 3 convolution as one 6 x 6 convolution with stride 2: same sums."""
    out, _, size, _ = weight.shape
    wide = weight.new_zeros(out, 3, 2 * size, 2 * size)
    for part, (row, column) in enumerate(((0, 0), (1, 0), (0, 1), (1, 1))):
        wide[:, :, row::2, column::2] = weight[:, 3 * part : 3 * part + 3]
    return wide


def _seeded(weight, seeds):
    head = nn.Conv2d(weight.shape[1], len(seeds), 1)
    rows = torch.from_numpy(weight)[list(seeds)]
    head.weight.data = 0.7 * rows + 0.01 * torch.randn_like(rows)
    head.bias.data.fill_(START_LOGIT)
    return head


def _copied(weight, bias):
    head = nn.Conv2d(weight.shape[1], weight.shape[0], 1)
    head.weight.data, head.bias.data = torch.from_numpy(weight), torch.from_numpy(bias)
    return head


def _rows(levels):
    return torch.cat(levels, 2).transpose(1, 2).float()


def centres_and_spans(sides, corners, strides):
    """YOLOX decoding: box outputs [B, N, 4] -> centres and widths and heights [B, N, 2] each, in pixels."""
    return sides[..., :2] * strides + corners, sides[..., 2:].exp() * strides


def _decoded(sides, images):
    offsets, logs = sides.split(2, -1)
    bounded = torch.cat((offsets, logs.clamp(*LOG_SIDE_RANGE)), -1)
    centres, spans = centres_and_spans(bounded, *points(images.shape[2], images.shape[3], images.device))
    return torch.cat((centres - spans / 2, centres + spans / 2), -1)


def weight_key(name):
    """The name under which a weight of the ONNX file is kept in torch."""
    return name.replace(".", "_").replace("::", "_")
