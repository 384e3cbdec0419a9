"""Writes the ONNX file: one static input of pixels, one output with the decoding inside the graph."""

import numpy as np
import onnx
import torch
import torch.nn as nn

from data import HEIGHT, WIDTH
from detect import OnnxRunner
from graph import centres_and_spans, points

INPUT, OUTPUT = "images", "output0"
OPSET = 13
LARGEST_PIXEL_ERROR, LARGEST_SCORE_ERROR = 0.05, 1e-3


class Exported(nn.Module):
    """images [1, 3, 320, 576] BGR 0..255 -> [1, 4 + C, N]: cx cy w h in input pixels, then C scores 0..1."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        corners, strides = points(HEIGHT, WIDTH)
        self.register_buffer("corners", corners[None])
        self.register_buffer("strides", strides[None])

    def forward(self, images):
        logits, sides = self.network.raw(images)
        centres, spans = centres_and_spans(sides, self.corners, self.strides)
        return torch.cat((centres, spans, logits.sigmoid()), -1).transpose(1, 2)


def write_onnx(network, path):
    """Exports the network in float32 and checks the file against torch on a noisy picture."""
    model = Exported(network).eval().to(memory_format=torch.contiguous_format)
    images = torch.zeros(1, 3, HEIGHT, WIDTH)
    torch.onnx.export(model, images, str(path), opset_version=OPSET, input_names=[INPUT], output_names=[OUTPUT],
                      do_constant_folding=True)
    exported = without_copies(onnx.load(str(path)))
    onnx.checker.check_model(exported)
    onnx.save(exported, str(path))
    check_same(network, path)


def without_copies(model):
    """The model with Identity nodes (torch shares equal weights through them) replaced by what they copy."""
    graph = model.graph
    source = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "Identity"}
    for node in graph.node:
        node.input[:] = [source.get(name, name) for name in node.input]
    kept = [n for n in graph.node if n.op_type != "Identity"]
    del graph.node[:]
    graph.node.extend(kept)
    return model


def check_same(network, path, seed=0):
    """Fails unless the file, run by another engine, answers as the torch network does."""
    canvas = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    boxes, scores = OnnxRunner(path)(canvas)
    with torch.no_grad():
        logits, expected = network.eval()(torch.from_numpy(canvas).permute(2, 0, 1)[None].float())
    pixels = float(np.abs(boxes - expected[0].numpy()).max())
    score = float(np.abs(scores - logits[0].sigmoid().numpy()).max())
    expected_rows = len(points(HEIGHT, WIDTH)[0])
    if len(boxes) != expected_rows or pixels > LARGEST_PIXEL_ERROR or score > LARGEST_SCORE_ERROR:
        raise ValueError(
            f"{path}: expected {expected_rows} rows as torch gives them, found {len(boxes)} rows, "
            f"boxes off by {pixels:.4f} px, scores by {score:.5f}"
        )
    return pixels, score
