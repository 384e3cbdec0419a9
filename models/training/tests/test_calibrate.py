"""Ranges, noise and the QDQ graph, on a graph of two convolutions."""

import unittest

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from calibrate import Simulation, best_range, rounded, rounded_weight, step_of
from int8 import QdqGraph, trunk, worth_it


def tiny():
    """images [1, 3, 8, 8] -> convolution, SiLU, twice the size, convolution, SiLU, last convolution, reshaped."""
    rng = np.random.default_rng(1)
    constants, nodes, name = [numpy_helper.from_array(np.array([1, -1]), "shape")], [], "images"
    for number, (inputs, outputs) in enumerate(((3, 4), (4, 4), (4, 2))):
        weight = rng.normal(0, 0.01 if number == 0 else 0.4, (outputs, inputs, 1, 1)).astype(np.float32)
        constants += [numpy_helper.from_array(weight, f"w{number}"),
                      numpy_helper.from_array(rng.normal(0, 0.1, outputs).astype(np.float32), f"b{number}")]
        nodes.append(helper.make_node("Conv", [name, f"w{number}", f"b{number}"], [f"c{number}"], strides=[1, 1],
                                      pads=[0, 0, 0, 0], group=1))
        if number < 2:
            nodes += [helper.make_node("Sigmoid", [f"c{number}"], [f"s{number}"]),
                      helper.make_node("Mul", [f"c{number}", f"s{number}"], [f"m{number}"])]
            name = f"m{number}"
        if number == 0:
            constants.append(numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "twice"))
            nodes.append(helper.make_node("Resize", [name, "", "twice"], ["r0"], mode="nearest"))
            name = "r0"
    nodes.append(helper.make_node("Reshape", ["c2", "shape"], ["out"]))
    image = helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, 8, 8])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 512])
    graph = helper.make_graph(nodes, "tiny", [image], [out], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])


class RangeTest(unittest.TestCase):
    """Which values 8 bits stand for."""

    def test_cuts_a_lone_far_value_off(self):
        counts = np.zeros(1000)
        counts[:100], counts[-1] = 1000, 1
        low, high = best_range(counts, 0.0, 100.0, before_silu=False)
        self.assertEqual(0.0, low)
        self.assertLess(high, 100.0)

    def test_drops_what_a_silu_lets_not_through(self):
        low, high = best_range(np.ones(1000), -1000.0, 10.0, before_silu=True)
        self.assertGreaterEqual(low, -7.0)
        self.assertGreater(high, 5.0)

    def test_zero_is_exact(self):
        for ends in ((-1.3, 4.1), (0.0, 3.0), (-2.0, 0.0)):
            self.assertEqual(0.0, float(rounded(torch.zeros(1), ends)))
            self.assertTrue(0 <= step_of(ends)[1] <= 255)

    def test_weights_keep_seven_bits_of_each_channel(self):
        weight = torch.tensor([[1.0, 0.013], [100.0, -50.0]])[:, :, None, None]
        error = (rounded_weight(weight) - weight).abs().amax((1, 2, 3))
        self.assertTrue((error <= torch.tensor([1.0, 100.0]) / 63 / 2 + 1e-6).all())

    def test_keeps_the_quietest_units_within_the_noise_allowed(self):
        noise = {("a",): 0.001, ("b", "c"): 0.0005, ("d",): 0.5}
        self.assertEqual({"a", "b", "c"}, worth_it(noise, 0.002))


class GraphTest(unittest.TestCase):
    """The rewritten graph."""

    def setUp(self):
        self.model = tiny()
        rng = np.random.default_rng(2)
        self.canvases = [rng.integers(0, 256, (8, 8, 3), dtype=np.uint8) for _ in range(4)]
        self.simulation = Simulation(self.model.graph, trunk(self.model.graph))
        self.simulation.calibrate(self.canvases)

    def test_a_convolution_goes_with_its_silu(self):
        self.assertEqual([("c0", "m0"), ("r0",), ("c1", "m1")], self.simulation.units())
        self.assertEqual(["m1"], self.simulation.outputs)

    def test_noise_is_small_and_shifts_make_means_good(self):
        noise = self.simulation.noise(self.canvases)
        self.assertTrue(all(0 <= value < 0.05 for value in noise.values()), noise)
        shifts = self.simulation.shifts(self.canvases, {"c0", "m0", "c1", "m1"})
        self.assertEqual({"c0", "c1"}, set(shifts))

    def test_only_the_chosen_steps_work_in_int8(self):
        shifts = self.simulation.shifts(self.canvases, {"c1", "m1"})
        ranges = self.simulation.ranges | {"s1": (0.0, 1.0)}
        QdqGraph(self.model.graph, ranges, shifts).rewrite({"c1", "s1", "m1"})
        onnx.checker.check_model(self.model)
        convolutions = {n.output[0]: list(n.input) for n in self.model.graph.node if n.op_type == "Conv"}
        self.assertEqual(["images", "w0", "b0"], convolutions["c0"])
        self.assertEqual(["r0_dq", "w1_c1_dq", "b1_c1_dq"], convolutions["c1"])
        self.assertEqual("m1_dq", convolutions["c2"][0])
        stored = {i.name: numpy_helper.to_array(i).dtype for i in self.model.graph.initializer}
        self.assertEqual((np.int8, np.int32), (stored["w1_c1_q"], stored["b1_c1_q"]))
        self.assertNotIn("w1", stored)


if __name__ == "__main__":
    unittest.main()
