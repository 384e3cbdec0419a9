"""Thresholds of the verifier and what it learns from, on numbers worked out by hand."""

import unittest
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn

from labels import BIN_OVERFLOW, RUBBISH, STALL, VEHICLE
from verifier import learn_head
from verifier_package import as_table, describe, keeping, worth_it


class KeepingTest(unittest.TestCase):
    """The threshold of one class."""

    def test_keeps_nineteen_of_twenty_true_boxes(self):
        true = np.arange(1, 101) / 100
        threshold = keeping(np.concatenate((true, [0.01, 0.02])), np.array([True] * 100 + [False] * 2))
        self.assertEqual(0.06, threshold)
        self.assertEqual(5, (true < threshold).sum())

    def test_never_asks_for_more_than_nine_tenths_nor_without_true_boxes(self):
        self.assertEqual(0.9, keeping(np.array([0.99, 0.98, 0.1]), np.array([True, True, False])))
        self.assertEqual(0.0, keeping(np.array([0.1]), np.array([False])))

    def test_is_worth_it_from_half_of_the_false_boxes_on(self):
        truth = np.array([True, False, False])
        self.assertTrue(worth_it(np.array([0.9, 0.8, 0.1]), truth, 0.5))
        self.assertFalse(worth_it(np.array([0.9, 0.8, 0.7]), truth, 0.5))
        self.assertFalse(worth_it(np.array([0.9]), np.array([True]), 0.5))


class ShownTest(unittest.TestCase):
    """Table and manifest."""

    thresholds = {STALL: 0.2, BIN_OVERFLOW: 0.5, RUBBISH: 0.4, VEHICLE: 0.3}

    def test_counts_what_is_dropped(self):
        rows = {"bins": {BIN_OVERFLOW: (np.array([0.4, 0.9, 0.1]), np.array([True, True, False])),
                         RUBBISH: (np.zeros(0), np.zeros(0, bool))}}
        self.assertEqual(["| bins | bin_overflow | 1 | 1 | 2 | 1 |"], as_table(rows, self.thresholds).splitlines()[2:])

    def test_a_class_not_verified_has_no_threshold(self):
        classes = describe(Path(__file__), self.thresholds, [BIN_OVERFLOW])["classes"]
        self.assertEqual([{"name": "stall"}, {"name": "bin_overflow", "threshold": 0.5}], classes[:2])
        self.assertEqual({"name": "other"}, classes[-1])


class HeadTest(unittest.TestCase):
    """The new layers."""

    def test_learns_features_of_very_different_sizes(self):
        torch.manual_seed(1)
        names = torch.arange(300) % 2
        values = torch.stack((1e-3 * names + 50, 300 * torch.randn(300)), 1).float()
        network = nn.Module()
        network.head = nn.Linear(2, 2)
        network.register_buffer("mean", torch.zeros(2))
        network.register_buffer("deviation", torch.ones(2))
        learn_head(network, values, names, passes=60)
        found = network.head((values - network.mean) / network.deviation).argmax(1)
        self.assertEqual(300, int((found == names).sum()))


if __name__ == "__main__":
    unittest.main()
