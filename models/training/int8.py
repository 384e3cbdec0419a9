#!/usr/bin/env python3
"""Adds the int8 variant to a model package: a QDQ graph, calibrated on training pictures.

Weights: per output channel, symmetric, 7 bits, since processors without VNNI add two products in 16 bits and would
overflow with 8. Activations: per tensor, uint8. The steps that cost most accuracy, the last convolutions and the decoding
stay in float32; biases make good what the means of channels lose.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from calibrate import LARGEST_WEIGHT, Simulation, step_of, weight_steps
from data import DEFAULT_DATA, Letterbox, data_folder, read_pixels, read_training_sets, split
from labels import DETECTORS
from train import prepare_machine

CALIBRATED_ON = 200
MOST_NOISE = 0.004
QUANTISED = ("Conv", "Sigmoid", "Mul", "Add", "Concat", "MaxPool", "Resize")


def write_int8(path, canvases, target):
    """Reads the float32 file, calibrates it on canvases (uint8 [H, W, 3] BGR) and writes the variant.

    Returns how many of the trunk's convolutions work in int8, and of how many.
    """
    model = onnx.load(str(path))
    simulation = Simulation(model.graph, trunk(model.graph))
    simulation.calibrate(canvases)
    quantised = worth_it(simulation.noise(canvases[:: max(1, len(canvases) // 2)]), MOST_NOISE)
    shifts = simulation.shifts(canvases, quantised)
    gates = {node.output[0]: node.input[0] for node in model.graph.node if node.op_type == "Sigmoid"}
    ranges = simulation.ranges | dict.fromkeys(gates, (0.0, 1.0))
    quantised |= {gate for gate, before in gates.items() if before in quantised}
    QdqGraph(model.graph, ranges, shifts).rewrite(quantised)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))
    convolutions = [step.output for step in simulation.steps if step.kind == "Conv"]
    return len(quantised.intersection(convolutions)), len(convolutions)


def worth_it(noise, most):
    """The values of the quietest units whose noise adds up to at most `most`; noise: {unit: its power}."""
    kept, total = set(), 0.0
    for unit in sorted(noise, key=noise.get):
        total += noise[unit]
        if total > most:
            break
        kept.update(unit)
    return kept


def trunk(graph):
    """The nodes below the last convolutions, which are those whose result is reshaped or decoded."""
    users = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    kept, known = [], {graph.input[0].name}
    for node in graph.node:
        later = users.get(node.output[0], [])
        if node.op_type not in QUANTISED or any(user.op_type not in QUANTISED for user in later):
            continue
        if node.input[0] in known:
            kept.append(node)
            known.add(node.output[0])
    return kept


class QdqGraph:
    """A graph whose values get QuantizeLinear and DequantizeLinear pairs."""

    def __init__(self, graph, ranges, shifts):
        self._graph, self._ranges, self._shifts = graph, ranges, shifts
        self._constants = {i.name: i for i in graph.initializer}
        self._nodes, self._scales = [], {}

    def rewrite(self, quantised):
        """Rewrites the graph in place; the nodes whose results are named in `quantised` work in int8."""
        read = {node.input[i] for node in self._graph.node if node.output[0] in quantised
                for i in range(len(node.input)) if node.input[i] in self._ranges}
        for name in read - quantised:
            if name == self._graph.input[0].name:
                self._pair(name)
        for node in list(self._graph.node):
            works = node.output[0] in quantised
            node.input[:] = [f"{name}_dq" if name in self._scales and (works or name in quantised) else name
                             for name in node.input]
            if works and node.op_type == "Conv":
                self._quantise_weights(node)
            self._nodes.append(node)
            if works or node.output[0] in read:
                self._pair(node.output[0])
        del self._graph.node[:]
        self._graph.node.extend(self._nodes)
        used = {name for node in self._graph.node for name in node.input}
        kept = [i for i in self._graph.initializer if i.name in used]
        del self._graph.initializer[:]
        self._graph.initializer.extend(kept)

    def _pair(self, name):
        scale, zero = step_of(self._ranges[name])
        self._scales[name] = scale
        scales = [self._add(f"{name}_scale", scale), self._add(f"{name}_zero", np.uint8(zero))]
        self._nodes.append(helper.make_node("QuantizeLinear", [name, *scales], [f"{name}_q"]))
        self._nodes.append(helper.make_node("DequantizeLinear", [f"{name}_q", *scales], [f"{name}_dq"]))

    def _quantise_weights(self, node):
        weight = numpy_helper.to_array(self._constants[node.input[1]])
        steps = weight_steps(weight)
        shaped = steps.reshape(-1, *[1] * (weight.ndim - 1))
        whole = np.clip(np.rint(weight / shaped), -LARGEST_WEIGHT, LARGEST_WEIGHT).astype(np.int8)
        bias = numpy_helper.to_array(self._constants[node.input[2]]) + self._shifts[node.output[0]].numpy()
        bias_steps = (steps * self._scales[node.input[0].removesuffix("_dq")]).astype(np.float32)
        limits = np.iinfo(np.int32)
        whole_bias = np.clip(np.rint(bias / bias_steps), limits.min, limits.max).astype(np.int32)
        node.input[1] = self._constant(node.input[1], node.output[0], whole, steps)
        node.input[2] = self._constant(node.input[2], node.output[0], whole_bias, bias_steps)

    def _constant(self, name, user, whole, scale):
        own = f"{name}_{user}"
        zero = self._add(f"{own}_zero", np.zeros(len(scale), whole.dtype))
        parts = [self._add(f"{own}_q", whole), self._add(f"{own}_scale", scale), zero]
        self._nodes.append(helper.make_node("DequantizeLinear", parts, [f"{own}_dq"], axis=0))
        return f"{own}_dq"

    def _add(self, name, value):
        self._graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
        return name


def calibration_canvases(pictures, count):
    """Letterboxed pictures, evenly spread over all of them."""
    chosen = pictures[:: max(1, len(pictures) // count)][:count]
    images = (read_pixels(picture.path) for picture in chosen)
    return [Letterbox.of(*image.shape[:2]).draw(image) for image in images]


def add_variant(package, file):
    """Names the file as the package's int8 variant in its manifest."""
    path = package / "manifest.json"
    manifest = json.loads(path.read_text())
    digest = hashlib.sha256((package / file).read_bytes()).hexdigest()
    manifest["variants"] = {"int8": {"file": file, "sha256": digest}}
    path.write_text(json.dumps(manifest, indent=2) + "\n")


def main():
    """Writes model-int8.onnx into a package and names it in the manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="folder with manifest.json and its float32 ONNX file")
    parser.add_argument("--data", help=f"data folder (default $STREETWARDEN_DATA, else {DEFAULT_DATA})")
    parser.add_argument("--scenes", help="folder of rendered stills, as given to train.py")
    options = parser.parse_args()
    prepare_machine(0)
    manifest = json.loads((options.package / "manifest.json").read_text())
    train, _ = split(read_training_sets(data_folder(options.data), options.scenes, DETECTORS[manifest["name"]]))
    target = options.package / "model-int8.onnx"
    works, of = write_int8(options.package / manifest["file"], calibration_canvases(train, CALIBRATED_ON), target)
    add_variant(options.package, target.name)
    print(f"{target}: {works} of {of} convolutions of the trunk in int8")


if __name__ == "__main__":
    main()
