"""How a trunk behaves with 8-bit values: ranges with the least squared error, noise of each step, and shifts of means."""

import numpy as np
import torch
from onnx import numpy_helper

from graph import Node, node_values, run_node, weight_key, with_silu

LARGEST_WEIGHT = 63
BINS, TRIED_CUTS = 2048, 12
NARROWEST = 0.25
LOWEST_BEFORE_SILU = -7.0
NOISE_CANVASES, SHIFT_CANVASES = 2, 12


class Simulation:
    """A trunk in torch whose steps can be told to work with 8-bit values.

    steps: the trunk's nodes, x * sigmoid(x) as one; quantised: names of the values of steps that do. A convolution and
    the SiLU after it go together, see `units`.
    """

    def __init__(self, graph, nodes):
        constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self.weights = {weight_key(name): torch.from_numpy(array.copy())
                        for name, array in constants.items() if array.dtype == np.float32}
        self.entry = graph.input[0].name
        self.steps = with_silu([Node(node, constants) for node in nodes])
        self.ranges = {}
        self._silus = {step.inputs[0] for step in self.steps if step.kind == "Silu"}
        read = {name for step in self.steps for name in step.inputs}
        self.outputs = [step.output for step in self.steps if step.output not in read]

    def units(self):
        """The value names that are quantised together: a convolution with its SiLU, anything else alone."""
        after = {step.inputs[0]: step.output for step in self.steps if step.kind == "Silu"}
        return [(step.output, after[step.output]) if step.output in after else (step.output,)
                for step in self.steps if step.kind != "Silu"]

    @torch.no_grad()
    def calibrate(self, canvases):
        """Sets the range of every value from canvases (uint8 [H, W, 3] BGR): that with the least squared error."""
        ends, counts = {}, {}
        for canvas in canvases:
            for name, value in self._values(canvas).items():
                low, high = ends.get(name, (0.0, 0.0))
                ends[name] = min(low, float(value.min())), max(high, float(value.max()))
        for canvas in canvases:
            for name, value in self._values(canvas).items():
                counts[name] = counts.get(name, 0) + torch.histc(value, BINS, *ends[name]).numpy()
        self.ranges = {name: best_range(counts[name], *ends[name], name in self._silus) for name in ends}

    @torch.no_grad()
    def noise(self, canvases):
        """{unit: power of the error that it alone adds to the trunk's outputs, in parts of their own power}."""
        noise = dict.fromkeys(self.units(), 0.0)
        for canvas in canvases[:NOISE_CANVASES]:
            exact = self._values(canvas)
            for unit in noise:
                noise[unit] += self._error(exact, self.run(exact, set(unit))) / NOISE_CANVASES
        return noise

    @torch.no_grad()
    def shifts(self, canvases, quantised):
        """{convolution: what its channels' means lose [C]}, each found with those before it already made good."""
        images = torch.cat([_image(canvas) for canvas in canvases[:SHIFT_CANVASES]])
        exact, coarse, shifts = {self.entry: images}, {self.entry: images}, {}
        for number, step in enumerate(self.steps):
            exact[step.output] = run_node(step, exact, self.weights)
            coarse[step.output] = self._step(step, coarse, quantised, shifts)
            if step.kind == "Conv" and step.output in quantised:
                lost = (exact[step.output] - coarse[step.output]).mean((0, 2, 3))
                shifts[step.output] = lost
                coarse[step.output] = self._step(step, coarse, quantised, shifts)
            later = {name for after in self.steps[number + 1 :] for name in after.inputs}
            for name in [name for name in exact if name not in later]:
                del exact[name], coarse[name]
        return shifts

    def run(self, exact, quantised):
        """All values with some steps quantised; what does not change is taken from `exact`."""
        values, changed = dict(exact), set()
        for step in self.steps:
            if step.output in quantised or changed.intersection(step.inputs):
                values[step.output] = self._step(step, values, quantised, {})
                changed.add(step.output)
        return values

    def _step(self, step, values, quantised, shifts):
        if step.output not in quantised:
            return run_node(step, values, self.weights)
        rounded_inputs = {name: rounded(values[name], self.ranges[name]) for name in step.inputs if name in self.ranges}
        if step.kind == "Silu":
            x = rounded_inputs[step.inputs[0]]
            return rounded(x * rounded(x.sigmoid(), (0.0, 1.0)), self.ranges[step.output])
        weights = self.weights
        if step.kind == "Conv":
            key = weight_key(step.weights[0])
            weights = weights | {key: rounded_weight(weights[key])}
        value = run_node(step, rounded_inputs, weights)
        if step.output in shifts:
            value = value + shifts[step.output].view(1, -1, 1, 1)
        return rounded(value, self.ranges[step.output])

    def _error(self, exact, coarse):
        return sum(float((exact[name] - coarse[name]).square().mean() / exact[name].square().mean())
                   for name in self.outputs) / len(self.outputs)

    def _values(self, canvas):
        return node_values(self.steps, self.entry, _image(canvas), self.weights)


def best_range(counts, low, high, before_silu):
    """(low, high) around 0 in which 256 steps give the least squared error of values with this histogram.

    before_silu: the error is that after the SiLU, which lets next to nothing pass below LOWEST_BEFORE_SILU.
    """
    width = (high - low) / len(counts)
    if width <= 0:
        return low, max(high, low + 1e-6)
    centres = low + width * (np.arange(len(counts)) + 0.5)
    through = _silu if before_silu else np.asarray
    lowest = max(low, LOWEST_BEFORE_SILU) if before_silu else low
    cuts = np.linspace(NARROWEST, 1, TRIED_CUTS)
    tried = [(lowest * a, high * b) for a in cuts for b in cuts] if lowest < 0 else [(lowest, high * b) for b in cuts]
    wanted = through(centres)
    errors = [np.dot(counts, (through(rounded(torch.from_numpy(centres), ends).numpy()) - wanted) ** 2) for ends in tried]
    return tried[int(np.argmin(errors))]


def step_of(ends):
    """(step, zero point 0..255) of a range."""
    low, high = ends
    step = np.float32(max(high - low, 1e-6) / 255)
    return step, int(np.clip(round(float(-low / step)), 0, 255))


def rounded(value, ends):
    """The value as its 8 bits give it back."""
    step, zero = step_of(ends)
    return ((value / float(step)).round().clamp(-zero, 255 - zero)) * float(step)


def weight_steps(weight):
    """The step of each output channel [C] of a convolution's numpy weight, symmetric, 7 bits."""
    return np.maximum(np.abs(weight.reshape(len(weight), -1)).max(1) / LARGEST_WEIGHT, 1e-8).astype(np.float32)


def rounded_weight(weight):
    """The weight as its 7 bits a channel give it back."""
    steps = torch.from_numpy(weight_steps(weight.numpy())).view(-1, *[1] * (weight.dim() - 1))
    return (weight / steps).round() * steps


def _silu(x):
    return x / (1 + np.exp(-np.clip(x, -80, 80)))


def _image(canvas):
    return torch.from_numpy(canvas).permute(2, 0, 1)[None].float()
