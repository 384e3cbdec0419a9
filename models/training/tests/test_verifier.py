"""Thresholds of the verifier and what it learns from, on numbers worked out by hand."""

import unittest
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn

from labels import BIN_OVERFLOW, RUBBISH, STALL, VEHICLE
from verifier import learn_head
from verifier_package import as_table, describe, keeping


class KeepingTest(unittest.TestCase):
    """The threshold of one class."""

    def test_keeps_nineteen_of_twenty_true_boxes(self):
        true = np.arange(1, 101) / 100
        threshold = keeping(np.concatenate((true, [0.01, 0.02])), np.array([True] * 100 + [False] * 2))
        self.assertEqual(0.06, threshold)
        self.assertEqual(5, (true < threshold).sum())

    def test_a_class_that_gains_nothing_is_not_verified(self):
        self.assertIsNone(keeping(np.array([0.5, 0.6, 0.9]), np.array([True, True, False])))
        self.assertIsNone(keeping(np.array([0.5, 0.6]), np.array([True, True])))
        self.assertIsNone(keeping(np.array([0.1]), np.array([False])))

    def test_never_asks_for_more_than_nine_tenths(self):
        self.assertEqual(0.9, keeping(np.array([0.99, 0.98, 0.1]), np.array([True, True, False])))


class ShownTest(unittest.TestCase):
    """Table and manifest."""

    thresholds = {STALL: None, BIN_OVERFLOW: 0.5, RUBBISH: None, VEHICLE: 0.3}

    def test_counts_what_is_dropped(self):
        rows = {"bins": {BIN_OVERFLOW: (np.array([0.4, 0.9, 0.1]), np.array([True, True, False])),
                         RUBBISH: (np.array([0.1]), np.array([False]))}}
        self.assertEqual(["| bins | bin_overflow | 1 | 1 | 2 | 1 |"], as_table(rows, self.thresholds).splitlines()[2:])

    def test_a_class_not_verified_has_no_threshold(self):
        classes = describe(Path(__file__), self.thresholds)["classes"]
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
