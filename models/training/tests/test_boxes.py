"""Overlap and suppression on boxes worked out by hand."""

import unittest

import numpy as np
import torch

from boxes import covered, giou, iou, iou_matrix, suppress

UNIT = [0.0, 0.0, 2.0, 2.0]
SHIFTED = [1.0, 0.0, 3.0, 2.0]
APART = [4.0, 0.0, 6.0, 2.0]


class OverlapTest(unittest.TestCase):
    """Shares of area."""

    def test_half_shifted_boxes_share_a_third(self):
        self.assertAlmostEqual(1 / 3, float(iou(torch.tensor(UNIT), torch.tensor(SHIFTED))), places=5)
        matrix = iou_matrix(np.array([UNIT]), np.array([SHIFTED, APART]))
        np.testing.assert_allclose([[1 / 3, 0]], matrix, atol=1e-6)

    def test_distance_makes_generalised_overlap_negative(self):
        self.assertAlmostEqual(-1 / 3, float(giou(torch.tensor(UNIT), torch.tensor(APART))), places=5)

    def test_cover_is_a_share_of_the_first_box(self):
        np.testing.assert_allclose([[0.5]], covered(np.array([UNIT]), np.array([[1.0, -9, 9, 9]])))


class SuppressTest(unittest.TestCase):
    """Which of several boxes stay."""

    def test_keeps_the_best_of_each_place(self):
        boxes = np.array([UNIT, [0.1, 0, 2.1, 2], APART])
        self.assertEqual([1, 2], suppress(boxes, np.array([0.5, 0.9, 0.3]), 0.6, 10).tolist())

    def test_keeps_overlaps_up_to_the_limit(self):
        boxes = np.array([UNIT, SHIFTED])
        self.assertEqual([0, 1], suppress(boxes, np.array([0.9, 0.5]), 0.34, 10).tolist())
        self.assertEqual([0], suppress(boxes, np.array([0.9, 0.5]), 0.33, 10).tolist())
        self.assertEqual([0], suppress(boxes, np.array([0.9, 0.5]), 0.6, 1).tolist())

    def test_keeps_none_of_nothing(self):
        self.assertEqual([], suppress(np.zeros((0, 4)), np.zeros(0), 0.6, 10).tolist())


if __name__ == "__main__":
    unittest.main()
