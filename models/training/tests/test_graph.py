"""The re-opened network and its export; skipped by name where the data folder is absent."""

import os
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from data import DEFAULT_DATA
from export import check_same, write_onnx
from graph import CocoDetector, StreetDetector, load_exported, pooled, points
from labels import COCO_SEEDS
from teach import COCO_WEIGHTS

WEIGHTS = Path(os.environ.get("STREETWARDEN_DATA", DEFAULT_DATA)) / COCO_WEIGHTS


@unittest.skipUnless(WEIGHTS.exists(), f"no {WEIGHTS}; set STREETWARDEN_DATA")
class GraphTest(unittest.TestCase):
    """Torch against OpenCV's own engine."""

    def test_reopened_network_answers_as_its_file_does(self):
        images = 255 * torch.rand(1, 3, 416, 416, generator=torch.Generator().manual_seed(1))
        with torch.no_grad():
            scores, boxes = CocoDetector(WEIGHTS).eval()(images)
        engine = cv2.dnn.readNetFromONNX(str(WEIGHTS))
        engine.setInput(images.numpy())
        rows = torch.from_numpy(engine.forward()[0])
        corners, strides = points(416, 416)
        np.testing.assert_allclose(rows[:, 5:] * rows[:, 4:5], scores[0], atol=1e-5)
        centres = (boxes[0, :, :2] + boxes[0, :, 2:]) / 2
        np.testing.assert_allclose(rows[:, :2] * strides + corners, centres, atol=0.05)

    def test_export_equals_torch(self):
        torch.manual_seed(3)
        network = StreetDetector(WEIGHTS, COCO_SEEDS)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            write_onnx(network, path)
            network.class_heads[0].bias.data += 0.5
            with self.assertRaisesRegex(ValueError, "expected 5040 rows as torch gives them"):
                check_same(network, path)

    def test_an_exported_file_gives_its_weights_back(self):
        torch.manual_seed(3)
        network = StreetDetector(WEIGHTS, COCO_SEEDS)
        for head in network.class_heads:
            head.bias.data += 0.1 * torch.rand(len(COCO_SEEDS))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            write_onnx(network, path)
            again = load_exported(StreetDetector(WEIGHTS, COCO_SEEDS), path)
            for name, value in network.state_dict().items():
                self.assertTrue(torch.equal(value, again.state_dict()[name]), name)
            network.class_heads[0].bias.data += 0.5
            write_onnx(network, Path(folder) / "other.onnx")
            mean = load_exported(StreetDetector(WEIGHTS, COCO_SEEDS), path, Path(folder) / "other.onnx")
            between = again.class_heads[0].bias + 0.25
            self.assertTrue(torch.allclose(between, mean.class_heads[0].bias))

    def test_pools_once_or_often_to_the_same_values(self):
        x = torch.rand(1, 2, 20, 17)
        for size in (5, 9, 13):
            self.assertTrue(torch.equal(F.max_pool2d(x, size, 1, size // 2), pooled(x, size)))

    def test_gives_every_weight_a_slope(self):
        network = StreetDetector(WEIGHTS, COCO_SEEDS)
        logits, boxes = network(255 * torch.rand(1, 3, 64, 96))
        (logits.sum() + boxes.sum()).backward()
        self.assertEqual([], [n for n, p in network.named_parameters() if p.grad is None])


if __name__ == "__main__":
    unittest.main()
